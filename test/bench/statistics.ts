/** The arithmetic of the bench: medians, and ratios taken round by round. */

/** The middle value; null of nothing. Of an even number of values: the mean of the two in the middle. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}

/**
 * The median of the quotients of the rounds that both took part in. A slow moment of the machine falls on both sides
 * of a quotient, so it is steadier than a quotient of medians. Null when they share no round.
 */
export function ratioByRound(
  above: readonly (number | null)[],
  below: readonly (number | null)[],
): number | null {
  return median(quotientsByRound(above, below));
}

/** The quotients of the rounds that both took part in. */
export function quotientsByRound(
  above: readonly (number | null)[],
  below: readonly (number | null)[],
): number[] {
  return above.flatMap((value, round) => {
    const base = below[round] ?? null;
    return value === null || base === null || base <= 0 ? [] : [value / base];
  });
}

/** The same rounds, each less what the other took in that round; null where either is missing. */
export function lessByRound(
  values: readonly (number | null)[],
  floor: readonly (number | null)[],
): (number | null)[] {
  return values.map((value, round) => {
    const base = floor[round] ?? null;
    return value === null || base === null ? null : value - base;
  });
}

/** The values that are there. */
export function present(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}
