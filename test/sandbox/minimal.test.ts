import { describe, expect, it } from 'vitest';
import type { MinimalSettings, Sandbox } from '../../sandbox/index.js';
import { send, startSandbox, type Reply } from './start.js';

type Minimal = Sandbox['minimal'];

async function start(settings: MinimalSettings = {}): Promise<Minimal> {
  const sandbox = await startSandbox({ providers: ['minimal'], minimal: settings });
  return sandbox.minimal;
}

function identify(server: Minimal): Record<string, string> {
  const { orgId, projectId, spaceId, userId, userRoles } = server.options;
  return {
    'x-org-id': orgId,
    'x-project-id': projectId,
    'x-space-id': spaceId,
    'x-user-id': userId,
    'x-user-roles': userRoles,
  };
}

function locate(server: Minimal, query = '', table = server.target.table): string {
  const { org_abbr: org, project_abbr: project, db_type: type, db_name: name } = server.target;
  return `${server.baseUrl}/minimal/api/rest/auto/v1/${org}/${project}/${type}/${name}/${table}${query}`;
}

function call(server: Minimal, method: string, query: string, body?: unknown): Promise<Reply> {
  return send(locate(server, query), { method, headers: identify(server), body });
}

/** The ids that a read finds. */
async function list(server: Minimal, filter: string, table?: string): Promise<unknown> {
  const reply = await send(locate(server, `?pg=0&ps=50${filter}`, table), { headers: identify(server) });
  expect(reply.status).toBe(200);
  return (reply.json as { data: { id: unknown }[] }).data.map(({ id }) => id);
}

