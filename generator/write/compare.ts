import type { OutputFile } from '../output-file.js';
import { isSafePath, listFiles, readText } from './folder.js';
import { manifestPath, parseManifest } from './manifest.js';

/**
 * One difference between a folder and the files that belong there. `removed`: an earlier run made the file, and we no
 * longer do. `unexpected`: a file in `src/` that no run made; it is not ours to delete.
 */
export interface Change {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed' | 'unexpected';
}

/**
 * What writing the files into the folder would change, in the order of paths. Files beside `src/` that we do not make
 * are the owner's, and `dist/` and `node_modules/` are not looked at.
 */
export function compare(files: readonly OutputFile[], directory: string): Change[] {
  const made = new Set(files.map((file) => file.path));
  const changes = files.flatMap(({ path, text }): Change[] => {
    const current = readText(directory, path);
    if (current === text) return [];
    return [{ path, change: current === null ? 'added' : 'changed' }];
  });
  const present = listFiles(directory).filter((path) => !made.has(path));
  const before = new Set(parseManifest(readText(directory, manifestPath) ?? '')?.files.filter(isSafePath));
  for (const path of present) {
    if (before.has(path)) changes.push({ path, change: 'removed' });
    else if (path.startsWith('src/')) changes.push({ path, change: 'unexpected' });
  }
  return changes.sort((left, right) => (left.path < right.path ? -1 : 1));
}
