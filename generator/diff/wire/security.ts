/** Ways to authenticate. A scheme is what it does on the wire; what the description calls it is nobody's concern. */
import { childOf, isObject, textOf, type Side, type Spot } from '../side.js';
import { listWords, quote } from '../text.js';
import type { OperationPair } from './context.js';
import type { FoundOperation } from './operations.js';

/** One way: everything that is sent together, by what it does. */
interface Way {
  /** Each with the scopes that it needs. */
  readonly needs: ReadonlyMap<string, ReadonlySet<string>>;
  readonly text: string;
  readonly pointer: string;
}

/** A way of yesterday that suffices no more breaks its callers; a new way is an offer. */
export function compareSecurity(pair: OperationPair): void {
  const before = waysOf(pair.sides.old, pair.old);
  const after = waysOf(pair.sides.now, pair.now);
  const fallback = { old: pointerOf(pair.sides.old, pair.old), now: pointerOf(pair.sides.now, pair.now) };
  const texts = { before: showWays(before), after: showWays(after) };
  for (const way of before) {
    if (after.some((other) => needsNoMore(other, way))) continue;
    const isOther = after.some(({ text }) => text === way.text);
    pair.report({
      rule: 'security-removed',
      bump: 'major',
      message: isOther
        ? `What is sent as ${way.text} no longer suffices: the server takes something else by that name.`
        : `Authenticating with ${way.text} no longer suffices: ${texts.after}.`,
      old: way.pointer,
      new: fallback.now,
      ...texts,
    });
  }
  for (const way of after) {
    if (before.some((other) => needsNoMore(other, way))) continue;
    pair.report({
      rule: 'security-added',
      bump: 'minor',
      message: `A caller may authenticate with ${way.text}.`,
      old: fallback.old,
      new: way.pointer,
      ...texts,
    });
  }
}

/** The schemes that the operation names and the description has. */
export function schemesOf(side: Side, operation: FoundOperation): Map<string, Spot> {
  const declared = side.members(childOf(side.root, 'components'), 'securitySchemes');
  const ways = side.find(pointerOf(side, operation))?.value;
  const names = Array.isArray(ways) ? ways.filter(isObject).flatMap((way) => Object.keys(way)) : [];
  return new Map(
    names.flatMap((name) => {
      const scheme = declared.get(name);
      return scheme === undefined ? [] : [[name, scheme] as const];
    }),
  );
}

function needsNoMore(way: Way, than: Way): boolean {
  return [...way.needs].every(([scheme, scopes]) => {
    const held = than.needs.get(scheme);
    return held !== undefined && [...scopes].every((scope) => held.has(scope));
  });
}

/** The operation's own list, or the root's; nothing at all is one way that needs nothing. */
function waysOf(side: Side, operation: FoundOperation): Way[] {
  const pointer = pointerOf(side, operation);
  const list = side.find(pointer)?.value;
  if (!Array.isArray(list) || list.length === 0) return [{ needs: new Map(), text: 'nothing', pointer }];
  return list.map((given, index): Way => {
    const entries = isObject(given) ? Object.entries(given) : [];
    const needs = new Map<string, ReadonlySet<string>>();
    const texts: string[] = [];
    for (const [name, scopes] of entries) {
      const listed = Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [];
      needs.set(schemeKey(side, name), new Set(listed));
      texts.push(listed.length === 0 ? quote(name) : `${quote(name)} (${listed.join(', ')})`);
    }
    return { needs, text: texts.length === 0 ? 'nothing' : listWords(texts), pointer: `${pointer}/${index}` };
  });
}

function pointerOf(side: Side, { spot }: FoundOperation): string {
  return childOf(spot, 'security')?.pointer ?? childOf(side.root, 'security')?.pointer ?? spot.pointer;
}

/** What a scheme sends, as text. Where a token is had the server does not see. */
function schemeKey(side: Side, name: string): string {
  const components = childOf(side.root, 'components');
  const scheme = side.members(components, 'securitySchemes').get(name);
  if (scheme === undefined) return `unknown ${name}`;
  const type = textOf(scheme, 'type');
  if (type === 'apiKey') return `${textOf(scheme, 'in')} ${headerName(scheme)}`;
  if (type === 'http') return `http ${textOf(scheme, 'scheme').toLowerCase()}`;
  return type;
}

function headerName(scheme: Spot): string {
  const name = textOf(scheme, 'name');
  return textOf(scheme, 'in') === 'header' ? name.toLowerCase() : name;
}

function showWays(ways: readonly Way[]): string {
  return `the server takes ${ways.map(({ text }) => text).join(', or ')}`;
}
