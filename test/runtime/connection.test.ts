import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { call, exchange } from '../../runtime/call.js';
import { connect, stateOf } from '../../runtime/connection.js';
import { RowsweepError } from '../../runtime/errors.js';
import {
  connectAcme,
  deleteRows,
  errorOf,
  errorThrownBy,
  fakeFetch,
  json,
  provider,
  request,
  text,
  TOKEN,
  type AcmeOptions,
} from './workbench.js';

describe('options at the door', () => {
  const wrong: [string, AcmeOptions, string][] = [
    ['no credential', { token: undefined }, '`token` is missing'],
    ['a credential of another kind', { token: 7 }, '`token` wants a string'],
    ['a blank credential', { token: ' ' }, 'a blank string'],
    ['a credential with a line break', { token: 'abcd\r\nX-Admin: 1' }, 'a line break'],
    ['a credential beyond Latin-1', { token: 'tok€n' }, 'no header can carry'],
    ['no required header', { tenantId: undefined }, '`tenantId` is missing'],
    ['a blank header', { tenantId: '' }, 'a blank string'],
    ['a blank optional header', { spaceId: ' ' }, 'a blank string'],
    ['a header with a line break', { tenantId: 't\nX: 1' }, '`tenantId`'],
    ['an extra header with a line break', { headers: { 'X-A': 'a\r\nb' } }, 'X-A'],
    ['an extra header with a wrong name', { headers: { 'X A': 'a' } }, 'name'],
    ['an extra header over a credential', { headers: { authorization: 'x' } }, 'authorization'],
    ['an extra header over an option', { headers: { 'x-tenant': 'x' } }, 'x-tenant'],
    ['an extra header of the transport', { headers: { 'Content-Length': '0' } }, 'Content-Length'],
    ['a relative base URL', { baseUrl: '/api' }, '`baseUrl`'],
    ['another scheme', { baseUrl: 'ftp://acme.test' }, '`baseUrl`'],
    ['a base URL without slashes', { baseUrl: 'https:acme.test' }, '`baseUrl`'],
    ['an unfilled placeholder', { baseUrl: 'https://${HOST}/api' }, 'placeholder'],
    ['a base URL with a query', { baseUrl: 'https://acme.test/?a=1' }, 'query'],
    ['a base URL with a fragment', { baseUrl: 'https://acme.test/#a' }, 'fragment'],
    ['a base URL with credentials', { baseUrl: `https://me:${TOKEN}@acme.test` }, 'credentials'],
    ['an empty base URL', { baseUrl: '' }, '`baseUrl`'],
    ['a base URL and a server', { baseUrl: 'https://acme.test', server: { region: 'eu' } }, 'exclude'],
    ['an unknown variable', { server: { zone: 'eu' } }, 'region, host'],
    ['variables of two servers', { server: { region: 'eu', host: 'x' } }, 'region, host'],
    ['a value outside its enum', { server: { region: 'mars' } }, 'eu, us'],
    ['a variable that ends the host', { server: { host: 'evil.test/?' } }, '`server.host`'],
    ['a variable with a user', { server: { host: 'acme.test@evil.test' } }, '`server.host`'],
    ['no time', { timeoutMs: 0 }, '`timeoutMs`'],
    ['more time than a timer has', { timeoutMs: 2 ** 31 }, '`timeoutMs`'],
    ['NaN', { timeoutMs: NaN }, 'NaN'],
    ['negative retries', { retry: { maxRetries: -1 } }, '`retry.maxRetries`'],
    ['no bytes', { maxResponseBytes: 0 }, '`maxResponseBytes`'],
  ];
  it.each(wrong)('%s', (_name, options, message) => {
    const error = errorThrownBy(() => connectAcme(options));
    expect(error).toMatchObject({
      code: 'CONFIGURATION',
      effect: 'none',
      fatal: true,
      provider: 'acme',
      attempts: 0,
    });
    expect(error.message).toContain(message);
    expect(inspect(error)).not.toContain(TOKEN);
    expect(error.message).not.toContain('abcd');
  });

  it.each([[undefined], [null], ['token'], [[]]])('options that are %o', (options) => {
    const error = errorThrownBy(() => connect(provider, options as AcmeOptions));
    expect(error.code).toBe('CONFIGURATION');
  });

  it.each([
    ['fetch', { fetch: 'https' }],
    ['onRequest', { onRequest: 1 }],
    ['headers', { headers: 'X: 1' }],
    ['retry', { retry: 3 }],
    ['errorRules', { errorRules: [{}] }],
    ['server', { server: 'eu' }],
    ['baseUrl', { baseUrl: new URL('https://acme.test') }],
  ])('%s of another kind', (name, options) => {
    const error = errorThrownBy(() => connectAcme(options as unknown as AcmeOptions));
    expect(error.code).toBe('CONFIGURATION');
    expect(error.message).toContain(name);
  });

  it.each<[AcmeOptions, string]>([
    [{}, 'https://eu.acme.test/api'],
    [{ server: { region: 'us' } }, 'https://us.acme.test/api'],
    [{ server: { host: 'localhost:8080' } }, 'https://localhost:8080/acme'],
    [{ baseUrl: 'http://127.0.0.1:9/x//' }, 'http://127.0.0.1:9/x'],
    [{ baseUrl: 'HTTPS://Acme.Test' }, 'https://acme.test'],
    [{ baseUrl: 'https://acme.test/a/../b/' }, 'https://acme.test/b'],
  ])('%o is reached at %s', (options, baseUrl) => {
    expect(connectAcme(options).baseUrl).toBe(baseUrl);
  });
});

