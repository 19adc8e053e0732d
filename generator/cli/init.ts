import { existsSync } from 'node:fs';
import { configNames } from '../config/read-config.js';
import { Diagnostics } from '../diagnostics.js';
import { replaceFile } from '../write/folder.js';
import { readArguments, UsageError } from './arguments.js';
import { findOverlay } from './descriptions.js';
import { findProposals, type Proposal } from './proposals.js';
import { Report } from './report.js';
import { readReportSettings, reportOptions } from './shared-options.js';
import { printConfig, printOverlay } from './starting-files.js';
import type { ExitCode, Terminal } from './terminal.js';

/** `rowsweep init`: a configuration for the descriptions of the folder. Overwrites nothing. */
export async function runInit(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const given = readArguments('init', argv, {
    ...reportOptions,
    ts: { type: 'boolean' },
    json: { type: 'boolean' },
    overlay: { type: 'boolean' },
    yes: { type: 'boolean', short: 'y' },
  });
  if (given.flag('ts') && given.flag('json')) {
    throw new UsageError('--ts and --json do not go together.', 'Give one of them.');
  }
  const report = new Report(terminal, readReportSettings('init', given));
  const existing = configNames.find((name) => existsSync(name));
  if (existing !== undefined) {
    report.addProblem('config-exists', `${existing} is already here, and nothing was written.`);
    return report.finish();
  }
  const ask = given.flag('yes') ? null : (terminal.ask ?? null);
  const proposals = await choose(findProposals(given.positionals), ask);
  const wantsOverlay =
    given.flag('overlay') || (await agree(ask, 'Write an overlay to start from, too?', false));

  const isTypeScript = given.flag('ts') || (!given.flag('json') && existsSync('tsconfig.json'));
  const form = isTypeScript ? 'ts' : 'json';
  const files = [{ path: `rowsweep.config.${form}`, text: printConfig(proposals, form) }];
  for (const { description, name } of wantsOverlay ? proposals : []) {
    const found = findOverlay(description);
    if (found === null) files.push(printOverlay(description, name));
    else report.addNote(`${found} is already there, and stays as it is.`);
  }
  writeFiles(files, report);
  if (proposals.length === 0) {
    report.addNote('No OpenAPI description was found here: correct the path in the configuration.');
  }
  report.addNote('Next: npx rowsweep generate');
  return report.finish();
}

type Ask = Terminal['ask'];

async function choose(proposals: readonly Proposal[], ask: Ask): Promise<readonly Proposal[]> {
  if (ask === null || proposals.length < 2) return proposals;
  const chosen: Proposal[] = [];
  for (const proposal of proposals) {
    if (await agree(ask, `Make a client of ${proposal.description}?`, true)) chosen.push(proposal);
  }
  return chosen;
}

/** The answer of the person at the terminal; without one, the usual answer. */
async function agree(ask: Ask, question: string, usual: boolean): Promise<boolean> {
  if (ask === null || ask === undefined) return usual;
  const answer = (await ask(`${question} ${usual ? '[Y/n]' : '[y/N]'} `)).trim().toLowerCase();
  return answer === '' ? usual : answer.startsWith('y');
}

function writeFiles(
  files: readonly { readonly path: string; readonly text: string }[],
  report: Report,
): void {
  const diagnostics = new Diagnostics();
  for (const { path, text } of files) {
    try {
      replaceFile(path, text);
      report.addResult(`${path}  written`, { file: path, outcome: 'written' });
    } catch (error) {
      if (!(error instanceof Error) || !('syscall' in error)) throw error;
      diagnostics.report(
        'output-not-writable',
        { file: path, line: 1, column: 1, pointer: '' },
        error.message,
      );
    }
  }
  report.addDiagnostics(diagnostics.items);
}
