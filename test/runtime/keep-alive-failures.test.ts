/**
 * What a failure says about the request. The server is the judge: whatever it heard of must never be called unsent, and
 * nothing may reach it twice.
 */
import { Agent } from 'node:http';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { call } from '../../runtime/call.js';
import { readNetworkFailure } from '../../runtime/network.js';
import { endAll, open, rejectionOf, serve, serveBytes, until } from './keep-alive-server.js';
import { connectAcme, deleteRows, errorOf, request } from './workbench.js';
import { often } from '../properties.js';

afterEach(endAll);

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const deletion = { method: 'DELETE', body: '{"rows":["a"]}', redirect: 'manual' } as const;
const lost = { code: 'CONNECTION', effect: 'possible', retryable: true, fatal: false };
const unsent = { code: 'CONNECTION', effect: 'none', retryable: true, fatal: false };

/** Sockets of this process that begin to connect, until the test ends. */
function watchSockets(): { readonly sockets: Socket[]; readonly end: () => void } {
  const sockets: Socket[] = [];
  const note = (message: unknown): void => {
    sockets.push((message as { readonly socket: Socket }).socket);
  };
  subscribe('net.client.socket', note);
  return {
    sockets,
    end: () => {
      unsubscribe('net.client.socket', note);
    },
  };
}

describe('a connection that never came about', () => {
  it('is refused: nothing was sent', async () => {
    const { url } = await serve((response) => response.end());
    await endAll();
    const error = await rejectionOf(open()(url, deletion));
    expect([error.constructor, error.message]).toEqual([TypeError, 'fetch failed']);
    expect(error.cause).toMatchObject({ code: 'ECONNREFUSED', syscall: 'connect' });
    expect(readNetworkFailure(error)).toMatchObject(unsent);
  });

  it('is refused at each address of a host: nothing was sent', async () => {
    const { url } = await serve((response) => response.end());
    await endAll();
    const error = await rejectionOf(open()(url.replace('127.0.0.1', 'localhost'), deletion));
    expect(readNetworkFailure(error)).toMatchObject(unsent);
  });
});

