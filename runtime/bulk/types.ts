/** What a bulk deletion takes and gives. The words here mean the same for every provider. */
import type { ErrorCode } from '../definition.js';
import type { RowsweepError } from '../errors.js';
import type { JournalOptions, JournalStore } from './journal/journal-types.js';
import type { DeleteOptions, ReconcileOptions, ResumeOptions } from './options.js';
import type { Progress } from './telemetry/events.js';

/**
 * An id as callers have it. It is text from here on; a number must be a safe integer, beyond 2^53 use text or bigint.
 * Anything else in an input is no reason to throw: it is `failed` with `INVALID_ID`, and never sent.
 */
export type RawId = string | number | bigint;

/** Any source of ids; a stream in object mode is one. It is read no faster than ids are deleted. */
export type Ids = Iterable<RawId> | AsyncIterable<RawId>;

/**
 * What became of one id.
 * - `deleted`: it existed and this run removed it: the provider named it, or counted all of the request.
 * - `notFound`: it was not there before this run touched it. Said only where the run remembers every id; see `dedupe`.
 * - `absent`: it is gone now; whether it ever existed, or which attempt removed it, is not reported.
 * - `pending`: accepted as part of a job that has not ended yet; see `job`.
 * - `failed`: not deleted: the provider refused it, or it was never valid.
 * - `unknown`: the request may have taken effect, or may still, and no check could settle it. With evidence `verified`
 *   a read found the id still there, after its answer was lost or after the provider had reported it as gone.
 * - `skipped`: never sent; see `reason`.
 */
export type DeletionStatus = 'deleted' | 'notFound' | 'absent' | 'pending' | 'failed' | 'unknown' | 'skipped';

/**
 * What a status rests on, strongest first: a read afterwards, the id by name, an exact count, a finished job, an answer
 * for the whole batch, being left out of an answer, a check of ours, nothing.
 */
export type Evidence = 'verified' | 'id' | 'count' | 'job' | 'batch' | 'omission' | 'local' | 'none';

/** Why an id was never sent. */
export type SkipReason = 'dryRun' | 'aborted' | 'duplicate' | 'guard' | 'excluded' | 'resumed' | 'stopped';

/** Where a job can be found again. */
export interface JobRef {
  readonly provider: string;
  readonly jobId: string;
  /** As the provider writes it. */
  readonly createdAt?: string;
}

/** What became of one id of the input. Every id that was read has exactly one. */
export interface DeletionOutcome {
  /** The id as it was given. */
  readonly id: string;
  readonly status: DeletionStatus;
  readonly evidence: Evidence;
  /** Position in the input, from 0. */
  readonly index: number;
  /** Number of the chunk that settled it, from 0; -1 when it never got into one. */
  readonly chunk: number;
  /** Deletion requests that carried this id. */
  readonly attempts: number;
  readonly requestId?: string;
  readonly job?: JobRef;
  /** With `skipped`. */
  readonly reason?: SkipReason;
  /** With `failed` and `unknown`. */
  readonly error?: RowsweepError;
  /** With `skipped` because of `resumed`: what an earlier run has settled it as. */
  readonly settledAs?: DeletionStatus;
}

/** True when the goal is reached: the id is not there any more (`deleted`, `notFound` or `absent`). */
export function isGone(outcome: Pick<DeletionOutcome, 'status'>): boolean {
  return outcome.status === 'deleted' || outcome.status === 'notFound' || outcome.status === 'absent';
}

/** Something to know that is no failure of an id. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}

/** All failed and unknown ids of one error code. */
export interface ProblemGroup {
  readonly code: ErrorCode;
  readonly count: number;
  /** Message of the first. */
  readonly message: string;
  /** The first ten. */
  readonly sampleIds: readonly string[];
  /** The provider's ids of the first five requests. */
  readonly requestIds: readonly string[];
}

/** Requests by what they were for. */
export interface RequestCounts {
  /** Deletion requests, repeated ones included. */
  readonly sent: number;
  /** As few as the provider's limits allow for the ids that were read. */
  readonly minimum: number;
  /** Deletion requests that repeated an earlier one. */
  readonly retried: number;
  /** Reads of jobs. */
  readonly polls: number;
  /** Reads of rows, to check what is left. */
  readonly reads: number;
}

