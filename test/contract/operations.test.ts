/**
 * Every operation of every generated package, called against the sandbox: what comes back is what the store holds,
 * and a judge that shares no code with either side finds nothing wrong with what went over the wire.
 */
import { createAltatech } from '@rowsweep/altatech';
import { createExtruct } from '@rowsweep/extruct';
import { createGptbots } from '@rowsweep/gptbots';
import { createMinimal } from '@rowsweep/minimal';
import { createSandbox, type Sandbox } from '@rowsweep/sandbox';
import { createSplendor } from '@rowsweep/splendor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readText } from '../house/sources.js';
import { Judge } from './judge.js';
import { createRecorder, type Recorder } from './recorder.js';

type Name = 'extruct' | 'altatech' | 'minimal' | 'gptbots' | 'splendor';

describe('every operation', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await createSandbox({ splendor: { singleJobRead: true } });
  });
  afterAll(() => sandbox.close());

  it('of extruct', async () => {
    const recorder = createRecorder();
    const { options, target, store } = sandbox.extruct;
    const client = createExtruct({ ...options, fetch: recorder.fetch });
    const path = { table_id: target.table_id };

    const user = await client.getUser({});
    expect(user.email).toContain('@');
    const [table] = await client.listTables({ query: { limit: 10, offset: 0, tags: ['a', 'b'] } });
    expect(table === undefined || table.id === target.table_id).toBe(true);
    const created = await client.createTableRows({
      path,
      body: { rows: [{ data: { name: 'one' } }, { data: { name: 'two' } }], run: false },
    });
    const ids = created.map((row) => row.id);
    expect(ids.every((id) => store.has(id))).toBe(true);
    expect((await client.getTable({ path })).status.num_rows).toBe(2);
    const page = await client.getTableData({ path, query: { limit: 1, offset: 1 } });
    expect(page.rows.map((row) => row.id)).toEqual(ids.slice(1));
    const [first = ''] = ids;
    expect((await client.getTableRow({ path: { ...path, row_id: first } })).data).toMatchObject({
      name: 'one',
    });
    expect(await client.deleteTableRows({ path, body: { rows: ids } })).toEqual(ids);
    expect(store.size).toBe(0);

    expectFaultless('extruct', recorder);
  });

  it.each(['altatech', 'gptbots'] as const)('of %s', async (name) => {
    const recorder = createRecorder();
    const { options, target, store } = sandbox[name];
    const common = { ...options, fetch: recorder.fetch };
    const client = name === 'altatech' ? createAltatech(common) : createGptbots(common);
    const [id = '', other = ''] = store.insert(2);
    const { table_id } = target;

    await client.getAgent({});
    const made = await client.createTable({
      body: {
        name: 'people',
        description: 'People to forget.',
        fields: [{ name: 'email', description: 'Unique.', type: 'TEXT', required: true, unique: true }],
      },
    });
    expect(store.tables()).toContain(made.data);
    const task = await client.importRecords({
      body: { table_id: made.data, records: [{ email: 'a@example.com' }] },
    });
    await client.getImportResults({ query: { ids: task.data } });
    await client.listRecords({ body: { table_id, page: 1, page_size: 100 } });
    await client.updateRecords({
      body: { table_id, update_data: [{ record_id: id, updated_fields: { note: 'seen' } }] },
    });
    await client.deleteRecords({
      body: { table_id, delete_data: [{ record_id: id }, { record_id: other }] },
    });
    expect(store.has(id) || store.has(other)).toBe(false);
    if ('listTables' in client) {
      const key = await client.verifyApiKey({});
      expect(key).toBeTruthy();
      const agent = await client.getAgent({});
      await client.listTables({ body: { agent_id: Reflect.get(agent, 'bot_id') } });
      const [third = ''] = store.insert(1);
      await client.updateRecord({
        body: { table_id, record_id: third, updated_fields: { note: 'old way' } },
      });
    }

    expectFaultless(name, recorder);
  });

  it('of minimal', async () => {
    const recorder = createRecorder();
    const { options, target, store } = sandbox.minimal;
    const client = createMinimal({ ...options, fetch: recorder.fetch });
    const path = { ...target };

    const row = { id: 71, name: 'Alice', email: 'alice@example.com' };
    await client.insertRows({ path, body: [row, { ...row, id: 72, email: 'bob@example.com' }] });
    expect(store.ids()).toEqual(['71', '72']);
    const listed = await client.listRows({ path, query: { filter: { id: 'in.71,72' }, pg: 0, ps: 50 } });
    expect(listed.data).toHaveLength(2);
    await client.updateRows({ path, query: { filter: { id: 'eq.72' }, set: 'name.Bob' } });
    const answer = await client.deleteRows({
      path,
      query: { filter: { id: 'eq.71', email: 'eq.alice@example.com' } },
    });
    expect(answer).toEqual({ rows_affected: 1 });
    expect(store.ids()).toEqual(['72']);

    expectFaultless('minimal', recorder);
  });

  it('of splendor', async () => {
    const recorder = createRecorder();
    const { options, target, store } = sandbox.splendor;
    const client = createSplendor({ ...options, fetch: recorder.fetch });
    const { dataset_id } = target;
    const ids = store.insert(3);

    const me = await client.getMe({});
    expect(me.tenants.map((tenant) => tenant.tenant_id)).toContain(options.tenantId);
    await client.listDatasets({});
    const found = await client.searchRecords({
      body: { datasets: [dataset_id], collapse: 'record', limit: 10 },
    });
    expect(found.results.map((result) => result.id).sort()).toEqual([...ids].sort());
    await client.ingestLogs({ path: { source_key: dataset_id }, body: { records: [{ message: 'hello' }] } });
    const job = await client.deleteRecords({
      body: { dataset_id, record_ids: [...ids], reason: 'contract' },
    });
    expect(job.scope).toBe('record');
    const { jobs } = await client.listDataDeletionJobs({ query: { limit: 5 } });
    expect(jobs.map((one) => one.job_id)).toContain(job.job_id);
    const same = await client.getDataDeletionJob({ path: { job_id: job.job_id } });
    expect(same.job_id).toBe(job.job_id);
    await client.listAuditRecords({ query: { tenant_id: options.tenantId, limit: 10 } });

    expectFaultless('splendor', recorder);
  });

  /** The judge finds no fault, the sandbox's own validation found none, and no operation was left out. */
  function expectFaultless(name: Name, recorder: Recorder): void {
    const document = JSON.parse(readText(`generated/${name}/openapi.json`)) as Record<string, unknown>;
    const judge = new Judge(document);
    const verdicts = recorder.exchanges.map((exchange) => judge.judge(exchange));
    expect(verdicts.flatMap((verdict) => verdict.violations)).toEqual([]);
    expect(sandbox[name].requests.flatMap((request) => request.violations)).toEqual([]);
    const called = new Set(verdicts.map((verdict) => verdict.operation));
    expect(operationsOf(document).filter((operation) => !called.has(operation))).toEqual([]);
  }
});

function operationsOf(document: Readonly<Record<string, unknown>>): string[] {
  const paths = document['paths'] as Record<string, Record<string, { operationId?: string }>>;
  return Object.values(paths).flatMap((item) =>
    Object.values(item).flatMap((operation) => operation.operationId ?? []),
  );
}
