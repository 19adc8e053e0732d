import { Diagnostics } from '../diagnostics.js';
import { readFile, replaceFile } from '../write/folder.js';
import { readArguments, UsageError } from './arguments.js';
import { Report } from './report.js';
import { readReportSettings, reportOptions } from './shared-options.js';
import type { ExitCode, Terminal } from './terminal.js';

/** `rowsweep import`: documentation pages in, one description out. */
export async function runImport(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const given = readArguments('import', argv, { ...reportOptions, output: { type: 'string', short: 'o' } });
  const report = new Report(terminal, readReportSettings('import', given));
  const output = given.value('output');
  if (given.positionals.length === 0)
    throw new UsageError('No page was named.', 'See `rowsweep import --help`.');
  if (output === null) throw new UsageError('No output file was named.', 'Add -o <file>.');

  const { importPages } = await import('../import/import.js');
  const diagnostics = new Diagnostics();
  const text = importPages(given.positionals, diagnostics);
  const outcome = text === null ? null : writeOutput(output, text, diagnostics);
  report.addDiagnostics(diagnostics.items);
  if (outcome !== null) report.addResult(`${output}  ${outcome}`, { file: output, outcome });
  return report.finish();
}

function writeOutput(output: string, text: string, diagnostics: Diagnostics): 'written' | 'unchanged' | null {
  try {
    if (readFile(output) === text) return 'unchanged';
    replaceFile(output, text);
    return 'written';
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    const place = { file: output, line: 1, column: 1, pointer: '' };
    diagnostics.report('output-not-writable', place, error.message);
    return null;
  }
}
