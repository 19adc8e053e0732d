import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs, parseRetryAfter, readRetryAfterMs, readThrottle } from '../../runtime/delay.js';
import { provider } from './workbench.js';

const now = Date.UTC(2026, 10, 22, 12, 0, 0);

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['1', 1_000],
    ['59', 59_000],
    [' 3600 ', 3_600_000],
    ['1.5', 1_500],
    ['Sun, 22 Nov 2026 12:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
    ['Sunday, 22-Nov-26 12:01:00 GMT', 60_000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 0],
    ['Sun Nov 22 12:00:05 2026', 5_000],
    ['Thu Jan  1 00:00:00 2026', 0],
    ['-1', undefined],
    ['soon', undefined],
    ['', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['NaN', undefined],
    ['Infinity', undefined],
    ['99999999999999999999', undefined],
    ['1, 2', undefined],
    ['2026', 2_026_000],
    ['2026-11-22T12:00:30Z', undefined],
    ['Sun, 22 Foo 2026 12:00:30 GMT', undefined],
    ['Sun, 40 Nov 2026 12:00:30 GMT', undefined],
    ['Sun, 22 Nov 2026 25:00:30 GMT', undefined],
    ['Sun, 22 Nov 2026 12:00:30 CET', undefined],
    [null, undefined],
  ])('%o is %o ms', (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });
});

describe('what an answer says about waiting', () => {
  const read = (status: number, headers: Record<string, string>): number | undefined =>
    readRetryAfterMs({ status, headers: new Headers(headers) }, provider, now);
  const inTenSeconds = String(now / 1000 + 10);

  it.each([
    ['retry-after-ms first', 429, { 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    ['a wrong retry-after-ms counts as none', 429, { 'retry-after-ms': '-5', 'retry-after': '9' }, 9_000],
    ['the reset of a 429', 429, { 'x-ratelimit-reset': inTenSeconds }, 10_000],
    ['no reset of another error', 500, { 'x-ratelimit-reset': inTenSeconds }, undefined],
    ['unless none is left', 500, { 'x-ratelimit-reset': inTenSeconds, 'x-ratelimit-remaining': '0' }, 10_000],
    ['a reset that has passed', 429, { 'x-ratelimit-reset': '5' }, 0],
    ['rubbish', 429, { 'x-ratelimit-reset': 'soon' }, undefined],
    ['nothing', 429, {}, undefined],
  ])('%s', (_name, status, headers, expected) => {
    expect(read(status, headers)).toBe(expected);
  });

  it('the unit of the reset is the description’s', () => {
    const headers = new Headers({ 'x-ratelimit-reset': '7', 'x-ratelimit-remaining': '3' });
    const seconds = { ...provider.throttle, resetUnit: 'seconds' as const };
    expect(readThrottle(headers, seconds, now)).toEqual({ remaining: 3, resetMs: 7_000 });
    const none = { remainingHeader: null, resetHeader: null, resetUnit: 'seconds' as const };
    expect(readThrottle(headers, none, now)).toEqual({ remaining: undefined, resetMs: undefined });
  });
});

describe('back-off', () => {
  it.each([
    [1, 0.999, 99],
    [2, 0.999, 199],
    [3, 0.5, 200],
    [10, 0.999, 999],
    [5_000, 0.999, 999],
    [4, 0, 0],
  ])('attempt %i with %d of the bound: %i ms', (attempt, random, expected) => {
    expect(backoffMs({ attempt, baseMs: 100, maxMs: 1_000, random })).toBe(expected);
  });

  it('is finite, not negative and within its bound, whatever the attempt', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.nat(1e6),
        fc.nat(1e6),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, baseMs, maxMs, random) => {
          const delay = backoffMs({ attempt, baseMs, maxMs, random });
          expect(Number.isInteger(delay)).toBe(true);
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(maxMs);
        },
      ),
    );
  });
});
