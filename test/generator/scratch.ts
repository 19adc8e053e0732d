import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import type { Diagnostics } from '../../generator/diagnostics.js';

const folders: string[] = [];

// A property that is tried twenty thousand times leaves as many folders.
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}, 600_000);

/** A folder of its own for one test, with these files; it is deleted afterwards. */
export function makeFolder(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'rowsweep-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Every file below the folder with its text, by path. */
export function readFolder(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}

/** Diagnostics as `file:line:column code`, the folder left out. */
export function listProblems({ items }: Diagnostics, folder: string): string[] {
  return items.map(({ code, place }) =>
    place === null ? code : `${place.file.replace(`${folder}/`, '')}:${place.line}:${place.column} ${code}`,
  );
}
