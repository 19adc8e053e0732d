import { resolve } from 'node:path';
import type { Diagnostics } from '../diagnostics.js';

/** Gives each client its folder, and refuses the second that asks for the same one. */
export class Folders {
  readonly #owners = new Map<string, string>();

  /** Whether the folder is the description's from now on; if not, why is reported. */
  claim(directory: string, description: string, diagnostics: Diagnostics): boolean {
    const owner = this.#owners.get(resolve(directory));
    if (owner === undefined) {
      this.#owners.set(resolve(directory), description);
      return true;
    }
    diagnostics.report(
      'output-shared',
      { file: description, line: 1, column: 1, pointer: '' },
      `The folder ${directory} already belongs to ${owner}.`,
    );
    return false;
  }

  /** Whether the folder is somebody's. */
  isTaken(directory: string): boolean {
    return this.#owners.has(resolve(directory));
  }
}
