import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';
import { send, startSandbox, type Reply } from './start.js';

type Extruct = Sandbox['extruct'];

async function start(settings: { plan?: 'pro' | 'free' } = {}): Promise<Extruct> {
  const sandbox = await startSandbox({ providers: ['extruct'], extruct: settings });
  return sandbox.extruct;
}

function call(server: Extruct, method: string, path: string, body?: unknown): Promise<Reply> {
  const headers = { authorization: `Bearer ${server.options.token}` };
  return send(`${server.baseUrl}${path}`, { method, headers, body });
}

const rowsPath = ({ target }: Extruct): string => `/v1/tables/${target.table_id}/rows`;
const absentId = '11111111-1111-4111-8111-111111111111';

describe('the Extruct server', () => {
  it('deletes the rows that are named and answers their ids', async () => {
    const server = await start();
    const [first = '', second = '', third = ''] = server.store.insert(3);
    const body = { rows: [second.toUpperCase(), absentId, first, second] };
    const reply = await call(server, 'DELETE', rowsPath(server), body);
    expect(reply.status).toBe(200);
    expect(reply.json).toEqual([second, first]);
    expect(server.store.ids()).toEqual([third]);
    expect((await call(server, 'GET', `${rowsPath(server)}/${first}`)).status).toBe(404);
    expect((await call(server, 'GET', `${rowsPath(server)}/${third}`)).json).toMatchObject({ id: third });
    expect(server.requests[0]).toEqual({
      method: 'DELETE',
      target: rowsPath(server),
      operation: 'deleteTableRows',
      status: 200,
      ids: body.rows,
      violations: [],
    });
    expect(server.requests.flatMap(({ violations }) => violations)).toEqual([]);
  });

  it('adds, changes and pages rows', async () => {
    const server = await start();
    const made = await call(server, 'POST', rowsPath(server), {
      rows: [{ data: { input: 'a' } }, { data: { input: 'b' }, metadata: { from: 'test' } }],
      run: false,
    });
    expect(made.json).toMatchObject([{ data: { input: 'a' } }, { metadata: { from: 'test' } }]);
    const [id = ''] = server.store.ids();
    const changed = await call(server, 'PATCH', rowsPath(server), {
      rows: [{ id, data: { more: 1 } }, { data: { input: 'c' } }],
    });
    expect(changed.json).toMatchObject([{ id, data: { input: 'a', more: 1 } }, { data: { input: 'c' } }]);
    const page = await call(server, 'GET', `/v1/tables/${server.target.table_id}/data?offset=1&limit=1`);
    expect(page.json).toMatchObject({ status: { num_rows: 3 }, rows: [{ data: { input: 'b' } }] });
  });

  it('lists tables and says in headers how many there are', async () => {
    const server = await start();
    const made = await call(server, 'POST', '/v1/tables', { name: 'Second', kind: 'people' });
    expect(made.json).toMatchObject({ name: 'Second', status: { num_rows: 0 } });
    const reply = await call(server, 'GET', '/v1/tables?limit=1&sort=name');
    expect(reply.json).toMatchObject([{ name: 'Second', num_rows: 0 }]);
    expect(reply.headers.get('x-extruct-pagination-total')).toBe('2');
    expect((await call(server, 'GET', '/v1/tables?kind=generic')).json).toMatchObject([
      { id: server.target.table_id },
    ]);
    expect((await call(server, 'GET', '/v1/user')).json).toMatchObject({ email: 'ada@example.com' });
  });

  it('refuses a wrong token, an unknown table and a plan that may not delete', async () => {
    const server = await start();
    const wrong = await send(`${server.baseUrl}/v1/user`, { headers: { authorization: 'Bearer other' } });
    expect([wrong.status, wrong.json]).toEqual([401, { detail: 'Not authenticated' }]);
    const unknown = await call(server, 'DELETE', `/v1/tables/${absentId}/rows`, { rows: [absentId] });
    expect([unknown.status, unknown.json]).toEqual([404, { detail: 'Table not found' }]);
    const free = await start({ plan: 'free' });
    const [id] = free.store.insert(1);
    const refused = await call(free, 'DELETE', rowsPath(free), { rows: [id] });
    expect([refused.status, refused.json]).toEqual([402, { detail: { error: 'plan_required' } }]);
    expect(free.store.size).toBe(1);
  });

  it.each([
    ['an id that is no UUID', { rows: [absentId, 'x'] }, ['body', 'rows', 1], 'uuid_parsing'],
    ['an id that is a number', { rows: [7] }, ['body', 'rows', 0], 'string_type'],
    ['no rows', {}, ['body', 'rows'], 'missing'],
    ['no body', undefined, ['body'], 'missing'],
    ['malformed JSON', '{"rows":', ['body', 8], 'json_invalid'],
    ['a list as body', [], ['body'], 'dict_type'],
  ])('answers 422 with the place for %s', async (_name, body, loc, type) => {
    const server = await start();
    const kept = server.store.insert(1);
    const reply = await call(server, 'DELETE', rowsPath(server), body);
    expect(reply.status).toBe(422);
    expect(reply.json).toMatchObject({ detail: [{ loc, type }] });
    expect(server.requests[0]?.violations).toHaveLength(1);
    expect(server.store.ids()).toEqual(kept);
  });

  it('answers 422 for a body that is not sent as JSON', async () => {
    const server = await start();
    const reply = await send(`${server.baseUrl}${rowsPath(server)}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${server.options.token}`, 'content-type': 'text/plain' },
      body: '{}',
    });
    expect(reply.status).toBe(422);
    expect(server.requests[0]?.violations[0]?.keyword).toBe('contentType');
  });

  it('answers 400 for a page size above 100 and 422 for one that is no number', async () => {
    const server = await start();
    expect((await call(server, 'GET', '/v1/tables?limit=101')).status).toBe(400);
    const reply = await call(server, 'GET', '/v1/tables?limit=many');
    expect(reply.json).toMatchObject({ detail: [{ loc: ['query', 'limit'], type: 'int_parsing' }] });
  });

  it('notes a query parameter that is not described, and goes on', async () => {
    const server = await start();
    const reply = await call(server, 'GET', '/v1/tables?page=2');
    expect(reply.status).toBe(200);
    expect(server.requests[0]?.violations).toMatchObject([{ name: 'page', keyword: 'undeclared' }]);
  });
});
