import type { Clock } from '../../clock.js';
import { idRateAt, type Pacing } from './pacing.js';

/**
 * The one door through which every request of a run goes: a pause holds back all of them, and the pace is kept over
 * all of them. One request passes at a time, so that a pause which ends lets no burst through.
 */
export class Gate {
  readonly #clock: Clock;
  readonly #pacing: Pacing;
  readonly #intervalMs: number;
  #pausedUntil = 0;
  /** When the requests that left are paid for, and when their ids are. */
  #requestsPaidAt = 0;
  #idsPaidAt = 0;
  #firstAt: number | undefined;
  #held = false;
  #holds = 0;
  #release: (() => void)[] = [];
  #last: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock, pacing: Pacing) {
    this.#clock = clock;
    this.#pacing = pacing;
    this.#intervalMs = pacing.requestsPerSecond === null ? 0 : 1000 / pacing.requestsPerSecond;
  }

  /** Milliseconds since the epoch; undefined when no pause is on. */
  get pausedUntil(): number | undefined {
    return this.#pausedUntil > this.#clock.now() ? this.#pausedUntil : undefined;
  }

  /** True: no request may pass now, because of a pause or because requests are held back. */
  get isShut(): boolean {
    return this.#held || this.pausedUntil !== undefined;
  }

  /** How often requests were held back, that is how often what is known may have grown old meanwhile. */
  get holds(): number {
    return this.#holds;
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
    this.#holds += 1;
  }

  letGo(): void {
    this.#held = false;
    for (const release of this.#release.splice(0)) release();
  }

  /** Waits for the turn of one request, with so many ids to delete. False: the signal aborted, do not send. */
  enter(signal: AbortSignal, ids = 0): Promise<boolean> {
    const turn = this.#last.then(() => this.#wait(signal, ids));
    this.#last = turn;
    return turn;
  }

  async #wait(signal: AbortSignal, ids: number): Promise<boolean> {
    while (!signal.aborted) {
      if (this.#held) {
        await this.#untilLetGo(signal);
        continue;
      }
      const now = this.#clock.now();
      const openAt = Math.max(this.#pausedUntil, this.#paidAt(now, ids));
      if (openAt <= now) {
        this.#pay(now, ids);
        return true;
      }
      await this.#clock.sleep(openAt - now, signal);
    }
    return false;
  }

  /** When a request with so many ids may leave; a burst may leave on credit. */
  #paidAt(now: number, ids: number): number {
    const onCredit = this.#pacing.burst - 1;
    const requestsAt = this.#requestsPaidAt - onCredit * this.#intervalMs;
    if (ids === 0) return requestsAt;
    return Math.max(requestsAt, this.#idsPaidAt - onCredit * this.#costMs(now, ids));
  }

  #pay(now: number, ids: number): void {
    this.#requestsPaidAt = Math.max(now, this.#requestsPaidAt) + this.#intervalMs;
    if (ids === 0) return;
    this.#firstAt ??= now;
    this.#idsPaidAt = Math.max(now, this.#idsPaidAt) + this.#costMs(now, ids);
  }

  /** Milliseconds that so many ids take at the pace of this moment. */
  #costMs(now: number, ids: number): number {
    return (ids * 1000) / idRateAt(this.#pacing, now - (this.#firstAt ?? now));
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
