import { describe, expect, it } from 'vitest';
import type { Sandbox, SplendorSettings } from '../../sandbox/index.js';
import { send, startSandbox, type Reply } from './start.js';

type Splendor = Sandbox['splendor'];

const jobsPath = '/v1/admin/data-deletion-jobs';

interface Job {
  readonly job_id: string;
  readonly status: string;
}

/** A server whose clock stands still until it is moved. */
async function start(
  settings: SplendorSettings = {},
): Promise<{ server: Splendor; pass: (ms: number) => void }> {
  let nowMs = Date.parse('2026-01-15T09:30:00Z');
  const sandbox = await startSandbox({ providers: ['splendor'], splendor: settings, now: () => nowMs });
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { server: sandbox.splendor, pass };
}

function call(server: Splendor, path: string, body?: unknown): Promise<Reply> {
  const headers = {
    authorization: `Bearer ${server.options.token}`,
    'x-splendor-tenant-id': server.options.tenantId,
  };
  return send(`${server.baseUrl}${path}`, { method: body === undefined ? 'GET' : 'POST', headers, body });
}

async function remove(server: Splendor, ids: readonly string[]): Promise<Job> {
  const reply = await call(server, '/v1/records/delete', { ...server.target, record_ids: ids });
  expect(reply.status).toBe(202);
  return reply.json as Job;
}

async function listJobs(server: Splendor, query = ''): Promise<readonly Job[]> {
  const reply = await call(server, `${jobsPath}${query}`);
  return (reply.json as { jobs: Job[] }).jobs;
}

async function search(server: Splendor, body: object = {}): Promise<Record<string, unknown>> {
  const { dataset_id: dataset } = server.target;
  const reply = await call(server, '/v1/search', { datasets: [dataset], collapse: 'record', ...body });
  expect(reply.status).toBe(200);
  return reply.json as Record<string, unknown>;
}

function readIds(page: Record<string, unknown>): readonly string[] {
  return (page['results'] as { id: string }[]).map(({ id }) => id);
}

