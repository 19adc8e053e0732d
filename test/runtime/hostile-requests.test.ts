/** Values and mutations that try to get more deleted than was checked. */
import { describe, expect, it } from 'vitest';
import { call, exchange } from '../../runtime/call.js';
import type { OperationDefinition } from '../../runtime/definition.js';
import {
  connectAcme,
  deleteRows,
  errorOf,
  fakeClock,
  fakeFetch,
  json,
  listRows,
  omit,
  parameter,
  request,
  text,
  type FakeFetch,
} from './workbench.js';

const byQuery: OperationDefinition = {
  ...omit(deleteRows, 'body'),
  parameters: [...deleteRows.parameters, parameter({ name: 'filter', required: true })],
  selector: {
    in: 'query',
    at: 'filter',
    exactlyOneOf: null,
    singleKey: [],
    reservedKeys: [],
    keyPattern: null,
    valuePattern: null,
  },
};

function watch(): { readonly wire: FakeFetch; readonly connection: ReturnType<typeof connectAcme> } {
  const wire = fakeFetch(() => json([]));
  return { wire, connection: connectAcme({ fetch: wire.fetch, clock: fakeClock() }) };
}

describe('what is sent is what was checked', () => {
  it('a getter that answers differently the second time', async () => {
    const { wire, connection } = watch();
    let reads = 0;
    const filter = {
      get id(): string {
        reads += 1;
        return reads === 1 ? 'eq.1' : '';
      },
    };
    await call(connection, byQuery, { path: request.path, query: { filter } });
    expect(wire.requests.map(({ url }) => new URL(url).search)).toEqual(['?id=eq.1']);
  });

  it('a proxy whose keys vanish', async () => {
    const { wire, connection } = watch();
    let looks = 0;
    const filter = new Proxy(
      { id: 'eq.1', org: 'eq.2' },
      {
        ownKeys: () => {
          looks += 1;
          return looks === 1 ? ['id', 'org'] : ['org'];
        },
      },
    );
    const query = new Proxy({ filter }, { get: (target, key) => Reflect.get(target, key) as unknown });
    await call(connection, byQuery, { path: request.path, query });
    expect(wire.requests.map(({ url }) => new URL(url).search)).toEqual(['?id=eq.1&org=eq.2']);
  });

  it('a request that is changed while the call waits to try again', async () => {
    const rows = ['a', 'b'];
    const path = { table_id: 't1' };
    const headers = { 'X-Note': 'one' };
    const wire = fakeFetch((_request, index) => {
      rows.splice(0, 2, 'x', 'y', 'z');
      path.table_id = 't2';
      headers['X-Note'] = 'two';
      return index === 0 ? text('', { status: 503 }) : json([]);
    });
    const connection = connectAcme({ fetch: wire.fetch, clock: fakeClock() });
    await call(connection, deleteRows, { path, body: { rows } }, { headers });
    expect(await Promise.all(wire.requests.map((sent) => sent.text()))).toEqual([
      '{"rows":["a","b"]}',
      '{"rows":["a","b"]}',
    ]);
    expect(wire.requests.map(({ url }) => url.split('/').at(-2))).toEqual(['t1', 't1']);
    expect(wire.requests.map((sent) => sent.headers.get('x-note'))).toEqual(['one', 'one']);
  });
});

describe('a selector of the query is an object', () => {
  it.each([[['eq.1']], ['eq.1'], [7], [new Date(0)], [new String('eq.1')], [new Map([['id', 'eq.1']])]])(
    '%o would be sent as another parameter',
    async (filter) => {
      const { wire, connection } = watch();
      const error = await errorOf(call(connection, byQuery, { path: request.path, query: { filter } }));
      expect(error).toMatchObject({ code: 'GUARD', effect: 'none', attempts: 0 });
      expect(wire.requests).toEqual([]);
    },
  );
});

