import type { Pagination } from './behaviour.js';
import { valueAt } from './pointer.js';

/**
 * What the answer itself says of a list whose pages have numbers or offsets: true when there is more. Null: the rule
 * names no place for it. `seen` is the place behind the last item, `count` the items of this page. Where a total is
 * declared and missing, only a page without items is the end.
 */
export function saysMore(
  page: Pagination,
  answer: unknown,
  { seen, count }: { readonly seen: number; readonly count: number },
): boolean | null {
  if (page.kind === 'cursor') return null;
  if (page.more !== undefined) {
    const more = valueAt(answer, page.more);
    return isSaid(more) && more !== '';
  }
  if (page.total === undefined) return null;
  const total = valueAt(answer, page.total);
  return typeof total === 'number' ? seen < total : count > 0;
}

/** False for what is missing, null or false. */
export function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}
