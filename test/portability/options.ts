/** The command line of `npm run portability`. */
import { parseArgs } from 'node:util';
import { environments, type Environment } from './environments.js';

/** What `--help` prints. */
export const help = `Packs the runtime and the five packages, installs them in an empty folder, and deletes rows with them in
every environment, at servers on this machine.

  npm run portability -- [options]

      --only <names>  with commas: ${environments.map(({ name }) => name).join(', ')}
      --json          print what was found instead of the table
      --help          print this text

The exit code is 1 when anything fails; an environment that cannot be had is a failure.
`;

/** What one run is to do. */
export interface Options {
  readonly chosen: readonly Environment[];
  readonly json: boolean;
}

/** Null: help was asked for. Throws for what it does not know. */
export function readOptions(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const wanted = values.only?.split(',') ?? environments.map(({ name }) => name);
  const chosen = wanted.map((name) => {
    const found = environments.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no environment is called "${name}"`);
    return found;
  });
  return { chosen, json: values.json };
}
