/** What a later run may do with a journal, and what it says. */
import { describe, expect, it } from 'vitest';
import { auditPart } from '../../runtime/bulk/audit/audit-part.js';
import type { AuditEntry, AuditSink } from '../../runtime/bulk/audit/audit-types.js';
import { bulk } from '../../runtime/bulk/bulk.js';
import type { ResumeOptions } from '../../runtime/bulk/options.js';
import { connect } from '../../runtime/connection.js';
import { bench, ids, type Bench, type BenchOptions, type Fault } from './bulk-bench.js';
import { providerDefinition } from './bulk-tables.js';
import { nextTurn } from './fake-clock.js';
import { faultsIn, finish, resume } from './journal-runs.js';
import { kinds, memoryJournal, of, type MemoryJournal } from './memory-journal.js';

const HOUR_MS = 3_600_000;

const refuse = (): Promise<Response> => Promise.resolve(Response.json({}, { status: 401 }));

/** A run that is stopped by a refused credential after its first request. */
async function stopped(
  options: BenchOptions = {},
): Promise<{ readonly one: Bench; readonly store: MemoryJournal }> {
  const store = memoryJournal();
  const one = bench({
    rows: ids(40),
    limits: { maxIds: 10 },
    concurrency: { initial: 1, max: 1 },
    fault: (index) => (index === 1 ? { kind: 'answer', status: 401 } : undefined),
    ...options,
  });
  await finish(one, one.deleter.deleteMany(ids(40), { journal: store }));
  return { one, store };
}

