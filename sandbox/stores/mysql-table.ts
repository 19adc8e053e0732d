/** Tables of a real MySQL or MariaDB: a database of their own, which goes when they go. */
import { randomBytes } from 'node:crypto';
import { BridgeError, openBridge, type Bridge, type BridgeResult } from './mysql-bridge.js';
import {
  quoteName,
  quoteTable,
  writeCreateTable,
  writeMarks,
  writeWhere,
  type Statement,
} from './mysql-statement.js';
import type { RowData } from './row-store.js';
import {
  findColumn,
  isCounter,
  SqlFault,
  writeCell,
  writeInput,
  writeTimestamp,
  type Column,
  type Filter,
  type Page,
  type SqlDatabase,
  type SqlRows,
  type SqlTableOptions,
} from './sql-types.js';

/** Most rows of one statement. */
const maxRowsAtOnce = 1_000;
/** Error numbers of both databases. https://mariadb.com/kb/en/mariadb-error-codes/ */
const duplicateErrors = new Set([1062]);
const valueErrors = new Set([1048, 1264, 1265, 1292, 1364, 1366, 1406]);

/** Makes a database and its tables. Throws when the server at `url` cannot be reached. */
export function createMysqlDatabase(url: string, tables: readonly SqlTableOptions[]): SqlDatabase {
  const run = openBridge(url);
  const database = `rowsweep_${randomBytes(8).toString('hex')}`;
  const drop = (): void => {
    run(`DROP DATABASE ${quoteName(database)}`);
  };
  run(`CREATE DATABASE ${quoteName(database)} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`);
  try {
    for (const table of tables) run(writeCreateTable(database, table));
  } catch (error) {
    drop();
    throw error;
  }
  return { tables: tables.map((options) => new MysqlTable(run, database, options)), close: drop };
}

/** One table. What it says of its rows is what the database says at that moment. */
class MysqlTable implements SqlRows {
  readonly name: string;
  readonly #run: Bridge;
  readonly #options: SqlTableOptions;
  readonly #key: Column;
  readonly #quoted: string;
  #drawn = 0;

  constructor(run: Bridge, database: string, options: SqlTableOptions) {
    this.name = options.name;
    this.#run = run;
    this.#options = options;
    [this.#key] = options.columns;
    this.#quoted = quoteTable(database, options.name);
  }

  get size(): number {
    return Number(this.#read(`SELECT COUNT(*) AS size FROM ${this.#quoted}`)[0]?.['size']);
  }

  /** Throws `SqlFault` and adds nothing when one of the rows breaks a rule. */
  insert(rows: number | readonly RowData[]): string[] {
    const list =
      typeof rows === 'number'
        ? Array.from({ length: rows }, () => this.#options.sample((this.#drawn += 1)))
        : rows;
    for (const row of list) for (const name of Object.keys(row)) this.findColumn(name);
    const isOneKind = !isCounter(this.#key) || list.every((row) => row[this.#key.name] === undefined);
    const atOnce = isOneKind ? maxRowsAtOnce : 1;
    const ids: string[] = [];
    this.#run('START TRANSACTION');
    try {
      for (let at = 0; at < list.length; at += atOnce) ids.push(...this.#insert(list.slice(at, at + atOnce)));
      this.#run('COMMIT');
    } catch (error) {
      this.#run('ROLLBACK');
      throw error;
    }
    return ids;
  }

  ids(): string[] {
    const key = quoteName(this.#key.name);
    const rows = this.#read(`SELECT ${key} FROM ${this.#quoted} ORDER BY ${key}`);
    return rows.map((row) => writeCell(row[this.#key.name]));
  }

  has(id: string | number): boolean {
    return this.read(id) !== undefined;
  }

  read(id: string | number): RowData | undefined {
    const text = String(id);
    // The database would take 1abc for 1; whoever asks for a row wants that one.
    if (isCounter(this.#key) && !/^-?\d+$/.test(text)) return undefined;
    return this.select([{ column: this.#key, operator: 'eq', values: [text] }], { index: 0, size: 1 })[0];
  }

  select(filter: Filter, { index, size }: Page): readonly RowData[] {
    const where = writeWhere(filter);
    const text = `SELECT * FROM ${this.#quoted}${where.text} ORDER BY ${quoteName(this.#key.name)} LIMIT ? OFFSET ?`;
    return this.#read(text, [...where.values, String(size), String(index * size)]);
  }

  remove(filter: Filter): number {
    const where = writeWhere(filter);
    return this.#change({ ...where, text: `DELETE FROM ${this.#quoted}${where.text}` }).affectedRows;
  }

  update(filter: Filter, column: Column, text: string): number {
    const where = writeWhere(filter);
    return this.#change({
      text: `UPDATE ${this.#quoted} SET ${quoteName(column.name)} = ?${where.text}`,
      values: [text, ...where.values],
    }).affectedRows;
  }

  findColumn(name: string): Column {
    return findColumn(this.#options.columns, name);
  }

  #insert(rows: readonly RowData[]): readonly string[] {
    const { columns } = this.#options;
    const names = columns.map(({ name }) => quoteName(name)).join(', ');
    const row = `(${writeMarks(columns.length)})`;
    const { insertId } = this.#change({
      text: `INSERT INTO ${this.#quoted} (${names}) VALUES ${rows.map(() => row).join(', ')}`,
      values: rows.flatMap((data) =>
        columns.map((column) => writeInput(column, this.#readValue(column, data))),
      ),
    });
    if (!isCounter(this.#key)) return rows.map((data) => writeCell(data[this.#key.name]));
    // A statement that inserts several rows draws numbers that follow each other.
    return rows.map((_row, index) => String(BigInt(insertId) + BigInt(index)));
  }

  #readValue({ name, type }: Column, row: RowData): unknown {
    const value = row[name];
    if (value !== undefined) return value;
    return type === 'timestamp' ? writeTimestamp(this.#options.now()) : null;
  }

  #read(text: string, values: Statement['values'] = []): readonly RowData[] {
    const result = this.#attempt({ text, values });
    return 'rows' in result ? result.rows.map((row) => this.#readRow(row)) : [];
  }

  #change(statement: Statement): { readonly affectedRows: number; readonly insertId: string } {
    const result = this.#attempt(statement);
    if ('rows' in result) throw new TypeError('A change has no rows.');
    return result;
  }

  #attempt({ text, values }: Statement): BridgeResult {
    try {
      return this.#run(text, values);
    } catch (error) {
      if (!(error instanceof BridgeError) || error.errno === null) throw error;
      if (duplicateErrors.has(error.errno)) throw new SqlFault(409, error.message);
      if (valueErrors.has(error.errno)) throw new SqlFault(422, error.message);
      throw error;
    }
  }

  /** Cells as the embedded store has them: a `bigint` as bigint, a decimal and a time as text. */
  #readRow(row: Readonly<Record<string, unknown>>): RowData {
    const cells: Record<string, unknown> = { ...row };
    for (const { name, type } of this.#options.columns) {
      const cell = cells[name];
      if (type === 'bigint' && cell !== null && cell !== undefined) cells[name] = BigInt(writeCell(cell));
    }
    return cells;
  }
}