/** What a deletion by filter adds to the account. */
export interface FilterAccount {
  readonly strategy: 'resolve' | 'direct';
  /** The filter's columns and operators; its values stay out of logs. */
  readonly text: string;
  /** Up to ten ids that matched. */
  readonly sample: readonly string[];
  /**
   * With `direct`, what became of the one deletion. Ids are not read from an input then, so `requested` is 0.
   * - `deleted`: the provider counted what it removed; see `recordsRemoved`.
   * - `absent`: it acknowledged the deletion, or its answer was lost and a read found that nothing matches any more.
   * - `failed`: it refused; nothing was deleted.
   * - `unknown`: the answer was lost, and rows still match: it may have taken effect, or may still.
   * - `skipped`: it was not sent: a dry run, nothing matched, a guard, an abort.
   */
  readonly status?: 'deleted' | 'absent' | 'failed' | 'unknown' | 'skipped';
  /** With `failed` and `unknown`. */
  readonly error?: RowsweepError;
}

/** What came of reading a sample back; see `verify: 'sample'`. */
export interface SampleAccount {
  /** Ids in the sample. */
  readonly chosen: number;
  /** Those of which a read told whether they are there. */
  readonly read: number;
  /** Those that are still there, although their outcome says that they are gone. */
  readonly stillThere: readonly string[];
}

/** The runs before this one, of which it is the rest. */
export interface ResumedAccount {
  /** The first of them. */
  readonly runId: string;
  /** How long ago the oldest request left that was to be sent again; else how long ago the journal was last written. */
  readonly ageMs: number;
  /** What they settled the ids as that are `skipped` with `resumed` here. */
  readonly byStatus: Readonly<Record<DeletionStatus, number>>;
}

/** The account of a run. */
export interface DeletionSummary {
  readonly runId: string;
  readonly provider: string;
  readonly target: string;
  /**
   * `completed`: every id is gone, pending or was a duplicate or excluded. `completedWithFailures`: some failed or are
   * unknown, or a sample showed that some are not gone. `aborted`: by the caller. `stopped`: by an error, a guard or a limit; the rest was not sent.
   */
  readonly state: 'completed' | 'completedWithFailures' | 'aborted' | 'stopped' | 'dryRun';
  /** Ids read from the input; with a filter, ids that were resolved. */
  readonly requested: number;
  /** With a filter: rows that matched when they were counted, before anything was deleted. */
  readonly matches?: number;
  /** With a filter. */
  readonly filter?: FilterAccount;
  /** With `verify: 'sample'`, where anything was said to be gone. */
  readonly sample?: SampleAccount;
  /** With `dryRun: 'count'`: records that the target holds. */
  readonly targetRecords?: number;
  /** Always sums to `requested`. */
  readonly byStatus: Readonly<Record<DeletionStatus, number>>;
  /** `deleted` + `notFound` + `absent`. */
  readonly gone: number;
  /** With `resume` and `reconcile`. */
  readonly resumed?: ResumedAccount;
  /** Records that the provider named or counted; undefined where an answer only acknowledged. */
  readonly recordsRemoved?: number;
  readonly requests: RequestCounts;
  /** Bytes of the bodies, or of the request lines where the ids stand there. */
  readonly bytesSent: number;
  /** From the making of the run to its end, by its clock. */
  readonly durationMs: number;
  readonly problems: readonly ProblemGroup[];
  readonly warnings: readonly Warning[];
  /** What stopped the run, or undefined. */
  readonly stoppedBy?: RowsweepError;
  /** Throws `BulkDeletionError` unless the run ended by itself and every id but duplicates and excluded ones is gone. */
  throwIfNotGone(): void;
}

/** What a run would do. */
export interface DeletionPlan {
  readonly provider: string;
  readonly target: string;
  /** Ids read; undefined where they were not all read. */
  readonly ids?: number;
  /** Requests that the ids need at least. */
  readonly minimumRequests?: number;
  /** With a filter: rows that match now. */
  readonly matches?: number;
  /** With `dryRun: 'count'`: records that the target holds now. */
  readonly targetRecords?: number;
  /** Up to ten ids that would be sent. */
  readonly sample: readonly string[];
  /** Ids that cannot be sent. */
  readonly invalid: number;
  /** Ids that were given before; see `dedupe`. */
  readonly duplicates: number;
  /** Ids that `guards.protect` holds back. */
  readonly excluded: number;
  /** The best proof that this provider gives without a read afterwards. */
  readonly evidence: Evidence;
  /** True: what is deleted cannot be brought back. */
  readonly irreversible: boolean;
  readonly warnings: readonly Warning[];
}

