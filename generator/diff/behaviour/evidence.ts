import type { Deletion } from '../../model/deletion-types.js';
import type { Bump } from '../finding.js';
import { quote } from '../text.js';
import { findSwaps, meet, type Kept } from './order.js';
import { differ, type PlanChange, type PlanPair } from './plan.js';

type PlanAnswer = Deletion['answers'][number];

/** From the answer that says most to the one that says least of each id. */
const strengths = ['ids', 'count', 'batch', 'job'] as const;

const meanings: Readonly<Record<PlanAnswer['proves'], string>> = {
  ids: 'lists the ids that it deleted',
  count: 'counts the rows that it deleted',
  batch: 'says that all of the batch are gone',
  job: 'says that a job was queued',
};

/** What an answer proves of the ids that were sent, by its status and its condition; the first that fits decides. */
export function* compareAnswers({ old, now, title }: PlanPair): Generator<PlanChange> {
  const [before, after] = [old.answers.map(sortCondition), now.answers.map(sortCondition)];
  const { kept, removed, added } = pairAnswers(before, after);
  for (const answer of removed) {
    const message = `The answer ${answer.status} of ${title} proves nothing any more; it ${meanings[answer.proves]}.`;
    yield { rule: 'evidence-removed', bump: 'major', message, keys: ['answers'], before: show(answer) };
  }
  for (const pair of kept) {
    yield* compareAnswer({ ...pair, title, keys: ['answers', String(before.indexOf(pair.old))] });
  }
  for (const { was, is } of findSwaps(kept, { now: after, overlap })) {
    if (sayTheSame(was.old, is.now)) continue;
    const message = `Of two rules that fit the answer ${is.now.status} of ${title} the other one decides now: it ${meanings[is.now.proves]}; before, it ${meanings[was.old.proves]}.`;
    const texts = { keys: ['answers'], before: show(was.old), after: show(is.now) };
    yield { rule: 'evidence-order-changed', bump: 'major', message, ...texts };
  }
  for (const answer of added) {
    const later = after.slice(after.indexOf(answer) + 1).filter((each) => !added.includes(each));
    const isTaking = later.some((each) => overlap(each, answer) && !sayTheSame(each, answer));
    const message = isTaking
      ? `The answer ${answer.status} of ${title} ${meanings[answer.proves]} where another rule decided before.`
      : `The answer ${answer.status} of ${title} proves something now: it ${meanings[answer.proves]}.`;
    const bump: Bump = isTaking ? 'major' : 'minor';
    yield { rule: 'evidence-added', bump, message, keys: ['answers'], after: show(answer) };
  }
}

/** Pairs by status and condition, then what is left by status alone. */
function pairAnswers(
  old: readonly PlanAnswer[],
  now: readonly PlanAnswer[],
): { readonly kept: Kept<PlanAnswer>[]; readonly removed: PlanAnswer[]; readonly added: PlanAnswer[] } {
  const left = new Set(now);
  const found = new Map<PlanAnswer, PlanAnswer>();
  for (const isExact of [true, false]) {
    for (const answer of old) {
      const other = [...left].find(
        ({ status, when }) => status === answer.status && !(isExact && differ(when, answer.when)),
      );
      if (found.has(answer) || other === undefined) continue;
      left.delete(other);
      found.set(answer, other);
    }
  }
  return {
    kept: old.flatMap((answer) => {
      const other = found.get(answer);
      return other === undefined ? [] : [{ old: answer, now: other }];
    }),
    removed: old.filter((answer) => !found.has(answer)),
    added: [...left],
  };
}

interface AnswerPair extends Kept<PlanAnswer> {
  readonly title: string;
  readonly keys: readonly string[];
}

function* compareAnswer({ old, now, title, keys }: AnswerPair): Generator<PlanChange> {
  if (!differ(old, now)) return;
  const texts = { keys, before: show(old), after: show(now) };
  const fall = strengths.indexOf(now.proves) - strengths.indexOf(old.proves);
  if (fall === 0) {
    const message = `What the answer ${now.status} of ${title} proves is read at ${quote(now.at ?? 'no place')} or under another condition.`;
    yield { rule: 'evidence-changed', bump: 'major', message, ...texts };
    return;
  }
  const message = `The answer ${now.status} of ${title} ${meanings[now.proves]}; before, it ${meanings[old.proves]}.`;
  // Under another condition it also says more or less of other targets.
  const rise: Bump = differ(old.when, now.when) ? 'major' : 'minor';
  yield fall > 0
    ? { rule: 'evidence-weakened', bump: 'major', message, ...texts }
    : { rule: 'evidence-strengthened', bump: rise, message, ...texts };
}

/** A choice has no order. */
function sortCondition(answer: PlanAnswer): PlanAnswer {
  const { when } = answer;
  return { ...answer, when: when === null ? null : { ...when, in: [...when.in].sort() } };
}

function overlap(left: PlanAnswer, right: PlanAnswer): boolean {
  if (left.status !== right.status) return false;
  const isSameField = left.when?.target === right.when?.target;
  return !isSameField || meet(left.when?.in ?? null, right.when?.in ?? null);
}

function sayTheSame(left: PlanAnswer, right: PlanAnswer): boolean {
  return left.proves === right.proves && left.at === right.at;
}

function show({ status, proves, at, when }: PlanAnswer): string {
  const place = at === null ? '' : ` at ${JSON.stringify(at)}`;
  const condition = when === null ? '' : ` when ${when.target} is ${when.in.join(' or ')}`;
  return `${status}: ${proves}${place}${condition}`;
}
