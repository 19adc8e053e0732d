/** The goals, each a number out of the measurements and the most that it may be. */
import { median, ratioByRound } from '../bench/statistics.js';
import type { Results, Series, WallTimes } from './results.js';
import type { Measured } from './task.js';

/** One goal and how it stands. */
export interface Verdict {
  readonly goal: string;
  readonly what: string;
  /** Null: what it needs was not measured. */
  readonly value: number | null;
  readonly most: number;
  readonly unit: string;
  readonly digits: number;
}

/** True: met. Null: there is nothing to judge. */
export function isMet({ value, most }: Verdict): boolean | null {
  return value === null || Number.isNaN(value) ? null : value <= most;
}

/** Every goal for which something was measured. */
export function judgeAll(results: Results): readonly Verdict[] {
  return [
    ...judgeRequests(results),
    ...(results.walls ?? []).flatMap(judgeWalls),
    ...judgeCpu(results.cpu),
    ...judgeHeap(results.heap),
    ...judgeJournal(results),
    ...judgeStarts(results),
    ...judgeAborts(results),
    ...judgeTransport(results),
  ];
}

/** Microseconds of processor time an id, round by round. */
export function cpuPerId({ runs, ids }: Series): readonly number[] {
  return runs.map(({ cpuMs }) => (cpuMs * 1000) / ids);
}

/** Milliseconds from end to end, round by round. */
export function wallsOf({ runs }: Series): readonly number[] {
  return runs.map(({ wallMs }) => wallMs);
}

function judgeRequests({ requests = [] }: Results): readonly Verdict[] {
  if (requests.length === 0) return [];
  const beyond = requests.map(({ sent, least, allowed }) => sent - least - allowed);
  const open = requests.reduce((sum, one) => sum + one.open, 0);
  return [
    {
      goal: 'P1',
      what: `requests beyond the least, worst of ${requests.length} runs (slow start's 5 allowed)`,
      ...{ value: Math.max(...beyond), most: 0, unit: '', digits: 0 },
    },
    { goal: 'P1', what: 'ids not gone in those runs', value: open, most: 0, unit: '', digits: 0 },
  ];
}

function judgeWalls({ latencyMs, idealMs, series }: WallTimes): readonly Verdict[] {
  const own = find(series, 'rowsweep');
  const ratio = (below: Series | undefined): number | null =>
    own === undefined || below === undefined ? null : ratioByRound(wallsOf(own), wallsOf(below));
  const times = own === undefined ? null : median(wallsOf(own));
  const at = `${latencyMs} ms latency`;
  return [
    {
      goal: 'P5',
      what: `wall ÷ ideal, ${at}`,
      ...{
        value: times === null ? null : times / idealMs,
        most: latencyMs === 50 ? 1.15 : 1.05,
        unit: '×',
        digits: 3,
      },
    },
    ...['helpers.bulk', 'p-map'].map((name) => ({
      goal: 'P5',
      what: `wall ÷ that of ${name}, ${at}`,
      ...{ value: ratio(find(series, name)), most: 1, unit: '×', digits: 3 },
    })),
  ];
}

const cpuGoals: readonly (readonly [name: string, most: number, mostOfBulk: number])[] = [
  ['rowsweep', 2.3, 0.9],
  ['rowsweep, outcomes read', 2.6, 1],
  ['rowsweep, outcomes and hash journal', 3, 1.1],
];

function judgeCpu(series: readonly Series[] = []): readonly Verdict[] {
  const bulk = find(series, 'helpers.bulk');
  return cpuGoals.flatMap(([name, most, mostOfBulk]) => {
    const own = find(series, name);
    if (own === undefined || bulk === undefined) return [];
    const digits = 2;
    const ratio = ratioByRound(cpuPerId(own), cpuPerId(bulk));
    return [
      {
        goal: 'P6',
        what: `processor time an id: ${name}`,
        value: median(cpuPerId(own)),
        most,
        unit: 'µs',
        digits,
      },
      { goal: 'P6', what: `÷ helpers.bulk: ${name}`, value: ratio, most: mostOfBulk, unit: '×', digits },
    ];
  });
}

