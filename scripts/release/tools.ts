/** Tools that no other command needs: each set has a folder with a lock file, and is installed when it is first used. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from './run.js';

/** Installs a set unless what its lock file says is installed already; gives its `node_modules`. */
export function ensureTools(root: string, set: 'release' | 'rehearse'): string {
  const folder = join(root, 'scripts', set, 'tools');
  const modules = join(folder, 'node_modules');
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const mark = join(modules, '.installed-lock.json');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return modules;
  rmSync(mark, { force: true });
  runNpm(['ci', '--no-audit', '--no-fund'], { cwd: folder });
  writeFileSync(mark, lock);
  return modules;
}
