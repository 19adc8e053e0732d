import type { Pagination } from './behaviour.js';
import { call, type CallOptions } from './call.js';
import { errorFor } from './codes.js';
import type { Connection } from './connection.js';
import type { OperationDefinition, Pointer } from './definition.js';
import type { RowsweepError } from './errors.js';
import { readWhole, refuseOption } from './options.js';
import { isSaid, saysMore } from './page-end.js';
import { placedIn, withPlaced } from './placement.js';
import { valueAt } from './pointer.js';
import { refuseFor } from './refusal.js';
import type { CallRequest } from './request/request.js';

/** How a list is walked, and where its items are: a JSON Pointer to the array in an answer. */
export type PaginationRule = Pagination & { readonly items: Pointer };

/** What can be said for one walk; the rest holds for each request of it. */
export interface PageOptions extends CallOptions {
  /** The walk ends after so many, without an error. Without it, one of more than 10,000 pages is an error. */
  readonly maxPages?: number | undefined;
}

/** The items of a list, or its pages. Each iteration asks anew, and only for what is read. */
export interface Pages<Item, Page> extends AsyncIterable<Item> {
  pages(): AsyncIterable<Page>;
}

/** A list operation, page by page: call it with a connection. */
export type Paginator<Input extends readonly unknown[], Item, Page> = (
  connection: Connection,
  ...input: Input
) => Pages<Item, Page>;

/** Walks no further where the caller names no bound. */
const MOST_PAGES = 10_000;

/**
 * Makes the walk of a list operation from its rule. It starts where the request says, with the request's page size or
 * the largest. A list with cursors ends where no cursor comes; one with numbers or offsets where the answer says so, and
 * where the rule names no place for that, at a page that is not full. Beside the errors of each call it throws
 * `PROTOCOL_VIOLATION` where a list cannot be read to its end: no array at the items' place, a cursor that comes a second
 * time, an answer that says that it was cut short.
 */
export function paginate<Input extends readonly [request?: CallRequest, options?: PageOptions], Item, Page>(
  { definition }: { readonly definition: OperationDefinition },
  rule: PaginationRule,
): Paginator<Input, Item, Page> {
  return (connection, ...[request = {}, options = {}]) => {
    const walk = (): AsyncGenerator<Step, void, undefined> =>
      walkPages({ connection, definition, rule, request, options });
    return {
      // The description says what they are; their shape is not checked at run time.
      async *pages() {
        for await (const { page } of walk()) yield page as Page;
      },
      async *[Symbol.asyncIterator]() {
        for await (const { items } of walk()) yield* items as readonly Item[];
      },
    };
  };
}

interface Walk {
  readonly connection: Connection;
  readonly definition: OperationDefinition;
  readonly rule: PaginationRule;
  readonly request: CallRequest;
  readonly options: PageOptions;
}

interface Step {
  readonly page: unknown;
  readonly items: readonly unknown[];
}

async function* walkPages(walk: Walk): AsyncGenerator<Step, void, undefined> {
  const { connection, definition, rule, options } = walk;
  const { size, maxPages } = refuseFor(connection.provider, definition, () => readBounds(walk));
  let request = withPlaced(walk.request, rule.size, size);
  let next = startOf(walk);
  const cursors = new Set<unknown>([next]);
  let seen = rule.kind === 'page' ? (Number(next) - rule.first) * size : Number(next);
  for (let count = 0; count < maxPages; count += 1) {
    if (next !== undefined) request = withPlaced(request, placeOf(rule), next);
    const page = await call(connection, definition, request, options);
    const items = valueAt(page, rule.items);
    if (!Array.isArray(items)) throw unreadable(walk, 'it holds no list of items');
    yield { page, items: items as readonly unknown[] };
    if (rule.kind === 'cursor') {
      if (rule.truncated !== null && isSaid(valueAt(page, rule.truncated))) {
        throw unreadable(walk, 'it was cut short');
      }
      next = valueAt(page, rule.next) ?? undefined;
      if (next === undefined || next === '') return;
      if (cursors.has(next)) throw unreadable(walk, 'its cursor came a second time');
      cursors.add(next);
    } else {
      // A page of which nothing may be shown is still as long as it was asked for.
      seen += items.length === 0 ? size : items.length;
      const more = saysMore(rule, page, { seen, count: items.length });
      if (more === null ? items.length < size : !more) return;
      next = rule.kind === 'page' ? Number(next) + 1 : seen;
    }
  }
  if (options.maxPages === undefined) throw unreadable(walk, `it has more than ${MOST_PAGES} pages`);
}

function readBounds({ request, rule, options }: Walk): { readonly size: number; readonly maxPages: number } {
  const bounds = { from: 1, to: rule.maxSize, otherwise: rule.maxSize };
  const given = placedIn(request, rule.size) ?? undefined;
  return {
    size: readWhole(given, rule.size.at, bounds),
    maxPages: readWhole(options.maxPages, 'maxPages', {
      from: 1,
      to: Number.MAX_SAFE_INTEGER,
      otherwise: MOST_PAGES,
    }),
  };
}

function placeOf(rule: PaginationRule): PaginationRule['size'] {
  if (rule.kind === 'cursor') return rule.cursor;
  return rule.kind === 'page' ? rule.page : rule.offset;
}

/** Where the caller wants to start, else at the front; a cursor has no front. */
function startOf({ connection, definition, request, rule }: Walk): unknown {
  const given = placedIn(request, placeOf(rule)) ?? undefined;
  if (rule.kind === 'cursor') return given;
  if (given === undefined) return rule.kind === 'page' ? rule.first : 0;
  const { at } = placeOf(rule);
  if (Number.isSafeInteger(given)) return given;
  return refuseFor(connection.provider, definition, () => refuseOption(at, 'a whole number', given));
}

function unreadable({ connection, definition }: Walk, why: string): RowsweepError {
  const { name, method, path } = definition;
  return errorFor({
    code: 'PROTOCOL_VIOLATION',
    provider: connection.provider,
    operation: name,
    request: { method, path },
    effect: 'none',
    message: `${name} could not be read to its end: ${why}.`,
  });
}
