/** Deletion by filter, resolved to ids: what is read, what is guarded, what is deleted. */
import { describe, expect, it } from 'vitest';
import type { DeletionPlan } from '../../runtime/bulk/types.js';
import { madeUpRows, whereBench, type Row, type WhereBenchOptions } from './where-bench.js';

const off = { state: { eq: 'off' } };
const onFirstPage =
  (rows: readonly Row[]): NonNullable<WhereBenchOptions['listed']> =>
  (_shown, { page }) =>
    page === 0 ? rows : [];

describe('resolve', () => {
  it('reads every page before it deletes, and deletes what it read, id by id', async () => {
    const bench = whereBench({ rows: madeUpRows(260) });
    const { summary, outcomes, error } = await bench.run(off, { guards: { maxDeletes: 130 } });
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({
      state: 'completed',
      requested: 130,
      matches: 130,
      gone: 130,
      recordsRemoved: 130,
      byStatus: { deleted: 130 },
      filter: {
        strategy: 'resolve',
        text: 'state eq',
        sample: madeUpRows(20)
          .filter((row) => row['state'] === 'off')
          .map((row) => row['id']),
      },
    });
    expect(summary.filter?.status).toBeUndefined();
    expect(bench.rows.every((row) => row['state'] === 'on')).toBe(true);
    expect(bench.rows).toHaveLength(130);
    expect(outcomes).toHaveLength(130);
    const kinds = bench.seen.map(({ kind }) => kind);
    expect(kinds.indexOf('delete')).toBe(4);
    expect(summary.requests.reads).toBe(4);
    // Never by the filter: only by ids.
    expect(bench.deletions().every(({ filter }) => Object.keys(filter).join() === 'id')).toBe(true);
    summary.throwIfNotGone();
  });

  it('sends nothing where nothing matches', async () => {
    const bench = whereBench({ rows: madeUpRows(3) });
    const { summary } = await bench.run({ state: { eq: 'gone' } }, { guards: { maxDeletes: 1 } });
    expect(summary).toMatchObject({ state: 'completed', matches: 0, requested: 0, requests: { sent: 0 } });
    expect(bench.deletions()).toEqual([]);
  });

  it.each([
    ['more than allowed', { maxDeletes: 9 }, /^(At least )?10 rows match; maxDeletes is 9/, 'maxDeletes'],
    [
      'another number',
      { maxDeletes: 99, expectCount: 9 },
      /^10 rows match; expected were 9\./,
      'expectCount',
    ],
    [
      'outside of bounds',
      { maxDeletes: 99, expectCount: { min: 11, max: 12 } },
      /expected were 11 to 12/,
      'expectCount',
    ],
  ])('refuses %s, with nothing deleted', async (_what, guards, message, guard) => {
    const bench = whereBench({ rows: madeUpRows(20) });
    const { summary, error } = await bench.run(off, { guards });
    expect(error).toMatchObject({ code: 'GUARD', effect: 'none', cause: { guard } });
    expect(error?.message).toMatch(message);
    expect(summary).toMatchObject({ state: 'stopped', requested: 0, requests: { sent: 0 } });
    expect(bench.rows).toHaveLength(20);
    expect(() => {
      summary.throwIfNotGone();
    }).toThrow(message);
  });

  it('stops reading when more match than may go', async () => {
    const bench = whereBench({ rows: madeUpRows(2000) });
    await bench.run(off, { guards: { maxDeletes: 60 } });
    expect(bench.reads()).toHaveLength(2);
  });

  it('asks for the number first where the provider can say it', async () => {
    const bench = whereBench({ rows: madeUpRows(2000), filter: { matches: ['/matching'] } });
    const { error } = await bench.run(off, { guards: { maxDeletes: 60 } });
    expect(error?.message).toBe('1000 rows match; maxDeletes is 60.');
    expect(bench.reads()).toHaveLength(1);
  });

  it.each([
    ['its own count', { counts: true }],
    ['a look at where the last row would be', { filter: { listsAll: true } }],
  ])('takes no more than half of a target by default, known by %s', async (_how, given) => {
    const rows = [
      ...madeUpRows(100).filter((row) => row['state'] === 'off'),
      ...madeUpRows(98).filter((row) => row['state'] === 'on'),
    ];
    const bench = whereBench({ rows, ...given });
    const { error } = await bench.run(off, { guards: { maxDeletes: 100 } });
    expect(error).toMatchObject({ code: 'GUARD', cause: { guard: 'maxFractionOfTarget' } });
    expect(bench.deletions()).toEqual([]);
    const enough = whereBench({ rows: [...rows, { id: 'last', state: 'on', n: 0 }], ...given });
    expect((await enough.run(off, { guards: { maxDeletes: 100 } })).summary.gone).toBe(50);
    const more = whereBench({ rows, ...given });
    const loose = { maxDeletes: 100, maxFractionOfTarget: 1 };
    expect((await more.run(off, { guards: loose })).summary.gone).toBe(50);
  });

  it.each<[string, Partial<WhereBenchOptions>, RegExp]>([
    [
      'by short pages',
      { cap: { rows: 20, of: 'given' }, filter: { listsAll: true } },
      /^30 rows match, which is more than 0.5/,
    ],
    [
      'by an answer without a number',
      { counts: true, readFault: (index) => (index === 2 ? { kind: 'answer', status: 200 } : undefined) },
      /^30 rows match, and the target could not be counted/,
    ],
  ])('takes a target for no larger than it is known to be, %s', async (_how, given, message) => {
    const rows = madeUpRows(60).filter((row) => row['state'] === 'off' || Number(row['n']) < 20);
    const bench = whereBench({ rows, ...given });
    const { error } = await bench.run(off, { guards: { maxDeletes: 100 } });
    expect(error).toMatchObject({ code: 'GUARD', cause: { guard: 'maxFractionOfTarget' } });
    expect(error?.message).toMatch(message);
    expect(bench.deletions()).toEqual([]);
  });

  it('shows the caller what matches, and asks once', async () => {
    const bench = whereBench({ rows: madeUpRows(30) });
    const plans: DeletionPlan[] = [];
    const confirm = (plan: DeletionPlan): boolean => {
      plans.push(plan);
      expect(bench.deletions()).toEqual([]);
      return false;
    };
    const { error } = await bench.run(off, { guards: { maxDeletes: 15 }, confirm });
    expect(error).toMatchObject({ code: 'GUARD', cause: { guard: 'confirm' } });
    expect(plans).toMatchObject([
      {
        matches: 15,
        irreversible: true,
        sample: ['r0', 'r2', 'r4', 'r6', 'r8', 'r10', 'r12', 'r14', 'r16', 'r18'],
      },
    ]);
    expect(bench.rows).toHaveLength(30);
    const agreed = await bench.run(off, { guards: { maxDeletes: 15 }, confirm: () => true });
    expect(agreed.summary.gone).toBe(15);
  });

  it('keeps what is protected, also by the guards that the deleter was made with', async () => {
    const bench = whereBench({ rows: madeUpRows(6), defaults: { guards: { protect: ['r0'] } } });
    const { summary } = await bench.run(off, { guards: { maxDeletes: 3 } });
    expect(summary).toMatchObject({ matches: 3, byStatus: { deleted: 2, skipped: 1 } });
    expect(bench.rows.map((row) => row['id'])).toEqual(['r0', 'r1', 'r3', 'r5']);
  });
});

