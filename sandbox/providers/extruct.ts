/** Extruct: tables of rows under UUIDs, deleted by a list of ids in the body of a DELETE. */
import { createRandom, drawUuid } from '../ids.js';
import {
  firstValue,
  isRecord,
  Refusal,
  type Answer,
  type Provider,
  type ProviderContext,
  type SandboxRequest,
} from '../message.js';
import { RowTable, viewStore, type RowData, type Store, type StoredRow } from '../stores/row-store.js';
import { showHeader, showRow, showTable, showTime, showUser, type Table } from './extruct-answers.js';
import { answerDetail, answerProblem, answerViolations, hasBearer } from './fastapi.js';

/** How the Extruct server behaves. */
export interface ExtructSettings {
  /** `pro` (default) may change tables; `free` gets 402 with `plan_required`. */
  readonly plan?: 'pro' | 'free';
}

/** What the deletion's target needs. */
export interface ExtructTarget {
  readonly table_id: string;
}

/** The server's rules and its rows. */
export function createExtructProvider(context: ProviderContext<ExtructSettings>): {
  readonly provider: Provider;
  readonly store: Store;
  readonly target: ExtructTarget;
} {
  const random = createRandom(context.seed);
  const tables = new Map<string, Table>();
  const rowTables = new Map<string, RowTable>();

  function createTable(name: string, kind: string, tags: readonly string[]): Table {
    const id = drawUuid(random);
    const rows = new RowTable({
      name: id,
      now: context.now,
      drawId: () => drawUuid(random),
      sample: (index) => ({ input: `https://example.com/${String(index)}` }),
      normalise: (text) => text.toLowerCase().replace(/^urn:uuid:/, ''),
    });
    const table = { id, name, kind, tags, createdAtMs: context.now(), rows };
    tables.set(id, table);
    rowTables.set(id, rows);
    return table;
  }

  function findTable(request: SandboxRequest): Table {
    const table = tables.get((request.params['table_id'] ?? '').toLowerCase());
    if (table === undefined) throw new Refusal(answerDetail(404, 'Table not found'));
    return table;
  }

  function requirePlan(): void {
    if (context.settings.plan === 'free') throw new Refusal(answerDetail(402, { error: 'plan_required' }));
  }

  function deleteRows(request: SandboxRequest): Answer {
    requirePlan();
    const { rows } = findTable(request);
    if (!isRecord(request.json) || !Array.isArray(request.json['rows'])) throw missing('rows');
    const gone = readIds(request).map((id) => rows.find(id)?.id);
    const deleted = [...new Set(gone.filter((id) => id !== undefined))];
    for (const id of deleted) rows.remove(id);
    return { status: 200, body: deleted };
  }

  function createRows(request: SandboxRequest): Answer {
    requirePlan();
    const { rows } = findTable(request);
    const added = readItems(request).map((item) => addRow(rows, item));
    return { status: 200, body: added.map(showRow) };
  }

  function updateRows(request: SandboxRequest): Answer {
    requirePlan();
    const { rows } = findTable(request);
    const items = readItems(request).map((item, index) => {
      const { id } = item;
      if (id === undefined || id === null) return { item, row: null };
      if (typeof id !== 'string') {
        const loc = ['body', 'rows', index, 'id'];
        throw new Refusal(answerProblem(loc, 'Input should be a valid UUID', 'uuid_type'));
      }
      const row = rows.find(id);
      if (row === undefined) throw new Refusal(answerDetail(404, 'Row not found'));
      return { item, row };
    });
    const changed = items.map(({ item, row }) => {
      if (row === null) return addRow(rows, item);
      row.data = { ...row.data, ...readObject(item['data']) };
      row.extra = { ...row.extra, ...readObject(item['metadata']) };
      row.updatedAtMs = context.now();
      return row;
    });
    return { status: 200, body: changed.map(showRow) };
  }

  function listTables(request: SandboxRequest): Answer {
    const limit = Number(firstValue(request, 'limit') ?? 50);
    const offset = Number(firstValue(request, 'offset') ?? 0);
    const search = firstValue(request, 'search')?.toLowerCase();
    const kind = firstValue(request, 'kind');
    const tags = request.query.filter(([name]) => name === 'tags').map(([, tag]) => tag);
    const found = [...tables.values()].filter(
      (table) =>
        (search === undefined || table.name.toLowerCase().includes(search)) &&
        (kind === undefined || table.kind === kind) &&
        (tags.length === 0 || tags.some((tag) => table.tags.includes(tag))),
    );
    sortTables(found, firstValue(request, 'sort') ?? '-created_at');
    return {
      status: 200,
      headers: {
        'x-extruct-pagination-total': String(found.length),
        'x-extruct-pagination-total-pages': String(Math.ceil(found.length / limit)),
        'x-extruct-pagination-limit': String(limit),
        'x-extruct-pagination-offset': String(offset),
        'x-extruct-pagination-page': String(Math.floor(offset / limit) + 1),
      },
      body: found.slice(offset, offset + limit).map((table) => ({
        ...showHeader(table),
        updated_at: showTime(table.createdAtMs),
        scope: 'personal',
        num_rows: table.rows.size,
      })),
    };
  }

  function readData(request: SandboxRequest): Answer {
    const table = findTable(request);
    const offset = Number(firstValue(request, 'offset') ?? 0);
    const limit = Number(firstValue(request, 'limit') ?? Infinity);
    const rows = table.rows.all().slice(offset, offset + limit);
    return {
      status: 200,
      body: { ...showTable(table), rows: rows.map(showRow), discovery_tasks: null },
    };
  }

  function readOne(request: SandboxRequest): Answer {
    const row = findTable(request).rows.find(request.params['row_id'] ?? '');
    if (row === undefined) return answerDetail(404, 'Row not found');
    return { status: 200, body: { ...showRow(row), status: 'idle', columns: [] } };
  }

  const main = createTable('Target accounts', 'generic', ['sandbox']);
  const rowsPath = '/v1/tables/{table_id}/rows';
  return {
    store: viewStore(rowTables, main.rows),
    target: { table_id: main.id },
    provider: {
      name: 'extruct',
      routes: [
        { method: 'GET', path: '/v1/healthcheck', open: true, handle: () => answerOk({ status: 'ok' }) },
        { method: 'GET', path: '/v1/user', handle: () => answerOk(showUser()) },
        { method: 'GET', path: '/v1/tables', handle: listTables },
        {
          method: 'POST',
          path: '/v1/tables',
          handle: (request) => {
            requirePlan();
            const input = readObject(request.json);
            const name = typeof input['name'] === 'string' ? input['name'] : 'Untitled Table';
            const kind = typeof input['kind'] === 'string' ? input['kind'] : 'generic';
            const tags = Array.isArray(input['tags']) ? input['tags'].map(String) : [];
            return answerOk(showTable(createTable(name, kind, tags)));
          },
        },
        {
          method: 'GET',
          path: '/v1/tables/{table_id}',
          handle: (request) => answerOk(showTable(findTable(request))),
        },
        { method: 'GET', path: '/v1/tables/{table_id}/data', handle: readData },
        { method: 'GET', path: `${rowsPath}/{row_id}`, handle: readOne },
        { method: 'POST', path: rowsPath, handle: createRows },
        { method: 'PATCH', path: rowsPath, handle: updateRows },
        { method: 'DELETE', path: rowsPath, handle: deleteRows, ids: readIds },
      ],
      admit: (request) =>
        hasBearer(request, context.token)
          ? null
          : { ...answerDetail(401, 'Not authenticated'), headers: { 'www-authenticate': 'Bearer' } },
      refuse: (_request, violations) => {
        // "400: limit above 100", alone among the bounds. https://docs.extruct.ai/api-reference/tables/list-tables
        const isLimit = violations.some(({ name, keyword }) => name === 'limit' && keyword === 'maximum');
        return isLimit ? answerDetail(400, 'limit must not exceed 100') : answerViolations(violations);
      },
      fail: answerDetail,
    },
  };
}

