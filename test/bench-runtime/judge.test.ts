/** What decides whether a goal is met: the sums, the quotients, the least requests, and whether the work was done. */
import { describe, expect, it } from 'vitest';
import { cpuPerId, isMet, judgeAll, type Verdict } from './judge.js';
import { countLeastRequests, type RequestLimits } from './least-requests.js';
import { findUndone } from './processes.js';
import type { RequestCount } from './requests.js';
import type { Results, Series } from './results.js';

const seriesOf = (name: string, walls: readonly number[], more: object = {}): Series => ({
  name,
  ids: 1_000,
  runs: walls.map((wallMs) => ({
    wallMs,
    cpuMs: wallMs,
    peakHeapMiB: wallMs,
    peakRssMiB: 0,
    settled: 1_000,
    state: 'completed',
    fileBytes: 0,
    ...more,
  })),
});

/** The value and the verdict of every goal whose text has this in it. */
function judgeOnly(results: Results, text: string): readonly (readonly [number | null, boolean | null])[] {
  return judgeAll(results)
    .filter(({ what }) => what.includes(text))
    .map((verdict) => [verdict.value, isMet(verdict)]);
}

describe('a goal', () => {
  const verdict: Verdict = { goal: 'P0', what: '', value: 1, most: 1, unit: '', digits: 0 };

  it.each([
    [1, true],
    [1.001, false],
    [null, null],
    [Number.NaN, null],
  ])('of at most 1 with %s: met is %s', (value, met) => {
    expect(isMet({ ...verdict, value })).toBe(met);
  });

  it('is not judged where nothing was measured', () => {
    expect(judgeAll({})).toEqual([]);
    expect(judgeAll({ requests: [], walls: [], cpu: [], heap: [], journal: [] })).toEqual([]);
  });
});

describe('the goals', () => {
  it('take the worst run of all, and every id that is not gone', () => {
    const run: RequestCount = { provider: 'a', ids: 10, sent: 7, least: 2, allowed: 5, open: 0 };
    const late = { ...run, sent: 9, open: 2 };
    expect(judgeOnly({ requests: [run, run] }, '')).toEqual([
      [0, true],
      [0, true],
    ]);
    expect(judgeOnly({ requests: [run, late, { ...run, open: 1 }] }, '')).toEqual([
      [2, false],
      [3, false],
    ]);
  });

  it('lay the wall time beside the ideal and, round by round, beside the peers', () => {
    const series = [seriesOf('rowsweep', [110, 120, 1_000]), seriesOf('p-map', [100, 200, 2_000])];
    const results = { walls: [{ latencyMs: 50, idealMs: 100, series }] };
    expect(judgeOnly(results, 'ideal')).toEqual([[1.2, false]]);
    expect(judgeOnly(results, 'p-map')).toEqual([[0.6, true]]);
    expect(judgeOnly(results, 'helpers.bulk')).toEqual([[null, null]]);
  });

  it('count processor time in microseconds an id', () => {
    expect(cpuPerId(seriesOf('rowsweep', [2, 3]))).toEqual([2, 3]);
    const cpu = [seriesOf('rowsweep', [2, 2, 2.2]), seriesOf('helpers.bulk', [2, 2, 2])];
    expect(judgeOnly({ cpu }, ': rowsweep')).toEqual([
      [2, true],
      [1, false],
    ]);
  });

  it('take the heap beyond that of the smallest run', () => {
    const heap = [seriesOf('small', [10]), seriesOf('large', [26]), seriesOf('larger', [27])];
    expect(judgeOnly({ heap }, 'peak heap')).toEqual([
      [16, true],
      [17, false],
    ]);
  });

  it('take the bytes and the cost of a journal', () => {
    const journal = [
      seriesOf('no journal', [100]),
      seriesOf('hash journal', [110], { fileBytes: 1_001 }),
      seriesOf('full journal', [120], { fileBytes: 45_000 }),
    ];
    expect(judgeOnly({ journal }, 'hash journal')).toEqual([
      [1.001, false],
      [1.1, true],
    ]);
    expect(judgeOnly({ journal }, 'full journal')).toEqual([
      [45, true],
      [1.2, false],
    ]);
  });

  it('let one of a hundred aborts be late, and not two', () => {
    const abortsWith = (late: number): Results => {
      const all = Array.from({ length: 100 }, (_, index) => ({
        toSilenceMs: -1,
        toEndMs: index < late ? 500 : 1,
      }));
      return { aborts: { drain: all, cancel: all } };
    };
    expect(judgeOnly(abortsWith(1), 'to the end')).toEqual([
      [1, true],
      [1, true],
    ]);
    expect(judgeOnly(abortsWith(2), 'cancel: abort to the end')).toEqual([[500, false]]);
    expect(judgeOnly(abortsWith(2), 'last request')).toEqual([[0, true]]);
  });
});

describe('the least number of requests', () => {
  const limits: RequestLimits = {
    maxIds: 3,
    maxBytes: Infinity,
    textOf: (ids) => JSON.stringify(ids),
    isAlone: (id) => id === 'alone',
  };

  it.each([
    [[], {}, 0],
    [['a', 'b', 'c'], {}, 1],
    [['a', 'b', 'c', 'd'], {}, 2],
    // ["a","b"] has nine bytes.
    [['a', 'b', 'c', 'd'], { maxBytes: 9 }, 2],
    [['a', 'b', 'c', 'd'], { maxBytes: 8 }, 4],
    [['ä', 'b'], { maxBytes: 9 }, 2],
    // What stands between goes into one request, because only that one id is alone.
    [['a', 'alone', 'b', 'c', 'd'], {}, 3],
  ] as const)('%j with %j: %i', (ids, own, requests) => {
    expect(countLeastRequests(ids, { ...limits, ...own })).toBe(requests);
  });
});

describe('a measurement', () => {
  const task = { tool: 'rowsweep', url: 'http://127.0.0.1:1/0', ids: 10 } as const;
  const failing = { ...task, url: 'http://127.0.0.1:1/failing' };

  it.each([
    ['all is gone', task, { settled: 10, state: 'completed' }, null],
    ['it stopped', task, { settled: 10, state: 'stopped' }, /ended as "stopped"/],
    ['it was aborted early', failing, { settled: 9, state: 'aborted' }, /ended as "aborted"/],
    ['one is left', task, { settled: 9, state: 'completedWithFailures' }, /9 of 10 ids are gone/],
    ['one is left by a server that fails', failing, { settled: 9, state: 'completedWithFailures' }, null],
    ['it was dry', task, { settled: 10, state: 'dryRun' }, null],
    ['it was dry and did not read all', task, { settled: 9, state: 'dryRun' }, /9 of 10/],
  ] as const)('in which %s', (_what, of, measured, problem) => {
    const found = findUndone(of, measured);
    if (problem === null) expect(found).toBeNull();
    else expect(found).toMatch(problem);
  });
});
