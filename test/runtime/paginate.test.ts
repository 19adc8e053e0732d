import { describe, expect, it } from 'vitest';
import type { OperationDefinition } from '../../runtime/definition.js';
import { operation } from '../../runtime/operation.js';
import { paginate, type Pages, type PageOptions, type PaginationRule } from '../../runtime/paginate.js';
import {
  bodyOf,
  connectAcme,
  errorOf,
  fakeClock,
  fakeFetch,
  json,
  listRows,
  parameter,
  text,
  type FakeFetch,
} from './workbench.js';

const definition: OperationDefinition = {
  ...listRows,
  path: '/rows',
  parameters: ['page', 'offset', 'limit', 'cursor', 'q'].map((name) => parameter({ name })),
};
const size = { in: 'query', at: 'limit' } as const;
const byPage: PaginationRule = {
  kind: 'page',
  page: { in: 'query', at: 'page' },
  size,
  first: 1,
  maxSize: 3,
  items: '/data',
};
const byOffset: PaginationRule = {
  kind: 'offset',
  offset: { in: 'query', at: 'offset' },
  size,
  maxSize: 3,
  items: '/data',
};
const byCursor: PaginationRule = {
  kind: 'cursor',
  cursor: { in: 'query', at: 'cursor' },
  size,
  next: '/next',
  truncated: null,
  maxSize: 3,
  items: '/data',
};

interface Page {
  readonly data: number[];
}

type Given = Readonly<Record<string, unknown>>;

function walk(
  rule: PaginationRule,
  wire: FakeFetch,
  query: Given = {},
  options: PageOptions = {},
): Pages<number, Page> {
  const list = operation(definition);
  const pages = paginate<[request?: { query?: object }, options?: PageOptions], number, Page>(list, rule);
  return pages(connectAcme({ fetch: wire.fetch, clock: fakeClock() }), { query }, options);
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of source) values.push(value);
  return values;
}

/** Seven items, by page, offset or cursor. */
function sevenItems(): FakeFetch {
  const all = [1, 2, 3, 4, 5, 6, 7];
  return fakeFetch((sent) => {
    const { searchParams } = new URL(sent.url);
    const limit = Number(searchParams.get('limit'));
    const page = Number(searchParams.get('page') ?? 1) - 1;
    const from = Number(searchParams.get('cursor') ?? searchParams.get('offset') ?? page * limit);
    const next = from + limit < all.length ? String(from + limit) : null;
    return json({ data: all.slice(from, from + limit), next });
  });
}

const searches = (wire: FakeFetch): string[] => wire.requests.map(({ url }) => new URL(url).search);

