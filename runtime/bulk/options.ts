/** What a caller can ask of a run. */
import type { Clock } from '../clock.js';
import type { AuditOptions, AuditSink } from './audit/audit-types.js';
import type { DeletionEvent } from './telemetry/events.js';
import type { JournalOptions, JournalStore } from './journal/journal-types.js';
import type { LoggerLike, TracerLike } from './telemetry/telemetry-types.js';
import type { DeletionPlan, Ids, RawId } from './types.js';

/**
 * How failures are repeated. Every number that is left out has the default written beside it; times are milliseconds.
 * Counts are whole numbers from 1, times and tokens are not negative; anything else throws `CONFIGURATION`.
 */
export interface RetryPolicy {
  /** Requests for one chunk, the first included: 5. */
  readonly maxAttempts: number;
  /** First wait after a failure: 200. The wait doubles, and a random part of it is taken. */
  readonly baseDelayMs: number;
  /** First wait after being throttled without being told how long: 1,000. */
  readonly throttledBaseDelayMs: number;
  /** Longest wait of our own choice: 30,000. */
  readonly maxDelayMs: number;
  /** A provider that asks to wait longer ends the run: 900,000. It is never asked earlier than it said. */
  readonly maxRetryAfterMs: number;
  /** One purse for all chunks; when it is empty the run stops. */
  readonly budget: RetryBudgetPolicy;
  /** Chunks in a row that failed as a whole before the run stops: 10. */
  readonly maxFailedChunksInARow: number;
}

/** What repeating costs, deletions and reads alike. */
export interface RetryBudgetPolicy {
  /** In the purse at the start, and at most: 500. */
  readonly tokens: number;
  /** For repeating a failure: 5. */
  readonly costTransient: number;
  /** For repeating after a time-out: 10. */
  readonly costTimeout: number;
  /** For repeating after being throttled: 1. */
  readonly costThrottle: number;
  /** Back for each deletion that was accepted: 1. */
  readonly refund: number;
}

/** Rules that protect rows. */
export interface Guards {
  /** The run stops with `GUARD` before the request that would bring the ids sent above this. Default: no bound. */
  readonly maxDeletes?: number;
  /** Ids that are never sent. Written as the ids are, or a function of the id in its canonical form. */
  readonly protect?: Iterable<RawId> | ((id: string) => boolean);
  /** True, unless said otherwise: a provider that reports more than was asked for ends the run at once. */
  readonly stopOnOverDelete?: boolean;
}

