import { configurationError } from '../errors.js';
import type { DeleteOptions } from '../options.js';
import type { Tally } from '../settle/tally.js';

/** How many failures end a run. */
export type FailureLimit =
  | { readonly kind: 'count'; readonly most: number }
  /** A share of the settled ids, from 0 to 1; above it the run ends. */
  | { readonly kind: 'share'; readonly most: number };

/** Before this, a share says little. */
const LEAST_SETTLED = 100;

/** The option `onFailure`, checked; null: failures never end a run. Throws `CONFIGURATION`. */
export function readFailureLimit(
  provider: string,
  onFailure: DeleteOptions['onFailure'] = 'continue',
): FailureLimit | null {
  if (onFailure === 'continue') return null;
  if (onFailure === 'stop') return { kind: 'count', most: 1 };
  const stopAfter: unknown =
    isObject(onFailure) && Object.keys(onFailure).every((key) => key === 'stopAfter')
      ? onFailure.stopAfter
      : undefined;
  if (typeof stopAfter === 'number' && Number.isSafeInteger(stopAfter) && stopAfter >= 1) {
    return { kind: 'count', most: stopAfter };
  }
  const percent = typeof stopAfter === 'string' ? /^(\d+(?:\.\d+)?)%$/.exec(stopAfter)?.[1] : undefined;
  if (percent !== undefined && Number(percent) <= 100) return { kind: 'share', most: Number(percent) / 100 };
  throw configurationError(
    provider,
    "Wrong option: onFailure must be 'continue', 'stop', or { stopAfter } with a whole number from 1 or a share such as '5%'.",
  );
}

/** True when the run has to end. */
export function isBeyond(limit: FailureLimit | null, tally: Pick<Tally, 'byStatus' | 'settled'>): boolean {
  if (limit === null) return false;
  const failures = tally.byStatus.failed + tally.byStatus.unknown;
  if (limit.kind === 'count') return failures >= limit.most;
  return tally.settled >= LEAST_SETTLED && failures > limit.most * tally.settled;
}

/** Null comes from where no types are checked. */
function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
