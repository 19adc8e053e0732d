/** Brings the packages of the corpus from the registry, by their lock files, when they are not there. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Description } from './descriptions.js';

/** The repository, seen from this file or from what is built of it. */
export const root: string = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'tsconfig.base.json'))) return folder;
  const parent = resolve(folder, '..');
  if (parent === folder) throw new Error('this is not in the repository');
  return findRoot(parent);
}

/** Where a package folder of the corpus is. */
export function folderOf(folder: Description['folder']): string {
  return join(root, 'test/corpus', folder);
}

/** Installs a folder when its lock file is not the one that was installed last. */
export function install(folder: Description['folder']): void {
  const place = folderOf(folder);
  const lock = readFileSync(join(place, 'package-lock.json'), 'utf8');
  const mark = join(place, 'node_modules/.installed-lock.json');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  rmSync(mark, { force: true });
  execFileSync('npm', ['ci', '--silent'], { cwd: place, stdio: ['ignore', 'ignore', 'inherit'] });
  writeFileSync(mark, lock);
}

/** The file of a description as its package brings it. */
export function fileOf({ folder, file }: Description): string {
  return join(folderOf(folder), 'node_modules', file);
}
