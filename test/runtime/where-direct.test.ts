/** A filter that is sent itself: counted first, sent once, and nothing claimed that nobody knows. */
import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { DeleteWhereOptions } from '../../runtime/bulk/where/filter-types.js';
import type { DeletionPlan, DeletionRun } from '../../runtime/bulk/types.js';
import { behaviourOf } from './bulk-tables.js';
import { logger, tracer } from './telemetry-recorders.js';
import { finish, madeUpRows, whereBench, type WhereBenchOptions } from './where-bench.js';

const off = { state: { eq: 'off' } };
const direct: DeleteWhereOptions = { filterStrategy: 'direct', guards: { maxDeletes: 100 } };

describe('direct', () => {
  it('counts, and then sends the filter once', async () => {
    const bench = whereBench({ rows: madeUpRows(120) });
    const { summary, outcomes, error } = await bench.run(off, direct);
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({
      state: 'completed',
      requested: 0,
      matches: 60,
      recordsRemoved: 60,
      gone: 0,
      filter: { strategy: 'direct', status: 'deleted', text: 'state eq' },
      requests: { sent: 1, retried: 0, minimum: 1, reads: 3 },
      warnings: [],
    });
    expect(outcomes).toEqual([]);
    expect(bench.deletions()).toEqual([{ kind: 'delete', filter: { state: 'eq.off' }, page: 0 }]);
    expect(bench.rows.every((row) => row['state'] === 'on')).toBe(true);
    summary.throwIfNotGone();
  });

  it('claims no number where the provider only acknowledges', async () => {
    const { summary } = await whereBench({ rows: madeUpRows(4), reports: 'batch' }).run(off, direct);
    expect(summary).toMatchObject({ state: 'completed', matches: 2, filter: { status: 'absent' } });
    expect(summary.recordsRemoved).toBeUndefined();
  });

  it('sends nothing where nothing matches', async () => {
    const bench = whereBench({ rows: madeUpRows(4) });
    const { summary } = await bench.run({ state: { eq: 'lost' } }, direct);
    expect(summary).toMatchObject({ state: 'completed', matches: 0, filter: { status: 'skipped' } });
    expect(bench.deletions()).toEqual([]);
    summary.throwIfNotGone();
  });

  it.each<[string, DeleteWhereOptions['guards'] & object, string]>([
    ['too many', { maxDeletes: 59 }, 'maxDeletes'],
    ['not as many as expected', { maxDeletes: 60, expectCount: 61 }, 'expectCount'],
  ])('is not sent when they are %s', async (_what, guards, guard) => {
    const bench = whereBench({ rows: madeUpRows(120) });
    const { summary, error } = await bench.run(off, {
      filterStrategy: 'direct',
      guards: { maxDeletes: 1, ...guards },
    });
    expect(error).toMatchObject({ code: 'GUARD', effect: 'none', cause: { guard } });
    expect(summary).toMatchObject({ state: 'stopped', requests: { sent: 0 } });
    expect(bench.rows).toHaveLength(120);
  });

  it('is not sent when the caller says no, nor in a dry run', async () => {
    const bench = whereBench({ rows: madeUpRows(10) });
    const refused = await bench.run(off, { ...direct, confirm: () => false });
    expect(refused.error).toMatchObject({ cause: { guard: 'confirm' } });
    expect(refused.summary.filter?.status).toBe('skipped');
    const dry = await bench.run(off, { ...direct, dryRun: true });
    expect(dry.summary).toMatchObject({ state: 'dryRun', matches: 5, filter: { status: 'skipped' } });
    expect(() => {
      dry.summary.throwIfNotGone();
    }).toThrow(/5 are not known to be gone/);
    expect(bench.deletions()).toEqual([]);
  });

  it('is held against the number that the provider says, where that is more than it lists', async () => {
    const rows = madeUpRows(120);
    const made = {
      filter: { matches: ['/matching'] },
      listed: (shown, { page }) => (page === 0 ? shown.slice(0, 10) : []),
    } satisfies WhereBenchOptions;
    const guarded = whereBench({ rows, ...made });
    const { error } = await guarded.run(off, { ...direct, guards: { maxDeletes: 100, expectCount: 10 } });
    expect(error).toMatchObject({ code: 'GUARD', effect: 'none', cause: { guard: 'expectCount' } });
    expect(guarded.deletions()).toEqual([]);
    const plans: DeletionPlan[] = [];
    const bench = whereBench({ rows, ...made });
    const { summary } = await bench.run(off, {
      ...direct,
      confirm: (plan) => {
        plans.push(plan);
        return true;
      },
    });
    expect(plans).toMatchObject([{ matches: 60 }]);
    expect(summary).toMatchObject({ matches: 60, recordsRemoved: 60, warnings: [{ code: 'listShifted' }] });
  });

  it('is held against what is listed, where that is more than the provider says', async () => {
    const bench = whereBench({ rows: madeUpRows(20), filter: { matches: ['/matching'] }, told: () => 4 });
    const { error } = await bench.run(off, { ...direct, guards: { maxDeletes: 100, expectCount: 4 } });
    expect(error?.message).toMatch(/^10 rows match; expected were 4/);
  });

  it('is not for deletions that are jobs', () => {
    const { job } = behaviourOf({ reports: 'job' });
    const { deleter } = whereBench({ behaviour: { job } });
    expect(() => deleter.deleteWhere(off, direct)).toThrow(/not for deletions that are jobs/);
  });
});

