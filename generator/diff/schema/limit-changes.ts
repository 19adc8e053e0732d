import { bumpOfNarrowing, type Change, type Pair } from './changes.js';
import { compareBounds, countKeywords, type Bound, type Limits } from './limits.js';
import { quote } from '../text.js';

/**
 * Differences of limits. In a request a narrower one refuses what was sent; in an answer nothing that is generated
 * checks them, so that each is worth a line and none is a break.
 */
export function* limitChanges({ old, now, direction }: Pair): Generator<Change> {
  const tightened = bumpOfNarrowing(direction);
  const judge = (keyword: string, sign: number, texts: Pick<Change, 'before' | 'after'>): Change => {
    const { before = null, after = null } = texts;
    const value = after === null ? 'is no longer limited by' : before === null ? 'is limited by' : 'has';
    const rest = after === null ? '' : before === null ? ` ${after}` : ` ${after} instead of ${before}`;
    const text = `${value} ${quote(keyword)}${rest}`;
    const show = (limit: string | null): string | null => (limit === null ? null : `${keyword}: ${limit}`);
    const exclusive = keyword === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum';
    const keywords = keyword.endsWith('imum') ? [keyword, exclusive] : [keyword];
    const shown = { before: show(before), after: show(after), keywords };
    return sign > 0
      ? { rule: 'limit-tightened', bump: tightened, text, ...shown }
      : { rule: 'limit-loosened', bump: 'minor', text, ...shown };
  };
  for (const keyword of countKeywords) {
    const before = old.limits.counts.get(keyword) ?? null;
    const after = now.limits.counts.get(keyword) ?? null;
    if (before === after) continue;
    const isLower = keyword.startsWith('min');
    const sign = before === null ? 1 : after === null ? -1 : isLower ? after - before : before - after;
    yield judge(keyword, sign, { before: showNumber(before), after: showNumber(after) });
  }
  for (const [keyword, side] of [
    ['minimum', 1],
    ['maximum', -1],
  ] as const) {
    const sign = compareBounds(old.limits[keyword], now.limits[keyword], side);
    if (sign === 0) continue;
    const texts = { before: showBound(old.limits[keyword]), after: showBound(now.limits[keyword]) };
    yield judge(keyword, sign, texts);
  }
  yield* multipleChanges(old.limits, now.limits, tightened);
  if (old.limits.uniqueItems !== now.limits.uniqueItems) {
    const isTighter = now.limits.uniqueItems;
    yield {
      rule: isTighter ? 'limit-tightened' : 'limit-loosened',
      bump: isTighter ? tightened : 'minor',
      text: isTighter ? 'must not hold an element twice' : 'may hold an element twice',
      keywords: ['uniqueItems'],
    };
  }
}

function* multipleChanges(old: Limits, now: Limits, tightened: Change['bump']): Generator<Change> {
  const before = old.multipleOf;
  const after = now.multipleOf;
  if (before === after) return;
  const texts = { before: showNumber(before), after: showNumber(after), keywords: ['multipleOf'] };
  if (before === null || (after !== null && after % before === 0)) {
    const text = `is a multiple of ${after ?? 1} now`;
    yield { rule: 'limit-tightened', bump: tightened, text, ...texts };
  } else if (after === null || before % after === 0) {
    yield {
      rule: 'limit-loosened',
      bump: 'minor',
      text: `need not be a multiple of ${before} any more`,
      ...texts,
    };
  } else {
    const text = `is a multiple of ${after} instead of ${before}`;
    yield { rule: 'limit-changed', bump: tightened, text, ...texts };
  }
}

function showNumber(value: number | null): string | null {
  return value === null ? null : String(value);
}

function showBound(bound: Bound | null): string | null {
  return bound === null ? null : `${bound.limit}${bound.exclusive ? ' (exclusive)' : ''}`;
}
