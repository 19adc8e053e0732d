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
import { viewStore, type RowData, type Store } from '../stores/row-store.js';
import { createMysqlDatabase } from '../stores/mysql-table.js';
import { parseComparison, readOperators, writeOperators } from '../stores/sql-filter.js';
import { createEmbeddedDatabase } from '../stores/sql-table.js';
import {
  SqlFault,
  type Comparison,
  type Dialect,
  type Filter,
  type Operator,
  type SqlDatabase,
  type SqlRows,
} from '../stores/sql-types.js';
import { describeTables } from './minimal-tables.js';

/** How the Minimal server behaves. */
export interface MinimalSettings {
  /** The database behind it. `ms` (default) and `ma` compare a number with `1abc` as 1; `pg` refuses that. */
  readonly dbType?: Dialect;
  /** What a deletion answers: `count` (default) is 200 and a number, `empty` is 204. Both are documented. */
  readonly deleteAnswer?: 'count' | 'empty';
  /** Roles that are let in. Default: `admin` and `users`. */
  readonly roles?: readonly string[];
  /**
   * Where a real MySQL or MariaDB listens, such as `mysql://root@127.0.0.1:3306`; it then holds the rows, in a database
   * that `close` drops. Null: the embedded store. Default: `SANDBOX_MYSQL_URL`, which counts for `ms` and `ma`.
   */
  readonly mysqlUrl?: string | null;
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

/**
 * The server's rules and its rows. Tables: `users` with a number as key, `documents` with a text, `ledger` with a number
 * beyond the exact ones of JavaScript. Throws when the database that it is told to use cannot be reached.
 */
export function createMinimalProvider(context: Omit<ProviderContext<MinimalSettings>, 'token' | 'seed'>): {
  readonly provider: Provider;
  readonly store: Store;
  readonly target: MinimalTarget;
  /** Drops the database, where there is one. */
  readonly close: () => void;
} {
  const { settings, now } = context;
  const dialect = settings.dbType ?? 'ms';
  const roles = settings.roles ?? ['admin', 'users'];
  const database = openDatabase(settings, dialect, now);
  const tables = new Map(database.tables.map((table) => [table.name, table]));
  const [users] = database.tables;
  if (users === undefined) throw new TypeError('Minimal has no table.');
  const target: MinimalTarget = {
    org_abbr: 'acme',
    project_abbr: 'demo',
    db_type: dialect,
    db_name: 'demo_db',
    table: users.name,
  };

  function findTable(request: SandboxRequest): SqlRows {
    const { params } = request;
    const isHere = (['org_abbr', 'project_abbr', 'db_type', 'db_name'] as const).every(
      (name) => params[name] === target[name],
    );
    const table = isHere ? tables.get(params['table'] ?? '') : undefined;
    if (table === undefined) throw new Refusal(answerFailure(404, 'table not found'));
    return table;
  }

  function readFilter(table: SqlRows, request: SandboxRequest, operators: readonly Operator[]): Filter {
    return request.query
      .filter(([name]) => !reserved.has(name))
      .map(([name, text]): Comparison => parseComparison(text, table.findColumn(name), operators));
  }

  function readWriteFilter(table: SqlRows, request: SandboxRequest): Filter {
    const filter = readFilter(table, request, writeOperators);
    if (filter.length === 0) throw new Refusal(answerFailure(406, 'at least one filter is required'));
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
    const found = table.select(readFilter(table, request, readOperators), { index: page, size });
    return { status: 200, headers: { 'content-type': 'application/json' }, body: writeList(found) };
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
    const column = table.findColumn(assignment.slice(0, dot));
    return answerCount(200, table.update(filter, column, assignment.slice(dot + 1)));
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
    close: () => {
      database.close();
    },
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

function openDatabase(settings: MinimalSettings, dialect: Dialect, now: () => number): SqlDatabase {
  const tables = describeTables(dialect, now);
  const url = settings.mysqlUrl === undefined ? process.env['SANDBOX_MYSQL_URL'] : settings.mysqlUrl;
  const isMysql = dialect === 'ms' || dialect === 'ma';
  if (!isMysql && typeof settings.mysqlUrl === 'string') {
    throw new TypeError(`A table of "${dialect}" cannot stand in MySQL.`);
  }
  return isMysql && typeof url === 'string' && url !== ''
    ? createMysqlDatabase(url, tables)
    : createEmbeddedDatabase(tables);
}

/** The rows as JSON, in which a number keeps all its digits. */
function writeList(rows: readonly RowData[]): string {
  const list = rows.map((row) => {
    const cells = Object.entries(row).map(
      ([name, cell]) =>
        `${JSON.stringify(name)}:${typeof cell === 'bigint' ? String(cell) : JSON.stringify(cell)}`,
    );
    return `{${cells.join(',')}}`;
  });
  return `{"data":[${list.join(',')}]}`;
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
    if (operator !== undefined && !operators.some((one) => one === operator)) {
      return answerFailure(417, `unknown operator "${operator}"`);
    }
  }
  const [first] = violations;
  return answerFailure(400, `${first?.name ?? 'body'} ${first?.message ?? 'is malformed'}`);
}
