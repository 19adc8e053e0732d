/** Minimal: rows of database tables, deleted by a filter in the query string. */
import {
  firstValue,
  isRecord,
  Refusal,
  type Answer,
  type Provider,
  type ProviderContext,
  type SandboxRequest,
  type Violation,
} from '../message.js';
import { viewStore, type Store } from '../stores/row-store.js';
import {
  parseCondition,
  readOperators,
  SqlFault,
  writeOperators,
  type Column,
  type Condition,
  type Dialect,
} from '../stores/sql-filter.js';
import { SqlTable } from '../stores/sql-table.js';

/** How the Minimal server behaves. */
export interface MinimalSettings {
  /** The database behind it. `ms` (default) and `ma` compare a number with `1abc` as 1; `pg` refuses that. */
  readonly dbType?: Dialect;
  /** What a deletion answers: `count` (default) is 200 and a number, `empty` is 204. Both are documented. */
  readonly deleteAnswer?: 'count' | 'empty';
  /** Roles that are let in. Default: `admin` and `users`. */
  readonly roles?: readonly string[];
}

/** What the deletion's target needs. */
export interface MinimalTarget {
  readonly org_abbr: string;
  readonly project_abbr: string;
  readonly db_type: Dialect;
  readonly db_name: string;
  readonly table: string;
}

/** Who asks; Minimal believes these headers. */
export interface MinimalIdentity {
  readonly orgId: string;
  readonly projectId: string;
  readonly spaceId: string;
  readonly userId: string;
  readonly userRoles: string;
}

/** The identity that a client of the server is given; the ids are those of the supplied page. */
export const minimalIdentity: MinimalIdentity = {
  orgId: '01KKBPGAE4CR13W14E4T4ACSAB',
  projectId: '01KF6G55AK87WWGQ145SDA2AC9',
  spaceId: '01KF6G55AK87WWGQ145SDA25X9',
  userId: '01KBY3K9NDC5XW523M2V1Z0373',
  userRoles: 'admin',
};

const path = '/minimal/api/rest/auto/v1/{org_abbr}/{project_abbr}/{db_type}/{db_name}/{table}';
const maxPageSize = 50;
/** Names in the query that are no columns. */
const reserved = new Set(['pg', 'ps', 'set', 'format']);

/** The table of the supplied page. */
const userColumns: readonly [Column, ...Column[]] = [
  { name: 'id', type: 'int', length: null, required: true, unique: true },
  { name: 'name', type: 'varchar', length: 100, required: true, unique: false },
  { name: 'email', type: 'varchar', length: 100, required: true, unique: true },
  { name: 'created_at', type: 'timestamp', length: null, required: false, unique: false },
];
/** A table whose key is text. */
const documentColumns: readonly [Column, ...Column[]] = [
  { name: 'id', type: 'varchar', length: 64, required: true, unique: true },
  { name: 'title', type: 'varchar', length: 200, required: false, unique: false },
];

