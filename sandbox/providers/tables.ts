/** The database tables of an Agent, as GPTBots and AltaTech have them: one API under two names. */
import { createRandom, drawHex } from '../ids.js';
import {
  isRecord,
  Refusal,
  type Answer,
  type Provider,
  type ProviderContext,
  type Route,
  type SandboxRequest,
} from '../message.js';
import { ImportTasks } from '../stores/import-tasks.js';
import { RecordTable, type Field } from '../stores/record-table.js';
import { viewStore, type Rows, type RowData, type Store, type StoredRow } from '../stores/row-store.js';
import { updateRecord, updateRecords } from './tables-update.js';
import { answerGateway, answerVerdict, readVerdict, type TablesSettings } from './tables-answers.js';
import { createQuota } from './tables-quota.js';

/** What the deletion's target needs. */
export interface TablesTarget {
  readonly table_id: string;
}

/** In which the two products differ. */
export interface TablesProduct {
  readonly name: 'altatech' | 'gptbots';
  /** True: the list of records is the whole body; false: it is in `data` beside `code`. */
  readonly bareRecords: boolean;
  /** True: it lists tables, checks keys and has the older update of a single record. */
  readonly hasGptbotsExtras: boolean;
}

const mainTableId = '673af861ed69656ac0895b07';
/** A table that exists and belongs to somebody else: 403131. */
const foreignTableId = '673af861ed69656ac0895bff';
const agentId = '645dd86606931c4a9e0ffb1e';
const maxDeletions = 1_000;

const mainFields: readonly Field[] = [
  { name: 'id', description: 'Customer number', type: 'TEXT', required: true, unique: true },
  { name: 'name', description: 'Name', type: 'TEXT', required: false, unique: false },
  { name: 'age', description: 'Age in years', type: 'INT', required: false, unique: false },
];