describe('a connection', () => {
  it('shows no secret, however it is printed', () => {
    const connection = connectAcme({ headers: { 'X-Api-Key': 'another-secret' } });
    const printed = [
      inspect(connection, { depth: 9, showHidden: true }),
      JSON.stringify(connection),
      Reflect.ownKeys(connection).join(),
    ].join();
    expect(printed).not.toMatch(/very-secret|another-secret/);
    expect(connection).toEqual({ provider: 'acme', baseUrl: 'https://eu.acme.test/api' });
    expect(Object.isFrozen(connection)).toBe(true);
  });

  it.each([[{ provider: 'acme', baseUrl: 'https://evil.test' }], [undefined], [null]])(
    'that connect did not make is refused: %o',
    async (connection) => {
      expect(errorThrownBy(() => stateOf(connection as never)).code).toBe('CONFIGURATION');
      expect((await errorOf(call(connection as never, deleteRows, request))).code).toBe('CONFIGURATION');
    },
  );
});

describe('credentials', () => {
  it('are read once for requests at the same time, and anew for later ones', async () => {
    let calls = 0;
    const wire = fakeFetch(() => json([]));
    const token = async (): Promise<string> => {
      calls += 1;
      await Promise.resolve();
      return `token-${calls}`;
    };
    const connection = connectAcme({ fetch: wire.fetch, token });
    await Promise.all([1, 2, 3].map(() => exchange(connection, deleteRows, request)));
    await exchange(connection, deleteRows, request);
    expect(calls).toBe(2);
    expect(wire.requests.map((sent) => sent.headers.get('authorization'))).toEqual([
      'Bearer token-1',
      'Bearer token-1',
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('vault is closed');
      },
    ],
    ['rejects', () => Promise.reject(new Error('vault is closed'))],
    ['gives nothing', () => undefined],
    ['gives a blank', () => ' '],
    ['gives a line break', () => 'a\nb'],
  ])(
    'a function that %s: AUTHENTICATION, nothing sent, and the next call asks again',
    async (_name, give) => {
      const wire = fakeFetch(() => json([]));
      let isBroken = true;
      const connection = connectAcme({ fetch: wire.fetch, token: () => (isBroken ? give() : TOKEN) });
      const error = await errorOf(exchange(connection, deleteRows, request));
      expect(error).toMatchObject({ code: 'AUTHENTICATION', effect: 'none', fatal: true, attempts: 0 });
      expect(wire.requests).toEqual([]);
      isBroken = false;
      await exchange(connection, deleteRows, request);
      expect(wire.requests).toHaveLength(1);
    },
  );

  it('a header credential, and only those that the operation names', async () => {
    const wire = fakeFetch(() => json([]));
    const keyed = {
      ...provider,
      credentials: [{ option: 'token', kind: 'header' as const, name: 'X-Key' }],
    };
    const connection = connectAcme({ fetch: wire.fetch, spaceId: 's' }, keyed);
    await exchange(connection, deleteRows, request);
    await exchange(connection, { ...deleteRows, security: [], connectionHeaders: ['spaceId'] }, request);
    const sent = wire.requests.map(({ headers }) =>
      ['x-key', 'x-tenant', 'x-space'].map((name) => headers.get(name)),
    );
    expect(sent).toEqual([
      [TOKEN, 'tenant-1', 's'],
      [null, null, 's'],
    ]);
  });
});

