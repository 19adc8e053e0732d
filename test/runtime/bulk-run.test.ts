import { describe, expect, it } from 'vitest';
import { Approval } from '../../runtime/bulk/send/approval.js';
import { bulk } from '../../runtime/bulk/bulk.js';
import { EventSink, type DeletionEvent } from '../../runtime/bulk/telemetry/events.js';
import { Stops } from '../../runtime/bulk/stops.js';
import type { DeletionPlan, Ids } from '../../runtime/bulk/types.js';
import type { DeleteOptions } from '../../runtime/bulk/options.js';
import { bench, ids, statuses } from './bulk-bench.js';
import { errorOf, errorThrownBy } from './workbench.js';

describe('a run without faults', () => {
  it('deletes what is there and says what was not', async () => {
    const { run, rows, deletions } = bench({ rows: ids(250) });
    const result = await run([...ids(250), 'x']);
    expect(result.summary.byStatus).toMatchObject({ deleted: 250, notFound: 1 });
    expect(result.summary).toMatchObject({
      state: 'completed',
      requested: 251,
      gone: 251,
      recordsRemoved: 250,
      requests: { sent: 3, minimum: 3, retried: 0, polls: 0, reads: 0 },
      warnings: [],
    });
    expect(rows.size).toBe(0);
    expect(deletions().map(({ ids: sent }) => sent.length)).toEqual([100, 100, 51]);
    expect(statuses(result).slice(-2)).toEqual(['deleted', 'notFound']);
    result.summary.throwIfNotGone();
  });

  it.each([
    { reports: 'count' as const, byStatus: { deleted: 10 }, removed: 10 },
    { reports: 'batch' as const, byStatus: { absent: 10 }, removed: undefined },
    { reports: 'job' as const, byStatus: { absent: 10 }, removed: undefined },
  ])('claims what a provider that answers by $reports proves', async ({ reports, byStatus, removed }) => {
    const { summary } = await bench({ reports, rows: ids(10) }).run(ids(10));
    expect(summary.byStatus).toMatchObject(byStatus);
    expect(summary.recordsRemoved).toBe(removed);
  });

  it('takes the rule of the target', async () => {
    const { summary } = await bench({ target: { table: 't1', mode: 'lazy' }, rows: ids(3) }).run(ids(3));
    expect(summary.byStatus.absent).toBe(3);
  });

  it('sends nothing for nothing', async () => {
    const { run, seen } = bench();
    const { summary } = await run([]);
    expect(summary).toMatchObject({ state: 'completed', requested: 0, requests: { sent: 0, minimum: 0 } });
    expect(seen).toEqual([]);
  });

  it.each<[string, () => Ids]>([
    ['a set', () => new Set(ids(5))],
    ['a generator', () => ids(5).values()],
    [
      'an async generator',
      async function* () {
        for (const id of ids(5)) {
          await Promise.resolve();
          yield id;
        }
      },
    ],
    [
      'a stream',
      () =>
        new ReadableStream({
          start: (controller) => {
            for (const id of ids(5)) controller.enqueue(id);
            controller.close();
          },
        }) as unknown as AsyncIterable<string>,
    ],
  ])('reads %s', async (_name, make) => {
    const { summary } = await bench({ rows: ids(5) }).run(make());
    expect(summary.byStatus.deleted).toBe(5);
  });

  it('writes the request as the description says', async () => {
    const { run, deletions } = bench({ item: 'key', rows: ['a'] });
    await run(['a'], { reason: 'asked for' });
    expect(deletions()[0]?.body).toEqual({ hard: true, reason: 'asked for', ids: [{ key: 'a' }] });
  });

  it('writes integers as JSON numbers, and compares them as text', async () => {
    const { run, deletions } = bench({ format: { kind: 'integer' }, rows: ['7'], answer: () => [7] });
    const { summary } = await run(['7']);
    expect(deletions()[0]?.body).toMatchObject({ ids: [7] });
    expect(summary.byStatus.deleted).toBe(1);
  });

  it('puts ids into the query as the description says, and keeps those alone that must be', async () => {
    const { run, deletions } = bench({ where: 'query', reports: 'count', rows: ['a', 'b', 'x,y'] });
    const result = await run(['a', 'x,y', 'b']);
    expect(deletions().map(({ ids: sent }) => sent)).toEqual([['x,y'], ['a', 'b']]);
    expect(statuses(result)).toEqual(['deleted', 'deleted', 'deleted']);
  });

  it('grows from a small request where the limit is not known, one at a time', async () => {
    const { run, deletions } = bench({
      limits: { maxIds: 1000, slowStart: { from: 50, to: 1000 } },
      rows: ids(4000),
      latencyMs: 10,
    });
    const { summary } = await run(ids(4000));
    expect(deletions().map(({ ids: sent }) => sent.length)).toEqual([
      50, 100, 200, 400, 800, 1000, 1000, 450,
    ]);
    expect(summary.requests).toMatchObject({ sent: 8, minimum: 4 });
  });
});

