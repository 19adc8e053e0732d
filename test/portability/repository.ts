/** Where things are. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The repository, seen from this file or from what is built of it. */
export const repository: string = findRepository();
/** The folder of this test, where its sources are. */
export const ownFolder: string = join(repository, 'test/portability');

function findRepository(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'specs/extension.schema.json'))) folder = resolve(folder, '..');
  return folder;
}
