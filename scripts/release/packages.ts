/** The packages of this repository, and where the version of each one is written. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMap, isScalar, parseDocument, visit, type Scalar } from 'yaml';
import type { Need } from './plan.js';

/** A package, in the tree. */
export interface Package {
  readonly name: string;
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly version: string;
  readonly kind: 'generated' | 'written';
  readonly needs: readonly Need[];
}

/** The manifest of a package, as far as it is read here. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/** The folder that holds a file such as this one, above `dist/` or not. */
export function findRoot(from: string = dirname(fileURLToPath(import.meta.url))): string {
  if (existsSync(join(from, 'tsconfig.base.json'))) return from;
  const parent = resolve(from, '..');
  if (parent === from) throw new Error('This is not in the repository.');
  return findRoot(parent);
}

/** Reads the manifest of a folder. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

const runtime = '@rowsweep/runtime';

/** Where the generator says which runtime its packages ask for. */
export const runtimeRangeFile = 'generator/emit/package-json.ts';

const runtimeRangePattern = /^(const RUNTIME_RANGE = ')([^']+)(';)$/m;

/** Every package that is published, each after those that it needs. */
export function listPackages(root: string): Package[] {
  const generated = readdirSync(join(root, 'generated')).map((name) => `generated/${name}`);
  const paths = ['runtime', ...generated.sort(), 'generator', 'sandbox'];
  const manifests = paths
    .filter((path) => existsSync(join(root, path, 'package.json')))
    .map((path) => ({ path, manifest: readManifest(join(root, path)) }));
  const ours = new Set(manifests.map(({ manifest }) => manifest.name));
  const found = manifests.map(({ path, manifest }): Package => {
    const { name, version, dependencies = {} } = manifest;
    const needs: Need[] = Object.entries(dependencies)
      .filter(([other]) => ours.has(other))
      .map(([other, range]) => ({ name: other, range, handsOn: true, isInterpreter: other === runtime }));
    if (path === 'generator') {
      // It does not call the runtime, and so breaks nobody when the runtime does; what it makes asks for it.
      needs.push({ name: runtime, range: readRuntimeRange(root), handsOn: false, isInterpreter: true });
    }
    const kind = path.startsWith('generated/') ? 'generated' : 'written';
    return { name, path, version, kind, needs };
  });
  return sortByNeeds(found);
}

/** Each after those that it needs; otherwise in the order given. */
export function sortByNeeds<T extends Pick<Package, 'name' | 'needs'>>(packages: readonly T[]): T[] {
  const sorted: T[] = [];
  let left = [...packages];
  while (left.length > 0) {
    const names = new Set(left.map(({ name }) => name));
    const free = left.filter(({ needs }) => needs.every((need) => !names.has(need.name)));
    if (free.length === 0) throw new Error(`${[...names].join(', ')} need one another.`);
    sorted.push(...free);
    left = left.filter((one) => !free.includes(one));
  }
  return sorted;
}

/** The generator's file with another runtime. */
export function setRuntimeRange(text: string, range: string): string {
  return text.replace(runtimeRangePattern, `$1${range}$3`);
}

function readRuntimeRange(root: string): string {
  const found = runtimeRangePattern.exec(readFileSync(join(root, runtimeRangeFile), 'utf8'));
  if (found?.[2] === undefined) throw new Error(`${runtimeRangeFile} does not say which runtime it is for.`);
  return found[2];
}

/**
 * An overlay with another `version` of `x-rowsweep-package`, every other byte as it was.
 *
 * @throws Error when it says no version, or more than one.
 */
export function setOverlayVersion(text: string, version: string): string {
  const found: Scalar[] = [];
  visit(parseDocument(text), {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== 'x-rowsweep-package' || !isMap(value)) return;
      const node = value.get('version', true);
      if (isScalar(node)) found.push(node);
    },
  });
  const [node, ...others] = found;
  if (node?.range === undefined || node.range === null || others.length > 0) {
    throw new Error('An overlay says the version of its package once, at x-rowsweep-package.version.');
  }
  const [start, end] = node.range;
  return `${text.slice(0, start)}${version}${text.slice(end)}`;
}
