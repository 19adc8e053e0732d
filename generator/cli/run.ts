import { readVersion } from '../assets.js';
import { commandHelp, generalHelp } from './help.js';
import { exitCodes, openTerminal, type ExitCode, type Terminal } from './terminal.js';

type RunCommand = (argv: readonly string[], terminal: Terminal) => Promise<ExitCode>;

/** Each command's code is loaded when it is called for, and not before. */
const commands: Readonly<Record<keyof typeof commandHelp, () => Promise<RunCommand>>> = {
  init: async () => (await import('./init.js')).runInit,
  generate: async () => (await import('./generate.js')).runGenerate,
  check: async () => (await import('./generate.js')).runCheck,
  lint: async () => (await import('./lint.js')).runLint,
  import: async () => (await import('./import.js')).runImport,
  diff: async () => (await import('./diff.js')).runDiff,
};

/** Runs one command line, without the name of the program, and gives the exit code. Never throws. */
export async function run(argv: readonly string[], terminal: Terminal = openTerminal()): Promise<ExitCode> {
  try {
    const text = answer(argv);
    if (text === null) return await runCommand(argv, terminal);
    terminal.out(text);
    return exitCodes.fine;
  } catch (error) {
    const { reportFailure } = await import('./failure.js');
    return reportFailure(error, argv, terminal);
  }
}

/** What a command line that only asks is answered; null when there is something to do. */
export function answer([name, ...rest]: readonly string[]): string | null {
  if (name === '--version' || name === '-v') return `${readVersion()}\n`;
  if (name === '--help' || name === '-h' || name === 'help') {
    return rest[0] !== undefined && isCommand(rest[0]) ? commandHelp[rest[0]] : generalHelp;
  }
  if (name === undefined || !isCommand(name)) return null;
  const options = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  return options.includes('--help') || options.includes('-h') ? commandHelp[name] : null;
}

async function runCommand(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || !isCommand(name)) {
    const { refuseCommand } = await import('./failure.js');
    throw refuseCommand(name, Object.keys(commands));
  }
  const command = await commands[name]();
  return command(rest, terminal);
}

function isCommand(name: string): name is keyof typeof commands {
  return Object.hasOwn(commands, name);
}