describe('ids that are not sent', () => {
  it('are reported with the reason, and are in no request', async () => {
    const { run, deletions } = bench({ rows: ids(3), limits: { maxBytes: 60 } });
    const input = ['r0', '', 'r1', 'r0', 'keep', 'x'.repeat(60), null as unknown as string, 'r2'];
    const result = await run(input, { guards: { protect: ['keep'] } });
    expect(result.outcomes.map(({ status, reason, error }) => reason ?? error?.code ?? status)).toEqual([
      'deleted',
      'INVALID_ID',
      'deleted',
      'duplicate',
      'excluded',
      'PAYLOAD_TOO_LARGE',
      'INVALID_ID',
      'deleted',
    ]);
    expect(deletions().flatMap(({ ids: sent }) => sent)).toEqual(['r0', 'r1', 'r2']);
    expect(result.summary.state).toBe('completedWithFailures');
    expect(result.summary.problems).toMatchObject([
      { code: 'INVALID_ID', count: 2, sampleIds: ['', 'null'] },
      { code: 'PAYLOAD_TOO_LARGE', count: 1 },
    ]);
    expect(() => {
      result.summary.throwIfNotGone();
    }).toThrow(/blank/);
  });

  it('are compared in their canonical form, and reported as given', async () => {
    const id = '0e37df36-f698-4f5c-8b0b-0a2b0b2b0b2b';
    const { run, deletions } = bench({ format: { kind: 'uuid' }, rows: [id] });
    const { outcomes } = await run([id.toUpperCase(), id]);
    expect(outcomes.map(({ id: text, status }) => [text, status])).toEqual([
      [id.toUpperCase(), 'deleted'],
      [id, 'skipped'],
    ]);
    expect(deletions()).toHaveLength(1);
  });

  it.each([
    ['window' as const, [1, 1]],
    ['all' as const, [1, 1]],
    ['off' as const, [2, 2]],
  ])('duplicates with dedupe %s', async (dedupe, [inChunk, acrossChunks]) => {
    const one = bench({ rows: ['a'], limits: { maxIds: 10 } });
    await one.run(['a', 'a'], { dedupe });
    expect(one.deletions().flatMap(({ ids: sent }) => sent)).toHaveLength(inChunk ?? 0);
    const two = bench({ rows: ['a'], limits: { maxIds: 1 } });
    await two.run(['a', 'a'], { dedupe });
    expect(two.deletions()).toHaveLength(acrossChunks ?? 0);
  });

  it.each([
    ['off' as const, 2, 'absent'],
    ['window' as const, 100_001, 'absent'],
    ['all' as const, 100_001, 'notFound'],
  ])('dedupe %s after %d ids: an id that is left out is %s', async (dedupe, count, status) => {
    const { run } = bench({ rows: ['r0'], limits: { maxIds: 10_000 } });
    const { outcomes } = await run([...ids(count), 'stranger'], { dedupe });
    expect(outcomes[0]).toMatchObject({ status: 'deleted' });
    expect(outcomes.at(-1)).toMatchObject({ id: 'stranger', status });
  });
});

