/**
 * The candidate that a misspelt word most likely means, or null when none is near: at most a third of its letters may
 * differ.
 */
export function suggest(word: string, candidates: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = countEdits(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The sentence that offers the suggestion, or undefined, so that the catalogue's help stands. */
export function adviseSpelling(word: string, candidates: Iterable<string>): string | undefined {
  const suggestion = suggest(word, candidates);
  return suggestion === null ? undefined : `Did you mean ${suggestion}?`;
}

/** Levenshtein distance. Words come from a description, so only their first 100 letters are compared. */
function countEdits(left: string, right: string): number {
  const from = Array.from(left.slice(0, 100));
  const to = Array.from(right.slice(0, 100));
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [row, letter] of from.entries()) {
    const current = [row + 1];
    for (const [column, other] of to.entries()) {
      const substitute = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(substitute, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
