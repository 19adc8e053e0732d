/** Which credentials are sent, where, and how a refused one is renewed. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { call, exchange, requestLine } from '../../runtime/call.js';
import type { CredentialRequest } from '../../runtime/connection.js';
import type {
  CredentialDefinition,
  OperationDefinition,
  ProviderDefinition,
} from '../../runtime/definition.js';
import { rawClient } from '../../runtime/raw.js';
import {
  connectAcme,
  deleteRows,
  errorOf,
  errorThrownBy,
  fakeClock,
  fakeFetch,
  json,
  listRows,
  provider,
  request,
  text,
  type AcmeOptions,
  type FakeFetch,
} from './workbench.js';

const schemes: readonly CredentialDefinition[] = [
  { option: 'token', kind: 'authorization', scheme: 'Bearer' },
  { option: 'basicAuth', kind: 'authorization', scheme: 'Basic' },
  { option: 'legacy', kind: 'authorization', scheme: 'Token' },
  { option: 'apiKey', kind: 'header', name: 'X-Api-Key' },
  { option: 'queryKey', kind: 'query', name: 'api key' },
  { option: 'cookieKey', kind: 'cookie', name: 'sid' },
];
const acme: ProviderDefinition = { ...provider, credentials: schemes };

const securing = (...security: readonly string[][]): OperationDefinition => ({
  ...listRows,
  path: '/x',
  parameters: [],
  security,
});

type Secrets = AcmeOptions & Readonly<Record<string, unknown>>;

function open(
  secrets: Secrets,
  answer: FakeFetch = fakeFetch(() => json([])),
): FakeFetch & { readonly connection: ReturnType<typeof connectAcme> } {
  const options: Secrets = { token: undefined, ...secrets, fetch: answer.fetch, clock: fakeClock() };
  return { ...answer, connection: connectAcme(options, acme) };
}

async function sent(secrets: Secrets, ...security: readonly string[][]): Promise<Record<string, string>> {
  const { requests, connection } = open(secrets);
  await call(connection, securing(...security));
  const [one] = requests;
  const names = ['authorization', 'x-api-key', 'cookie'];
  const found = names.flatMap((name) => {
    const value = one?.headers.get(name) ?? null;
    return value === null ? [] : [[name, value] as const];
  });
  const { search } = new URL(one?.url ?? '');
  return Object.fromEntries(search === '' ? found : [...found, ['search', search] as const]);
}

describe('how a credential is sent', () => {
  it.each<[string, Secrets, Record<string, string>]>([
    ['token', { token: 'abc' }, { authorization: 'Bearer abc' }],
    ['legacy', { legacy: 'abc' }, { authorization: 'Token abc' }],
    [
      'basicAuth',
      { basicAuth: { username: 'Aladdin', password: 'open sesame' } },
      { authorization: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==' },
    ],
    [
      'basicAuth',
      { basicAuth: () => Promise.resolve({ username: '', password: 'pässwörd' }) },
      { authorization: `Basic ${Buffer.from(':pässwörd').toString('base64')}` },
    ],
    ['apiKey', { apiKey: 'abc' }, { 'x-api-key': 'abc' }],
    ['queryKey', { queryKey: "a b&c=d'e" }, { search: '?api%20key=a%20b%26c%3Dd%27e' }],
    ['queryKey', { queryKey: () => 'abc' }, { search: '?api%20key=abc' }],
    ['cookieKey', { cookieKey: 'abc=+/' }, { cookie: 'sid=abc=+/' }],
    ['cookieKey', { cookieKey: 'a;b c"' }, { cookie: 'sid=a%3Bb%20c%22' }],
  ])('%s %o', async (option, secrets, written) => {
    expect(await sent(secrets, [option])).toEqual(written);
  });

  it('several together', async () => {
    const secrets = { token: 'abc', apiKey: 'def', cookieKey: 'ghi', queryKey: 'jkl' };
    expect(await sent(secrets, ['token', 'apiKey', 'cookieKey', 'queryKey'])).toEqual({
      authorization: 'Bearer abc',
      'x-api-key': 'def',
      cookie: 'sid=ghi',
      search: '?api%20key=jkl',
    });
  });

  it.each<[string, unknown]>([
    ['basicAuth', 'user:password'],
    ['basicAuth', { username: 'a:b', password: 'c' }],
    ['basicAuth', { username: 'a' }],
    ['basicAuth', { username: '', password: '' }],
    ['basicAuth', { username: ' ', password: '\u200b' }],
    ['basicAuth', null],
    ['queryKey', 7],
    ['cookieKey', 'a\nb'],
  ])('%s cannot be %o', (option, secret) => {
    const error = errorThrownBy(() => open({ [option]: secret }));
    expect(error).toMatchObject({ code: 'CONFIGURATION', attempts: 0 });
    expect(error.message).toContain(`\`${option}\``);
  });
});

describe('alternatives', () => {
  it.each<[string, Secrets, readonly string[][], Record<string, string>]>([
    ['the first that is given', { apiKey: 'k' }, [['token'], ['apiKey']], { 'x-api-key': 'k' }],
    ['in their order', { apiKey: 'k', token: 't' }, [['token'], ['apiKey']], { authorization: 'Bearer t' }],
    [
      'only a whole one',
      { token: 't', apiKey: 'k' },
      [['token', 'legacy'], ['apiKey']],
      { 'x-api-key': 'k' },
    ],
    ['none needed', { token: 't' }, [], {}],
    ['none given, none needed', {}, [['token'], []], {}],
    ['what is given before nothing', { token: 't' }, [[], ['token']], { authorization: 'Bearer t' }],
  ])('%s', async (_name, secrets, security, written) => {
    expect(await sent(secrets, ...security)).toEqual(written);
  });

  it.each<[Secrets, readonly string[][]]>([
    [{}, [['token']]],
    [{ token: 't' }, [['token', 'apiKey']]],
    [{ token: 't' }, [['apiKey'], ['queryKey', 'cookieKey']]],
  ])('%o does not do for %o, and nothing is sent', async (secrets, security) => {
    const { requests, connection } = open(secrets);
    const error = await errorOf(call(connection, securing(...security)));
    expect(error).toMatchObject({
      code: 'CONFIGURATION',
      effect: 'none',
      attempts: 0,
      operation: 'listRows',
    });
    for (const option of security.flat()) expect(error.message).toContain(`\`${option}\``);
    expect(requests).toEqual([]);
  });

  it('one that every operation needs is asked for at the door', () => {
    const needed = { ...provider, credentials: [{ ...provider.credentials[0], required: true }] };
    const error = errorThrownBy(() => connectAcme({ token: undefined }, needed as ProviderDefinition));
    expect(error).toMatchObject({ code: 'CONFIGURATION', attempts: 0 });
  });

  it('the raw client sends the same', async () => {
    const { requests, connection } = open({ queryKey: 'abc-secret', cookieKey: 'def' });
    const raw = rawClient<Record<string, { get: { responses: { 200: object } } }>>(connection, [
      securing(['queryKey', 'cookieKey']),
    ]);
    await raw.GET('/x', {});
    expect(requests[0]?.url).toMatch(/\?api%20key=abc-secret$/);
    expect(requests[0]?.headers.get('cookie')).toBe('sid=def');
    const { connection: bare } = open({});
    const refused = rawClient<Record<string, { get: { responses: { 200: object } } }>>(bare, [
      securing(['queryKey']),
    ]);
    expect((await errorOf(refused.GET('/x', {}))).code).toBe('CONFIGURATION');
  });
});

describe('a secret in the query', () => {
  const secret = "q-secret's 1/2";
  it('is in no error, no hook and no message', async () => {
    const told: unknown[] = [];
    const tell = (event: unknown): void => void told.push(event);
    const failures: ((sent: { readonly url: string }) => Promise<Response>)[] = [
      (one) => Promise.reject(new TypeError(`failed to fetch ${one.url}`)),
      (one) => Promise.reject(Object.assign(new Error('x', { cause: new Error(one.url) }), { url: one.url })),
      (one) => Promise.resolve(text(`no such page: ${one.url}`, { status: 404 })),
      (one) => Promise.resolve(json({ message: one.url, url: [one.url] }, { status: 400 })),
      (one) => Promise.resolve(text(one.url)),
      (one) => Promise.resolve(new Response(null, { status: 302, headers: { location: one.url } })),
    ];
    for (const fail of failures) {
      const options: Secrets = {
        token: undefined,
        queryKey: secret,
        fetch: (url) => fail({ url }),
        clock: fakeClock(),
        onRequest: tell,
        onResponse: tell,
      };
      const error = await errorOf(call(connectAcme(options, acme), securing(['queryKey'])));
      const shown = inspect(error, { depth: 9 });
      expect(shown).not.toContain('q-secret');
    }
    expect(told.length).toBeGreaterThan(0);
    expect(inspect(told, { depth: 9 })).not.toContain('q-secret');
  });

  it('counts in the request line as it is sent', async () => {
    const { requests, connection } = open({ queryKey: secret });
    const definition = securing(['queryKey']);
    const line = requestLine(connection, definition, {});
    await call(connection, definition);
    const { pathname, search } = new URL(requests[0]?.url ?? '');
    expect(line).toBe(`GET ${pathname}${search} HTTP/1.1`);
  });
});

describe('a 401', () => {
  const refusing = (good: string): FakeFetch =>
    fakeFetch((one) =>
      one.headers.get('authorization') === `Bearer ${good}` ? json(['done']) : text('', { status: 401 }),
    );
  /** Gives `stale` until it is told that it was refused. */
  function cached(): {
    readonly asked: CredentialRequest[];
    readonly token: (why: CredentialRequest) => Promise<string>;
  } {
    const asked: CredentialRequest[] = [];
    let current = 'stale';
    return {
      asked,
      token: async (why) => {
        asked.push(why);
        await new Promise((resolve) => setTimeout(resolve, 2));
        if (why.refused) current = 'fresh';
        return current;
      },
    };
  }

  it('asks the function once more, says why, and sends again, also what must not be repeated', async () => {
    const wire = refusing('fresh');
    const { asked, token } = cached();
    const connection = connectAcme({ fetch: wire.fetch, token, clock: fakeClock() });
    expect(await call(connection, { ...deleteRows, retry: 'never' }, request)).toEqual(['done']);
    expect(wire.requests.map(({ headers }) => headers.get('authorization'))).toEqual([
      'Bearer stale',
      'Bearer fresh',
    ]);
    expect(asked).toEqual([{ refused: false }, { refused: true }]);
  });

  it('many at once share one refresh', async () => {
    const wire = refusing('fresh');
    const { asked, token } = cached();
    const connection = connectAcme({ fetch: wire.fetch, token, clock: fakeClock() });
    const calls = Array.from({ length: 20 }, () => call(connection, deleteRows, request));
    expect(await Promise.all(calls)).toEqual(calls.map(() => ['done']));
    expect(asked.filter(({ refused }) => refused)).toHaveLength(1);
    expect(wire.requests).toHaveLength(40);
  });

  it('one that comes late takes what another call was given', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const wire = fakeFetch(async (one, index) => {
      if (index === 0) await held;
      return one.headers.get('authorization') === 'Bearer fresh' ? json(['done']) : text('', { status: 401 });
    });
    const { asked, token } = cached();
    const connection = connectAcme({ fetch: wire.fetch, token, clock: fakeClock() });
    const late = call(connection, deleteRows, request);
    expect(await call(connection, deleteRows, request)).toEqual(['done']);
    release();
    expect(await late).toEqual(['done']);
    expect(asked.filter(({ refused }) => refused)).toHaveLength(1);
  });

  it.each<[string, unknown, number]>([
    ['a value, not a function', 'stale', 1],
    ['the same again', () => 'stale', 1],
    ['another that is refused as well', tokens('one', 'two', 'three', 'four'), 2],
    ['a function that fails the second time', tokens('one'), 1],
  ])('%s: the error is the 401', async (_name, token, count) => {
    const wire = refusing('never');
    const connection = connectAcme({ fetch: wire.fetch, token, clock: fakeClock() });
    const error = await errorOf(call(connection, deleteRows, request));
    expect(error).toMatchObject({ code: 'AUTHENTICATION', status: 401, effect: 'none', attempts: count });
    expect(wire.requests).toHaveLength(count);
  });

  it('a function that hangs does not hang the call', async () => {
    let isFirst = true;
    const token = (): Promise<string> => {
      if (!isFirst) return new Promise(() => undefined);
      isFirst = false;
      return Promise.resolve('stale');
    };
    const connection = connectAcme({ fetch: refusing('never').fetch, token, timeoutMs: 10 });
    expect(await errorOf(call(connection, deleteRows, request))).toMatchObject({ status: 401, attempts: 1 });
  });

  it('one that a rule calls uncertain is not sent again', async () => {
    const wire = refusing('fresh');
    const rule = { status: [401], providerCode: null, retryAfter: null, retryable: null, fatal: null };
    const errorRules = [{ ...rule, code: 'AUTHENTICATION', effect: 'possible' } as const];
    const connection = connectAcme({ fetch: wire.fetch, token: cached().token, errorRules });
    expect((await errorOf(call(connection, deleteRows, request))).effect).toBe('possible');
    expect(wire.requests).toHaveLength(1);
  });

  it('an exchange is one request, unless it is said that it may be repeated', async () => {
    const wire = refusing('fresh');
    const connection = connectAcme({ fetch: wire.fetch, token: cached().token });
    expect((await errorOf(exchange(connection, deleteRows, request))).status).toBe(401);
    expect(wire.requests).toHaveLength(1);
    for (const allowed of [false, true]) {
      const mayRepeat = ({ status }: { readonly status: number | undefined }): Promise<boolean> =>
        Promise.resolve(allowed && status === 401);
      const asking = connectAcme({ fetch: wire.fetch, token: cached().token });
      const promise = exchange(asking, deleteRows, request, { mayRepeat });
      if (allowed) expect((await promise).body).toEqual(['done']);
      else expect((await errorOf(promise)).status).toBe(401);
    }
    expect(wire.requests).toHaveLength(4);
  });

  it('after an abort nothing is sent again', async () => {
    const controller = new AbortController();
    const wire = refusing('fresh');
    const token = (why: CredentialRequest): string => {
      if (why.refused) controller.abort();
      return why.refused ? 'fresh' : 'stale';
    };
    const connection = connectAcme({ fetch: wire.fetch, token });
    const error = await errorOf(call(connection, deleteRows, request, { signal: controller.signal }));
    expect(error).toMatchObject({ code: 'ABORTED', effect: 'none', fatal: false, attempts: 1 });
    expect(wire.requests).toHaveLength(1);
  });
});

/** Gives one after the other, and throws when there is none left. */
function tokens(...values: string[]): () => string {
  return () => {
    const value = values.shift();
    if (value === undefined) throw new Error('none left');
    return value;
  };
}