describe('going on', () => {
  it('tells again what was settled, and sends the rest', async () => {
    const { one, store } = await stopped();
    const result = await resume(one, store, { ids: ids(40), replay: 'failed' });
    expect(result.summary).toMatchObject({
      state: 'completed',
      requested: 40,
      byStatus: { deleted: 30, skipped: 10 },
      resumed: { byStatus: { deleted: 10 } },
    });
    expect(result.outcomes[0]).toMatchObject({ status: 'skipped', reason: 'resumed', settledAs: 'deleted' });
    result.summary.throwIfNotGone();
  });

  it('says what failed before, and throws for it', async () => {
    const { one, store } = await stopped();
    const { summary } = await resume(one, store, { ids: ids(40) });
    expect(summary).toMatchObject({ state: 'completedWithFailures', resumed: { byStatus: { failed: 10 } } });
    expect(() => {
      summary.throwIfNotGone();
    }).toThrow();
  });

  it('sends everything again when asked to, and claims no more than it can know', async () => {
    const { one, store } = await stopped({ fault: () => undefined });
    const { summary } = await resume(one, store, { replay: 'all' });
    expect(summary).toMatchObject({ byStatus: { absent: 40 }, requests: { sent: 4 } });
  });

  it('asks first, with the age of what is left', async () => {
    const { one, store } = await stopped();
    await one.clock.drive(one.clock.sleep(HOUR_MS));
    const asked: string[] = [];
    const { error } = await resume(one, store, {
      ids: ids(40),
      replay: 'failed',
      confirm: ({ warnings }) => {
        asked.push(...warnings.map(({ message }) => message));
        return false;
      },
    });
    expect(error).toMatchObject({ code: 'GUARD' });
    expect(asked).toContainEqual(expect.stringMatching(/^This goes on with run .* 60 minutes old\.$/));
  });

  it('counts ids that were sent before against maxDeletes', async () => {
    const { one, store } = await stopped();
    const { error, summary } = await resume(one, store, { ids: ids(40), guards: { maxDeletes: 25 } });
    expect(error).toMatchObject({ code: 'GUARD' });
    expect(summary.requests.sent).toBe(0);
  });

  it('sends nothing that is protected by now', async () => {
    const { one, store } = await stopped();
    const guards = { protect: ['r15', 'r35'] };
    const result = await resume(one, store, { ids: ids(40), replay: 'failed', guards });
    expect(result.outcomes.filter(({ reason }) => reason === 'excluded').map(({ id }) => id)).toEqual([
      'r15',
      'r35',
    ]);
    expect([...one.rows]).toEqual(['r15', 'r35']);
  });

  it('sends nothing in a dry run, and writes nothing', async () => {
    const { one, store } = await stopped();
    const before = store.records.length;
    const { summary } = await resume(one, store, { ids: ids(40), replay: 'failed', dryRun: true });
    expect(summary).toMatchObject({ state: 'dryRun', requested: 40, requests: { sent: 0 } });
    expect(store.records).toHaveLength(before);
  });

  it('does not send again what may have been done where that is not harmless', async () => {
    const store = memoryJournal({ diesAfter: 4 });
    const one = bench({ rows: ids(5), retry: 'never' });
    const run = one.deleter.deleteMany(ids(5), { journal: store });
    await one.clock.drive(Promise.race([store.died, run]));
    expect(kinds(store)).toContain('intent');
    const { summary } = await resume(one, memoryJournal({ records: store.records }));
    expect(summary).toMatchObject({ byStatus: { unknown: 5 }, requests: { sent: 0 } });
  });

  it('asks for the jobs that an earlier run began, and submits nothing twice', async () => {
    const store = memoryJournal();
    const one = bench({ reports: 'job', rows: ids(30), limits: { maxIds: 10 } });
    const first = await finish(one, one.deleter.deleteMany(ids(30), { journal: store, wait: 'submitted' }));
    expect(first.summary.byStatus.pending).toBe(30);
    const jobs = first.outcomes.map(({ job }) => job?.jobId);
    expect(new Set(jobs)).toEqual(new Set(['j1', 'j2', 'j3']));
    const second = await resume(one, store);
    expect(second.summary).toMatchObject({
      state: 'completed',
      byStatus: { absent: 30 },
      requests: { sent: 0 },
    });
    expect(second.outcomes.map(({ job }) => job?.jobId)).toEqual(jobs);
  });

  it.each<[string, ResumeOptions, (one: Bench) => Bench, string]>([
    [
      'another target',
      {},
      (one) => ({ ...one, deleter: bench({ target: { table: 't2' } }).deleter }),
      'table=t1',
    ],
    ['another reason', { reason: 'other' }, (one) => one, 'reason'],
    ['another way to notice repeats', { dedupe: 'off' }, (one) => one, 'dedupe'],
    ['fewer ids', { ids: ids(15) }, (one) => one, 'fewer ids'],
    ['ids in another order', { ids: ids(40).reverse() }, (one) => one, 'number 1 on'],
    ['an id more at the start', { ids: ['new', ...ids(40)] }, (one) => one, 'number 1 on'],
    [
      'requests that have changed places',
      { ids: [...ids(20).slice(10), ...ids(10), ...ids(40).slice(20)] },
      (one) => one,
      'number 1 on',
    ],
    ['an id that cannot be sent', { ids: ids(40).with(3, ' ') }, (one) => one, 'cannot be sent'],
  ])('is refused for %s', async (_name, options, change, words) => {
    const { one, store } = await stopped();
    const before = one.deletions().length;
    const { length } = of(store, 'chunk');
    const other = change(one);
    const result = await finish(one, other.deleter.resume(store, options));
    expect(result.error).toMatchObject({
      code: 'JOURNAL',
      message: expect.stringContaining(words) as string,
    });
    expect(one.deletions().length).toBe(before);
    const input = [...((options.ids as readonly string[] | undefined) ?? ids(40))];
    const { requested } = result.summary;
    const truth = { input: input.slice(0, requested), rows: new Set(ids(40)), bench: one };
    expect(faultsIn(result, truth)).toEqual([]);
    // What a wrong input holds is not in the journal: the right one goes on.
    expect(of(store, 'chunk')).toHaveLength(length);
    const good = await resume(one, store, { ids: ids(40), replay: 'failed' });
    expect(good.summary.state).toBe('completed');
    expect(faultsIn(good, { input: ids(40), rows: new Set(ids(40)), bench: one })).toEqual([]);
  });

  it('is refused for the journal of another provider', async () => {
    const store = memoryJournal();
    const other = bench({ rows: ids(20), limits: { maxIds: 10 } });
    const behaviour = { ...other.behaviour, provider: 'umbra' };
    const connection = connect(
      { ...providerDefinition, name: 'umbra' },
      { clock: other.clock, fetch: refuse },
    );
    const foreign = bulk(connection, behaviour, { table: 't1' });
    await finish(other, foreign.deleteMany(ids(20), { journal: store }));
    expect(of(store, 'run')).toMatchObject([{ provider: 'umbra' }]);
    const { length } = store.records;
    const { deleter } = other;
    for (const begin of [() => deleter.resume(store, { ids: ids(20) }), () => deleter.reconcile(store)]) {
      const { error, summary } = await finish(other, begin());
      expect(error).toMatchObject({ code: 'JOURNAL', message: expect.stringContaining('umbra') as string });
      expect(summary).toMatchObject({ requested: 0, requests: { sent: 0 } });
    }
    expect(other.seen).toEqual([]);
    expect(store.records).toHaveLength(length);
  });

  it('is refused where nothing was begun, and where ids or the key are missing', async () => {
    const one = bench({ rows: ids(20), limits: { maxIds: 10 } });
    expect((await resume(one, memoryJournal())).error).toMatchObject({ code: 'JOURNAL' });
    const store = memoryJournal();
    const journal = { store, ids: 'hash' as const, key: 'k' };
    await finish(one, one.deleter.deleteMany(ids(20), { journal }));
    expect((await resume(one, journal)).error?.message).toContain('holds no ids');
    expect((await resume(one, { ...journal, key: 'other' }, { ids: ids(20) })).error?.message).toContain(
      'key',
    );
    expect((await resume(one, journal, { ids: ids(20) })).summary.resumed?.byStatus.deleted).toBe(20);
  });

  it.each<[string, BenchOptions, boolean]>([
    ['a column that the caller chose', { where: 'query', reports: 'count' }, true],
    ['ids that the provider made', {}, false],
  ])('looks at the age of %s', async (_name, options, isRefused) => {
    const { one, store } = await stopped(options);
    await one.clock.drive(one.clock.sleep(25 * HOUR_MS));
    const late = await resume(one, memoryJournal({ records: store.records }), {
      ids: ids(40),
      replay: 'failed',
    });
    expect(late.error?.code).toBe(isRefused ? 'JOURNAL' : undefined);
    const raised = await resume(one, store, {
      ids: ids(40),
      replay: 'failed',
      maxResumeAgeMs: Number.POSITIVE_INFINITY,
    });
    expect(raised.error).toBeUndefined();
    expect(raised.summary.resumed?.ageMs).toBeGreaterThanOrEqual(25 * HOUR_MS);
  });

  it('does not call an id skipped that an earlier run may have removed', async () => {
    const store = memoryJournal({ diesAfter: 5 });
    const one = bench({ rows: ids(40), limits: { maxIds: 10 }, latencyMs: 5 });
    const run = one.deleter.deleteMany(ids(40), { journal: store });
    await one.clock.drive(Promise.race([store.died, run]));
    await one.clock.drive(one.clock.sleep(50));
    const controller = new AbortController();
    controller.abort();
    const next = memoryJournal({ records: store.records });
    const options = { ids: ids(40), signal: controller.signal };
    const aborted = await resume(one, next, options);
    expect(
      faultsIn(aborted, { input: ids(aborted.summary.requested), rows: new Set(ids(40)), bench: one }),
    ).toEqual([]);
    const paused = one.deleter.resume(next, { ids: ids(40) });
    paused.pause();
    const finished = finish(one, paused);
    while (paused.progress.read < 20) await nextTurn();
    void paused.abort();
    const held = await finished;
    expect(held.summary.byStatus.unknown).toBeGreaterThan(0);
    expect(
      faultsIn(held, { input: ids(held.summary.requested), rows: new Set(ids(40)), bench: one }),
    ).toEqual([]);
    const last = await resume(one, next, { ids: ids(40) });
    expect(faultsIn(last, { input: ids(40), rows: new Set(ids(40)), bench: one })).toEqual([]);
    expect(one.rows.size).toBe(0);
  });
});

