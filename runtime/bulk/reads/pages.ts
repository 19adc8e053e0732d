import type { CallTemplate, Pagination } from '../../behaviour.js';
import type { Answer, CallRequest } from '../../call.js';
import type { Pointer } from '../../definition.js';
import { RowsweepError } from '../../errors.js';
import { isSaid, saysMore } from '../../page-end.js';
import { withPlaced } from '../../placement.js';
import { valueAt } from '../../pointer.js';
import type { RunContext } from '../context.js';
import { read } from './read.js';

/**
 * Walks a list page by page, at most `mostPages`; throws when it cannot be read to its end, or was cut short. Without
 * cursors the answer says what the end is, or else only an empty page is: a provider may give fewer rows a page than it
 * was asked for.
 */
export async function* walkPages(
  context: RunContext,
  options: {
    readonly call: CallTemplate;
    readonly request: CallRequest;
    readonly items: readonly Pointer[];
    readonly page: Pagination;
    readonly mostPages: number;
  },
): AsyncGenerator<readonly unknown[], void, undefined> {
  const { page } = options;
  let size = page.maxSize;
  let seen = 0;
  let cursor: unknown;
  for (let number = 0; number < options.mostPages; number += 1) {
    const answer = await readPage(context, options, { size, seen, cursor });
    const rows = listIn(answer, options.items);
    if (rows === undefined) throw unreadable(context, 'it holds no list');
    yield rows;
    if (page.kind !== 'cursor') {
      if (rows.length > size) throw unreadable(context, 'a page holds more rows than it was asked for');
      seen += rows.length === 0 ? size : rows.length;
      if (!(saysMore(page, answer.body, { seen, count: rows.length }) ?? rows.length > 0)) return;
      // The next page has to begin right behind the last row, so its size must be a divisor of the rows before it.
      if (page.kind === 'page' && rows.length > 0 && rows.length < size)
        size = greatestDivisor(seen, rows.length);
      continue;
    }
    if (page.truncated !== null && isSaid(valueAt(answer.body, page.truncated))) {
      throw unreadable(context, 'it was cut short');
    }
    const next = valueAt(answer.body, page.next) ?? null;
    if (next === null || next === '') return;
    if (next === cursor) throw unreadable(context, 'its cursor does not move');
    cursor = next;
  }
  throw unreadable(context, `it has more than ${options.mostPages} pages`);
}

/** True when a list has a row at this place, counted from 0. A list with cursors can only be asked for its first. */
export async function hasRowAt(
  context: RunContext,
  list: { readonly call: CallTemplate; readonly items: readonly Pointer[]; readonly page: Pagination },
  { request, index }: { readonly request: CallRequest; readonly index: number },
): Promise<boolean> {
  // One row a page: then its number is its place, however few rows a page may have.
  const at = { size: 1, seen: index, cursor: undefined };
  const rows = listIn(await readPage(context, { ...list, request }, at), list.items);
  if (rows === undefined) throw unreadable(context, 'it holds no list');
  return rows.length > 0;
}

/** Where a page begins: behind so many rows, or at a cursor. */
interface PagePlace {
  readonly size: number;
  /** A multiple of `size` where pages have numbers. */
  readonly seen: number;
  readonly cursor: unknown;
}

function readPage(
  context: RunContext,
  list: { readonly call: CallTemplate; readonly request: CallRequest; readonly page: Pagination },
  at: PagePlace,
): Promise<Answer> {
  return read(context, {
    operation: list.call.operation,
    request: placePage(list.request, list.page, at),
    countAs: 'reads',
    maxAttempts: context.settings.retry.maxAttempts,
  });
}

/** The request for one page of a list. */
export function placePage(
  request: CallRequest,
  page: Pagination,
  { size, seen, cursor }: PagePlace,
): CallRequest {
  const sized = withPlaced(request, page.size, size);
  switch (page.kind) {
    case 'page':
      return withPlaced(sized, page.page, page.first + seen / size);
    case 'offset':
      return withPlaced(sized, page.offset, seen);
    case 'cursor':
      return cursor === undefined ? sized : withPlaced(sized, page.cursor, cursor);
  }
}

/** Euclid's. */
function greatestDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestDivisor(other, one % other);
}

function listIn(answer: Answer, pointers: readonly Pointer[]): readonly unknown[] | undefined {
  for (const pointer of pointers) {
    const value = valueAt(answer.body, pointer);
    if (Array.isArray(value)) return value as readonly unknown[];
  }
  return undefined;
}

function unreadable(context: RunContext, why: string): RowsweepError {
  return new RowsweepError({
    code: 'PROTOCOL_VIOLATION',
    provider: context.subject.behaviour.provider,
    message: `A list could not be read: ${why}.`,
    effect: 'none',
  });
}
