import { describe, expect, it } from 'vitest';
import { bindClient, type ClientOf } from '../../runtime/client.js';
import { operation, type Operation } from '../../runtime/operation.js';
import type { Connection } from '../../runtime/connection.js';
import { connectAcme, deleteRows, errorOf, fakeFetch, json, listRows, omit, request } from './workbench.js';

interface Paths {
  '/v1/tables/{table_id}/rows': {
    delete: {
      parameters: { path: { table_id: string } };
      requestBody: { content: { 'application/json': { rows: string[] } } };
      responses: { 200: { content: { 'application/json': string[] } } };
    };
  };
}

type Request = typeof request;

const deletes: Operation<Request, string[], Error> = operation(deleteRows);
const lists: Operation<{ path: { table_id: string } } | undefined, string[], Error> = operation(listRows);

/** What a paginator and a plan are: functions of a connection, without a definition. */
function listPages(connection: Connection, table: string, most?: number): unknown[] {
  return [connection, table, most];
}

describe('a client', () => {
  const module = { deleteRows: deletes, listRows: lists, listPages };

  it('has every function of the modules, its connection and the raw client, and nothing else', () => {
    const connection = connectAcme();
    const tables = { rowsBehaviour: { provider: 'acme' }, version: '1' };
    const client: ClientOf<typeof module, Paths> = bindClient(connection, [module, tables]);
    expect(Object.keys(client).sort()).toEqual(['connection', 'deleteRows', 'listPages', 'listRows', 'raw']);
    expect(client.connection).toBe(connection);
  });

  it('gives the connection to what is called, and passes the rest on as it is', async () => {
    const wire = fakeFetch(() => json(['a']));
    const connection = connectAcme({ fetch: wire.fetch });
    const client: ClientOf<typeof module, Paths> = bindClient(connection, [module]);
    expect(await client.deleteRows(request)).toEqual(['a']);
    expect(wire.requests[0]?.url).toBe('https://eu.acme.test/api/v1/tables/t1/rows');
    expect(client.listPages('t1', 3)).toEqual([connection, 't1', 3]);
    expect(client.listPages('t1')).toEqual([connection, 't1', undefined]);
  });

  it.each([
    ['after', [omit(deleteRows, 'selector'), deleteRows]],
    ['before', [deleteRows, omit(deleteRows, 'selector')]],
  ])('guards the raw client by the selector, if it stands %s one without', async (_where, definitions) => {
    const wire = fakeFetch(() => json([]));
    const calls = definitions.map((definition): [string, unknown] => [
      definition === deleteRows ? 'guarded' : 'plain',
      operation(definition),
    ]);
    const client: ClientOf<object, Paths> = bindClient(connectAcme({ fetch: wire.fetch }), [
      Object.fromEntries(calls),
    ]);
    const empty = { params: { path: { table_id: 't1' } }, body: { rows: [] } };
    const refused = await errorOf(client.raw.DELETE('/v1/tables/{table_id}/rows', empty));
    expect(refused).toMatchObject({ code: 'GUARD', effect: 'none' });
    expect(wire.requests).toEqual([]);
  });
});