describe.each([
  ['page', byPage, ['?page=1&limit=3', '?page=2&limit=3', '?page=3&limit=3']],
  ['offset', byOffset, ['?offset=0&limit=3', '?offset=3&limit=3', '?offset=6&limit=3']],
  ['cursor', byCursor, ['?limit=3', '?limit=3&cursor=3', '?limit=3&cursor=6']],
] as const)('by %s', (_kind, rule, asked) => {
  it('gives every item once, in order', async () => {
    const wire = sevenItems();
    expect(await collect(walk(rule, wire))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(searches(wire)).toEqual(asked);
  });

  it('gives the pages', async () => {
    const pages = await collect(walk(rule, sevenItems()).pages());
    expect(pages.map(({ data }) => data)).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
  });

  it('asks for no page before it is wanted, and anew for each walk', async () => {
    const wire = sevenItems();
    const items = walk(rule, wire);
    expect(wire.requests).toEqual([]);
    for await (const item of items) if (item === 3) break;
    expect(wire.requests).toHaveLength(1);
    expect(await collect(items)).toHaveLength(7);
  });

  it('ends after so many pages', async () => {
    const wire = sevenItems();
    expect(await collect(walk(rule, wire, {}, { maxPages: 2 }))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(wire.requests).toHaveLength(2);
  });

  it('takes the size and the other parameters of the request', async () => {
    const wire = sevenItems();
    await collect(walk(rule, wire, { limit: 2, q: 'x' }));
    expect(wire.requests).toHaveLength(4);
    expect(searches(wire).every((search) => search.includes('limit=2') && search.includes('q=x'))).toBe(true);
  });

  it.each([[4], [0], ['3'], [1.5]])('a size of %o is refused before anything is sent', async (limit) => {
    const wire = sevenItems();
    expect(await errorOf(collect(walk(rule, wire, { limit })))).toMatchObject({ code: 'INPUT', attempts: 0 });
    expect(wire.requests).toEqual([]);
  });

  it('an answer without a list of items is an error', async () => {
    for (const body of [{}, { data: null }, { data: {} }, []]) {
      const error = await errorOf(
        collect(
          walk(
            rule,
            fakeFetch(() => json(body)),
          ),
        ),
      );
      expect(error).toMatchObject({ code: 'PROTOCOL_VIOLATION', effect: 'none', operation: 'listRows' });
    }
  });

  it('each request is tried again as every call is', async () => {
    const seven = sevenItems();
    let count = 0;
    const wire = fakeFetch((sent) => {
      count += 1;
      return count % 2 === 1 ? text('', { status: 503 }) : seven.fetch(sent);
    });
    expect(await collect(walk(rule, wire))).toHaveLength(7);
    expect(wire.requests).toHaveLength(6);
  });
});

/** Rows 1 to 7, cut in pages first; then those are taken out that the caller may not see. */
function filteredItems(hidden: readonly number[], most = Infinity): FakeFetch {
  const all = [1, 2, 3, 4, 5, 6, 7];
  return fakeFetch((sent) => {
    const { searchParams } = new URL(sent.url);
    const limit = Math.min(most, Number(searchParams.get('limit')));
    const page = Number(searchParams.get('page') ?? 1) - 1;
    const from = Number(searchParams.get('cursor') ?? searchParams.get('offset') ?? page * limit);
    const left = all.slice(from, from + limit);
    const next = from + limit < all.length ? String(from + limit) : null;
    return json({ data: left.filter((row) => !hidden.includes(row)), next, total: all.length });
  });
}

describe('a short page', () => {
  it('with cursors says nothing, even when it is empty', async () => {
    expect(await collect(walk(byCursor, filteredItems([2, 4, 5, 6])))).toEqual([1, 3, 7]);
  });

  it.each([
    ['by page', byPage],
    ['by offset', byOffset],
  ] as const)('%s is the end where nothing else tells', async (_kind, rule) => {
    const wire = filteredItems([2]);
    expect(await collect(walk(rule, wire))).toEqual([1, 3]);
    expect(wire.requests).toHaveLength(1);
  });

  it.each([
    ['by page', { ...byPage, more: '/next' }],
    ['by page', { ...byPage, total: '/total' }],
    ['by offset', { ...byOffset, more: '/next' }],
    ['by offset', { ...byOffset, total: '/total' }],
  ] as const)('%s is no end where the answer tells (%o)', async (_kind, rule) => {
    for (const hidden of [[], [2], [4, 5, 6], [1, 2, 3], [7]]) {
      const seen = new Set(await collect(walk(rule, filteredItems(hidden))));
      expect([...seen]).toEqual([1, 2, 3, 4, 5, 6, 7].filter((row) => !hidden.includes(row)));
    }
    expect(await collect(walk(rule, filteredItems([])))).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it.each([
    ['by page', { ...byPage, more: '/next' }],
    ['by page', { ...byPage, total: '/total' }],
    ['by offset', { ...byOffset, more: '/next' }],
    ['by offset', { ...byOffset, total: '/total' }],
  ] as const)('%s of a server that gives no more at once is no end (%o)', async (_kind, rule) => {
    expect(await collect(walk(rule, filteredItems([], 2)))).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it.each([[false], [null], [''], [undefined]])('%o at `more` is the end of full pages', async (more) => {
    const wire = fakeFetch(() => json({ data: [1, 2, 3], more }));
    expect(await collect(walk({ ...byPage, more: '/more' }, wire))).toEqual([1, 2, 3]);
    expect(wire.requests).toHaveLength(1);
  });

  it('without the total that is declared an empty page is the end', async () => {
    const pages = [[1, 2], [3], []];
    const wire = fakeFetch((_sent, index) => json({ data: pages[index] }));
    expect(await collect(walk({ ...byOffset, total: '/total' }, wire))).toEqual([1, 2, 3]);
    expect(searches(wire)).toEqual(['?offset=0&limit=3', '?offset=2&limit=3', '?offset=3&limit=3']);
  });

  it('a total counts from the front, wherever the walk starts', async () => {
    const filtered = filteredItems([]);
    expect(await collect(walk({ ...byPage, total: '/total' }, filtered, { page: 2 }))).toEqual([4, 5, 6, 7]);
    expect(filtered.requests).toHaveLength(2);
  });
});

describe('a walk that would not end', () => {
  it.each([
    ['the same cursor', () => 'a'],
    ['a cursor of before', (index: number) => ['a', 'b', 'a'][index] ?? 'c'],
  ])('%s is an error', async (_name, next) => {
    const wire = fakeFetch((_sent, index) => json({ data: [index], next: next(index) }));
    const items: number[] = [];
    const reading = (async (): Promise<void> => {
      for await (const item of walk(byCursor, wire)) items.push(item);
    })();
    expect(await errorOf(reading)).toMatchObject({ code: 'PROTOCOL_VIOLATION' });
    expect(wire.requests.length).toBeLessThanOrEqual(3);
    expect(items).toHaveLength(wire.requests.length);
  });

  it('the cursor that the caller began with counts', async () => {
    const wire = fakeFetch(() => json({ data: [1], next: 'start' }));
    await errorOf(collect(walk(byCursor, wire, { cursor: 'start' })));
    expect(searches(wire)).toEqual(['?limit=3&cursor=start']);
  });

  it('pages that are always full end with an error where the caller named no bound', async () => {
    const wire = { requests: [], fetch: () => Promise.resolve(json({ data: [1, 2, 3] })) };
    const error = await errorOf(collect(walk(byPage, wire)));
    expect(error.message).toContain('10000 pages');
  }, 60_000);

  it('an answer that was cut short is an error behind its items', async () => {
    const wire = fakeFetch(() => json({ data: [1], next: 'b', cut: true }));
    const items: number[] = [];
    const reading = (async (): Promise<void> => {
      for await (const item of walk({ ...byCursor, truncated: '/cut' }, wire)) items.push(item);
    })();
    expect((await errorOf(reading)).message).toContain('cut short');
    expect(items).toEqual([1]);
  });
});

it('starts where the request says', async () => {
  expect(await collect(walk(byPage, sevenItems(), { page: 3 }))).toEqual([7]);
  expect(await collect(walk(byOffset, sevenItems(), { offset: 5 }))).toEqual([6, 7]);
  expect(await collect(walk(byCursor, sevenItems(), { cursor: '6' }))).toEqual([7]);
  expect((await errorOf(collect(walk(byPage, sevenItems(), { page: 'x' })))).code).toBe('INPUT');
});

it('places of a body are filled as well', async () => {
  const posting: OperationDefinition = {
    ...definition,
    method: 'POST',
    parameters: [],
    body: bodyOf('application/json'),
  };
  const rule: PaginationRule = {
    kind: 'cursor',
    cursor: { in: 'body', at: '/page/after' },
    size: { in: 'body', at: '/page/size' },
    next: '/next',
    truncated: null,
    maxSize: 2,
    items: '',
  };
  const wire = fakeFetch(() => json([1]));
  const pages = paginate<[request: { body: object }], number, number[]>({ definition: posting }, rule);
  expect(await collect(pages(connectAcme({ fetch: wire.fetch }), { body: { q: 'x' } }))).toEqual([1]);
  expect(await wire.requests[0]?.json()).toEqual({ q: 'x', page: { size: 2 } });
});

it.each([[0], [1.5], ['2'], [-1]])('maxPages of %o is refused', async (maxPages) => {
  const options = { maxPages } as PageOptions;
  expect((await errorOf(collect(walk(byPage, sevenItems(), {}, options)))).code).toBe('INPUT');
});