describe('rows that change meanwhile', () => {
  it('begin to match after they were read: they stay', async () => {
    const bench = whereBench({
      rows: madeUpRows(10),
      before: ({ kind }, rows) => {
        if (kind === 'delete') rows.push({ id: `new${rows.length}`, state: 'off', n: 0 });
      },
    });
    const { summary } = await bench.run(off, { guards: { maxDeletes: 5 } });
    expect(summary).toMatchObject({ matches: 5, gone: 5, recordsRemoved: 5 });
    expect(bench.rows.filter((row) => row['state'] === 'off')).toHaveLength(1);
  });

  it('cease to match between being read and being deleted: they go, as was read', async () => {
    const bench = whereBench({
      rows: madeUpRows(10),
      before: ({ kind }, rows) => {
        if (kind === 'delete') rows.splice(0, 1, { id: 'r0', state: 'on', n: 0 });
      },
    });
    const { summary } = await bench.run(off, { guards: { maxDeletes: 5 } });
    expect(summary).toMatchObject({ gone: 5, byStatus: { deleted: 5 } });
  });

  it('are gone when their turn comes: nobody claims to have deleted them', async () => {
    const bench = whereBench({
      rows: madeUpRows(10),
      before: ({ kind }, rows) => {
        if (kind === 'delete') rows.splice(0, 1);
      },
    });
    const { summary } = await bench.run(off, { guards: { maxDeletes: 5 } });
    expect(summary).toMatchObject({ gone: 5, recordsRemoved: 4, byStatus: { deleted: 0, absent: 5 } });
  });

  it('shift while pages are read: said once, and no id is sent twice', async () => {
    const bench = whereBench({
      rows: madeUpRows(200),
      before: ({ page }, rows) => {
        if (page === 1 && rows.length === 200) rows.unshift({ id: 'first', state: 'off', n: 0 });
      },
    });
    const { summary, outcomes } = await bench.run(off, { guards: { maxDeletes: 120 } });
    expect(summary.warnings.map(({ code }) => code)).toEqual(['listShifted']);
    expect(new Set(outcomes.map(({ id }) => id)).size).toBe(outcomes.length);
    expect(outcomes).toHaveLength(100);
  });

  it.each(['given', 'asked'] as const)(
    'pages are shorter than asked for, and begin after those %s',
    async (of) => {
      const bench = whereBench({ rows: madeUpRows(200), cap: { rows: 30, of } });
      const { summary } = await bench.run(off, { guards: { maxDeletes: 100 } });
      expect(summary).toMatchObject({ state: 'completed', matches: 100, gone: 100, warnings: [] });
    },
  );

  it('are fewer than the provider says: told, because some are left', async () => {
    const made = { rows: madeUpRows(20), filter: { matches: ['/matching'] }, told: () => 12 };
    const { summary } = await whereBench(made).run(off, { guards: { maxDeletes: 100 } });
    expect(summary).toMatchObject({
      matches: 10,
      gone: 10,
      warnings: [
        { code: 'listShifted', message: expect.stringMatching(/12 rows match, and lists 10/) as string },
      ],
    });
  });

  it('a list whose pages are all the same is given up, with nothing deleted', async () => {
    const rows = madeUpRows(400);
    const same = rows.filter((row) => row['state'] === 'off').slice(0, 50);
    const bench = whereBench({ rows, listed: () => same });
    const { error } = await bench.run(off, { guards: { maxDeletes: 1000 } });
    expect(error).toMatchObject({ code: 'PROTOCOL_VIOLATION', effect: 'none' });
    expect(bench.reads()).toHaveLength(2);
    expect(bench.rows).toHaveLength(400);
  });
});

