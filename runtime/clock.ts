import { onAbort } from './abort.js';

/** Time and chance, in one object that tests can hold still. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, at the latest when `signal` aborts; it never rejects, so look at the signal afterwards. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** In [0, 1). */
  random(): number;
}

/** Node and browsers fire a longer timer at once, so a longer wait is cut into pieces. */
export const LONGEST_TIMER_MS: number = 2 ** 31 - 1;

/** The real clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  async sleep(ms, signal) {
    const end = Date.now() + ms;
    for (let left = ms; left > 0 && signal?.aborted !== true; left = end - Date.now()) {
      await sleepOnce(Math.min(left, LONGEST_TIMER_MS), signal);
    }
  },
};

function sleepOnce(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      release?.();
      resolve();
    };
    const timer = setTimeout(finish, ms);
    const release = signal === undefined ? undefined : onAbort(signal, finish);
  });
}
