/** What a command line ends with that did not get as far as a report of its own. */
import { suggest } from '../suggest.js';
import { UsageError } from './arguments.js';
import { Report } from './report.js';
import { guessFormat } from './shared-options.js';
import type { ExitCode, Terminal } from './terminal.js';

/** Reports what was thrown: wrong usage, or a bug of ours. */
export function reportFailure(error: unknown, argv: readonly string[], terminal: Terminal): ExitCode {
  const command = argv[0] ?? 'rowsweep';
  const settings = { command, format: guessFormat(argv), quiet: false, maxWarnings: null };
  const report = new Report(terminal, settings);
  if (error instanceof UsageError) report.addUsage(error);
  else report.addCrash(error, command);
  return report.finish();
}

/** Why the name is no command, and which one may have been meant. */
export function refuseCommand(name: string | undefined, commands: readonly string[]): UsageError {
  const help = 'See `rowsweep --help`.';
  if (name === undefined) return new UsageError('No command was given.', help);
  if (/\.(ya?ml|json)$/i.test(name)) {
    return new UsageError(`There is no command ${name}.`, `Did you mean \`rowsweep generate ${name}\`?`);
  }
  const isOption = name.startsWith('-');
  const meant = suggest(name, isOption ? ['--help', '--version'] : commands);
  return new UsageError(
    isOption ? `There is no option ${name}.` : `There is no command ${name}.`,
    meant === null ? help : `Did you mean ${meant}?`,
  );
}
