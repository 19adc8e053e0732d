/** A process that dies at any record of its journal, and one that goes on: nothing lost, nothing claimed falsely. */
import { describe, expect, it } from 'vitest';
import { bench, ids, type Bench, type BenchOptions } from './bulk-bench.js';
import { faultsIn, resume, runUntilDead } from './journal-runs.js';
import { memoryJournal, type MemoryJournal } from './memory-journal.js';

const LIMIT = 10;
const LANES = 2;
const MOST_RECORDS = 60;

/** `npm run fuzz` dies at each record; `npm test` at every third, and begins with another one in each test. */
const STRIDE = process.env['ROWSWEEP_FUZZ'] === undefined ? 3 : 1;
let tests = 0;

function* places(first: number, end: number): Generator<number> {
  tests += 1;
  for (let place = first + (tests % STRIDE); place < end; place += STRIDE) yield place;
}

/** Rows, ids that are not there, repeats, and what is no id. */
function input(): readonly string[] {
  const given = ids(64);
  return [
    ...given.slice(0, 25),
    'x1',
    'r3',
    ...given.slice(25, 40),
    '',
    'x2',
    'r30',
    ...given.slice(40),
    'x1',
  ];
}

function newBench(options: BenchOptions): Bench {
  return bench({
    rows: ids(64),
    latencyMs: 5,
    limits: { maxIds: LIMIT },
    concurrency: { initial: LANES, max: LANES },
    ...options,
  });
}

const providers: readonly (readonly [string, BenchOptions])[] = [
  ['ids', { reports: 'ids' }],
  ['a count', { reports: 'count', where: 'query' }],
  ['nothing but the batch', { reports: 'batch' }],
  ['a job', { reports: 'job' }],
  [
    'ids, and answers that get lost',
    {
      reports: 'ids',
      fault: (index) => (index % 3 === 1 ? { kind: 'cut', done: index % 2 === 0 } : undefined),
    },
  ],
  [
    'ids, and refusals that name the id',
    {
      namesBadId: true,
      fault: (_index, sent) =>
        sent.includes('r7')
          ? {
              kind: 'answer',
              status: 422,
              body: { detail: [{ loc: ['body', 'ids', sent.indexOf('r7')], msg: 'bad' }] },
            }
          : undefined,
    },
  ],
  ['a count, read back', { reports: 'count', where: 'query', readBack: 'filter' }],
];

/** The run had fewer records than that, so it ended by itself, as it will for every greater number. */
function livedOn({ records }: MemoryJournal, diesAfter: number): boolean {
  return records.length < diesAfter;
}

describe.each(providers)('a provider that reports %s', (_name, options) => {
  it.each(['full', 'hash'] as const)('is resumed after a death at any record, ids: %s', async (mode) => {
    for (const diesAfter of places(1, MOST_RECORDS)) {
      const one = newBench(options);
      const given = input();
      const dead = await runUntilDead(one, { ids: given, diesAfter, mode });
      const before = one.deletions().length;
      const store = memoryJournal({ records: dead.records });
      const result = await resume(one, { store, ids: mode }, { ids: given });
      const truth = { input: given, rows: new Set(ids(64)), bench: one };
      expect([diesAfter, faultsIn(result, truth)]).toEqual([diesAfter, []]);
      expect(one.rows.size).toBe(options.namesBadId === true ? 1 : 0);
      if (options.fault === undefined) {
        const sentBefore = new Set(
          one
            .deletions()
            .slice(0, before)
            .flatMap((sent) => sent.ids),
        );
        const again = one
          .deletions()
          .slice(before)
          .flatMap((sent) => sent.ids)
          .filter((id) => sentBefore.has(id));
        expect(again.length).toBeLessThanOrEqual(LANES * LIMIT);
      }
      // Whatever happened, the journal says it all: a run on it has nothing left to do.
      const last = await resume(one, memoryJournal({ records: store.records }), { ids: given });
      expect(last.summary.requests).toMatchObject({ sent: 0, polls: 0 });
      expect(faultsIn(last, truth)).toEqual([]);
      if (livedOn(dead, diesAfter)) break;
    }
  });

  it('is resumed without its input, once that was read to its end', async () => {
    for (const diesAfter of places(1, MOST_RECORDS)) {
      const one = newBench(options);
      const given = input();
      const dead = await runUntilDead(one, { ids: given, diesAfter });
      const result = await resume(one, memoryJournal({ records: dead.records }));
      if (dead.records.some(({ t }) => t === 'input')) {
        expect(faultsIn(result, { input: given, rows: new Set(ids(64)), bench: one })).toEqual([]);
      } else {
        expect(result.summary).toMatchObject({ state: 'stopped', stoppedBy: { code: 'JOURNAL' } });
        expect(result.summary.warnings.map(({ code }) => code)).toContain('inputNotRead');
        expect(() => {
          result.summary.throwIfNotGone();
        }).toThrow('had not been read to its end');
      }
      if (livedOn(dead, diesAfter)) break;
    }
  });

  it('is killed five times in a row', async () => {
    for (const every of places(2, 12)) {
      const one = newBench(options);
      const given = input();
      let { records } = await runUntilDead(one, { ids: given, diesAfter: every });
      for (let kill = 1; kill < 5; kill += 1) {
        ({ records } = await runUntilDead(one, { ids: given, diesAfter: every, records, again: given }));
      }
      const result = await resume(one, memoryJournal({ records }), { ids: given });
      expect([every, faultsIn(result, { input: given, rows: new Set(ids(64)), bench: one })]).toEqual([
        every,
        [],
      ]);
    }
  });
});
