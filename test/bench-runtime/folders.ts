/** Where the bench finds things. It runs from `test/bench-runtime/dist/bench-runtime`. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** This repository. */
export const repository: string = findRepository();

/** The peers of the fault laboratory, which are the same. */
export const peersFolder: string = join(repository, 'test/faults/peers');

function findRepository(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'specs/extension.schema.json'))) folder = resolve(folder, '..');
  return folder;
}
