/** What a package holds, apart from its versions. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Files that say which version they are of, or that the release itself writes. */
const ignored = ['CHANGELOG.md', 'manifest.json', 'tsconfig.json'];

/** What the compiler makes, beside what a build copies as it is. */
const compiled = /^dist\/.*\.(js|d\.ts|map)$/;

/**
 * The files in which two folders of a package differ, versions apart. Where one has nothing compiled, what is compiled
 * does not count: its sources do.
 */
export function listDifferences(old: string, now: string, ours: readonly string[]): string[] {
  const [before, after] = [readContents(old, ours), readContents(now, ours)];
  const isBuilt = [before, after].every((files) => [...files.keys()].some((path) => compiled.test(path)));
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths
    .filter((path) => isBuilt || !compiled.test(path))
    .filter((path) => before.get(path) !== after.get(path));
}

function readContents(folder: string, ours: readonly string[]): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map(
        (file) =>
          [
            file
              .slice(folder.length + 1)
              .split(sep)
              .join('/'),
            file,
          ] as const,
      )
      .filter(([path]) => !ignored.includes(path))
      .map(([path, file]) => [path, readNeutral(path, file, ours)]),
  );
}

function readNeutral(path: string, file: string, ours: readonly string[]): string {
  const text = readFileSync(file, 'utf8');
  if (path === 'package.json') return neutralManifest(text, ours);
  if (path === 'openapi.json') return neutralDescription(text);
  return text;
}

/** Without the version, what publishing adds, and the versions of our other packages. */
function neutralManifest(text: string, ours: readonly string[]): string {
  const { dependencies = {}, ...manifest } = JSON.parse(text) as Record<string, unknown>;
  const others = Object.entries(dependencies as Record<string, string>);
  const neutral = others.map(([name, range]) => [name, ours.includes(name) ? '' : range]);
  return JSON.stringify({
    ...without(manifest, ['version', 'repository', 'files']),
    dependencies: Object.fromEntries(neutral) as unknown,
  });
}

function neutralDescription(text: string): string {
  const description = JSON.parse(text) as Record<string, unknown>;
  const info = description['x-rowsweep-package'];
  if (typeof info !== 'object' || info === null) return text;
  return JSON.stringify({ ...description, 'x-rowsweep-package': without(info, ['version']) });
}

function without(value: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
