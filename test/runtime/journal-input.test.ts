/** What a later run makes of an input, where the journal says less, or other things, than that. */
import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../runtime/bulk/journal/journal-types.js';
import type { Ids } from '../../runtime/bulk/types.js';
import { bench, ids, type Bench, type BenchOptions } from './bulk-bench.js';
import { faultsIn, finish, resume, runUntilDead } from './journal-runs.js';
import { memoryJournal, of, type MemoryJournal } from './memory-journal.js';

const HOUR_MS = 3_600_000;

/** A run that did all of `given`; `rows` are there at its beginning. */
async function done(
  given: Ids,
  options: BenchOptions,
): Promise<{ readonly one: Bench; readonly store: MemoryJournal }> {
  const store = memoryJournal();
  const one = bench(options);
  await finish(one, one.deleter.deleteMany(given, { journal: store }));
  return { one, store };
}

describe('an input that is not the one of the journal', () => {
  it('gets no outcome from the journal', async () => {
    const { one, store } = await done(ids(5), { rows: ids(30) });
    const given = ids(30).slice(20, 25);
    const result = await resume(one, store, { ids: given });
    expect(result.error).toMatchObject({ code: 'JOURNAL' });
    expect(result.outcomes.map(({ status }) => status)).toEqual(given.map(() => 'unknown'));
    expect(result.summary.resumed?.byStatus.deleted).toBe(0);
    expect(result.outcomes.every(({ settledAs }) => settledAs === undefined)).toBe(true);
    expect(faultsIn(result, { input: given, rows: new Set(ids(30)), bench: one })).toEqual([]);
  });

  it('is refused for what it is, and loses no id that was read', async () => {
    const { one, store } = await done(ids(20_000), { rows: ids(20_000), limits: { maxIds: 20_000 } });
    const result = await resume(one, store, { ids: ids(40_001, 'other') });
    expect(result.error).toMatchObject({
      code: 'JOURNAL',
      message: expect.stringContaining('from number 1 on') as string,
    });
    expect(result.outcomes).toHaveLength(result.summary.requested);
    expect(result.summary.requested).toBeGreaterThan(20_000);
  });

  it('has no new id sent, or written down, before all of the journal was found in it', async () => {
    const { one, store } = await done(ids(20), { rows: ids(20), limits: { maxIds: 10 } });
    // The process died with the record of the second request on disk, and that of the first not.
    const records = store.records.filter(
      (record) => record.t === 'run' || (record.t === 'chunk' && record.seq === 1),
    );
    expect(records).toMatchObject([{ t: 'run' }, { t: 'chunk', seq: 1, first: 10 }]);
    const next = memoryJournal({ records });
    const before = one.deletions().length;
    const options = { chunk: { maxIds: 2 }, concurrency: 4 };
    const given = ids(20).with(19, 'other').with(2, ' ').with(4, 'r3').with(6, 'kept');
    const changed = await resume(one, next, { ids: given, guards: { protect: ['kept'] }, ...options });
    expect(changed.error).toMatchObject({
      code: 'JOURNAL',
      message: expect.stringContaining('from number 11 on') as string,
    });
    expect(changed.outcomes).toHaveLength(20);
    expect(one.deletions()).toHaveLength(before);
    expect(of(next, 'chunk')).toHaveLength(1);
    expect(of(next, 'local')).toEqual([]);
    const good = await resume(one, next, { ids: ids(20), ...options });
    expect(good.summary).toMatchObject({ state: 'completed', byStatus: { notFound: 20 } });
  });
});

describe('an abort while the journal is read', () => {
  it('leaves the input alone', async () => {
    const { one, store } = await done(ids(20), { rows: ids(20), limits: { maxIds: 10 } });
    let opened = 0;
    const input: Iterable<string> = {
      [Symbol.iterator]: () => {
        opened += 1;
        return ids(40).values();
      },
    };
    async function* readSlowly(): AsyncGenerator<JournalRecord> {
      await one.clock.sleep(1_000);
      yield* store.records;
    }
    const slow = { ...memoryJournal(), read: readSlowly };
    const before = one.deletions().length;
    const run = one.deleter.resume(slow, { ids: input, dryRun: true });
    void one.clock.sleep(500).then(() => run.abort());
    const { summary } = await finish(one, run);
    expect(summary).toMatchObject({ state: 'aborted', requested: 0 });
    await one.clock.drive(one.clock.sleep(1_000));
    expect([opened, one.deletions().length]).toEqual([0, before]);
  });
});

