/** Reads ids out of text: one a line, NDJSON, or a column of a CSV table. Web standards only. */
import { CsvParser } from './csv.js';
import { LineParser } from './lines.js';
import { NdjsonParser } from './ndjson.js';
import {
  readCsvOptions,
  readNdjsonOptions,
  readReadOptions,
  type CsvOptions,
  type NdjsonOptions,
  type ReadOptions,
} from './options.js';
import { readIds } from './reader.js';
import type { IdSource } from './source.js';

export type { CsvOptions, NdjsonOptions, ReadOptions } from './options.js';
export type { IdSource } from './source.js';

/**
 * One id a line. Lines end with LF, CRLF or CR; the last one may end without.
 *
 * This and the other readers yield ids as the source writes them, in its order, and hold one piece of it at a time. What
 * cannot be read, a blank id, and white space around an id are refused: the iteration rejects with a `RowsweepError`,
 * code `INPUT`, that names line and column (from 1, in UTF-16 units, as editors count). Ids before that place have been
 * yielded by then; where nothing must happen before all is known to be well, read the source through once first. Text,
 * bytes and arrays can be iterated over again; any other source is read once, and a second iteration is refused.
 * An option that cannot be used throws `CONFIGURATION` at once.
 */
export function readLines(source: IdSource, options: ReadOptions = {}): AsyncIterable<string> {
  const settings = readReadOptions(options);
  return readIds(source, () => new LineParser(settings));
}

/**
 * One JSON text a line (RFC 8259): an object whose key `field` holds the id, or without `field` the id itself. An id is
 * a string or a number; a number is taken as its digits are written, never rounded. Everything else is refused, as is
 * a key that stands twice in its object. Otherwise like `readLines`.
 */
export function readNdjson(source: IdSource, options: NdjsonOptions = {}): AsyncIterable<string> {
  const settings = readNdjsonOptions(options);
  return readIds(source, () => new NdjsonParser(settings));
}

/**
 * The named column of a table with a header row (RFC 4180, with LF and CR for line ends as well, and a delimiter of
 * one's choice). Refused are: a column that is missing or there twice, a row with more or fewer fields than the header, a
 * quote inside a field that does not begin with one, and a quote that is never closed. Otherwise like `readLines`.
 */
export function readCsv(source: IdSource, options: CsvOptions): AsyncIterable<string> {
  const settings = readCsvOptions(options);
  return readIds(source, () => new CsvParser(settings));
}
