import type { Deletion } from '../../model/deletion-types.js';
import { quote } from '../text.js';
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

/** What an answer proves of the ids that were sent, by its status and its condition. */
export function* compareAnswers({ old, now, title }: PlanPair): Generator<PlanChange> {
  const left = [...now.answers];
  for (const answer of old.answers) {
    const exact = left.findIndex((each) => each.status === answer.status && !differ(each.when, answer.when));
    const at = exact === -1 ? left.findIndex(({ status }) => status === answer.status) : exact;
    const [counterpart] = at === -1 ? [] : left.splice(at, 1);
    const keys = ['answers', String(old.answers.indexOf(answer))];
    if (counterpart === undefined) {
      const message = `The answer ${answer.status} of ${title} proves nothing any more; it ${meanings[answer.proves]}.`;
      yield { rule: 'evidence-removed', bump: 'major', message, keys: ['answers'], before: show(answer) };
      continue;
    }
    yield* compareAnswer({ old: answer, now: counterpart, title, keys });
  }
  for (const answer of left) {
    const message = `The answer ${answer.status} of ${title} proves something now: it ${meanings[answer.proves]}.`;
    yield { rule: 'evidence-added', bump: 'minor', message, keys: ['answers'], after: show(answer) };
  }
}

interface AnswerPair {
  readonly old: PlanAnswer;
  readonly now: PlanAnswer;
  readonly title: string;
  readonly keys: readonly string[];
}

function* compareAnswer({ old, now, title, keys }: AnswerPair): Generator<PlanChange> {
  if (!differ(old, now)) return;
  const texts = { keys, before: show(old), after: show(now) };
  const fall = strengths.indexOf(now.proves) - strengths.indexOf(old.proves);
  if (fall === 0) {
    const message = `What the answer ${now.status} of ${title} proves is read at ${quote(now.at ?? 'no place')} or under another condition.`;
    yield { rule: 'evidence-changed', bump: 'minor', message, ...texts };
    return;
  }
  const message = `The answer ${now.status} of ${title} ${meanings[now.proves]}; before, it ${meanings[old.proves]}.`;
  yield fall > 0
    ? { rule: 'evidence-weakened', bump: 'major', message, ...texts }
    : { rule: 'evidence-strengthened', bump: 'minor', message, ...texts };
}

function show({ status, proves, at, when }: PlanAnswer): string {
  const place = at === null ? '' : ` at ${JSON.stringify(at)}`;
  const condition = when === null ? '' : ` when ${when.target} is ${when.in.join(' or ')}`;
  return `${status}: ${proves}${place}${condition}`;
}
