/** What a sweep over several targets takes and gives. */
import type { BulkDeletionError } from '../errors.js';
import type { DeletionEvent } from '../telemetry/events.js';
import type { DeleteOptions } from '../options.js';
import type {
  BulkDeleter,
  DeletionOutcome,
  DeletionRun,
  DeletionStatus,
  DeletionSummary,
  Ids,
  OutcomeFilter,
} from '../types.js';

/** What a sweep needs of a deleter. */
export type SweepDeleter = Pick<BulkDeleter, 'provider' | 'target' | 'deleteMany'>;

/** One place where ids are to go. */
export interface SweepTarget {
  readonly target: SweepDeleter;
  readonly ids: Ids;
  /** For this target alone; each wins over what is said for all. */
  readonly options?: Omit<DeleteOptions, 'signal' | 'onAbort'>;
}

/** Options of a sweep. What is said here holds for each target by itself: `guards.maxDeletes` too. */
export interface SweepOptions extends Omit<DeleteOptions, 'journal' | 'audit' | 'onEvent'> {
  /** A journal for each target: two cannot share one. */
  readonly journal?: (target: SweepDeleter) => DeleteOptions['journal'];
  /** An audit trail for each target, or the same for all: they take turns. */
  readonly audit?: (target: SweepDeleter) => DeleteOptions['audit'];
  readonly onEvent?: (event: DeletionEvent, target: SweepDeleter) => void;
  /** `stop`: when one target rejects or is stopped, the others are aborted. Default: `continue`. */
  readonly onTargetFailure?: 'continue' | 'stop';
}

/** What became of one id at one target. */
export interface SweepOutcome extends DeletionOutcome {
  readonly provider: string;
  readonly target: string;
}

/** What became of one target. */
export interface SweepTargetReport {
  readonly provider: string;
  readonly target: string;
  readonly summary: DeletionSummary;
  /** What its run rejected with. */
  readonly error?: BulkDeletionError;
}

/** The account of a sweep. */
export interface SweepReport {
  /** The worst of all: `aborted`, `stopped`, `completedWithFailures`, `completed`; `dryRun` when all were. */
  readonly state: DeletionSummary['state'];
  /** In the order in which they were given. */
  readonly targets: readonly SweepTargetReport[];
  /** Ids read, over all targets. */
  readonly requested: number;
  /** Always sums to `requested`. */
  readonly byStatus: Readonly<Record<DeletionStatus, number>>;
  readonly gone: number;
  /** Undefined where one of the targets does not tell. */
  readonly recordsRemoved?: number;
  /** From the start to the end of the slowest. */
  readonly durationMs: number;
  /** Throws `SweepError` unless every run ended by itself and every id is gone everywhere. */
  throwIfNotGone(): void;
}

/** A sweep on its way. Await it for the report; it never rejects for what happens at a target. */
export interface SweepRun extends PromiseLike<SweepReport> {
  /** One for each target, in the order in which they were given: to pause one, or to see how far it is. */
  readonly runs: readonly DeletionRun[];
  /**
   * Outcomes of all targets as they settle; see `DeletionRun.outcomes` for when to ask and how to read. It ends when all
   * targets have ended, and throws nothing: why one ended is in the report.
   */
  outcomes(filter?: OutcomeFilter): AsyncIterable<SweepOutcome>;
  /** Ends all of them, and waits. */
  abort(reason?: unknown): Promise<SweepReport>;
}
