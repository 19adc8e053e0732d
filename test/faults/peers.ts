/** The peers behind one signature, each written as somebody careful would write it. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as realMilliseconds } from 'node:timers/promises';
import type { Bench } from '@rowsweep/sandbox';
import { openBulk, passOn } from './peer-bulk.js';
import { CallError, deleteSome, longestWaitMs, type Claim } from './peer-calls.js';

/** What a peer is to do. */
export interface PeerTask {
  readonly bench: Bench;
  readonly ids: readonly string[];
  readonly maxIds: number;
  readonly concurrency: number;
}

/** One way to delete in bulk. What it does not speak about has no entry. */
export interface Peer {
  readonly name: string;
  readonly run: (task: PeerTask) => Promise<ReadonlyMap<string, Claim>>;
}

/** The part of Elasticsearch's client that is used. */
export interface BulkHelper {
  readonly helpers: {
    bulk(options: object, requestOptions?: object): PromiseLike<unknown> & { abort(): unknown };
  };
  close(): Promise<void>;
}

interface Modules {
  readonly pMap: (
    items: readonly (readonly string[])[],
    mapper: (item: readonly string[]) => Promise<void>,
    options: { readonly concurrency: number },
  ) => Promise<unknown>;
  readonly PQueue: new (options: { readonly concurrency: number }) => {
    add<T>(task: () => Promise<T>): Promise<T>;
  };
  readonly pRetry: <T>(
    task: () => Promise<T>,
    options: {
      readonly retries: number;
      readonly minTimeout: number;
      readonly maxTimeout: number;
      readonly shouldRetry: (context: { readonly error: Error }) => boolean;
    },
  ) => Promise<T>;
  readonly openClient: (url: string) => BulkHelper;
}

/** Loads the peers from the folder into which they were installed. */
export async function loadModules(folder: string): Promise<Modules> {
  const require = createRequire(join(folder, 'package.json'));
  const load = async (name: string): Promise<Readonly<Record<string, unknown>>> =>
    (await import(pathToFileURL(require.resolve(name)).href)) as Readonly<Record<string, unknown>>;
  const [map, queue, retry, elastic] = await Promise.all(
    ['p-map', 'p-queue', 'p-retry', '@elastic/elasticsearch'].map(load),
  );
  const Client = elastic?.['Client'] as new (options: object) => BulkHelper;
  return {
    pMap: map?.['default'] as Modules['pMap'],
    PQueue: queue?.['default'] as Modules['PQueue'],
    pRetry: retry?.['default'] as Modules['pRetry'],
    openClient: (url) => new Client({ node: url, maxRetries: attempts - 1, requestTimeout: 2_000 }),
  };
}

const attempts = 5;

export function makePeers({ pMap, PQueue, pRetry, openClient }: Modules): readonly Peer[] {
  return [
    {
      // A chunk that fails is caught in the mapper, because p-map would forget what the others came to.
      name: 'p-map + fetch',
      run: async ({ bench, ids, maxIds, concurrency }) => {
        const claims = new Map<string, Claim>();
        const sendChunk = async (chunk: readonly string[]): Promise<void> => {
          for (let attempt = 1; ; attempt += 1) {
            try {
              for (const [id, claim] of await deleteSome(bench, chunk)) claims.set(id, claim);
              return;
            } catch (error) {
              if (!mayRepeat(error) || attempt === attempts) {
                for (const id of chunk) claims.set(id, 'failed');
                return;
              }
              await realMilliseconds(longestWaitMs);
            }
          }
        };
        await pMap(cut(ids, maxIds), sendChunk, { concurrency });
        return claims;
      },
    },
    {
      // One task a chunk, not one an id; a chunk whose tries are spent is written down as failed.
      name: 'p-queue + p-retry',
      run: async ({ bench, ids, maxIds, concurrency }) => {
        const claims = new Map<string, Claim>();
        const queue = new PQueue({ concurrency });
        const retrying = {
          retries: attempts - 1,
          minTimeout: longestWaitMs,
          maxTimeout: longestWaitMs,
          shouldRetry: ({ error }: { readonly error: Error }): boolean => mayRepeat(error),
        };
        const chunks = cut(ids, maxIds);
        const results = await Promise.allSettled(
          chunks.map((chunk) => queue.add(() => pRetry(() => deleteSome(bench, chunk), retrying))),
        );
        results.forEach((result, index) => {
          for (const id of chunks[index] ?? []) {
            claims.set(id, result.status === 'fulfilled' ? (result.value.get(id) ?? 'failed') : 'failed');
          }
        });
        return claims;
      },
    },
    {
      // Both callbacks are listened to; what the promise rejects with names no id, so nothing can be made of it.
      name: 'helpers.bulk',
      run: async ({ bench, ids, maxIds, concurrency }) => {
        const claims = new Map<string, Claim>();
        const endpoint = await openBulk(passOn(bench));
        const client = openClient(endpoint.url);
        // By the shortest id, so that no request is given more ids than the others give it.
        const shortest = Math.min(...ids.map((id) => JSON.stringify(id).length));
        try {
          await client.helpers.bulk(
            {
              datasource: [...ids],
              concurrency,
              flushBytes: maxIds * (shortest + '{"delete":{"_index":"rows","_id":}}'.length),
              retries: attempts - 1,
              wait: longestWaitMs,
              onDocument: (id: string) => ({ delete: { _index: 'rows', _id: id } }),
              onSuccess: ({ result: { delete: item } }: { readonly result: BulkItem }) =>
                claims.set(item._id, item.status === 202 ? 'pending' : 'gone'),
              onDrop: ({ operation, status }: { readonly operation: BulkItem; readonly status: number }) =>
                claims.set(operation.delete._id, status === 404 ? 'notFound' : 'failed'),
            },
            { retryBackoff: () => longestWaitMs / 1_000 },
          );
        } catch {
          // Whatever was not called back stays without a word.
        } finally {
          await client.close();
          await endpoint.close();
        }
        return claims;
      },
    },
  ];
}

interface BulkItem {
  readonly delete: { readonly _id: string; readonly status?: number };
}

const mayRepeat = (error: unknown): boolean => error instanceof CallError && error.mayRepeat;

function cut(ids: readonly string[], size: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / size) }, (_value, index) =>
    ids.slice(index * size, (index + 1) * size),
  );
}
