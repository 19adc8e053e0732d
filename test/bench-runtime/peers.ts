/** The peers, each as somebody careful would use it for ten million ids: fed as it goes, never with all of them at hand. */
import { request as httpRequest, Agent } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { peersFolder } from './folders.js';
import { readChunks, readIds, uuidAt } from './ids.js';
import type { Ran } from './ours.js';
import { chunkIds, type Task, type ToolName } from './task.js';

interface Modules {
  readonly 'p-map': {
    readonly default: (
      chunks: AsyncIterable<readonly string[]>,
      mapper: (chunk: readonly string[]) => Promise<void>,
      options: { readonly concurrency: number },
    ) => Promise<unknown>;
  };
  readonly 'p-queue': {
    readonly default: new (options: { readonly concurrency: number }) => {
      add(task: () => Promise<void>): Promise<void>;
      onSizeLessThan(limit: number): Promise<void>;
      onIdle(): Promise<void>;
    };
  };
  readonly 'p-retry': {
    readonly default: (task: () => Promise<void>, options: { readonly retries: number }) => Promise<void>;
  };
  readonly '@elastic/elasticsearch': {
    readonly Client: new (options: { readonly node: string }) => {
      readonly helpers: {
        bulk(options: object): Promise<{ readonly successful: number }>;
      };
      close(): Promise<void>;
    };
  };
}

async function load<Name extends keyof Modules>(name: Name): Promise<Modules[Name]> {
  const require = createRequire(join(peersFolder, 'package.json'));
  return (await import(pathToFileURL(require.resolve(name)).href)) as Modules[Name];
}

/** Loads one peer; what it gives runs a task. */
export async function loadPeer(tool: Exclude<ToolName, 'rowsweep'>): Promise<(task: Task) => Promise<Ran>> {
  switch (tool) {
    case 'floor':
      return runFloor;
    case 'p-map': {
      const { default: pMap } = await load('p-map');
      return (task) =>
        count((add) => {
          const send = async (chunk: readonly string[]): Promise<void> => {
            add(await deleteChunk(task.url, chunk));
          };
          return pMap(readChunks(task.ids, chunkIds), send, { concurrency: task.concurrency });
        });
    }
    case 'p-queue': {
      const [{ default: PQueue }, { default: pRetry }] = [await load('p-queue'), await load('p-retry')];
      return (task) =>
        count(async (add) => {
          const queue = new PQueue({ concurrency: task.concurrency });
          for await (const chunk of readChunks(task.ids, chunkIds)) {
            await queue.onSizeLessThan(task.concurrency);
            const send = async (): Promise<void> => {
              add(await deleteChunk(task.url, chunk));
            };
            void queue.add(() => pRetry(send, { retries: 4 }));
          }
          await queue.onIdle();
        });
    }
    case 'helpers.bulk': {
      const { Client } = await load('@elastic/elasticsearch');
      return (task) => runBulk(new Client({ node: task.url }), task);
    }
  }
}

/** Runs what adds up ids, and reports the sum. */
async function count(run: (add: (ids: number) => void) => Promise<unknown>): Promise<Ran> {
  let settled = 0;
  await run((ids) => {
    settled += ids;
  });
  return { settled, state: 'completed', fileBytes: 0 };
}

/** One request with `fetch`; the answer is read and counted, as one has to in order to know anything. */
async function deleteChunk(url: string, ids: readonly string[]): Promise<number> {
  const response = await fetch(`${url}/v1/tables/rows/rows`, {
    method: 'DELETE',
    headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
    body: JSON.stringify({ rows: ids }),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return ((await response.json()) as readonly string[]).length;
}

type ElasticClient = InstanceType<Modules['@elastic/elasticsearch']['Client']>;

/** Without callbacks, which is the fastest way to use it, and tells nothing about single ids. */
async function runBulk(client: ElasticClient, task: Task): Promise<Ran> {
  // The helper counts what it wrote without the ends of the lines.
  const line = JSON.stringify({ delete: { _index: 'rows', _id: uuidAt(0) } });
  const { successful } = await client.helpers.bulk({
    datasource: readIds(task.ids),
    concurrency: task.concurrency,
    flushBytes: chunkIds * line.length,
    onDocument: (id: string) => ({ delete: { _index: 'rows', _id: id } }),
  });
  await client.close();
  return { settled: successful, state: 'completed', fileBytes: 0 };
}

/** What any client costs at least: a loop for each lane over one plain iterator, answers read and not looked at. */
async function runFloor(task: Task): Promise<Ran> {
  const agent = new Agent({ keepAlive: true, maxSockets: task.concurrency });
  const url = new URL(`${task.url}/v1/tables/rows/rows`);
  const headers = { authorization: 'Bearer token', 'content-type': 'application/json' };
  let next = 0;
  const send = (body: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const length = { 'content-length': Buffer.byteLength(body) };
      const asked = httpRequest(url, { agent, method: 'DELETE', headers: { ...headers, ...length } });
      asked.on('error', reject);
      asked.on('response', (answer) => {
        answer.resume();
        answer.on('end', resolve);
      });
      asked.end(body);
    });
  const work = async (): Promise<void> => {
    while (next < task.ids) {
      const rows: string[] = [];
      for (; rows.length < chunkIds && next < task.ids; next += 1) rows.push(uuidAt(next));
      await send(JSON.stringify({ rows }));
    }
  };
  await Promise.all(Array.from({ length: task.concurrency }, work));
  agent.destroy();
  return { settled: task.ids, state: 'completed', fileBytes: 0 };
}
