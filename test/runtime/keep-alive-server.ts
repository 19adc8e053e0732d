/** Servers for the tests of the keep-alive transport: on loopback, each on a port of its own. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net';
import {
  createKeepAliveFetch,
  type KeepAliveFetch,
  type KeepAliveOptions,
} from '../../runtime/keep-alive/index.js';

const ends: (() => Promise<unknown>)[] = [];

/** For `afterEach`: ends everything that was started. */
export async function endAll(): Promise<void> {
  for (const end of ends.splice(0).reverse()) await end();
}

export interface Received {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Site {
  readonly url: string;
  readonly received: readonly Received[];
  /** Connections that it accepted. */
  readonly connections: readonly Socket[];
  readonly server: Server;
}

/** An HTTP server that answers when it has the whole request. */
export async function serve(
  answer: (response: ServerResponse, received: Received, count: number) => void,
): Promise<Site> {
  const received: Received[] = [];
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const line = `${incoming.method ?? ''} ${incoming.url ?? ''}`;
      const one = { line, headers: incoming.headers, body: Buffer.concat(chunks).toString('latin1') };
      received.push(one);
      answer(response, one, received.length);
    });
    incoming.on('error', () => undefined);
  });
  const { url, connections } = await listen(server);
  return { url, received, connections, server };
}

/** A server that is given the bytes as they come, and says what it likes. */
export async function serveBytes(
  onData: (socket: Socket, data: string, connection: number) => void,
): Promise<{ readonly url: string; readonly heard: string[]; readonly connections: readonly Socket[] }> {
  const heard: string[] = [];
  const server = createTcpServer((socket) => {
    const connection = connections.length;
    socket.on('data', (data) => {
      const text = data.toString('latin1');
      heard.push(text);
      onData(socket, text, connection);
    });
  });
  const { url, connections } = await listen(server);
  return { url, heard, connections };
}

async function listen(server: Server | TcpServer): Promise<{ url: string; connections: Socket[] }> {
  const connections: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    connections.push(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        for (const socket of connections) socket.destroy();
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections };
}

/** A keep-alive fetch that ends with the test. */
export function open(options?: KeepAliveOptions): KeepAliveFetch {
  const fetch = createKeepAliveFetch(options);
  ends.push(() => fetch.close());
  return fetch;
}

/** What a promise rejects with; fails the test when it does not. */
export async function rejectionOf(promise: Promise<unknown>): Promise<Error> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome && outcome.error instanceof Error) return outcome.error;
  throw new Error('Wanted a rejection with an Error.', { cause: outcome });
}

/** Waits until it holds; the test's own timeout is the limit. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
}
