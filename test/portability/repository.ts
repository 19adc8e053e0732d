/** Where things are. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The repository, seen from this file or from what is built of it. */
export const repository: string = findRepository();
/** The folder of this test, where its sources are. */
export const ownFolder: string = join(repository, 'test/portability');

function findRepository(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'specs/extension.schema.json'))) return folder;
    if (folder === dirname(folder))
      throw new Error(`${import.meta.dirname} is within no copy of the repository.`);
  }
}
