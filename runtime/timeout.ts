import { onAbort } from './abort.js';
import { interruptionOf, type Sending } from './failure.js';

/** How long something may take, and what ends it sooner. */
export interface TimeLimit {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** What ends early with whatever is limited. */
export interface Limited {
  readonly signal: AbortSignal;
  /** Called at the interruption; a listener on the signal costs more. */
  giveUp?: () => void;
}

/**
 * Ends `run` after `timeoutMs`, or when the caller aborts, even when a `fetch` ignores its signal. Rejects with the
 * `RowsweepError` of the interruption, else with what `run` throws. Nothing is left on the caller's signal in any case.
 * The platform's timer is used and not the connection's clock: this guards against a peer that is silent in real time.
 */
export function limitTime<T>(
  sending: Sending,
  { timeoutMs, signal }: TimeLimit,
  run: (limited: Limited) => Promise<T>,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const controller = new AbortController();
    const limited: Limited = controller;
    const release = (): void => {
      clearTimeout(timer);
      ignore?.();
    };
    const interrupt = (how: 'TIMEOUT' | 'ABORTED'): void => {
      release();
      reject(interruptionOf(sending, how, signal?.reason));
      controller.abort();
      limited.giveUp?.();
    };
    const giveUp = (): void => {
      interrupt('ABORTED');
    };
    const timer = setTimeout(interrupt, timeoutMs, 'TIMEOUT');
    const ignore = signal === undefined ? undefined : onAbort(signal, giveUp);
    if (signal?.aborted === true) {
      giveUp();
      return;
    }
    run(limited).then(
      (value) => {
        release();
        resolve(value);
      },
      (error: unknown) => {
        release();
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