describe('an answer that is lost', () => {
  it('after the deletion: nothing matches any more, so it is gone, and it is not sent again', async () => {
    const bench = whereBench({ rows: madeUpRows(10), fault: () => ({ kind: 'cut', done: true }) });
    const { summary, error } = await bench.run(off, direct);
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({ state: 'completed', matches: 5, filter: { status: 'absent' } });
    expect(summary.recordsRemoved).toBeUndefined();
    expect(bench.deletions()).toHaveLength(1);
  });

  it('before the deletion: rows still match, so nobody knows, and it is not sent again', async () => {
    const bench = whereBench({ rows: madeUpRows(10), fault: () => ({ kind: 'cut', done: false }) });
    const { summary, error } = await bench.run(off, direct);
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({
      state: 'completedWithFailures',
      matches: 5,
      filter: { status: 'unknown', error: { code: 'CONNECTION', effect: 'possible' } },
    });
    expect(bench.deletions()).toHaveLength(1);
    expect(bench.rows).toHaveLength(10);
    expect(() => {
      summary.throwIfNotGone();
    }).toThrow(/connection/);
  });

  it.each([
    ['that is not looked into', { verify: 'off' } as const, undefined],
    ['that cannot be looked into', {}, { kind: 'answer', status: 403 } as const],
  ])('%s: nobody knows', async (_what, options, fault) => {
    const bench = whereBench({
      rows: madeUpRows(10),
      fault: () => ({ kind: 'cut', done: true }),
      readFault: (index) => (index < 2 ? undefined : fault),
    });
    const { summary } = await bench.run(off, { ...direct, ...options });
    expect(summary.filter?.status).toBe('unknown');
    expect(summary.state).toBe('completedWithFailures');
    expect(bench.deletions()).toHaveLength(1);
  });

  it.each([500, 503, 200])(
    'an answer %i that proves nothing is not followed by another deletion',
    async (status) => {
      const bench = whereBench({
        rows: madeUpRows(10),
        fault: () => ({ kind: 'answer', status, body: { odd: true } }),
      });
      const { summary } = await bench.run(off, direct);
      expect(summary.filter?.status).toBe('unknown');
      expect(bench.deletions()).toHaveLength(1);
    },
  );
});

describe('a refusal', () => {
  it('that asks to come back later is obeyed: nothing had happened', async () => {
    const bench = whereBench({
      rows: madeUpRows(10),
      fault: (index) => (index === 0 ? { kind: 'answer', status: 429 } : undefined),
    });
    const { summary } = await bench.run(off, direct);
    expect(summary).toMatchObject({
      state: 'completed',
      recordsRemoved: 5,
      requests: { sent: 2, retried: 1 },
    });
  });

  it('after which other rows match is not obeyed: they are counted anew, and the guards are asked again', async () => {
    const asked: number[] = [];
    const bench = whereBench({
      rows: madeUpRows(10),
      fault: (index) => (index === 0 ? { kind: 'answer', status: 429 } : undefined),
      before: ({ kind }, rows) => {
        if (kind === 'delete') rows.push(...madeUpRows(300));
      },
    });
    const { error, summary } = await bench.run(off, {
      ...direct,
      confirm: ({ matches }) => {
        asked.push(matches ?? 0);
        return true;
      },
    });
    expect(error).toMatchObject({ code: 'GUARD', effect: 'none', cause: { guard: 'maxDeletes' } });
    expect(summary).toMatchObject({ state: 'stopped', filter: { status: 'skipped' } });
    expect(bench.deletions()).toHaveLength(1);
    expect(asked).toEqual([5]);
  });

  it('after which nothing matches any more is the last request', async () => {
    const bench = whereBench({
      rows: madeUpRows(10),
      fault: () => ({ kind: 'answer', status: 429 }),
      before: ({ kind }, rows) => {
        if (kind === 'delete') rows.length = 0;
      },
    });
    const { summary } = await bench.run(off, direct);
    expect(summary).toMatchObject({ state: 'completed', matches: 0, filter: { status: 'skipped' } });
    expect(bench.deletions()).toHaveLength(1);
    summary.throwIfNotGone();
  });

  it('for good rejects the run, and says that nothing was deleted', async () => {
    const bench = whereBench({ rows: madeUpRows(10), fault: () => ({ kind: 'answer', status: 400 }) });
    const { summary, error } = await bench.run(off, direct);
    expect(error).toMatchObject({ code: 'INVALID_REQUEST', effect: 'none' });
    expect(summary).toMatchObject({ state: 'stopped', filter: { status: 'failed' }, recordsRemoved: 0 });
    expect(bench.rows).toHaveLength(10);
  });
});