/** The server's rules and its records. */
export function createTablesProvider(
  product: TablesProduct,
  context: ProviderContext<TablesSettings>,
): {
  readonly provider: Provider;
  readonly store: Store;
  readonly target: TablesTarget;
  readonly foreignTarget: TablesTarget;
} {
  const random = createRandom(context.seed);
  const tables = new Map<string, RecordTable>();
  const views = new Map<string, Rows>();
  const tasks = new ImportTasks({ now: context.now, delayMs: context.settings.importDelayMs ?? 20 });
  const quota = createQuota(context.settings.requestsPerHour ?? null, context.now);

  function createTable(id: string, name: string, description: string, fields: readonly Field[]): RecordTable {
    const settle = (): void => {
      tasks.settle();
    };
    const table = new RecordTable({ id, name, description, fields, random, now: context.now, settle });
    tables.set(id, table);
    views.set(id, table.rows);
    return table;
  }

  const reply = (code: number, message?: string): Answer => answerVerdict(context.settings, code, message);
  const refuse = (code: number, message?: string): Refusal => new Refusal(reply(code, message));

  function findTable(body: RowData): RecordTable {
    if (body['table_id'] === foreignTableId) throw refuse(403131);
    const table = tables.get(String(body['table_id']));
    if (table === undefined) throw refuse(403106);
    return table;
  }

  /** "Custom filter conditions (must use custom unique primary key fields)" on the supplied page. */
  function checkFilter(table: RecordTable, filter: unknown): RowData {
    if (!isRecord(filter) || Object.keys(filter).length === 0) throw refuse(40000, 'filter is empty');
    const other = Object.keys(filter).find((column) => !table.isUnique(column));
    if (other !== undefined) throw refuse(40000, `"${other}" is not a unique column`);
    return filter;
  }

  /** The record that an element names; `record_id` wins over `filter`. */
  function findRecords(table: RecordTable, item: RowData): readonly StoredRow[] {
    const { record_id: id, filter } = item;
    if (typeof id === 'string' && id !== '') {
      const row = table.rows.find(id);
      return row === undefined ? [] : [row];
    }
    return table.select(checkFilter(table, filter));
  }

  function deleteRecords(request: SandboxRequest): Answer {
    const body = readBody(request);
    const items = readList(body, 'delete_data');
    if (items.length > maxDeletions) throw refuse(40000, 'at most 1000 records');
    const table = findTable(body);
    // Found first, so that a bad element leaves everything as it was. An id that is not there is passed over.
    const found = items.flatMap((item) => findRecords(table, item));
    for (const row of found) table.rows.remove(row.id);
    return reply(0);
  }

  function listRecords(request: SandboxRequest): Answer {
    const body = readBody(request);
    const table = findTable(body);
    const [page, size] = [Number(body['page']), Number(body['page_size'])];
    const isPage = Number.isInteger(page) && page >= 1 && Number.isInteger(size) && size >= 1 && size <= 100;
    if (!isPage) throw refuse(40000, 'page or page_size is out of range');
    const { filter, keyword } = body;
    const needle = typeof keyword === 'string' ? keyword.toLowerCase() : '';
    const found = (
      filter === undefined || filter === null ? table.rows.all() : table.select(checkFilter(table, filter))
    ).filter(({ data }) =>
      Object.values(data).some((value) => needle === '' || String(value).toLowerCase().includes(needle)),
    );
    const list = {
      table_info: showTable(table),
      records: found.slice((page - 1) * size, page * size).map((row) => ({
        id: row.id,
        value: row.data,
        created_at: row.createdAtMs,
        updated_at: row.updatedAtMs,
      })),
      total_count: found.length,
    };
    return { status: 200, body: product.bareRecords ? list : { code: 0, message: 'OK', data: list } };
  }

  function importRecords(request: SandboxRequest): Answer {
    const body = readBody(request);
    const items = readList(body, 'records');
    if (items.length > maxDeletions) throw refuse(40000, 'at most 1000 records');
    const table = findTable(body);
    const id = drawHex(random, 24);
    const rows = items.map((item) => {
      const { values } = item;
      return isRecord(values) && Object.keys(item).length === 1 ? values : item;
    });
    tasks.start(id, table, rows);
    return { status: 200, body: { code: 0, message: 'OK', data: [id] } };
  }

  function reportImports(request: SandboxRequest): Answer {
    const ids = request.query.filter(([name]) => name === 'ids').map(([, id]) => id);
    const reports = ids.map((id) => tasks.report(id)).filter((report) => report !== undefined);
    return { status: 200, body: reports };
  }

  function makeTable(request: SandboxRequest): Answer {
    const body = readBody(request);
    const name = String(body['name']);
    if ([...tables.values()].some((table) => table.name === name)) throw refuse(403108);
    const fields = readList(body, 'fields').map((field) => readField(field));
    const text = typeof body['description'] === 'string' ? body['description'] : '';
    const table = createTable(drawHex(random, 24), name, text, fields);
    return { status: 200, body: { code: 0, message: 'OK', data: table.id } };
  }

  function listTables(request: SandboxRequest): Answer {
    const own = readBody(request)['agent_id'] === agentId ? [...tables.values()] : [];
    const list = own.map((table) => ({
      table_id: table.id,
      name: table.name,
      description: table.description,
      field_number: table.fields.length,
      record_count: table.rows.size,
    }));
    return { status: 200, body: { tables: list } };
  }

  const post = (path: string, handle: Route['handle']): Route => ({ method: 'POST', path, handle });
  const get = (path: string, body: unknown): Route => ({
    method: 'GET',
    path,
    handle: () => ({ status: 200, body }),
  });
  const update = { findTable, findRecords, refuse };
  const main = createTable(mainTableId, 'customers', 'Customers', mainFields);
  return {
    store: viewStore(views, main.rows),
    target: { table_id: mainTableId },
    foreignTarget: { table_id: foreignTableId },
    provider: {
      name: product.name,
      routes: [
        { ...post('/v2/database/delete/record', deleteRecords), ids: readIds },
        post('/v1/database/records/page', listRecords),
        post('/v1/database/import/records', importRecords),
        { method: 'GET', path: '/v1/database/query/import-results', handle: reportImports },
        post('/v2/database/update/record', (request) => updateRecords(readBody(request), update)),
        post('/v1/database/create-table', makeTable),
        get('/v1/bot/detail', { bot_id: agentId, name: 'Sandbox Agent', bot_type: 'QuestionAnswer' }),
        ...(product.hasGptbotsExtras
          ? [
              post('/v1/database/tables/page', listTables),
              get('/v1/api-key/verify', { type: 'agent', id: agentId }),
              post('/v1/database/update/record', (request) => {
                updateRecord(readBody(request), update);
                return reply(0);
              }),
            ]
          : []),
      ],
      admit: (request) => {
        if (request.headers['authorization'] !== `Bearer ${context.token}`) return reply(40127);
        return quota.take() ? null : reply(40008);
      },
      refuse: (request, violations) => {
        const { code, message } = readVerdict(request, violations);
        return reply(code, message);
      },
      fail: (status, message) => answerGateway(product.name, status, message),
      stamp: () => quota.headers(),
    },
  };

  function readBody(request: SandboxRequest): RowData {
    if (!isRecord(request.json)) throw refuse(40000, 'the body must be an object');
    return request.json;
  }

  function readList(body: RowData, key: string): readonly RowData[] {
    const list = body[key];
    if (!Array.isArray(list)) throw refuse(40000, `${key} must be a list`);
    return list.map((item: unknown) => {
      if (!isRecord(item)) throw refuse(40000, `${key} must hold objects`);
      return item;
    });
  }
}

function readIds(request: SandboxRequest): readonly string[] {
  const items = isRecord(request.json) ? request.json['delete_data'] : undefined;
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: unknown) =>
    isRecord(item) && typeof item['record_id'] === 'string' ? [item['record_id']] : [],
  );
}

function readField(field: RowData): Field {
  const { name, description, type, required, unique } = field;
  const known = (['TEXT', 'INT', 'FLOAT', 'DATETIME', 'BOOLEAN'] as const).find((one) => one === type);
  return {
    name: String(name),
    description: typeof description === 'string' ? description : '',
    type: known ?? 'TEXT',
    required: required === true,
    unique: unique === true,
  };
}

function showTable(table: RecordTable): RowData {
  return {
    id: table.id,
    name: table.name,
    description: table.description,
    field_count: table.fields.length,
    fields: table.fields,
    bot_id: agentId,
    project_id: '64c70da0403cc812641b9356',
    owner_id: '64c70da0403cc812641b9357',
  };
}
