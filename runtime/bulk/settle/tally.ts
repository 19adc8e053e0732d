/** Counts what happened, and writes the summary of it. */
import type { ErrorCode } from '../../definition.js';
import { RowsweepError } from '../../errors.js';
import { BulkDeletionError } from '../errors.js';
import type {
  DeletionStatus,
  DeletionSummary,
  FilterAccount,
  ProblemGroup,
  RequestCounts,
  SampleAccount,
  SkipReason,
  Warning,
} from '../types.js';

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
  /** Likewise, in earlier runs of which this one is the rest. */
  sentBefore = 0;
  requests = 0;
  retried = 0;
  polls = 0;
  reads = 0;
  bytesSent = 0;
  invalid = 0;
  duplicates = 0;
  excluded = 0;
  /** With a filter: rows that matched, and what else is known of the filter. */
  matches: number | undefined;
  filter: FilterAccount | undefined;
  /** Rows that matched, that have no outcome of their own, and that are not known to be gone. */
  openMatches = 0;
  /** What reading a sample back has shown. */
  sample: SampleAccount | undefined;
  /** Records that the target holds, where they were counted. */
  targetRecords: number | undefined;
  #removed: number | undefined = 0;
  #resumed: { readonly runId: string; readonly ageMs: number } | undefined;
  readonly #before: Record<DeletionStatus, number> = { ...this.byStatus };

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

  /** This run is the rest of another. */
  goesOnWith(run: { readonly runId: string; readonly ageMs: number }): void {
    this.#resumed = run;
  }

  get resumed(): { readonly runId: string; readonly ageMs: number } | undefined {
    return this.#resumed;
  }

  /** An id that an earlier run has settled. */
  addResumed(status: DeletionStatus): void {
    this.#before[status] += 1;
  }

  /** Ids that failed, or of which nothing is known, in this run or in those before it. */
  get problems(): number {
    const { byStatus } = this;
    return byStatus.failed + byStatus.unknown + this.#before.failed + this.#before.unknown;
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
    const before = { ...this.#before };
    const goneBefore = before.deleted + before.notFound + before.absent;
    const { duplicates, excluded, read, gone, matches, filter, openMatches, sample, targetRecords } = this;
    const firstProblem = [...this.#problems.values()].map(({ first }) => first)[0];
    const summary: DeletionSummary = {
      ...rest,
      requested: read,
      ...(matches === undefined ? {} : { matches }),
      ...(filter === undefined ? {} : { filter }),
      ...(sample === undefined ? {} : { sample }),
      ...(targetRecords === undefined ? {} : { targetRecords }),
      byStatus: { ...this.byStatus },
      gone,
      ...(this.#resumed === undefined ? {} : { resumed: { ...this.#resumed, byStatus: before } }),
      ...(this.#removed === undefined ? {} : { recordsRemoved: this.#removed }),
      requests: this.#requests(minimum),
      bytesSent: this.bytesSent,
      problems: this.#groups(),
      ...(stoppedBy === undefined ? {} : { stoppedBy }),
      throwIfNotGone() {
        const liesFound = sample?.stillThere.length ?? 0;
        const open = read - duplicates - excluded - gone - goneBefore + openMatches + liesFound;
        // A run that ended early may not have read all of its input.
        const endedEarly = stoppedBy !== undefined || rest.state === 'aborted' || rest.state === 'stopped';
        if (open === 0 && !endedEarly) return;
        throw new BulkDeletionError(
          summary,
          stoppedBy ?? firstProblem ?? filter?.error ?? notGone(summary, open),
        );
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
    code: state === 'aborted' || state === 'stopped' || state === 'dryRun' ? 'ABORTED' : 'JOB_TIMEOUT',
    provider,
    message: `Of all ids that were read, ${open} are not known to be gone; the run is "${state}".`,
    effect: 'possible',
  });
}