describe('a credential that was refused', () => {
  const renewed = (made: WhereBenchOptions, onRefused: () => void = () => undefined) =>
    whereBench({
      rows: madeUpRows(10),
      fault: (index) => (index === 0 ? { kind: 'answer', status: 401 } : undefined),
      token: ({ refused }) => {
        if (refused) onRefused();
        return refused ? 'new' : 'old';
      },
      ...made,
    });

  it('is renewed, and the rows are counted anew before the filter is sent again: nothing had happened', async () => {
    const asked: number[] = [];
    const bench = renewed({});
    const { summary, error } = await bench.run(off, {
      ...direct,
      confirm: ({ matches }) => {
        asked.push(matches ?? 0);
        return true;
      },
    });
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({
      state: 'completed',
      recordsRemoved: 5,
      requests: { sent: 2, retried: 1 },
    });
    const kinds = bench.seen.map(({ kind }) => kind).join(' ');
    expect(kinds).toMatch(/^(list )+delete (list )+delete$/);
    expect(asked).toEqual([5]);
  });

  it('is not worth a deletion where other rows match by then', async () => {
    const bench = renewed({}, () => bench.rows.push(...madeUpRows(300)));
    const { error, summary } = await bench.run(off, direct);
    expect(error).toMatchObject({ code: 'GUARD', effect: 'none', cause: { guard: 'maxDeletes' } });
    expect(summary).toMatchObject({ state: 'stopped', filter: { status: 'skipped' }, requests: { sent: 1 } });
    expect(bench.deletions()).toHaveLength(1);
    expect(bench.rows).toHaveLength(310);
  });

  it('is not worth one where nothing matches any more, or where nobody can count', async () => {
    const gone = renewed({}, () => gone.rows.splice(0));
    const { summary } = await gone.run(off, direct);
    expect(summary).toMatchObject({ state: 'completed', matches: 0, filter: { status: 'skipped' } });
    const blind = renewed({
      readFault: (index) => (index < 2 ? undefined : { kind: 'answer', status: 403 }),
    });
    const refused = await blind.run(off, direct);
    expect(refused.error).toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(refused.summary).toMatchObject({ state: 'stopped', filter: { status: 'skipped' } });
    for (const bench of [gone, blind]) expect(bench.deletions()).toHaveLength(1);
  });

  it('is not followed by anything after an abort', async () => {
    const controller = new AbortController();
    const bench = renewed({}, () => {
      controller.abort();
    });
    const { summary, error } = await bench.run(off, { ...direct, signal: controller.signal });
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({ state: 'aborted', filter: { status: 'skipped' } });
    expect(bench.deletions()).toHaveLength(1);
  });

  it('for good rejects the run, and says that nothing was deleted', async () => {
    const bench = renewed({ fault: () => ({ kind: 'answer', status: 401 }) });
    const { summary, error } = await bench.run(off, direct);
    expect(error).toMatchObject({ code: 'AUTHENTICATION', effect: 'none' });
    expect(summary).toMatchObject({ state: 'stopped', filter: { status: 'failed' }, requests: { sent: 2 } });
    expect(bench.rows).toHaveLength(10);
  });
});

