/** Where a caller gets the token of a scheme, and what it may ask for. The server of the operation sees none of it. */
import { childOf, isObject, memberOf, textOf, type Spot } from '../side.js';
import { quote } from '../text.js';
import type { OperationPair } from './context.js';
import { schemesOf } from './security.js';

/** OAuth flows and OpenID Connect. Schemes that the operation names by the same name on both sides. */
export function compareTokens(pair: OperationPair): void {
  const after = schemesOf(pair.sides.now, pair.now);
  for (const [name, old] of schemesOf(pair.sides.old, pair.old)) {
    const now = after.get(name);
    if (now === undefined || textOf(old, 'type') !== textOf(now, 'type')) continue;
    compareAddress(pair, { old, now, keyword: 'openIdConnectUrl', scheme: quote(name) });
    compareFlows(pair, { old, now, scheme: quote(name) });
  }
}

interface SchemePair {
  readonly old: Spot;
  readonly now: Spot;
  /** How sentences call it. */
  readonly scheme: string;
}

function compareFlows(pair: OperationPair, { old, now, scheme }: SchemePair): void {
  const before = pair.sides.old.members(old, 'flows');
  const after = pair.sides.now.members(now, 'flows');
  for (const [name, flow] of before) {
    const counterpart = after.get(name);
    if (counterpart === undefined) {
      const message = `A token for ${scheme} can no longer be had by ${quote(name)}.`;
      const places = { old: flow.pointer, new: now.pointer };
      pair.report({ rule: 'token-flow-removed', bump: 'major', message, ...places, before: name });
      continue;
    }
    const flows = { old: flow, now: counterpart, scheme };
    for (const keyword of ['authorizationUrl', 'tokenUrl', 'refreshUrl'] as const) {
      compareAddress(pair, { ...flows, keyword });
    }
    compareScopes(pair, flows);
  }
  for (const [name, flow] of after) {
    if (before.has(name)) continue;
    const message = `A token for ${scheme} may be had by ${quote(name)}.`;
    const places = { old: old.pointer, new: flow.pointer };
    pair.report({ rule: 'token-flow-added', bump: 'minor', message, ...places, after: name });
  }
}

function compareAddress(
  pair: OperationPair,
  { old, now, scheme, keyword }: SchemePair & { readonly keyword: string },
): void {
  const [was = '', is = ''] = [old, now].map((spot) => textOf(spot, keyword));
  if (was === is) return;
  const message =
    is === ''
      ? `A token for ${scheme} has no ${quote(keyword)} any more.`
      : `A token for ${scheme} has the ${quote(keyword)} ${quote(is)}${was === '' ? '' : ` instead of ${quote(was)}`}.`;
  pair.report({
    rule: 'token-address-changed',
    // An address where none was known takes nothing away.
    bump: was === '' ? 'minor' : 'major',
    message,
    old: childOf(old, keyword)?.pointer ?? old.pointer,
    new: childOf(now, keyword)?.pointer ?? now.pointer,
    before: was || null,
    after: is || null,
  });
}

/** Who asks for a scope that is unknown gets no token at all (RFC 6749, 5.2). */
function compareScopes(pair: OperationPair, { old, now, scheme }: SchemePair): void {
  const before = scopesOf(old);
  const after = scopesOf(now);
  const places = { old: old.pointer, new: now.pointer };
  for (const scope of before) {
    if (after.includes(scope)) continue;
    const message = `A token for ${scheme} can no longer have the scope ${quote(scope)}.`;
    pair.report({ rule: 'token-scope-removed', bump: 'major', message, ...places, before: scope });
  }
  for (const scope of after) {
    if (before.includes(scope)) continue;
    const message = `A token for ${scheme} may have the new scope ${quote(scope)}.`;
    pair.report({ rule: 'token-scope-added', bump: 'minor', message, ...places, after: scope });
  }
}

function scopesOf(flow: Spot): string[] {
  const scopes = memberOf(flow, 'scopes');
  return isObject(scopes) ? Object.keys(scopes) : [];
}
