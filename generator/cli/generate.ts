import { join, resolve } from 'node:path';
import { generate, inspect, type Api, type Diagnostics, type LoadInput, type Written } from '../main.js';
import { readArguments, UsageError, type Arguments } from './arguments.js';
import { findDescriptions } from './descriptions.js';
import { countOf } from './print.js';
import { Report } from './report.js';
import type { ExitCode, Terminal } from './terminal.js';
import { readFormat, reportNothingFound } from './shared-options.js';

/** `rowsweep generate`: one package a description; what fails for one does not stop the others. */
export async function runGenerate(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const given = readArguments('generate', argv, {
    output: { type: 'string', short: 'o' },
    overlay: { type: 'string' },
    check: { type: 'boolean' },
    'print-model': { type: 'boolean' },
    format: { type: 'string' },
  });
  const report = new Report(terminal, readFormat(given));
  const inputs = readInputs(given);
  if (inputs.length === 0) reportNothingFound(report, given.positionals);
  const chooseDirectory = shareFolders(given.value('output'));
  for (const input of inputs) {
    try {
      if (given.flag('print-model')) printModel(input, terminal, report);
      else await generateOne(input, { check: given.flag('check'), chooseDirectory, report });
    } catch (error) {
      report.addCrash(error, input.description);
    }
  }
  return report.finish();
}

function readInputs(given: Arguments): LoadInput[] {
  const inputs = findDescriptions(given.positionals);
  const overlay = given.value('overlay');
  for (const option of ['output', 'overlay', 'print-model']) {
    if ((given.flag(option) || given.value(option) !== null) && inputs.length > 1) {
      throw new UsageError(
        `--${option} goes with one description, and there are ${inputs.length}.`,
        'Name one description.',
      );
    }
  }
  return overlay === null ? inputs : inputs.map(({ description }) => ({ description, overlay }));
}

type ChooseDirectory = (input: LoadInput) => (api: Api, diagnostics: Diagnostics) => string | null;

/** Gives each package its folder, and refuses the second that asks for the same one. */
function shareFolders(output: string | null): ChooseDirectory {
  const owners = new Map<string, string>();
  return (input) => (api, diagnostics) => {
    const directory = output ?? join('generated', api.package.name);
    const owner = owners.get(resolve(directory));
    if (owner === undefined) {
      owners.set(resolve(directory), input.description);
      return directory;
    }
    diagnostics.report(
      'output-shared',
      { file: input.description, line: 1, column: 1, pointer: '' },
      `The folder ${directory} already belongs to ${owner}.`,
    );
    return null;
  };
}

interface Run {
  readonly check: boolean;
  readonly chooseDirectory: ChooseDirectory;
  readonly report: Report;
}

async function generateOne(input: LoadInput, { check, chooseDirectory, report }: Run): Promise<void> {
  const { api, directory, written, diagnostics } = await generate(input, {
    directory: chooseDirectory(input),
    check,
  });
  report.addDiagnostics(diagnostics.items);
  if (api === null || written === null || diagnostics.failed) return;
  report.addResult(summarize(api.package.name, written), {
    package: api.package.npmName,
    description: input.description,
    directory,
    files: written.files.length,
    changes: written.changes,
  });
}

/** `billing  24 files, 3 written, 21 unchanged` */
function summarize(name: string, { files, changes }: Written): string {
  const changed = changes.filter(({ change }) => change === 'added' || change === 'changed').length;
  const removed = changes.filter(({ change }) => change === 'removed').length;
  const counts = [
    countOf(files.length, 'file'),
    ...(changed === 0 ? [] : [`${changed} written`]),
    ...(removed === 0 ? [] : [`${removed} removed`]),
    ...(changed === files.length ? [] : [`${files.length - changed} unchanged`]),
  ];
  return `${name}  ${counts.join(', ')}`;
}

function printModel(input: LoadInput, terminal: Terminal, report: Report): void {
  const { api, diagnostics } = inspect(input);
  report.addDiagnostics(diagnostics.items);
  if (api !== null && !diagnostics.failed) terminal.out(`${JSON.stringify(api, null, 2)}\n`);
}
