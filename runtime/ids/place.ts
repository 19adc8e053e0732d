import { errorFor } from '../codes.js';
import type { RowsweepError } from '../errors.js';

/** A place in the source. Both count from 1; columns are UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What stands there cannot be read. The reason is the rest of a sentence and shows no id. */
export function inputError({ line, column }: Place, reason: string, cause?: unknown): RowsweepError {
  const message = `Line ${line}, column ${column}: ${reason}.`;
  return errorFor({ code: 'INPUT', provider: '', attempts: 0, message, cause });
}

/** A name out of the source or of the caller, as a message shows it. */
export function quoteName(name: string): string {
  return JSON.stringify(name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name);
}

const LONGEST_NAME = 64;
