import type { CallTemplate, Pagination } from '../behaviour.js';
import type { Answer, CallRequest } from '../call.js';
import type { Pointer } from '../definition.js';
import { RowsweepError } from '../errors.js';
import { withPlaced } from '../placement.js';
import { valueAt } from '../pointer.js';
import type { RunContext } from './context.js';
import { read } from './read.js';

/** Walks a list page by page, at most `mostPages`; throws when it cannot be read to its end, or was cut short. */
export async function* walkPages(
  context: RunContext,
  options: {
    readonly call: CallTemplate;
    readonly request: CallRequest;
    readonly items: readonly Pointer[];
    readonly page: Pagination;
    readonly mostPages: number;
    /** The first page to read, from 0; a list with cursors has to begin at its beginning. */
    readonly from?: number;
  },
): AsyncGenerator<readonly unknown[], void, undefined> {
  const { page } = options;
  const sized = withPlaced(options.request, page.size, page.maxSize);
  const from = options.from ?? 0;
  let seen = from * page.maxSize;
  let cursor: unknown;
  for (let number = from; number < from + options.mostPages; number += 1) {
    const answer = await read(context, {
      operation: options.call.operation,
      request: placePage(sized, page, { number, seen, cursor }),
      countAs: 'reads',
      maxAttempts: context.settings.retry.maxAttempts,
    });
    const rows = listIn(answer, options.items);
    if (rows === undefined) throw unreadable(context, 'it holds no list');
    yield rows;
    seen += rows.length;
    if (page.kind !== 'cursor') {
      if (rows.length < page.maxSize) return;
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

/** The request for one page of a list. */
export function placePage(
  request: CallRequest,
  page: Pagination,
  at: { readonly number: number; readonly seen: number; readonly cursor: unknown },
): CallRequest {
  switch (page.kind) {
    case 'page':
      return withPlaced(request, page.page, page.first + at.number);
    case 'offset':
      return withPlaced(request, page.offset, at.seen);
    case 'cursor':
      return at.cursor === undefined ? request : withPlaced(request, page.cursor, at.cursor);
  }
}

function listIn(answer: Answer, pointers: readonly Pointer[]): readonly unknown[] | undefined {
  for (const pointer of pointers) {
    const value = valueAt(answer.body, pointer);
    if (Array.isArray(value)) return value as readonly unknown[];
  }
  return undefined;
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

function unreadable(context: RunContext, why: string): RowsweepError {
  return new RowsweepError({
    code: 'PROTOCOL_VIOLATION',
    provider: context.subject.behaviour.provider,
    message: `A list could not be read: ${why}.`,
    effect: 'none',
  });
}
