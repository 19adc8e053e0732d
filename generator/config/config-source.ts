import type { Place } from '../diagnostics.js';

/** Keys and indexes from the root of a configuration to one of its values. */
export type ConfigPath = readonly (string | number)[];

/** A configuration as it was read, not yet checked, that knows where each of its values was written. */
export interface ConfigSource {
  readonly value: unknown;
  /**
   * Where the value at the path stands, or its key. What is not there gives the place of the nearest thing around it
   * that is.
   */
  place(path: ConfigPath, of: 'key' | 'value'): Promise<Place>;
}

/** Line and column of an offset, both counted from 1. */
export function locate(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}

/** The path as a JSON Pointer. */
export function printPointer(path: ConfigPath): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