describe('the reason', () => {
  const stop = async (mode: 'full' | 'hash') => {
    const store = memoryJournal();
    const journal = { store, ids: mode };
    const one = bench({
      rows: ids(40),
      limits: { maxIds: 10, maxBytes: 100 },
      concurrency: { initial: 1, max: 1 },
      fault: (index) => (index === 1 ? { kind: 'answer', status: 401 } : undefined),
    });
    await finish(one, one.deleter.deleteMany(ids(20), { journal, reason: 'DSR-4711 of jane' }));
    return { one, store, journal };
  };

  it('is in the journal, and whoever goes on need not give it again', async () => {
    const { one, store } = await stop('full');
    expect(of(store, 'run')).toMatchObject([{ reason: 'DSR-4711 of jane' }]);
    const before = one.seen.length;
    const entries: AuditEntry[] = [];
    const audit: AuditSink = {
      part: auditPart,
      write: (entry) => {
        entries.push(entry);
        return Promise.resolve();
      },
    };
    const dry = await resume(one, store, { dryRun: true });
    expect(dry.summary.state).toBe('dryRun');
    const known = await finish(one, one.deleter.reconcile(store, { audit, ids: ids(40) }));
    expect(known.error).toBeUndefined();
    await one.clock.drive(one.clock.sleep(1));
    // What the journal had not read is measured with the reason too.
    const { summary } = await resume(one, store, { audit, ids: ids(40), replay: 'failed' });
    expect(summary.byStatus.deleted + (summary.resumed?.byStatus.deleted ?? 0)).toBe(40);
    const sent = one.seen.slice(before);
    expect(sent.length).toBeGreaterThan(3);
    for (const { body, bytes } of sent) {
      expect(body).toMatchObject({ reason: 'DSR-4711 of jane' });
      expect(bytes).toBeLessThanOrEqual(100);
    }
    expect(entries.filter(({ type }) => type === 'run')).toHaveLength(2);
    for (const entry of entries) {
      if (entry.type !== 'end') expect(entry).toMatchObject({ reason: 'DSR-4711 of jane' });
    }
  });

  it('is not there where the journal holds no ids, and must be given again', async () => {
    const { one, store, journal } = await stop('hash');
    expect(JSON.stringify(store.records)).not.toContain('DSR');
    const before = one.seen.length;
    for (const begin of ['resume', 'reconcile'] as const) {
      const { error } = await finish(one, one.deleter[begin](journal, { ids: ids(20) }));
      expect(error).toMatchObject({
        code: 'JOURNAL',
        message: expect.stringContaining('holds no reason') as string,
      });
    }
    expect(one.seen.length).toBe(before);
    const { summary } = await resume(one, journal, {
      ids: ids(20),
      replay: 'failed',
      reason: 'DSR-4711 of jane',
    });
    expect(summary.state).toBe('completed');
  });

  it('of a journal in which nothing stands yet is the one that is given', async () => {
    const one = bench({ rows: ids(5) });
    const store = memoryJournal();
    await resume(one, store, { ids: ids(5), reason: 'late' });
    expect(of(store, 'run')).toMatchObject([{ reason: 'late' }]);
    expect(one.deletions()).toMatchObject([{ body: { reason: 'late' } }]);
  });
});

