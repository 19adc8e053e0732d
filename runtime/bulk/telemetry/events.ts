/** What a run tells while it goes on. */
import type { JobState } from '../../behaviour.js';
import type { ErrorCode } from '../../definition.js';
import type { RowsweepError } from '../../errors.js';
import type { Telemetry } from './telemetry.js';
import type { ChunkInfo, DeletionPlan, DeletionStatus, JobRef, Warning } from '../types.js';

/** Where a run stands. `read`, `sent`, `settled`, `gone`, `failed` and `unknown` never go back. */
export interface Progress {
  readonly read: number;
  /** Distinct ids that went out at least once. */
  readonly sent: number;
  readonly settled: number;
  readonly gone: number;
  readonly failed: number;
  readonly unknown: number;
  /** Ids that wait for a job, and those that were left with one. */
  readonly pending: number;
  /** Ids in the input, when it says so. */
  readonly total?: number;
  /** Outcomes a second, a moving average over about 10 s; 0 until there is one, and where nobody can see it. */
  readonly idsPerSecond: number;
  /** Milliseconds until all ids are settled at this rate; only with `total`. */
  readonly etaMs?: number;
  /** Chunks being sent. */
  readonly inFlight: number;
  /** Chunks that may be sent at the same time now. */
  readonly concurrency: number;
  /** No request is sent before this; milliseconds since the epoch. */
  readonly pausedUntil?: number;
}

/** One thing that happened. Times named `…Ms` are milliseconds; `untilMs` is counted from the epoch. */
export type DeletionEvent =
  | { readonly type: 'planned'; readonly plan: DeletionPlan }
  | { readonly type: 'chunkSent'; readonly chunk: ChunkInfo; readonly attempt: number }
  | {
      readonly type: 'chunkSettled';
      readonly chunk: ChunkInfo;
      readonly status: DeletionStatus | 'mixed';
      readonly durationMs: number;
      readonly requestId?: string;
    }
  | {
      readonly type: 'retry';
      readonly chunk: ChunkInfo;
      readonly attempt: number;
      readonly delayMs: number;
      readonly error: RowsweepError;
    }
  | { readonly type: 'paused'; readonly untilMs: number; readonly why: 'retryAfter' | 'rateLimit' }
  | { readonly type: 'split'; readonly chunk: ChunkInfo; readonly into: number; readonly why: ErrorCode }
  | {
      readonly type: 'limitLearned';
      readonly maxIds?: number;
      readonly maxBytes?: number;
      readonly maxUrlBytes?: number;
    }
  | { readonly type: 'job'; readonly job: JobRef; readonly state: JobState }
  | {
      readonly type: 'anomaly';
      readonly code: string;
      readonly message: string;
      readonly chunk?: ChunkInfo;
    }
  | { readonly type: 'progress'; readonly progress: Progress };

/** Hands events to the caller, and keeps what must not be overlooked. */
export class EventSink {
  readonly #listener: ((event: DeletionEvent) => unknown) | undefined;
  readonly #telemetry: Telemetry | null;
  readonly #warnings = new Map<string, Warning>();

  constructor(listener: ((event: DeletionEvent) => unknown) | undefined, telemetry: Telemetry | null) {
    this.#listener = listener;
    this.#telemetry = telemetry;
  }

  /** One of each code, in the order in which they came up. */
  get warnings(): readonly Warning[] {
    return [...this.#warnings.values()];
  }

  /** A listener that throws is not the run's failure: it becomes a warning. */
  emit(event: DeletionEvent): void {
    this.#telemetry?.event(event);
    if (this.#listener === undefined) return;
    const fail = (error: unknown): void => {
      this.warn({ code: 'listenerFailed', message: `onEvent threw at "${event.type}": ${String(error)}` });
    };
    try {
      const given = this.#listener(event);
      if (given instanceof Promise) given.catch(fail);
    } catch (error) {
      fail(error);
    }
  }

  warn(warning: Warning): void {
    if (this.keep(warning)) this.#telemetry?.warning(warning);
  }

  /** The same, and it is not logged. False: there was one with this code. */
  keep(warning: Warning): boolean {
    if (this.#warnings.has(warning.code)) return false;
    this.#warnings.set(warning.code, warning);
    return true;
  }

  /** Something that the provider should never do: an event and a warning. */
  raise(code: string, message: string, chunk?: ChunkInfo): void {
    this.keep({ code, message });
    this.emit({ type: 'anomaly', code, message, ...(chunk === undefined ? {} : { chunk }) });
  }
}
