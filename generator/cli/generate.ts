import { dirname, join } from 'node:path';
import type { Stage } from '../main.js';
import { readArguments, UsageError, type Arguments, type OptionTable } from './arguments.js';
import { planJobs } from './jobs.js';
import { explainNothing } from './proposals.js';
import { Folders } from './folders.js';
import { makeClient, printModel } from './make-client.js';
import { Progress } from './progress.js';
import { Report } from './report.js';
import { descriptionOptions, readReportSettings, type ReportSettings } from './shared-options.js';
import type { ExitCode, Terminal } from './terminal.js';

const clientOptions = {
  ...descriptionOptions,
  output: { type: 'string', short: 'o' },
  'sources-only': { type: 'boolean' },
  prettier: { type: 'boolean' },
  'package-name': { type: 'string' },
  force: { type: 'boolean' },
} as const satisfies OptionTable;

const generateOptions = {
  ...clientOptions,
  check: { type: 'boolean' },
  'print-model': { type: 'boolean' },
  watch: { type: 'boolean', short: 'w' },
} as const satisfies OptionTable;

/** `rowsweep generate`: one client a description; what fails for one does not stop the others. */
export async function runGenerate(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const given = readArguments('generate', argv, generateOptions);
  const modes = ['check', 'print-model', 'watch'].filter((mode) => given.flag(mode));
  if (modes.length > 1) {
    throw new UsageError(`--${modes.join(' and --')} do not go together.`, 'Give one of them.');
  }
  const settings = readReportSettings('generate', given);
  if (!given.flag('watch')) {
    const mode = given.flag('check') ? 'check' : given.flag('print-model') ? 'print-model' : 'write';
    return (await makeClients({ given, argv, settings, mode, terminal })).exitCode;
  }
  if (settings.format === 'json') {
    throw new UsageError('--watch has no end that --format json could print.', 'Leave one of the two out.');
  }
  const { watch } = await import('./watch.js');
  return watch(() => makeClients({ given, argv, settings, mode: 'write', terminal }), terminal);
}

/** `rowsweep check`: the same without writing; every difference is an error. */
export async function runCheck(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const given = readArguments('check', argv, clientOptions);
  const settings = readReportSettings('check', given);
  return (await makeClients({ given, argv, settings, mode: 'check', terminal })).exitCode;
}

interface Call {
  readonly given: Arguments;
  readonly argv: readonly string[];
  readonly settings: ReportSettings;
  readonly mode: 'write' | 'check' | 'print-model';
  readonly terminal: Terminal;
}

/** What a call came to, and the files that it was made from. */
export interface Made {
  readonly exitCode: ExitCode;
  readonly files: readonly string[];
}

async function makeClients({ given, settings, mode, terminal }: Call): Promise<Made> {
  const progress = new Progress(terminal);
  const isModelAlone = mode === 'print-model' && settings.format !== 'json';
  const report = new Report(isModelAlone ? sendToErr(progress.terminal) : progress.terminal, settings);
  const { jobs, files, diagnostics } = await planJobs(given);
  report.addDiagnostics(diagnostics.items);
  if (jobs.length === 0 && !diagnostics.failed) {
    const { message, help } = explainNothing(given.positionals);
    report.addProblem('description-missing', message, help);
  }
  const folders = new Folders();
  for (const [index, job] of jobs.entries()) {
    const onStage = (stage: Stage): void => {
      const count = jobs.length === 1 ? '' : ` (${index + 1} of ${jobs.length})`;
      progress.show(`${job.description}${count}: ${stage}`);
    };
    try {
      if (mode === 'print-model')
        await printModel(job, { terminal: progress.terminal, settings, report, onStage });
      else
        await makeClient(job, { check: mode === 'check', force: isForced(given), folders, report, onStage });
    } catch (error) {
      report.addCrash(error, job.description);
    }
  }
  progress.clear();
  const exitCode = report.finish();
  if (mode === 'check' && report.hasCode('output-differs')) {
    report.addNote(`To accept what would be written: ${printAcceptance(given)}`);
  }
  const inputs = jobs.flatMap(({ description, overlay }) => [
    description,
    // One that is not there yet may be written while we watch.
    overlay ?? join(dirname(description), 'overlay.yaml'),
  ]);
  return { exitCode, files: [...files, ...inputs] };
}

/** Warnings are found by reading, so to count them is to read. */
function isForced(given: Arguments): boolean {
  return given.flag('force') || given.value('max-warnings') !== null;
}

/** The model alone is for the standard output. */
function sendToErr(terminal: Terminal): Terminal {
  return { ...terminal, out: terminal.err };
}

/** The command line that writes what this one compared. */
function printAcceptance(given: Arguments): string {
  const words = ['config', 'overlay', 'output', 'sources-only', 'prettier', 'package-name'].flatMap(
    (name) => {
      const value = given.value(name);
      return given.flag(name) ? [`--${name}`, ...(value === null ? [] : [value])] : [];
    },
  );
  return ['rowsweep', 'generate', ...given.positionals, ...words].map(quoteWord).join(' ');
}

/** As a POSIX shell reads it. */
function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