describe('what a provider makes of a filter', () => {
  it('a column that it does not know, and ignores, ends the run before anything is deleted', async () => {
    const bench = whereBench({ rows: madeUpRows(10) });
    const { error } = await bench.run({ nope: { eq: 1 } }, { guards: { maxDeletes: 100 } });
    expect(error).toMatchObject({ code: 'GUARD', cause: { guard: 'ignoredFilter' } });
    expect(error?.message).toMatch(/no column nope/);
    expect(bench.rows).toHaveLength(10);
  });

  it.each<[string, Row, object, boolean]>([
    ['another case of letters', { id: 'a', state: 'OFF' }, { state: { eq: 'off' } }, false],
    ['a number for a text', { id: 'a', n: 7 }, { n: { eq: '7' } }, true],
    ['a truth value for 1', { id: 'a', n: true }, { n: { in: [0, true] as unknown[] } }, false],
    ['a decimal with a zero', { id: 'a', n: '1.50' }, { n: { eq: 1.5 } }, true],
    ['a nought with a sign', { id: 'a', n: '-0.0' }, { n: { eq: '00' } }, true],
    ['another sign', { id: 'a', n: '-1.0' }, { n: { eq: 1 } }, false],
    ['a long whole number', { id: 'a', n: '9007199254740993.0' }, { n: { eq: '9007199254740992.0' } }, false],
    [
      'a long number, written alike',
      { id: 'a', n: '9007199254740993.0' },
      { n: { eq: '09007199254740993' } },
      true,
    ],
    [
      'a number that may have been another',
      { id: 'a', n: 2 ** 53 },
      { n: { eq: '9007199254740992.0' } },
      false,
    ],
  ])('%s', async (_what, row, filter, isSame) => {
    const bench = whereBench({ rows: [row], listed: onFirstPage([row]) });
    const isReadable = !JSON.stringify(filter).includes('true');
    if (!isReadable) {
      expect(() => bench.deleter.deleteWhere(filter as never, { dryRun: true })).toThrow(/boolean/);
      return;
    }
    const { error, summary } = await bench.run(filter, { guards: { maxDeletes: 1 } });
    if (isSame) {
      expect(summary.gone).toBe(1);
      return;
    }
    expect(error).toMatchObject({ code: 'GUARD', cause: { guard: 'looseMatch' } });
    expect(bench.deletions()).toEqual([]);
    const allowed = await bench.run(filter, { guards: { maxDeletes: 1, allowBroadFilter: true } });
    expect(allowed.summary.gone).toBe(1);
  });

  it.each([{}, { id: null }, { id: 2 ** 60 }])('a row without an id that can be read: %j', async (row) => {
    const bench = whereBench({
      rows: [{ id: 'a', state: 'off' }],
      listed: onFirstPage([{ state: 'off', ...row }]),
    });
    const { error } = await bench.run(off, { guards: { maxDeletes: 5 } });
    expect(error).toMatchObject({ code: 'PROTOCOL_VIOLATION', effect: 'none' });
    expect(bench.deletions()).toEqual([]);
  });

  it('values that are said to be unique and are not', async () => {
    const columns = { names: null, pattern: null, reserved: [], unique: true };
    const rows = [
      { id: 'a', key: 'x' },
      { id: 'b', key: 'x' },
    ];
    const bench = whereBench({ rows, filter: { columns, operators: null }, listed: onFirstPage(rows) });
    const { error } = await bench.run({ key: 'x' }, { guards: { maxDeletes: 5 } });
    expect(error?.message).toMatch(/not unique/);
    expect(bench.deletions()).toEqual([]);
  });
});

