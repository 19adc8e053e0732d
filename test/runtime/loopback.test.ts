/** The few things that only a socket shows. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { call, exchange, requestLine } from '../../runtime/call.js';
import { rawClient } from '../../runtime/raw.js';
import { connectAcme, deleteRows, errorOf, listRows, parameter, request } from './workbench.js';

interface Received {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Handler = (response: ServerResponse, received: Received, socket: Socket) => void;

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(handle: Handler): Promise<{ baseUrl: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const line = `${incoming.method ?? ''} ${incoming.url ?? ''} HTTP/${incoming.httpVersion}`;
      const one = { line, headers: incoming.headers, body: Buffer.concat(chunks).toString() };
      received.push(one);
      handle(response, one, incoming.socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}/api`, received };
}

const answerJson = (response: ServerResponse, body: string): void => {
  response.setHeader('content-type', 'application/json');
  response.end(body);
};

describe('over a socket', () => {
  it('a DELETE has its body, its length and its content type', async () => {
    const { baseUrl, received } = await serve((response) => {
      answerJson(response, '["a"]');
    });
    expect(await call(connectAcme({ baseUrl }), deleteRows, request)).toEqual(['a']);
    expect(received[0]?.body).toBe('{"rows":["a","b"]}');
    expect(received[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': '18',
    });
    expect(received[0]?.headers['transfer-encoding']).toBeUndefined();
  });

  it('so has one of the raw client', async () => {
    const { baseUrl, received } = await serve((response) => {
      answerJson(response, '["a"]');
    });
    const raw = rawClient<Record<string, { delete: { parameters: object; responses: { 200: object } } }>>(
      connectAcme({ baseUrl }),
      [deleteRows],
    );
    const given = { params: { path: request.path }, body: request.body };
    await raw.DELETE(deleteRows.path, given as never);
    expect(received[0]?.body).toBe('{"rows":["a","b"]}');
    expect(received[0]?.headers['content-length']).toBe('18');
  });

  it('the request line is byte for byte the one that was measured', async () => {
    const { baseUrl, received } = await serve((response) => {
      answerJson(response, '[]');
    });
    const connection = connectAcme({ baseUrl });
    const definition = { ...listRows, parameters: [...listRows.parameters, parameter({ name: 'filter' })] };
    const given = {
      path: { table_id: "a/ü'(*)!~" },
      query: { filter: { "naïve col'": 'in.it\'s,[b] {c}|^`\\"<>' } },
    };
    await exchange(connection, definition, given);
    expect(received[0]?.line).toBe(requestLine(connection, definition, given));
  });

  it('a connection that is cut before the answer: CONNECTION, possible', async () => {
    const { baseUrl, received } = await serve((_response, _received, socket) => {
      socket.destroy();
    });
    const error = await errorOf(exchange(connectAcme({ baseUrl }), deleteRows, request));
    expect(error).toMatchObject({
      code: 'CONNECTION',
      effect: 'possible',
      retryable: true,
      status: undefined,
    });
    expect(received).toHaveLength(1);
  });

  it('a connection that is reset: CONNECTION, possible', async () => {
    const { baseUrl } = await serve((_response, _received, socket) => {
      socket.resetAndDestroy();
    });
    const error = await errorOf(exchange(connectAcme({ baseUrl }), deleteRows, request));
    expect(error).toMatchObject({ code: 'CONNECTION', effect: 'possible' });
  });

  it('nobody listens: CONNECTION, no effect', async () => {
    const { baseUrl } = await serve(() => undefined);
    for (const close of closers.splice(0)) close();
    const error = await errorOf(exchange(connectAcme({ baseUrl }), deleteRows, request));
    expect(error).toMatchObject({ code: 'CONNECTION', effect: 'none', retryable: true });
  });

  it('a body that is cut off in the middle: PROTOCOL_VIOLATION, done', async () => {
    const { baseUrl } = await serve((response, _received, socket) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('["a", "b');
      setTimeout(() => socket.destroy(), 5);
    });
    const error = await errorOf(exchange(connectAcme({ baseUrl }), deleteRows, request));
    expect(error).toMatchObject({
      code: 'PROTOCOL_VIOLATION',
      effect: 'done',
      status: 200,
      body: '["a", "b',
    });
  });

  it('a body that trickles: TIMEOUT', async () => {
    const { baseUrl } = await serve((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('[');
    });
    const error = await errorOf(exchange(connectAcme({ baseUrl }), deleteRows, request, { timeoutMs: 40 }));
    expect(error).toMatchObject({ code: 'TIMEOUT', effect: 'possible', retryable: true });
  });

  it('what is not HTTP: CONNECTION, possible', async () => {
    const { baseUrl } = await serve((_response, _received, socket) => {
      socket.end('220 mail.acme.test ESMTP\r\n');
    });
    const error = await errorOf(exchange(connectAcme({ baseUrl }), deleteRows, request));
    expect(error).toMatchObject({ code: 'CONNECTION', effect: 'possible' });
  });

  it('an empty 500 is an error', async () => {
    const { baseUrl } = await serve((response) => {
      response.writeHead(500).end();
    });
    const error = await errorOf(exchange(connectAcme({ baseUrl }), deleteRows, request));
    expect(error).toMatchObject({ code: 'SERVER_ERROR', status: 500, effect: 'possible' });
  });

  it('a redirected DELETE is an error and is not sent again', async () => {
    const { baseUrl, received } = await serve((response) => {
      response.writeHead(307, { location: '/api/other' }).end();
    });
    const error = await errorOf(exchange(connectAcme({ baseUrl }), deleteRows, request));
    expect(error).toMatchObject({ code: 'PROTOCOL_VIOLATION', status: 307, effect: 'none' });
    expect(received).toHaveLength(1);
  });

  it('a redirected GET is followed', async () => {
    const { baseUrl, received } = await serve((response, { line }) => {
      if (line.includes('/other')) answerJson(response, '[1]');
      else response.writeHead(308, { location: '/api/other' }).end('moved');
    });
    expect(await call(connectAcme({ baseUrl }), listRows, { path: request.path })).toEqual([1]);
    expect(received.map(({ line }) => line)).toEqual([
      'GET /api/v1/tables/t1/rows HTTP/1.1',
      'GET /api/other HTTP/1.1',
    ]);
  });

  it('an abort while the server is silent: ABORTED, possible, and the connection is let go', async () => {
    const controller = new AbortController();
    let closed: Promise<unknown> | undefined;
    const { baseUrl } = await serve((_response, _received, socket) => {
      closed = new Promise((resolve) => socket.once('close', resolve));
      controller.abort();
    });
    const { signal } = controller;
    const error = await errorOf(exchange(connectAcme({ baseUrl }), deleteRows, request, { signal }));
    expect(error).toMatchObject({ code: 'ABORTED', effect: 'possible' });
    expect(closed).toBeDefined();
    await closed;
  });
});
