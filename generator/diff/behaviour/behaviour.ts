import type { Deletion } from '../../model/deletion-types.js';
import type { Operation } from '../../model/types.js';
import type { Draft } from '../drafts.js';
import { joinPointer, type Side } from '../side.js';
import { quote } from '../text.js';
import { comparePlans, describeRetry, differ, type PlanChange } from './plan.js';
import { compareProviders } from './provider.js';

/** What the runtime is told: plans, retries, guards, envelopes, and what errors mean. */
export function compareBehaviour(old: Side, now: Side): Draft[] {
  const drafts: Draft[] = [];
  const rootOf = (side: Side, keys: readonly string[]): string => nearest(side, '', keys);
  for (const { keys, ...change } of compareProviders(old.api.provider, now.api.provider)) {
    const places = { old: rootOf(old, keys), new: rootOf(now, keys) };
    drafts.push({ ...change, ...places, view: 'behaviour', operations: [] });
  }
  drafts.push(...compareDeletions(old, now));
  const after = new Map(now.api.operations.map((operation) => [operation.name, operation]));
  for (const operation of old.api.operations) {
    const counterpart = after.get(operation.name);
    if (counterpart === undefined) continue;
    const isPlanned = hasPlan(old, operation) === hasPlan(now, counterpart);
    for (const { keys, ...change } of compareOperation(operation, counterpart)) {
      // A plan brings its guard along.
      if (change.rule.startsWith('guard-') && !isPlanned) continue;
      const places = {
        old: nearest(old, operation.pointer, keys),
        new: nearest(now, counterpart.pointer, keys),
      };
      drafts.push({ ...change, ...places, view: 'behaviour', operations: [operation.name] });
    }
  }
  return drafts;
}

function compareDeletions(old: Side, now: Side): Draft[] {
  const drafts: Draft[] = [];
  const after = new Map(now.api.deletions.map((deletion) => [deletion.name, deletion]));
  for (const deletion of old.api.deletions) {
    const counterpart = after.get(deletion.name);
    after.delete(deletion.name);
    const base = { view: 'behaviour', operations: [deletion.operation] } as const;
    const title = quote(deletion.name);
    if (counterpart === undefined) {
      const message = `Rows can no longer be deleted in bulk with ${title}.`;
      const places = { old: deletion.pointer, new: '/paths' };
      drafts.push({
        ...base,
        ...places,
        rule: 'plan-removed',
        bump: 'major',
        message,
        before: deletion.operation,
      });
      continue;
    }
    for (const { keys, ...change } of comparePlans({ old: deletion, now: counterpart, title })) {
      const places = {
        old: nearest(old, deletion.pointer, keys),
        new: nearest(now, counterpart.pointer, keys),
      };
      drafts.push({ ...base, ...change, ...places });
    }
  }
  for (const deletion of after.values()) drafts.push(describeNew(deletion));
  return drafts;
}

function describeNew({ name, pointer, operation }: Deletion): Draft {
  return {
    rule: 'plan-added',
    view: 'behaviour',
    bump: 'minor',
    message: `Rows can be deleted in bulk with ${quote(name)}.`,
    old: '/paths',
    new: pointer,
    operations: [operation],
    after: operation,
  };
}

function* compareOperation(old: Operation, now: Operation): Generator<PlanChange> {
  const title = quote(old.name);
  if (old.retry !== now.retry) yield describeRetry(title, now.retry, ['x-rowsweep-operation', 'retry']);
  if (differ(old.envelope, now.envelope)) {
    const message = `What tells success from failure within an answer of ${title} differs.`;
    const [before, after] = [JSON.stringify(old.envelope), JSON.stringify(now.envelope)];
    yield { rule: 'envelope-changed', bump: 'major', message, keys: ['x-rowsweep-envelope'], before, after };
  }
  if (differ(old.selector, now.selector)) {
    const keys = ['x-rowsweep-operation', 'selector'];
    const [before, after] = [JSON.stringify(old.selector), JSON.stringify(now.selector)];
    if (old.selector === null) {
      const message = `The selector of ${title} is checked before anything is sent, and a call can be refused.`;
      yield { rule: 'guard-added', bump: 'major', message, keys, before: null, after };
    } else if (now.selector === null) {
      const message = `The selector of ${title} is no longer checked: what was refused is sent.`;
      yield { rule: 'guard-removed', bump: 'major', message, keys, before, after: null };
    } else {
      const message = `The selector of ${title} is checked by other rules.`;
      yield { rule: 'guard-changed', bump: 'major', message, keys, before, after };
    }
  }
  const [was, is] = [old.pagination?.rule ?? null, now.pagination?.rule ?? null];
  if (was !== null && is !== null && differ(was, is)) {
    const message = `The list of ${title} is walked through in another way.`;
    const [before, after] = [JSON.stringify(was), JSON.stringify(is)];
    yield {
      rule: 'pagination-changed',
      bump: 'patch',
      message,
      keys: ['x-rowsweep-pagination'],
      before,
      after,
    };
  }
}

function hasPlan({ api }: Side, { name }: Operation): boolean {
  return api.deletions.some(({ operation }) => operation === name);
}

/** The deepest place along the keys that exists. */
function nearest(side: Side, pointer: string, keys: readonly string[]): string {
  let found = pointer;
  for (const key of keys) {
    const next = joinPointer(found, key);
    if (side.find(next) === null) break;
    found = next;
  }
  return found;
}