describe('a dry run', () => {
  it('sends nothing and tells the plan', async () => {
    const { run, seen } = bench({ rows: ids(250) });
    const events: DeletionEvent[] = [];
    const { summary } = await run([...ids(250), 'r1', ''], {
      dryRun: true,
      onEvent: (event) => events.push(event),
    });
    expect(seen).toEqual([]);
    expect(summary).toMatchObject({ state: 'dryRun', byStatus: { skipped: 251, failed: 1 }, gone: 0 });
    const plan = events.find((event) => event.type === 'planned')?.plan;
    expect(plan).toMatchObject({
      ids: 252,
      minimumRequests: 3,
      invalid: 1,
      duplicates: 1,
      evidence: 'id',
      irreversible: true,
      sample: ids(10),
    });
  });

  it('and a plan say the same', async () => {
    const { deleter, seen } = bench();
    const plan = await deleter.plan([...ids(250), 'r1', '']);
    expect(plan).toMatchObject({ ids: 252, minimumRequests: 3, invalid: 1, duplicates: 1 });
    expect(seen).toEqual([]);
  });
});

describe('guards', () => {
  it('stop before the request that would send too many', async () => {
    const { run, rows } = bench({ rows: ids(250) });
    const { error, summary } = await run(ids(250), { guards: { maxDeletes: 200 } });
    expect(error).toMatchObject({ code: 'GUARD', cause: { guard: 'maxDeletes' } });
    expect(summary).toMatchObject({ state: 'stopped', byStatus: { deleted: 200, skipped: 50 } });
    expect(rows.size).toBe(50);
  });

  it.each([() => false, () => Promise.reject(new Error('no one there'))])(
    'ask first, and take no for an answer',
    async (confirm) => {
      const { run, seen } = bench({ rows: ids(5) });
      const { error, summary } = await run(ids(5), { confirm });
      expect(error).toMatchObject({ code: 'GUARD', cause: { guard: 'confirm' } });
      expect(summary.byStatus.skipped).toBe(summary.requested);
      expect(seen).toEqual([]);
    },
  );

  it('once refused, let nothing leave in the moment before the run is stopped', async () => {
    const events = new EventSink(undefined, null);
    for (const [answer, isGiven] of [
      [true, true],
      [false, false],
    ] as const) {
      const approval = new Approval(() => answer, { events, stops: new Stops() });
      expect([approval.isNeeded, approval.isGiven]).toEqual([true, false]);
      await approval.ask(() => ({ ids: 1 }) as DeletionPlan);
      expect([approval.isNeeded, approval.isGiven]).toEqual([false, isGiven]);
    }
  });

  it('ask, and wait no longer than the run goes on', async () => {
    const { run, clock, deleter, seen } = bench({ rows: ids(5) });
    const confirm = (): Promise<boolean> => new Promise(() => undefined);
    const late = await run(ids(5), { confirm, timeouts: { runMs: 1000 } });
    expect(late).toMatchObject({ error: undefined, summary: { state: 'stopped' } });
    const asked = deleter.deleteMany(ids(5).values(), { confirm });
    await clock.drive(clock.sleep(1000));
    expect(await clock.drive(asked.abort())).toMatchObject({ state: 'aborted' });
    expect(seen).toEqual([]);
  });

  it('ask with the whole plan where it is known, and with a sample where it is not', async () => {
    const plans: unknown[] = [];
    const confirm = (plan: unknown): boolean => {
      plans.push(plan);
      return true;
    };
    const whole = await bench({ rows: ids(120) }).run(ids(120), { confirm });
    const stream = await bench({ rows: ids(120) }).run(ids(120).values(), { confirm });
    expect(plans).toMatchObject([{ ids: 120, minimumRequests: 2 }, { sample: ids(10) }]);
    expect(plans[1]).not.toHaveProperty('ids');
    expect([whole.summary.gone, stream.summary.gone]).toEqual([120, 120]);
  });

  it.each([
    { reports: 'count' as const, answer: () => ({ affected: 3 }), code: 'overDelete' },
    { reports: 'ids' as const, answer: () => ['r0', 'r1', 'zz'], code: 'foreignId' },
  ])('stop at once when more was deleted than asked ($code)', async ({ reports, answer, code }) => {
    const { run, deletions } = bench({
      reports,
      answer,
      rows: ids(6),
      limits: { maxIds: 2 },
      concurrency: { initial: 1, max: 1 },
    });
    const { error, summary } = await run(ids(6));
    expect(error).toMatchObject({ code: 'GUARD', effect: 'done', cause: { guard: 'overDelete' } });
    expect(summary.warnings).toMatchObject([{ code }]);
    expect(deletions()).toHaveLength(1);
    expect(summary.byStatus.skipped).toBe(4);
  });
});

