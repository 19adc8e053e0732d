/** Short forms of lists that are mostly regular: which positions, and what became of each. Pure. */
import type { Spans } from './journal-types.js';

/** Positions, in rising order, as spans that begin at `from`; undefined when they are `from`, `from + 1` and so on. */
export function writeSpans(positions: readonly number[], from: number): Spans | undefined {
  // Positions rise, so that the ends tell whether anything is left out between them.
  const { length } = positions;
  if (positions[0] === from && positions[length - 1] === from + length - 1) return undefined;
  const spans: number[] = [];
  let next = from;
  for (const position of positions) {
    if (spans.length > 0 && position === next) spans[spans.length - 1] = (spans.at(-1) ?? 0) + 1;
    else spans.push(position - next, 1);
    next = position + 1;
  }
  return spans;
}

/** The runs of positions that spans stand for. */
export function readSpans(
  spans: Spans | undefined,
  all: { readonly from: number; readonly n: number },
): readonly (readonly [start: number, end: number])[] {
  if (spans === undefined) return all.n === 0 ? [] : [[all.from, all.from + all.n]];
  const runs: [number, number][] = [];
  let next = all.from;
  for (let turn = 0; turn + 1 < spans.length; turn += 2) {
    const start = next + (spans[turn] ?? 0);
    next = start + (spans[turn + 1] ?? 0);
    runs.push([start, next]);
  }
  return runs;
}

/** What became of each of several ids. */
export interface Verdicts {
  readonly v: readonly string[];
  readonly r: string;
}

const LETTER_A = 97;
const MOST_VERDICTS = 26;

/** Throws for more than 26 different verdicts. */
export function writeVerdicts(each: Iterable<string>): Verdicts {
  const v: string[] = [];
  let r = '';
  let last = -1;
  let count = 0;
  const close = (): void => {
    if (count > 0) r += String.fromCharCode(LETTER_A + last) + (count === 1 ? '' : String(count));
  };
  for (const verdict of each) {
    let place = verdict === v[last] ? last : v.indexOf(verdict);
    if (place < 0) place = v.push(verdict) - 1;
    if (place !== last) {
      close();
      last = place;
      count = 0;
    }
    count += 1;
  }
  close();
  if (v.length > MOST_VERDICTS) throw new RangeError(`There are ${v.length} different verdicts.`);
  return { v, r };
}

/** The verdicts with how often each comes, in order; undefined for what `writeVerdicts` did not write. */
export function readVerdicts({
  v,
  r,
}: Verdicts): readonly (readonly [verdict: string, count: number])[] | undefined {
  const runs: [string, number][] = [];
  let length = 0;
  for (const [all, letter = '', digits = ''] of r.matchAll(/([a-z])(\d*)/g)) {
    const verdict = v[letter.charCodeAt(0) - LETTER_A];
    if (verdict === undefined) return undefined;
    runs.push([verdict, digits === '' ? 1 : Number(digits)]);
    length += all.length;
  }
  return length === r.length ? runs : undefined;
}
