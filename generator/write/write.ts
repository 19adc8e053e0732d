import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostics, Place } from '../diagnostics.js';
import type { OutputFile } from '../output-file.js';
import { compare, type Change } from './compare.js';
import { findObstacle, isSafePath, listFiles, readText, removeFile, replaceFile } from './folder.js';
import { manifestPath, parseManifest, printManifest } from './manifest.js';

/** Where files go, and what their manifest says. */
export interface WriteOptions {
  readonly directory: string;
  /** Compare only; every difference is reported as an error. */
  readonly check: boolean;
  /** The generator's version, for the manifest. */
  readonly version: string;
  /** Hashes of the inputs, for the manifest. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** The files of a package with their manifest, and how the folder differed from them before. */
export interface Written {
  readonly files: readonly OutputFile[];
  readonly changes: readonly Change[];
}

/**
 * Makes a folder hold exactly these files and their manifest. Writes only what differs, deletes only what the
 * manifest of an earlier run lists, never leaves the folder, and refuses a folder that holds files of others. Null
 * when it refused, or when the system refused it; the first happens before anything is written.
 */
export function write(
  files: readonly OutputFile[],
  options: WriteOptions,
  diagnostics: Diagnostics,
): Written | null {
  const { directory, version, inputs } = options;
  const all = [...files, printManifest({ version, inputs, files })];
  checkPaths(all, directory);
  const target = { files: all, directory, diagnostics };
  try {
    return options.check ? checkFolder(target) : fillFolder(target);
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    diagnostics.report('output-not-writable', placeOf(directory), error.message);
    return null;
  }
}

interface Target {
  readonly files: readonly OutputFile[];
  readonly directory: string;
  readonly diagnostics: Diagnostics;
}

function checkFolder(target: Target): Written | null {
  if (!isOurs(target)) return null;
  const changes = compare(target.files, target.directory);
  for (const change of changes) reportDifference(change, target);
  return { files: target.files, changes };
}

function fillFolder(target: Target): Written | null {
  if (!isOurs(target)) return null;
  const changes = compare(target.files, target.directory);
  if (!isFreeOfLinks(changes, target)) return null;
  applyChanges(changes, target);
  return { files: target.files, changes };
}

function applyChanges(changes: readonly Change[], { files, directory, diagnostics }: Target): void {
  const textOf = new Map(files.map((file) => [file.path, file.text]));
  for (const { path, change } of changes) {
    const text = textOf.get(path);
    if (text !== undefined && path !== manifestPath) replaceFile(join(directory, path), text);
    else if (change === 'removed') removeFile(directory, path);
    else if (change === 'unexpected') {
      diagnostics.report(
        'output-unexpected',
        placeOf(join(directory, path)),
        'The generator does not make this file, and no manifest lists it.',
      );
    }
  }
  // The manifest comes last: after a crash half-way, the old one still lists what is to be deleted.
  const manifest = changes.some(({ path }) => path === manifestPath) ? textOf.get(manifestPath) : undefined;
  if (manifest !== undefined) replaceFile(join(directory, manifestPath), manifest);
}

/** Our own file names are never unsafe; a check of ours that fails is a bug, not a problem of the description. */
function checkPaths(files: readonly OutputFile[], directory: string): void {
  const seen = new Set<string>();
  for (const { path } of files) {
    if (!isSafePath(path)) throw new Error(`The generator made a file outside ${directory}: ${path}`);
    // Some file systems hold A.ts and a.ts to be the same file.
    if (seen.has(path.toLowerCase())) throw new Error(`The generator made the file ${path} twice.`);
    seen.add(path.toLowerCase());
  }
}

function isOurs({ files, directory, diagnostics }: Target): boolean {
  const entry = lstatSync(directory, { throwIfNoEntry: false });
  if (entry === undefined) return true;
  if (!entry.isDirectory()) {
    diagnostics.report(
      'output-path-unsafe',
      placeOf(directory),
      entry.isSymbolicLink() ? 'The output folder is a link.' : 'The output folder is a file.',
    );
    return false;
  }
  const current = readText(directory, manifestPath);
  if (current !== null && parseManifest(current) !== null) return true;
  const made = new Set(files.map((file) => file.path));
  const foreign = listFiles(directory).find((path) => !made.has(path));
  if (foreign === undefined && current === null) return true;
  diagnostics.report(
    'output-not-ours',
    placeOf(join(directory, foreign ?? manifestPath)),
    'The output folder holds this file, which the generator did not make, and no manifest of the generator.',
  );
  return false;
}

function isFreeOfLinks(changes: readonly Change[], { directory, diagnostics }: Target): boolean {
  const obstacles = changes
    .filter(({ change }) => change !== 'unexpected')
    .flatMap(({ path }) => findObstacle(directory, path) ?? []);
  for (const obstacle of new Set(obstacles)) {
    diagnostics.report(
      'output-path-unsafe',
      placeOf(join(directory, obstacle)),
      'A link, or a folder in the place of a file, stands where the generator writes.',
    );
  }
  return obstacles.length === 0;
}

function reportDifference({ path, change }: Change, { files, directory, diagnostics }: Target): void {
  const place = placeOf(join(directory, path));
  switch (change) {
    case 'added':
      diagnostics.report('output-differs', place, 'The file is missing.');
      return;
    case 'removed':
      diagnostics.report('output-differs', place, 'The generator no longer makes this file.');
      return;
    case 'unexpected':
      diagnostics.report(
        'output-differs',
        place,
        'The generator does not make this file.',
        'Move it out of src/, or delete it.',
      );
      return;
    case 'changed': {
      const wanted = files.find((file) => file.path === path)?.text ?? '';
      const line = firstDifference(readText(directory, path) ?? '', wanted);
      diagnostics.report('output-differs', { ...place, line }, 'From here on the file differs.');
    }
  }
}

function firstDifference(left: string, right: string): number {
  const leftLines = left.split('\n');
  const rightLines = right.split('\n');
  const index = leftLines.findIndex((line, at) => line !== rightLines[at]);
  return index === -1 ? leftLines.length + 1 : index + 1;
}

function placeOf(file: string): Place {
  return { file, line: 1, column: 1, pointer: '' };
}
