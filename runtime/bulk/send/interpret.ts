/** From what a provider said to what became of each id. Pure, and the only place where a status is claimed. */
import type { JobReport, Reply } from './reply.js';
import type { DeletionStatus, Evidence } from '../types.js';

/** A status and what it rests on. */
export interface Verdict {
  readonly status: DeletionStatus;
  readonly evidence: Evidence;
}

/** What happened to the same ids before this reply. */
export interface History {
  /** An earlier request of the run may have removed some of them, and nothing that was read says so. */
  readonly mayBeGone: boolean;
  /** True: no id stands twice in the request; that is then not looked for. */
  readonly areDistinct?: boolean;
}

/** The provider did something that it was not asked for. */
export interface Anomaly {
  readonly code: 'overDelete' | 'foreignId';
  readonly message: string;
}

/** What a reply proves about a request as a whole. */
export interface Interpretation {
  /** One for each id, in the order of the ids. */
  readonly verdicts: readonly Verdict[];
  /** Records that the reply names or counts; undefined where it does neither. */
  readonly removed: number | undefined;
  readonly anomaly: Anomaly | undefined;
}

/** Every reply that settles ids at once; a job settles them when it ends. */
export type ImmediateReply = Exclude<Reply, { kind: 'job' }>;

const DELETED_BY_NAME: Verdict = { status: 'deleted', evidence: 'id' };
const DELETED_BY_COUNT: Verdict = { status: 'deleted', evidence: 'count' };
const NOT_FOUND_BY_OMISSION: Verdict = { status: 'notFound', evidence: 'omission' };
const NOT_FOUND_BY_COUNT: Verdict = { status: 'notFound', evidence: 'count' };
const ABSENT_BY_OMISSION: Verdict = { status: 'absent', evidence: 'omission' };
const ABSENT_BY_COUNT: Verdict = { status: 'absent', evidence: 'count' };
const ABSENT_BY_BATCH: Verdict = { status: 'absent', evidence: 'batch' };
const ABSENT_BY_JOB: Verdict = { status: 'absent', evidence: 'job' };
const FAILED_BY_JOB: Verdict = { status: 'failed', evidence: 'job' };
const UNKNOWN: Verdict = { status: 'unknown', evidence: 'none' };

/** What a reply to one request proves about its ids. Ids must be in the form in which they are compared. */
export function interpret(ids: readonly string[], reply: ImmediateReply, history: History): Interpretation {
  switch (reply.kind) {
    case 'batch':
      return { verdicts: ids.map(() => ABSENT_BY_BATCH), removed: undefined, anomaly: undefined };
    case 'count':
      return interpretCount(ids, reply.affected, history);
    case 'ids':
      return interpretIds(ids, reply.deleted, history);
  }
}

/**
 * What the end of a job proves. Undefined as long as it has not ended: an unknown status waits, and so does a failure
 * that the provider will try again.
 */
export function interpretJob(report: JobReport, history: History): Verdict | undefined {
  if (report.state === 'succeeded' && report.failed === 0) return ABSENT_BY_JOB;
  const hasEnded = report.state === 'succeeded' || (report.state === 'failed' && report.retrying !== true);
  if (!hasEnded) return undefined;
  return willNeverHappen(report, history) ? FAILED_BY_JOB : UNKNOWN;
}

/** Nothing was deleted, and the answer shows that nothing will be. What it does not show is not claimed. */
function willNeverHappen(report: JobReport, history: History): boolean {
  const { succeeded, failed, retrying } = report;
  return succeeded === 0 && failed !== undefined && retrying === false && !history.mayBeGone;
}

function interpretCount(ids: readonly string[], affected: number, history: History): Interpretation {
  const distinct = new Set(ids).size;
  if (affected > distinct) {
    return {
      verdicts: ids.map(() => ABSENT_BY_COUNT),
      removed: affected,
      anomaly: {
        code: 'overDelete',
        message: `The provider removed ${affected} records for ${distinct} ids.`,
      },
    };
  }
  return {
    verdicts: ids.map(constant(countVerdict(distinct, affected, history))),
    removed: affected,
    anomaly: undefined,
  };
}

function countVerdict(distinct: number, affected: number, history: History): Verdict {
  // All of them were still there for this request, whatever was tried before.
  if (affected === distinct) return DELETED_BY_COUNT;
  if (affected === 0 && !history.mayBeGone) return NOT_FOUND_BY_COUNT;
  return ABSENT_BY_COUNT;
}

function interpretIds(
  ids: readonly string[],
  deletedIds: readonly string[],
  history: History,
): Interpretation {
  // The usual answer names the ids in the order in which they were sent; then nothing has to be looked up.
  const isEcho = areEqual(ids, deletedIds);
  if (isEcho && history.areDistinct === true) {
    const verdicts = new Array<Verdict>(ids.length).fill(DELETED_BY_NAME);
    return { verdicts, removed: ids.length, anomaly: undefined };
  }
  const deleted = new Set(deletedIds);
  let foreign: string | undefined;
  let foreignCount = 0;
  if (!isEcho) {
    const asked = new Set(ids);
    for (const id of deleted) {
      if (asked.has(id)) continue;
      foreign ??= id;
      foreignCount += 1;
    }
  }
  // An answer that names ids nobody asked for is not understood, so being left out of it proves nothing.
  const omitted =
    foreign !== undefined ? UNKNOWN : !history.mayBeGone ? NOT_FOUND_BY_OMISSION : ABSENT_BY_OMISSION;
  return {
    verdicts: ids.map((id) => (deleted.has(id) ? DELETED_BY_NAME : omitted)),
    removed: deleted.size,
    anomaly:
      foreign === undefined
        ? undefined
        : {
            code: 'foreignId',
            message: `The provider says that it deleted ${foreignCount} ids that were not in the request.`,
          },
  };
}

function areEqual(ids: readonly string[], others: readonly string[]): boolean {
  if (ids.length !== others.length) return false;
  for (let position = 0; position < ids.length; position += 1) {
    if (ids[position] !== others[position]) return false;
  }
  return true;
}

function constant(verdict: Verdict): () => Verdict {
  return () => verdict;
}
