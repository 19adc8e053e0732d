import type { Clock } from '../clock.js';

/**
 * The one door through which every request of a run goes: a pause holds back all of them, and the pace is kept over
 * all of them. One request passes at a time, so that a pause which ends lets no burst through.
 */
export class Gate {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  #pausedUntil = 0;
  #nextAt = 0;
  #held = false;
  #release: (() => void)[] = [];
  #last: Promise<unknown> = Promise.resolve();

  /** `requestsPerSecond` null: no pace. The burst is one request. */
  constructor(clock: Clock, requestsPerSecond: number | null) {
    this.#clock = clock;
    this.#intervalMs = requestsPerSecond === null ? 0 : 1000 / requestsPerSecond;
  }

  /** Milliseconds since the epoch; undefined when no pause is on. */
  get pausedUntil(): number | undefined {
    return this.#pausedUntil > this.#clock.now() ? this.#pausedUntil : undefined;
  }

  /** The longest pause wins. True when this one is longer than what was known. */
  pauseUntil(untilMs: number): boolean {
    if (untilMs <= Math.max(this.#pausedUntil, this.#clock.now())) return false;
    this.#pausedUntil = untilMs;
    return true;
  }

  /** Holds requests back until `letGo`. */
  hold(): void {
    this.#held = true;
  }

  letGo(): void {
    this.#held = false;
    for (const release of this.#release.splice(0)) release();
  }

  /** Waits for the turn of one request. False: the signal aborted, do not send. */
  enter(signal: AbortSignal): Promise<boolean> {
    const turn = this.#last.then(() => this.#wait(signal));
    this.#last = turn;
    return turn;
  }

  async #wait(signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      if (this.#held) {
        await this.#untilLetGo(signal);
        continue;
      }
      const now = this.#clock.now();
      const openAt = Math.max(this.#pausedUntil, this.#nextAt);
      if (openAt <= now) {
        this.#nextAt = now + this.#intervalMs;
        return true;
      }
      await this.#clock.sleep(openAt - now, signal);
    }
    return false;
  }

  #untilLetGo(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        signal.removeEventListener('abort', finish);
        resolve();
      };
      this.#release.push(finish);
      signal.addEventListener('abort', finish, { once: true });
    });
  }
}