describe('a count that is not what was counted', () => {
  it.each([
    ['more', 7, 'moreThanMatched'],
    ['fewer', 3, 'fewerThanMatched'],
  ])('%s, and within the bound: a warning', async (_what, affected, code) => {
    const bench = whereBench({ rows: madeUpRows(10), affected: () => affected });
    const { summary, error } = await bench.run(off, direct);
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({ recordsRemoved: affected, warnings: [{ code }] });
  });

  it('above the bound: the loudest error that there is', async () => {
    const bench = whereBench({
      rows: madeUpRows(10),
      before: ({ kind }, rows) => {
        if (kind === 'delete') rows.push(...madeUpRows(300));
      },
    });
    const { summary, error } = await bench.run(off, direct);
    expect(error).toMatchObject({ code: 'GUARD', effect: 'done', cause: { guard: 'overDelete' } });
    expect(summary).toMatchObject({ state: 'stopped', matches: 5, recordsRemoved: 155 });
  });

  it('with verify: all, rows that match afterwards are told', async () => {
    const bench = whereBench({
      rows: madeUpRows(10),
      reports: 'batch',
      fault: () => ({ kind: 'answer', status: 200, body: { code: 0 } }),
    });
    const { summary } = await bench.run(off, { ...direct, verify: 'all' });
    expect(summary).toMatchObject({ filter: { status: 'unknown' }, warnings: [{ code: 'stillMatching' }] });
  });
});

describe('an abort', () => {
  it('while it counts: nothing is sent', async () => {
    const controller = new AbortController();
    const bench = whereBench({
      rows: madeUpRows(300),
      before: ({ page }) => {
        if (page === 1) controller.abort();
      },
    });
    const { summary, error } = await bench.run(off, {
      ...direct,
      guards: { maxDeletes: 999 },
      signal: controller.signal,
    });
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({ state: 'aborted', requests: { sent: 0 } });
  });

  it.each([
    ['drain', 'deleted'],
    ['cancel', 'unknown'],
  ] as const)('while the deletion is on its way, with %s: %s', async (onAbort, status) => {
    const controller = new AbortController();
    const bench = whereBench({
      rows: madeUpRows(10),
      before: ({ kind }) => {
        if (kind === 'delete') controller.abort();
      },
    });
    const run = bench.deleter.deleteWhere(off, { ...direct, onAbort, signal: controller.signal });
    const { summary } = await bench.clock.drive(finish(run));
    expect(summary).toMatchObject({ state: 'aborted', filter: { status }, requests: { sent: 1 } });
  });

  it('before it begins', async () => {
    const bench = whereBench({ rows: madeUpRows(10) });
    const run = bench.deleter.deleteWhere(off, direct);
    const summary = await bench.clock.drive(run.abort('enough'));
    expect(summary).toMatchObject({ state: 'aborted', warnings: [{ code: 'aborted' }] });
    expect(bench.seen).toEqual([]);
  });
});

describe('a pause', () => {
  const more = madeUpRows(400).slice(100);

  it('after the last read: what matches behind it is counted anew', async () => {
    let run: DeletionRun | undefined;
    const bench = whereBench({
      rows: madeUpRows(10),
      before: ({ page }, rows) => {
        if (rows.length > 10 || page !== 1) return;
        run?.pause();
        void bench.clock.sleep(60_000).then(() => {
          rows.push(...more);
          run?.continue();
        });
      },
    });
    const { error } = await bench.run(off, direct, (made) => {
      run = made;
    });
    expect(error).toMatchObject({ code: 'GUARD', effect: 'none', cause: { guard: 'maxDeletes' } });
    expect(bench.deletions()).toEqual([]);
  });

  it('that is over when the deletion may leave: likewise', async () => {
    const bench = whereBench({ rows: madeUpRows(10) });
    const run = bench.deleter.deleteWhere(off, {
      ...direct,
      confirm: () => {
        run.pause();
        bench.rows.push(...more);
        run.continue();
        return true;
      },
    });
    const { error } = await bench.clock.drive(finish(run));
    expect(error).toMatchObject({ code: 'GUARD', effect: 'none', cause: { guard: 'maxDeletes' } });
    expect(bench.deletions()).toEqual([]);
  });
});

describe('a question that nobody answers', () => {
  const confirm = (): Promise<boolean> => new Promise(() => undefined);

  it.each(['direct', 'resolve'] as const)(
    'is ended by an abort, and by a limit of time (%s)',
    async (filterStrategy) => {
      const bench = whereBench({ rows: madeUpRows(10), latencyMs: 10 });
      const options = { filterStrategy, guards: { maxDeletes: 100 }, confirm };
      const run = bench.deleter.deleteWhere(off, options);
      void bench.clock.sleep(1000).then(() => run.abort('enough'));
      expect(await bench.clock.drive(finish(run))).toMatchObject({
        error: undefined,
        summary: { state: 'aborted', requests: { sent: 0 } },
      });
      expect(await bench.run(off, { ...options, timeouts: { runMs: 1000 } })).toMatchObject({
        error: undefined,
        summary: { state: 'stopped', requests: { sent: 0 }, stoppedBy: { code: 'ABORTED' } },
      });
    },
  );
});

