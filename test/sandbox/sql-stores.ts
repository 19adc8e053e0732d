/** The tables of Minimal without the server, in the embedded store or in the real database that a run is given. */
import { createMysqlDatabase } from '../../sandbox/stores/mysql-table.js';
import { describeTables } from '../../sandbox/providers/minimal-tables.js';
import { parseComparison, readOperators } from '../../sandbox/stores/sql-filter.js';
import { createEmbeddedDatabase } from '../../sandbox/stores/sql-table.js';
import { writeCell, type SqlDatabase, type SqlRows } from '../../sandbox/stores/sql-types.js';

/** Set by `npm run test:mysql`. */
export const mysqlUrl = process.env['SANDBOX_MYSQL_URL'] ?? null;

export interface Stores extends SqlDatabase {
  readonly table: (name: string) => SqlRows;
}

function open(database: SqlDatabase): Stores {
  return {
    ...database,
    table: (name) => {
      const found = database.tables.find((table) => table.name === name);
      if (found === undefined) throw new Error(`There is no table ${name}.`);
      return found;
    },
  };
}

const tables = describeTables('ms', () => Date.UTC(2026, 0, 2, 3, 4, 5));

export const openEmbedded = (): Stores => open(createEmbeddedDatabase(tables));
export const openMysql = (url: string): Stores => open(createMysqlDatabase(url, tables));

/** Reads `column=operator.value`, several joined by `&`. */
export function readFilter(table: SqlRows, text: string): ReturnType<typeof parseComparison>[] {
  return text.split('&').map((part) => {
    const at = part.indexOf('=');
    return parseComparison(part.slice(at + 1), table.findColumn(part.slice(0, at)), readOperators);
  });
}

/** The keys of the rows that a filter finds. */
export function find(table: SqlRows, filter: string): string[] {
  const rows = table.select(readFilter(table, filter), { index: 0, size: 1_000_000 });
  return rows.map((row) => writeCell(row['id']));
}
