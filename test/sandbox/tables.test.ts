import { describe, expect, it } from 'vitest';
import type { Sandbox, TablesSettings } from '../../sandbox/index.js';
import { send, startSandbox, type Reply } from './start.js';

type Product = 'altatech' | 'gptbots';
type Server = Sandbox[Product];

const deletePath = '/v2/database/delete/record';

async function start(product: Product, settings: TablesSettings = {}, now?: () => number): Promise<Server> {
  const clock = now === undefined ? {} : { now };
  const sandbox = await startSandbox({ providers: [product], [product]: settings, ...clock });
  return sandbox[product];
}

function call(server: Server, path: string, body?: unknown): Promise<Reply> {
  const headers = { authorization: `Bearer ${server.options.token}` };
  return send(`${server.baseUrl}${path}`, { method: body === undefined ? 'GET' : 'POST', headers, body });
}

describe.each(['altatech', 'gptbots'] as const)('the %s server', (product) => {
  it('deletes by record id and by unique column, and says nothing about ids that are not there', async () => {
    const server = await start(product);
    const [first, second, third] = server.store.insert(3);
    expect(first).toMatch(/^[1-9]\d{17}$/);
    const filter = { id: server.store.read(second ?? '')?.['id'] };
    const reply = await call(server, deletePath, {
      ...server.target,
      delete_data: [{ record_id: first }, { filter }, { record_id: '100000000000000001' }],
    });
    expect([reply.status, reply.json]).toEqual([200, { code: 0, message: 'OK' }]);
    expect(server.store.ids()).toEqual([third]);
    expect(server.requests).toMatchObject([
      { operation: 'deleteRecords', ids: [first, '100000000000000001'], violations: [] },
    ]);
  });

  it('pages records in its own form', async () => {
    const server = await start(product);
    const ids = server.store.insert(5);
    const reply = await call(server, '/v1/database/records/page', {
      ...server.target,
      page: 2,
      page_size: 2,
    });
    const page = { records: [{ id: ids[2] }, { id: ids[3] }], total_count: 5 };
    expect(reply.json).toMatchObject(product === 'gptbots' ? page : { code: 0, data: page });
    const { id } = server.store.read(ids[4] ?? '') ?? {};
    const one = await call(server, '/v1/database/records/page', {
      ...server.target,
      page: 1,
      page_size: 100,
      filter: { id },
    });
    expect(one.text).toContain('"total_count":1');
    const none = await call(server, '/v1/database/records/page', {
      ...server.target,
      page: 1,
      page_size: 100,
      keyword: 'nobody',
    });
    expect(none.text).toContain('"total_count":0');
  });

  it.each([
    ['more than 1000 records', Array.from({ length: 1_001 }, () => ({ record_id: '1' }))],
    ['an empty list', []],
    ['an element with both selectors', [{ record_id: '1', filter: { id: '1' } }]],
    ['an element with none', [{}]],
    ['an empty filter', [{ filter: {} }]],
    ['a filter on a column that is not unique', [{ filter: { name: 'name 1' } }]],
  ])('refuses %s with 40000 and deletes nothing', async (_name, list) => {
    const server = await start(product);
    server.store.insert(2);
    const reply = await call(server, deletePath, { ...server.target, delete_data: list });
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({ code: 40000 });
    expect(server.store.size).toBe(2);
  });

  it('knows missing and foreign tables, wrong keys and malformed bodies', async () => {
    const server = await start(product);
    const data = { delete_data: [{ record_id: '1' }] };
    const ask = async (target: object): Promise<unknown> =>
      (await call(server, deletePath, { ...target, ...data })).json;
    expect(await ask({ table_id: 'nothing' })).toMatchObject({ code: 403106 });
    expect(await ask(server.foreignTarget)).toMatchObject({ code: 403131 });
    expect((await call(server, deletePath, '{')).json).toMatchObject({ code: 40000 });
    expect((await call(server, deletePath, {})).json).toMatchObject({ code: 40000 });
    const wrong = await send(`${server.baseUrl}${deletePath}`, { method: 'POST', body: data });
    expect([wrong.status, wrong.json]).toMatchObject([200, { code: 40127 }]);
  });

  it('says it in the HTTP status as well when told to', async () => {
    const server = await start(product, { errorStatus: 'http' });
    const data = { delete_data: [{ record_id: '1' }] };
    expect((await call(server, deletePath, { table_id: 'nothing', ...data })).status).toBe(403);
    expect((await call(server, deletePath, { ...server.foreignTarget, ...data })).status).toBe(403);
    expect((await call(server, deletePath, {})).status).toBe(400);
    expect((await send(`${server.baseUrl}/v1/bot/detail`)).status).toBe(401);
  });

  it('imports records a little later and reports what it left out', async () => {
    let nowMs = 1_000;
    const server = await start(product, { importDelayMs: 50 }, () => nowMs);
    const wrap = (row: object): object => (product === 'gptbots' ? { values: row } : row);
    const records = [{ id: 'a' }, { id: 'a' }, { id: 'b', age: 'old' }, { id: 'c', age: 7 }].map(wrap);
    const begun = await call(server, '/v1/database/import/records', { ...server.target, records });
    const [task = ''] = (begun.json as { data: string[] }).data;
    const path = `/v1/database/query/import-results?ids=${task}&ids=other`;
    expect((await call(server, path)).json).toMatchObject([{ id: task, status: 'PENDING_PARSE' }]);
    expect(server.store.size).toBe(0);
    nowMs += 50;
    expect((await call(server, path)).json).toMatchObject([
      { status: 'AVAILABLE', success_count: 2, fail_count: 2, fail_detail: [{ row: 2 }, { row: 3 }] },
    ]);
    expect(server.store.size).toBe(2);
    const again = await call(server, '/v1/database/import/records', {
      ...server.target,
      records: [{ id: 'd' }, { id: 'a' }].map(wrap),
    });
    nowMs += 50;
    const [second = ''] = (again.json as { data: string[] }).data;
    const failed = await call(server, `/v1/database/query/import-results?ids=${second}`);
    expect(failed.json).toMatchObject([{ status: 'FAIL', success_count: 0 }]);
    expect(server.store.size).toBe(2);
  });

  it('makes tables and changes records', async () => {
    const server = await start(product);
    const fields = [{ name: 'key', description: '', type: 'TEXT', required: true, unique: true }];
    const table = { name: 'orders', description: 'Orders', fields };
    const made = await call(server, '/v1/database/create-table', table);
    expect(made.json).toMatchObject({ code: 0 });
    const [, tableId = ''] = server.store.tables();
    expect((await call(server, '/v1/database/create-table', table)).json).toMatchObject({ code: 403108 });
    expect(
      (await call(server, '/v1/database/create-table', { ...table, name: 'Bad Name' })).json,
    ).toMatchObject({ code: 403100 });
    const [id] = server.store.table(tableId).insert([{ key: 'k1' }]);
    const updated = await call(server, '/v2/database/update/record', {
      table_id: tableId,
      is_create: true,
      update_data: [
        { record_id: id, updated_fields: { key: 'k2' } },
        { filter: { key: 'k3' }, updated_fields: {} },
        { filter: { key: 'k3' }, updated_fields: { key: 'k2' } },
      ],
    });
    expect(updated.json).toMatchObject({ totalCount: 3, success_count: 2, fail_count: 1 });
    expect(server.store.table(tableId).size).toBe(2);
    expect((await call(server, '/v1/bot/detail')).json).toHaveProperty('bot_id');
  });
});

