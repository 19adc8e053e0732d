/** What the tables behind Minimal are made of, whichever database holds them. */
import type { RowData, Rows } from './row-store.js';

/** `ms` and `ma` turn text into numbers and ignore case; `pg` and `ch` do neither. */
export type Dialect = 'ms' | 'ma' | 'pg' | 'ch';

/** The types of a column that the tables here have. */
export type ColumnType = 'int' | 'bigint' | 'decimal' | 'varchar' | 'timestamp';

/** A column with its constraints. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Most characters of a text, most digits of a decimal; null: no bound of its own. */
  readonly length: number | null;
  /** Digits after the point of a decimal. Default 0. */
  readonly scale?: number;
  readonly required: boolean;
  readonly unique: boolean;
}

/** A table; its first column is the primary key, and an `int` or `bigint` key counts up by itself. */
export interface SqlTableOptions {
  readonly name: string;
  readonly columns: readonly [Column, ...Column[]];
  readonly dialect: Dialect;
  readonly now: () => number;
  /** Data of the row at `index`, for rows that a test asks for by number. */
  readonly sample: (index: number) => RowData;
}

/** What Minimal's grammar can ask of a column. */
export type Operator =
  'eq' | 'ne' | 'lt' | 'gt' | 'le' | 'ge' | 'bw' | 'in' | 'nin' | 'li' | 'rli' | 'nli' | 'il';

/** One condition of a filter. `bw` has two values, `in` and `nin` have one or more, all others have one. */
export interface Comparison {
  readonly column: Column;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/** Conditions that must all be met. Empty: every row, which no deletion may ask for. */
export type Filter = readonly Comparison[];

/** A stretch of the rows that are found. */
export interface Page {
  /** Counted from 0. */
  readonly index: number;
  readonly size: number;
}

/**
 * A table as the server and a test see it. Nothing here is asynchronous, also where a database of its own answers: a
 * test reads the rows at a moment at which nothing else happens, and a request has its effect at once.
 */
export interface SqlRows extends Rows {
  /** Throws `SqlFault` when there is no such column. */
  findColumn(name: string): Column;
  /** The rows that meet every condition, in the order of the primary key. */
  select(filter: Filter, page: Page): readonly RowData[];
  /** Removes what the filter finds and says how many rows that were. */
  remove(filter: Filter): number;
  /** Sets one column of what the filter finds; says how many rows are other than before. All or nothing. */
  update(filter: Filter, column: Column, text: string): number;
}

/** Tables that came up together and go together. */
export interface SqlDatabase {
  readonly tables: readonly SqlRows[];
  /** Leaves nothing behind. */
  close(): void;
}

/** Something that the database or the grammar refuses. `status` is the one that Minimal's page of errors has. */
export class SqlFault extends Error {
  readonly status: 400 | 409 | 417 | 422;
  constructor(status: 400 | 409 | 417 | 422, message: string) {
    super(message);
    this.status = status;
  }
}

/** Throws `SqlFault` when there is no such column. */
export function findColumn(columns: readonly Column[], name: string): Column {
  const column = columns.find((one) => one.name === name);
  if (column === undefined) throw new SqlFault(400, `unknown column "${name}"`);
  return column;
}

/** True for a key that counts up by itself. */
export function isCounter({ type }: Column): boolean {
  return type === 'int' || type === 'bigint';
}

/** A cell as text. */
export function writeCell(cell: unknown): string {
  if (typeof cell === 'string') return cell;
  return typeof cell === 'number' || typeof cell === 'bigint' ? String(cell) : JSON.stringify(cell);
}

/** A value of a row as it is bound. Throws `SqlFault` for a list or an object, which no column takes. */
export function writeInput(column: Column, value: unknown): string | null {
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'object') throw new SqlFault(422, `"${column.name}" takes a single value`);
  return writeCell(value);
}

/** Milliseconds since 1970 as the value of a timestamp, UTC. */
export function writeTimestamp(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
