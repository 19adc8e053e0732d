/** The keep-alive transport over TLS. */
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { readNetworkFailure } from '../../runtime/network.js';
import { endAll, open, rejectionOf, serveBytes } from './keep-alive-server.js';
import { cert, key } from './keep-alive-tls.js';

const deletion = { method: 'DELETE', body: '{"rows":["a"]}', redirect: 'manual' } as const;
const closers: (() => void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) close();
  await endAll();
});

async function serveTls(
  options: ServerOptions = {},
): Promise<{ url: string; received: string[]; sockets: Socket[] }> {
  const received: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer({ key, cert, ...options }, (request, response) => {
    received.push(`${request.method ?? ''} ${request.url ?? ''}`);
    request.resume().on('end', () => response.end('ok'));
  });
  server.on('connection', (socket: Socket) => sockets.push(socket));
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, received, sockets };
}

describe('over TLS', () => {
  it('the options of a caller are passed on, and the connection is kept', async () => {
    const { url, received, sockets } = await serveTls();
    const fetch = open({ tls: { ca: cert } });
    for (let turn = 0; turn < 3; turn += 1) expect(await (await fetch(url, deletion)).text()).toBe('ok');
    expect([received.length, sockets.length]).toEqual([3, 1]);
  });

  it('a client shows its certificate', async () => {
    const { url } = await serveTls({ requestCert: true, rejectUnauthorized: true, ca: cert });
    expect(await (await open({ tls: { ca: cert, cert, key } })(url, deletion)).text()).toBe('ok');
  });

  it.each([
    ['signs itself', {}, /SELF_SIGNED/],
    ['has another name', { ca: cert, servername: 'other.test' }, /ALTNAME_INVALID/],
  ])('a certificate that %s is refused before anything is sent', async (_what, tls, code) => {
    const { url, received } = await serveTls();
    const error = await rejectionOf(open({ tls })(url, deletion));
    expect(error.cause).toMatchObject({ code: expect.stringMatching(code) as string });
    expect(readNetworkFailure(error)).toMatchObject({
      code: 'CONNECTION',
      effect: 'none',
      retryable: false,
      fatal: true,
    });
    expect(received).toEqual([]);
  });

  it('a handshake that is cut: nothing was sent', async () => {
    for (const end of [
      (socket: Socket) => socket.destroy(),
      (socket: Socket) => socket.end('HTTP/1.1 400 Bad\r\n\r\n'),
    ]) {
      const { url, heard } = await serveBytes((socket) => {
        end(socket);
      });
      const error = await rejectionOf(open()(url.replace('http:', 'https:'), deletion));
      expect(readNetworkFailure(error)).toMatchObject({ code: 'CONNECTION', effect: 'none' });
      expect(heard.join('')).not.toContain('rows');
    }
  });

  it('a handshake that never ends: nothing was sent', async () => {
    const { url } = await serveBytes(() => undefined);
    const fetch = open({ connectTimeoutMs: 30 });
    const error = await rejectionOf(fetch(url.replace('http:', 'https:'), deletion));
    expect(error.cause).toMatchObject({ code: 'UND_ERR_CONNECT_TIMEOUT' });
    expect(readNetworkFailure(error)).toMatchObject({ code: 'CONNECTION', effect: 'none', retryable: true });
  });

  it('a client without the certificate that the server wants is never told that it was heard', async () => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const { url, received } = await serveTls({
        requestCert: true,
        rejectUnauthorized: true,
        ca: cert,
        maxVersion,
      });
      const error = await rejectionOf(open({ tls: { ca: cert } })(url, deletion));
      // With TLS 1.3 the client has written before it learns of the refusal.
      const effect = maxVersion === 'TLSv1.2' ? 'none' : 'possible';
      expect(readNetworkFailure(error)).toMatchObject({ code: 'CONNECTION', effect });
      expect(received).toEqual([]);
    }
  });

  it('what cannot be a certificate is an error of the request, and nothing was sent', async () => {
    const { url, sockets } = await serveTls();
    const error = await rejectionOf(open({ tls: { ca: cert, cert: 'none', key: 'none' } })(url, deletion));
    expect(readNetworkFailure(error)).toMatchObject({ code: 'CONNECTION', effect: 'none' });
    expect(sockets).toEqual([]);
  });
});
