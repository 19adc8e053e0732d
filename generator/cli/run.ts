import { readVersion } from '../assets.js';
import { catalogue } from '../main.js';
import { UsageError } from './arguments.js';
import { runGenerate } from './generate.js';
import { commandHelp, generalHelp } from './help.js';
import { runImport } from './import.js';
import { runLint } from './lint.js';
import { printDiagnostic } from './print.js';
import { describeCrash, printStack } from './report.js';
import { suggest } from './suggest.js';
import { exitCodes, standardTerminal, type ExitCode, type Terminal } from './terminal.js';

const commands = { generate: runGenerate, lint: runLint, import: runImport } as const;

/** Runs one command line, without the name of the program, and gives the exit code. Never throws. */
export async function run(argv: readonly string[], terminal: Terminal = standardTerminal): Promise<ExitCode> {
  try {
    return await dispatch(argv, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      const { severity } = catalogue.usage;
      terminal.err(
        printDiagnostic({ code: 'usage', severity, message: error.message, place: null, help: error.help }),
      );
      return exitCodes.usage;
    }
    terminal.err(printStack(error));
    terminal.err(printDiagnostic(describeCrash(error, argv[0] ?? 'rowsweep')));
    return exitCodes.crash;
  }
}

async function dispatch(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === '--version' || name === '-v') {
    terminal.out(`${readVersion()}\n`);
    return exitCodes.fine;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    terminal.out(generalHelp);
    return exitCodes.fine;
  }
  if (name === undefined) throw new UsageError('No command was given.', 'See `rowsweep --help`.');
  if (!isCommand(name)) {
    const meant = suggest(name, Object.keys(commands));
    throw new UsageError(
      name.startsWith('-') ? `There is no option ${name}.` : `There is no command ${name}.`,
      meant === null ? 'See `rowsweep --help`.' : `Did you mean ${meant}?`,
    );
  }
  const options = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (options.includes('--help') || options.includes('-h')) {
    terminal.out(commandHelp[name]);
    return exitCodes.fine;
  }
  return commands[name](rest, terminal);
}

function isCommand(name: string): name is keyof typeof commands {
  return Object.hasOwn(commands, name);
}
