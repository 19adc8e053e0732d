/** Extruct's answers: tables and rows as JSON. */
import type { RowData, RowTable, StoredRow } from '../stores/row-store.js';

/** A table with its rows. */
export interface Table {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly tags: readonly string[];
  readonly createdAtMs: number;
  readonly rows: RowTable;
}

const owner = { id: '7d3b8a52-0c5f-4a3e-9a61-6f0f5a0f3a11', email: 'ada@example.com' };

/** A moment as ISO 8601 text in UTC. */
export function showTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** The owner of the token. */
export function showUser(): unknown {
  return {
    user_id: owner.id,
    email: owner.email,
    available_credits: 1200,
    organization_id: null,
    organization_name: null,
    organization_slug: null,
    organization_is_active: null,
  };
}

/** A row as creating and listing it show it. */
export function showRow(row: StoredRow): RowData {
  return {
    id: row.id,
    created_at: showTime(row.createdAtMs),
    parent_row_id: null,
    company_profile_id: null,
    data: row.data,
    metadata: row.extra,
    parent_data: {},
  };
}

/** What a list of tables shows of a table. */
export function showHeader(table: Table): RowData {
  return {
    id: table.id,
    created_at: showTime(table.createdAtMs),
    name: table.name,
    description: null,
    tags: table.tags,
    kind: table.kind,
    settings: { exclude_from_search: false },
    owner,
  };
}

/** A table without its rows. */
export function showTable(table: Table): RowData {
  return {
    ...showHeader(table),
    notify: false,
    columns: [],
    child_relationships: [],
    parent_relationships: [],
    status: {
      num_rows: table.rows.size,
      num_columns: 0,
      num_output_columns: 0,
      num_input_columns: 0,
      num_cells_completed: 0,
      num_cells_in_progress: 0,
      run_status: 'idle',
    },
  };
}
