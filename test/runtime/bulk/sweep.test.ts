/** Several targets in one run: made-up ones for what can go wrong, then all five servers. */
import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAltatech } from '@rowsweep/altatech';
import { createExtruct } from '@rowsweep/extruct';
import { createGptbots } from '@rowsweep/gptbots';
import { createMinimal } from '@rowsweep/minimal';
import { createSandbox, type Sandbox } from '@rowsweep/sandbox';
import { createSplendor } from '@rowsweep/splendor';
import { auditPart } from '../../../runtime/bulk/audit/audit-part.js';
import type { AuditEntry } from '../../../runtime/bulk/audit/audit-types.js';
import { verifyAudit } from '../../../runtime/bulk/audit/audit-verify.js';
import { SweepError } from '../../../runtime/bulk/errors.js';
import { sweep } from '../../../runtime/bulk/sweep/sweep.js';
import type { SweepOutcome, SweepTarget } from '../../../runtime/bulk/sweep/sweep-types.js';
import { bench, ids, type BenchOptions } from '../bulk-bench.js';
import { drivenClock, type DrivenClock } from '../fake-clock.js';
import { logger } from '../telemetry-recorders.js';
import { errorThrownBy } from '../workbench.js';

/** A made-up provider that runs on the clock of the test. */
function place(
  clock: DrivenClock,
  table: string,
  options: BenchOptions = {},
): ReturnType<typeof bench> & SweepTarget {
  const made = bench({ limits: { maxIds: 10 }, target: { table }, ...options, clock });
  const given = [...(options.rows ?? [])];
  return { ...made, target: made.deleter, ids: given, options: { clock } };
}

const refuse = () => ({ kind: 'answer', status: 403 }) as const;

