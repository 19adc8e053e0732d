/** What a caller can ask of a run. */
import type { Clock } from '../clock.js';
import type { DeletionEvent } from './events.js';
import type { DeletionPlan, RawId } from './types.js';

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
  /** Default: the provider's pace. Null: no bound. */
  readonly rateLimit?: { readonly requestsPerSecond: number | null };
  readonly retry?: Partial<Omit<RetryPolicy, 'budget'>> & { readonly budget?: Partial<RetryBudgetPolicy> };
  readonly timeouts?: {
    /** One request, answer included, in milliseconds of real time. Default: the connection's. */
    readonly requestMs?: number;
    /** From the receipt of a job to its end, in milliseconds: 3,600,000. After that its ids stay `pending`. */
    readonly jobMs?: number;
  };
  /** Smaller requests than the provider allows. A value above its limit changes nothing. */
  readonly chunk?: { readonly maxIds?: number; readonly maxBytes?: number; readonly maxUrlBytes?: number };
  /**
   * Where a repeated id is noticed: nowhere, among the last 50,000 to 100,000 ids (`window`, the default), or among all
   * ids of the run (`all`, which remembers every one: about 100 bytes each, at most 16 million). Where a repeat may go unnoticed, `notFound` is not said but
   * `absent`: an earlier request of the run may have removed the id.
   */
  readonly dedupe?: 'off' | 'window' | 'all';
  /** `stop`: the first failed or unknown id ends the run, which resolves. Default: `continue`. */
  readonly onFailure?: 'continue' | 'stop';
  /**
   * Whether rows are read back. `ambiguous`: where an answer was lost; the default, if the provider can be asked for
   * chosen ids. `all`: after each chunk. Where only the whole list can be read (`capabilities.readBack` is `scan`), the
   * default is `off`, and every chunk costs a walk through the list. Throws `CONFIGURATION` where rows cannot be read.
   */
  readonly verify?: 'off' | 'ambiguous' | 'all';
  /** `settled` (default): wait for jobs. `submitted`: do not; their ids are `pending`. */
  readonly wait?: 'settled' | 'submitted';
  /** Reads and checks the ids, sends nothing, and tells the plan. */
  readonly dryRun?: boolean;
  readonly guards?: Guards;
  /** Asked once before the first request. False, or throwing, ends the run with `GUARD`. */
  readonly confirm?: (plan: DeletionPlan) => boolean | Promise<boolean>;
  /** Why: sent along where the provider has a place for it, and left out elsewhere. Too long throws `CONFIGURATION`. */
  readonly reason?: string;
  /** True: read single jobs too, although no document of the provider says that this can be done. */
  readonly singleJobRead?: boolean;
  /** Called at once, in the order of events. What it throws becomes a warning. */
  readonly onEvent?: (event: DeletionEvent) => void;
  /** Shortest time between two `progress` events, in milliseconds: 100. */
  readonly progressIntervalMs?: number;
  /** Default: the connection's. */
  readonly clock?: Clock;
}