describe('the Minimal server', () => {
  it('deletes what the filter matches and answers the number', async () => {
    const server = await start();
    expect(server.store.insert(5)).toEqual(['1', '2', '3', '4', '5']);
    const reply = await call(server, 'DELETE', '?id=in.2,4,9');
    expect([reply.status, reply.json]).toEqual([200, { rows_affected: 2 }]);
    expect(server.store.ids()).toEqual(['1', '3', '5']);
    expect(await list(server, '')).toEqual([1, 3, 5]);
    expect((await call(server, 'DELETE', '?id=eq.4')).json).toEqual({ rows_affected: 0 });
    expect(server.requests[0]).toMatchObject({
      operation: 'deleteRows',
      ids: ['2', '4', '9'],
      violations: [],
    });
  });

  it.each([
    ['id=eq.3', [3]],
    ['id=ne.3', [1, 2, 4]],
    ['id=lt.2', [1]],
    ['id=gt.3', [4]],
    ['id=le.2', [1, 2]],
    ['id=ge.3', [3, 4]],
    ['id=bw.2.3', [2, 3]],
    ['id=in.1,4', [1, 4]],
    ['id=nin.1,4', [2, 3]],
    ['name=li.ser 2', [2]],
    ['name=rli.user 1', [1]],
    ['name=rli.ser', []],
    ['id=gt.1&name=ne.user 3', [2, 4]],
    ['email=eq.USER2@example.com', [2]],
    ['id=eq.1abc', [1]],
    ['id=eq.abc', []],
    ['id=lt.abc', []],
    ['created_at=gt.2020-01-01T00:00:00Z', [1, 2, 3, 4]],
  ])('reads %s as MySQL would, for reading and for deleting', async (filter, expected) => {
    const server = await start();
    const ids = server.store.insert(4);
    expect(await list(server, `&${encodeURI(filter)}`)).toEqual(expected);
    const reply = await call(server, 'DELETE', `?${encodeURI(filter)}`);
    expect(reply.json).toEqual({ rows_affected: expected.length });
    expect(server.store.ids()).toEqual(ids.filter((id) => !expected.includes(Number(id))));
  });

  it.each([
    ['name=nli.3', [1, 2, 4]],
    ['name=il.USER%202', [2]],
    ['name=li.u%25%202', [2]],
    ['name=li.User_4', [4]],
    ['name=li.User%5C_4', []],
  ])('reads %s, which is for reading only', async (filter, expected) => {
    const server = await start();
    server.store.insert(4);
    expect(await list(server, `&${filter}`)).toEqual(expected);
  });

  it.each([
    ['no filter', '', 406],
    ['an operator that does not exist', '?id=is.null', 417],
    ['an operator that is for reading only', '?name=nli.x', 417],
    ['a value without operator', '?id=7', 400],
    ['an empty value', '?id=eq.', 400],
    ['an empty element of a list', '?id=in.1,,2', 400],
    ['a column that does not exist', '?nothing=eq.1', 400],
    ['the same column twice', '?id=ge.1&id=le.2', 400],
    ['a name that is no column', '?id=eq.1&pg=0', 400],
  ])('refuses a deletion with %s', async (_name, query, status) => {
    const server = await start();
    server.store.insert(3);
    const reply = await call(server, 'DELETE', query);
    expect([reply.status, reply.json]).toMatchObject([status, { status }]);
    expect(server.store.size).toBe(3);
  });

  it('wants all five headers, and a role that it knows', async () => {
    const server = await start();
    server.store.insert(1);
    const drop = async (name: string, value = ''): Promise<number> => {
      const headers = { ...identify(server), [name]: value };
      return (await send(locate(server, '?id=eq.1'), { method: 'DELETE', headers })).status;
    };
    for (const name of ['x-org-id', 'x-project-id', 'x-space-id', 'x-user-id']) {
      expect(await drop(name)).toBe(401);
    }
    expect(await drop('x-user-roles')).toBe(403);
    expect(await drop('x-user-roles', 'guest')).toBe(403);
    expect(await drop('x-user-roles', 'guest, users')).toBe(200);
    expect((await send(locate(server, '?id=eq.1'), { method: 'DELETE' })).status).toBe(401);
  });

  it('answers 404 for a table, a database and a project that are not there', async () => {
    const server = await start();
    const headers = identify(server);
    const urls = [
      locate(server, '?id=eq.1', 'nothing'),
      locate(server, '?id=eq.1').replace('/demo_db/', '/other/'),
      locate(server, '?id=eq.1').replace('/acme/', '/other/'),
      locate(server, '?id=eq.1').replace('/ms/', '/or/'),
    ];
    for (const url of urls) expect((await send(url, { method: 'DELETE', headers })).status).toBe(404);
  });

  it('pages by at most 50 rows, from page 0', async () => {
    const server = await start();
    server.store.insert(60);
    const size = async (query: string): Promise<unknown> => {
      const reply = await call(server, 'GET', query);
      return reply.status === 200 ? (reply.json as { data: unknown[] }).data.length : reply.status;
    };
    expect(await size('?pg=0&ps=50')).toBe(50);
    expect(await size('?pg=1&ps=50')).toBe(10);
    expect(await size('?pg=2&ps=50')).toBe(0);
    expect(await size('?pg=0&ps=51')).toBe(400);
    expect(await size('?pg=-1&ps=50')).toBe(400);
  });

  it('adds rows all together or not at all', async () => {
    const server = await start();
    const row = (id: number): object => ({ id, name: `N${String(id)}`, email: `${String(id)}@x` });
    const good = await call(server, 'POST', '', [row(7), row(8)]);
    expect([good.status, good.json]).toEqual([201, { rows_affected: 2 }]);
    const add = async (body: unknown): Promise<number> => (await call(server, 'POST', '', body)).status;
    expect(await add([row(9), row(7)])).toBe(409);
    expect(await add([{ ...row(9), email: '7@X' }])).toBe(409);
    expect(await add([row(9), row(9)])).toBe(409);
    expect(await add([{ name: 'no e-mail' }])).toBe(422);
    expect(await add([{ ...row(9), name: 'x'.repeat(101) }])).toBe(422);
    expect(await add([{ ...row(9), id: 'nine' }])).toBe(422);
    expect(await add([{ ...row(9), more: 1 }])).toBe(400);
    expect(await add([row(9), { name: 'a', email: 'b' }])).toBe(400);
    expect(await add([])).toBe(400);
    expect(await add(row(9))).toBe(400);
    expect(await add('[')).toBe(400);
    expect(server.store.ids()).toEqual(['7', '8']);
    expect(await add([{ name: 'next', email: 'next@x' }])).toBe(201);
    // A number that was drawn or given for nothing is used up.
    expect(server.store.ids()).toEqual(['7', '8', '10']);
  });

  it('sets one column of what the filter matches', async () => {
    const server = await start();
    server.store.insert(3);
    const reply = await call(server, 'PUT', '?id=gt.1&set=name.A.%20B');
    expect([reply.status, reply.json]).toEqual([200, { rows_affected: 2 }]);
    expect(server.store.read(3)).toMatchObject({ name: 'A. B' });
    const put = async (query: string): Promise<number> => (await call(server, 'PUT', query)).status;
    expect(await put('?set=name.x')).toBe(406);
    expect(await put('?id=eq.1')).toBe(400);
    expect(await put('?id=eq.1&set=name.x&set=email.y')).toBe(400);
    expect(await put('?id=in.1,2&set=email.same')).toBe(409);
    expect(await put('?id=eq.1&set=id.2')).toBe(409);
    expect(await put('?id=eq.1&set=id.20')).toBe(200);
    expect([server.store.has(1), server.store.has(20)]).toEqual([false, true]);
  });

  it('has a table whose key is text, in which case does not count', async () => {
    const server = await start();
    const documents = server.store.table('documents');
    documents.insert([{ id: 'Alpha' }, { id: '1' }, { id: '1abc' }]);
    const url = locate(server, '?id=in.alpha,1', 'documents');
    const reply = await send(url, { method: 'DELETE', headers: identify(server) });
    expect(reply.json).toEqual({ rows_affected: 2 });
    expect(documents.ids()).toEqual(['1abc']);
    expect(() => documents.insert([{ id: '1ABC' }])).toThrow(/duplicate/i);
  });

  it('is strict where PostgreSQL is', async () => {
    const server = await start({ dbType: 'pg' });
    server.store.insert(2);
    expect((await call(server, 'DELETE', '?id=eq.1abc')).status).toBe(400);
    expect((await call(server, 'DELETE', '?email=eq.USER1@example.com')).json).toEqual({ rows_affected: 0 });
    expect((await call(server, 'DELETE', '?id=eq.1')).json).toEqual({ rows_affected: 1 });
  });

  it('answers without a count where the pages say so', async () => {
    const house = await start({ dbType: 'ch' });
    house.store.insert(1);
    expect((await call(house, 'DELETE', '?id=eq.1')).json).toEqual({ rows_affected: 0 });
    expect(house.store.size).toBe(0);
    const empty = await start({ deleteAnswer: 'empty' });
    empty.store.insert(1);
    const reply = await call(empty, 'DELETE', '?id=eq.1');
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect(empty.store.size).toBe(0);
  });

  it('does not start when the database that it is told to use is not there', async () => {
    const start = (minimal: MinimalSettings): Promise<unknown> =>
      startSandbox({ providers: ['minimal'], minimal });
    // Nothing listens on port 1.
    await expect(start({ mysqlUrl: 'mysql://root:secret@127.0.0.1:1' })).rejects.toThrow(/ECONNREFUSED/);
    await expect(start({ mysqlUrl: 'mysql://root@127.0.0.1:1', dbType: 'pg' })).rejects.toThrow(
      /cannot stand/,
    );
    // Who does not ask for Minimal needs no database.
    await startSandbox({ providers: ['extruct'], minimal: { mysqlUrl: 'mysql://root@127.0.0.1:1' } });
  });
});