describe('the Splendor server', () => {
  it('takes a deletion as a job, and the records vanish when the job has run', async () => {
    const { server, pass } = await start();
    const [first = '', second = '', third = ''] = server.store.insert(3);
    const job = await remove(server, [first, third, 'rec_unknown']);
    expect(job).toMatchObject({
      status: 'pending',
      scope: 'record',
      target_dataset_id: 'app-logs',
      items: [{ status: 'pending' }],
      completed_at: null,
    });
    expect(server.store.size).toBe(3);
    pass(20);
    expect(await listJobs(server)).toMatchObject([{ job_id: job.job_id, status: 'running' }]);
    expect(server.store.size).toBe(3);
    pass(20);
    const [done] = await listJobs(server);
    expect(done).toMatchObject({ status: 'succeeded', item_succeeded_count: 1 });
    expect(done).not.toHaveProperty('items');
    expect(server.store.ids()).toEqual([second]);
    expect(readIds(await search(server))).toEqual([second]);
    expect(server.requests.flatMap(({ violations }) => violations)).toEqual([]);
    expect(server.requests[0]?.ids).toEqual([first, third, 'rec_unknown']);
  });

  it('runs many jobs at once and lists the newest first', async () => {
    const { server, pass } = await start();
    const ids = server.store.insert(40);
    const jobs = await Promise.all(ids.map((id) => remove(server, [id])));
    expect(new Set(jobs.map((job) => job.job_id)).size).toBe(40);
    pass(1);
    const last = await remove(server, ['rec_last']);
    const listed = await listJobs(server, '?limit=500');
    expect(listed).toHaveLength(41);
    expect(listed[0]?.job_id).toBe(last.job_id);
    expect(await listJobs(server, '?limit=1')).toHaveLength(1);
    pass(40);
    expect(server.store.size).toBe(0);
    expect((await call(server, `${jobsPath}?limit=501`)).status).toBe(422);
    expect((await call(server, `${jobsPath}?limit=0`)).status).toBe(422);
  });

  it('lets jobs fail or hang when told to', async () => {
    const { server, pass } = await start({
      endJob: ({ recordIds }) => (recordIds.includes('rec_a') ? 'failed' : 'stuck'),
    });
    server.store.insert(1);
    await remove(server, ['rec_a']);
    await remove(server, server.store.ids());
    pass(1_000_000);
    expect(await listJobs(server)).toMatchObject([
      { status: 'running' },
      { status: 'failed', item_failed_count: 1, error_message: expect.any(String) as string },
    ]);
    expect(server.store.size).toBe(1);
  });

  it('reads a single job only when that is switched on', async () => {
    const off = await start();
    const job = await remove(off.server, ['rec_a']);
    expect((await call(off.server, `${jobsPath}/${job.job_id}`)).status).toBe(404);
    const on = await start({ singleJobRead: true });
    const other = await remove(on.server, ['rec_a']);
    on.pass(40);
    expect((await call(on.server, `${jobsPath}/${other.job_id}`)).json).toMatchObject({
      status: 'succeeded',
      items: [{ result: { deleted_documents: 0 } }],
    });
    const unknown = await call(on.server, `${jobsPath}/ddl_other`);
    expect([unknown.status, unknown.json]).toEqual([404, { detail: 'Job not found' }]);
  });

  it('keeps what was deleted away when it comes again', async () => {
    const { server, pass } = await start({ ingestDelayMs: 5 });
    await remove(server, ['rec_again']);
    pass(40);
    const records = [
      { record_id: 'rec_again', message: 'old' },
      { record_id: 'rec_new', message: 'new' },
      {},
    ];
    const reply = await call(server, '/v1/ingest/sources/app-logs/logs', { records });
    expect([reply.status, reply.json]).toMatchObject([202, { received: 3 }]);
    expect(readIds(await search(server))).toEqual([]);
    pass(5);
    expect(readIds(await search(server, { text: 'new' }))).toEqual(['rec_new']);
    expect(server.store.has('rec_again')).toBe(false);
    expect(server.store.size).toBe(2);
  });

  it('pages a search with a cursor that goes forward and expires', async () => {
    const { server, pass } = await start({ cursorTtlMs: 100 });
    const ids = server.store.insert(5);
    const first = await search(server, { limit: 2 });
    expect(first).toMatchObject({ returned: 2, has_more: true, total: { value: 5, relation: 'eq' } });
    await remove(server, [ids[2] ?? '']);
    pass(40);
    const second = await search(server, { limit: 2, cursor: first['next_cursor'] });
    expect(readIds(second)).toEqual([ids[3]]);
    const third = await search(server, { limit: 2, cursor: second['next_cursor'] });
    expect(third).toMatchObject({ has_more: false, next_cursor: null });
    expect(readIds(third)).toEqual([ids[4]]);
    pass(100);
    const late = { datasets: ['app-logs'], cursor: first['next_cursor'] };
    expect((await call(server, '/v1/search', late)).status).toBe(410);
  });

  it.each([
    ['a dataset that is not there', { datasets: ['nothing'] }, 404],
    ['no dataset', {}, 400],
    ['a filter, which it does not read', { datasets: ['app-logs'], where: [{ field: 'x' }] }, 400],
    ['search by meaning', { datasets: ['app-logs'], semantic: true }, 503],
    ['a limit above 1000', { datasets: ['app-logs'], limit: 1_001 }, 422],
  ])('refuses a search with %s', async (_name, body, status) => {
    const { server } = await start();
    expect((await call(server, '/v1/search', body)).status).toBe(status);
  });

  it.each([
    ['1025 ids', Array.from({ length: 1_025 }, (_, index) => `rec_${String(index)}`), ['body', 'record_ids']],
    ['no id', [], ['body', 'record_ids']],
    ['an empty id', ['rec_a', ''], ['body', 'record_ids', 1]],
    ['an id of 513 characters', ['x'.repeat(513)], ['body', 'record_ids', 0]],
  ])('answers 422 with the place for %s', async (_name, ids, loc) => {
    const { server } = await start();
    const reply = await call(server, '/v1/records/delete', { ...server.target, record_ids: ids });
    expect([reply.status, reply.json]).toMatchObject([422, { detail: [{ loc }] }]);
    expect(await listJobs(server)).toEqual([]);
  });

  it('takes 1024 ids', async () => {
    const { server, pass } = await start();
    await remove(server, server.store.insert(1_024));
    pass(40);
    expect(server.store.size).toBe(0);
  });

  it('wants a token, a tenant and a role', async () => {
    const { server } = await start();
    const authorization = `Bearer ${server.options.token}`;
    const get = (headers: Record<string, string>, path = jobsPath): Promise<Reply> =>
      send(`${server.baseUrl}${path}`, { headers });
    expect((await get({})).status).toBe(401);
    expect((await get({ authorization })).status).toBe(400);
    const foreign = await get({ authorization, 'x-splendor-tenant-id': 'other' });
    expect([foreign.status, foreign.json]).toEqual([403, { detail: 'Tenant is not accessible' }]);
    expect((await get({ authorization }, '/v1/me')).json).toMatchObject({
      tenants: [{ tenant_id: 'acme', is_admin: true }],
    });
    const body = { dataset_id: 'app-logs', record_ids: ['rec_a'] };
    const member = await start({ role: 'member' });
    expect((await call(member.server, '/v1/records/delete', body)).status).toBe(403);
    expect((await call(member.server, jobsPath)).status).toBe(200);
    const standard = await start({ role: 'member', plan: 'standard' });
    expect((await call(standard.server, '/v1/records/delete', body)).status).toBe(202);
    const missing = await call(server, '/v1/records/delete', { ...body, dataset_id: 'nothing' });
    expect([missing.status, missing.json]).toEqual([404, { detail: 'Dataset not found' }]);
  });

  it('keeps an audit that shows whether a deletion arrived', async () => {
    const { server, pass } = await start();
    const job = await remove(server, ['rec_a']);
    pass(1_000);
    await remove(server, ['rec_b']);
    const path = '/v1/admin/audit?tenant_id=acme&action=delete_records';
    const all = (await call(server, path)).json as { records: { response_summary: string }[] };
    expect(all.records).toHaveLength(2);
    expect(all.records[1]?.response_summary).toContain(job.job_id);
    const late = await call(server, `${path}&start_time=2026-01-15T09:30:01Z`);
    expect((late.json as { records: unknown[] }).records).toHaveLength(1);
    expect((await call(server, '/v1/admin/audit?tenant_id=other')).status).toBe(403);
    expect((await call(server, '/v1/admin/audit')).status).toBe(422);
    expect((await call(server, '/v1/datasets')).json).toMatchObject({
      datasets: [{ dataset_id: 'app-logs' }, { dataset_id: 'documents' }],
    });
  });
});