describe('a limit of time', () => {
  it('while it counts: nothing is sent', async () => {
    const bench = whereBench({ rows: madeUpRows(10), latencyMs: 100 });
    const { summary, error } = await bench.run(off, { ...direct, timeouts: { runMs: 50 } });
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({
      state: 'stopped',
      warnings: [{ code: 'runTimeout' }],
      requests: { sent: 0 },
    });
    expect(bench.clock.elapsedMs()).toBe(50);
    expect(bench.deletions()).toEqual([]);
  });

  it.each([
    ['drain', 'deleted', 5, 300],
    ['cancel', 'unknown', 10, 250],
  ] as const)(
    'while the deletion is on its way, with %s: %s',
    async (onAbort, status, rowsLeft, elapsedMs) => {
      // Two reads that count, and then the deletion.
      const bench = whereBench({ rows: madeUpRows(10), latencyMs: 100 });
      const { summary, error } = await bench.run(off, { ...direct, onAbort, timeouts: { runMs: 250 } });
      expect(error).toBeUndefined();
      expect(summary).toMatchObject({
        state: 'stopped',
        warnings: [{ code: 'runTimeout' }],
        filter: { status },
        requests: { sent: 1, reads: 2 },
      });
      expect(bench.rows).toHaveLength(rowsLeft);
      expect(bench.clock.elapsedMs()).toBe(elapsedMs);
    },
  );

  it('leaves no timer and no listener behind when the run ends sooner', async () => {
    const { signal } = new AbortController();
    const bench = whereBench({ rows: madeUpRows(10) });
    const options = { ...direct, timeouts: { runMs: 60_000 }, signal };
    const { summary } = await bench.run(off, options);
    expect(summary).toMatchObject({ state: 'completed', warnings: [] });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect([bench.clock.sleeping(), bench.clock.elapsedMs()]).toEqual([0, 0]);
  });
});

describe('a logger and a tracer', () => {
  it('hear of the run and of each request, and of no value', async () => {
    const traced = tracer();
    const log = logger();
    const bench = whereBench({
      rows: madeUpRows(10),
      fault: (index) => (index === 0 ? { kind: 'answer', status: 429 } : undefined),
    });
    const { summary } = await bench.run({ state: { eq: 'off' } }, { ...direct, tracer: traced, logger: log });
    const [run, ...requests] = traced.spans;
    expect(run).toMatchObject({
      name: 'rowsweep.run',
      attributes: { 'rowsweep.run_id': summary.runId, 'rowsweep.state': 'completed' },
    });
    expect(
      requests.map(({ attributes }) => [
        attributes['rowsweep.request.kind'],
        attributes['http.response.status_code'],
        attributes['http.request.resend_count'],
      ]),
    ).toEqual([
      ['read', 200, undefined],
      ['read', 200, undefined],
      ['deletion', 429, undefined],
      ['read', 200, undefined],
      ['read', 200, undefined],
      ['deletion', 200, 1],
    ]);
    expect(traced.spans.every(({ ended }) => ended === 1)).toBe(true);
    const messages = log.lines.map(({ message }) => message);
    expect([messages[0], messages.at(-1)]).toEqual(['rowsweep: deletion begins', 'rowsweep: deletion ended']);
    expect(log.lines.at(-1)?.details).toMatchObject({ state: 'completed', requests: 2 });
    expect(JSON.stringify([log.lines, traced.spans])).not.toContain('off');
  });

  it('are told what ended a run, once', async () => {
    const traced = tracer();
    const log = logger();
    const bench = whereBench({ rows: madeUpRows(10), fault: () => ({ kind: 'answer', status: 401 }) });
    const { error } = await bench.run(off, { ...direct, tracer: traced, logger: log });
    expect(error).toMatchObject({ code: 'AUTHENTICATION' });
    expect(traced.spans[0]).toMatchObject({
      ended: 1,
      attributes: { 'rowsweep.state': 'stopped', 'error.type': 'AUTHENTICATION' },
    });
    expect(log.lines.filter(({ message }) => message === 'rowsweep: deletion ended')).toMatchObject([
      { level: 'error', details: { code: 'AUTHENTICATION' } },
    ]);
  });
});