/** How one run goes. Everything has a default; a value that makes no sense throws `CONFIGURATION` at once. */
export interface DeleteOptions {
  /** Ends the run; see `onAbort`. An abort resolves, it never rejects. */
  readonly signal?: AbortSignal;
  /** `drain` (default): requests in flight settle. `cancel`: they are cut, and their ids become `unknown`. */
  readonly onAbort?: 'drain' | 'cancel';
  /**
   * Chunks sent at the same time, from 1. Default: the provider's pace. A range starts at `initial`, grows by one after
   * each clean round up to `max`, and halves when throttled. A number is both ends of the range.
   */
  readonly concurrency?: number | { readonly initial: number; readonly max: number };
  readonly rateLimit?: {
    /** Default: the provider's pace. Null: no bound. */
    readonly requestsPerSecond?: number | null;
    /** A request leaves when the ids of those before it are paid for. Default: no bound. */
    readonly idsPerSecond?: number;
    /** Requests that may leave at once after a quiet time, from 1; default 1. Over a longer time the pace holds. */
    readonly burst?: number;
  };
  /**
   * Begins slowly: `initialIdsPerSecond` at the first request, `factor` (above 1) times as many after each `everyMs`, up
   * to `rateLimit.idsPerSecond`. Default: at full pace from the start.
   */
  readonly ramp?: {
    readonly initialIdsPerSecond: number;
    readonly factor: number;
    readonly everyMs: number;
  };
  readonly retry?: Partial<Omit<RetryPolicy, 'budget'>> & { readonly budget?: Partial<RetryBudgetPolicy> };
  readonly timeouts?: {
    /** One request, answer included, in milliseconds of real time. Default: the connection's. */
    readonly requestMs?: number;
    /** From the receipt of a job to its end, in milliseconds: 3,600,000. After that its ids stay `pending`. */
    readonly jobMs?: number;
    /** From the making of the run, in milliseconds; then it ends as by an abort, with the state `stopped`. Default: none. */
    readonly runMs?: number;
  };
  /** Smaller requests than the provider allows. A value above its limit changes nothing. */
  readonly chunk?: {
    readonly maxIds?: number;
    readonly maxBytes?: number;
    readonly maxUrlBytes?: number;
    /**
     * For an input that gives its ids slowly: a request that is not full leaves after so many milliseconds, as soon as
     * one more request may be under way. Default: it waits until it is full, or the input ends.
     */
    readonly lingerMs?: number;
  };
  /**
   * Where a repeated id is noticed: nowhere, among the last 50,000 to 100,000 ids (`window`, the default), or among all
   * ids of the run (`all`, which remembers every one: a UUID in about 30 bytes; of other ids at most 16 million, in
   * about 100 bytes each). Where a repeat may go unnoticed, `notFound` is not said but
   * `absent`: an earlier request of the run may have removed the id.
   */
  readonly dedupe?: 'off' | 'window' | 'all';
  /**
   * `stop`: the first failed or unknown id ends the run, which resolves. `stopAfter`: so many of them do, from 1; or more
   * than such a share of the ids settled, as `'5%'`, which is judged from the hundredth settled id on. Default: `continue`.
   */
  readonly onFailure?: 'continue' | 'stop' | { readonly stopAfter: number | `${number}%` };
  /**
   * Whether rows are read back. `ambiguous`: where an answer was lost; the default, if the provider can be asked for
   * chosen ids. `all`: after each chunk. Where only the whole list can be read (`capabilities.readBack` is `scan`), the
   * default is `off`, and every chunk costs a walk through the list. Throws `CONFIGURATION` where rows cannot be read.
   *
   * Where a filter of ids reads them, at most three pages are read for as many ids as fit into one page; of a whole list,
   * at most 10,000. Ids that a read has not found by then keep the outcome that they had: of a lost answer, `unknown`.
   *
   * `all` also reads each chunk before it is deleted where the provider only counts: then a count that agrees with the
   * rows that were there says which ids were deleted and which were not found.
   *
   * `sample`: like `ambiguous`, and at the end of the run a random sample of the ids that are said to be gone is read
   * back. Outcomes that were given stay as they are; what is still there becomes the warning `sampleNotGone` with an
   * estimate of the share, and the state `completedWithFailures`.
   */
  readonly verify?: 'off' | 'ambiguous' | 'sample' | 'all';
  /** Ids in the sample of `verify: 'sample'`, from 1: 300, which find a share of 1 % with a probability of 95 %. */
  readonly sampleSize?: number;
  /** `settled` (default): wait for jobs. `submitted`: do not; their ids are `pending`. */
  readonly wait?: 'settled' | 'submitted';
  /**
   * Reads and checks the ids, sends nothing, and tells the plan. `count`: also asks the provider how many records the
   * target holds (`plan.targetRecords`); that is a read, nothing is ever written. Throws `CONFIGURATION` where no way to
   * count is described.
   */
  readonly dryRun?: boolean | 'count';
  /** Each guard that a call leaves out is the deleter's own; every other option of a call replaces the deleter's whole. */
  readonly guards?: Guards;
  /**
   * Where the run is written down so that another process can go on with it; see `BulkDeleter.resume`. A store by itself
   * holds the ids (`full`). It must be empty. Where it cannot be written, the run ends with `JOURNAL` before its next
   * request.
   */
  readonly journal?: JournalStore | JournalOptions;
  /** Asked once before the first request. False, or throwing, ends the run with `GUARD`. */
  readonly confirm?: (plan: DeletionPlan) => boolean | Promise<boolean>;
  /** Why: sent along where the provider has a place for it, and left out elsewhere. Too long throws `CONFIGURATION`. */
  readonly reason?: string;
  /** True: read single jobs too, although no document of the provider says that this can be done. */
  readonly singleJobRead?: boolean;
  /** Called at once, in the order of events. What it throws becomes a warning. */
  readonly onEvent?: (event: DeletionEvent) => void;
  /** Where the run is written down for those who have to answer for it; a sink by itself gets ids in clear. */
  readonly audit?: AuditSink | AuditOptions;
  /** Is told how the run goes. It gets counts and codes; see `logIds`. What it throws becomes a warning. */
  readonly logger?: LoggerLike;
  /** Gets a span for the run, and one for each request. What it throws becomes a warning. */
  readonly tracer?: TracerLike;
  /** True: the logger and the tracer also get messages of the provider, which may name ids. Default: false. */
  readonly logIds?: boolean;
  /** Shortest time between two `progress` events, in milliseconds: 100. */
  readonly progressIntervalMs?: number;
  /** Default: the connection's. */
  readonly clock?: Clock;
}

/** How a run goes that goes on with a journal. */
export interface ResumeOptions extends Omit<DeleteOptions, 'journal'> {
  /**
   * Which ids are sent again: those that have no outcome yet (`unfinished`, the default), also those that failed or are
   * unknown (`failed`), or every one of the journal (`all`).
   */
  readonly replay?: 'unfinished' | 'failed' | 'all';
  /**
   * The input of the first run, the same again and from its beginning. Needed where the journal holds no ids, and where
   * the input had not been read to its end: without it the run then ends as `stopped`. With it, a journal in which
   * nothing stands yet is begun.
   */
  readonly ids?: Ids;
  /**
   * For ids of a column that the caller chose, unless they are UUIDs: a request that first left longer ago than this is
   * not sent again, because another row may have got its key since. Milliseconds: 86,400,000. Infinity: any age.
   */
  readonly maxResumeAgeMs?: number;
  /** Where it is left out, the reason that the journal holds; one with `ids: 'hash'` holds none, so give it again. */
  readonly reason?: string;
}

/** How a journal is reconciled. */
export interface ReconcileOptions extends Omit<DeleteOptions, 'journal'> {
  /** As with `resume`. */
  readonly reason?: string;
  /** The input of the first run, where the journal holds no ids. Those behind the journal's are left as they are. */
  readonly ids?: Ids;
}
