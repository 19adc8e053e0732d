import { describe, expect, it } from 'vitest';
import { bench, ids, statuses, type Fault } from './bulk-bench.js';

const lost = (done: boolean) => (): Fault => ({ kind: 'cut', done });

describe('after lost answers', () => {
  it.each(['each', 'filter'] as const)('a read (%s) tells what is gone and what is not', async (readBack) => {
    const gone = await bench({
      readBack,
      where: readBack === 'filter' ? 'query' : 'body',
      reports: 'count',
      rows: ids(3),
      fault: lost(true),
    }).run(ids(3));
    expect(gone.outcomes).toMatchObject(ids(3).map(() => ({ status: 'absent', evidence: 'verified' })));
    const there = await bench({
      readBack,
      where: readBack === 'filter' ? 'query' : 'body',
      reports: 'count',
      rows: ids(3),
      fault: lost(false),
    }).run(ids(3));
    expect(there.outcomes).toMatchObject(
      ids(3).map(() => ({ status: 'unknown', evidence: 'verified', error: { code: 'CONNECTION' } })),
    );
  });

  it('reads pages of ids, and counts them', async () => {
    const { run, seen } = bench({
      readBack: 'filter',
      where: 'query',
      reports: 'count',
      rows: ids(120),
      limits: { maxIds: 120 },
      fault: lost(false),
    });
    const { summary } = await run(ids(120));
    expect(summary.byStatus.unknown).toBe(120);
    expect(seen.filter(({ kind }) => kind === 'list').map(({ ids: asked }) => asked.length)).toEqual([
      50, 50, 20,
    ]);
    expect(summary.requests.reads).toBe(3);
  });

  it('does not walk a whole list unless asked', async () => {
    const options = { readBack: 'scan' as const, rows: ids(120), fault: lost(true) };
    expect(statuses(await bench(options).run(['r1']))).toEqual(['unknown']);
    const asked = bench(options);
    expect(statuses(await asked.run(['r1'], { verify: 'ambiguous' }))).toEqual(['absent']);
    expect(asked.seen.filter(({ kind }) => kind === 'list')).toHaveLength(4);
  });

  it.each([
    ['scan', 'given', 40],
    ['scan', 'asked', 40],
    ['scan', 'asked', 47],
    ['filter', 'given', 40],
    ['filter', 'asked', 40],
  ] as const)(
    'takes no short page for the end of a list (%s, pages of what was %s, %i rows)',
    async (readBack, of, count) => {
      const { run, seen } = bench({
        readBack,
        where: readBack === 'filter' ? 'query' : 'body',
        reports: 'count',
        rows: ids(count),
        cap: { rows: 20, of },
        fault: lost(false),
        retry: 'never',
      });
      const { summary } = await run([...ids(count), 'other'], { verify: 'ambiguous' });
      expect(summary.byStatus).toMatchObject({ absent: 1, unknown: count });
      expect(seen.filter(({ kind }) => kind === 'list').length).toBeLessThanOrEqual(4);
    },
  );

  it('reads three pages for the ids of one request, and leaves open what is behind them', async () => {
    const { run, seen } = bench({
      readBack: 'filter',
      where: 'query',
      reports: 'count',
      rows: ids(40),
      cap: { rows: 10, of: 'given' },
      fault: lost(false),
      retry: 'never',
    });
    const { outcomes } = await run(ids(40));
    expect(seen.filter(({ kind }) => kind === 'list')).toHaveLength(3);
    expect(outcomes.map(({ status, evidence }) => `${status}/${evidence}`)).toEqual(
      ids(40).map((_id, index) => `unknown/${index < 30 ? 'verified' : 'none'}`),
    );
  });

  it.each([
    ['more', { more: '/more' }, 0],
    ['total', { total: '/total' }, 0],
    ['nothing', undefined, 1],
  ])('the end is where the answer says it (%s)', async (_name, pageEnd, furtherReads) => {
    const { run, seen } = bench({
      ...(pageEnd === undefined ? {} : { pageEnd }),
      readBack: 'scan',
      reports: 'count',
      rows: ids(120),
      fault: lost(false),
      retry: 'never',
    });
    expect(statuses(await run(['other'], { verify: 'ambiguous' }))).toEqual(['absent']);
    expect(seen.filter(({ kind }) => kind === 'list')).toHaveLength(3 + furtherReads);
  });

  it('a page of which nothing may be shown is no end where the answer says that there is more', async () => {
    const { run } = bench({
      pageEnd: { more: '/more' },
      readBack: 'scan',
      reports: 'count',
      rows: ids(120),
      hidden: (id) => ids(120).indexOf(id) < 50,
      fault: lost(false),
      retry: 'never',
    });
    const { summary } = await run(ids(120).slice(60), { verify: 'ambiguous' });
    expect(summary.byStatus).toMatchObject({ unknown: 60 });
  });

  it('a read that fails leaves the question open', async () => {
    const { run } = bench({
      readBack: 'each',
      fault: lost(true),
      readFault: () => ({ kind: 'answer', status: 500 }),
    });
    expect(statuses(await run(['a']))).toEqual(['unknown']);
  });

  it('an outage of reads costs a few reads, not one for each id', async () => {
    const { run, seen } = bench({
      readBack: 'each',
      rows: ids(100),
      fault: lost(false),
      readFault: () => ({ kind: 'cut', done: false }),
    });
    await run(ids(100), { retry: { maxAttempts: 2 } });
    expect(seen.filter(({ kind }) => kind === 'get').length).toBeLessThanOrEqual(4 * 2);
  });

  it('long ids are read in requests that are no longer than those of the deletion', async () => {
    const long = ids(20).map((id) => id + 'x'.repeat(100));
    const { run, seen } = bench({
      readBack: 'filter',
      where: 'query',
      reports: 'count',
      rows: long,
      limits: { maxIds: 20, maxUrlBytes: 1_000 },
      fault: lost(true),
    });
    const { summary } = await run(long, { retry: { maxAttempts: 1 } });
    expect(summary.byStatus.absent).toBe(20);
    const most = Math.max(...seen.map(({ bytes }) => bytes));
    expect(most).toBeLessThanOrEqual(1_000 + '&page=0&size=50'.length);
  });

  it('a filter that is not obeyed is not believed', async () => {
    const { run } = bench({
      readBack: 'filter',
      where: 'query',
      reports: 'count',
      fault: lost(true),
      readFault: () => ({ kind: 'answer', status: 200, body: { data: [{ id: 'other' }] } }),
    });
    expect(statuses(await run(['a']))).toEqual(['unknown']);
  });

  it('checks what a repeat left out, too', async () => {
    const { run, seen } = bench({
      readBack: 'each',
      rows: ['a', 'b'],
      fault: (index) => (index === 0 ? { kind: 'cut', done: false } : undefined),
      answer: () => ['a'],
    });
    const { outcomes } = await run(['a', 'b']);
    expect(outcomes).toMatchObject([
      { status: 'deleted', evidence: 'id' },
      { status: 'absent', evidence: 'verified' },
    ]);
    expect(seen.filter(({ kind }) => kind === 'get').map(({ ids: asked }) => asked[0])).toEqual(['b']);
  });
});