describe('a dry run', () => {
  it('reads all ids and deletes none', async () => {
    const bench = whereBench({ rows: madeUpRows(120) });
    const plans: DeletionPlan[] = [];
    const { summary, outcomes } = await bench.run(off, {
      dryRun: true,
      onEvent: (event) => {
        if (event.type === 'planned') plans.push(event.plan);
      },
    });
    expect(summary).toMatchObject({ state: 'dryRun', requested: 60, matches: 60, byStatus: { skipped: 60 } });
    expect(outcomes.every(({ status, reason }) => status === 'skipped' && reason === 'dryRun')).toBe(true);
    expect(plans).toMatchObject([{ ids: 60, matches: 60, minimumRequests: 1 }]);
    expect(bench.deletions()).toEqual([]);
  });

  it.each([
    ['by reading', {}, 4],
    ['by asking', { filter: { matches: ['/matching'] } }, 2],
  ])('only counts, %s', async (_how, given, reads) => {
    const bench = whereBench({ rows: madeUpRows(240), ...given });
    const plans: DeletionPlan[] = [];
    const { summary, outcomes } = await bench.run(off, {
      dryRun: 'count',
      onEvent: (event) => {
        if (event.type === 'planned') plans.push(event.plan);
      },
    });
    expect(summary).toMatchObject({
      state: 'dryRun',
      requested: 0,
      matches: 120,
      requests: { sent: 0, reads },
    });
    expect(summary.filter?.sample).toHaveLength(10);
    expect(plans).toMatchObject([{ matches: 120 }]);
    expect(outcomes).toEqual([]);
    expect(() => {
      summary.throwIfNotGone();
    }).toThrow(/120 are not known to be gone/);
    expect(bench.deletions()).toEqual([]);
  });

  it('tells which guards would have ended the run', async () => {
    const bench = whereBench({ rows: madeUpRows(20), counts: true });
    const { summary } = await bench.run(off, {
      dryRun: 'count',
      guards: { maxDeletes: 5, expectCount: 7, maxFractionOfTarget: 0.4 },
    });
    expect(summary.warnings.map(({ code }) => code)).toEqual([
      'maxDeletes',
      'expectCount',
      'maxFractionOfTarget',
    ]);
    expect(summary.matches).toBe(10);
  });
});

describe('faults', () => {
  it('a read that fails for good ends the run, with nothing deleted', async () => {
    const bench = whereBench({
      rows: madeUpRows(120),
      readFault: (index) => (index === 1 ? { kind: 'answer', status: 403 } : undefined),
    });
    const { summary, error } = await bench.run(off, { guards: { maxDeletes: 100 } });
    expect(error).toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(summary).toMatchObject({ state: 'stopped', requested: 0 });
    expect(bench.deletions()).toEqual([]);
  });

  it('a read that fails once is repeated', async () => {
    const bench = whereBench({
      rows: madeUpRows(120),
      readFault: (index) => (index === 1 ? { kind: 'answer', status: 503 } : undefined),
    });
    const { summary } = await bench.run(off, { guards: { maxDeletes: 100 } });
    expect(summary).toMatchObject({ state: 'completed', gone: 60 });
  });

  it('a deletion whose answer was lost is repeated, because it names ids', async () => {
    const bench = whereBench({
      rows: madeUpRows(20),
      fault: (index) => (index === 0 ? { kind: 'cut', done: true } : undefined),
    });
    const { summary } = await bench.run(off, { guards: { maxDeletes: 10 } });
    expect(summary).toMatchObject({
      state: 'completed',
      gone: 10,
      byStatus: { absent: 10, notFound: 0, deleted: 0 },
    });
  });

  it('an abort while rows are read sends nothing, and resolves', async () => {
    const controller = new AbortController();
    const bench = whereBench({
      rows: madeUpRows(400),
      before: ({ page }) => {
        if (page === 1) controller.abort();
      },
    });
    const { summary, error } = await bench.run(off, {
      guards: { maxDeletes: 400 },
      signal: controller.signal,
    });
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({ state: 'aborted', requested: 0, requests: { sent: 0 } });
    expect(bench.deletions()).toEqual([]);
  });
});
