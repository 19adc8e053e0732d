/** The bench's command line. */
import { parseArgs } from 'node:util';
import { descriptions } from './descriptions.js';
import { tools } from './tools.js';

/** The parts of the bench, in the order in which they run. */
export const parts = ['generate', 'compile', 'bundle', 'call', 'providers', 'unchanged', 'growth'] as const;

/** One part of the bench. */
export type Part = (typeof parts)[number];

/** What one run of the bench is to do. */
export interface Options {
  readonly rounds: number;
  /** Names of descriptions, in the order of their table. */
  readonly descriptions: readonly string[];
  /** Names of tools; our own always takes part. */
  readonly tools: readonly string[];
  readonly parts: readonly Part[];
  readonly json: boolean;
  readonly profile: boolean;
  readonly keep: boolean;
  /** The checkout whose generator and runtime are measured; null means this one. */
  readonly ours: string | null;
  /** A file that `--json` printed earlier, shown as the column before. */
  readonly before: string | null;
}

/** What `--help` prints. */
export const help = `Measures the generator beside its peers, as whole processes, in turn.

  npm run bench:generate -- [options]

      --rounds <number>   how often each tool runs; medians and ratios are of the rounds (3)
      --only <names>      with commas: only these descriptions, tools and parts
      --quick             two descriptions, one round, no peer but openapi-typescript
      --profile           where our own time goes: a CPU profile summed by stage and package
      --ours <folder>     measure another checkout of this repository, built
      --before <file>     show the targets of an earlier run (what --json printed) beside these
      --json              print the measurements instead of tables
      --keep              leave what was generated, and say where

Descriptions: ${descriptions.map(({ name }) => name).join(', ')}
Tools: ${tools.map(({ name }) => name).join(', ')}
Parts: ${parts.join(', ')}
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
      rounds: { type: 'string' },
      only: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      ours: { type: 'string' },
      before: { type: 'string' },
      json: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  const rounds = values.rounds === undefined ? (values.quick ? 1 : 3) : Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number of 1 or more.');
  const only = (values.only ?? []).flatMap((names) => names.split(',')).map((name) => name.trim());
  const chosen = {
    descriptions: choose(only, namesOf(descriptions), quickNames(values.quick, descriptions)),
    tools: choose(only, namesOf(tools), quickNames(values.quick, tools)),
    parts: choose(only, parts, parts),
  };
  const known: readonly string[] = [...namesOf(descriptions), ...namesOf(tools), ...parts];
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(`--only knows no ${unknown.join(', ')}. It knows ${known.join(', ')}.`);
  }
  const { json, profile, keep, ours = null, before = null } = values;
  return { rounds, ...chosen, json, profile, keep, ours, before };
}

function namesOf(entries: readonly { readonly name: string }[]): string[] {
  return entries.map(({ name }) => name);
}

function quickNames(
  quick: boolean,
  entries: readonly { readonly name: string; readonly quick: boolean }[],
): string[] {
  return namesOf(quick ? entries.filter((entry) => entry.quick) : entries);
}

/** The named ones, or the usual ones when none of this kind is named. */
function choose<Name extends string>(
  only: readonly string[],
  all: readonly Name[],
  usual: readonly Name[],
): readonly Name[] {
  const named = all.filter((name) => only.includes(name));
  return named.length > 0 ? named : usual;
}
