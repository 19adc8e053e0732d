import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { exchange } from '../../runtime/call.js';
import { rawClient } from '../../runtime/raw.js';
import { redactBody, redactCause, redactText } from '../../runtime/redact.js';
import {
  connectAcme,
  deleteRows,
  errorOf,
  fakeFetch,
  json,
  parameter,
  provider,
  request,
  text,
  TOKEN,
  type AcmeOptions,
} from './workbench.js';

async function shown(options: AcmeOptions): Promise<string> {
  const error = await errorOf(exchange(connectAcme(options), deleteRows, request));
  return `${inspect(error, { depth: 20, showHidden: true })} ${JSON.stringify(error)} ${String(error.stack)}`;
}

/** An error to the compiler, not to the platform. */
const lookalike: Error = Object.assign(
  { name: 'HttpError', message: 'x' },
  { headers: { authorization: TOKEN } },
);

describe('no secret gets into an error', () => {
  it.each<[string, AcmeOptions]>([
    [
      'a message of the provider',
      { fetch: fakeFetch(() => json({ detail: `bad token ${TOKEN}` }, { status: 401 })).fetch },
    ],
    [
      'a body, deep and as a key',
      { fetch: fakeFetch(() => json({ [TOKEN]: [{ h: `Bearer ${TOKEN}` }] }, { status: 400 })).fetch },
    ],
    ['a text body', { fetch: fakeFetch(() => text(`<html>${TOKEN}`, { status: 500 })).fetch }],
    ['a code', { fetch: fakeFetch(() => json({ message: 'm', code: TOKEN }, { status: 500 })).fetch }],
    [
      'a request id',
      { fetch: fakeFetch(() => text('', { status: 500, headers: { 'x-request-id': TOKEN } })).fetch },
    ],
    ['a 2xx that cannot be read', { fetch: fakeFetch(() => text(`hello ${TOKEN}`)).fetch }],
    [
      'a cause',
      { fetch: () => Promise.reject(new TypeError('x', { cause: new Error(`invalid header: ${TOKEN}`) })) },
    ],
    ['a secret given by a function', { token: () => TOKEN, fetch: () => Promise.reject(new Error(TOKEN)) }],
    [
      'an extra header that is one',
      {
        headers: { 'X-Api-Key': TOKEN },
        token: 'another-token',
        fetch: () => Promise.reject(new Error(TOKEN)),
      },
    ],
    [
      'an echo in Base64',
      {
        fetch: fakeFetch(() => text(`[redacted] ${btoa(TOKEN)}`, { status: 401 })).fetch,
      },
    ],
    [
      'the token of an extra header with a scheme',
      {
        headers: { 'X-Forwarded-Auth': `Bearer ${TOKEN}` },
        token: 'another-token',
        fetch: fakeFetch(() => json({ detail: `bad ${TOKEN}` }, { status: 401 })).fetch,
      },
    ],
    [
      'a cause that carries the request',
      {
        fetch: (url, init) =>
          Promise.reject(Object.assign(new Error('[redacted]'), { request: new Request(url, init) })),
      },
    ],
    [
      'a cause that carries its settings',
      {
        fetch: () =>
          Promise.reject(
            Object.assign(new Error('x'), { code: 'E', config: { headers: { a: `Bearer ${TOKEN}` } } }),
          ),
      },
    ],
    ['a cause that is no error', { fetch: () => Promise.reject(lookalike) }],
    [
      'an error of several',
      { fetch: () => Promise.reject(new AggregateError([new Error(TOKEN)], '[redacted]')) },
    ],
    [
      'an encoded echo',
      {
        token: 'a/b+c=d&e',
        fetch: fakeFetch(() => text(`${encodeURIComponent('a/b+c=d&e')} a/b+c=d&e`, { status: 500 })).fetch,
      },
    ],
  ])('%s', async (_name, options) => {
    const all = await shown(options);
    expect(all).not.toContain(TOKEN);
    expect(all).not.toContain('a/b+c=d&e');
    expect(all).not.toContain('a%2Fb%2Bc');
    expect(all).not.toContain(btoa(TOKEN));
    if (!_name.startsWith('a cause that')) expect(all).toContain('[redacted]');
  });

  it('a header of one call counts as one when its name says so', async () => {
    const connection = connectAcme({ fetch: () => Promise.reject(new Error('header abc-secret-abc')) });
    const error = await errorOf(
      exchange(connection, deleteRows, request, { headers: { 'X-Auth-Token': 'abc-secret-abc' } }),
    );
    expect(inspect(error)).not.toContain('abc-secret-abc');
  });

  it('nor one of the request’s own parameters, as it is or as a cookie writes it', async () => {
    const definition = {
      ...deleteRows,
      parameters: [
        ...deleteRows.parameters,
        parameter({ name: 'X-Api-Key', in: 'header', style: 'simple' }),
        parameter({ name: 'PHPSESSID', in: 'cookie' }),
        parameter({ name: 'theme', in: 'cookie' }),
      ],
    };
    const given = {
      ...request,
      headers: { 'X-Api-Key': 'key-of-mine' },
      cookies: { PHPSESSID: 'session/of mine', theme: 'dark' },
    };
    const echo = { detail: 'key-of-mine session/of mine session%2Fof%20mine dark' };
    const connection = connectAcme({ fetch: fakeFetch(() => json(echo, { status: 400 })).fetch });
    const error = await errorOf(exchange(connection, definition, given));
    expect(error.body).toEqual({ detail: '[redacted] [redacted] [redacted] dark' });
  });

  it('nor one that a caller of the raw client, or a middleware, puts into a header', async () => {
    const echo = fakeFetch((one) => {
      const { headers } = one;
      return text(`${String(headers.get('x-api-key'))} ${String(headers.get('cookie'))} session-1`);
    });
    const raw = rawClient<object>(connectAcme({ fetch: echo.fetch }), [deleteRows]);
    raw.use({
      onRequest: ({ request: sent }) => {
        sent.headers.set('Cookie', 'theme=dark; sid=session-1');
        return sent;
      },
    });
    const send = Reflect.get(raw, 'DELETE') as (path: string, init: object) => Promise<unknown>;
    const error = await errorOf(
      send(deleteRows.path, {
        params: { path: request.path },
        body: request.body,
        headers: { 'X-Api-Key': 'key-of-mine' },
      }),
    );
    expect(error.body).toBe('[redacted] [redacted] [redacted]');
  });

  it.each<[string, string, (count: number) => unknown]>([
    ['token-number-1.', 'Bearer', (count) => `token-number-${count}.`],
    ['password-1.', 'Basic', (count) => ({ username: 'me', password: `password-${count}.` })],
  ])('%s was given long before the last, and is still known to its request', async (echo, scheme, write) => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const wire = fakeFetch(async (_sent, index) => {
      if (index > 0) return json([]);
      await held;
      return text(`refused ${echo}`, { status: 403 });
    });
    let count = 0;
    const token = (): unknown => write((count += 1));
    const connection = connectAcme(
      { token, fetch: wire.fetch },
      { ...provider, credentials: [{ option: 'token', kind: 'authorization', scheme }] },
    );
    const first = errorOf(exchange(connection, deleteRows, request));
    for (let other = 0; other < 30; other += 1) await exchange(connection, deleteRows, request);
    release();
    expect((await first).body).toBe('refused [redacted]');
  });

  it('what a client shows of itself holds none', () => {
    const client = { connection: connectAcme(), raw: rawClient<object>(connectAcme(), [deleteRows]) };
    const texts = [inspect(client, { depth: 20, showHidden: true }), JSON.stringify(client)];
    texts.push(inspect(structuredClone(client.connection)));
    for (const shown of texts) expect(shown).not.toContain(TOKEN);
    expect(() => structuredClone(client)).toThrow();
  });

  it('the reason of an abort is handed on as it is', async () => {
    const reason = { mine: new Map() };
    const signal = AbortSignal.abort(reason);
    const error = await errorOf(exchange(connectAcme(), deleteRows, request, { signal }));
    expect(error.cause).toBe(reason);
  });

  it('hooks are told none', async () => {
    const told: unknown[] = [];
    const tell = (event: unknown): void => void told.push(event);
    const wire = fakeFetch(() => json([]));
    const connection = connectAcme({ fetch: wire.fetch, onRequest: tell, onResponse: tell });
    await exchange(connection, deleteRows, request, { headers: { 'X-Api-Key': TOKEN } });
    expect(told).toHaveLength(2);
    expect(inspect(told, { depth: 9 })).not.toContain(TOKEN);
  });

  it('an error without a secret keeps its cause as it is', async () => {
    const cause = new TypeError('fetch failed');
    const error = await errorOf(
      exchange(connectAcme({ fetch: () => Promise.reject(cause) }), deleteRows, request),
    );
    expect(error.cause).toBe(cause);
  });
});

