/** The tables of one run. */
import { formatNumber, formatTable } from '../bench/table.js';
import { isMet, cpuPerId, judgeAll, middle, wallsOf } from './judge.js';
import type { Results, Series, WallTimes } from './results.js';
import { median } from '../bench/statistics.js';

/** What was measured, then how it stands beside the goals. */
export function writeReport(results: Results): string {
  return [
    ...(results.requests === undefined ? [] : [writeRequests(results.requests)]),
    ...(results.walls ?? []).map(writeWalls),
    ...(results.cpu === undefined ? [] : [writeCpu(results.cpu)]),
    ...(results.heap === undefined ? [] : [writeHeap(results.heap)]),
    ...(results.starts === undefined ? [] : [writeSizes(results.starts.sizes)]),
    ...(results.transport === undefined ? [] : [writeTransport(results.transport)]),
    writeGoals(results),
  ].join('\n\n');
}

function writeGoals(results: Results): string {
  const rows = judgeAll(results).map((verdict) => {
    const { goal, what, value, most, unit, digits } = verdict;
    const met = isMet(verdict);
    return [
      goal,
      what,
      formatNumber(most, most % 1 === 0 ? 0 : 2, unit),
      formatNumber(value, digits, unit),
      met === null ? 'not measured' : met ? 'met' : 'MISSED',
    ];
  });
  return titled('Goals', ['goal', 'what', 'at most', 'measured', ''], rows);
}

function writeRequests(requests: NonNullable<Results['requests']>): string {
  const rows = requests.map(({ provider, ids, sent, least, open }) => [
    provider,
    String(ids),
    String(least),
    String(sent),
    (sent / least).toFixed(3),
    String(open),
  ]);
  return titled('Requests', ['provider', 'ids', 'least', 'sent', 'ratio', 'not gone'], rows);
}

function writeWalls({ latencyMs, idealMs, series }: WallTimes): string {
  const rows = series.map((one) => {
    const wall = median(wallsOf(one));
    return [
      one.name,
      formatNumber(wall, 0, 'ms'),
      wall === null ? '–' : (wall / idealMs).toFixed(3),
      formatNumber(median(cpuPerId(one)), 2, 'µs'),
    ];
  });
  const title = `Wall time, ${latencyMs} ms latency, ideal ${idealMs} ms`;
  return titled(title, ['who', 'wall', '÷ ideal', 'CPU an id'], rows);
}

function writeCpu(series: readonly Series[]): string {
  const rows = series.map((one) => {
    const costs = cpuPerId(one);
    return [
      one.name,
      formatNumber(median(costs), 2, 'µs'),
      formatNumber(Math.min(...costs), 2, 'µs'),
      formatNumber(Math.max(...costs), 2, 'µs'),
      formatNumber(median(wallsOf(one)), 0, 'ms'),
      formatNumber(
        middle(one, ({ peakRssMiB }) => peakRssMiB),
        0,
        'MiB',
      ),
    ];
  });
  const [first] = series;
  const title = `Processor time an id, ${String(first?.ids)} ids, ${String(first?.runs.length)} rounds`;
  return titled(title, ['who', 'median', 'least', 'most', 'wall', 'peak RSS'], rows);
}

function writeHeap(series: readonly Series[]): string {
  const rows = series.flatMap(({ name, runs }) =>
    runs.map(({ peakHeapMiB, peakRssMiB, wallMs, state, settled }) => [
      name,
      formatNumber(peakHeapMiB, 1, 'MiB'),
      formatNumber(peakRssMiB, 0, 'MiB'),
      formatNumber(wallMs / 1000, 1, 's'),
      String(settled),
      state,
    ]),
  );
  const head = ['run', 'peak heap', 'peak RSS', 'wall', 'gone', 'state'];
  return titled('Memory under --max-old-space-size=64', head, rows);
}

function writeSizes(sizes: NonNullable<Results['starts']>['sizes']): string {
  const rows = sizes.map(({ name, gzipBytes, lazyGzipBytes }) => [
    name,
    formatNumber(gzipBytes / 1000, 1, 'kB'),
    lazyGzipBytes === 0 ? '' : formatNumber(lazyGzipBytes / 1000, 1, 'kB'),
  ]);
  return titled('Size, min+gzip', ['program', 'at once', 'when used'], rows);
}

function writeTransport(rates: NonNullable<Results['transport']>): string {
  const rows = Object.entries(rates).map(([name, rate]: [string, number]) => [name, rate.toFixed(0)]);
  return titled('Transports', ['transport', 'DELETEs a second'], rows);
}

function titled(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${title}\n\n${formatTable(head, rows)}`;
}
