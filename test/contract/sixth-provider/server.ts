import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Larder {
  readonly baseUrl: string;
  readonly key: string;
  readonly jars: Set<string>;
  /** Requests that asked to remove something. */
  readonly purges: { readonly jars: readonly string[]; readonly note: string | undefined }[];
  close(): Promise<void>;
}

interface Purge {
  readonly jars: readonly { readonly sku: string }[];
  readonly note?: string;
}

/** The made-up provider's server: a set of jars on the shelf `top`, behind a key. */
export async function startLarder(jars: Iterable<string>): Promise<Larder> {
  const state = { jars: new Set(jars), purges: [] as Larder['purges'], key: 'larder-key-1' };
  const server = createServer((request, response) => {
    void handle(request, response, state);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...state,
    baseUrl: `http://127.0.0.1:${port}/api`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  state: { jars: Set<string>; purges: Larder['purges']; key: string },
): Promise<void> {
  const body = await text(request);
  const answer = (status: number, value: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
  if (request.headers['x-larder-key'] !== state.key) {
    answer(403, { problem: { kind: 'locked', text: 'This key opens nothing.' } });
    return;
  }
  const jar = /^\/api\/shelves\/top\/jars\/([^/]+)$/.exec(request.url ?? '')?.[1];
  if (request.method === 'GET' && jar !== undefined) {
    if (state.jars.has(jar)) answer(200, { sku: jar });
    else answer(410, { problem: { kind: 'gone', text: 'No such jar.' } });
    return;
  }
  if (request.method === 'POST' && request.url === '/api/shelves/top/purge') {
    const purge = JSON.parse(body) as Purge;
    const skus = purge.jars.map(({ sku }) => sku);
    state.purges.push({ jars: skus, note: purge.note });
    answer(200, { verdict: 'fine', removed: skus.filter((sku) => state.jars.delete(sku)) });
    return;
  }
  answer(404, { problem: { kind: 'unknown', text: 'No such shelf.' } });
}
