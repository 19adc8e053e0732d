/** The keep-alive transport beside the platform's `fetch`: the same requests, the same answers. */
import {
  createBrotliCompress,
  createDeflate,
  createGzip,
  deflateSync,
  brotliCompressSync,
  gzipSync,
} from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createKeepAliveFetch } from '../../runtime/keep-alive/index.js';
import { endAll, open, rejectionOf, serve, serveBytes, until, type Received } from './keep-alive-server.js';

afterEach(endAll);

const sides = [
  ['keep-alive', () => open()],
  ['the platform', () => globalThis.fetch],
] as const;

/** What of a request an answer may depend on; the platform adds a few of its own. */
function pick({ line, headers, body }: Received): object {
  const names = [
    'content-type',
    'content-length',
    'transfer-encoding',
    'x-own',
    'accept',
    'user-agent',
    'connection',
  ];
  return { line, body, headers: Object.fromEntries(names.map((name) => [name, headers[name]])) };
}

describe.each(sides)('%s', (_name, side) => {
  const bytes = new Uint8Array([0, 255, 13, 10]);
  const form = new FormData();
  form.append('file', new Blob(['a\r\nb']), 'ids.csv');
  const messages: readonly (readonly [string, string, RequestInit])[] = [
    ['a GET', '/rows?filter=a%20b%2Cc&x=%C3%BC', {}],
    [
      'a DELETE with a body',
      '/rows',
      { method: 'DELETE', body: '{"rows":["ü"]}', headers: { 'content-type': 'application/json' } },
    ],
    ['a DELETE without', '/rows/1', { method: 'DELETE' }],
    ['a POST of text', '/', { method: 'POST', body: 'a' }],
    ['a POST of nothing', '/', { method: 'POST' }],
    ['a PUT of bytes', '/', { method: 'PUT', body: bytes, headers: { 'x-own': 'caf\u00e9' } }],
    ['a PATCH of no bytes', '/', { method: 'PATCH', body: '' }],
    ['a POST of parameters', '/', { method: 'POST', body: new URLSearchParams({ a: 'b c' }) }],
  ];
  it.each(messages)('sends %s', async (_what, path, init) => {
    const { url, received } = await serve((response) => response.end('ok'));
    const response = await side()(`${url}${path}`, { redirect: 'manual', ...init });
    expect(await response.text()).toBe('ok');
    const request = new Request(`${url}${path}`, init);
    const body = Buffer.from(await request.arrayBuffer());
    const needsLength = request.body !== null || ['POST', 'PUT'].includes(request.method);
    expect(received.map(pick)).toEqual([
      {
        line: `${request.method} ${path}`,
        body: body.toString('latin1'),
        headers: {
          'content-type': request.headers.get('content-type') ?? undefined,
          'content-length': needsLength ? String(body.length) : undefined,
          'transfer-encoding': undefined,
          'x-own': request.headers.get('x-own') ?? undefined,
          accept: '*/*',
          'user-agent': 'node',
          connection: 'keep-alive',
        },
      },
    ]);
  });

  it('sends a form with its boundary', async () => {
    const { url, received } = await serve((response) => response.end());
    await side()(url, { method: 'POST', body: form });
    const [one] = received;
    const boundary = /boundary=(.+)$/.exec(one?.headers['content-type'] ?? '')?.[1] ?? 'none';
    expect(one?.body).toContain(`--${boundary}--`);
    expect(one?.body).toContain('a\r\nb');
  });

  it('takes a Request, a URL or a text', async () => {
    const { url, received } = await serve((response) => response.end());
    const fetch = side();
    await fetch(new Request(`${url}/1`, { method: 'DELETE' }));
    await fetch(new URL(`${url}/2`));
    await fetch(`${url}/3`);
    await fetch(new Request(`${url}/4`), { method: 'PUT', body: 'x' });
    expect(received.map(({ line }) => line)).toEqual(['DELETE /1', 'GET /2', 'GET /3', 'PUT /4']);
  });

  it('gives status, headers and body as they came', async () => {
    const { url } = await serve((response) => {
      response.writeHead(
        418,
        'A Teapot',
        [
          ['X-Many', 'a'],
          ['X-Many', 'b'],
          ['Set-Cookie', 'a=1'],
          ['Set-Cookie', 'b=2'],
          ['X-Latin', 'caf\u00e9'],
        ].flat(),
      );
      response.write('one ');
      setTimeout(() => response.end('two'), 2);
    });
    const response = await side()(url);
    expect(response).toBeInstanceOf(Response);
    expect([response.status, response.statusText, response.ok]).toEqual([418, 'A Teapot', false]);
    expect(response.headers.get('x-many')).toBe('a, b');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.get('x-latin')).toBe('caf\u00e9');
    expect(response.body).toBeInstanceOf(ReadableStream);
    expect(await response.text()).toBe('one two');
  });

  it.each([204, 205, 304])('gives a %s without a body', async (status) => {
    const { url } = await serve((response) => response.writeHead(status).end());
    const fetch = side();
    for (let turn = 0; turn < 2; turn += 1) {
      const response = await fetch(url, { method: 'DELETE' });
      expect([response.status, response.body]).toEqual([status, null]);
    }
  });

  it('gives a HEAD without a body', async () => {
    const { url } = await serve((response) => {
      response.writeHead(200, { 'content-length': '1000', 'content-encoding': 'gzip' }).end();
    });
    const response = await side()(url, { method: 'HEAD' });
    expect(response.headers.get('content-length')).toBe('1000');
    expect(await response.text()).toBe('');
  });

  it('gives an empty body as one', async () => {
    const { url } = await serve((response) => response.writeHead(200, { 'content-length': '0' }).end());
    const response = await side()(url);
    expect(response.body).not.toBeNull();
    expect(await response.text()).toBe('');
  });

  it('hands a redirect on when told to', async () => {
    const { url, received } = await serve((response) =>
      response.writeHead(307, { location: '/other' }).end('moved'),
    );
    const response = await side()(url, { method: 'DELETE', redirect: 'manual' });
    expect([response.status, response.headers.get('location'), response.redirected]).toEqual([
      307,
      '/other',
      false,
    ]);
    expect(await response.text()).toBe('moved');
    expect(received).toHaveLength(1);
  });

  it('rejects for a redirect when told to', async () => {
    const { url, received } = await serve((response) =>
      response.writeHead(302, { location: '/other' }).end(),
    );
    const error = await rejectionOf(side()(url, { redirect: 'error' }));
    expect([error.constructor, error.message]).toEqual([TypeError, 'fetch failed']);
    expect(received).toHaveLength(1);
  });

  const text = 'id-1,id-2,'.repeat(20_000);
  it.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
  ])('decodes %s', async (coding, body) => {
    const { url, received } = await serve((response) => {
      response.writeHead(200, { 'content-encoding': coding, 'content-length': body.length }).end(body);
    });
    const response = await side()(url);
    expect(await response.text()).toBe(text);
    expect(received[0]?.headers['accept-encoding']).toContain('gzip');
  });

  it('decodes what streams', async () => {
    for (const [coding, stream] of [
      ['gzip', createGzip()],
      ['deflate', createDeflate()],
      ['br', createBrotliCompress()],
    ] as const) {
      const { url } = await serve((response) => {
        response.writeHead(200, { 'content-encoding': coding });
        stream.pipe(response);
        stream.end('abc');
      });
      expect(await (await side()(url)).text()).toBe('abc');
    }
  });

  it('leaves a coding that it does not know as it is', async () => {
    const { url } = await serve((response) =>
      response.writeHead(200, { 'content-encoding': 'own' }).end('abc'),
    );
    expect(await (await side()(url)).text()).toBe('abc');
  });

  it('reads a body that ends with its connection', async () => {
    const { url } = await serveBytes((socket) => {
      socket.end('HTTP/1.1 200 OK\r\n\r\nabc');
    });
    expect(await (await side()(url)).text()).toBe('abc');
  });

  it('passes over what comes before the answer', async () => {
    const { url } = await serve((response) => {
      response.writeEarlyHints({ link: '</a>; rel=preload' });
      response.writeProcessing();
      response.end('ok');
    });
    expect(await (await side()(url)).text()).toBe('ok');
  });

  it('refuses what is not HTTP', async () => {
    for (const url of ['ftp://127.0.0.1/', 'file:///etc/hosts']) {
      expect((await rejectionOf(side()(url))).constructor).toBe(TypeError);
    }
    expect((await rejectionOf(side()('no url'))).constructor).toBe(TypeError);
  });

  it('refuses a body that was used', async () => {
    const { url, received } = await serve((response) => response.end());
    const request = new Request(url, { method: 'POST', body: 'a' });
    await request.text();
    expect((await rejectionOf(side()(request))).constructor).toBe(TypeError);
    expect(received).toEqual([]);
  });

  it('refuses headers that would frame the message', async () => {
    const { url, received } = await serve((response) => response.end());
    for (const name of ['transfer-encoding', 'upgrade', 'expect', 'keep-alive']) {
      const error = await rejectionOf(side()(url, { method: 'POST', body: 'a', headers: { [name]: 'x' } }));
      expect(error.constructor).toBe(TypeError);
    }
    expect(received).toEqual([]);
  });
});