describe('a selector that is blank to the eye, or has no form on the wire', () => {
  it.each([
    ['a Hangul filler', '\u3164'],
    ['a variation selector', '\ufe0f'],
    ['a Braille blank', '\u2800'],
    ['half of a surrogate pair', '\ud800'],
    ['half of one within', 'a\udfffb'],
  ])('%s', async (_name, id) => {
    const { wire, connection } = watch();
    const body = { rows: ['good', id] };
    expect((await errorOf(call(connection, deleteRows, { path: request.path, body }))).code).toBe('GUARD');
    const query = { filter: { id } };
    expect((await errorOf(call(connection, byQuery, { path: request.path, query }))).code).toBe('GUARD');
    expect(wire.requests).toEqual([]);
  });
});

describe('a path value that a server may read as another path', () => {
  it.each([
    ['a hole', new Array<string>(1)],
    ['holes', new Array<string>(3)],
    ['a step after a slash', '../other'],
    ['a step between slashes', 't1/../../other'],
    ['a step at the end', 't1/..'],
    ['a step after a backslash', String.raw`t1\..\other`],
    ['a step that is decoded twice', '%2e%2e%2fother'],
    ['a text that ends early', 't1\0-of-another'],
    ['a line break', 't1\r\nX-Evil: 1'],
    ['a Hangul filler', '\u3164'],
    ['a Date that writes something else', Object.assign(new Date(0), { toISOString: () => '..' })],
  ])('%s', async (_name, table_id) => {
    const { wire, connection } = watch();
    const outcome = await call(connection, deleteRows, { ...request, path: { table_id } }).then(
      () => 'sent',
      (error: unknown) => errorOf(Promise.reject(error as Error)).then(({ code }) => code),
    );
    const urls = wire.requests.map(({ url }) => url);
    if (table_id instanceof Date) expect(urls[0]).toContain('/1970-01-01T00%3A00%3A00.000Z/');
    else expect([outcome, urls]).toEqual(['GUARD', []]);
  });
});

describe('what a caller without types may give', () => {
  const throwing = {
    get rows(): never {
      throw new Error('the caller’s own getter');
    },
  };
  it.each<[string, unknown, unknown?]>([
    ['no object as request', null],
    ['a text as request', 'rows'],
    ['a list as request', [request]],
    ['a part that no request has', { ...request, params: {} }],
    ['no object as options', request, null],
    ['a text as options', request, 'now'],
    ['a signal that is none', request, { signal: {} }],
    ['a getter that throws', { ...request, body: throwing }],
    [
      'a path that throws',
      {
        ...request,
        path: {
          get table_id(): string {
            throw new TypeError('mine');
          },
        },
      },
    ],
    ['a Date that is none', { ...request, path: { table_id: Object.create(Date.prototype) as Date } }],
    ['a symbol', { ...request, path: { table_id: Symbol('t') } }],
  ])('%s: an error of the operation, and nothing is sent', async (_name, given, options) => {
    const { wire, connection } = watch();
    const error = await errorOf(
      call(connection, deleteRows, given as never, ...((options === undefined ? [] : [options]) as never[])),
    );
    expect(error).toMatchObject({ effect: 'none', attempts: 0, operation: 'deleteRows' });
    expect(['INPUT', 'GUARD']).toContain(error.code);
    expect(wire.requests).toEqual([]);
  });
});

describe('headers that change what a request means', () => {
  it.each([
    ['X-HTTP-Method-Override'],
    ['x-http-method'],
    ['X-Method-Override'],
    ['Content-Encoding'],
    ['Expect'],
  ])('%s is refused', async (name) => {
    const { wire, connection } = watch();
    const headers = { [name]: 'DELETE' };
    const error = await errorOf(exchange(connection, listRows, { path: request.path }, { headers }));
    expect(error).toMatchObject({ code: 'INPUT', effect: 'none' });
    expect(() => connectAcme({ headers })).toThrow(/headers/);
    expect(wire.requests).toEqual([]);
  });

  it('one name in two spellings is refused', () => {
    expect(() => connectAcme({ headers: { 'X-A': '1', 'x-a': '2' } })).toThrow(/twice/);
  });
});
