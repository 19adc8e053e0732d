/** A throw-away copy of the repository, with a history of its own. */
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listPackages } from '../release/packages.js';
import { run } from '../release/run.js';

/** Copies what git would commit, and what was built; installed packages are linked, our own ones to the copy. */
export function copyRepository(root: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const listed = run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  const built = [...listPackages(root).map(({ path }) => `${path}/dist`), 'scripts/dist'];
  for (const path of [...listed.split('\0'), ...built]) {
    if (path === '' || !existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path), { recursive: true, preserveTimestamps: true });
  }
  linkModules(root, folder);
  for (const set of ['release', 'rehearse']) {
    const modules = join('scripts', set, 'tools/node_modules');
    if (existsSync(join(root, modules))) symlinkSync(join(root, modules), join(folder, modules), 'dir');
  }
  run('git', ['init', '--quiet', '--initial-branch', 'main'], { cwd: folder });
  commitAll(folder, 'The repository as it is');
}

/** Commits whatever changed. */
export function commitAll(folder: string, message: string): void {
  const who = [
    '-c',
    'user.name=rehearsal',
    '-c',
    'user.email=rehearsal@localhost',
    '-c',
    'commit.gpgsign=false',
  ];
  run('git', ['add', '--all'], { cwd: folder });
  run('git', [...who, 'commit', '--quiet', '--allow-empty', '--no-verify', '--message', message], {
    cwd: folder,
  });
}

function linkModules(root: string, folder: string): void {
  const ours = new Map(listPackages(root).map(({ name, path }) => [name, path]));
  const modules = join(root, 'node_modules');
  for (const entry of readdirSync(modules)) {
    const names = entry.startsWith('@')
      ? readdirSync(join(modules, entry)).map((name) => `${entry}/${name}`)
      : [entry];
    for (const name of names) {
      const own = ours.get(name);
      const target = own === undefined ? join(modules, name) : join(folder, own);
      const link = join(folder, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(target, link);
    }
  }
}
