/**
 * What somebody writes who deletes rows without us: one request for some ids, and the answer read with care. Every
 * provider's page was read for this; nothing here knows more than the pages say.
 */
import { setTimeout as realMilliseconds } from 'node:timers/promises';
import type { Bench } from '@rowsweep/sandbox';

/** What is said of an id. `pending`: a job has it that has not ended. */
export type Claim = 'gone' | 'notFound' | 'failed' | 'pending';

/** A request that failed. `mayRepeat`: it is worth another try. */
export class CallError extends Error {
  readonly mayRepeat: boolean;
  readonly status: number | null;
  constructor(message: string, mayRepeat: boolean, status: number | null) {
    super(message);
    this.mayRepeat = mayRepeat;
    this.status = status;
  }
}

/** The longest time for one request, and for one job. */
const requestMs = 250;
const jobMs = 500;
/** Every wait is cut to this, so that an hour costs no hour; it changes nothing about which ids are lost. */
export const longestWaitMs = 10;

/** Deletes some ids with one request, and says what became of each. Throws `CallError`. */
export async function deleteSome(bench: Bench, ids: readonly string[]): Promise<ReadonlyMap<string, Claim>> {
  const { url, init } = writeRequest(bench, ids);
  let status: number | null = null;
  let body: unknown;
  try {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(requestMs),
    });
    status = response.status;
    const text = await response.text();
    if (!response.ok) throw new CallError(`HTTP ${status}`, status === 429 || status >= 500, status);
    body = text === '' ? null : JSON.parse(text);
  } catch (error) {
    if (error instanceof CallError) throw error;
    throw new CallError(String(error), true, status);
  }
  return readAnswer(bench, ids, body);
}

function writeRequest(
  bench: Bench,
  ids: readonly string[],
): { readonly url: string; readonly init: RequestInit } {
  const { baseUrl = '', token = '' } = bench.options;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const target = (name: string): string => encodeURIComponent(String(bench.target[name]));
  switch (bench.provider) {
    case 'extruct': {
      const url = `${baseUrl}/v1/tables/${target('table_id')}/rows`;
      return { url, init: { method: 'DELETE', headers, body: JSON.stringify({ rows: ids }) } };
    }
    case 'altatech':
    case 'gptbots': {
      const items = ids.map((id) => ({ record_id: id }));
      const body = JSON.stringify({ table_id: bench.target['table_id'], delete_data: items });
      return { url: `${baseUrl}/v2/database/delete/record`, init: { method: 'POST', headers, body } };
    }
    case 'minimal': {
      const path = ['org_abbr', 'project_abbr', 'db_type', 'db_name', 'table'].map(target).join('/');
      const url = `${baseUrl}/minimal/api/rest/auto/v1/${path}?id=in.${encodeURIComponent(ids.join(','))}`;
      const own = {
        'x-org-id': bench.options['orgId'] ?? '',
        'x-project-id': bench.options['projectId'] ?? '',
        'x-space-id': bench.options['spaceId'] ?? '',
        'x-user-id': bench.options['userId'] ?? '',
        'x-user-roles': bench.options['userRoles'] ?? '',
      };
      return { url, init: { method: 'DELETE', headers: own } };
    }
    case 'splendor': {
      const body = JSON.stringify({ dataset_id: bench.target['dataset_id'], record_ids: ids });
      return {
        url: `${baseUrl}/v1/records/delete`,
        init: { method: 'POST', headers: { ...headers, ...tenantOf(bench) }, body },
      };
    }
  }
}

const tenantOf = (bench: Bench): Readonly<Record<string, string>> => ({
  'x-splendor-tenant-id': bench.options['tenantId'] ?? '',
});

async function readAnswer(
  bench: Bench,
  ids: readonly string[],
  body: unknown,
): Promise<ReadonlyMap<string, Claim>> {
  const all = (claim: Claim): ReadonlyMap<string, Claim> => new Map(ids.map((id) => [id, claim]));
  const field = (name: string): unknown =>
    typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  switch (bench.provider) {
    case 'extruct': {
      if (!Array.isArray(body)) throw new CallError('not a list', false, 200);
      const deleted = new Set((body as readonly unknown[]).map((id) => String(id).toLowerCase()));
      return new Map(ids.map((id) => [id, deleted.has(id.toLowerCase()) ? 'gone' : 'notFound']));
    }
    case 'altatech':
    case 'gptbots': {
      const code = field('code');
      if (code === 0) return all('gone');
      throw new CallError(`code ${String(code)}`, code === 50_000 || code === 40_008, 200);
    }
    case 'minimal':
      if (body !== null && typeof field('rows_affected') !== 'number') {
        throw new CallError('no count', false, 200);
      }
      return all('gone');
    case 'splendor': {
      const jobId = field('job_id');
      if (typeof jobId !== 'string') throw new CallError('no job', false, 202);
      return all(await waitForJob(bench, jobId));
    }
  }
}

/** Asks for the list of jobs until this one has ended; a poll that fails is repeated. */
async function waitForJob(bench: Bench, jobId: string): Promise<Claim> {
  const { baseUrl = '', token = '' } = bench.options;
  const headers = { authorization: `Bearer ${token}`, ...tenantOf(bench) };
  for (const end = performance.now() + jobMs; performance.now() < end;) {
    await realMilliseconds(longestWaitMs);
    try {
      const response = await fetch(`${baseUrl}/v1/admin/data-deletion-jobs?limit=500`, { headers });
      const { jobs } = (await response.json()) as {
        readonly jobs: readonly Readonly<Record<string, unknown>>[];
      };
      const job = jobs.find((one) => one['job_id'] === jobId);
      if (job?.['status'] === 'failed') return 'failed';
      if (job?.['status'] === 'succeeded') return job['item_failed_count'] === 0 ? 'gone' : 'failed';
    } catch {
      // Asked again.
    }
  }
  return 'pending';
}
