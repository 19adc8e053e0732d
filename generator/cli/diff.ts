import { writeFileSync } from 'node:fs';
import { compare } from '../diff/compare.js';
import { isAtLeast, bumpOf, type Bump } from '../diff/finding.js';
import type { Comparison } from '../diff/report/report.js';
import type { Comparable } from '../diff/side.js';
import { readArguments, UsageError, type OptionTable } from './arguments.js';
import { planSides, type DiffSide } from './diff-sides.js';
import { printComparison, readDiffFormat } from './diff-formats.js';
import { Report } from './report.js';
import { Progress } from './progress.js';
import { exitCodes, type ExitCode, type Terminal } from './terminal.js';

const options = {
  format: { type: 'string' },
  'fail-on': { type: 'string' },
  since: { type: 'string' },
  output: { type: 'string', short: 'o' },
  config: { type: 'string', short: 'c' },
  quiet: { type: 'boolean', short: 'q' },
} as const satisfies OptionTable;

/** `rowsweep diff`: what a change of a description means for those who call the package that is made from it. */
export async function runDiff(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const given = readArguments('diff', argv, options);
  const format = readDiffFormat(given.value('format') ?? 'text');
  const failOn = readFailOn(given.value('fail-on'));
  const quiet = given.flag('quiet');
  const progress = new Progress(terminal);
  const settings = {
    command: 'diff',
    format: format === 'json' ? 'json' : 'text',
    quiet,
    maxWarnings: null,
  } as const;
  const report = new Report(progress.terminal, settings);
  const sides = await planSides(given, report);
  try {
    const [old, now] = sides === null ? [null, null] : await readSides(sides, { progress, report });
    if (sides === null || old === null || now === null) return report.finish();
    progress.show('comparing');
    const findings = compare(old, now);
    const name = old.api.package.npmName;
    const comparison: Comparison = {
      old: sides.old.title,
      new: sides.new.title,
      package: name === now.api.package.npmName ? name : null,
      findings,
    };
    progress.clear();
    const output = given.value('output');
    const isPlain = output !== null || terminal.color !== true;
    writeResult({ text: printComparison(comparison, format, !isPlain), output, quiet }, terminal);
    const fails = failOn !== null && isAtLeast(bumpOf(findings), failOn);
    return fails ? exitCodes.problems : exitCodes.fine;
  } finally {
    progress.clear();
    sides?.dispose();
  }
}

async function readSides(
  sides: { readonly old: DiffSide; readonly new: DiffSide },
  { progress, report }: { readonly progress: Progress; readonly report: Report },
): Promise<[Comparable | null, Comparable | null]> {
  const { inspect } = await import('../main.js');
  const read = async ({ input, title, rename }: DiffSide): Promise<Comparable | null> => {
    progress.show(`${title}: reading`);
    const { document, api, diagnostics } = await inspect(input, { packageName: null });
    // Warnings are what `lint` is for.
    const errors = diagnostics.items.filter(({ severity }) => severity === 'error');
    report.addDiagnostics(
      errors.map((item) => ({ ...item, place: item.place === null ? null : rename(item.place) })),
    );
    if (document === null || api === null) return null;
    return { api, document: { ...document, place: (pointer) => rename(document.place(pointer)) } };
  };
  return [await read(sides.old), await read(sides.new)];
}

function readFailOn(text: string | null): Bump | null {
  if (text === null || text === 'major' || text === 'minor' || text === 'patch') return text;
  throw new UsageError(`--fail-on is major, minor or patch, not ${text}.`, 'Write --fail-on major.');
}

interface Result {
  readonly text: string;
  readonly output: string | null;
  readonly quiet: boolean;
}

function writeResult({ text, output, quiet }: Result, terminal: Terminal): void {
  if (output === null) {
    terminal.out(text);
    return;
  }
  try {
    writeFileSync(output, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${output} cannot be written: ${reason}`, 'Name another file with -o.');
  }
  if (!quiet) terminal.err(`${output} written\n`);
}
