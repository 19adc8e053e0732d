/** The tables of the Minimal server. */
import type { Column, Dialect, SqlTableOptions } from '../stores/sql-types.js';

const plain = { length: null, required: false, unique: false } as const;

/** The table of the supplied page (specs/minimal/source.md). */
const userColumns: readonly [Column, ...Column[]] = [
  { name: 'id', type: 'int', length: null, required: true, unique: true },
  { name: 'name', type: 'varchar', length: 100, required: true, unique: false },
  { name: 'email', type: 'varchar', length: 100, required: true, unique: true },
  { ...plain, name: 'created_at', type: 'timestamp' },
];
/** A table whose key is text. */
const documentColumns: readonly [Column, ...Column[]] = [
  { name: 'id', type: 'varchar', length: 64, required: true, unique: true },
  { ...plain, name: 'title', type: 'varchar', length: 200 },
];
/** A table with the numbers that are easily got wrong, and with cells that may be empty. */
const ledgerColumns: readonly [Column, ...Column[]] = [
  { name: 'id', type: 'bigint', length: null, required: true, unique: true },
  { ...plain, name: 'amount', type: 'decimal', length: 20, scale: 4 },
  { ...plain, name: 'batch', type: 'int' },
  { ...plain, name: 'note', type: 'varchar', length: 100 },
];

/** `users`, which the deletion's target names, then `documents` and `ledger`. */
export function describeTables(dialect: Dialect, now: () => number): readonly SqlTableOptions[] {
  return [
    {
      name: 'users',
      columns: userColumns,
      dialect,
      now,
      sample: (index) => ({ name: `User ${String(index)}`, email: `user${String(index)}@example.com` }),
    },
    {
      name: 'documents',
      columns: documentColumns,
      dialect,
      now,
      sample: (index) => ({ id: `doc-${String(index)}`, title: `Document ${String(index)}` }),
    },
    {
      name: 'ledger',
      columns: ledgerColumns,
      dialect,
      now,
      sample: (index) => ({
        amount: `${String(index)}.5`,
        batch: index % 10,
        note: `Entry ${String(index)}`,
      }),
    },
  ];
}
