/** The command line of `npm run bench:runtime`. */
import { parseArgs } from 'node:util';

/** The goals that are measured, in the order in which they run. */
export const goals = ['P1', 'P5', 'P6', 'P7', 'P8', 'P9', 'P10', 'R5', 'transport'] as const;

/** One of them. */
export type Goal = (typeof goals)[number];

/** What one run of the bench is to do. */
export interface Options {
  readonly goals: readonly Goal[];
  /** Fewer rounds and smaller sizes. */
  readonly quick: boolean;
  readonly rounds: number;
  readonly json: boolean;
}

/** What `--help` prints. */
export const help = `Measures the runtime beside its peers: each run in a process of its own, in turn, against one canned
server in another process on loopback.

  npm run bench:runtime -- [options]

      --only <names>   with commas: only these of ${goals.join(', ')}
      --quick          fewer rounds, and a tenth of the ids
      --rounds <n>     of what is measured in turn (5, with --quick 2); medians are printed
      --json           print the measurements instead of tables

Other work on the machine makes times longer; processor time suffers least.
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
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  const only = (values.only ?? []).flatMap((names) => names.split(',')).map((name) => name.trim());
  const known: readonly string[] = goals;
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`--only knows no ${unknown.join(', ')}. It knows ${goals.join(', ')}.`);
  const rounds = values.rounds === undefined ? (values.quick ? 2 : 5) : Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number of 1 or more.');
  return {
    goals: only.length === 0 ? goals : goals.filter((goal) => only.includes(goal)),
    quick: values.quick,
    rounds,
    json: values.json,
  };
}