/** What this provider can do, from its description. */
export interface Capabilities {
  /** Most ids in one request. */
  readonly maxIds: number;
  /** Most bytes of the encoded body of one request. */
  readonly maxBytes?: number;
  /** Most bytes of the request line: method, target and version. */
  readonly maxUrlBytes?: number;
  /** What an answer says: which ids, how many, that the batch is done, or a job. */
  readonly reports: readonly ('ids' | 'count' | 'batch' | 'job')[];
  /** A refusal tells which id was wrong. */
  readonly namesBadId: boolean;
  /** Deleting the same id twice is harmless. */
  readonly repeatable: boolean;
  /** How rows can be read back: by id, by a filter of ids, by reading the whole list, or not at all. */
  readonly readBack: 'each' | 'filter' | 'scan' | 'none';
  readonly irreversible: boolean;
}

/** One request's worth of ids. */
export interface ChunkInfo {
  /** Number of the chunk, from 0, in the order of the input. */
  readonly seq: number;
  /** Ids in the request. */
  readonly size: number;
  /** Position of its first id in the input. */
  readonly firstIndex: number;
  /** Of the encoded body, or of the request line where the ids stand there. */
  readonly bytes: number;
}

/**
 * A deletion on its way. Await it for the summary, iterate `outcomes()`, or both, or neither; it runs to its end either
 * way, and no failure of an id ever rejects it. It rejects with `BulkDeletionError`, which holds the summary, when a
 * fatal error, a guard or the input itself ended it. An abort, a spent quota or a spent retry budget resolves it.
 */
export interface DeletionRun extends PromiseLike<DeletionSummary> {
  readonly runId: string;
  readonly progress: Progress;
  /**
   * Outcomes as they settle, every one of those that pass the filter. Ask for it before the first outcome settles, that
   * is in the same tick in which the run was made; later it throws `CONFIGURATION`. Reading slowly slows the sending:
   * when two rounds of requests, at most 20,000 outcomes, wait to be read, nothing more is sent. So read while the run
   * goes on; awaiting the run first would wait for ever. Ends when the run ends, and throws what the run rejects with.
   */
  outcomes(filter?: OutcomeFilter): AsyncIterable<DeletionOutcome>;
  /**
   * Sends nothing more and waits for the end; never rejects. `drain` lets requests in flight settle, `cancel` cuts
   * them and their ids become `unknown`. Default: the run's `onAbort`.
   */
  abort(reason?: unknown, mode?: 'drain' | 'cancel'): Promise<DeletionSummary>;
  /** Holds back the next request until `continue()`. */
  pause(): void;
  continue(): void;
  catch<T>(onRejected: (error: unknown) => T | PromiseLike<T>): Promise<DeletionSummary | T>;
  finally(onFinally: () => void): Promise<DeletionSummary>;
}

/** Which outcomes to hand out; the others are counted only. */
export interface OutcomeFilter {
  readonly status?: readonly DeletionStatus[];
}

/** Deletes rows of one target by id. */
export interface BulkDeleter {
  readonly provider: string;
  /** The target in words, such as `rows table_id=t1`. */
  readonly target: string;
  readonly capabilities: Capabilities;
  /** Deletes one id. Resolves with its outcome, also when it failed; rejects for a guard and for wrong options. */
  deleteOne(id: RawId, options?: DeleteOptions): Promise<DeletionOutcome>;
  /** Deletes many. Throws `CONFIGURATION` at once for wrong options; see `DeletionRun` for the rest. */
  deleteMany(ids: Ids, options?: DeleteOptions): DeletionRun;
  /**
   * Goes on with the journal of a run that ended early or was killed: what it settled is `skipped` with `resumed`, what
   * it left open is sent, or waited for. Rejects with `JOURNAL` when the journal is of another target or input, was
   * begun with other options, or is in use. Can be killed and resumed again, any number of times.
   */
  resume(journal: JournalStore | JournalOptions, options?: ResumeOptions): DeletionRun;
  /**
   * Reads only: waits for the jobs of a journal and reads back the ids of which nothing is known, and writes that into
   * the journal. What was never sent is `skipped` with `stopped`.
   */
  reconcile(journal: JournalStore | JournalOptions, options?: ReconcileOptions): DeletionRun;
  /** Reads all ids and says what a run would do. Sends nothing. */
  plan(ids: Ids, options?: DeleteOptions): Promise<DeletionPlan>;
}
