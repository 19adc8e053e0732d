/** When and how soon something is tried again. */
import { backoffMs } from '../../delay.js';
import type { RowsweepError } from '../../errors.js';
import type { RetryBudgetPolicy, RetryPolicy } from '../options.js';

/** One purse for all chunks, so that an outage is not answered by a storm of repeats. */
export class RetryBudget {
  readonly #policy: RetryBudgetPolicy;
  #tokens: number;

  constructor(policy: RetryBudgetPolicy) {
    this.#policy = policy;
    this.#tokens = policy.tokens;
  }

  /** Pays for one repeat; false when the purse does not hold enough. */
  pay(error: Pick<RowsweepError, 'code'>): boolean {
    const cost = this.#costOf(error);
    if (cost > this.#tokens) return false;
    this.#tokens -= cost;
    return true;
  }

  /** A request succeeded. */
  refund(): void {
    this.#tokens = Math.min(this.#policy.tokens, this.#tokens + this.#policy.refund);
  }

  #costOf({ code }: Pick<RowsweepError, 'code'>): number {
    if (code === 'TIMEOUT') return this.#policy.costTimeout;
    if (code === 'RATE_LIMITED') return this.#policy.costThrottle;
    return this.#policy.costTransient;
  }
}

/**
 * How long to wait before attempt number `attempt + 1`: as told, or a random part of a span that doubles ("full
 * jitter"), so that chunks which failed together do not come back together. Never sooner than told.
 */
export function retryDelayMs(options: {
  readonly policy: RetryPolicy;
  readonly error: Pick<RowsweepError, 'code' | 'retryAfterMs'>;
  readonly attempt: number;
  readonly random: number;
}): number {
  const { policy, error, attempt, random } = options;
  const throttled = error.code === 'RATE_LIMITED';
  const baseMs = throttled ? policy.throttledBaseDelayMs : policy.baseDelayMs;
  // After a pause that was told, everyone may go at once; a little chance spreads them.
  if (error.retryAfterMs !== undefined) return Math.ceil(error.retryAfterMs + random * baseMs);
  // A provider that throttles and does not say how long gets at least half of the span.
  const shareOfSpan = throttled ? 0.5 + random / 2 : random;
  return backoffMs({ attempt, baseMs, maxMs: policy.maxDelayMs, random: shareOfSpan });
}

/** True for an answer that asks for less traffic. */
export function isThrottle(error: Pick<RowsweepError, 'code' | 'status'>): boolean {
  return error.code === 'RATE_LIMITED' || error.status === 503;
}
