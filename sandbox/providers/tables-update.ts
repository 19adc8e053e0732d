/** Changing records of GPTBots and AltaTech; unlike the deletion it counts, and lists what failed. */
import { isRecord, type Answer, type Refusal } from '../message.js';
import type { RecordTable } from '../stores/record-table.js';
import type { RowData, StoredRow } from '../stores/row-store.js';

/** What an update needs from its server. */
export interface UpdateTools {
  readonly findTable: (body: RowData) => RecordTable;
  readonly findRecords: (table: RecordTable, item: RowData) => readonly StoredRow[];
  readonly refuse: (code: number, message?: string) => Refusal;
}

const maxUpdates = 100;

/** Up to 100 records in one request. */
export function updateRecords(body: RowData, tools: UpdateTools): Answer {
  const items = body['update_data'];
  if (!Array.isArray(items)) throw tools.refuse(40000, 'update_data must be a list');
  if (items.length > maxUpdates) throw tools.refuse(40000, 'at most 100 records');
  const table = tools.findTable(body);
  const failures = items.flatMap((item: unknown) => {
    const fault = isRecord(item)
      ? applyUpdate(table, item, body['is_create'] === true, tools)
      : 'An element must be an object.';
    return fault === null ? [] : [{ upsert_data: showItem(item), fail_reason: fault }];
  });
  return {
    status: 200,
    body: {
      totalCount: items.length,
      success_count: items.length - failures.length,
      fail_count: failures.length,
      fail_detail: failures,
    },
  };
}

/** The older form, for a single record. Throws a refusal when it cannot be done. */
export function updateRecord(body: RowData, tools: UpdateTools): void {
  const fault = applyUpdate(tools.findTable(body), body, body['is_add'] === true, tools);
  if (fault !== null) throw tools.refuse(40000, fault);
}

function applyUpdate(table: RecordTable, item: RowData, mayAdd: boolean, tools: UpdateTools): string | null {
  const { updated_fields: changes } = item;
  if (!isRecord(changes)) return 'updated_fields must be an object.';
  const [row] = tools.findRecords(table, item);
  if (row === undefined) {
    if (!mayAdd) return 'The record is not there.';
    const { filter } = item;
    const values = { ...(isRecord(filter) ? filter : {}), ...changes };
    const fault = table.findFault(values);
    if (fault === null) table.rows.add(values);
    return fault;
  }
  const values = { ...row.data, ...changes };
  const fault = table.findFault(values, row.id);
  if (fault !== null) return fault;
  row.data = values;
  row.updatedAtMs = Math.max(row.updatedAtMs + 1, row.createdAtMs);
  return null;
}

function showItem(item: unknown): RowData {
  if (!isRecord(item)) return {};
  const { record_id: id, filter, updated_fields: value } = item;
  return {
    ...(id === undefined ? {} : { record_id: id }),
    ...(filter === undefined ? {} : { filter }),
    value,
  };
}
