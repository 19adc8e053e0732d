import { errorFor } from '../codes.js';
import { isRowsweepError, type RowsweepError } from '../errors.js';

/** A file that cannot be used. Which provider it is about, only a run knows, which says so: see `Recording`. */
export function fileError(message: string, cause?: unknown): RowsweepError {
  return errorFor({ code: 'JOURNAL', provider: 'rowsweep', message, attempts: 0, cause });
}

/** What the file system said, as the one error; what is one already stays as it is. */
export function problemOf(error: unknown, what: string): RowsweepError {
  if (isRowsweepError(error)) return error;
  return fileError(`${what}: ${error instanceof Error ? error.message : String(error)}`, error);
}
