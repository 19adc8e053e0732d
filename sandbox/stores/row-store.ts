/** What a row holds: column or field names and JSON values. */
export type RowData = Readonly<Record<string, unknown>>;

/** A row with what the provider keeps about it. */
export interface StoredRow {
  readonly id: string;
  data: RowData;
  /** What the provider keeps beside the data, such as metadata. */
  extra: RowData;
  readonly createdAtMs: number;
  updatedAtMs: number;
  /** From when on a search finds it. */
  readonly visibleAtMs: number;
}

/** One table or data set of a server, as a test sees it. */
export interface Rows {
  /** The table's or data set's own id at the provider. */
  readonly name: string;
  readonly size: number;
  /** Makes that many rows, or these; returns their ids in order. Ids are text at every provider; the list is yours. */
  insert(rows: number | readonly RowData[]): string[];
  /** Every id, oldest row first. */
  ids(): string[];
  has(id: string | number): boolean;
  /** The row's data; undefined when there is no such row. */
  read(id: string | number): RowData | undefined;
}

/** Every row of a server. As `Rows` it is the table that `target` names. */
export interface Store extends Rows {
  /** Ids of all tables. */
  tables(): readonly string[];
  /** Throws when there is no such table. */
  table(name: string): Rows;
}

/** What a table of rows is made from. */
export interface RowTableOptions {
  readonly name: string;
  readonly drawId: () => string;
  readonly now: () => number;
  /** Data of the row at `index`, for rows that a test asks for by number. */
  readonly sample: (index: number) => RowData;
  /** Brings pending work up to date before anybody looks. */
  readonly settle?: () => void;
  /** Writes an id as it is stored: a UUID in lower case. */
  readonly normalise?: (id: string) => string;
}

/** Rows by id, in order of insertion. */
export class RowTable implements Rows {
  readonly name: string;
  readonly #rows = new Map<string, StoredRow>();
  readonly #options: RowTableOptions;
  #drawn = 0;

  constructor(options: RowTableOptions) {
    this.name = options.name;
    this.#options = options;
  }

  get size(): number {
    this.#options.settle?.();
    return this.#rows.size;
  }

  insert(rows: number | readonly RowData[]): string[] {
    const list = typeof rows === 'number' ? Array.from({ length: rows }, () => null) : rows;
    return list.map((data) => this.add(data ?? this.#options.sample((this.#drawn += 1))).id);
  }

  /** Adds one row under an id of its own or the one given; a row that has that id is replaced. */
  add(data: RowData, given: Partial<Pick<StoredRow, 'id' | 'visibleAtMs' | 'extra'>> = {}): StoredRow {
    const nowMs = this.#options.now();
    const id = given.id ?? this.#drawFreshId();
    const row: StoredRow = {
      id,
      data,
      extra: given.extra ?? {},
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      visibleAtMs: given.visibleAtMs ?? nowMs,
    };
    this.#rows.set(this.#normalise(id), row);
    return row;
  }

  ids(): string[] {
    this.#options.settle?.();
    return [...this.#rows.values()].map(({ id }) => id);
  }

  has(id: string | number): boolean {
    return this.find(id) !== undefined;
  }

  read(id: string | number): RowData | undefined {
    return this.find(id)?.data;
  }

  /** The row itself, to be changed in place. */
  find(id: string | number): StoredRow | undefined {
    this.#options.settle?.();
    return this.#rows.get(this.#normalise(String(id)));
  }

  all(): readonly StoredRow[] {
    this.#options.settle?.();
    return [...this.#rows.values()];
  }

  /** True when there was such a row. */
  remove(id: string): boolean {
    return this.#rows.delete(this.#normalise(id));
  }

  #normalise(id: string): string {
    return this.#options.normalise?.(id) ?? id;
  }

  #drawFreshId(): string {
    for (;;) {
      const id = this.#options.drawId();
      if (!this.#rows.has(this.#normalise(id))) return id;
    }
  }
}

/** The view of a server's tables that a test gets. */
export function viewStore(tables: ReadonlyMap<string, Rows>, main: Rows): Store {
  return {
    name: main.name,
    get size() {
      return main.size;
    },
    insert: (rows) => main.insert(rows),
    ids: () => main.ids(),
    has: (id) => main.has(id),
    read: (id) => main.read(id),
    tables: () => [...tables.keys()],
    table: (name) => {
      const table = tables.get(name);
      if (table === undefined) throw new Error(`The sandbox has no table "${name}".`);
      return table;
    },
  };
}
