/** What is on disk. Links are never followed: a link inside an output folder may lead anywhere. */
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Made by installing and building, not by us. */
const ignored = new Set(['dist', 'node_modules']);

/** A path within an output folder that cannot lead out of it on any system. */
export function isSafePath(path: string): boolean {
  return (
    path !== '' &&
    !/[\\:\u0000-\u001f]/.test(path) &&
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}

/** Every file and link in the folder, sorted, as paths within it; none when there is no such folder. */
export function listFiles(folder: string): string[] {
  const list = (within: string): string[] =>
    readdirSync(join(folder, within), { withFileTypes: true }).flatMap((entry) => {
      if (within === '' && ignored.has(entry.name)) return [];
      const path = within === '' ? entry.name : `${within}/${entry.name}`;
      return entry.isDirectory() ? list(path) : [path];
    });
  return isFolder(folder) ? list('').sort() : [];
}

/** The text of a file in the folder, or null when there is none. */
export function readText(folder: string, path: string): string | null {
  return readFile(join(folder, path));
}

/** The file's text, or null when there is no such file. */
export function readFile(file: string): string | null {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(file, 'utf8') : null;
}

/** The first part of the path that exists and is a link, or stands in the way; null when the path is free of both. */
export function findObstacle(folder: string, path: string): string | null {
  const parts = path.split('/');
  for (let length = 1; length <= parts.length; length += 1) {
    const part = parts.slice(0, length).join('/');
    const entry = lstatSync(join(folder, part), { throwIfNoEntry: false });
    if (entry === undefined) return null;
    const expected = length === parts.length ? entry.isFile() : entry.isDirectory();
    if (!expected) return part;
  }
  return null;
}

/** Writes beside the file and renames, so that nobody ever reads half of it. */
export function replaceFile(file: string, text: string): void {
  makeFolder(dirname(file));
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Node's own way to make the folders above as well never ends where a system refuses it with ENOENT, as /proc does. */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  mkdirSync(folder);
}

/** Deletes a file, and the folders that it leaves empty. */
export function removeFile(folder: string, path: string): void {
  rmSync(join(folder, path));
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
    if (readdirSync(join(folder, parent)).length > 0) return;
    rmdirSync(join(folder, parent));
  }
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
