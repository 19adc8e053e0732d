/** Writes a plan into the tree: versions, ranges, changelogs; and takes away the changesets that it used up. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { addRelease } from './changelog.js';
import type { Changeset } from './changesets.js';
import { runtimeRangeFile, setOverlayVersion, setRuntimeRange, type Package } from './packages.js';
import type { Step } from './plan.js';
import { readText } from './stage.js';

/** A manifest or an entry of the lock file, as far as versions go. */
interface Versioned {
  version?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/**
 * Writes every released step; gives the files that changed. A generated package's version goes into its overlay, from
 * where generating brings it into the package.
 */
export async function writePlan(
  {
    packages,
    steps,
    changesets,
  }: {
    readonly packages: readonly Package[];
    readonly steps: readonly Step[];
    readonly changesets: readonly Changeset[];
  },
  root: string,
): Promise<string[]> {
  const changed: string[] = [];
  const edit = (path: string, change: (text: string) => string): void => {
    const text = readFileSync(join(root, path), 'utf8');
    const edited = change(text);
    if (edited === text) return;
    writeFileSync(join(root, path), edited);
    changed.push(path);
  };
  const versions = new Map(steps.filter(({ isReleased }) => isReleased).map(({ name, to }) => [name, to]));
  for (const step of steps.filter(({ isReleased }) => isReleased)) {
    const one = packages.find(({ name }) => name === step.name);
    if (one === undefined) continue;
    if (one.kind === 'generated') {
      edit(`specs/${one.path.slice('generated/'.length)}/overlay.yaml`, (text) =>
        setOverlayVersion(text, step.to),
      );
    } else {
      edit(join(one.path, 'package.json'), (text) => editManifest(text, step.to, step.ranges));
    }
    const range = one.path === 'generator' ? step.ranges['@rowsweep/runtime'] : undefined;
    if (range !== undefined) {
      edit(runtimeRangeFile, (text) => setRuntimeRange(text, range));
    }
    const path = join(one.path, 'CHANGELOG.md');
    const text = readText(join(root, path));
    const next = addRelease(text, { name: one.name, version: step.to, notes: step.notes });
    if (next !== text) {
      writeFileSync(join(root, path), await format(next, { parser: 'markdown' }));
      changed.push(path);
    }
  }
  edit('package.json', (text) => editRoot(text, versions));
  edit('package-lock.json', (text) => editLock(text, { packages, steps, versions }));
  for (const { file } of changesets) rmSync(file);
  return [...changed, ...changesets.map(({ file }) => file)];
}

function editManifest(text: string, version: string, ranges: Readonly<Record<string, string>>): string {
  const manifest = JSON.parse(text) as Versioned;
  manifest.version = version;
  moveRanges(manifest.dependencies, ranges);
  return print(manifest);
}

/** The repository's own manifest asks for each package exactly, so that npm links the one in the tree. */
function editRoot(text: string, versions: ReadonlyMap<string, string>): string {
  const manifest = JSON.parse(text) as Versioned;
  moveRanges(manifest.devDependencies, Object.fromEntries(versions));
  return print(manifest);
}

function editLock(
  text: string,
  {
    packages,
    steps,
    versions,
  }: {
    readonly packages: readonly Package[];
    readonly steps: readonly Step[];
    readonly versions: ReadonlyMap<string, string>;
  },
): string {
  const lock = JSON.parse(text) as { readonly packages: Record<string, Versioned> };
  moveRanges(lock.packages['']?.devDependencies, Object.fromEntries(versions));
  for (const { path, name } of packages) {
    const [entry, step] = [lock.packages[path], steps.find((one) => one.name === name)];
    if (entry === undefined || step === undefined) continue;
    if (step.isReleased) entry.version = step.to;
    moveRanges(entry.dependencies, step.ranges);
  }
  return print(lock);
}

function moveRanges(
  dependencies: Record<string, string> | undefined,
  ranges: Readonly<Record<string, string>>,
): void {
  for (const [name, range] of Object.entries(ranges)) {
    if (dependencies?.[name] !== undefined) dependencies[name] = range;
  }
}

function print(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