describe('an input that fails', () => {
  it.each([3, 13, 23])('after %i ids loses none of them', async (count) => {
    const { one, store } = await done(ids(20), { rows: ids(40), limits: { maxIds: 10 } });
    const failing = function* (): Generator<string> {
      yield* ids(count);
      throw new Error('gone');
    };
    const result = await resume(one, store, { ids: failing() });
    expect(result.error).toMatchObject({ code: 'INPUT' });
    expect(result.summary.requested).toBe(count);
    expect(faultsIn(result, { input: ids(count), rows: new Set(ids(40)), bench: one })).toEqual([]);
  });
});

describe('an id that was left out at first, and sent by a later run', () => {
  it('has one outcome in every run after that, and is not sent again', async () => {
    const store = memoryJournal();
    const one = bench({ rows: ids(30), limits: { maxIds: 10 } });
    const guards = { protect: ['r5', 'r17'] };
    await finish(one, one.deleter.deleteMany(ids(30), { journal: store, guards }));
    expect([...one.rows]).toEqual(['r5', 'r17']);
    const second = await resume(one, store, { ids: ids(30) });
    expect(second.summary.byStatus).toMatchObject({ deleted: 2, skipped: 28 });
    const before = one.deletions().length;
    for (const options of [{}, { ids: ids(30) }]) {
      const result = await resume(one, memoryJournal({ records: store.records }), options);
      expect(faultsIn(result, { input: ids(30), rows: new Set(ids(30)), bench: one })).toEqual([]);
      expect(result.summary).toMatchObject({ state: 'completed', resumed: { byStatus: { deleted: 30 } } });
    }
    expect(one.deletions()).toHaveLength(before);
  });
});

describe('an id that cannot be sent any more', () => {
  it('ends the reading of a journal, and no id is counted without an outcome', async () => {
    const { one, store } = await done(ids(20), { rows: ids(20), limits: { maxIds: 10 } });
    // Requests leave in the order in which their hashes are ready: the last record need not be of the last request.
    const last = of(store, 'chunk').at(-1);
    const records = store.records.map((record): JournalRecord =>
      record.t === 'chunk' && record.seq === last?.seq && record.ids !== undefined
        ? { ...record, ids: record.ids.with(4, ' ') }
        : record,
    );
    const result = await resume(one, memoryJournal({ records }));
    expect(result.error).toMatchObject({
      code: 'JOURNAL',
      message: expect.stringContaining('cannot be sent') as string,
    });
    expect(result.summary.requested).toBe(10);
  });
});

describe('the age of a request', () => {
  it('counts from the first time that it left, however often it was gone on with', async () => {
    const one = bench({ rows: ids(5), where: 'query', reports: 'count', latencyMs: 10 });
    const first = await runUntilDead(one, { ids: ids(5), diesAfter: 4 });
    await one.clock.drive(one.clock.sleep(20 * HOUR_MS));
    const second = await runUntilDead(one, { ids: ids(5), diesAfter: 2, records: first.records });
    expect(of(second, 'intent')).toHaveLength(2);
    await one.clock.drive(one.clock.sleep(20 * HOUR_MS));
    const before = one.deletions().length;
    const third = await resume(one, memoryJournal({ records: second.records }));
    expect(third.error).toMatchObject({
      code: 'JOURNAL',
      message: expect.stringContaining('40 hours') as string,
    });
    expect(one.deletions()).toHaveLength(before);
  });
});

describe('reconciling with an input that goes on behind the journal', () => {
  it('deletes nothing, and lets a later run send the rest', async () => {
    const one = bench({ rows: ids(60), limits: { maxIds: 10 }, concurrency: { initial: 1, max: 1 } });
    const dead = await runUntilDead(one, { ids: ids(60), diesAfter: 7 });
    const next = memoryJournal({ records: dead.records });
    const before = one.deletions().length;
    const result = await finish(one, one.deleter.reconcile(next, { ids: ids(60) }));
    expect(result.outcomes).toHaveLength(60);
    expect(one.deletions()).toHaveLength(before);
    expect(of(next, 'input')).toEqual([]);
    const last = await resume(one, next, { ids: ids(60), replay: 'failed' });
    expect(faultsIn(last, { input: ids(60), rows: new Set(ids(60)), bench: one })).toEqual([]);
    expect(one.rows.size).toBe(0);
  });
});
