/** The five providers, with what differs between them as far as the scenarios are concerned. */
import { createAltatech } from '@rowsweep/altatech';
import { createExtruct } from '@rowsweep/extruct';
import { createGptbots } from '@rowsweep/gptbots';
import { createMinimal } from '@rowsweep/minimal';
import type { BulkDeleter, Clock, Fetch, FilterDeleter } from '@rowsweep/runtime';
import type { Bench, ProviderName } from '@rowsweep/sandbox';
import { createSplendor } from '@rowsweep/splendor';

/** How a client reaches its server, and through what. */
export interface Reach {
  readonly bench: Bench;
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** Fields of the target that differ from the server's own. */
  readonly target?: object | undefined;
  /** More options of the connection. */
  readonly connection?: object | undefined;
}

/** What makes one provider differ from another. */
export interface ProviderFacts {
  readonly name: ProviderName;
  /** What an id becomes that was there and was deleted at the first try, in a request whose ids were all there. */
  readonly clean: 'deleted' | 'absent';
  /** The same for ids that were never there, in a request of their own. */
  readonly missing: 'notFound' | 'absent';
  /** The most ids that one request is given in the scenarios about limits. */
  readonly limit: number;
  /** Ids that are well formed and that no row has. */
  readonly stranger: (index: number) => string;
  /** A refusal of ids says which. */
  readonly namesBadIds: boolean;
  readonly deleter: (reach: Reach) => BulkDeleter;
  /** The same for those that delete by filter. */
  readonly filterDeleter?: (reach: Reach) => FilterDeleter<object>;
}

/** What every connection gets; the server's own options are what each client wants, by the sandbox's word. */
function connect({ bench, clock, fetch, connection }: Reach): {
  readonly baseUrl: string;
  readonly token: string;
} {
  const { baseUrl = '', token = '' } = bench.options;
  return { ...bench.options, baseUrl, token, ...{ clock, fetch }, ...connection };
}

function minimalConnect(reach: Reach): Parameters<typeof createMinimal>[0] {
  const { orgId = '', projectId = '', spaceId = '', userId = '', userRoles = '' } = reach.bench.options;
  const { baseUrl = '' } = reach.bench.options;
  const { clock, fetch, connection } = reach;
  return { baseUrl, orgId, projectId, spaceId, userId, userRoles, clock, fetch, ...connection };
}

const textOf = (bench: Bench, name: string): string => String(bench.target[name]);

function minimalTarget({ bench, target }: Reach): Parameters<ReturnType<typeof createMinimal>['rows']>[0] {
  const type = textOf(bench, 'db_type');
  return {
    org_abbr: textOf(bench, 'org_abbr'),
    project_abbr: textOf(bench, 'project_abbr'),
    db_type: type === 'ch' || type === 'pg' || type === 'ma' ? type : 'ms',
    db_name: textOf(bench, 'db_name'),
    table: textOf(bench, 'table'),
    ...target,
  };
}

const minimalRows = (reach: Reach): ReturnType<ReturnType<typeof createMinimal>['rows']> =>
  createMinimal(minimalConnect(reach)).rows(minimalTarget(reach));

const altatechRecords = (reach: Reach): ReturnType<ReturnType<typeof createAltatech>['records']> =>
  createAltatech(connect(reach)).records({ table_id: textOf(reach.bench, 'table_id'), ...reach.target });

const gptbotsRecords = (reach: Reach): ReturnType<ReturnType<typeof createGptbots>['records']> =>
  createGptbots(connect(reach)).records({ table_id: textOf(reach.bench, 'table_id'), ...reach.target });

const hexStranger = (index: number): string => `f${String(index).padStart(23, '0')}`;

/** In the order in which they are shown. */
export const providers: readonly ProviderFacts[] = [
  {
    name: 'extruct',
    clean: 'deleted',
    missing: 'notFound',
    limit: 50,
    stranger: (index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    namesBadIds: true,
    deleter: (reach) =>
      createExtruct(connect(reach)).rows({ table_id: textOf(reach.bench, 'table_id'), ...reach.target }),
  },
  {
    name: 'altatech',
    clean: 'absent',
    missing: 'absent',
    limit: 1000,
    stranger: hexStranger,
    namesBadIds: false,
    deleter: altatechRecords,
    filterDeleter: altatechRecords,
  },
  {
    name: 'gptbots',
    clean: 'absent',
    missing: 'absent',
    limit: 1000,
    stranger: hexStranger,
    namesBadIds: false,
    deleter: gptbotsRecords,
    filterDeleter: gptbotsRecords,
  },
  {
    name: 'minimal',
    clean: 'deleted',
    missing: 'notFound',
    limit: 50,
    stranger: (index) => String(9_000_000 + index),
    namesBadIds: false,
    deleter: minimalRows,
    filterDeleter: minimalRows,
  },
  {
    name: 'splendor',
    clean: 'absent',
    missing: 'absent',
    limit: 1024,
    stranger: (index) => `rec_nobody_${index}`,
    namesBadIds: true,
    deleter: (reach) =>
      createSplendor({ ...connect(reach), tenantId: reach.bench.options['tenantId'] ?? '' }).records({
        dataset_id: textOf(reach.bench, 'dataset_id'),
        ...reach.target,
      }),
  },
];
