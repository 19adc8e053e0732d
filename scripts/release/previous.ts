/** What was released last: from a registry of npm, or from a tag of git such as `@rowsweep/extruct@0.1.0`. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readManifest, type Package } from './packages.js';
import { ProgramError, run, runNpm } from './run.js';
import { compareVersions } from './version.js';

/** A release, unpacked: as it was published, or as its tag has it, without what is compiled. */
export interface Release {
  readonly version: string;
  readonly folder: string;
}

/** Where releases are looked for. `registry` null: among the tags of git. */
export interface Source {
  readonly root: string;
  readonly registry: string | null;
  /** Folder for what is unpacked. */
  readonly folder: string;
}

/** What a build copies into `dist/` as it is (scripts/copy-assets.mjs), by the path of the package. */
const copies: Readonly<Record<string, readonly string[]>> = {
  generator: ['templates', 'specs/extension.schema.json'],
};

/** The newest release of a package; null when there is none. */
export function findPrevious(one: Package, source: Source): Release | null {
  return source.registry === null ? fromTag(one, source) : fromRegistry(one, source.registry, source.folder);
}

/** The release that the registry calls the latest; null when the registry does not know the package. */
function fromRegistry({ name }: Package, registry: string, folder: string): Release | null {
  const place = join(folder, name.replace('/', '-'));
  mkdirSync(place, { recursive: true });
  const at = ['--registry', registry, '--prefer-online', '--pack-destination', place, '--silent'];
  try {
    const file = runNpm(['pack', `${name}@latest`, ...at, '--json'], { cwd: folder });
    const [packed] = Object.values(JSON.parse(file) as Record<string, { readonly filename: string }>);
    unpack(join(place, packed?.filename ?? ''), place);
  } catch (error) {
    if (error instanceof ProgramError && error.output.includes('E404')) return null;
    throw error;
  }
  const unpacked = join(place, 'package');
  return { version: readManifest(unpacked).version, folder: unpacked };
}

function fromTag({ name, path }: Package, { root, folder }: Source): Release | null {
  const tags = run('git', ['tag', '--list', `${name}@*`], { cwd: root }).split('\n');
  const version = sortVersions(tags.map((tag) => tag.slice(name.length + 1))).at(-1);
  if (version === undefined) return null;
  const place = join(folder, name.replace('/', '-'));
  mkdirSync(place, { recursive: true });
  const archive = join(place, 'tag.tar');
  const tag = `${name}@${version}`;
  const copied = (copies[path] ?? []).filter(
    (from) => run('git', ['ls-tree', '--name-only', tag, from], { cwd: root }) !== '',
  );
  run('git', ['archive', '--output', archive, tag, path, ...copied], { cwd: root });
  unpack(archive, place);
  for (const from of copied) {
    const to = join(place, path, 'dist', basename(from));
    mkdirSync(dirname(to), { recursive: true });
    renameSync(join(place, from), to);
  }
  return { version, folder: join(place, path) };
}

/** The type tests of the repository as the tag of a release has them. */
export function readTypeTests(tag: string, root: string): { readonly file: string; readonly text: string }[] {
  const names = run('git', ['ls-tree', '--name-only', tag, 'test/types/'], { cwd: root }).split('\n');
  return names
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, text: run('git', ['show', `${tag}:${file}`], { cwd: root }) }));
}

/**
 * True when the repository has a tag.
 *
 * @throws ProgramError when git cannot say so.
 */
export function hasTag(tag: string, root: string): boolean {
  try {
    run('git', ['rev-parse', '--verify', '--quiet', `refs/tags/${tag}`], { cwd: root });
    return true;
  } catch (error) {
    // Quiet is the answer that there is none; what else goes wrong is said.
    if (error instanceof ProgramError && error.code === 1) return false;
    throw error;
  }
}

/** Unpacks a tarball, compressed or not. */
export function unpack(tarball: string, folder: string): void {
  run('tar', ['-xf', tarball, '-C', folder], { cwd: folder });
}

const packed = new Map<string, string>();

/** What npm would publish of a folder, unpacked; a folder is packed once while this process runs. */
export function packAndUnpack(folder: string, place: string): string {
  const known = packed.get(folder);
  if (known !== undefined) return known;
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), '{ "private": true }\n');
  const file = runNpm(['pack', folder, '--silent', '--ignore-scripts', '--pack-destination', place], {
    cwd: place,
  });
  unpack(join(place, file.trim()), place);
  packed.set(folder, join(place, 'package'));
  return join(place, 'package');
}

function sortVersions(versions: readonly string[]): string[] {
  return versions.filter((version) => /^\d+\.\d+\.\d+$/.test(version)).sort(compareVersions);
}
