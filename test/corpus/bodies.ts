/** Bodies of requests: what the caller gives, and whether what arrived says the same. */
import { isDeepStrictEqual } from 'node:util';
import type { Documents } from './document.js';
import { essenceOf, isJsonType, isObject, objectOf, reasonOf, textOf } from './json.js';
import { isTextType } from './media.js';
import { readParts, type Part } from './multipart.js';
import { gatherDemands } from './node.js';
import type { ContentSpot } from './operations.js';
import { findSample, type Size } from './sample.js';
import type { Schemas } from './schemas.js';
import { isFlat, splitPairs, takeStyled, traceOf, type Pair, type Trace } from './wire.js';

export interface ReceivedBody {
  readonly contentType: string | null;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type BodyCase =
  | {
      readonly is: 'case';
      /** For the client. */
      readonly given: unknown;
      /** What is wrong with what arrived; empty when nothing is. */
      readonly verify: (received: ReceivedBody) => Promise<readonly string[]>;
    }
  | { readonly is: 'none'; readonly reason: string };

interface Making {
  readonly documents: Documents;
  readonly schemas: Schemas;
  readonly size: Size;
}

const BYTES = new Uint8Array([0, 255, 10, 13, 45, 45, 128, 7]);

/** The body of a request in one media type, which the description declares and which is never a range. */
export function makeBody(content: ContentSpot, making: Making): BodyCase {
  const type = essenceOf(content.mediaType);
  if (isJsonType(type)) return makeJson(content, making);
  if (type === 'application/x-www-form-urlencoded' || type.startsWith('multipart/')) {
    return makeFields(content, making, type);
  }
  if (isTextType(type)) return makeText(content, making);
  return {
    is: 'case',
    given: new Blob([BYTES], { type }),
    verify: ({ bytes }) => Promise.resolve(equalBytes(bytes, BYTES) ? [] : ['the bytes of the body differ']),
  };
}

function makeJson({ schema }: ContentSpot, { schemas, size }: Making): BodyCase {
  const name = schema === null ? null : schemas.name(schema, 'request');
  const wanted = { size, alphabet: 'rich', isPlain: false } as const;
  const found = name === null ? null : findSample(schemas, name, wanted);
  if (found?.is === 'none') return found;
  const given: unknown = found === null ? { any: ['thing', 1, null] } : found.value;
  return {
    is: 'case',
    given,
    verify: ({ bytes }) => {
      const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
      const problem = found === null ? null : schemas.check(found.schema, value);
      const same = isDeepStrictEqual(value, given) ? [] : ['the JSON of the body is not what was given'];
      return Promise.resolve(
        problem === null ? same : [...same, `the body is against its schema: ${problem}`],
      );
    },
  };
}

function makeText({ schema, mediaType }: ContentSpot, { schemas, size }: Making): BodyCase {
  const found =
    schema === null || essenceOf(mediaType).endsWith('xml')
      ? null
      : findSample(schemas, schemas.name(schema, 'request'), { size, alphabet: 'rich', isPlain: true });
  const given =
    found?.is === 'value' && typeof found.value === 'string' ? found.value : '<any a="1">text é</any>';
  return {
    is: 'case',
    given,
    verify: ({ bytes }) =>
      Promise.resolve(
        new TextDecoder().decode(bytes) === given ? [] : ['the text of the body is not what was given'],
      ),
  };
}

/** One property of a form or a multipart body: how it is written, and what must arrive. */
interface Field {
  readonly name: string;
  readonly value: unknown;
  readonly isBytes: boolean;
  readonly contentType: string | null;
  readonly style: string | null;
  readonly explode: boolean | null;
}

function makeFields(content: ContentSpot, making: Making, type: string): BodyCase {
  const { documents, schemas, size } = making;
  if (content.schema === null) return { is: 'none', reason: `${type} without a schema` };
  const schemaName = schemas.name(content.schema, 'request');
  const encodings = documents.at(content.spot, 'encoding');
  // Nothing in a part is percent-encoded, so what is joined by spaces or bars may not hold any.
  const isJoined = Object.values(objectOf(encodings.value)).some((one) =>
    ['spaceDelimited', 'pipeDelimited'].includes(String(objectOf(one)['style'])),
  );
  const alphabet = isJoined ? 'token' : 'rich';
  const found = findSample(schemas, schemaName, { size, alphabet, isPlain: true, isBody: true });
  if (found.is === 'none') return found;
  if (!isObject(found.value)) return { is: 'none', reason: `${type} of a schema that is no object` };
  const bytesOf = listBytes(schemas, schemaName);
  const fields = Object.entries(found.value).map(([name, value]): Field => {
    const encoding = objectOf(documents.at(encodings, name).value);
    return {
      name,
      value,
      isBytes: bytesOf.has(name),
      contentType: textOf(encoding['contentType']),
      style: textOf(encoding['style']),
      explode: typeof encoding['explode'] === 'boolean' ? encoding['explode'] : null,
    };
  });
  if (!type.startsWith('multipart/')) {
    return {
      is: 'case',
      given: found.value,
      verify: ({ bytes }) => Promise.resolve(verifyForm(fields, bytes)),
    };
  }
  return {
    is: 'case',
    given: Object.fromEntries(
      fields.map((field) => [field.name, field.isBytes ? toBlobs(field.value) : field.value]),
    ),
    verify: async (received) => {
      try {
        return verifyParts(fields, await readParts(received));
      } catch (error) {
        return [`the multipart body cannot be read: ${reasonOf(error)}`];
      }
    },
  };
}

function toBlobs(value: unknown): unknown {
  return Array.isArray(value) ? value.map(() => new Blob([BYTES])) : new Blob([BYTES]);
}

/** Names of the properties that are bytes, or lists of bytes. */
function listBytes(schemas: Schemas, name: string): Set<string> {
  const { properties } = gatherDemands(schemas, schemas.get(name), () => 0);
  const found = new Set<string>();
  for (const [property, list] of properties) {
    try {
      const demands = gatherDemands(schemas, { allOf: list }, () => 0);
      const items =
        demands.items.length === 0 ? null : gatherDemands(schemas, { allOf: demands.items }, () => 0);
      if (demands.isBytes || items?.isBytes === true) found.add(property);
    } catch {
      // A property that nothing can satisfy is in no sample.
    }
  }
  return found;
}

function verifyForm(fields: readonly Field[], bytes: Uint8Array): string[] {
  const pairs = splitPairs(new TextDecoder().decode(bytes));
  const problems = fields.flatMap((field) => {
    const expected = traceOf(field.value);
    const style = field.style ?? 'form';
    const isDeclared = field.style !== null || field.explode !== null;
    const readings: (Trace | null)[] = [];
    if (expected !== null && (isFlat(expected) || style === 'deepObject')) {
      const explode = field.explode ?? style === 'form';
      readings.push(takeStyled(pairs, { name: field.name, style, explode }, expected));
    }
    if (readings.some((reading) => reading !== null && isDeepStrictEqual(reading, expected))) return [];
    // OpenAPI 3.1, Encoding Object: without a style an object is JSON; so is what no style can write.
    if (!isDeclared && typeof field.value === 'object' && isJsonField(pairs, field)) return [];
    return [`the field ${field.name} is not ${JSON.stringify(field.value)} in ${style} style`];
  });
  return [...problems, ...pairs.map(([name]) => `the form has a field ${name} that was not given`)];
}

function isJsonField(pairs: Pair[], { name, value }: Field): boolean {
  const values = Array.isArray(value) ? value : [value];
  const whole = takeStyled(pairs, { name, style: 'form', explode: true }, ['']);
  const texts = Array.isArray(whole) ? (whole as string[]) : [];
  const parsed = texts.map(parseJson);
  return isDeepStrictEqual(parsed, values) || (parsed.length === 1 && isDeepStrictEqual(parsed[0], value));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function verifyParts(fields: readonly Field[], parts: readonly Part[]): string[] {
  const left = [...parts];
  const problems = fields.flatMap((field) => {
    const mine = isStyled(field) ? takeStyledParts(left, field) : takeParts(left, field);
    if (mine === null) return [`the part ${field.name} is not what was given`];
    const [wanted] = (field.contentType ?? '').split(',');
    const isRightType = mine.every((part) => matchesType(part.contentType, essenceOf(wanted ?? '')));
    return isRightType ? [] : [`the part ${field.name} is not of the type ${String(field.contentType)}`];
  });
  return [...problems, ...left.map(({ name }) => `the body has a part ${name} that was not given`)];
}

/** With a style, parts are named and written as the pairs of a query are (OpenAPI 3.0.4 and 3.1, Encoding Object). */
function isStyled({ style, explode, isBytes, contentType }: Field): boolean {
  return !isBytes && contentType === null && (style !== null || explode !== null);
}

function takeStyledParts(left: Part[], field: Field): Part[] | null {
  const text = (part: Part): string => new TextDecoder().decode(part.bytes);
  const whole = left.map((part): Pair => [encodeURIComponent(part.name), encodeURIComponent(text(part))]);
  const pairs = [...whole];
  const expected = traceOf(field.value);
  if (expected === null) return null;
  const style = field.style ?? 'form';
  const joined = style === 'form' && field.explode === false ? whole.map(unescapeCommas) : whole;
  pairs.splice(0, pairs.length, ...joined);
  const found = takeStyled(
    pairs,
    { name: field.name, style, explode: field.explode ?? style === 'form' },
    expected,
  );
  const isSame = found !== null && isDeepStrictEqual(JSON.parse(JSON.stringify(found)), expected);
  const taken = left.filter((_, index) => !pairs.includes(joined[index] ?? ['', '']));
  for (const part of taken) left.splice(left.indexOf(part), 1);
  return isSame ? taken : null;
}

/** Nothing is percent-encoded in a part, so that a comma always separates. */
function unescapeCommas([name, value]: Pair): Pair {
  return [name, value.replaceAll('%2C', ',')];
}

function takeParts(left: Part[], field: Field): Part[] | null {
  const mine = left.filter((part) => part.name === field.name);
  for (const part of mine) left.splice(left.indexOf(part), 1);
  const values = Array.isArray(field.value) ? (field.value as unknown[]) : [field.value];
  const oneJson = mine.length === 1 && Array.isArray(field.value) && isPartOf(mine[0], field.value, field);
  const each =
    mine.length === values.length && values.every((value, index) => isPartOf(mine[index], value, field));
  return oneJson || each ? mine : null;
}

function matchesType(given: string | null, wanted: string): boolean {
  if (wanted === '' || wanted === '*/*' || (given === null && wanted === 'text/plain')) return true;
  const type = essenceOf(given ?? '');
  return type === wanted || (wanted.endsWith('/*') && type.startsWith(wanted.slice(0, -1)));
}

function isPartOf(part: Part | undefined, value: unknown, field: Field): boolean {
  if (part === undefined) return false;
  if (field.isBytes) return equalBytes(part.bytes, BYTES);
  const text = new TextDecoder().decode(part.bytes);
  return isDeepStrictEqual(
    typeof value === 'object' ? parseJson(text) : text,
    typeof value === 'object' ? value : traceOf(value),
  );
}

/** Byte by byte. */
export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
