/** The tables that a person reads: first the targets, then everyone beside everyone. */
import { small } from './descriptions.js';
import type { ProfileSummary, Share } from './cpu-profile.js';
import { bareName, type Generation, type Results, type Series } from './results.js';
import { lessByRound, median, present, ratioByRound } from './statistics.js';
import { formatBytes, formatNumber, formatTable, type Cell } from './table.js';
import { judge, type Target } from './targets.js';
import { base } from './tools.js';

/** The whole report. `before` are the targets of an earlier run, by name. */
export function writeReport(
  results: Results,
  targets: readonly Target[],
  before: readonly Target[] | null,
): string {
  const { node, cpu, cores } = results.machine;
  const sections = [
    `Node ${node}, ${cores} × ${cpu}, rounds: ${results.rounds}. ` +
      `Medians of the rounds; ratios are taken round by round.`,
    titled('Targets', writeTargets(targets, before)),
    ...results.descriptions.map(({ name, bytes, operations }) =>
      titled(
        `${name}: ${formatBytes(bytes)}, ${operations} operations`,
        writeGenerations(
          results,
          results.generations.filter(({ description }) => description === name),
        ),
      ),
    ),
    titled('A program that uses one operation', writeBundles(results)),
    titled(`One call of ${small}'s deletion, fetch a stub with a real Response`, writeCalls(results)),
    titled('Growth', writeGrowth(results)),
    titled('What failed', writeFailures(results)),
    titled('Versions', formatTable(['tool', 'version'], Object.entries(results.versions))),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

/** The targets as a table: ours, the limit, and whether it is kept. */
export function writeTargets(targets: readonly Target[], before: readonly Target[] | null): string {
  const earlier = new Map(before?.map((target) => [target.name, target]));
  const head = ['target', ...(before === null ? [] : ['before']), 'ours', 'limit', '', 'made of'];
  const rows = targets.map((target) => {
    const old = earlier.get(target.name);
    return [
      target.name,
      ...(before === null ? [] : [old === undefined ? '–' : writeValue(old, old.value)]),
      writeValue(target, target.value),
      writeValue(target, target.limit),
      judge(target),
      target.detail,
    ];
  });
  return formatTable(head, rows);
}

/** A profile as two tables. */
export function writeProfile({ owners, functions }: ProfileSummary): string {
  const total = owners.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const rows = (shares: readonly Share[]): Cell[][] =>
    shares
      .filter(({ milliseconds }) => milliseconds >= total / 200)
      .map(({ owner, milliseconds }) => [
        formatNumber(milliseconds, 0),
        `${formatNumber((milliseconds / total) * 100, 1)} %`,
        owner,
      ]);
  return [
    titled('Self time by stage and package', formatTable(['ms', 'share', 'owner'], rows(owners))),
    titled('Self time by function', formatTable(['ms', 'share', 'function'], rows(functions))),
  ].join('\n\n');
}

function writeGenerations(results: Results, generations: readonly Generation[]): string {
  const bases = generations.find(({ tool }) => tool === base);
  const baseCheck = results.checks.find(
    (check) => check.tool === base && check.description === bases?.description,
  );
  const rows = generations.map((generation) => {
    const check = results.checks.find(
      ({ description, tool }) => description === generation.description && tool === generation.tool,
    );
    const time = median(present(generation.seconds));
    const made = time !== null;
    return [
      generation.tool,
      formatNumber(time, 2, 's'),
      formatNumber(ratioByRound(generation.seconds, bases?.seconds ?? []), 2),
      formatNumber(median(present(generation.cpuSeconds)), 2, 's'),
      formatNumber(median(present(generation.peakMebibytes)), 0, 'MiB'),
      made ? String(generation.files) : '–',
      made ? String(generation.lines) : '–',
      made ? formatBytes(generation.bytes) : '–',
      made && check !== undefined ? formatNumber(check.errors, 0) : '–',
      formatNumber(median(present(check?.seconds ?? [])), 2, 's'),
      formatNumber(ratioByRound(check?.seconds ?? [], baseCheck?.seconds ?? []), 2),
    ];
  });
  const head = [
    'tool',
    'time',
    `÷ ${base}`,
    'processor',
    'peak',
    'files',
    'lines',
    'bytes',
    'errors',
    'tsc',
    `÷ ${base}`,
  ];
  return rows.length === 0 ? '' : formatTable(head, rows);
}

function writeBundles({ bundles }: Results): string {
  if (bundles.length === 0) return '';
  const rows = bundles.map(({ description, operation, tool, minifiedBytes, gzipBytes }) => [
    description,
    tool,
    formatNumber(minifiedBytes, 0),
    formatNumber(gzipBytes, 0),
    operation,
  ]);
  return formatTable(['description', 'tool', 'min, bytes', 'min+gzip, bytes', 'operation'], rows);
}

function writeCalls({ calls }: Results): string {
  if (calls.length === 0) return '';
  const bare = calls.find(({ tool }) => tool === bareName)?.microseconds ?? [];
  const rows = calls.map(({ tool, microseconds }) => [
    tool,
    formatNumber(median(present(microseconds)), 1),
    formatNumber(median(present(lessByRound(microseconds, bare))), 1),
  ]);
  return formatTable(['tool', 'µs a call', 'over bare fetch'], rows);
}

function writeGrowth({ growth }: Results): string {
  if (growth.length === 0) return '';
  const floor = growth.find(({ copies }) => copies === 0)?.seconds ?? [];
  const rows = growth.map(({ copies, operations, bytes, seconds, peakMebibytes }) => {
    const beyond = median(present(lessByRound(seconds, floor)));
    return [
      copies === 0 ? '0 (the small one)' : String(copies),
      copies === 0 ? '' : String(operations),
      copies === 0 ? '' : formatBytes(bytes),
      formatNumber(median(present(seconds)), 2, 's'),
      formatNumber(median(present(peakMebibytes)), 0, 'MiB'),
      copies === 0 || beyond === null ? '' : formatNumber((beyond * 1000) / operations, 2, 'ms'),
    ];
  });
  return formatTable(
    ['copies', 'operations', 'bytes', 'time', 'peak', 'an operation, beyond the floor'],
    rows,
  );
}

function writeFailures(results: Results): string {
  const failed = [
    ...results.generations.map((entry) => row('generate', entry.description, entry.tool, entry.failure)),
    ...results.checks.map((entry) =>
      row(
        'compile',
        entry.description,
        entry.tool,
        entry.failure ?? errorsOf(entry.errors, entry.firstError),
      ),
    ),
    ...results.bundles.map((entry) => row('bundle', entry.description, entry.tool, entry.failure)),
    ...results.calls.map((entry) => row('call', entry.description, entry.tool, entry.failure)),
    ...ownFailures(results),
  ].flat();
  return failed.length === 0 ? '' : formatTable(['part', 'description', 'tool', 'why'], failed);
}

function ownFailures({ providers, unchanged, growth }: Results): Cell[][][] {
  const of = (part: string, what: string, series: Series | null): Cell[][] =>
    row(part, what, 'rowsweep', series?.failure ?? null);
  return [
    of('providers', '', providers),
    ...unchanged.map((series) => of('unchanged', series.description, series)),
    ...growth.map((step) => of('growth', `${step.copies} copies`, step)),
  ];
}

function row(part: string, description: string, tool: string, failure: string | null): Cell[][] {
  return failure === null ? [] : [[part, description, tool, failure]];
}

function errorsOf(errors: number | null, first: string | null): string | null {
  return errors === null || first === null ? null : `errors: ${errors}, the first: ${first}`;
}

function writeValue({ unit }: Target, value: number | null): Cell {
  return unit === 'B' ? formatNumber(value, 0, 'B') : formatNumber(value, 2, unit);
}

function titled(title: string, text: string): string {
  return text === '' ? '' : `${title}\n\n${text}`;
}
