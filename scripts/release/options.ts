/** The command line of `npm run release`. */
import { parseArgs } from 'node:util';
import { cwd } from 'node:process';
import { runNpm } from './run.js';

/** What is asked for. */
export interface ReleaseOptions {
  readonly write: boolean;
  readonly publish: boolean;
  /** Null: what was released last is looked for among the tags of git. */
  readonly registry: string | null;
  readonly help: boolean;
}

/** What `--help` answers. */
export const releaseHelp = `npm run release -- [options]

Says what would be released: each package's version, the reason, and its changelog; packs and checks the tarballs
(dist/release/). Without an option it changes nothing else.

  --write            write the versions, the changelogs and the packages made anew into the tree, to be committed;
                     nothing is packed
  --publish          publish what is written and not yet published, and tag it name@version
  --registry <url>   compare with, and publish to, this registry; without it the previous release is the newest tag
                     of git, and --publish means the registry that npm is configured for
`;

/** @throws TypeError when an option is not known. */
export function readOptions(argv: readonly string[]): ReleaseOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      write: { type: 'boolean', default: false },
      publish: { type: 'boolean', default: false },
      registry: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { write, publish, help } = values;
  const registry = values.registry ?? (publish ? readRegistry() : null);
  return { write, publish, registry, help };
}

/** The registry that npm is configured for. */
export function readRegistry(): string {
  return runNpm(['config', 'get', 'registry'], { cwd: cwd() }).trim();
}
