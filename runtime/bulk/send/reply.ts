/** Reads an answer with the rules of the description: the four things that a provider ever says. */
import type { DeletionBehaviour, IdFormat, JobBehaviour, JobState } from '../../behaviour.js';
import type { Answer } from '../../call.js';
import { valueAt } from '../../pointer.js';
import { canonicalId } from '../input/ids.js';
import type { Target } from '../target.js';
import type { JobRef } from '../types.js';

/** A job as it was answered or listed. */
export interface JobReport {
  readonly job: JobRef;
  /** Undefined for a status that the description does not know: it waits. */
  readonly state: JobState | undefined;
  /** The provider will try a failed element again; undefined: it may, and this answer does not show it. */
  readonly retrying: boolean | undefined;
  /** Elements of the job; undefined where the answer does not say. */
  readonly succeeded: number | undefined;
  /** Likewise; 0 where the description knows no such count, so that the status alone speaks. */
  readonly failed: number | undefined;
  readonly message: string | undefined;
  /** The job is about more than it was asked for; its own word for that. */
  readonly widerScope: string | undefined;
}

/** The only four things that a provider ever says. */
export type Reply =
  | { readonly kind: 'ids'; readonly deleted: readonly string[] }
  | { readonly kind: 'count'; readonly affected: number }
  | { readonly kind: 'batch' }
  | { readonly kind: 'job'; readonly report: JobReport };

/** What the answer says; undefined when it does not have the shape that the description promises. */
export function readReply(options: {
  readonly behaviour: DeletionBehaviour;
  readonly target: Target;
  readonly format: IdFormat;
  readonly answer: Answer;
  /** The ids of the request, in their canonical form, where it named them. */
  readonly asked?: readonly string[];
}): Reply | undefined {
  const { behaviour, target, format, answer, asked = [] } = options;
  const rule = behaviour.answers.find(
    ({ status, when }) =>
      status === answer.status && (when === null || when.in.includes(target[when.target] ?? '')),
  );
  if (rule === undefined) return undefined;
  switch (rule.proves) {
    case 'batch':
      return { kind: 'batch' };
    case 'count': {
      const affected = countAt(answer.body, rule.at);
      return affected === undefined ? undefined : { kind: 'count', affected };
    }
    case 'ids': {
      const deleted = idsAt(valueAt(answer.body, rule.at), format, asked);
      return deleted === undefined ? undefined : { kind: 'ids', deleted };
    }
    case 'job': {
      const report =
        behaviour.job === null ? undefined : readJob(behaviour.job, answer.body, behaviour.provider);
      return report === undefined ? undefined : { kind: 'job', report };
    }
  }
}

/** Reads one job; undefined when it has no id. */
export function readJob(behaviour: JobBehaviour, value: unknown, provider: string): JobReport | undefined {
  const id = valueAt(value, behaviour.id);
  const jobId = typeof id === 'number' && Number.isSafeInteger(id) ? String(id) : id;
  if (typeof jobId !== 'string' || jobId.trim() === '') return undefined;
  const status = valueAt(value, behaviour.status);
  const createdAt = behaviour.createdAt === null ? undefined : valueAt(value, behaviour.createdAt);
  const message = behaviour.message === null ? undefined : valueAt(value, behaviour.message);
  return {
    job: { provider, jobId, ...(typeof createdAt === 'string' ? { createdAt } : {}) },
    state:
      typeof status === 'string' && Object.hasOwn(behaviour.states, status)
        ? behaviour.states[status]
        : undefined,
    retrying: isRetrying(behaviour, value),
    succeeded: behaviour.counts === null ? undefined : countAt(value, behaviour.counts.succeeded),
    failed: behaviour.counts === null ? 0 : countAt(value, behaviour.counts.failed),
    message: typeof message === 'string' ? message : undefined,
    widerScope: scopeBeyond(behaviour, value),
  };
}

function isRetrying({ retrying }: JobBehaviour, value: unknown): boolean | undefined {
  if (retrying === null) return false;
  const items = valueAt(value, retrying.items);
  if (!Array.isArray(items)) return undefined;
  return items.some((item: unknown) => (valueAt(item, retrying.nextAttempt) ?? null) !== null);
}

function scopeBeyond({ scope }: JobBehaviour, value: unknown): string | undefined {
  if (scope === null) return undefined;
  const found = valueAt(value, scope.at);
  return typeof found === 'string' && !scope.expected.includes(found) ? found : undefined;
}

function countAt(document: unknown, pointer: string): number | undefined {
  const value = valueAt(document, pointer);
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function idsAt(list: unknown, format: IdFormat, asked: readonly string[]): readonly string[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const values: readonly unknown[] = list;
  const ids: string[] = [];
  for (let position = 0; position < values.length; position += 1) {
    const value = values[position];
    const expected = asked[position];
    // The usual answer repeats the ids as they were sent; then there is no other form to bring them into.
    const id = value === expected ? expected : canonicalId(format, value);
    if (id === undefined) return undefined;
    ids.push(id);
  }
  return ids;
}
