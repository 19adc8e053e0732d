import { describe, expect, it } from 'vitest';
import { lessByRound, median, quotientsByRound, ratioByRound } from './statistics.js';

describe('median', () => {
  it('is the middle, or the mean of the two in the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNull();
  });
});

describe('ratios', () => {
  it('are taken round by round, so that a slow round falls on both sides', () => {
    // The machine was ten times slower in the last round; a quotient of medians would be 2.
    expect(ratioByRound([1, 2, 10], [2, 1, 20])).toBe(0.5);
  });

  it('leave out the rounds that either side missed', () => {
    expect(quotientsByRound([1, null, 3], [2, 2, null])).toEqual([0.5]);
    expect(ratioByRound([null], [1])).toBeNull();
    expect(ratioByRound([1], [])).toBeNull();
    expect(ratioByRound([1], [0])).toBeNull();
  });

  it('subtract a floor in its own round', () => {
    expect(lessByRound([5, null, 7], [1, 1, null])).toEqual([4, null, null]);
  });
});
