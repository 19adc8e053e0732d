/** Lists whose first match decides. */

/** An entry that both sides have. */
export interface Kept<T> {
  readonly old: T;
  readonly now: T;
}

/**
 * Of two entries that can fit the same answer, which one came first, and which one comes first now. `kept` is in the
 * order of the old list.
 */
export function findSwaps<T>(
  kept: readonly Kept<T>[],
  { now, overlap }: { readonly now: readonly T[]; readonly overlap: (left: T, right: T) => boolean },
): { readonly was: Kept<T>; readonly is: Kept<T> }[] {
  return kept.flatMap((was, index) =>
    kept
      .slice(index + 1)
      .filter((is) => now.indexOf(is.now) < now.indexOf(was.now))
      .filter((is) => overlap(was.old, is.old) && overlap(was.now, is.now))
      .map((is) => ({ was, is })),
  );
}

/** True when two choices have a value in common; null takes every value. */
export function meet<T>(
  left: readonly T[] | null,
  right: readonly T[] | null,
  isSame: (one: T, other: T) => boolean = Object.is,
): boolean {
  return left === null || right === null || left.some((one) => right.some((other) => isSame(one, other)));
}
