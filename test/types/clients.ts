/**
 * What callers of the generated packages may and may not write. Nothing here runs: `npm test` compiles it, and each
 * `@ts-expect-error` fails when the line below it compiles.
 */
import {
  connectExtruct,
  createExtruct,
  deleteTableRows,
  isErrorOf,
  type DeleteTableRowsInput,
  type DeleteTableRowsResponse,
  type DeletionSummary,
} from '@rowsweep/extruct';
import { createGptbots } from '@rowsweep/gptbots';
import { createMinimal } from '@rowsweep/minimal';
import { createSplendor, type DataDeletionJobResponse } from '@rowsweep/splendor';
import { expectTypeOf } from 'vitest';

const table_id = 't1';
const id = '11111111-1111-4111-8111-111111111111';
const extruct = createExtruct({ token: 'secret' });
createExtruct({ token: async () => Promise.resolve('fresh') });
// @ts-expect-error a client that needs a token is not made without one
createExtruct({});

// One request, typed from the description.
const deleted = extruct.deleteTableRows({ path: { table_id }, body: { rows: [id] } });
expectTypeOf(deleted).resolves.toEqualTypeOf<DeleteTableRowsResponse>();
expectTypeOf<DeleteTableRowsResponse>().toEqualTypeOf<string[]>();
expectTypeOf<DeleteTableRowsInput['rows']>().toEqualTypeOf<readonly string[]>();
// @ts-expect-error the path parameter is missing
void extruct.deleteTableRows({ path: {}, body: { rows: [id] } });
// @ts-expect-error the body is missing
void extruct.deleteTableRows({ path: { table_id } });
// @ts-expect-error an id is a string
void extruct.deleteTableRows({ path: { table_id }, body: { rows: [1] } });
// @ts-expect-error the parameter does not exist
void extruct.deleteTableRows({ path: { table_id, tableId: 'x' }, body: { rows: [id] } });

// The same as a function, which brings only its own code.
const connection = connectExtruct({ token: 'secret' });
void deleteTableRows(connection, { path: { table_id }, body: { rows: [id] } }, { timeoutMs: 1_000 });

// Many rows.
const run = extruct.rows({ table_id }).deleteMany([id, 7, 7n]);
export const summary: Promise<DeletionSummary> = Promise.resolve(run);
// @ts-expect-error the target names its table
extruct.rows({});
// @ts-expect-error an id is text, a number or a bigint
extruct.rows({ table_id }).deleteMany([null]);
// @ts-expect-error there is no such status
run.outcomes({ status: ['gone'] });

// Errors, by status.
export function explain(error: unknown): string {
  if (!isErrorOf(deleteTableRows, error)) return String(error);
  switch (error.status) {
    case 422:
      return error.body.detail?.[0]?.msg ?? error.message;
    case 402:
      return error.code;
    default:
      return JSON.stringify(error.body);
  }
}

// Alternatives of a body: one or the other, never both, never neither.
const gptbots = createGptbots({ token: 'secret', server: { endpoint: 'sg' } });
void gptbots.deleteRecords({
  body: { table_id, delete_data: [{ record_id: '1' }, { filter: { sku: '7' } }] },
});
// @ts-expect-error both ways of saying which record at once
void gptbots.deleteRecords({ body: { table_id, delete_data: [{ record_id: '1', filter: { sku: '7' } }] } });
// @ts-expect-error neither way of saying which record
void gptbots.deleteRecords({ body: { table_id, delete_data: [{}] } });

// Headers that are given once are not given again.
const minimal = createMinimal({ orgId: 'o', projectId: 'p', spaceId: 's', userId: 'u', userRoles: 'admin' });
// @ts-expect-error a header that every request needs
createMinimal({ orgId: 'o', projectId: 'p', spaceId: 's', userId: 'u' });
const path = { org_abbr: 'o', project_abbr: 'p', db_type: 'ms', db_name: 'd', table: 't' } as const;
void minimal.deleteRows({ path, query: { filter: { id: 'eq.10' } } });
// @ts-expect-error a deletion without a filter
void minimal.deleteRows({ path });
// @ts-expect-error a kind of database that there is not
minimal.rows({ org_abbr: 'o', project_abbr: 'p', db_type: 'oracle', db_name: 'd', table: 't' });
// Fields with a default may be left out.
minimal.rows({ org_abbr: 'o', project_abbr: 'p', db_name: 'd', table: 't' });

// A job's states are those of the description, and those that it may have one day.
const splendor = createSplendor({ token: 'secret', tenantId: 'acme' });
const job = splendor.deleteRecords({ body: { dataset_id: 'd', record_ids: ['r'] } });
expectTypeOf(job).resolves.toEqualTypeOf<DataDeletionJobResponse>();
expectTypeOf<'pending' | 'running' | 'succeeded' | 'failed' | 'paused'>().toExtend<
  DataDeletionJobResponse['status']
>();
expectTypeOf<number>().not.toExtend<DataDeletionJobResponse['status']>();
// @ts-expect-error the tenant is missing
createSplendor({ token: 'secret' });

// The raw client knows the same paths.
void extruct.raw.GET('/v1/tables/{table_id}', { params: { path: { table_id } } });
// @ts-expect-error a path that there is not
void extruct.raw.GET('/v1/nothing');
// @ts-expect-error the path parameter is missing
void extruct.raw.GET('/v1/tables/{table_id}', { params: { path: {} } });
// @ts-expect-error there is no query
void extruct.raw.GET('/v1/tables/{table_id}', { params: { path: { table_id }, query: { a: 1 } } });
// @ts-expect-error there is no body
void extruct.raw.GET('/v1/tables/{table_id}', { params: { path: { table_id } }, body: { rows: [id] } });
// @ts-expect-error the body is missing
void extruct.raw.DELETE('/v1/tables/{table_id}/rows', { params: { path: { table_id } } });
void extruct.raw.DELETE('/v1/tables/{table_id}/rows', {
  params: { path: { table_id } },
  // @ts-expect-error an id is a string
  body: { rows: [1] },
});
const raw = extruct.raw.DELETE('/v1/tables/{table_id}/rows', {
  params: { path: { table_id } },
  body: { rows: [id] },
});
/** What the raw client answers is what the operation answers. */
export async function readRaw(): Promise<DeleteTableRowsResponse | undefined> {
  const { data } = await raw;
  return data;
}
