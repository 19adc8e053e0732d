/** A temporary folder in which the packages are installed from tarballs, as a stranger has them. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleProgram, listModules } from './bundle.js';
import type { Environment, Way } from './environments.js';
import { ownFolder, repository } from './repository.js';
import { runProgram } from './run-program.js';

/** The packages that are tried. */
export const packageFolders: readonly string[] = [
  'runtime',
  ...['extruct', 'altatech', 'minimal', 'gptbots', 'splendor'].map((name) => `generated/${name}`),
];

const mostPackMs = 120_000;
/** What only Node has to load. */
const forNodeAlone = /\/runtime\/dist\/(keep-alive|journal|audit)\/|^node:|__vite-browser-external/;
const doorsForAll = ['@rowsweep/runtime', '@rowsweep/runtime/v1', '@rowsweep/runtime/ids'];

/** The folder, with what is done in it. */
export interface Workplace {
  readonly folder: string;
  /** Names and versions of the packages, as they are installed. */
  readonly packages: readonly string[];
  /** Makes the program of an environment and gives its file's name. */
  readonly makeProgram: (program: Environment['program'], way: Way) => Promise<string>;
  /** Modules for Node alone that somebody gets who imports what is for all; there should be none. */
  readonly listStrays: () => Promise<readonly string[]>;
  readonly remove: () => Promise<void>;
}

/** Packs and installs the packages; they have to be built. Rejects when that fails, and leaves nothing behind. */
export async function openWorkplace(): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'rowsweep-portability-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const packages = await installPackages(folder);
    await cp(join(ownFolder, 'programs'), join(folder, 'programs'), { recursive: true });
    return {
      folder,
      packages,
      remove,
      makeProgram: (program, way) => bundleProgram({ folder, entry: `programs/${program}.ts`, way }),
      listStrays: () => listStrays(folder),
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function installPackages(folder: string): Promise<readonly string[]> {
  const tarballs = join(folder, 'tarballs');
  await mkdir(tarballs);
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  const run = (...args: string[]): Promise<string> =>
    runProgram({ program: 'npm', args, folder, limitMs: mostPackMs });
  const sources = packageFolders.map((name) => join(repository, name));
  await run('pack', '--silent', '--ignore-scripts', '--pack-destination', tarballs, ...sources);
  const files = (await readdir(tarballs)).map((name) => join(tarballs, name));
  if (files.length !== packageFolders.length) throw new Error(`${files.length} tarballs were made`);
  await run('install', '--silent', '--prefer-offline', '--no-audit', '--no-fund', ...files);
  const names = await readdir(join(folder, 'node_modules/@rowsweep'));
  return Promise.all(
    names.sort().map(async (name) => {
      const text = await readFile(join(folder, 'node_modules/@rowsweep', name, 'package.json'), 'utf8');
      return `@rowsweep/${name} ${(JSON.parse(text) as { readonly version: string }).version}`;
    }),
  );
}

async function listStrays(folder: string): Promise<readonly string[]> {
  const generated = packageFolders.slice(1).map((name) => name.replace('generated', '@rowsweep'));
  const strays: string[] = [];
  for (const specifier of [...doorsForAll, ...generated]) {
    const modules = await listModules(folder, specifier);
    if (!modules.some((id) => id.includes('/runtime/dist/'))) strays.push(`${specifier} brings no runtime`);
    const found = modules.filter((id) => forNodeAlone.test(id));
    strays.push(
      ...found.map((id) => `${specifier} brings ${id.replace(folder, '').replace(/^\/node_modules\//, '')}`),
    );
  }
  return strays;
}
