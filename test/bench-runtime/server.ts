/**
 * The canned server, a process of its own. It deletes nothing: it answers at once, or as late as the first segment of
 * the path says (`/50/...`), as if every row had been there. It counts requests and keeps the time of the last one.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What the server has seen since it was last asked; times as `process.hrtime` gives them, in milliseconds. */
export interface Seen {
  readonly requests: number;
  readonly lastArrivalMs: number;
  readonly lastAnswerMs: number;
}

const bulkLine = /"_id":"([^"]*)"/g;
let seen = { requests: 0, lastArrivalMs: 0, lastAnswerMs: 0 };

const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

function answer(path: string, body: string): string {
  if (path.endsWith('/_bulk')) {
    const items = Array.from(body.matchAll(bulkLine), ([, id = '']) => {
      return `{"delete":{"_index":"rows","_id":"${id}","_version":2,"result":"deleted","status":200}}`;
    });
    return `{"took":1,"errors":false,"items":[${items.join(',')}]}`;
  }
  if (path.endsWith('/one')) return '[]';
  // The ids of the request, as they stand there: nothing is read, so the server is never what is waited for.
  return body.slice(body.indexOf('['), body.lastIndexOf(']') + 1);
}

function reply(request: IncomingMessage, response: ServerResponse, body: string): void {
  const path = request.url ?? '';
  const [, mode = '0'] = path.split('/');
  const isBulk = path.endsWith('/_bulk');
  const isRefused = mode === 'failing' && seen.requests % 10 === 0;
  const text = isRefused ? '{"detail":"busy"}' : answer(path, body);
  const send = (): void => {
    response.writeHead(isRefused ? 503 : 200, {
      'content-type': isBulk ? 'application/vnd.elasticsearch+json; compatible-with=8' : 'application/json',
      'content-length': Buffer.byteLength(text),
      ...(isBulk ? { 'x-elastic-product': 'Elasticsearch' } : {}),
    });
    response.end(text);
    seen.lastAnswerMs = nowMs();
  };
  const latencyMs = Number(mode);
  if (latencyMs > 0) setTimeout(send, latencyMs);
  else send();
}

const server = createServer((request, response) => {
  if (request.url === '/seen') {
    response.end(JSON.stringify(seen satisfies Seen));
    seen = { requests: 0, lastArrivalMs: 0, lastAnswerMs: 0 };
    return;
  }
  seen.requests += 1;
  seen.lastArrivalMs = nowMs();
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    reply(request, response, Buffer.concat(parts).toString('latin1'));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address !== 'string') process.send?.(address.port);
});
// It ends with the bench, however that ends.
process.on('disconnect', () => {
  process.exit();
});
