import type { ProviderDefinition } from './definition.js';
import { findPart, type PartOf } from './part.js';

/**
 * How long to wait before the next attempt, in milliseconds: a random time up to a bound that doubles with every
 * attempt ("full jitter"), so that clients that failed together do not come back together. Always finite, never
 * above `maxMs`.
 */
export function backoffMs(options: {
  /** Attempts made so far, from 1. */
  readonly attempt: number;
  readonly baseMs: number;
  readonly maxMs: number;
  /** In [0, 1). */
  readonly random: number;
}): number {
  const bound = Math.min(options.maxMs, options.baseMs * 2 ** Math.min(options.attempt - 1, 52));
  return Math.floor(Math.max(0, bound) * options.random);
}

/** What an answer says about the provider's limit. */
export interface Throttle {
  /** Requests that are left until the reset; undefined when it does not say. */
  readonly remaining: number | undefined;
  /** Milliseconds until the count starts anew. */
  readonly resetMs: number | undefined;
}

/** Reads when a limit is lifted from the headers that the description names. */
export const throttleHeaders: PartOf<'throttleHeaders'> = { name: 'throttleHeaders', read: readThrottle };

/** Reads the provider's throttle headers; what cannot be a number or a moment is undefined. */
export function readThrottle(
  headers: Headers,
  throttle: ProviderDefinition['throttle'],
  now: number,
): Throttle {
  const remaining = readNumber(
    throttle.remainingHeader === null ? null : headers.get(throttle.remainingHeader),
  );
  const reset = readNumber(throttle.resetHeader === null ? null : headers.get(throttle.resetHeader));
  return { remaining, resetMs: reset === undefined ? undefined : spanOf(reset, throttle.resetUnit, now) };
}

function spanOf(reset: number, unit: 'epochSeconds' | 'seconds', now: number): number {
  return unit === 'seconds' ? reset * 1000 : Math.max(0, reset * 1000 - now);
}

/**
 * How long the provider asks to wait, in milliseconds: `retry-after-ms`, else `Retry-After` (RFC 9110, section
 * 10.2.3: seconds or a date), else the moment of the provider's reset header, which counts only when the answer is
 * a 429 or says that no request is left. Undefined when it does not say, or says something that is neither.
 */
export function readRetryAfterMs(
  answer: { readonly status: number; readonly headers: Headers },
  provider: Pick<ProviderDefinition, 'throttle' | 'uses'>,
  now: number,
): number | undefined {
  const exact = readNumber(answer.headers.get('retry-after-ms'));
  if (exact !== undefined) return exact;
  const told = parseRetryAfter(answer.headers.get('retry-after'), now);
  if (told !== undefined) return told;
  const headers = findPart(provider, 'throttleHeaders');
  const { remaining, resetMs } = headers?.read(answer.headers, provider.throttle, now) ?? {};
  return answer.status === 429 || remaining === 0 ? resetMs : undefined;
}

/** `Retry-After` as milliseconds from `now`; a date that has passed is 0. */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  const seconds = readNumber(value);
  if (seconds !== undefined) return seconds * 1000;
  const moment = parseHttpDate(value.trim());
  return moment === undefined ? undefined : Math.max(0, moment - now);
}

/** A decimal number that is not negative, and small enough to count milliseconds with. */
function readNumber(value: string | null): number | undefined {
  if (value === null || !/^\s*\d{1,12}(?:\.\d{1,9})?\s*$/.test(value)) return undefined;
  return Number(value);
}

/**
 * The three forms of RFC 9110, section 5.6.7, which platforms read; they would also take `-1` for a year. The one that
 * ends in its year names no zone, and is in GMT.
 */
const DATE = /^[A-Z][a-z]{2,8},? [\w -]{6,11} \d\d:\d\d:\d\d (?:GMT|\d{4})$/;

function parseHttpDate(text: string): number | undefined {
  const moment = DATE.test(text) ? Date.parse(`${text.replaceAll('-', ' ').replace(/ GMT$/, '')} GMT`) : NaN;
  return Number.isNaN(moment) ? undefined : moment;
}