describe('the platform’s fetch', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('is looked up when it is called', async () => {
    const connection = connectAcme();
    const wire = fakeFetch(() => json(['a']));
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => wire.fetch(new Request(url, init)));
    expect(await call(connection, deleteRows, request)).toEqual(['a']);
    expect(wire.requests).toHaveLength(1);
  });
});

it('errors of the door are the one error class', () => {
  expect(errorThrownBy(() => connectAcme({ token: undefined }))).toBeInstanceOf(RowsweepError);
});

describe('rules and clocks are read at the door', () => {
  const rule = {
    status: [404],
    providerCode: ['x', 7],
    retryAfter: null,
    code: 'CONFLICT',
    effect: null,
    retryable: true,
    fatal: null,
  } as const;

  it.each<[string, unknown]>([
    ['no list', rule],
    ['no object', [7]],
    ['a code that does not exist', [{ ...rule, code: 'OOPS' }]],
    ['a code of every object', [{ ...rule, code: 'toString' }]],
    ['one status instead of a list', [{ ...rule, status: 404 }]],
    ['a status that is none', [{ ...rule, status: ['4xx'] }]],
    ['a status that is missing', [{ ...rule, status: undefined }]],
    ['a provider code that is none', [{ ...rule, providerCode: [null] }]],
    ['a Retry-After that is none', [{ ...rule, retryAfter: 'yes' }]],
    ['an effect that is none', [{ ...rule, effect: 'some' }]],
    ['a text for a flag', [{ ...rule, retryable: 'false' }]],
    ['a hole', new Array<unknown>(1)],
  ])('errorRules with %s', (_name, errorRules) => {
    const error = errorThrownBy(() => connectAcme({ errorRules: errorRules as never }));
    expect(error).toMatchObject({ code: 'CONFIGURATION', attempts: 0 });
    expect(error.message).toContain('errorRules');
  });

  it('a rule may hold what is none of its fields', async () => {
    const wire = fakeFetch(() => text('', { status: 404 }));
    const own = { ...rule, providerCode: null, explain: () => 'mine' };
    const connection = connectAcme({ fetch: wire.fetch, errorRules: [own] });
    expect((await errorOf(exchange(connection, deleteRows, request))).code).toBe('CONFLICT');
  });

  it('a rule that is changed afterwards is the old one', async () => {
    const changing = { ...rule, status: [404] };
    const wire = fakeFetch(() => text('', { status: 404 }));
    const connection = connectAcme({ fetch: wire.fetch, errorRules: [{ ...changing, providerCode: null }] });
    changing.status.length = 0;
    expect((await errorOf(exchange(connection, deleteRows, request))).code).toBe('CONFLICT');
  });

  it.each([[{}], [{ now: () => 0 }], [7], [null]])('a clock %o', (clock) => {
    expect(errorThrownBy(() => connectAcme({ clock: clock as never })).code).toBe('CONFIGURATION');
  });
});
