/** The five providers, answered at once in this process: for counting requests, nothing has to travel. */
import { createAltatech } from '@rowsweep/altatech';
import { createExtruct } from '@rowsweep/extruct';
import { createGptbots } from '@rowsweep/gptbots';
import { createMinimal } from '@rowsweep/minimal';
import type { BulkDeleter, ConnectOptions } from '@rowsweep/runtime';
import { createSplendor } from '@rowsweep/splendor';
import type { RequestLimits } from './least-requests.js';

/** One provider as this measurement needs it. */
export interface CountedProvider {
  readonly name: string;
  readonly limits: RequestLimits;
  /** More requests than the least that its undocumented limit costs. */
  readonly slowStart: number;
  readonly deleter: (options: ConnectOptions) => BulkDeleter;
  /** The body of the answer to one request. */
  readonly answer: (request: Request, body: string) => object;
  readonly isDeletion: (request: Request) => boolean;
  /** The id at a position, of a length of its own. */
  readonly idAt: (index: number) => string;
}

const json = JSON.stringify;
const none = (): boolean => false;
const uuidAt = (index: number): string => `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;

/** Lengths that repeat in no way that a limit does. */
const textAt = (longest: number) => {
  return (index: number): string => {
    const length = 1 + ((index * 7919 + 31 * (index >> 7)) % longest);
    return `${index.toString(36)}-${(index % 11 === 0 ? 'é' : 'x').repeat(length)}`;
  };
};

/** Texts with what needs an encoding, and a few with a comma, which go alone. */
const columnAt = (index: number): string => {
  if (index % 997 === 0) return `${index},${index}`;
  return `${index.toString(36)}${['', ' a', "'", '&=', 'ü', '%', '(b)*'][index % 7] ?? ''}${'k'.repeat(index % 23)}`;
};

const head = { table_id: 'table' };

/** Two hosts with one interface. */
function agents(
  name: string,
  longestId: number,
  deleter: (options: ConnectOptions) => BulkDeleter,
): CountedProvider {
  return {
    name,
    limits: {
      maxIds: 1000,
      maxBytes: 5_000_000,
      textOf: (ids: readonly string[]): string =>
        json({ ...head, delete_data: ids.map((id) => ({ record_id: id })) }),
      isAlone: none,
    },
    slowStart: 0,
    deleter,
    isDeletion: () => true,
    answer: () => ({ code: 0, message: 'OK' }),
    idAt: textAt(longestId),
  };
}

let jobs = 0;

/** All five. */
export const providers: readonly CountedProvider[] = [
  {
    name: 'extruct',
    limits: { maxIds: 1000, maxBytes: Infinity, textOf: json, isAlone: none },
    slowStart: 5,
    deleter: (options) => createExtruct({ ...options, token: 'token' }).rows({ table_id: 'table' }),
    isDeletion: () => true,
    answer: (_request: Request, body: string) =>
      (JSON.parse(body) as { readonly rows: readonly string[] }).rows,
    idAt: uuidAt,
  },
  agents('altatech', 60, (options) => createAltatech({ ...options, token: 'token' }).records(head)),
  agents('gptbots', 11_000, (options) => createGptbots({ ...options, token: 'token' }).records(head)),
  {
    name: 'minimal',
    limits: {
      maxIds: 2000,
      maxBytes: 4000,
      textOf: (ids: readonly string[]): string => {
        const { href } = new URL(`http://h/?id=in.${encodeURIComponent(ids.join(','))}`);
        const path = '/minimal/api/rest/auto/v1/org/project/ms/db/table';
        return `DELETE ${path}${href.slice('http://h/'.length)} HTTP/1.1`;
      },
      isAlone: (id) => id.includes(','),
    },
    slowStart: 0,
    deleter: (options) =>
      createMinimal({
        ...options,
        orgId: 'o',
        projectId: 'p',
        spaceId: 's',
        userId: 'u',
        userRoles: 'admin',
      }).rows({
        org_abbr: 'org',
        project_abbr: 'project',
        db_name: 'db',
        table: 'table',
        idType: 'string',
      }),
    isDeletion: () => true,
    answer: ({ url }: Request): object => {
      const value = new URL(url).searchParams.get('id') ?? '';
      return { rows_affected: value.startsWith('eq.') ? 1 : value.split(',').length };
    },
    idAt: columnAt,
  },
  {
    name: 'splendor',
    limits: { maxIds: 1024, maxBytes: Infinity, textOf: json, isAlone: none },
    slowStart: 0,
    deleter: (options) =>
      createSplendor({ ...options, token: 'token', tenantId: 'tenant' }).records({ dataset_id: 'data' }),
    isDeletion: ({ method }) => method === 'POST',
    answer: ({ method }: Request): object => {
      if (method === 'POST') return { ...jobAt(jobs++), status: 'pending' };
      return { jobs: Array.from({ length: Math.min(jobs, 500) }, (_, index) => jobAt(jobs - 1 - index)) };
    },
    idAt: textAt(400),
  },
];

function jobAt(index: number): object {
  return {
    job_id: `job-${index}`,
    dataset_id: 'data',
    status: 'succeeded',
    scope: 'record',
    item_succeeded_count: 1,
    item_failed_count: 0,
    items: [],
  };
}
