/** What one run of the bench found. A part that was not asked for is missing. */
import type { Aborted, TransportRates } from './programs.js';
import type { RequestCount } from './requests.js';
import type { Size } from './size.js';
import type { Measured } from './task.js';

/** The rounds of one way to delete, as they came in. */
export interface Series {
  readonly name: string;
  readonly ids: number;
  readonly runs: readonly Measured[];
}

/** Wall time beside the ideal, at one latency. */
export interface WallTimes {
  readonly latencyMs: number;
  readonly idealMs: number;
  readonly series: readonly Series[];
}

/** What a run-wide memory for repeated ids takes. */
export interface DedupeCost {
  readonly ids: number;
  readonly bytesPerId: number;
}

/** The first moments of a program, in milliseconds, run by run. */
export interface Starts {
  readonly firstRequestMs: readonly number[];
  readonly importMs: readonly number[];
  readonly sizes: readonly Size[];
}

/** Everything. */
export interface Results {
  readonly requests?: readonly RequestCount[];
  readonly walls?: readonly WallTimes[];
  readonly cpu?: readonly Series[];
  readonly heap?: readonly Series[];
  readonly dedupe?: DedupeCost;
  readonly journal?: readonly Series[];
  readonly starts?: Starts;
  readonly aborts?: Readonly<Record<'drain' | 'cancel', readonly Aborted[]>>;
  readonly transport?: TransportRates;
}