describe('content codings', () => {
  it('are asked for, unless the request says which', async () => {
    const { url, received } = await serve((response) => response.end());
    const fetch = open();
    await fetch(url);
    await fetch(url, { headers: { 'accept-encoding': 'identity' } });
    expect(received.map(({ headers }) => headers['accept-encoding'])).toEqual(['gzip, br', 'identity']);
  });

  it('are read in any case, and `identity` is none', async () => {
    const { url } = await serve((response) => {
      response.writeHead(200, { 'content-encoding': 'GZip , identity' }).end(gzipSync('abc'));
    });
    expect(await (await open()(url)).text()).toBe('abc');
  });
});

describe('connections', () => {
  it('are used again', async () => {
    const { url, received, connections } = await serve((response) => response.end('ok'));
    const fetch = open();
    for (let turn = 0; turn < 20; turn += 1) {
      const response = await fetch(url, { method: turn % 2 === 0 ? 'DELETE' : 'GET' });
      await response.text();
    }
    expect([received.length, connections.length]).toEqual([20, 1]);
  });

  it('are never more than asked for, and the others wait their turn', async () => {
    let now = 0;
    let most = 0;
    const { url, received, connections } = await serve((response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        response.end();
      }, 2);
    });
    const fetch = open({ maxSockets: 3 });
    await Promise.all(
      Array.from({ length: 30 }, async () => (await fetch(url, { method: 'DELETE' })).text()),
    );
    expect([received.length, connections.length, most]).toEqual([30, 3, 3]);
  });

  it('are free again though nobody reads a small answer', async () => {
    const { url, connections } = await serve((response) => response.end('small'));
    const fetch = open({ maxSockets: 1 });
    const first = await fetch(url);
    expect(await (await fetch(url)).text()).toBe('small');
    expect(await first.text()).toBe('small');
    expect(connections).toHaveLength(1);
  });

  it('are dropped when they were idle for so long', async () => {
    const { url, connections } = await serve((response) => response.end());
    const fetch = open({ idleTimeoutMs: 20 });
    await (await fetch(url)).text();
    await until(() => connections[0]?.destroyed === true || connections[0]?.readableEnded === true);
    await (await fetch(url)).text();
    expect(connections).toHaveLength(2);
  });

  it('are not dropped while an answer takes its time', async () => {
    const { url } = await serve((response) => setTimeout(() => response.end('late'), 60));
    const fetch = open({ idleTimeoutMs: 20 });
    for (let turn = 0; turn < 2; turn += 1) expect(await (await fetch(url)).text()).toBe('late');
  });

  it('are left a second before the server leaves them', async () => {
    const { url, connections } = await serve((response) =>
      response.setHeader('Keep-Alive', 'timeout=1').end(),
    );
    const fetch = open();
    for (let turn = 0; turn < 3; turn += 1) await (await fetch(url)).text();
    expect(connections).toHaveLength(3);
  });

  it('are dropped when a server answers what nobody asked', async () => {
    const { url, connections } = await serveBytes((socket, data, connection) => {
      if (!data.includes('/first')) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ntrue');
      else {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
        setTimeout(() => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nfalse'), 5);
      }
      expect(connection).toBeLessThan(3);
    });
    const fetch = open();
    await (await fetch(`${url}/first`)).text();
    await until(() => connections[0]?.destroyed === true || connections[0]?.readableEnded === true);
    expect(await (await fetch(`${url}/second`)).text()).toBe('true');
    expect(connections).toHaveLength(2);
  });

  it('end when the fetch is closed: what is under way may finish, nothing new begins', async () => {
    const { url, received, connections } = await serve((response) => {
      response.write('a');
      setTimeout(() => response.end('b'), 20);
    });
    const fetch = createKeepAliveFetch({ maxSockets: 2 });
    await (await fetch(url)).text();
    const responses = [fetch(url), fetch(url), fetch(url)];
    let isClosed = false;
    const closing = fetch.close().then(() => {
      isClosed = true;
    });
    const refused = await rejectionOf(fetch(url));
    expect(refused.cause).toMatchObject({ code: 'UND_ERR_CLOSED', syscall: 'connect' });
    const texts = await Promise.all(responses.map(async (response) => (await response).text()));
    expect(texts).toEqual(['ab', 'ab', 'ab']);
    await closing;
    await fetch.close();
    expect([isClosed, received.length]).toEqual([true, 4]);
    await until(() => connections.every((socket) => socket.destroyed || socket.readableEnded));
  });

  it('do not keep the fetch open when a body is cancelled or aborted', async () => {
    const { url } = await serve((response) => response.write('x'.repeat(1_000)));
    const fetch = createKeepAliveFetch();
    const controller = new AbortController();
    const cancelled = await fetch(url);
    const aborted = await fetch(url, { signal: controller.signal });
    const closing = fetch.close();
    await cancelled.body?.cancel();
    controller.abort();
    await expect(aborted.text()).rejects.toMatchObject({ name: 'AbortError' });
    await closing;
  });
});

describe('options', () => {
  it.each([
    null,
    { maxSockets: 0 },
    { maxSockets: 1.5 },
    { maxIdleSockets: -1 },
    { idleTimeoutMs: 0 },
    { connectTimeoutMs: 2 ** 31 },
    { tls: 'x' },
  ])('that cannot be used are refused: %j', (options) => {
    expect(() => createKeepAliveFetch(options as never)).toThrow(
      expect.objectContaining({ name: 'RowsweepError', code: 'CONFIGURATION' }),
    );
  });
});
