/** Counts what happened, and writes the summary of it. */
import type { ErrorCode } from '../definition.js';
import { RowsweepError } from '../errors.js';
import { BulkDeletionError } from './errors.js';
import type {
  DeletionStatus,
  DeletionSummary,
  ProblemGroup,
  RequestCounts,
  SkipReason,
  Warning,
} from './types.js';

const SAMPLE_IDS = 10;
const SAMPLE_REQUEST_IDS = 5;

/** An id that failed, or of which nothing is known. */
interface ProblemCase {
  readonly id: string;
  readonly error: RowsweepError;
  readonly requestId: string | undefined;
}

interface Problem {
  readonly message: string;
  readonly first: RowsweepError;
  count: number;
  readonly sampleIds: string[];
  readonly requestIds: Set<string>;
}

/** Counters of a run. They only grow. */
export class Tally {
  readonly byStatus: Record<DeletionStatus, number> = {
    deleted: 0,
    notFound: 0,
    absent: 0,
    pending: 0,
    failed: 0,
    unknown: 0,
    skipped: 0,
  };
  readonly #problems = new Map<ErrorCode, Problem>();
  /** Ids read from the input. */
  read = 0;
  settled = 0;
  /** Ids of chunks that were sent at least once. */
  sent = 0;
  requests = 0;
  retried = 0;
  polls = 0;
  reads = 0;
  bytesSent = 0;
  invalid = 0;
  duplicates = 0;
  excluded = 0;
  #removed: number | undefined = 0;

  get gone(): number {
    return this.byStatus.deleted + this.byStatus.notFound + this.byStatus.absent;
  }

  /** `records` undefined: the answer only acknowledged, so the total is not known any more. */
  addRemoved(records: number | undefined): void {
    this.#removed =
      records === undefined || this.#removed === undefined ? undefined : this.#removed + records;
  }

  addStatus(status: DeletionStatus, reason?: SkipReason): void {
    this.byStatus[status] += 1;
    this.settled += 1;
    if (reason === 'duplicate') this.duplicates += 1;
    else if (reason === 'excluded') this.excluded += 1;
  }

  addProblem({ id, error, requestId }: ProblemCase): void {
    let problem = this.#problems.get(error.code);
    if (problem === undefined) {
      problem = { message: error.message, first: error, count: 0, sampleIds: [], requestIds: new Set() };
      this.#problems.set(error.code, problem);
    }
    problem.count += 1;
    if (problem.sampleIds.length < SAMPLE_IDS) problem.sampleIds.push(id);
    const seenIn = requestId ?? error.requestId;
    if (seenIn !== undefined && problem.requestIds.size < SAMPLE_REQUEST_IDS) problem.requestIds.add(seenIn);
  }

  /** Every id that was read has an outcome, and only one. */
  get isBalanced(): boolean {
    return Object.values(this.byStatus).reduce((sum, count) => sum + count, 0) === this.read;
  }

  summarize(options: {
    readonly runId: string;
    readonly provider: string;
    readonly target: string;
    readonly state: DeletionSummary['state'];
    readonly minimum: number;
    readonly durationMs: number;
    readonly warnings: readonly Warning[];
    readonly stoppedBy: RowsweepError | undefined;
  }): DeletionSummary {
    const { minimum, stoppedBy, ...rest } = options;
    const { duplicates, excluded, read, gone } = this;
    const firstProblem = [...this.#problems.values()].map(({ first }) => first)[0];
    const summary: DeletionSummary = {
      ...rest,
      requested: read,
      byStatus: { ...this.byStatus },
      gone,
      ...(this.#removed === undefined ? {} : { recordsRemoved: this.#removed }),
      requests: this.#requests(minimum),
      bytesSent: this.bytesSent,
      problems: this.#groups(),
      ...(stoppedBy === undefined ? {} : { stoppedBy }),
      throwIfNotGone() {
        const open = read - duplicates - excluded - gone;
        if (open === 0 && stoppedBy === undefined && rest.state !== 'aborted') return;
        throw new BulkDeletionError(summary, stoppedBy ?? firstProblem ?? notGone(summary, open));
      },
    };
    return summary;
  }

  #requests(minimum: number): RequestCounts {
    return { sent: this.requests, minimum, retried: this.retried, polls: this.polls, reads: this.reads };
  }

  #groups(): readonly ProblemGroup[] {
    return [...this.#problems].map(([code, { message, count, sampleIds, requestIds }]) => ({
      code,
      count,
      message,
      sampleIds: [...sampleIds],
      requestIds: [...requestIds],
    }));
  }
}

function notGone({ provider, state }: DeletionSummary, open: number): RowsweepError {
  return new RowsweepError({
    code: state === 'aborted' || state === 'dryRun' ? 'ABORTED' : 'JOB_TIMEOUT',
    provider,
    message: `Of all ids, ${open} are not known to be gone; the run is "${state}".`,
    effect: 'possible',
  });
}
