import type { Draft } from '../drafts.js';
import { SchemaPairs } from '../schema/pairs.js';
import type { Direction } from '../schema/labels.js';
import { childOf, memberOf, type Side } from '../side.js';
import { quote } from '../text.js';
import { compareAnswers } from './answers.js';
import { compareBody } from './bodies.js';
import type { OperationPair } from './context.js';
import { findInItem, findOperations, keyOf, pairOperations, type FoundOperation } from './operations.js';
import { compareParameters } from './parameters.js';
import { compareSecurity } from './security.js';
import { compareOwnServers, compareServers } from './servers.js';
import { compareTokens } from './tokens.js';

/** What a server notices, or a caller that has no types. */
export function compareWire(old: Side, now: Side): Draft[] {
  const schemas = new SchemaPairs(old, now);
  const drafts: Draft[] = compareServers(old, now);
  const context = { sides: { old, now }, schemas, drafts };
  compareList({ ...context, sent: 'request', noun: '', addressOf: keyOf }, 'paths');
  // What a webhook is called is seen by nobody.
  compareList(
    { ...context, sent: 'answer', noun: 'The webhook ', addressOf: ({ method }) => method },
    'webhooks',
  );
  return [...drafts, ...schemas.finish()];
}

interface Context {
  readonly sides: { readonly old: Side; readonly now: Side };
  readonly schemas: SchemaPairs;
  readonly drafts: Draft[];
  readonly sent: Direction;
  /** How sentences begin. */
  readonly noun: string;
  /** What a server, or whoever it calls, sees of where an operation is. */
  readonly addressOf: (operation: FoundOperation) => string;
}

function compareList(context: Context, key: 'paths' | 'webhooks'): void {
  const { old, now } = context.sides;
  compareSets(context, findOperations(old, old.root, key), findOperations(now, now.root, key));
}

function compareSets(
  context: Context,
  before: readonly FoundOperation[],
  after: readonly FoundOperation[],
): void {
  const { drafts, noun } = context;
  const { both, removed, added } = pairOperations(before, after);
  for (const { name, method, path, spot } of removed) {
    drafts.push({
      rule: 'operation-removed',
      view: 'wire',
      bump: 'major',
      message: `${noun}${showOperation({ name, method, path })} is gone.`,
      old: spot.pointer,
      new: '/paths',
      operations: [name],
      before: `${method.toUpperCase()} ${path}`,
    });
  }
  for (const { name, method, path, spot } of added) {
    drafts.push({
      rule: 'operation-added',
      view: 'wire',
      bump: 'minor',
      message: `${noun}${showOperation({ name, method, path })} is new.`,
      old: '/paths',
      new: spot.pointer,
      operations: [name],
      after: `${method.toUpperCase()} ${path}`,
    });
  }
  for (const { old, now } of both) comparePair(context, old, now);
}

function comparePair(context: Context, old: FoundOperation, now: FoundOperation): void {
  const { sides, schemas, sent, drafts } = context;
  const pair: OperationPair = {
    sides,
    old,
    now,
    schemas,
    sent,
    title: quote(old.name),
    report: (draft) => drafts.push({ ...draft, view: 'wire', operations: [old.name] }),
  };
  const places = { old: old.spot.pointer, new: now.spot.pointer };
  if (context.addressOf(old) !== context.addressOf(now)) {
    const [before, after] = [old, now].map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    pair.report({
      rule: 'operation-moved',
      bump: 'major',
      message: `${pair.title} is ${after ?? ''} now; it was ${before ?? ''}.`,
      ...places,
      before: before ?? null,
      after: after ?? null,
    });
  }
  const [was, is] = [old, now].map(({ spot }) => memberOf(spot, 'deprecated') === true);
  if (was !== is) {
    pair.report({
      rule: is === true ? 'operation-deprecated' : 'operation-restored',
      bump: is === true ? 'minor' : 'patch',
      message: `${pair.title} is ${is === true ? '' : 'no longer '}deprecated.`,
      ...places,
    });
  }
  compareParameters(pair);
  compareBody(pair);
  compareAnswers(pair);
  if (sent === 'request') {
    compareOwnServers(pair);
    compareSecurity(pair);
    compareTokens(pair);
    compareCallbacks(context, old, now);
  }
}

function showOperation({ name, method, path }: Pick<FoundOperation, 'name' | 'method' | 'path'>): string {
  const address = `${method.toUpperCase()} ${path}`;
  return name === address ? quote(name) : `${quote(name)} (${address})`;
}

/** What the server calls back, which the caller reads. */
function compareCallbacks(context: Context, old: FoundOperation, now: FoundOperation): void {
  const list = (side: Side, { spot }: FoundOperation): FoundOperation[] =>
    [...side.members(spot, 'callbacks')].flatMap(([name, callback]) =>
      Object.keys(Object(callback.value) as object).flatMap((expression) => {
        const item = childOf(callback, expression);
        const found = item === null ? [] : findInItem(side, expression, side.resolve(item));
        return found.map((each) => ({ ...each, name: `${each.method.toUpperCase()} ${name}` }));
      }),
    );
  const before = list(context.sides.old, old);
  const after = list(context.sides.now, now);
  // Who is called back knows the expression that the address comes from, and not what the callback is called.
  const addressOf = ({ method, path }: FoundOperation): string => `${method} ${path}`;
  compareSets({ ...context, sent: 'answer', noun: 'The callback ', addressOf }, before, after);
}
