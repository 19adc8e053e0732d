/** Collects runs round by round. */
import type { Run } from './process-run.js';
import type { Series } from './results.js';

/** Whoever takes longer than this takes part in the first round only, so that the bench ends. */
const longSeconds = 10;

/** The rounds of one tool, as they come in. */
export class Rounds {
  readonly #seconds: (number | null)[] = [];
  readonly #peaks: (number | null)[] = [];
  readonly #cpu: (number | null)[] = [];
  #failure: string | null = null;

  /** False once it has failed or has proved to be slow: further rounds would say the same. */
  get worthwhile(): boolean {
    const last = this.#seconds.findLast((seconds) => seconds !== null) ?? 0;
    return this.#failure === null && last <= longSeconds;
  }

  /** Adds a round; null is a round that was not run. */
  add(run: Omit<Run, 'output'> | null): void {
    const counts = run !== null && run.failure === null;
    this.#seconds.push(counts ? run.seconds : null);
    this.#peaks.push(counts ? run.peakMebibytes : null);
    this.#cpu.push(counts ? run.cpuSeconds : null);
    this.#failure ??= run?.failure ?? null;
  }

  /** What has come in so far. */
  get series(): Series {
    return {
      seconds: [...this.#seconds],
      peakMebibytes: [...this.#peaks],
      cpuSeconds: [...this.#cpu],
      failure: this.#failure,
    };
  }
}