describe('verify: all', () => {
  it('finds out a provider that only says yes', async () => {
    const { run } = bench({
      reports: 'batch',
      readBack: 'each',
      rows: ['a', 'b'],
      fault: () => ({ kind: 'answer', status: 200, body: { code: 0 } }),
    });
    const { outcomes, summary } = await run(['a', 'x'], { verify: 'all' });
    expect(outcomes).toMatchObject([
      { status: 'unknown', evidence: 'verified', error: { code: 'PROTOCOL_VIOLATION' } },
      { status: 'absent', evidence: 'verified' },
    ]);
    expect(summary.warnings).toMatchObject([{ code: 'notGone' }]);
  });

  it('does not take an id for gone that moved to a page already read, while another chunk deleted', async () => {
    const { run } = bench({
      reports: 'batch',
      readBack: 'scan',
      rows: ids(120),
      limits: { maxIds: 60 },
      latencyMs: 20,
      fault: (index) =>
        (
          [
            { kind: 'answer', status: 409 },
            { kind: 'answer', status: 200, body: {} },
          ] as const
        )[index],
    });
    const { outcomes } = await run(ids(120), { verify: 'all', retry: { baseDelayMs: 40 } });
    const kept = outcomes.slice(60);
    expect(kept.filter(({ status, evidence }) => status === 'absent' && evidence === 'verified')).toEqual([]);
    expect(kept.some(({ status, evidence }) => status === 'unknown' && evidence === 'verified')).toBe(true);
  });

  it('makes a claim stronger when it was true', async () => {
    const { outcomes } = await bench({ readBack: 'each', rows: ['a'] }).run(['a', 'b'], { verify: 'all' });
    expect(outcomes).toMatchObject([
      { status: 'deleted', evidence: 'verified' },
      { status: 'notFound', evidence: 'verified' },
    ]);
  });

  it('off reads nothing', async () => {
    const { run, seen } = bench({ readBack: 'each', fault: lost(true) });
    expect(statuses(await run(['a'], { verify: 'off' }))).toEqual(['unknown']);
    expect(seen.every(({ kind }) => kind === 'delete')).toBe(true);
  });
});