describe('an answer that does not come', () => {
  it.each([
    ['the connection ends', (socket: Socket) => socket.end()],
    ['the connection is cut', (socket: Socket) => socket.destroy()],
    ['the connection is reset', (socket: Socket) => socket.resetAndDestroy()],
    ['the head is cut off', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-le')],
    ['it is not HTTP', (socket: Socket) => socket.end('220 mail.acme.test ESMTP\r\n')],
    [
      'its head is too large',
      (socket: Socket) => socket.end(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(70_000)}\r\n\r\n`),
    ],
    ['its status is none', (socket: Socket) => socket.end('HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n')],
    [
      'it switches protocols',
      (socket: Socket) => socket.end('HTTP/1.1 101 X\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    ],
  ])('because %s: possible', async (_why, answer) => {
    const { url, heard, connections } = await serveBytes((socket) => {
      answer(socket);
    });
    const error = await rejectionOf(open()(url, deletion));
    expect([error.constructor, error.message]).toEqual([TypeError, 'fetch failed']);
    expect(readNetworkFailure(error)).toMatchObject(lost);
    expect(heard.join('')).toContain('{"rows":["a"]}');
    expect(connections).toHaveLength(1);
  });
});

describe('a body that does not end', () => {
  const head = 'HTTP/1.1 200 OK\r\n';
  const zipped = gzipSync('x'.repeat(1_000)).subarray(0, 20).toString('latin1');
  it.each([
    ['its length is missed', `${head}content-length: 9\r\n\r\n["a"`],
    ['its last chunk is missing', `${head}transfer-encoding: chunked\r\n\r\n4\r\n["a"\r\n`],
    ['a chunk of it is none', `${head}transfer-encoding: chunked\r\n\r\n4\r\n["a"\r\nzz\r\n`],
    ['its compressed end is missing', `${head}content-encoding: gzip\r\n\r\n${zipped}`],
    ['it is not compressed', `${head}content-encoding: gzip\r\ncontent-length: 4\r\n\r\nabcd`],
    ['it is not Brotli', `${head}content-encoding: br\r\ncontent-length: 4\r\n\r\nabcd`],
  ])('because %s, rejects', async (_why, answer) => {
    const { url } = await serveBytes((socket) => {
      socket.end(answer, 'latin1');
    });
    const response = await open()(url, deletion);
    expect(response.status).toBe(200);
    const error = await rejectionOf(response.text());
    expect([error.constructor, error.message]).toEqual([TypeError, 'terminated']);
    expect(readNetworkFailure(error)).toMatchObject(lost);
  });
});

describe('a connection that was kept open', () => {
  it('and is cut when the next request arrives: possible, and not sent again', async () => {
    const { url, heard, connections } = await serveBytes((socket, data) => {
      if (data.includes('/first')) socket.write(OK);
      else socket.destroy();
    });
    const fetch = open();
    await (await fetch(`${url}/first`)).text();
    const error = await rejectionOf(fetch(`${url}/second`, deletion));
    expect(readNetworkFailure(error)).toMatchObject(lost);
    expect(heard.filter((data) => data.includes('/second'))).toHaveLength(1);
    expect(connections).toHaveLength(1);
  });

  it('and was lost before a byte was written is replaced, and the request is sent once', async () => {
    const watch = watchSockets();
    const reuse = vi.spyOn(Agent.prototype, 'reuseSocket');
    const { url, heard, connections } = await serveBytes((socket) => socket.write(OK));
    const fetch = open();
    await (await fetch(`${url}/first`)).text();
    // The request has just been given the connection; it writes in a later turn.
    reuse.mockImplementationOnce((socket) => {
      socket.destroy(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    });
    expect(await (await fetch(`${url}/second`, deletion)).text()).toBe('ok');
    expect(reuse).toHaveBeenCalledTimes(1);
    expect(heard.filter((data) => data.includes('/second'))).toHaveLength(1);
    expect([connections.length, watch.sockets.length]).toEqual([2, 2]);
    reuse.mockRestore();
    watch.end();
  });

  it('and was lost in the moment of writing: possible, and not sent again', async () => {
    const watch = watchSockets();
    const { url, connections } = await serveBytes((socket) => socket.write(OK));
    const fetch = open();
    await (await fetch(url)).text();
    const [socket] = watch.sockets;
    const before = socket?.bytesWritten ?? 0;
    const second = rejectionOf(fetch(url, { method: 'DELETE' }));
    // Turns in which nothing can arrive.
    while (socket?.bytesWritten === before) {
      await new Promise<void>((resolve) => {
        process.nextTick(resolve);
      });
    }
    socket?.destroy();
    expect(readNetworkFailure(await second)).toMatchObject(lost);
    expect(connections).toHaveLength(1);
    watch.end();
  });

  it('and ends at any moment: what the server heard of is never called unsent, and never heard twice', async () => {
    const plan = fc.array(fc.constantFrom('keep', 'end', 'destroy', 'reset', 'late', 'later', 'before'), {
      minLength: 8,
      maxLength: 24,
    });
    await fc.assert(
      fc.asyncProperty(plan, fc.integer({ min: 1, max: 3 }), async (steps, maxSockets) => {
        const { url, heard } = await serveBytes((socket, data) => {
          const step = steps[Number(/^\w+ \/(\d+) /.exec(data)?.[1] ?? 0)];
          if (step === 'before') {
            socket.destroy();
            return;
          }
          socket.write(OK);
          if (step === 'end') socket.end();
          if (step === 'destroy') socket.destroy();
          if (step === 'reset') setImmediate(() => socket.resetAndDestroy());
          if (step === 'late') setImmediate(() => socket.destroy());
          if (step === 'later') setTimeout(() => socket.destroy(), 1);
        });
        const fetch = open({ maxSockets });
        const init = { method: 'DELETE' };
        const results = await Promise.all(
          steps.map(async (_, index) => {
            try {
              return await (await fetch(`${url}/${index}`, index % 2 === 0 ? init : deletion)).text();
            } catch (error) {
              return readNetworkFailure(error).effect;
            }
          }),
        );
        const counts = steps.map((_, index) => heard.filter((data) => data.includes(` /${index} `)).length);
        const wrong = results.filter((result, index) => {
          const count = counts[index] ?? 0;
          return count > 1 || (result === 'ok' && count !== 1) || (result === 'none' && count !== 0);
        });
        expect({ results, counts, wrong }).toMatchObject({ wrong: [] });
        await endAll();
      }),
      { numRuns: often(40) },
    );
  });
});

describe('a request that is cut short', () => {
  it('while the server has refused the rest of it: an answer or possible, never unsent', async () => {
    const { url } = await serveBytes((socket) => {
      socket.end('HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
    });
    const fetch = open();
    for (let turn = 0; turn < 5; turn += 1) {
      const result = await fetch(url, { ...deletion, body: 'x'.repeat(8_000_000) }).then(
        ({ status }) => status,
        (error: unknown) => readNetworkFailure(error).effect,
      );
      expect([413, 'possible']).toContain(result);
    }
  });

  it('because its own body fails: nothing was sent', async () => {
    const { url, connections } = await serve((response) => response.end());
    const body = new ReadableStream({
      pull: (controller) => {
        controller.error(new Error('disk'));
      },
    });
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    const error = await rejectionOf(open()(url, init));
    expect(readNetworkFailure(error)).toMatchObject(unsent);
    expect(connections).toEqual([]);
  });
});

describe('an abort', () => {
  const reason = new Error('enough');

  it('before the start sends nothing', async () => {
    const { url, connections } = await serve((response) => response.end());
    expect(await rejectionOf(open()(url, { ...deletion, signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(connections).toEqual([]);
  });

  it('while the body of the request is read sends nothing', async () => {
    const { url, connections } = await serve((response) => response.end());
    const controller = new AbortController();
    const body = new ReadableStream({ pull: () => new Promise(() => undefined) });
    const fetch = open();
    const sent = fetch(url, {
      method: 'POST',
      body,
      duplex: 'half',
      signal: controller.signal,
    } as RequestInit);
    setTimeout(() => {
      controller.abort(reason);
    }, 5);
    expect(await rejectionOf(sent)).toBe(reason);
    const told = new AbortController();
    const race = fetch(url, { ...deletion, signal: told.signal });
    told.abort(reason);
    expect(await rejectionOf(race)).toBe(reason);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(connections).toEqual([]);
  });

  it('while it waits for a connection sends nothing, and the others get their turn', async () => {
    const { url, received } = await serve((response) => setTimeout(() => response.end('ok'), 15));
    const fetch = open({ maxSockets: 1 });
    const controller = new AbortController();
    const first = fetch(`${url}/1`);
    const second = fetch(`${url}/2`, { method: 'DELETE', signal: controller.signal });
    const third = fetch(`${url}/3`);
    setTimeout(() => {
      controller.abort(reason);
    }, 3);
    expect(await rejectionOf(second)).toBe(reason);
    expect(await Promise.all([first, third].map(async (response) => (await response).text()))).toEqual([
      'ok',
      'ok',
    ]);
    expect(received.map(({ line }) => line)).toEqual(['GET /1', 'GET /3']);
  });

  it('while the server is silent lets the connection go', async () => {
    const { url, heard, connections } = await serveBytes(() => undefined);
    const controller = new AbortController();
    const sent = open()(url, { ...deletion, signal: controller.signal });
    await until(() => heard.length > 0);
    controller.abort(reason);
    expect(await rejectionOf(sent)).toBe(reason);
    await until(() => connections[0]?.destroyed === true || connections[0]?.readableEnded === true);
    expect(heard).toHaveLength(1);
  });

  it('in the middle of the body ends it with the reason', async () => {
    for (const coding of ['identity', 'gzip']) {
      const { url, connections } = await serve((response) => {
        response.setHeader('content-encoding', coding);
        response.write(coding === 'gzip' ? gzipSync('x'.repeat(1e6)).subarray(0, 200) : 'x');
      });
      const controller = new AbortController();
      const response = await open()(url, { signal: controller.signal });
      const text = response.text();
      setTimeout(() => {
        controller.abort(reason);
      }, 5);
      expect(await rejectionOf(text)).toBe(reason);
      await until(() => connections[0]?.destroyed === true || connections[0]?.readableEnded === true);
    }
  });

  it('after the end changes nothing', async () => {
    const { url, connections } = await serve((response) => response.end('ok'));
    const fetch = open();
    const controller = new AbortController();
    const text = await (await fetch(url, { signal: controller.signal })).text();
    controller.abort(reason);
    expect(text).toBe('ok');
    await (await fetch(url)).text();
    expect(connections).toHaveLength(1);
  });
});

describe('a body that is large', () => {
  it('waits for its reader', async () => {
    let written = 0;
    const { url } = await serve((response) => {
      const write = (): void => {
        while (written < 64e6 && response.write(Buffer.alloc(1e6))) written += 1e6;
        if (written >= 64e6) response.end();
        else
          response.once('drain', () => {
            written += 1e6;
            write();
          });
      };
      write();
    });
    const response = await open()(url);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(written).toBeLessThan(32e6);
    let length = 0;
    const reader = response.body?.getReader();
    for (let read = await reader?.read(); read?.done === false; read = await reader?.read())
      length += read.value.length;
    expect(length).toBe(64e6);
  });
});

describe('under a connection of the runtime', () => {
  it('deletes, and tells what was sent from what was not', async () => {
    const { url, received } = await serve((response, { line }) => {
      if (line.includes('cut')) response.destroy();
      else
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
          .end(gzipSync('["a"]'));
    });
    const fetch = open();
    expect(await call(connectAcme({ baseUrl: url, fetch }), deleteRows, request)).toEqual(['a']);
    expect(received[0]).toMatchObject({ line: 'DELETE /v1/tables/t1/rows', body: '{"rows":["a","b"]}' });
    const noRetry = { maxRetries: 0 };
    const cut = call(connectAcme({ baseUrl: `${url}/cut`, fetch, retry: noRetry }), deleteRows, request);
    expect(await errorOf(cut)).toMatchObject({ code: 'CONNECTION', effect: 'possible' });
    await fetch.close();
    const closed = call(connectAcme({ baseUrl: url, fetch, retry: noRetry }), deleteRows, request);
    expect(await errorOf(closed)).toMatchObject({ code: 'CONNECTION', effect: 'none' });
    expect(received).toHaveLength(2);
  });
});
