import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { explainUnreadable, type Diagnostics, type Place } from '../diagnostics.js';
import { checkConfig } from './check-config.js';
import type { RowsweepConfig } from './config.js';
import { locate, printPointer, type ConfigSource } from './config-source.js';
import { JsonProblem, parseJsonText } from './json-text.js';

/** The names under which a configuration is found, the most likely first. */
export const configNames = ['ts', 'mts', 'js', 'mjs', 'json'].map(
  (extension) => `rowsweep.config.${extension}`,
);

/** The configuration in the folder, or else in the nearest folder above it; null when there is none. */
export function findConfig(folder: string): string | null {
  const found = configNames.map((name) => join(folder, name)).find((file) => existsSync(file));
  if (found !== undefined) return found;
  return dirname(folder) === folder ? null : findConfig(dirname(folder));
}

/** A configuration that was read, and the files whose change changes it. */
export interface ReadConfig {
  /** Null when an error was reported. */
  readonly config: RowsweepConfig | null;
  /** The configuration, and files that it imports by a relative path. */
  readonly files: readonly string[];
}

/** Reads and checks a configuration. `file` is how diagnostics name it. What is wrong with it is reported. */
export async function readConfig(file: string, diagnostics: Diagnostics): Promise<ReadConfig> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { message, help } = explainUnreadable(error);
    diagnostics.report('file-not-readable', startOf(file), message, help);
    return { config: null, files: [file] };
  }
  if (extname(file) === '.json') {
    const source = readJson(file, text, diagnostics);
    return { config: source && (await checkConfig(source, diagnostics)), files: [file] };
  }
  // A compiler comes with it.
  const { readModule } = await import('./read-module.js');
  const { source, files } = await readModule({ file, text }, diagnostics);
  return { config: source && (await checkConfig(source, diagnostics)), files };
}

function readJson(file: string, text: string, diagnostics: Diagnostics): ConfigSource | null {
  try {
    const json = parseJsonText(text);
    return {
      value: json.value,
      place: (path, of) =>
        Promise.resolve({ file, ...locate(text, json.find(path, of)), pointer: printPointer(path) }),
    };
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    const place = { file, ...locate(text, error.offset), pointer: '' };
    diagnostics.report('syntax-error', place, error.message);
    return null;
  }
}

function startOf(file: string): Place {
  return { file, line: 1, column: 1, pointer: '' };
}
