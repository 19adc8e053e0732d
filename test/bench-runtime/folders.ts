/** Where the bench finds things. It runs from `test/bench-runtime/dist/bench-runtime`. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** This repository. */
export const repository: string = findRepository();

/** The peers of the fault laboratory, which are the same. */
export const peersFolder: string = join(repository, 'test/faults/peers');

function findRepository(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'specs/extension.schema.json'))) return folder;
    if (folder === dirname(folder))
      throw new Error(`${import.meta.dirname} is within no copy of the repository.`);
  }
}
