/** A table with typed columns, some of them unique, and records under ids of 18 digits. */
import { drawDigits, type Random } from '../ids.js';
import { RowTable, type RowData, type StoredRow } from './row-store.js';

/** The types of a column that GPTBots and AltaTech know. */
export type FieldType = 'TEXT' | 'INT' | 'FLOAT' | 'DATETIME' | 'BOOLEAN';

/** A column of a table. */
export interface Field {
  readonly name: string;
  readonly description: string;
  readonly type: FieldType;
  readonly required: boolean;
  readonly unique: boolean;
}

/** Most characters of a value in a unique column. */
const maxUniqueLength = 256;

/** Records of one table, with the rules of its columns. */
export class RecordTable {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly fields: readonly Field[];
  readonly rows: RowTable;

  constructor(options: {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly fields: readonly Field[];
    readonly random: Random;
    readonly now: () => number;
    readonly settle: () => void;
  }) {
    this.id = options.id;
    this.name = options.name;
    this.description = options.description;
    this.fields = options.fields;
    this.rows = new RowTable({
      name: options.id,
      now: options.now,
      settle: options.settle,
      drawId: () => drawDigits(options.random, 18),
      sample: (index) =>
        Object.fromEntries(options.fields.map((field) => [field.name, makeSample(field, index)])),
    });
  }

  /** True when a value may stand only once in the column. */
  isUnique(column: string): boolean {
    return this.fields.some(({ name, unique }) => unique && name === column);
  }

  /** Every record that has these values; values are compared as text. */
  select(filter: RowData): readonly StoredRow[] {
    const wanted = Object.entries(filter);
    return this.rows
      .all()
      .filter(({ data }) => wanted.every(([column, value]) => isSame(data[column], value)));
  }

  /** Why these values cannot stand in the table; null when they can. `except` is the record they belong to. */
  findFault(values: RowData, except?: string): string | null {
    for (const field of this.fields) {
      const value = values[field.name];
      if (value === undefined || value === null || value === '') {
        if (field.required || field.unique) return `The column "${field.name}" must have a value.`;
        continue;
      }
      if (!fitsType(field.type, value)) return `The column "${field.name}" is ${field.type}.`;
      if (!field.unique) continue;
      if (writeValue(value).length > maxUniqueLength) return `The column "${field.name}" is too long.`;
      if (this.hasConflict(field.name, value, except)) return 'A unique value is there already.';
    }
    return null;
  }

  /** True when another record has the value in the column. */
  hasConflict(column: string, value: unknown, except?: string): boolean {
    return this.select({ [column]: value }).some(({ id }) => id !== except);
  }
}

function writeValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A cell without a value is the same as nothing. */
function isSame(cell: unknown, value: unknown): boolean {
  return cell !== undefined && cell !== null && writeValue(cell) === writeValue(value);
}

function makeSample(field: Field, index: number): unknown {
  switch (field.type) {
    case 'INT':
      return index;
    case 'FLOAT':
      return index + 0.5;
    case 'BOOLEAN':
      return index % 2 === 0;
    case 'DATETIME':
      return '2029-10-01 12:00:00';
    case 'TEXT':
      return field.unique ? String(1_000 + index) : `${field.name} ${String(index)}`;
  }
}

function fitsType(type: FieldType, value: unknown): boolean {
  if (typeof value === 'object') return false;
  const text = writeValue(value);
  switch (type) {
    case 'INT':
      return /^-?\d+$/.test(text);
    case 'FLOAT':
      return text.trim() !== '' && Number.isFinite(Number(text));
    case 'BOOLEAN':
      return text === 'true' || text === 'false';
    case 'DATETIME':
      return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text);
    case 'TEXT':
      return true;
  }
}