describe('an input that is none', () => {
  it('is refused at once', () => {
    const { deleter } = bench();
    const text: unknown = 'r1';
    expect(() => deleter.resume(memoryJournal(), { ids: text as readonly string[] })).toThrow(/Wrong input/);
  });
});

describe('an outage for the whole of a run', () => {
  const ROWS = 12_000;

  it.each<[string, Fault, number]>([
    ['the server answers 503', { kind: 'answer', status: 503 }, 110],
    ['nobody listens', { kind: 'refused' }, 110],
    ['every answer is lost', { kind: 'cut', done: false }, 110],
  ])('%s: few requests, then the end, and a later run does it all', async (_name, fault, mostRequests) => {
    let isDown = true;
    const store = memoryJournal();
    const given = ids(ROWS);
    const one = bench({
      rows: given,
      limits: { maxIds: 50 },
      concurrency: { initial: 2, max: 8 },
      latencyMs: 10,
      fault: () => (isDown ? fault : undefined),
    });
    const first = await finish(one, one.deleter.deleteMany(given, { journal: store }));
    expect(first.error).toBeUndefined();
    expect(first.summary.state).toBe('stopped');
    expect(one.deletions().length).toBe(first.summary.requests.sent);
    expect(first.summary.requests.sent).toBeLessThanOrEqual(mostRequests);
    const { failed, unknown, skipped } = first.summary.byStatus;
    expect(failed + unknown + skipped).toBe(first.summary.requested);
    expect(skipped).toBeGreaterThan(0);
    expect(one.rows.size).toBe(ROWS);
    expect(() => {
      first.summary.throwIfNotGone();
    }).toThrow();

    // Down still: the attempt costs no more, and loses nothing.
    const second = await resume(one, store, { ids: given, replay: 'failed' });
    expect(second.summary.state).toBe('stopped');
    expect(second.summary.requests.sent).toBeLessThanOrEqual(mostRequests);
    isDown = false;
    const last = await resume(one, store, { ids: given, replay: 'failed' });
    expect(last.summary).toMatchObject({ state: 'completed', requested: ROWS });
    expect(faultsIn(last, { input: given, rows: new Set(given), bench: one })).toEqual([]);
    expect(one.rows.size).toBe(0);
    last.summary.throwIfNotGone();
  });
});

