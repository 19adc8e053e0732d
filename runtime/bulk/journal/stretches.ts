/** A stretch of the input. */
interface Stretch {
  readonly start: number;
  /** Behind the last. */
  readonly end: number;
  readonly seq: number;
}

/** Which stretch of the input a position is in. Stretches do not overlap. */
export class Stretches {
  readonly #stretches: Stretch[] = [];
  #isSorted = true;
  #cursor = 0;

  add(start: number, end: number, seq: number): void {
    if (start < (this.#stretches.at(-1)?.end ?? 0)) this.#isSorted = false;
    this.#stretches.push({ start, end, seq });
  }

  /** What was added with the position; undefined: it is in none. Cheap when asked for in rising order. */
  find(index: number): number | undefined {
    if (!this.#isSorted) {
      this.#stretches.sort((one, other) => one.start - other.start);
      this.#isSorted = true;
      this.#cursor = 0;
    }
    if ((this.#stretches[this.#cursor]?.start ?? 0) > index) this.#cursor = 0;
    for (; this.#cursor < this.#stretches.length; this.#cursor += 1) {
      const stretch = this.#stretches[this.#cursor];
      if (stretch === undefined || index < stretch.start) return undefined;
      if (index < stretch.end) return stretch.seq;
    }
    this.#cursor = Math.max(0, this.#stretches.length - 1);
    return undefined;
  }
}
