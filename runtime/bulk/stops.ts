import type { RowsweepError } from '../errors.js';
import type { SkipReason } from './types.js';

/** Why a run ends before its input does. The first one counts. */
export interface StopCause {
  readonly reason: Extract<SkipReason, 'aborted' | 'stopped' | 'guard'>;
  readonly error: RowsweepError | undefined;
  /** True: the run rejects with `error`. */
  readonly rejects: boolean;
}

/** The switches of a run: no more deletions, no more requests at all, and cutting what is in flight. */
export class Stops {
  readonly #sending = new AbortController();
  readonly #everything = new AbortController();
  readonly #open = { deletion: new Set<AbortController>(), read: new Set<AbortController>() };
  /** What is cut as soon as it begins: an abort may come between a request's turn and its sending. */
  readonly #isCut = { deletion: false, read: false };
  #cause: StopCause | undefined;

  get cause(): StopCause | undefined {
    return this.#cause;
  }

  /** The same as that `sending` is aborted, for those who ask with every id. */
  get isStopped(): boolean {
    return this.#cause !== undefined;
  }

  /** Aborted when no more deletions may be sent; reads and polls may go on. */
  get sending(): AbortSignal {
    return this.#sending.signal;
  }

  /** Aborted when nothing may be sent any more. */
  get everything(): AbortSignal {
    return this.#everything.signal;
  }

  stop(cause: StopCause): void {
    this.#cause ??= cause;
    this.#sending.abort();
  }

  /** Ends everything; with `cut` deletions in flight are cut too, and nobody knows what became of them. */
  abort(cause: StopCause, cut: boolean): void {
    this.stop(cause);
    this.#everything.abort();
    this.#cut('read');
    if (cut) this.#cut('deletion');
  }

  /** Runs one request with a signal of its own, so that no signal lives longer than its request. */
  async watch<T>(what: 'deletion' | 'read', send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    if (this.#isCut[what]) controller.abort();
    this.#open[what].add(controller);
    try {
      return await send(controller.signal);
    } finally {
      this.#open[what].delete(controller);
    }
  }

  #cut(what: 'deletion' | 'read'): void {
    this.#isCut[what] = true;
    for (const controller of this.#open[what]) controller.abort();
  }
}
