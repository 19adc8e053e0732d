/** Deletion by filter with the generated packages against the servers; the servers' own rows say what is true. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAltatech } from '@rowsweep/altatech';
import { createGptbots } from '@rowsweep/gptbots';
import { createMinimal, type RowsFilter } from '@rowsweep/minimal';
import { createSandbox, type Sandbox } from '@rowsweep/sandbox';
import type { DeleteWhereOptions, FilterDeleter } from '../../runtime/bulk/where/filter-types.js';
import { drivenClock, type DrivenClock } from './fake-clock.js';
import { finish, type WhereResult } from './where-bench.js';

let sandbox: Sandbox;
let clock: DrivenClock;

beforeEach(async () => {
  clock = drivenClock();
  sandbox = await createSandbox({ rows: 400, now: () => clock.now() });
});
afterEach(() => sandbox.close());

describe('rows of a table', () => {
  const deleter = (): FilterDeleter<RowsFilter> =>
    createMinimal({ ...sandbox.minimal.options, clock }).rows(sandbox.minimal.target);
  const run = (filter: RowsFilter, options: DeleteWhereOptions): Promise<WhereResult> =>
    clock.drive(finish(deleter().deleteWhere(filter, options)));
  const sent = (): readonly string[] =>
    sandbox.minimal.requests.filter(({ method }) => method === 'DELETE').map(({ target }) => target);
  const violations = (): readonly unknown[] =>
    sandbox.minimal.requests.flatMap((request) => request.violations);

  it('by a range: exactly those of the range, each with an outcome', async () => {
    const before = sandbox.minimal.store.ids();
    const { summary, outcomes, error } = await run(
      { id: { bw: [11, 110] } },
      { guards: { maxDeletes: 100 } },
    );
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({ state: 'completed', matches: 100, requested: 100, recordsRemoved: 100 });
    expect(outcomes.every(({ status }) => status === 'deleted')).toBe(true);
    const left = before.filter((id) => Number(id) < 11 || Number(id) > 110);
    expect(sandbox.minimal.store.ids()).toEqual(left);
    expect(sent().every((target) => /\?id=(in|eq)\./.test(target))).toBe(true);
    expect(violations()).toEqual([]);
  });

  it.each<[string, RowsFilter, object, number]>([
    ['eq', { name: { eq: 'User 7' } }, {}, 1],
    ['in', { id: { in: [1, '2', 3n, 999_999] } }, {}, 3],
    ['two columns', { id: { in: [1, 2, 3] }, name: { eq: 'User 2' } }, {}, 1],
    ['an e-mail address with dots', { email: { eq: 'user9@example.com' } }, {}, 1],
    ['ne', { name: { ne: 'User 1' } }, { allowBroadFilter: true, maxFractionOfTarget: 1 }, 399],
    ['lt', { id: { lt: 5 } }, { allowBroadFilter: true }, 4],
    ['le', { id: { le: 5 } }, { allowBroadFilter: true }, 5],
    ['gt', { id: { gt: 398 } }, { allowBroadFilter: true }, 2],
    ['ge', { id: { ge: 398 } }, { allowBroadFilter: true }, 3],
    ['nin', { id: { nin: [1, 2] } }, { allowBroadFilter: true, maxFractionOfTarget: 1 }, 398],
    ['li', { name: { li: 'ser 39' } }, { allowBroadFilter: true }, 11],
    ['rli', { name: { rli: 'User 39' } }, { allowBroadFilter: true }, 11],
    ['nli', { name: { nli: 'User 1' } }, { allowBroadFilter: true, maxFractionOfTarget: 1 }, 289],
    ['il', { name: { il: 'USER 39' } }, { allowBroadFilter: true }, 11],
  ])('with %s', async (_operator, filter, guards, count) => {
    const { summary, error } = await run(filter, { guards: { maxDeletes: 400, ...guards } });
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({ state: 'completed', matches: count, gone: count });
    expect(sandbox.minimal.store.size).toBe(400 - count);
    expect(violations()).toEqual([]);
  });

  it('more than half of the table is refused by default, found by one look far down', async () => {
    const filter: RowsFilter = { id: { bw: [1, 201] } };
    const { error } = await run(filter, { guards: { maxDeletes: 400 } });
    expect(error).toMatchObject({ code: 'GUARD', cause: { guard: 'maxFractionOfTarget' } });
    expect(sent()).toEqual([]);
    expect(sandbox.minimal.store.size).toBe(400);
    const half = await run({ id: { bw: [1, 200] } }, { guards: { maxDeletes: 400 } });
    expect(half.summary.gone).toBe(200);
  });

  it('what a database makes of a number and a text is noticed before it harms', async () => {
    // MySQL takes `1abc` for 1: https://dev.mysql.com/doc/refman/8.4/en/type-conversion.html
    const { error } = await run({ id: { eq: '1abc' } }, { guards: { maxDeletes: 5 } });
    expect(error).toMatchObject({ code: 'GUARD', cause: { guard: 'looseMatch' } });
    const folded = await run({ name: { eq: 'USER 7' } }, { guards: { maxDeletes: 5 } });
    expect(folded.error).toMatchObject({ cause: { guard: 'looseMatch' } });
    expect(sent()).toEqual([]);
    expect(sandbox.minimal.store.size).toBe(400);
  });

  it('a column that the table does not have ends the run', async () => {
    const { error } = await run({ nope: { eq: 1 } }, { guards: { maxDeletes: 5 } });
    expect(error?.effect).toBe('none');
    expect(sandbox.minimal.store.size).toBe(400);
  });

  it.each([{ dryRun: true }, { dryRun: 'count' }] as const)('%j writes nothing', async (options) => {
    const { summary } = await run({ id: { bw: [1, 100] } }, options);
    expect(summary).toMatchObject({ state: 'dryRun', matches: 100 });
    expect(summary.filter?.sample).toHaveLength(10);
    expect(sandbox.minimal.requests.every(({ method }) => method === 'GET')).toBe(true);
    expect(sandbox.minimal.store.size).toBe(400);
  });

  it('direct: one request with the filter itself', async () => {
    const { summary } = await run(
      { id: { bw: [1, 100] }, name: { rli: 'User' } },
      { filterStrategy: 'direct', guards: { maxDeletes: 100, expectCount: 100, allowBroadFilter: true } },
    );
    expect(summary).toMatchObject({ state: 'completed', recordsRemoved: 100, filter: { status: 'deleted' } });
    expect(sent()).toHaveLength(1);
    expect(sent()[0]).toMatch(/\?id=bw\.1\.100&name=rli\.User$/);
    expect(sandbox.minimal.store.size).toBe(300);
    expect(violations()).toEqual([]);
  });

  it.each([
    ['after', 'absent', 395],
    ['before', 'unknown', 400],
  ] as const)('direct, cut %s the deletion: %s, and never sent again', async (cut, status, size) => {
    sandbox.minimal.intercept = ({ method }) => (method === 'DELETE' ? { cut } : undefined);
    const { summary } = await run(
      { id: { bw: [1, 5] } },
      { filterStrategy: 'direct', guards: { maxDeletes: 5 } },
    );
    expect(summary.filter?.status).toBe(status);
    expect(sent()).toHaveLength(1);
    expect(sandbox.minimal.store.size).toBe(size);
  });
});

interface KeySubject {
  readonly server: Sandbox['altatech'];
  readonly deleter: FilterDeleter<Readonly<Record<string, string | number | bigint>>>;
}

const subjects: Readonly<Record<string, () => KeySubject>> = {
  altatech: () => {
    const server = sandbox.altatech;
    return { server, deleter: createAltatech({ ...server.options, clock }).records(server.target) };
  },
  gptbots: () => {
    const server = sandbox.gptbots;
    return { server, deleter: createGptbots({ ...server.options, clock }).records(server.target) };
  },
};

describe.each(Object.entries(subjects))('a record by its unique key: %s', (_name, make) => {
  const firstKey = ({ server }: KeySubject): string => {
    const [id = ''] = server.store.ids();
    return String(server.store.read(id)?.['id']);
  };

  it('is found, and deleted by its id', async () => {
    const subject = make();
    const { server, deleter } = subject;
    const [id = ''] = server.store.ids();
    const run = deleter.deleteWhere({ id: firstKey(subject) }, { guards: { maxDeletes: 1 } });
    const { summary, outcomes } = await clock.drive(finish(run));
    expect(summary).toMatchObject({ state: 'completed', matches: 1, gone: 1 });
    expect(outcomes).toMatchObject([{ id, status: 'absent', evidence: 'batch' }]);
    expect(server.store.has(id)).toBe(false);
    expect(server.store.size).toBe(399);
    expect(server.requests.flatMap((request) => request.violations)).toEqual([]);
  });

  it('direct: one element that holds the filter, and no record id beside it', async () => {
    const subject = make();
    const { server, deleter } = subject;
    const key = firstKey(subject);
    const bodies: unknown[] = [];
    server.intercept = (request) => {
      if (request.path.endsWith('/delete/record')) bodies.push(request.json);
      return undefined;
    };
    const run = deleter.deleteWhere({ id: key }, { filterStrategy: 'direct', guards: { maxDeletes: 1 } });
    const { summary } = await clock.drive(finish(run));
    expect(summary).toMatchObject({ state: 'completed', matches: 1, filter: { status: 'absent' } });
    expect(bodies).toEqual([{ ...server.target, delete_data: [{ filter: { id: key } }] }]);
    expect(server.store.size).toBe(399);
    expect(server.requests.flatMap((request) => request.violations)).toEqual([]);
  });

  it('that is not there: nothing is sent', async () => {
    const { server, deleter } = make();
    const run = deleter.deleteWhere({ id: 'nobody' }, { guards: { maxDeletes: 1 } });
    const { summary } = await clock.drive(finish(run));
    expect(summary).toMatchObject({ state: 'completed', matches: 0, requests: { sent: 0 } });
    expect(server.store.size).toBe(400);
  });

  it('of a column that is not unique: refused by the provider while reading, with nothing deleted', async () => {
    const { server, deleter } = make();
    const run = deleter.deleteWhere({ name: 'name 1' }, { guards: { maxDeletes: 400 } });
    const { error } = await clock.drive(finish(run));
    expect(error).toMatchObject({ code: 'INVALID_REQUEST', effect: 'none' });
    expect(server.store.size).toBe(400);
  });
});
