/** The command line of `npm run faults`. */
import { parseArgs } from 'node:util';
import { providers } from './providers.js';
import { modes } from './reasons.js';

/** What one run of the laboratory is to do. */
export interface Options {
  /** Random plans a provider. */
  readonly seeds: number;
  /** The first seed. */
  readonly seed: number;
  /** Kills a provider; 0: none. */
  readonly kills: number;
  readonly peers: boolean;
  readonly json: boolean;
  /** Names of providers; all when none is named. */
  readonly providers: readonly string[];
  /** Numbers of failure modes, `random`, `kill`; all when none is named. */
  readonly parts: readonly string[];
  /** After so many seconds no random plan and no kill is begun any more. */
  readonly mostS: number;
}

/** What `--help` prints. */
export const help = `Plays everything that can go wrong against five servers in a process of their own, and judges
every run by what the servers know: nothing lost, nothing claimed that is not so, nothing extra deleted.

  npm run faults -- [options]

      --seeds <n>     random fault plans for each provider (40)
      --seed <n>      the first seed (1); a failure prints the one that repeats it
      --kill <n>      kills a run with a journal n times for each provider, and resumes it (0)
      --only <names>  with commas: only these providers and failure modes (T01 to T40, random, kill)
      --peers         the same scenarios with helpers.bulk, p-map and p-queue, in a second table
      --most <s>      no random plan and no kill begins after so many seconds (900)
      --json          print what was found instead of tables

The exit code is 1 when anything of ours was lost, claimed falsely, deleted without being asked for, or other than
expected. What the peers do is shown and judged by nobody.
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
      seeds: { type: 'string', default: '40' },
      seed: { type: 'string', default: '1' },
      kill: { type: 'string', default: '0' },
      most: { type: 'string', default: '900' },
      only: { type: 'string', multiple: true },
      peers: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  const only = (values.only ?? []).flatMap((names) => names.split(',')).map((name) => name.trim());
  const names = providers.map(({ name }): string => name);
  const parts = [...modes, 'random', 'kill'];
  const unknown = only.filter((name) => !names.includes(name) && !parts.includes(name));
  if (unknown.length > 0) {
    throw new Error(`--only knows no ${unknown.join(', ')}. It knows ${[...names, ...parts].join(', ')}.`);
  }
  const choose = (all: readonly string[]): readonly string[] => {
    const named = all.filter((name) => only.includes(name));
    return named.length > 0 ? named : all;
  };
  return {
    seeds: readWhole('seeds', values.seeds),
    seed: readWhole('seed', values.seed),
    kills: readWhole('kill', values.kill),
    mostS: readWhole('most', values.most),
    peers: values.peers,
    json: values.json,
    providers: choose(names),
    parts: choose(parts),
  };
}

function readWhole(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} takes a whole number, not "${text}".`);
  return Number(text);
}
