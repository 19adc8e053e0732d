/** A `_bulk` endpoint of Elasticsearch before a provider's server: what goes wrong there goes wrong here as well. */
import { createServer } from 'node:http';
import type { Bench } from '@rowsweep/sandbox';
import { CallError, deleteSome } from './peer-calls.js';

/** What one request of deletions is answered with; null: the socket is cut. */
export type BulkAnswer = { readonly status: number; readonly items: readonly object[] } | null;

/** A running endpoint. */
export interface BulkEndpoint {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts an endpoint on a free port of the loopback interface. */
export async function openBulk(
  answer: (ids: readonly string[]) => Promise<BulkAnswer>,
): Promise<BulkEndpoint> {
  const server = createServer((incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const lines = Buffer.concat(parts).toString('utf8').trim().split('\n');
      const ids = lines.map((line) => (JSON.parse(line) as { delete: { _id: string } }).delete._id);
      void answer(ids).then((given) => {
        if (given === null) {
          incoming.socket.destroy();
          return;
        }
        const { status, items } = given;
        response.writeHead(status, {
          'content-type': 'application/vnd.elasticsearch+json; compatible-with=8',
          'x-elastic-product': 'Elasticsearch',
        });
        const hasErrors = items.some((item) => !JSON.stringify(item).includes('"status":200'));
        response.end(JSON.stringify({ took: 1, errors: hasErrors, items }));
      });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The endpoint has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** One item of an answer; 202 is kept for what a job has that has not ended, and claims nothing. */
export function writeItem(id: string, status: number): object {
  const result = { 200: { result: 'deleted' }, 202: {}, 404: { result: 'not_found' } }[status];
  const error = { error: { type: 'rejected', reason: String(status) } };
  return { delete: { _index: 'rows', _id: id, status, ...(result ?? error) } };
}

/**
 * Passes deletions on to a provider, and says no more than the answer does. What is worth another try is throttling,
 * which the helper repeats; what is refused otherwise is an item of its own, so that it ends nothing but itself. A 5xx
 * of the provider is passed on as it is, and a connection that breaks before the answer breaks here as well.
 */
export function passOn(bench: Bench): (ids: readonly string[]) => Promise<BulkAnswer> {
  return async (ids) => {
    const answerAll = (status: number): BulkAnswer => ({
      status: 200,
      items: ids.map((id) => writeItem(id, status)),
    });
    try {
      const claims = await deleteSome(bench, ids);
      const statusOf = (id: string): number =>
        ({ gone: 200, notFound: 404, failed: 500, pending: 202 })[claims.get(id) ?? 'failed'];
      return { status: 200, items: ids.map((id) => writeItem(id, statusOf(id))) };
    } catch (error) {
      if (!(error instanceof CallError) || error.status === null) return null;
      if (error.status >= 500) return { status: error.status, items: [] };
      return answerAll(error.mayRepeat ? 429 : 400);
    }
  };
}
