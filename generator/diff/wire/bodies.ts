import type { JsonObject, JsonValue } from '../../load/document.js';
import { childOf, memberOf, textOf, type Side, type Spot } from '../side.js';
import { quote, showValue } from '../text.js';
import { schemaText } from '../schema/canonical.js';
import type { OperationPair } from './context.js';
import { readWriting } from './parameters.js';

/** What is sent: whether there has to be a body, in which media types, and what it holds. */
export function compareBody(pair: OperationPair): void {
  const before = bodyOf(pair.sides.old, pair.old.spot);
  const after = bodyOf(pair.sides.now, pair.now.spot);
  if (before === null && after === null) return;
  if (before === null || after === null) {
    reportWhole(pair, before, after);
    return;
  }
  const [was, is] = [before, after].map((spot) => memberOf(spot, 'required') === true);
  if (was !== is) {
    pair.report({
      rule: is === true ? 'body-required' : 'body-optional',
      bump: is === true ? 'major' : 'minor',
      message: `${pair.title} ${is === true ? 'needs a body' : 'may be called without a body'} now.`,
      old: before.pointer,
      new: after.pointer,
      before: was === true ? 'required' : 'optional',
      after: is === true ? 'required' : 'optional',
    });
  }
  compareContents(pair, {
    old: before,
    now: after,
    isRequest: true,
    root: `the body of ${quote(pair.old.name)}`,
  });
}

function bodyOf(side: Side, operation: Spot): Spot | null {
  const body = childOf(operation, 'requestBody');
  return body === null ? null : side.resolve(body);
}

function reportWhole(pair: OperationPair, before: Spot | null, after: Spot | null): void {
  if (after !== null) {
    const isDemand = memberOf(after, 'required') === true;
    pair.report({
      rule: 'body-added',
      bump: isDemand ? 'major' : 'minor',
      message: `${pair.title} ${isDemand ? 'needs' : 'takes'} a body now.`,
      old: pair.old.spot.pointer,
      new: after.pointer,
      after: showValue(after.value),
    });
  } else if (before !== null) {
    pair.report({
      rule: 'body-removed',
      bump: 'major',
      message: `${pair.title} no longer takes a body.`,
      old: before.pointer,
      new: pair.now.spot.pointer,
      before: showValue(before.value),
    });
  }
}

/** A body or an answer on both sides. */
export interface Contents {
  readonly old: Spot;
  readonly now: Spot;
  readonly isRequest: boolean;
  /** How sentences call it. */
  readonly root: string;
}

/** Media types, and the schema of each that both sides have. */
export function compareContents(pair: OperationPair, { old, now, isRequest, root }: Contents): void {
  const before = mediaTypesOf(pair.sides.old, old);
  const after = mediaTypesOf(pair.sides.now, now);
  // A caller writes requests and reads answers; of a webhook it is the other way round.
  const writes = isRequest === (pair.sent === 'request');
  for (const [mediaType, content] of before) {
    const counterpart = after.get(mediaType);
    if (counterpart !== undefined) {
      compareContent(pair, {
        old: content,
        now: counterpart,
        direction: writes ? 'request' : 'answer',
        mediaType,
        root,
      });
      continue;
    }
    pair.report({
      rule: isRequest ? 'request-media-type-removed' : 'answer-media-type-removed',
      bump: writes || after.size === 0 || !before.has([...after.keys()][0] ?? '') ? 'major' : 'minor',
      message: `${capitalize(root)} is no longer ${quote(mediaType)}.`,
      old: content.pointer,
      new: now.pointer,
      before: mediaType,
      after: [...after.keys()].join(', ') || null,
    });
  }
  for (const [mediaType, content] of after) {
    if (before.has(mediaType)) continue;
    pair.report({
      rule: isRequest ? 'request-media-type-added' : 'answer-media-type-added',
      // The caller gets what the first media type promises as long as that stays the first.
      bump: writes ? 'minor' : before.size === 0 || [...after.keys()][0] === mediaType ? 'major' : 'minor',
      message: `${capitalize(root)} may be ${quote(mediaType)}, too.`,
      old: old.pointer,
      new: content.pointer,
      before: [...before.keys()].join(', ') || null,
      after: mediaType,
    });
  }
}