function answerOk(body: unknown): Answer {
  return { status: 200, body };
}

function missing(...location: readonly (string | number)[]): Refusal {
  return new Refusal(answerProblem(['body', ...location], 'Field required', 'missing'));
}

function readObject(value: unknown): RowData {
  return isRecord(value) ? value : {};
}

function readIds(request: SandboxRequest): readonly string[] {
  const rows = isRecord(request.json) ? request.json['rows'] : undefined;
  return Array.isArray(rows) ? rows.filter((id) => typeof id === 'string') : [];
}

function readItems(request: SandboxRequest): readonly RowData[] {
  const rows = isRecord(request.json) ? request.json['rows'] : undefined;
  if (!Array.isArray(rows)) throw missing('rows');
  return rows.map((row: unknown, index) => {
    if (!isRecord(row) || !isRecord(row['data'])) throw missing('rows', index, 'data');
    return row;
  });
}

function addRow(rows: RowTable, item: RowData): StoredRow {
  return rows.add(readObject(item['data']), { extra: readObject(item['metadata']) });
}

function sortTables(tables: Table[], order: string): void {
  const sign = order.startsWith('-') ? -1 : 1;
  const readKey = (table: Table): string | number =>
    order.endsWith('name') ? table.name : order.endsWith('num_rows') ? table.rows.size : table.createdAtMs;
  tables.sort((left, right) => {
    const [one, other] = [readKey(left), readKey(right)];
    return one === other ? 0 : sign * (one < other ? -1 : 1);
  });
}
