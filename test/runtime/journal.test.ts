/** What is written down and when, and what a failing journal does. */
import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../runtime/bulk/journal/journal-types.js';
import { bench, ids } from './bulk-bench.js';
import { nextTurn } from './fake-clock.js';
import { faultsIn, finish, resume } from './journal-runs.js';
import { kinds, memoryJournal, of, type MemoryJournal } from './memory-journal.js';
import { errorThrownBy } from './workbench.js';

describe('the order of things', () => {
  it('has each intent on disk before its request leaves, and the end after everything', async () => {
    const store = memoryJournal();
    const one = bench({
      rows: ids(95),
      limits: { maxIds: 10 },
      fault: (_index, sent) => {
        const chunk = of(store, 'chunk').find((record) => record.ids?.[0] === sent[0]);
        expect(store.durable.some((record) => record.t === 'intent' && record.seq === chunk?.seq)).toBe(true);
        return undefined;
      },
    });
    await finish(one, one.deleter.deleteMany(ids(95), { journal: store }));
    expect(one.deletions()).toHaveLength(10);
    expect(kinds(store)[0]).toBe('run');
    expect(kinds(store).at(-1)).toBe('end');
    expect(
      of(store, 'done')
        .map(({ seq }) => seq)
        .sort((a, b) => a - b),
    ).toEqual([...ids(10).keys()]);
    expect(of(store, 'input')).toEqual([{ t: 'input', read: 95 }]);
  });

  it('has an intent for each repeat, and what became of the request before it', async () => {
    const store = memoryJournal();
    const one = bench({
      rows: ids(5),
      fault: (index) => (index === 0 ? { kind: 'answer', status: 500 } : undefined),
    });
    await finish(one, one.deleter.deleteMany(ids(5), { journal: store }));
    expect(kinds(store).filter((t) => t !== 'input')).toEqual([
      'run',
      'chunk',
      'intent',
      'attempt',
      'intent',
      'done',
      'end',
    ]);
    expect(of(store, 'attempt')).toEqual([
      { t: 'attempt', seq: 0, effect: 'possible', code: 'SERVER_ERROR' },
    ]);
  });

  it('has the id of a job on disk before the job is counted', async () => {
    const store = memoryJournal();
    const one = bench({ reports: 'job', rows: ids(5) });
    const seen: (readonly string[])[] = [];
    const run = one.deleter.deleteMany(ids(5), {
      journal: store,
      onEvent: ({ type }) => {
        if (type === 'job') seen.push(store.durable.map(({ t }) => t));
      },
    });
    await finish(one, run);
    expect(seen[0]).toEqual(['run', 'intent', 'job']);
  });

  it('writes the parts of a chunk that was split', async () => {
    const store = memoryJournal();
    const one = bench({
      rows: ids(6),
      namesBadId: true,
      fault: (index) =>
        index === 0
          ? { kind: 'answer', status: 422, body: { detail: [{ loc: ['body', 'ids', 2], msg: 'bad' }] } }
          : undefined,
    });
    await finish(one, one.deleter.deleteMany(ids(6), { journal: store }));
    expect(of(store, 'done')).toEqual([
      { t: 'done', seq: 0, part: [2, 1], v: ['failed/id/INVALID_ID'], r: 'a' },
      { t: 'done', seq: 0, part: [0, 2, 1, 3], v: ['deleted/id'], r: 'a5' },
    ]);
    expect(of(store, 'intent')[1]).toMatchObject({ part: [0, 2, 1, 3] });
  });

  it('holds no id where only hashes are asked for', async () => {
    const store = memoryJournal();
    const one = bench({ rows: ids(5, 'secret') });
    const journal = { store, ids: 'hash' as const, key: 'k' };
    await finish(one, one.deleter.deleteMany([...ids(5, 'secret'), 'secret1', ' '], { journal }));
    expect(JSON.stringify(store.records)).not.toContain('secret');
  });

  it('writes nothing in a dry run', async () => {
    const store = memoryJournal();
    const one = bench({ rows: ids(5) });
    await finish(one, one.deleter.deleteMany(ids(5), { journal: store, dryRun: true }));
    expect(store.records).toEqual([]);
  });
});