describe('what only one of the two has', () => {
  it('GPTBots lists tables, checks keys and changes one record', async () => {
    const server = await start('gptbots');
    const [id = ''] = server.store.insert(1);
    const agent = (await call(server, '/v1/bot/detail')).json as { bot_id: string };
    const tables = await call(server, '/v1/database/tables/page', { agent_id: agent.bot_id });
    expect(tables.json).toMatchObject({ tables: [{ ...server.target, record_count: 1 }] });
    expect((await call(server, '/v1/api-key/verify')).json).toMatchObject({ id: agent.bot_id });
    const body = { ...server.target, record_id: id, updated_fields: { name: 'new' } };
    expect((await call(server, '/v1/database/update/record', body)).json).toMatchObject({ code: 0 });
    expect(server.store.read(id)).toMatchObject({ name: 'new' });
    const gone = { ...body, record_id: '1' };
    expect((await call(server, '/v1/database/update/record', gone)).json).toMatchObject({ code: 40000 });
  });

  it('AltaTech counts requests an hour and says so in headers', async () => {
    let nowMs = 0;
    const server = await start('altatech', { requestsPerHour: 1, errorStatus: 'http' }, () => nowMs);
    const first = await call(server, '/v1/bot/detail');
    expect(first.status).toBe(200);
    expect(first.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(first.headers.get('x-ratelimit-reset')).toBe('3600');
    const second = await call(server, '/v1/bot/detail');
    expect([second.status, second.json]).toMatchObject([429, { code: 40008 }]);
    nowMs = 3_600_000;
    expect((await call(server, '/v1/bot/detail')).status).toBe(200);
  });

  it('AltaTech has no list of tables, and its gateway writes errors in its own form', async () => {
    const server = await start('altatech');
    const reply = await call(server, '/v1/database/tables/page', { agent_id: 'x' });
    expect([reply.status, reply.json]).toMatchObject([404, { error: { status: 404 } }]);
  });
});
