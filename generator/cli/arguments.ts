import { parseArgs, type ParseArgsConfig } from 'node:util';
import { suggest } from '../suggest.js';

/** The command line was not understood: exit code 2. `help` says what to do next. */
export class UsageError extends Error {
  readonly help: string;

  constructor(message: string, help: string) {
    super(message);
    this.help = help;
  }
}

/** The options of a command, as `node:util` takes them. */
export type OptionTable = NonNullable<ParseArgsConfig['options']>;

/** What a command was called with. A repeated option that takes one value is a mistake. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly flag: (name: string) => boolean;
  readonly value: (name: string) => string | null;
}

/** Reads the arguments of a command. Throws `UsageError` for anything that the table does not list. */
export function readArguments(command: string, argv: readonly string[], options: OptionTable): Arguments {
  const help = `See \`rowsweep ${command} --help\`.`;
  const { tokens, positionals } = parseArgs({
    args: [...argv],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const given = new Map<string, string | true>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined) {
      const meant = suggest(token.name, Object.keys(options));
      throw new UsageError(
        `There is no option ${token.rawName}.`,
        meant === null ? help : `Did you mean --${meant}?`,
      );
    }
    if (given.has(token.name)) throw new UsageError(`The option ${token.rawName} is given twice.`, help);
    if (option.type === 'boolean' && token.value !== undefined) {
      throw new UsageError(`The option ${token.rawName} takes no value.`, help);
    }
    const missing = token.value === undefined || token.value === '';
    if (option.type === 'string' && (missing || (!token.inlineValue && token.value.startsWith('-')))) {
      throw new UsageError(`The option ${token.rawName} needs a value.`, help);
    }
    given.set(token.name, token.value ?? true);
  }
  return {
    positionals,
    flag: (name) => given.has(name),
    value: (name) => {
      const value = given.get(name);
      return typeof value === 'string' ? value : null;
    },
  };
}