describe('a journal that fails', () => {
  const failing = (at: number): MemoryJournal =>
    memoryJournal({ failsAt: (_record, place) => (place >= at ? new Error('no space') : undefined) });

  it.each(['ids', 'job'] as const)(
    'stops the run before its next request, and no id is lost: %s',
    async (reports) => {
      for (let at = 0; at < 34; at += 1) {
        const store = failing(at);
        const one = bench({ reports, rows: ids(60), limits: { maxIds: 10 } });
        const given = [...ids(60), '', 'r1'];
        const result = await finish(one, one.deleter.deleteMany(given, { journal: store }));
        const { byStatus, requested } = result.summary;
        expect(Object.values(byStatus).reduce((sum, count) => sum + count, 0)).toBe(requested);
        expect(result.outcomes).toHaveLength(requested);
        if (store.records.some(({ t }) => t === 'end')) continue;
        expect([at, result.error?.code]).toEqual([at, 'JOURNAL']);
        expect(result.error?.message).toContain('no space');
        // Every request that left has its intent on disk.
        expect(one.deletions().length).toBeLessThanOrEqual(of(store, 'intent').length);
        const truth = { input: given.slice(0, requested), rows: new Set(ids(60)), bench: one };
        expect(faultsIn(result, truth)).toEqual([]);
      }
    },
  );

  it('is refused where it is in use, or holds a run', async () => {
    const one = bench({ rows: ids(5) });
    const store = memoryJournal();
    await store.lock();
    const locked = await finish(one, one.deleter.deleteMany(ids(5), { journal: store }));
    expect(locked.error).toMatchObject({ code: 'JOURNAL', message: 'The journal cannot be written: locked' });
    const asked: unknown[] = [];
    const confirm = (plan: unknown): boolean => {
      asked.push(plan);
      return true;
    };
    await finish(one, one.deleter.deleteMany(ids(5), { journal: store, confirm }));
    expect(asked).toEqual([]);
    const used = memoryJournal();
    await finish(one, one.deleter.deleteMany(['r0'], { journal: used }));
    const again = await finish(one, one.deleter.deleteMany(['r1'], { journal: used }));
    expect(again.error).toMatchObject({ code: 'JOURNAL' });
    expect(again.error?.message).toContain('holds run');
    expect(again.summary.requested).toBe(0);
  });

  it('is refused when it is no journal', () => {
    const { deleter } = bench();
    expect(errorThrownBy(() => deleter.deleteMany([], { journal: {} as never })).code).toBe('CONFIGURATION');
    const journal = { store: memoryJournal(), ids: 'none' as never };
    expect(errorThrownBy(() => deleter.deleteMany([], { journal })).code).toBe('CONFIGURATION');
  });
});

describe('while something is being written', () => {
  function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    return { opened, open };
  }

  /** A journal whose first record of one kind waits until it is let go. */
  function slowJournal(kind: JournalRecord['t']): {
    readonly store: MemoryJournal;
    readonly reached: Promise<void>;
    readonly letGo: () => void;
  } {
    const memory = memoryJournal();
    const reached = gate();
    const written = gate();
    let isFirst = true;
    const append: MemoryJournal['append'] = async (record, durable) => {
      if (record.t === kind && isFirst) {
        isFirst = false;
        reached.open();
        await written.opened;
      }
      await memory.append(record, durable);
    };
    return {
      store: { ...memory, append },
      reached: reached.opened,
      letGo: written.open,
    };
  }

  const input = [...ids(20), 'x1'];

  it.each<[JournalRecord['t'], 'drain' | 'cancel', number]>([
    ['run', 'drain', 0],
    ['chunk', 'drain', 0],
    ['intent', 'drain', 0],
    ['intent', 'cancel', 0],
    ['done', 'drain', 1],
    ['end', 'drain', 3],
  ])(
    'an abort at %s, with %s: what has not left stays, and a later run knows that',
    async (kind, mode, sent) => {
      const { store, reached, letGo } = slowJournal(kind);
      const one = bench({ rows: ids(20), limits: { maxIds: 10 }, concurrency: { initial: 1, max: 1 } });
      const run = one.deleter.deleteMany(input, { journal: store });
      const finished = finish(one, run);
      await reached;
      void run.abort(undefined, mode);
      await nextTurn();
      letGo();
      const { summary, error } = await finished;
      expect(error).toBeUndefined();
      expect(one.deletions()).toHaveLength(sent);
      const { deleted, notFound, skipped, unknown, failed } = summary.byStatus;
      expect(deleted).toBe(one.removed.size);
      expect(deleted + notFound + skipped).toBe(summary.requested);
      expect(unknown + failed).toBe(0);
      expect(store.records.at(-1)).toMatchObject({ t: 'end', state: summary.state });
      // An intent whose request never left is no reason for doubt.
      const rest = await resume(one, store, { ids: input });
      expect(faultsIn(rest, { input, rows: new Set(ids(20)), bench: one })).toEqual([]);
      const all = [rest.summary.byStatus, rest.summary.resumed?.byStatus];
      expect(all.reduce((sum, counts) => sum + (counts?.deleted ?? 0), 0)).toBe(20);
      expect(all.reduce((sum, counts) => sum + (counts?.notFound ?? 0), 0)).toBe(1);
    },
  );

  it('a pause at the intent holds its request back', async () => {
    const { store, reached, letGo } = slowJournal('intent');
    const one = bench({ rows: ids(5) });
    const run = one.deleter.deleteMany(ids(5), { journal: store });
    const finished = finish(one, run);
    await reached;
    run.pause();
    letGo();
    for (let turn = 0; turn < 20; turn += 1) await nextTurn();
    expect(one.deletions()).toEqual([]);
    run.continue();
    expect((await finished).summary.byStatus.deleted).toBe(5);
  });
});
