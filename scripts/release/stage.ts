/** The tarballs that are published, and what goes into them beside the package's own files. */
import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Package } from './packages.js';
import { readManifest } from './packages.js';
import { packAndUnpack } from './previous.js';
import { runNpm } from './run.js';

/** A package ready to be published. */
export interface Staged {
  readonly name: string;
  readonly version: string;
  /** The unpacked contents. */
  readonly folder: string;
  readonly tarball: string;
  readonly bytes: number;
}

/** Where things are put. */
export interface Places {
  readonly root: string;
  /** For what is only needed meanwhile. */
  readonly temporary: string;
  /** For what is kept: the tarballs and the bills of materials. */
  readonly output: string;
}

/**
 * Packs a package with its changelog, and with the repository's address where the environment knows it, since npm only
 * takes a provenance statement for a package that names the repository that it was built in
 * (https://docs.npmjs.com/generating-provenance-statements).
 */
export function stage(one: Package, { root, temporary, output }: Places): Staged {
  const folder = packAndUnpack(join(root, one.path), join(temporary, 'staged', one.name.replace('/', '-')));
  const manifest = readManifest(folder);
  const changelog = join(root, one.path, 'CHANGELOG.md');
  if (existsSync(changelog)) copyFileSync(changelog, join(folder, 'CHANGELOG.md'));
  const url = readRepositoryAddress();
  const published = {
    ...manifest,
    files: [...(manifest['files'] as string[]), 'CHANGELOG.md'],
    ...(url === null ? {} : { repository: { type: 'git', url: `git+${url}.git`, directory: one.path } }),
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  const where = ['--silent', '--ignore-scripts', '--pack-destination', output];
  const file = runNpm(['pack', folder, ...where], { cwd: temporary }).trim();
  const tarball = join(output, file);
  return { name: one.name, version: manifest.version, folder, tarball, bytes: statSync(tarball).size };
}

/** As GitHub Actions says it; null elsewhere. */
export function readRepositoryAddress(
  env: Readonly<Record<string, string | undefined>> = process.env,
): string | null {
  const [server, repository] = [env['GITHUB_SERVER_URL'], env['GITHUB_REPOSITORY']];
  return server === undefined || repository === undefined ? null : `${server}/${repository}`;
}

/** The text of a file; null when there is none. */
export function readText(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
