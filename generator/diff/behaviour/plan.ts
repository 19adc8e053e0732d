/** What differs in one plan for deleting rows. */
import type { Deletion } from '../../model/deletion-types.js';
import type { Bump } from '../finding.js';
import type { Rule } from '../rules.js';
import { quote } from '../text.js';
import { compareAbilities } from './abilities.js';
import { compareAnswers } from './evidence.js';
import { compareIdFormats, compareTarget } from './inputs.js';

/** One difference; `keys` lead to it within the extension. */
export interface PlanChange {
  readonly rule: Rule;
  readonly bump: Bump;
  readonly message: string;
  readonly keys: readonly string[];
  readonly before?: string | null;
  readonly after?: string | null;
}

/** A plan that both sides have. */
export interface PlanPair {
  readonly old: Deletion;
  readonly now: Deletion;
  /** How sentences call it. */
  readonly title: string;
}

/** Every difference. What no rule of its own speaks of is told by the name of its setting, so that none is missed. */
export function* comparePlans(pair: PlanPair): Generator<PlanChange> {
  const { old, now, title } = pair;
  yield* compareTarget(pair);
  yield* compareIdFormats(pair);
  yield* compareLimits(pair);
  yield* compareAnswers(pair);
  yield* comparePace(pair);
  yield* compareAbilities(pair);
  if (old.retry !== now.retry) yield describeRetry(title, now.retry, ['retry']);
  if (old.irreversible !== now.irreversible) {
    yield now.irreversible
      ? {
          rule: 'became-irreversible',
          bump: 'major',
          message: `What ${title} deletes cannot be brought back any more.`,
          keys: ['irreversible'],
        }
      : {
          rule: 'became-reversible',
          bump: 'minor',
          message: `What ${title} deletes can be brought back.`,
          keys: ['irreversible'],
        };
  }
  if (
    old.operation !== now.operation ||
    differ(callOf(old, now), callOf(now, old)) ||
    differ(old.ids, now.ids)
  ) {
    const isOther = old.operation !== now.operation;
    yield {
      rule: 'plan-operation-changed',
      bump: isOther ? 'major' : 'minor',
      message: `${title} ${isOther ? `calls ${quote(now.operation)} instead of ${quote(old.operation)}` : 'writes its requests differently'}.`,
      keys: [],
      before: isOther ? old.operation : JSON.stringify(old.ids),
      after: isOther ? now.operation : JSON.stringify(now.ids),
    };
  }
}

/** The call without what fields of the target put there that only one side has: those are told of by themselves. */
function callOf({ call }: Deletion, other: Deletion): object {
  const names = new Set(other.target.map(({ name }) => name));
  return { ...call, bind: call.bind.filter(({ target }) => names.has(target)) };
}

/** What a retry of a lost request means. */
export function describeRetry(title: string, retry: 'safe' | 'never', keys: readonly string[]): PlanChange {
  return retry === 'safe'
    ? {
        rule: 'retry-gained',
        bump: 'minor',
        message: `A request of ${title} whose answer was lost is sent again now.`,
        keys,
        before: 'retry: never',
        after: 'retry: safe',
      }
    : {
        rule: 'retry-lost',
        bump: 'major',
        message: `A request of ${title} whose answer was lost is not sent again any more, so that its outcome stays unknown.`,
        keys,
        before: 'retry: safe',
        after: 'retry: never',
      };
}

function* compareLimits({ old, now, title }: PlanPair): Generator<PlanChange> {
  for (const [key, noun] of [
    ['maxIds', 'ids'],
    ['maxBytes', 'bytes of the body'],
    ['maxUrlBytes', 'bytes of the address'],
  ] as const) {
    const [before, after] = [old.limits[key], now.limits[key]];
    if (before === after) continue;
    const isLower = before === null || (after !== null && after < before);
    const limit =
      after === null ? `has no limit of ${noun} any more` : `takes ${after} ${noun} in one request`;
    yield {
      rule: isLower ? 'batch-limit-lowered' : 'batch-limit-raised',
      bump: isLower ? 'major' : 'minor',
      message: `${title} ${limit}${before === null ? '' : `; it was ${before}`}.`,
      keys: ['limits', key],
      before: before === null ? null : `${key}: ${before}`,
      after: after === null ? null : `${key}: ${after}`,
    };
  }
  if (differ(old.limits.slowStart, now.limits.slowStart)) {
    yield {
      rule: 'slow-start-changed',
      bump: 'patch',
      message: `A run of ${title} begins with other batches.`,
      keys: ['limits', 'slowStart'],
      before: JSON.stringify(old.limits.slowStart),
      after: JSON.stringify(now.limits.slowStart),
    };
  }
}

function* comparePace({ old, now, title }: PlanPair): Generator<PlanChange> {
  if (!differ(old.pace, now.pace)) return;
  const speed = ({ pace }: Deletion): readonly number[] => [
    pace.requestsPerSecond ?? Infinity,
    pace.concurrency.max,
    pace.concurrency.initial,
  ];
  const [before, after] = [speed(old), speed(now)];
  const at = before.findIndex((value, index) => value !== after[index]);
  const isSlower = (after[at] ?? 0) < (before[at] ?? 0);
  yield {
    rule: isSlower ? 'pace-lowered' : 'pace-raised',
    bump: 'patch',
    message: `A run of ${title} sends ${isSlower ? 'more slowly' : 'faster'}: ${showPace(now)} instead of ${showPace(old)}.`,
    keys: ['pace'],
    before: showPace(old),
    after: showPace(now),
  };
}

function showPace({ pace: { concurrency, requestsPerSecond } }: Deletion): string {
  const rate = requestsPerSecond === null ? '' : `, ${requestsPerSecond} a second`;
  return `${concurrency.initial} to ${concurrency.max} at a time${rate}`;
}

/** True when both say something else; the model writes equal values alike. */
export function differ(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) !== JSON.stringify(right);
}
