/** A clock that stands still until a test lets it go on. */
import type { Clock } from '../../runtime/clock.js';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export interface DrivenClock extends Clock {
  /** Milliseconds since the clock was made. */
  readonly elapsedMs: () => number;
  /** Sleeps that have not ended. */
  readonly sleeping: () => number;
  /**
   * Lets everything that does not wait happen, then moves to the next moment for which somebody waits, until the
   * promise settles. Throws when nothing is left to wait for and the promise is still open: that is a hang.
   */
  readonly drive: <T>(promise: PromiseLike<T>) => Promise<T>;
}

const START = Date.UTC(2026, 0, 1);
/** Turns of the event loop that an answer of a fake fetch needs to be read to its end. */
const TURNS = 6;
/** Quiet moments in a row after which a real socket gets real time, and after which nothing will happen any more. */
const QUIET_BEFORE_REAL_TIME = 20;
const MOST_QUIET = 2500;

export function drivenClock(random: () => number = () => 0.5): DrivenClock {
  let now = START;
  const sleepers = new Set<Sleeper>();
  return {
    now: () => now,
    random,
    elapsedMs: () => now - START,
    sleeping: () => sleepers.size,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (ms <= 0 || signal?.aborted === true) {
          resolve();
          return;
        }
        const sleeper: Sleeper = {
          at: now + ms,
          wake: () => {
            sleepers.delete(sleeper);
            signal?.removeEventListener('abort', sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake, { once: true });
      }),
    drive: async (promise) => {
      const state = { isOpen: true };
      const close = (): void => {
        state.isOpen = false;
      };
      promise.then(close, close);
      for (let quiet = 0; quiet < MOST_QUIET; quiet += 1) {
        for (let turn = 0; turn < TURNS; turn += 1) await nextTurn();
        if (!state.isOpen) return promise;
        const next = [...sleepers].sort((one, other) => one.at - other.at)[0];
        if (next === undefined) {
          if (quiet > QUIET_BEFORE_REAL_TIME) await realMilliseconds(2);
          continue;
        }
        quiet = 0;
        now = Math.max(now, next.at);
        next.wake();
      }
      throw new Error('Nothing waits for the clock any more, and the promise is still open.');
    },
  };
}

function realMilliseconds(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** One turn of the event loop. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