interface ContentPair {
  readonly old: Spot;
  readonly now: Spot;
  readonly direction: 'request' | 'answer';
  readonly mediaType: string;
  readonly root: string;
}

function compareContent(pair: OperationPair, { old, now, direction, mediaType, root }: ContentPair): void {
  const isForm = /^multipart\/|^application\/x-www-form-urlencoded/.test(mediaType);
  const before = isForm ? readEncoding(pair.sides.old, old) : new Map<string, string>();
  const after = isForm ? readEncoding(pair.sides.now, now) : new Map<string, string>();
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const texts = [before.get(name) ?? null, after.get(name) ?? null];
    if (texts[0] === texts[1]) continue;
    pair.report({
      rule: 'body-encoding-changed',
      bump: 'major',
      message: `${capitalize(root)} writes ${quote(name)} in another way.`,
      old: old.pointer,
      new: now.pointer,
      before: texts[0] ?? null,
      after: texts[1] ?? null,
    });
  }
  // `itemSchema` is of OpenAPI 3.2: one event, or one line.
  for (const keyword of ['schema', 'itemSchema']) {
    const [was, is] = [childOf(old, keyword), childOf(now, keyword)];
    pair.schemas.ask(
      {
        old: was === null ? null : [was],
        now: is === null ? null : [is],
        direction,
        isXml: /^[^;]*[+/]xml(?:;|$)/.test(mediaType),
        label: { root: keyword === 'schema' ? root : `one event of ${root}`, component: null, path: '' },
        holders: { old: old.pointer, now: now.pointer },
      },
      pair.old.name,
    );
  }
}

/** How each property of a form is written, as text; none where it is written as everyone writes it. */
function readEncoding(side: Side, content: Spot): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, encoding] of side.members(content, 'encoding')) {
    const text = encodingText(side, encoding, usualContentType(side, content, name));
    if (text !== '{}') found.set(name, text);
  }
  return found;
}

/** A style, once one is named, takes the place of the media type (OpenAPI 3.1, Encoding Object). */
function encodingText(side: Side, encoding: Spot, usual: string | null): string {
  const parts = new Map(Object.entries(Object(encoding.value) as JsonObject));
  if (['style', 'explode', 'allowReserved'].some((key) => parts.has(key))) {
    const { style, explode, allowReserved } = readWriting(encoding, 'form');
    for (const [key, value] of Object.entries({ style, explode, allowReserved })) parts.set(key, value);
    parts.delete('contentType');
  }
  if (parts.get('contentType') === usual) parts.delete('contentType');
  const headers = [...side.members(encoding, 'headers')].map(([name, { value }]): [string, JsonValue] => [
    name.toLowerCase(),
    value,
  ]);
  parts.delete('headers');
  return schemaText(side, {
    ...Object.fromEntries(parts),
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
  });
}

/** What a property is sent as when nothing is said (OpenAPI 3.1, Encoding Object); null: that depends. */
function usualContentType(side: Side, content: Spot, name: string): string | null {
  const schema = childOf(content, 'schema');
  const property = schema === null ? undefined : side.members(side.resolve(schema), 'properties').get(name);
  if (
    property === undefined ||
    ['format', 'contentEncoding'].some((key) => memberOf(property, key) !== undefined)
  ) {
    return null;
  }
  const type = textOf(property, 'type');
  if (type === 'object') return 'application/json';
  return ['string', 'number', 'integer', 'boolean'].includes(type) ? 'text/plain' : null;
}

/** By media type in lower case, without blanks. */
function mediaTypesOf(side: Side, holder: Spot): Map<string, Spot> {
  return new Map(
    [...side.members(holder, 'content')].map(([mediaType, spot]) => [
      mediaType.toLowerCase().replaceAll(/\s+/g, ''),
      spot,
    ]),
  );
}

/** The first letter of a sentence. */
export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
