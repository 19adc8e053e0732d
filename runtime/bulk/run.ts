import type { Clock } from '../clock.js';
import type { DeletionOutcome, DeletionRun, DeletionSummary, OutcomeFilter } from './types.js';
import type { Progress } from './telemetry/events.js';
import { BulkDeletionError } from './errors.js';

/** What goes on behind a run. */
export interface RunEngine {
  readonly runId: string;
  readonly meter: { readonly progress: Progress };
  readonly done: Promise<DeletionSummary>;
  outcomes(filter: OutcomeFilter): AsyncIterable<DeletionOutcome>;
  abort(reason: unknown, mode: 'drain' | 'cancel'): void;
  hold(): void;
  letGo(): void;
}

/** The handle that a caller holds of a run. */
export class Run implements DeletionRun {
  readonly #engine: RunEngine;
  readonly #onAbort: 'drain' | 'cancel';

  constructor(engine: RunEngine, onAbort: 'drain' | 'cancel') {
    this.#engine = engine;
    this.#onAbort = onAbort;
  }

  get runId(): string {
    return this.#engine.runId;
  }

  get progress(): Progress {
    return this.#engine.meter.progress;
  }

  outcomes(filter: OutcomeFilter = {}): AsyncIterable<DeletionOutcome> {
    return this.#engine.outcomes(filter);
  }

  async abort(reason?: unknown, mode: 'drain' | 'cancel' = this.#onAbort): Promise<DeletionSummary> {
    this.#engine.abort(reason, mode);
    try {
      return await this.#engine.done;
    } catch (error) {
      if (error instanceof BulkDeletionError) return error.summary;
      throw error;
    }
  }

  pause(): void {
    this.#engine.hold();
  }

  continue(): void {
    this.#engine.letGo();
  }

  then<T = DeletionSummary, E = never>(
    onFulfilled?: ((summary: DeletionSummary) => T | PromiseLike<T>) | null,
    onRejected?: ((error: unknown) => E | PromiseLike<E>) | null,
  ): Promise<T | E> {
    return this.#engine.done.then(onFulfilled, onRejected);
  }

  catch<T>(onRejected: (error: unknown) => T | PromiseLike<T>): Promise<DeletionSummary | T> {
    return this.#engine.done.catch(onRejected);
  }

  finally(onFinally: () => void): Promise<DeletionSummary> {
    return this.#engine.done.finally(onFinally);
  }
}

/** An id for a run: the moment, and chance. */
export function makeRunId(clock: Clock): string {
  return `${clock.now().toString(36)}-${Math.floor(clock.random() * 36 ** 8).toString(36)}`;
}
