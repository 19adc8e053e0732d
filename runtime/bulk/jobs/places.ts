/** How many jobs may be open at once: a request on its way holds a place, because it may become one. */
export class Places {
  readonly #most: number;
  readonly #open: () => number;
  #taken = 0;
  #waiting: (() => void)[] = [];

  /** `open` gives the jobs that are open. */
  constructor(most: number, open: () => number) {
    this.#most = most;
    this.#open = open;
  }

  /** Waits for a place, and keeps it until `giveBack`. False: the signal aborted, and there is none. */
  async take(signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted && this.#open() + this.#taken >= this.#most) await this.#untilLess(signal);
    if (signal.aborted) return false;
    this.#taken += 1;
    return true;
  }

  /** What became of the request is known: if it is a job, that is open by now. */
  giveBack(): void {
    this.#taken -= 1;
    this.jobEnded();
  }

  /** Whoever waits looks again. */
  jobEnded(): void {
    for (const goOn of this.#waiting.splice(0)) goOn();
  }

  #untilLess(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const goOn = (): void => {
        signal.removeEventListener('abort', goOn);
        resolve();
      };
      this.#waiting.push(goOn);
      signal.addEventListener('abort', goOn, { once: true });
    });
  }
}
