/** An answer is slow from this multiple of the moving average on. */
const JUMP = 3;
/** And by at least this much: what a pause of the garbage collector takes is no sign of load. */
const LEAST_JUMP_MS = 250;
/** Answers before the average means anything. */
const ANSWERS_BEFORE_JUMP = 5;
/** Weight of the newest answer in the average. */
const AVERAGE_WEIGHT = 0.1;

/** How many chunks may be sent at the same time: one more after each clean round, half after being throttled. */
export class Lanes {
  readonly #max: number;
  #limit: number;
  #clean = 0;
  #round = 0;
  #answers = 0;
  #usualMs = 0;

  constructor({ initial, max }: { readonly initial: number; readonly max: number }) {
    this.#limit = initial;
    this.#max = max;
  }

  get limit(): number {
    return this.#limit;
  }

  /** Number of the round in which a request starts; give it back with `throttled`. */
  get round(): number {
    return this.#round;
  }

  succeeded(): void {
    this.#clean += 1;
    if (this.#clean < this.#limit) return;
    this.#clean = 0;
    this.#limit = Math.min(this.#limit + 1, this.#max);
  }

  /** A failure that says nothing about the pace: the round is not clean. */
  failed(): void {
    this.#clean = 0;
  }

  /**
   * How long the answer to a request of this round took. One that took three times as long as usual counts as a refusal:
   * a provider that is overloaded is slow before it refuses.
   */
  answeredAfter(durationMs: number, round: number): void {
    const isJump = durationMs > JUMP * this.#usualMs && durationMs - this.#usualMs >= LEAST_JUMP_MS;
    if (this.#answers >= ANSWERS_BEFORE_JUMP && isJump) this.throttled(round);
    this.#answers += 1;
    const weight = Math.max(AVERAGE_WEIGHT, 1 / this.#answers);
    this.#usualMs += (durationMs - this.#usualMs) * weight;
  }

  /** Requests that were in flight together count as one refusal. */
  throttled(round: number): void {
    this.#clean = 0;
    if (round !== this.#round) return;
    this.#round += 1;
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
  }
}
