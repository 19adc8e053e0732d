/** A small SQL table in memory: typed columns, a primary key, unique columns, all-or-nothing inserts. */
import type { RowData } from './row-store.js';
import { storeCell } from './sql-cell.js';
import { chooseRuler, makeCondition, refuseCasts, type Ruler } from './sql-compare.js';
import {
  findColumn,
  isCounter,
  SqlFault,
  writeCell,
  writeTimestamp,
  type Column,
  type Comparison,
  type Filter,
  type Page,
  type SqlDatabase,
  type SqlRows,
  type SqlTableOptions,
} from './sql-types.js';

type Cells = Record<string, unknown>;

/** Tables in memory. */
export function createEmbeddedDatabase(tables: readonly SqlTableOptions[]): SqlDatabase {
  return { tables: tables.map((options) => new SqlTable(options)), close: () => undefined };
}

/** Rows under a primary key. */
class SqlTable implements SqlRows {
  readonly name: string;
  readonly #options: SqlTableOptions;
  readonly #key: Column;
  /** By what equal keys have in common. */
  #rows = new Map<string, Cells>();
  #isSorted = true;
  /** The row that was put last. While the rows are sorted, no key is above its key. */
  #last: Cells | null = null;
  #nextKey = 1n;
  #drawn = 0;

  constructor(options: SqlTableOptions) {
    this.name = options.name;
    this.#options = options;
    [this.#key] = options.columns;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Throws `SqlFault` and adds nothing when one of the rows breaks a rule; numbers that were drawn stay used up. */
  insert(rows: number | readonly RowData[]): string[] {
    const list =
      typeof rows === 'number'
        ? Array.from({ length: rows }, () => this.#options.sample((this.#drawn += 1)))
        : rows;
    for (const row of list) for (const name of Object.keys(row)) this.findColumn(name);
    const taken = new Set(this.#uniqueColumns().flatMap((column) => this.#takenValues(column)));
    const added = list.map((row) => this.#readRow(row, taken));
    for (const cells of added) this.#put(cells);
    return added.map((cells) => writeCell(cells[this.#key.name]));
  }

  ids(): string[] {
    return this.#all().map((cells) => writeCell(cells[this.#key.name]));
  }

  has(id: string | number): boolean {
    return this.read(id) !== undefined;
  }

  read(id: string | number): RowData | undefined {
    const text = String(id);
    const isKey = !isCounter(this.#key) || /^-?\d+$/.test(text);
    return isKey ? this.#rows.get(this.#rule(this.#key).identifyOperand(text)) : undefined;
  }

  select(filter: Filter, { index, size }: Page): readonly RowData[] {
    return this.#select(filter).slice(index * size, (index + 1) * size);
  }

  remove(filter: Filter): number {
    const gone = this.#select(filter);
    for (const cells of gone) this.#rows.delete(this.#identify(this.#key, cells));
    return gone.length;
  }

  update(filter: Filter, column: Column, text: string): number {
    refuseCasts(filter, this.#options.dialect);
    const value = storeCell(column, this.#options.dialect, text);
    const changed = this.#select(filter).filter(({ [column.name]: cell }) => cell !== value);
    if (column.unique && changed.length > 0) {
      const identity = this.#rule(column).identifyCell(value);
      const owner = [...this.#rows.values()].find((cells) => this.#identify(column, cells) === identity);
      const isTaken = owner !== undefined && owner !== changed[0];
      if (isTaken || changed.length > 1) throw new SqlFault(409, `duplicate value in "${column.name}"`);
    }
    for (const cells of changed) {
      this.#rows.delete(this.#identify(this.#key, cells));
      cells[column.name] = value;
      this.#put(cells);
    }
    return changed.length;
  }

  findColumn(name: string): Column {
    return findColumn(this.#options.columns, name);
  }

  #select(filter: Filter): Cells[] {
    const { dialect } = this.#options;
    const conditions = filter.map((one) => ({ name: one.column.name, matches: makeCondition(one, dialect) }));
    return this.#candidates(filter).filter((cells) =>
      conditions.every(({ name, matches }) => matches(cells[name] ?? null)),
    );
  }

  /** The rows that a filter on the key names, else all rows. */
  #candidates(filter: Filter): readonly Cells[] {
    const named = filter.find(
      ({ column, operator }) => column === this.#key && (operator === 'eq' || operator === 'in'),
    );
    return named === undefined ? this.#all() : this.#find(named);
  }

  #find({ values }: Comparison): readonly Cells[] {
    const keys = values.map(this.#rule(this.#key).identifyOperand);
    const found: Cells[] = [];
    for (const key of new Set(keys)) {
      const cells = this.#rows.get(key);
      if (cells !== undefined) found.push(cells);
    }
    return found.sort((one, other) => this.#compareKeys(one, other));
  }

  /** Every row in the order of the key. */
  #all(): readonly Cells[] {
    if (!this.#isSorted) {
      this.#rows = new Map([...this.#rows].sort(([, one], [, other]) => this.#compareKeys(one, other)));
      this.#isSorted = true;
      this.#last = [...this.#rows.values()].at(-1) ?? null;
    }
    return [...this.#rows.values()];
  }

  #compareKeys(one: Cells, other: Cells): number {
    const { name } = this.#key;
    return this.#rule(this.#key).compareCells(one[name], other[name]);
  }

  #put(cells: Cells): void {
    if (this.#last !== null && this.#compareKeys(this.#last, cells) > 0) this.#isSorted = false;
    this.#last = cells;
    this.#rows.set(this.#identify(this.#key, cells), cells);
  }

  #uniqueColumns(): readonly Column[] {
    return this.#options.columns.filter(({ unique }) => unique);
  }

  #takenValues(column: Column): readonly string[] {
    return [...this.#rows.values()].map((cells) => `${column.name}=${this.#identify(column, cells)}`);
  }

  #identify(column: Column, cells: Cells): string {
    return this.#rule(column).identifyCell(cells[column.name]);
  }

  #rule(column: Column): Ruler {
    return chooseRuler(column, this.#options.dialect);
  }

  /** `taken` holds the values of unique columns; those of this row are added to it. */
  #readRow(row: RowData, taken: Set<string>): Cells {
    const { columns, dialect } = this.#options;
    const cells: Cells = {};
    for (const column of columns) {
      const value = column === this.#key ? this.#readKey(row[column.name]) : this.#readValue(column, row);
      cells[column.name] = storeCell(column, dialect, value);
    }
    const key = cells[this.#key.name];
    if (isCounter(this.#key)) this.#count(BigInt(writeCell(key)));
    for (const column of this.#uniqueColumns()) {
      const value = `${column.name}=${this.#identify(column, cells)}`;
      if (taken.has(value)) throw new SqlFault(409, `duplicate value in "${column.name}"`);
      taken.add(value);
    }
    return cells;
  }

  /** A counter draws the next number where it is given nothing, or 0. */
  #readKey(value: unknown): unknown {
    const isDrawn = value === undefined || value === null || Number(value) === 0;
    if (!isCounter(this.#key)) return value ?? null;
    if (!isDrawn) return value;
    return this.#nextKey;
  }

  #count(key: bigint): void {
    if (key >= this.#nextKey) this.#nextKey = key + 1n;
  }

  #readValue({ name, type }: Column, row: RowData): unknown {
    const value = row[name];
    if (value !== undefined) return value;
    return type === 'timestamp' ? writeTimestamp(this.#options.now()) : null;
  }
}
