import { errorFor } from '../codes.js';
import type { RowsweepError } from '../errors.js';
import { kindOf } from '../refusal.js';

/** What every reader takes. */
export interface ReadOptions {
  /** Passes over blank lines and blank ids. Default false: they are refused, for a blank id may be a lost one. */
  readonly skipBlank?: boolean | undefined;
  /** White space and invisible characters at the ends of an id. Default `refuse`. */
  readonly spaces?: 'refuse' | 'keep' | 'trim' | undefined;
  /** Most UTF-16 units of a line, or of a CSV field. Default 1,048,576. */
  readonly maxLength?: number | undefined;
}

/** What `readNdjson` takes. */
export interface NdjsonOptions extends ReadOptions {
  /** The key, in the object on each line, whose value is the id. Without it, the line itself is the id. */
  readonly field?: string | undefined;
}

/** What `readCsv` takes. */
export interface CsvOptions extends ReadOptions {
  /** The column that holds the ids, exactly as the header row names it. */
  readonly column: string;
  /** One character. Default `,`. */
  readonly delimiter?: string | undefined;
}

/** `ReadOptions`, checked and complete. */
export interface ReadSettings {
  readonly skipBlank: boolean;
  readonly spaces: 'refuse' | 'keep' | 'trim';
  readonly maxLength: number;
}

/** `NdjsonOptions`, checked and complete. */
export interface NdjsonSettings extends ReadSettings {
  readonly field: string | null;
}

/** `CsvOptions`, checked and complete. */
export interface CsvSettings extends ReadSettings {
  readonly column: string;
  readonly delimiter: string;
}

const DEFAULT_LENGTH = 2 ** 20;
/** V8 holds no longer string. */
const LONGEST = 2 ** 29 - 24;

/** Throws `CONFIGURATION` for an option that cannot be used; so do the two below. */
export function readReadOptions(options: ReadOptions): ReadSettings {
  if (typeof options !== 'object' || (options as unknown) === null) {
    throw optionError(`The options want an object; got ${kindOf(options)}.`);
  }
  const { skipBlank = false, spaces = 'refuse', maxLength = DEFAULT_LENGTH } = options;
  if (typeof skipBlank !== 'boolean') {
    throw optionError(`\`skipBlank\` wants true or false; got ${kindOf(skipBlank)}.`);
  }
  if (!['refuse', 'keep', 'trim'].includes(spaces)) {
    throw optionError(`\`spaces\` wants refuse, keep or trim; got ${kindOf(spaces)}.`);
  }
  if (!Number.isInteger(maxLength) || maxLength < 1 || maxLength > LONGEST) {
    throw optionError(`\`maxLength\` wants a whole number from 1 to ${LONGEST}; got ${kindOf(maxLength)}.`);
  }
  return { skipBlank, spaces, maxLength };
}

/** See `readReadOptions`. */
export function readNdjsonOptions(options: NdjsonOptions): NdjsonSettings {
  const settings = readReadOptions(options);
  const { field } = options;
  if (field !== undefined && typeof field !== 'string') {
    throw optionError(`\`field\` wants a string; got ${kindOf(field)}.`);
  }
  return { ...settings, field: field ?? null };
}

/** See `readReadOptions`. */
export function readCsvOptions(options: CsvOptions): CsvSettings {
  const settings = readReadOptions(options);
  const { column, delimiter = ',' } = options;
  if (typeof column !== 'string') {
    throw optionError(`\`column\` wants the name of a column; got ${kindOf(column)}.`);
  }
  if (
    typeof delimiter !== 'string' ||
    delimiter.length !== 1 ||
    /["\r\n\uFEFF\p{Surrogate}]/u.test(delimiter)
  ) {
    throw optionError('`delimiter` wants one character that is no quote and no line break.');
  }
  return { ...settings, column, delimiter };
}

/** A wrong option or source: nothing was read. */
export function optionError(message: string): RowsweepError {
  return errorFor({
    code: 'CONFIGURATION',
    provider: '',
    attempts: 0,
    message: `Cannot read ids: ${message}`,
  });
}
