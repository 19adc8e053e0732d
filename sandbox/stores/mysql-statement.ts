/** Filters and tables as statements of MySQL and MariaDB. Every value is bound; names are checked, then quoted. */
import { writePattern } from './sql-filter.js';
import { isCounter, type Column, type Comparison, type Filter, type SqlTableOptions } from './sql-types.js';

/** A statement, or a part of one, with the values of its question marks. */
export interface Statement {
  readonly text: string;
  readonly values: readonly (string | null)[];
}

/** The name in backticks. Throws for a name that could be anything but a name. */
export function quoteName(name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(name)) throw new TypeError(`"${name}" is not a name.`);
  return `\`${name}\``;
}

/** A table of a database, whichever database the connection uses. */
export function quoteTable(database: string, table: string): string {
  return `${quoteName(database)}.${quoteName(table)}`;
}

/** Question marks for that many values. */
export function writeMarks(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ');
}

/** ` WHERE …`, or nothing for a filter without conditions. */
export function writeWhere(filter: Filter): Statement {
  if (filter.length === 0) return { text: '', values: [] };
  const parts = filter.map(writeComparison);
  return {
    text: ` WHERE ${parts.map(({ text }) => text).join(' AND ')}`,
    values: parts.flatMap(({ values }) => values),
  };
}

const signs = { eq: '=', ne: '<>', lt: '<', gt: '>', le: '<=', ge: '>=' } as const;

function writeComparison(comparison: Comparison): Statement {
  const { operator, values } = comparison;
  const name = quoteName(comparison.column.name);
  switch (operator) {
    case 'bw':
      return { text: `${name} BETWEEN ? AND ?`, values };
    case 'in':
      return { text: `${name} IN (${writeMarks(values.length)})`, values };
    case 'nin':
      return { text: `${name} NOT IN (${writeMarks(values.length)})`, values };
    case 'nli':
      return { text: `${name} NOT LIKE ?`, values: [writePattern(comparison)] };
    // There is no ILIKE; the collation ignores case by itself.
    case 'li':
    case 'rli':
    case 'il':
      return { text: `${name} LIKE ?`, values: [writePattern(comparison)] };
    default:
      return { text: `${name} ${signs[operator]} ?`, values };
  }
}

/** The statement that makes the table. The collation is one that MySQL and MariaDB both have. */
export function writeCreateTable(database: string, { name, columns }: SqlTableOptions): string {
  const [key] = columns;
  const lines = columns.map((column) => {
    const counts = column === key && isCounter(column) ? ' AUTO_INCREMENT' : '';
    const unique = column === key ? ' PRIMARY KEY' : column.unique ? ' UNIQUE' : '';
    return `${quoteName(column.name)} ${writeType(column)} ${column.required ? 'NOT NULL' : 'NULL'}${counts}${unique}`;
  });
  return `CREATE TABLE ${quoteTable(database, name)} (${lines.join(', ')}) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`;
}

function writeType({ type, length, scale }: Column): string {
  switch (type) {
    case 'int':
      return 'INT';
    case 'bigint':
      return 'BIGINT';
    case 'decimal':
      return `DECIMAL(${String(length ?? 10)},${String(scale ?? 0)})`;
    case 'varchar':
      return `VARCHAR(${String(length ?? 255)})`;
    case 'timestamp':
      return 'TIMESTAMP';
  }
}
