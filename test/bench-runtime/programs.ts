/** What is measured in a process of its own and is no bulk run from end to end. */

/** Aborts at random moments of a run, one after the other. */
export interface AbortOrder {
  readonly url: string;
  readonly mode: 'drain' | 'cancel';
  readonly times: number;
}

/** One abort, in milliseconds. */
export interface Aborted {
  /** From the abort to the arrival of the last request; 0 or less: none arrived after it. */
  readonly toSilenceMs: number;
  /** To the run's end: from the abort, or with `drain` from the last answer where that is later. */
  readonly toEndMs: number;
}

/** Requests with one transport after the other. */
export interface TransportOrder {
  readonly url: string;
  readonly requests: number;
  readonly concurrency: number;
}

/** Requests a second. */
export interface TransportRates {
  readonly fetch: number;
  readonly keepAlive: number;
  readonly nodeHttp: number;
}
