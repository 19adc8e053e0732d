import { createHash } from 'node:crypto';
import type { OutputFile } from '../output-file.js';

/** The file that says which files of a folder are ours, and what they were made from. */
export const manifestPath = 'manifest.json';

/** What a manifest of an earlier run tells us. None of it is to be trusted. */
export interface Manifest {
  /** The version of the generator. */
  readonly version: string;
  /** Hashes of the inputs, by path. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Paths of the files that the run made, the manifest not among them. */
  readonly files: readonly string[];
  /** Hashes of these files, by path. */
  readonly hashes: Readonly<Record<string, string>>;
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
  return { path: manifestPath, text: printManifestText({ ...options, hashes: Object.fromEntries(hashes) }) };
}

/** The text of a manifest. */
export function printManifestText({ version, inputs, hashes }: Omit<Manifest, 'files'>): string {
  const manifest = { generator: { name: generatorName, version }, inputs, files: hashes };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Reads a manifest that a folder holds; null when it is not one of ours. */
export function parseManifest(text: string): Manifest | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value) || !isRecord(value['generator']) || value['generator']['name'] !== generatorName)
    return null;
  const { inputs, files } = value;
  const { version } = value['generator'];
  if (!isRecord(files)) return null;
  return {
    version: typeof version === 'string' ? version : '',
    inputs: keepTexts(isRecord(inputs) ? inputs : {}),
    files: Object.keys(files),
    hashes: keepTexts(files),
  };
}

function keepTexts(record: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
