/** Descriptions on disk, read as the command line reads them. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from '../../generator/main.js';
import type { Comparable } from '../../generator/diff/index.js';

/** Reads a description that the generator takes; throws what it has against it. */
export async function read(description: string, overlay: string | null = null): Promise<Comparable> {
  const { document, api, diagnostics } = await inspect({ description, overlay });
  const errors = diagnostics.items.filter(({ severity }) => severity === 'error');
  if (document === null || api === null || errors.length > 0) {
    throw new Error(`${description}: ${errors.map(({ message }) => message).join(' ')}`);
  }
  return { document, api };
}

/** A folder that is gone after the tests. */
export function makeFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rowsweep-diff-test-')));
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Writes a value as a description, and reads it. */
export async function readValue(folder: string, name: string, value: unknown): Promise<Comparable> {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(value, null, 2));
  return read(file);
}
