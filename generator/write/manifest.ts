import { createHash } from 'node:crypto';
import type { OutputFile } from '../output-file.js';

/** The file that says which files of a folder are ours, and what they were made from. */
export const manifestPath = 'manifest.json';

/** What a manifest of an earlier run tells us. */
export interface Manifest {
  /** Paths of the files that the run made, the manifest not among them. */
  readonly files: readonly string[];
}

const generatorName = 'rowsweep';

/**
 * The manifest of a package. It alone holds versions and hashes, so that a new version of the generator changes one
 * file. The order of keys is constant, files are sorted by path.
 */
export function printManifest(options: {
  readonly version: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly files: readonly OutputFile[];
}): OutputFile {
  const hashes = options.files
    .map(({ path, text }): [string, string] => [path, createHash('sha256').update(text).digest('hex')])
    .sort(([left], [right]) => (left < right ? -1 : 1));
  const manifest = {
    generator: { name: generatorName, version: options.version },
    inputs: options.inputs,
    files: Object.fromEntries(hashes),
  };
  return { path: manifestPath, text: `${JSON.stringify(manifest, null, 2)}\n` };
}

/** Reads a manifest that a folder holds; null when it is not one of ours. Its paths are not to be trusted. */
export function parseManifest(text: string): Manifest | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value) || !isRecord(value['generator']) || value['generator']['name'] !== generatorName)
    return null;
  return isRecord(value['files']) ? { files: Object.keys(value['files']) } : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
