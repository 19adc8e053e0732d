import type { Clock } from './clock.js';
import { backoffMs } from './delay.js';
import type { RowsweepError } from './errors.js';

/** How often and how patiently a `safe` call is repeated. */
export interface RetryOptions {
  /** Requests after the first; 0 switches retries off. Default 2. */
  readonly maxRetries?: number | undefined;
  /** Bound of the first wait; it doubles with each. Default 250. */
  readonly baseDelayMs?: number | undefined;
  /** Bound of every wait that the provider did not ask for. Default 8,000. */
  readonly maxDelayMs?: number | undefined;
  /** A provider that asks for a longer wait gets none: the error comes at once, with `retryAfterMs`. Default 60,000. */
  readonly maxRetryAfterMs?: number | undefined;
}

/** The same with nothing left open. */
export type RetryPolicy = { readonly [Option in keyof Required<RetryOptions>]: number };

/** What holds where nothing is said. */
export const DEFAULT_RETRY: RetryPolicy = {
  maxRetries: 2,
  baseDelayMs: 250,
  maxDelayMs: 8_000,
  maxRetryAfterMs: 60_000,
};

/**
 * How long to wait before asking again, in milliseconds; null: do not ask again. Never less than the provider asks
 * for.
 */
export function retryDelayMs(
  error: RowsweepError,
  policy: RetryPolicy,
  { attempt, clock }: { readonly attempt: number; readonly clock: Clock },
): number | null {
  if (!error.retryable || attempt > policy.maxRetries) return null;
  if (error.retryAfterMs !== undefined) {
    return error.retryAfterMs > policy.maxRetryAfterMs ? null : error.retryAfterMs;
  }
  return backoffMs({
    attempt,
    baseMs: policy.baseDelayMs,
    maxMs: policy.maxDelayMs,
    random: clock.random(),
  });
}
