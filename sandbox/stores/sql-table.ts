/** A small SQL table in memory: typed columns, a primary key, unique columns, all-or-nothing inserts. */
import type { RowData, Rows } from './row-store.js';
import { SqlFault, writeCell, type Column, type Condition, type Dialect } from './sql-filter.js';

/** What an SQL table is made from. */
export interface SqlTableOptions {
  readonly name: string;
  /** The first column is the primary key; an `int` key counts up by itself. */
  readonly columns: readonly [Column, ...Column[]];
  readonly dialect: Dialect;
  readonly now: () => number;
  /** Data of the row at `index`, for rows that a test asks for by number. */
  readonly sample: (index: number) => RowData;
}

type Cells = Record<string, unknown>;

/** Rows under a primary key. */
export class SqlTable implements Rows {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly #options: SqlTableOptions;
  readonly #key: Column;
  #rows: Cells[] = [];
  #byKey = new Map<string, Cells>();
  #nextKey = 1;
  #drawn = 0;

  constructor(options: SqlTableOptions) {
    this.name = options.name;
    this.columns = options.columns;
    this.#options = options;
    [this.#key] = options.columns;
  }

  get size(): number {
    return this.#rows.length;
  }

  /** Throws `SqlFault` and adds nothing when one of the rows breaks a rule. */
  insert(rows: number | readonly RowData[]): string[] {
    const list =
      typeof rows === 'number'
        ? Array.from({ length: rows }, () => this.#options.sample((this.#drawn += 1)))
        : rows;
    const before = this.#nextKey;
    const added: Cells[] = [];
    const taken = new Set(this.#uniqueColumns().flatMap((column) => this.#takenValues(column)));
    try {
      for (const row of list) added.push(this.#readRow(row, taken));
    } catch (error) {
      this.#nextKey = before;
      throw error;
    }
    for (const cells of added) {
      this.#rows.push(cells);
      this.#byKey.set(this.#foldKey(cells), cells);
    }
    return added.map((cells) => writeCell(cells[this.#key.name]));
  }

  ids(): string[] {
    return this.#rows.map((cells) => writeCell(cells[this.#key.name]));
  }

  has(id: string | number): boolean {
    return this.read(id) !== undefined;
  }

  read(id: string | number): RowData | undefined {
    return this.#byKey.get(this.#fold(String(id)));
  }

  /** The rows that fulfil every condition, in order of insertion. */
  select(filter: ReadonlyMap<string, Condition>): readonly RowData[] {
    return this.#select(filter);
  }

  /** Removes what the filter matches and says how many rows that were. */
  remove(filter: ReadonlyMap<string, Condition>): number {
    const gone = new Set(this.#select(filter));
    this.#rows = this.#rows.filter((cells) => !gone.has(cells));
    for (const cells of gone) this.#byKey.delete(this.#foldKey(cells));
    return gone.size;
  }

  /** Sets one column of what the filter matches. Throws `SqlFault` and changes nothing when a rule is broken. */
  update(filter: ReadonlyMap<string, Condition>, name: string, text: string): number {
    const column = this.findColumn(name);
    const matched = this.#select(filter);
    const value = this.#readCell(column, text);
    if (column.unique && matched.length > 0) {
      const others = this.#rows.filter((cells) => !matched.includes(cells));
      const isTaken = others.some((cells) => this.#fold(cells[name]) === this.#fold(value));
      if (isTaken || matched.length > 1) throw new SqlFault(409, `duplicate value in "${name}"`);
    }
    for (const cells of matched) {
      this.#byKey.delete(this.#foldKey(cells));
      cells[name] = value;
      this.#byKey.set(this.#foldKey(cells), cells);
    }
    return matched.length;
  }

  /** Throws `SqlFault` when there is no such column. */
  findColumn(name: string): Column {
    const column = this.columns.find((one) => one.name === name);
    if (column === undefined) throw new SqlFault(400, `unknown column "${name}"`);
    return column;
  }

  #select(filter: ReadonlyMap<string, Condition>): readonly Cells[] {
    const conditions = [...filter];
    return this.#rows.filter((cells) => conditions.every(([name, matches]) => matches(cells[name] ?? null)));
  }

  #uniqueColumns(): readonly Column[] {
    return this.columns.filter((column) => column.unique);
  }

  #takenValues(column: Column): readonly string[] {
    return this.#rows.map((cells) => `${column.name}=${this.#fold(cells[column.name])}`);
  }

  #foldKey(cells: Cells): string {
    return this.#fold(cells[this.#key.name]);
  }

  /** Equal for values that the database holds to be equal. */
  #fold(value: unknown): string {
    const text = writeCell(value);
    return this.#options.dialect === 'ms' || this.#options.dialect === 'ma' ? text.toLowerCase() : text;
  }

  /** `taken` holds the values of unique columns; those of this row are added to it. */
  #readRow(row: RowData, taken: Set<string>): Cells {
    for (const name of Object.keys(row)) this.findColumn(name);
    const cells: Cells = {};
    for (const column of this.columns) {
      cells[column.name] = this.#readCell(column, row[column.name] ?? this.#makeDefault(column));
    }
    const { name, type } = this.#key;
    if (type === 'int') this.#nextKey = Math.max(this.#nextKey, Number(cells[name]) + 1);
    for (const column of this.#uniqueColumns()) {
      const value = `${column.name}=${this.#fold(cells[column.name])}`;
      if (taken.has(value)) throw new SqlFault(409, `duplicate value in "${column.name}"`);
      taken.add(value);
    }
    return cells;
  }

  #makeDefault(column: Column): unknown {
    if (column === this.#key && column.type === 'int') return this.#nextKey;
    if (column.type !== 'timestamp') return null;
    return new Date(this.#options.now()).toISOString().slice(0, 19).replace('T', ' ');
  }

  #readCell(column: Column, value: unknown): unknown {
    if (value === null) {
      if (column.required) throw new SqlFault(422, `"${column.name}" must have a value`);
      return null;
    }
    if (column.type === 'int') {
      const number = typeof value === 'number' ? value : Number(typeof value === 'string' ? value : NaN);
      if (value === '' || !Number.isSafeInteger(number)) {
        throw new SqlFault(422, `"${column.name}" is a number`);
      }
      return number;
    }
    if (typeof value === 'object') throw new SqlFault(422, `"${column.name}" is text`);
    const text = writeCell(value);
    if (column.length !== null && Array.from(text).length > column.length) {
      throw new SqlFault(422, `"${column.name}" is too long`);
    }
    return text;
  }
}
