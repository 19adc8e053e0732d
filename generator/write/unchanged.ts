import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { isSafePath } from './folder.js';
import { manifestPath, parseManifest, printManifestText } from './manifest.js';

/** What a run would be told. */
export interface RunFacts {
  /** The output folder. */
  readonly directory: string;
  /** The files as the user names them. */
  readonly description: string;
  readonly overlay: string | null;
  /** The generator's version. */
  readonly version: string;
}

/**
 * True when the last run into the folder had the same inputs and the same generator, and every file that it made is still as it
 * made it: then another run would write nothing. Costs the hashes of the files that the manifest names, and parses none of
 * them. False whenever that is not sure. A file in the folder that no run made is not looked for, and what the manifest says
 * beyond files, as under `inputs` a value that is no hash, is for the caller to compare. Never throws.
 */
export function isUnchanged({ directory, description, overlay, version }: RunFacts): boolean {
  const text = readBytes(join(directory, manifestPath), true)?.toString('utf8');
  const manifest = text === undefined ? null : parseManifest(text);
  if (manifest?.version !== version) return false;
  // A manifest that somebody has edited is not what a run would write.
  if (printManifestText(manifest) !== text) return false;
  const folder = dirname(resolve(description));
  const inputs = Object.entries(manifest.inputs).filter(([, hash]) => /^[\da-f]{64}$/.test(hash));
  // As load/document.ts orders them: the overlay, the description, then the files that it refers to.
  const named = (overlay === null ? [description] : [overlay, description]).map((file) =>
    relative(folder, resolve(file)).split(sep).join('/'),
  );
  if (!named.every((path, index) => inputs[index]?.[0] === path)) return false;
  return (
    inputs.every(([path, hash]) => hash === hashFile(resolve(folder, path), false)) &&
    Object.entries(manifest.hashes).every(
      ([path, hash]) => isSafePath(path) && hash === hashFile(join(directory, path), true),
    )
  );
}

function hashFile(file: string, isOutput: boolean): string | null {
  const bytes = readBytes(file, isOutput);
  return bytes === null ? null : createHash('sha256').update(bytes).digest('hex');
}

/** Null when it is no file. An input may be reached by a link, an output may not. */
function readBytes(file: string, isOutput: boolean): Buffer | null {
  try {
    const entry = isOutput ? lstatSync(file) : statSync(file);
    return entry.isFile() ? readFileSync(file) : null;
  } catch {
    return null;
  }
}