/** The server's rules and its rows. Two tables: `users` with a number as key, `documents` with a text. */
export function createMinimalProvider(context: Omit<ProviderContext<MinimalSettings>, 'token' | 'seed'>): {
  readonly provider: Provider;
  readonly store: Store;
  readonly target: MinimalTarget;
} {
  const { settings, now } = context;
  const dialect = settings.dbType ?? 'ms';
  const roles = settings.roles ?? ['admin', 'users'];
  const users = new SqlTable({
    name: 'users',
    columns: userColumns,
    dialect,
    now,
    sample: (index) => ({ name: `User ${String(index)}`, email: `user${String(index)}@example.com` }),
  });
  const documents = new SqlTable({
    name: 'documents',
    columns: documentColumns,
    dialect,
    now,
    sample: (index) => ({ id: `doc-${String(index)}`, title: `Document ${String(index)}` }),
  });
  const tables = new Map([users, documents].map((table) => [table.name, table]));
  const target: MinimalTarget = {
    org_abbr: 'acme',
    project_abbr: 'demo',
    db_type: dialect,
    db_name: 'demo_db',
    table: users.name,
  };

  function findTable(request: SandboxRequest): SqlTable {
    const { params } = request;
    const isHere = (['org_abbr', 'project_abbr', 'db_type', 'db_name'] as const).every(
      (name) => params[name] === target[name],
    );
    const table = isHere ? tables.get(params['table'] ?? '') : undefined;
    if (table === undefined) throw new Refusal(answerFailure(404, 'table not found'));
    return table;
  }

  function readFilter(
    table: SqlTable,
    request: SandboxRequest,
    operators: readonly string[],
  ): ReadonlyMap<string, Condition> {
    const conditions = new Map<string, Condition>();
    for (const [name, text] of request.query) {
      if (reserved.has(name)) continue;
      const condition = parseCondition(text, { column: table.findColumn(name), dialect, operators });
      const before = conditions.get(name);
      conditions.set(name, before === undefined ? condition : (cell) => before(cell) && condition(cell));
    }
    return conditions;
  }

  function readWriteFilter(table: SqlTable, request: SandboxRequest): ReadonlyMap<string, Condition> {
    const filter = readFilter(table, request, writeOperators);
    if (filter.size === 0) throw new Refusal(answerFailure(406, 'at least one filter is required'));
    return filter;
  }

  function listRows(request: SandboxRequest): Answer {
    const table = findTable(request);
    const page = Number(firstValue(request, 'pg') ?? 0);
    const size = Number(firstValue(request, 'ps') ?? maxPageSize);
    if (!Number.isInteger(page) || page < 0) return answerFailure(400, 'pg must not be negative');
    if (!Number.isInteger(size) || size < 1 || size > maxPageSize) {
      return answerFailure(400, `ps must not exceed ${String(maxPageSize)}`);
    }
    const format = firstValue(request, 'format') ?? 'json';
    if (format !== 'json') return answerFailure(400, 'the sandbox answers json only');
    const found = table.select(readFilter(table, request, readOperators));
    return { status: 200, body: { data: found.slice(page * size, (page + 1) * size) } };
  }

  function insertRows(request: SandboxRequest): Answer {
    const table = findTable(request);
    if (!Array.isArray(request.json) || request.json.length === 0) {
      return answerFailure(400, 'the body must be a list of rows');
    }
    const rows = request.json.map((row: unknown) => {
      if (!isRecord(row)) throw new SqlFault(400, 'a row must be an object');
      return row;
    });
    // "id must be supplied on bulk insert". https://docs.littlebitlabs.com/api-reference/post
    if (rows.length > 1 && rows.some((row) => row['id'] === undefined)) {
      return answerFailure(400, 'id is required with several rows');
    }
    return answerCount(201, table.insert(rows).length);
  }

  function updateRows(request: SandboxRequest): Answer {
    const table = findTable(request);
    const filter = readWriteFilter(table, request);
    const [assignment = '', ...rest] = request.query
      .filter(([name]) => name === 'set')
      .map(([, text]) => text);
    const dot = assignment.indexOf('.');
    if (rest.length > 0 || dot < 1) return answerFailure(400, 'exactly one set=<column>.<value> is required');
    return answerCount(200, table.update(filter, assignment.slice(0, dot), assignment.slice(dot + 1)));
  }

  function deleteRows(request: SandboxRequest): Answer {
    const table = findTable(request);
    const count = table.remove(readWriteFilter(table, request));
    if (settings.deleteAnswer === 'empty') return { status: 204 };
    // ClickHouse deletes after it has answered, so that the count says nothing.
    return answerCount(200, dialect === 'ch' ? 0 : count);
  }

  const routed = (handle: (request: SandboxRequest) => Answer) => (request: SandboxRequest) => {
    try {
      return handle(request);
    } catch (error) {
      if (error instanceof SqlFault) return answerFailure(error.status, error.message);
      throw error;
    }
  };
  return {
    store: viewStore(tables, users),
    target,
    provider: {
      name: 'minimal',
      routes: [
        { method: 'GET', path, handle: routed(listRows) },
        { method: 'POST', path, handle: routed(insertRows) },
        { method: 'PUT', path, handle: routed(updateRows) },
        { method: 'DELETE', path, handle: routed(deleteRows), ids: readIds },
      ],
      admit: (request) => {
        const missing = ['X-Org-Id', 'X-Project-Id', 'X-Space-Id', 'X-User-Id'].find(
          (name) => (request.headers[name.toLowerCase()] ?? '').trim() === '',
        );
        if (missing !== undefined) return answerFailure(401, `missing header ${missing}`);
        const given = (request.headers['x-user-roles'] ?? '').split(',').map((role) => role.trim());
        return given.some((role) => roles.includes(role)) ? null : answerFailure(403, 'role is not allowed');
      },
      refuse: answerViolations,
      fail: answerFailure,
    },
  };
}

/** `{ "status", "message" }`. https://docs.littlebitlabs.com/guides/errorcodes */
function answerFailure(status: number, message: string): Answer {
  return { status, body: { status, message } };
}

function answerCount(status: number, count: number): Answer {
  return { status, body: { rows_affected: count } };
}

/** The ids that `eq` and `in` name, whatever the column. */
function readIds(request: SandboxRequest): readonly string[] {
  return request.query.flatMap(([, text]) => {
    const [, operator, value = ''] = /^(eq|in)\.(.*)$/s.exec(text) ?? [];
    return operator === undefined ? [] : operator === 'in' ? value.split(',') : [value];
  });
}

function answerViolations(request: SandboxRequest, violations: readonly Violation[]): Answer {
  const isUnknownType = violations.some(({ in: place, keyword }) => place === 'path' && keyword === 'enum');
  if (isUnknownType) return answerFailure(404, 'table not found');
  const operators = request.method === 'GET' ? readOperators : writeOperators;
  const filter = violations.filter(({ name }) => name === 'filter');
  if (filter.some(({ keyword }) => keyword === 'required' || keyword === 'minProperties')) {
    return answerFailure(406, 'at least one filter is required');
  }
  for (const { location } of filter) {
    const operator = /^([^.]+)\./.exec(firstValue(request, String(location[0])) ?? '')?.[1];
    if (operator !== undefined && !operators.includes(operator)) {
      return answerFailure(417, `unknown operator "${operator}"`);
    }
  }
  const [first] = violations;
  return answerFailure(400, `${first?.name ?? 'body'} ${first?.message ?? 'is malformed'}`);
}