describe('redaction', () => {
  it('leaves texts alone that are too short to be a secret', () => {
    expect(redactText('attention', ['t', ''])).toBe('attention');
  });

  it('finds the longer of two secrets that begin alike', () => {
    expect(redactText('token-1-and-more', ['token-1', 'token-1-and-more'])).toBe('[redacted]');
  });

  it.each([['a/b c+d'], ['ÿÿÿ?'], ['abcd']])('finds %s as URLs and Base64 write it', (secret) => {
    const encoded = encodeURIComponent(secret);
    const forms = [
      encoded,
      encoded.replace(/%../g, (code) => code.toLowerCase()),
      encoded.replaceAll('%20', '+'),
      btoa(secret),
      btoa(secret).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
    ];
    for (const form of forms) expect(redactText(`<${form}>`, [secret])).toMatch(/^<\[redacted\]=*>$/);
  });

  it('a cause that answers itself, or is a hundred thousand parts, ends', () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    expect(redactCause(circle, ['secret'])).toBe(circle);
    const many = { list: Array.from({ length: 100_000 }, () => ({})) };
    expect(redactCause(many, ['secret'])).toBeInstanceOf(Error);
  });

  it('finds a secret as JSON writes it', () => {
    expect(redactText(String.raw`{"k":"a\"bcd"}`, ['a"bcd'])).toBe('{"k":"[redacted]"}');
  });

  it('does not overflow on a body that is nested without end', () => {
    const deep: unknown = JSON.parse('['.repeat(20_000) + ']'.repeat(20_000));
    expect(JSON.stringify(redactBody(deep, ['secret']))).toContain('[redacted]');
  });

  it('a chain of causes that holds one is replaced by its cleaned text', () => {
    const cause = new Error('outer', { cause: new Error('inner secret-1') });
    const clean = redactCause(cause, ['secret-1']);
    expect(clean).not.toBe(cause);
    expect(inspect(clean, { depth: 9 })).not.toContain('secret-1');
    expect(String(clean)).toBe('Error: outer: inner [redacted]');
  });
});
