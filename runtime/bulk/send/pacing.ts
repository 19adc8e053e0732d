import type { DeletionBehaviour } from '../../behaviour.js';
import { configurationError } from '../errors.js';
import type { DeleteOptions } from '../options.js';

/** How fast requests may leave. */
export interface Pacing {
  /** Null: no bound. */
  readonly requestsPerSecond: number | null;
  /** Null: no bound. */
  readonly idsPerSecond: number | null;
  /** Requests that may leave at once after a quiet time. */
  readonly burst: number;
  /** Null: at full pace from the start. */
  readonly ramp: NonNullable<DeleteOptions['ramp']> | null;
}

/** The provider's pace, with what the caller says over it; throws `CONFIGURATION`. */
export function readPacing(behaviour: DeletionBehaviour, options: DeleteOptions): Pacing {
  const { rateLimit = {}, ramp = null } = options;
  const { requestsPerSecond = behaviour.pace.requestsPerSecond, idsPerSecond = null, burst = 1 } = rateLimit;
  const refuse = (message: string): never => {
    throw configurationError(behaviour.provider, `Wrong option: ${message}`);
  };
  const isRate = (rate: number): boolean => Number.isFinite(rate) && rate > 0;
  if (requestsPerSecond !== null && !isRate(requestsPerSecond)) {
    refuse('rateLimit.requestsPerSecond must be above 0, or null for no bound.');
  }
  if (idsPerSecond !== null && !isRate(idsPerSecond)) refuse('rateLimit.idsPerSecond must be above 0.');
  if (!(Number.isSafeInteger(burst) && burst >= 1)) refuse('rateLimit.burst must be a whole number from 1.');
  if (ramp !== null) {
    if (!isRate(ramp.initialIdsPerSecond)) refuse('ramp.initialIdsPerSecond must be above 0.');
    if (!(isRate(ramp.factor) && ramp.factor > 1)) refuse('ramp.factor must be above 1.');
    if (!isRate(ramp.everyMs)) refuse('ramp.everyMs must be above 0.');
  }
  return { requestsPerSecond, idsPerSecond, burst, ramp };
}

/** Ids a second at a time after the first request; infinite where there is no bound. */
export function idRateAt({ idsPerSecond, ramp }: Pacing, sinceFirstMs: number): number {
  const most = idsPerSecond ?? Number.POSITIVE_INFINITY;
  if (ramp === null) return most;
  const steps = Math.floor(sinceFirstMs / ramp.everyMs);
  return Math.min(most, ramp.initialIdsPerSecond * ramp.factor ** steps);
}
