/** The reports for people: a line each, the smallest fact of each failure, a summary. */
import type { Report } from './examine.js';

const MOST_FAILURES = 12;

/** One line, then failures by cause, and with `isVerbose` all of them and everything that was skipped. */
export function printReport(report: Report, { isVerbose }: { readonly isVerbose: boolean }): string {
  const { failures, skipped } = report;
  const compilers = report.compiled.map(
    ([name, errors]) => `${name} ${errors === 0 ? 'ok' : `${errors} errors`}`,
  );
  const line = [
    (failures.length === 0 ? 'ok  ' : 'FAIL') + ` ${report.name.padEnd(26)}`,
    report.version.padEnd(4),
    sizeOf(report).padStart(18),
    `${report.called}/${report.operations} operations`.padStart(20),
    `${report.calls} calls`.padStart(11),
    `${skipped.length} skipped`.padStart(12),
    `${report.loosened.length} loosened`.padStart(12),
    `generate ${seconds(report.generateMs)}`.padStart(17),
    `all ${seconds(report.ms)}`.padStart(12),
    `tsc ${compilers.join(', ')}`,
  ].join(' ');
  const shown = isVerbose ? failures : failures.slice(0, MOST_FAILURES);
  const more =
    failures.length > shown.length ? [`     … and ${failures.length - shown.length} more failures`] : [];
  const reasons = isVerbose ? skipped : groupSkipped(skipped);
  const loosened = isVerbose ? report.loosened : [];
  return [
    line,
    ...shown.map((one) => `     ${one}`),
    ...more,
    ...reasons.map((one) => `     skipped ${one}`),
    ...loosened.map((one) => `     loosened ${one}`),
    '',
  ].join('\n');
}

/** Reasons with their numbers; the operation that is named is one of them. */
function groupSkipped(skipped: readonly string[]): string[] {
  const groups = new Map<string, { count: number; first: string }>();
  for (const one of skipped) {
    const reason = one.replace(/^\S+ \S+ /, '').replace(/\d+|"[^"]*"/g, '#');
    const group = groups.get(reason);
    if (group === undefined) groups.set(reason, { count: 1, first: one });
    else group.count += 1;
  }
  return [...groups.values()].map(({ count, first }) => `${count} × ${first}`);
}

/** Totals, in words. */
export function printSummary(reports: readonly Report[], ms: number): string {
  const sum = (pick: (report: Report) => number): number => reports.reduce((all, one) => all + pick(one), 0);
  const failed = reports.filter(({ failures }) => failures.length > 0);
  return [
    '',
    `${reports.length} descriptions, ${(sum(({ bytes }) => bytes) / 2 ** 20).toFixed(1)} MiB, ` +
      `${sum(({ called }) => called)} of ${sum(({ operations }) => operations)} operations called, ` +
      `${sum(({ calls }) => calls)} calls, ${sum(({ skipped }) => skipped.length)} skipped, ${seconds(ms)}`,
    `${sum(({ failures }) => failures.length)} failures in ${failed.length} descriptions` +
      (failed.length === 0 ? '' : `: ${failed.map(({ name }) => name).join(', ')}`),
    '',
  ].join('\n');
}

function sizeOf({ bytes, files }: Report): string {
  const size = bytes < 2 ** 20 ? `${Math.round(bytes / 1024)} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  return files > 1 ? `${size} / ${files} files` : size;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
