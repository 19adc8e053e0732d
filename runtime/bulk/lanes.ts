/** How many chunks may be sent at the same time: one more after each clean round, half after being throttled. */
export class Lanes {
  readonly #max: number;
  #limit: number;
  #clean = 0;
  #round = 0;

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

  /** Requests that were in flight together count as one refusal. */
  throttled(round: number): void {
    this.#clean = 0;
    if (round !== this.#round) return;
    this.#round += 1;
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
  }
}