describe('the target and the options', () => {
  it.each<[object, RegExp]>([
    [{}, /needs the field "table"/],
    [{ table: ' ' }, /blank "table"/],
    [{ table: 'T1' }, /"table" to match/],
    [{ table: 1 }, /text in "table"/],
    [{ table: 't1', mode: 'fast' }, /"mode" to be one of exact, lazy/],
    [{ table: 't1', tabel: 't1' }, /no field "tabel"/],
  ])('%j is refused before anything is sent', (target, why) => {
    const { connection, behaviour } = bench();
    const error = errorThrownBy(() => bulk(connection, behaviour, target));
    expect(error).toMatchObject({ code: 'CONFIGURATION', effect: 'none' });
    expect(error.message).toMatch(why);
  });

  it.each([
    { concurrency: 0 },
    { concurrency: { initial: 3, max: 2 } },
    { chunk: { maxIds: 1.5 } },
    { retry: { maxAttempts: 0 } },
    { timeouts: { jobMs: -1 } },
    { guards: { maxDeletes: Number.NaN } },
    { guards: { protect: [''] } },
    { rateLimit: { requestsPerSecond: 0 } },
    { verify: 'all' as const },
    { reason: 'x'.repeat(21) },
    { dryrun: true },
    { dryRun: 'yes' },
    { guards: { maxDelete: 5 } },
    { guards: { stopOnOverDelete: 0 } },
    { retry: { budget: { token: 5 } } },
    { chunk: { maxId: 5 } },
    { dedupe: 'none' },
    { verify: 'sample' },
    { onAbort: 'Cancel' },
    { confirm: true },
  ])('%j is refused before anything is read', (options) => {
    const { deleter } = bench();
    // Whoever writes no types has nobody else to tell them that a guard has another name.
    const wrong = options as DeleteOptions;
    expect(errorThrownBy(() => deleter.deleteMany(['a'], wrong)).code).toBe('CONFIGURATION');
  });

  it.each(['abc', 5, null, undefined, { length: 1 }])('%j is no input', (input) => {
    const { deleter } = bench();
    expect(errorThrownBy(() => deleter.deleteMany(input as unknown as Ids)).code).toBe('CONFIGURATION');
  });

  it('may only lower what the provider allows', async () => {
    const { run, deletions } = bench({ rows: ids(150) });
    await run(ids(150), { chunk: { maxIds: 1000 } });
    expect(deletions().map(({ ids: sent }) => sent.length)).toEqual([100, 50]);
  });
});

describe('one id', () => {
  it('resolves with its outcome, good or bad', async () => {
    const { deleter, clock } = bench({ rows: ['a'] });
    expect(await clock.drive(deleter.deleteOne('a'))).toMatchObject({
      id: 'a',
      status: 'deleted',
      attempts: 1,
    });
    expect(await clock.drive(deleter.deleteOne('a'))).toMatchObject({ status: 'notFound' });
    expect(await clock.drive(deleter.deleteOne(''))).toMatchObject({
      status: 'failed',
      error: { code: 'INVALID_ID' },
    });
    expect(await clock.drive(deleter.deleteOne('a', { signal: AbortSignal.abort() }))).toMatchObject({
      status: 'skipped',
      reason: 'aborted',
    });
  });

  it('that was refused for good has the error, and a guard is raised', async () => {
    const refused = bench({ fault: () => ({ kind: 'answer', status: 403 }) });
    expect(await refused.clock.drive(refused.deleter.deleteOne('a'))).toMatchObject({
      status: 'failed',
      error: { code: 'PERMISSION_DENIED' },
    });
    const guarded = bench({ reports: 'count', answer: () => ({ affected: 2 }) });
    const error = await guarded.clock.drive(errorOf(guarded.deleter.deleteOne('a')));
    expect(error.code).toBe('GUARD');
  });
});
