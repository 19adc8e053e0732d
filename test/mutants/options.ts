/** The command line of `npm run mutants`. */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { subjects, type Subject } from './subjects.js';

/** What one run is to do. */
export interface Options {
  readonly chosen: readonly Subject[];
  /** List every survivor, also those of files that reach their target. */
  readonly survivors: boolean;
  readonly json: boolean;
}

const names = subjects.map(({ file }) => basename(file, '.ts'));

/** What `--help` prints. */
export const help = `Plants faults in the pure heart of the engine, one at a time (Stryker), and asks its own tests to notice each:
${subjects.map(({ file }) => `  ${file}`).join('\n')}

  npm run mutants -- [options]

      --only <names>  with commas: ${names.join(', ')}
      --survivors     list what no test noticed, also of files that reach their target
      --json          print what was found instead of the table
      --help          print this text

The exit code is 1 when a file's score is below its target. Nothing in the repository is changed: a copy is.
`;

/**
 * Reads the command line; null when only help was asked for.
 *
 * @throws Error that says what is wrong with it.
 */
export function readOptions(argv: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string', multiple: true },
      survivors: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  const only = (values.only ?? []).flatMap((list) => list.split(',')).map((name) => name.trim());
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`--only knows no ${unknown.join(', ')}. It knows ${names.join(', ')}.`);
  return {
    chosen: subjects.filter(({ file }) => only.length === 0 || only.includes(basename(file, '.ts'))),
    survivors: values.survivors,
    json: values.json,
  };
}
