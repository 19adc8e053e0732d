/** Where the bench works: what it installs, and a temporary folder in which every tool finds its modules. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** This repository; the bench runs from `test/bench/dist`. */
export const repository: string = findRepository();
/** The folder into which the peers are installed, by the bench alone. */
export const peersFolder: string = join(repository, 'test/bench/peers');
/** The folders whose packages hold descriptions that others wrote. */
export const corpusFolders: readonly string[] = [
  join(repository, 'test/corpus'),
  join(repository, 'test/corpus/large'),
];

/** A place to generate, compile and bundle in, and the checkout that is measured. */
export interface Workplace {
  readonly folder: string;
  /** The root of the checkout whose generator and runtime are measured. */
  readonly checkout: string;
  remove(): void;
}

/** Makes the place. Modules resolve to the peers' packages and to the checkout's runtime. */
export function openWorkplace(ours: string | null): Workplace {
  installFolder(peersFolder);
  const checkout = ours === null ? repository : resolve(ours);
  for (const needed of ['generator/dist/cli/bin.js', 'runtime/dist/v1.js']) {
    if (!existsSync(join(checkout, needed)))
      throw new Error(`${checkout} is not built: ${needed} is missing.`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'rowsweep-bench-'));
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@rowsweep'), { recursive: true });
  linkModules(join(peersFolder, 'node_modules'), modules);
  symlinkSync(join(checkout, 'runtime'), join(modules, '@rowsweep/runtime'));
  return {
    folder,
    checkout,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Gives a folder of modules those of another one, so that tools that write beside them write there. */
export function linkModules(from: string, into: string): void {
  for (const entry of readdirSync(from)) {
    if (!entry.startsWith('.')) symlinkSync(join(from, entry), join(into, entry));
  }
}

/** Installs what a folder's lock file names, once. */
export function installFolder(folder: string): void {
  if (existsSync(join(folder, 'node_modules/.package-lock.json'))) return;
  process.stderr.write(`installing ${folder}\n`);
  const { status, stderr } = spawnSync('npm', ['ci', '--prefix', folder, '--loglevel', 'error'], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm ci failed in ${folder}:\n${stderr}`);
}

/** The version of a package that the bench installed. */
export function versionOf(name: string): string {
  return readVersion(join(peersFolder, 'node_modules', name, 'package.json'));
}

/** The `version` of a package.json. */
export function readVersion(file: string): string {
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string };
  return version;
}

function findRepository(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'specs/extension.schema.json'))) return folder;
    if (folder === dirname(folder))
      throw new Error(`${import.meta.dirname} is within no copy of the repository.`);
  }
}