describe('a sweep', () => {
  let clock: DrivenClock;
  beforeEach(() => {
    // Two runs have two names only where chance gives two numbers.
    let drawn = 0;
    clock = drivenClock(() => ((drawn += 1) * 0.618_033_988_7) % 1);
  });

  it('deletes at all targets at the same time, each at its own pace', async () => {
    const slow = place(clock, 'slow', { rows: ids(50), requestsPerSecond: 1, reports: 'count' });
    const fast = place(clock, 'fast', { rows: ids(100, 'f'), latencyMs: 10 });
    const report = await clock.drive(sweep([slow, fast]));
    expect(report).toMatchObject({
      state: 'completed',
      requested: 150,
      gone: 150,
      recordsRemoved: 150,
      byStatus: { deleted: 150 },
      targets: [
        {
          provider: 'acme',
          target: expect.stringContaining('table=slow') as string,
          summary: { requested: 50 },
        },
        {
          provider: 'acme',
          target: expect.stringContaining('table=fast') as string,
          summary: { requested: 100 },
        },
      ],
    });
    expect(slow.deletions().map(({ atMs }) => atMs)).toEqual([0, 1000, 2000, 3000, 4000]);
    expect(fast.deletions().every(({ atMs }) => atMs < 100)).toBe(true);
    expect(report.durationMs).toBe(4000);
    report.throwIfNotGone();
  });

  it('goes on when one target fails, and says which', async () => {
    const good = place(clock, 'good', { rows: ids(30) });
    const bad = place(clock, 'bad', { rows: ids(30, 'b'), fault: refuse });
    const report = await clock.drive(sweep([bad, good]));
    expect(report.state).toBe('stopped');
    expect(report.targets[0]?.error).toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(report.targets[1]).toMatchObject({ summary: { state: 'completed', gone: 30 } });
    expect(report.targets[1]).not.toHaveProperty('error');
    const error = errorThrownBy(() => {
      report.throwIfNotGone();
    });
    expect(error).toBeInstanceOf(SweepError);
    expect(error).toMatchObject({ code: 'PERMISSION_DENIED', effect: 'none', report });
    expect(Reflect.get(error, 'errors')).toHaveLength(1);
  });

  it('is not gone everywhere where a target ran out of time before its input ended', async () => {
    const slow = place(clock, 'slow', { latencyMs: 10 });
    async function* few(): AsyncGenerator<string> {
      yield* ids(10);
      await clock.sleep(5000);
      yield 'late';
    }
    const report = await clock.drive(sweep([{ ...slow, ids: few() }], { timeouts: { runMs: 1000 } }));
    expect(report).toMatchObject({ state: 'stopped', requested: 10, gone: 10 });
    const error = errorThrownBy(() => {
      report.throwIfNotGone();
    });
    expect(error).toMatchObject({ code: 'ABORTED', message: expect.stringContaining('1000 ms') as string });
  });

  it('stops the others when one fails, where that is asked', async () => {
    const good = place(clock, 'good', { rows: ids(1000), latencyMs: 100, requestsPerSecond: 1 });
    const bad = place(clock, 'bad', { rows: ids(30, 'b'), fault: refuse });
    const report = await clock.drive(sweep([good, bad], { onTargetFailure: 'stop' }));
    expect(report.targets.map(({ summary }) => summary.state)).toEqual(['aborted', 'stopped']);
    expect(good.deletions().length).toBeLessThanOrEqual(1);
    expect(report.targets[0]?.summary.warnings[0]?.message).toContain('ended before its input did');
  });

  it('gives the outcomes of all with their targets, and ends although one of them fails', async () => {
    const good = place(clock, 'good', { rows: ids(30) });
    const bad = place(clock, 'bad', { rows: ids(20, 'b'), fault: refuse });
    const run = sweep([good, bad]);
    const outcomes: SweepOutcome[] = [];
    const read = async (): Promise<void> => {
      for await (const outcome of run.outcomes()) outcomes.push(outcome);
    };
    const [report] = await clock.drive(Promise.all([run, read()]));
    expect(outcomes).toHaveLength(report.requested);
    expect(outcomes.filter(({ target }) => target.includes('good'))).toHaveLength(30);
    expect(new Set(outcomes.map(({ provider }) => provider))).toEqual(new Set(['acme']));
    expect(outcomes.filter(({ status }) => status === 'deleted')).toHaveLength(30);
  });

  it('gives only the outcomes that were asked for, and lets a reader leave early', async () => {
    const made = (): SweepTarget[] => [
      place(clock, 'one', { rows: ids(300) }),
      place(clock, 'two', { rows: ids(300, 'b'), fault: () => ({ kind: 'answer', status: 409 }) }),
    ];
    const some = sweep(made(), { retry: { maxAttempts: 1, maxFailedChunksInARow: 100 } });
    let failed = 0;
    const count = async (): Promise<void> => {
      for await (const { status } of some.outcomes({ status: ['failed'] }))
        if (status === 'failed') failed += 1;
    };
    await clock.drive(Promise.all([some, count()]));
    expect(failed).toBe(300);
    const left = sweep(made(), { retry: { maxAttempts: 1, maxFailedChunksInARow: 100 } });
    const leave = async (): Promise<void> => {
      for await (const outcome of left.outcomes()) if (outcome.index > 5) break;
    };
    const [report] = await clock.drive(Promise.all([left, leave()]));
    expect(report.requested).toBe(600);
  });

  it('ends with one signal, on which it has one listener', async () => {
    const controller = new AbortController();
    const targets = Array.from({ length: 12 }, (_value, index) =>
      place(clock, `t${index}`, { rows: ids(100), latencyMs: 100 }),
    );
    const run = sweep(targets, { signal: controller.signal });
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    void clock.sleep(150).then(() => {
      controller.abort();
    });
    const report = await clock.drive(run);
    expect(report.state).toBe('aborted');
    expect(report.targets.every(({ summary }) => summary.state === 'aborted')).toBe(true);
    expect(report.byStatus.unknown).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('sends nothing when the signal is aborted already, and can be aborted by itself', async () => {
    const one = place(clock, 'one', { rows: ids(100) });
    const before = await clock.drive(sweep([one], { signal: AbortSignal.abort() }));
    expect(before.state).toBe('aborted');
    expect(one.deletions()).toEqual([]);
    const two = place(clock, 'two', { rows: ids(1000), requestsPerSecond: 1 });
    const run = sweep([two]);
    void clock.sleep(2500).then(() => run.abort('enough'));
    const report = await clock.drive(run);
    expect(report.targets[0]?.summary).toMatchObject({ state: 'aborted', gone: 30 });
  });

  it('refuses options that one target does not take, and then nothing is sent anywhere', async () => {
    const one = place(clock, 'one', { rows: ids(10), readBack: 'each' });
    const two = place(clock, 'two', { rows: ids(10) });
    const log = logger();
    const error = errorThrownBy(() => sweep([one, two], { verify: 'all', logger: log }));
    expect(error.code).toBe('CONFIGURATION');
    await clock.drive(clock.sleep(1000));
    expect([...one.seen, ...two.seen]).toEqual([]);
    expect(log.lines).toEqual([]);
    const own = await clock.drive(sweep([{ ...one, options: { clock, verify: 'all' } }, two]));
    expect(own.gone).toBe(20);
  });

  it('gives each target its own trail, or all the same, and passes on what happens', async () => {
    const entries: AuditEntry[] = [];
    const sink = {
      part: auditPart,
      write: (entry: AuditEntry): Promise<void> => {
        entries.push(entry);
        return Promise.resolve();
      },
    };
    const asked: string[] = [];
    const told = new Set<string>();
    const targets = [place(clock, 'one', { rows: ids(30) }), place(clock, 'two', { rows: ids(30) })];
    await clock.drive(
      sweep(targets, {
        reason: 'DSR-4711',
        audit: (target) => {
          asked.push(target.target);
          return { sink, actor: 'jane' };
        },
        onEvent: (_event, target) => told.add(target.target),
      }),
    );
    expect(asked).toEqual(targets.map(({ target }) => target.target));
    expect([...told].sort()).toEqual([...asked].sort());
    const audited = await verifyAudit(entries);
    expect(audited).toMatchObject({ ok: true, entries: 10 });
    expect(audited.runs).toHaveLength(2);
    expect(entries.every((entry) => entry.type === 'end' || entry.reason === 'DSR-4711')).toBe(true);
  });

  it('leaves no trail of a run that never began', async () => {
    const entries: AuditEntry[] = [];
    const sink = {
      part: auditPart,
      write: (entry: AuditEntry): Promise<void> => {
        entries.push(entry);
        return Promise.resolve();
      },
    };
    const one = place(clock, 'one', { rows: ids(10) });
    await clock.drive(sweep([one], { signal: AbortSignal.abort(), audit: () => sink }));
    expect(await verifyAudit(entries)).toMatchObject({ ok: true });
  });

  it('of nothing is done at once; a dry run deletes nothing', async () => {
    expect(await clock.drive(sweep([]))).toMatchObject({ state: 'completed', requested: 0, targets: [] });
    const one = place(clock, 'one', { rows: ids(10) });
    const dry = await clock.drive(sweep([one], { dryRun: true }));
    expect(dry).toMatchObject({ state: 'dryRun', byStatus: { skipped: 10 } });
    expect(one.seen).toEqual([]);
  });
});

describe('one subject at all five servers', () => {
  let sandbox: Sandbox;
  let clock: DrivenClock;
  beforeEach(async () => {
    clock = drivenClock();
    sandbox = await createSandbox({ rows: 60, now: () => clock.now() });
  });
  afterEach(() => sandbox.close());

  function everywhere(): readonly (SweepTarget & { readonly left: () => number })[] {
    const { extruct, altatech, gptbots, minimal, splendor } = sandbox;
    const parts = [
      { server: extruct, target: createExtruct({ ...extruct.options, clock }).rows(extruct.target) },
      { server: altatech, target: createAltatech({ ...altatech.options, clock }).records(altatech.target) },
      { server: gptbots, target: createGptbots({ ...gptbots.options, clock }).records(gptbots.target) },
      { server: minimal, target: createMinimal({ ...minimal.options, clock }).rows(minimal.target) },
      { server: splendor, target: createSplendor({ ...splendor.options, clock }).records(splendor.target) },
    ];
    return parts.map(({ server, target }) => ({
      target,
      ids: server.store.ids().slice(0, 45),
      left: () => server.store.size,
    }));
  }

  it('is gone everywhere, and one report says so', async () => {
    const targets = everywhere();
    const run = sweep(targets, { reason: 'DSR-4711' });
    const providers = new Map<string, number>();
    const read = async (): Promise<void> => {
      for await (const { provider, status } of run.outcomes()) {
        if (status !== 'failed') providers.set(provider, (providers.get(provider) ?? 0) + 1);
      }
    };
    const [report] = await clock.drive(Promise.all([run, read()]));
    expect(report).toMatchObject({ state: 'completed', requested: 225, gone: 225 });
    report.throwIfNotGone();
    expect(report.targets.map(({ provider }) => provider)).toEqual([
      'extruct',
      'altatech',
      'gptbots',
      'minimal',
      'splendor',
    ]);
    expect([...providers.values()]).toEqual([45, 45, 45, 45, 45]);
    expect(targets.map(({ left }) => left())).toEqual([15, 15, 15, 15, 15]);
  });

  it('one server that refuses everything is the only one where something is left', async () => {
    sandbox.minimal.intercept = () => ({ status: 403, body: { message: 'no' } });
    const targets = everywhere();
    const report = await clock.drive(sweep(targets));
    expect(report).toMatchObject({ state: 'stopped', gone: 180 });
    expect(report.targets.filter(({ error }) => error !== undefined).map(({ provider }) => provider)).toEqual(
      ['minimal'],
    );
    expect(targets.map(({ left }) => left())).toEqual([15, 15, 15, 60, 15]);
  });
});