function judgeHeap(series: readonly Series[] = []): readonly Verdict[] {
  const [small, ...others] = series;
  if (small === undefined) return [];
  const peakOf = (one: Series): number => Math.max(...one.runs.map(({ peakHeapMiB }) => peakHeapMiB));
  return others.map((one) => ({
    goal: 'P7',
    what: `peak heap beyond that of ${small.name}, 64 MiB allowed: ${one.name}`,
    ...{ value: peakOf(one) - peakOf(small), most: 16, unit: 'MiB', digits: 1 },
  }));
}

function judgeJournal({ dedupe, journal = [] }: Results): readonly Verdict[] {
  const none = find(journal, 'no journal');
  const bytes = (series: Series): number | null => middle(series, ({ fileBytes }) => fileBytes / series.ids);
  const judge = (name: string, most: number): readonly Verdict[] => {
    const series = find(journal, name);
    if (series === undefined || none === undefined) return [];
    const cost = ratioByRound(wallsOf(series), wallsOf(none));
    return [
      { goal: 'P9', what: `bytes an id, ${name}`, value: bytes(series), most, unit: 'B', digits: 2 },
      {
        goal: 'P9',
        what: `wall ÷ without, ${name}, 50 ms latency`,
        value: cost,
        most: 1.1,
        unit: '×',
        digits: 3,
      },
    ];
  };
  return [
    ...(dedupe === undefined
      ? []
      : [
          {
            goal: 'P8',
            what: `bytes an id of dedupe: 'all', ${dedupe.ids.toLocaleString('en')} ids`,
            ...{ value: dedupe.bytesPerId, most: 20, unit: 'B', digits: 1 },
          },
        ]),
    ...judge('full journal', 45),
    ...judge('hash journal', 1),
  ];
}

function judgeStarts({ starts }: Results): readonly Verdict[] {
  if (starts === undefined) return [];
  const core = starts.sizes[0]?.gzipBytes ?? null;
  return [
    {
      goal: 'P10',
      what: 'first request after the first full chunk, cold',
      ...{ value: median(starts.firstRequestMs), most: 5, unit: 'ms', digits: 1 },
    },
    { goal: 'P10', what: 'cold import', value: median(starts.importMs), most: 15, unit: 'ms', digits: 1 },
    {
      goal: 'P10',
      what: 'core, min+gzip',
      ...{ value: core === null ? null : core / 1000, most: 20, unit: 'kB', digits: 1 },
    },
  ];
}

function judgeAborts({ aborts }: Results): readonly Verdict[] {
  if (aborts === undefined) return [];
  const all = [...aborts.drain, ...aborts.cancel];
  const one = { unit: 'ms', digits: 1 };
  return [
    {
      goal: 'R5',
      what: `abort to the last request, p99 of ${all.length}`,
      ...{ value: percentile(all.map(({ toSilenceMs }) => Math.max(0, toSilenceMs))), most: 50, ...one },
    },
    ...(['drain', 'cancel'] as const).map((mode) => ({
      goal: 'R5',
      what: `${mode}: ${mode === 'drain' ? 'last answer' : 'abort'} to the end, p99`,
      ...{ value: percentile(aborts[mode].map(({ toEndMs }) => toEndMs)), most: 100, ...one },
    })),
  ];
}

/** No goal is set for it beyond being faster than the platform's. */
function judgeTransport({ transport }: Results): readonly Verdict[] {
  if (transport === undefined) return [];
  const value = transport.fetch / transport.keepAlive;
  const what = 'requests a second of global fetch ÷ those of the keep-alive transport';
  return [{ goal: 'transport', what, value, most: 1, unit: '×', digits: 2 }];
}

/** The value that 99 of 100 do not pass. */
function percentile(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? null;
}

function find(series: readonly Series[], name: string): Series | undefined {
  return series.find((one) => one.name === name);
}

/** The median of one number of each run. */
export function middle({ runs }: Series, read: (run: Measured) => number): number | null {
  return median(runs.map(read));
}