describe('reconciling', () => {
  it('reads back what nobody knows, writes it down, and deletes nothing', async () => {
    const store = memoryJournal();
    const one = bench({
      rows: ids(30),
      limits: { maxIds: 10 },
      readBack: 'each',
      fault: (index) => (index < 2 ? { kind: 'cut', done: index === 0 } : undefined),
    });
    const options = { journal: store, retry: { maxAttempts: 1 }, verify: 'off' as const, concurrency: 1 };
    const first = await finish(one, one.deleter.deleteMany(ids(30), options));
    expect(first.summary.byStatus.unknown).toBe(20);
    const before = one.deletions().length;
    const result = await finish(one, one.deleter.reconcile(store));
    expect(one.deletions().length).toBe(before);
    expect(result.summary).toMatchObject({ byStatus: { absent: 10, unknown: 10, skipped: 10 } });
    const again = await resume(one, store, { replay: 'failed' });
    expect(again.summary.resumed?.byStatus).toMatchObject({ absent: 10, deleted: 10 });
    expect(again.summary.state).toBe('completed');
    expect(one.rows.size).toBe(0);
  });

  it('waits for jobs, and leaves alone what was never sent', async () => {
    const store = memoryJournal({ diesAt: ({ t }) => t === 'done' });
    const one = bench({ reports: 'job', rows: ids(30), limits: { maxIds: 10 } });
    const run = one.deleter.deleteMany(ids(30), { journal: store });
    await one.clock.drive(Promise.race([store.died, run]));
    await one.clock.drive(one.clock.sleep(1));
    const before = one.deletions().length;
    const next = memoryJournal({ records: store.records });
    const result = await finish(one, one.deleter.reconcile(next));
    expect(one.deletions().length).toBe(before);
    const { absent, unknown, skipped } = result.summary.byStatus;
    expect(absent + unknown + skipped).toBe(result.summary.requested);
    expect(absent).toBeGreaterThan(0);
    expect(absent).toBe(10 * of(store, 'job').length);
  });
});
