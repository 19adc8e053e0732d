/** Imports that are accepted now and done a little later. */
import type { RecordTable } from './record-table.js';
import type { RowData } from './row-store.js';

interface ImportTask {
  readonly id: string;
  readonly table: RecordTable;
  readonly rows: readonly RowData[];
  readonly dueAtMs: number;
  result: { readonly added: number; readonly failures: readonly ImportFailure[] } | null;
}

interface ImportFailure {
  readonly row: number | null;
  readonly row_number_start: number;
  readonly row_number_end: number;
  readonly fail_reason: string;
}

/** What the provider says about one task. */
export interface ImportReport {
  readonly id: string;
  readonly progress: number;
  readonly status: 'PENDING_PARSE' | 'AVAILABLE' | 'FAIL';
  readonly total_count: number | null;
  readonly success_count: number;
  readonly fail_count: number;
  readonly fail_detail: readonly ImportFailure[];
}

/** Tasks become due by the clock and are carried out in order when somebody looks; there is no timer. */
export class ImportTasks {
  readonly #tasks = new Map<string, ImportTask>();
  readonly #now: () => number;
  readonly #delayMs: number;

  constructor(options: { readonly now: () => number; readonly delayMs: number }) {
    this.#now = options.now;
    this.#delayMs = options.delayMs;
  }

  start(id: string, table: RecordTable, rows: readonly RowData[]): void {
    this.#tasks.set(id, { id, table, rows, dueAtMs: this.#now() + this.#delayMs, result: null });
  }

  /** Carries out what is due. */
  settle(): void {
    const nowMs = this.#now();
    for (const task of this.#tasks.values()) {
      if (task.result !== null || task.dueAtMs > nowMs) continue;
      // Set first: adding rows looks at the table, and looking settles.
      task.result = { added: 0, failures: [] };
      task.result = importRows(task.table, task.rows);
    }
  }

  /** Undefined: there is no such task. */
  report(id: string): ImportReport | undefined {
    this.settle();
    const task = this.#tasks.get(id);
    if (task === undefined) return undefined;
    const { result } = task;
    const added = result?.added ?? 0;
    return {
      id,
      progress: added > 0 ? 100 : 1,
      status: result === null ? 'PENDING_PARSE' : added > 0 ? 'AVAILABLE' : 'FAIL',
      total_count: result === null ? null : task.rows.length,
      success_count: added,
      fail_count: result?.failures.length ?? 0,
      fail_detail: result?.failures ?? [],
    };
  }
}

/**
 * A value that is in the table already makes the whole import fail; of equal values in the request the first is kept;
 * other bad rows are left out. https://openapi.altabots.ai/database/Query_Status_of_Adding_Table_Data.html
 */
function importRows(
  table: RecordTable,
  rows: readonly RowData[],
): { readonly added: number; readonly failures: readonly ImportFailure[] } {
  const unique = table.fields.filter((field) => field.unique);
  const conflicts = rows.flatMap((row, index) => {
    const isTaken = unique.some(({ name }) => {
      const value = row[name];
      return value !== undefined && value !== null && table.hasConflict(name, value);
    });
    return isTaken ? [makeFailure(index, 'A unique value is there already.')] : [];
  });
  if (conflicts.length > 0) return { added: 0, failures: conflicts };
  const failures: ImportFailure[] = [];
  for (const [index, row] of rows.entries()) {
    const fault = table.findFault(row);
    if (fault === null) table.rows.add(row);
    else failures.push(makeFailure(index, fault));
  }
  return { added: rows.length - failures.length, failures };
}

/** Failures are reported by blocks of ten rows. */
function makeFailure(index: number, reason: string): ImportFailure {
  const first = Math.floor(index / 10) * 10 + 1;
  return { row: index + 1, row_number_start: first, row_number_end: first + 9, fail_reason: reason };
}
