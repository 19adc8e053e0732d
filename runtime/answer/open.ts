import type { Sending } from '../failure.js';
import type { TimeLimit } from '../timeout.js';

/** A 2xx answer whose head is here and whose body is still to come. */
export interface OpenAnswer {
  readonly response: Response;
  readonly sending: Sending;
  /** From here on, `timeoutMs` bounds each wait for the next bytes. */
  readonly limit: TimeLimit;
}
