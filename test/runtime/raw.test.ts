import { describe, expect, it } from 'vitest';
import { rawClient } from '../../runtime/raw.js';
import {
  connectAcme,
  deleteRows,
  errorOf,
  fakeFetch,
  json,
  omit,
  parameter,
  text,
  TOKEN,
} from './workbench.js';

interface Paths {
  '/v1/tables/{table_id}/rows': {
    delete: {
      parameters: { path: { table_id: string }; query?: { filter?: Record<string, string> } };
      requestBody?: { content: { 'application/json': { rows: string[] } } };
      responses: {
        200: { content: { 'application/json': string[] } };
        404: { content: { 'application/json': { detail: string } } };
      };
    };
  };
}

const path = '/v1/tables/{table_id}/rows';

/** A row of the description that says what may go to this path. */
const plain = omit(deleteRows, 'selector');

describe('the raw client', () => {
  it('answers as openapi-fetch does, with the connection’s credentials and headers', async () => {
    const wire = fakeFetch((_request, index) =>
      index === 0 ? json(['a']) : json({ detail: 'no table' }, { status: 404 }),
    );
    const raw = rawClient<Paths>(connectAcme({ fetch: wire.fetch, headers: { 'X-App': 'tests' } }), [plain]);
    const given = { params: { path: { table_id: 'a/b' } }, body: { rows: ['a'] } };
    expect((await raw.DELETE(path, given)).data).toEqual(['a']);
    const { error, response } = await raw.DELETE(path, given);
    expect([error, response.status]).toEqual([{ detail: 'no table' }, 404]);
    const [sent] = wire.requests;
    expect(sent?.url).toBe('https://eu.acme.test/api/v1/tables/a%2Fb/rows');
    expect(await sent?.text()).toBe('{"rows":["a"]}');
    expect(Object.fromEntries(sent?.headers ?? [])).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'x-tenant': 'tenant-1',
      'x-app': 'tests',
      'content-type': 'application/json',
    });
  });

  it.each([['..'], [''], ['%2e%2e'], [undefined]])(
    'a path parameter %o never reaches the wire',
    async (table_id) => {
      const wire = fakeFetch(() => json([]));
      const raw = rawClient<Paths>(connectAcme({ fetch: wire.fetch }), [plain]);
      const given = { params: { path: { table_id } }, body: { rows: ['a'] } };
      const error = await errorOf(raw.DELETE(path, given as never));
      expect(error).toMatchObject({ code: 'GUARD', effect: 'none', attempts: 0 });
      expect(wire.requests).toEqual([]);
    },
  );

  it('nor does a path whose parameters were forgotten, or another base URL', async () => {
    const wire = fakeFetch(() => json([]));
    const raw = rawClient<Paths>(connectAcme({ fetch: wire.fetch }), [plain]);
    expect((await errorOf(raw.DELETE(path, {} as never))).code).toBe('GUARD');
    const elsewhere = { params: { path: { table_id: 't' } }, baseUrl: 'https://evil.test' };
    expect((await errorOf(raw.DELETE(path, elsewhere))).code).toBe('GUARD');
    expect(wire.requests).toEqual([]);
  });

  it('given the definitions, it guards selectors and writes queries as described', async () => {
    const wire = fakeFetch(() => json([]));
    const byQuery = {
      ...omit(deleteRows, 'body'),
      parameters: [...deleteRows.parameters, parameter({ name: 'filter' })],
      selector: {
        in: 'query' as const,
        at: 'filter',
        exactlyOneOf: null,
        singleKey: [],
        reservedKeys: [],
        keyPattern: null,
        valuePattern: null,
      },
    };
    const connection = connectAcme({ fetch: wire.fetch });
    const raw = rawClient<Paths>(connection, [byQuery]);
    await raw.DELETE(path, { params: { path: { table_id: 't' }, query: { filter: { id: 'eq.1' } } } });
    expect(wire.requests[0]?.url).toMatch(/\/rows\?id=eq\.1$/);
    expect((await errorOf(raw.DELETE(path, { params: { path: { table_id: 't' } } }))).code).toBe('GUARD');

    const byBody = rawClient<Paths>(connection, [deleteRows]);
    const empty = { params: { path: { table_id: 't' } }, body: { rows: [] } };
    expect((await errorOf(byBody.DELETE(path, empty))).code).toBe('GUARD');
    await byBody.DELETE(path, { ...empty, body: { rows: ['a'] } });
    expect(await wire.requests[1]?.text()).toBe('{"rows":["a"]}');
    expect(wire.requests).toHaveLength(2);
  });

  it('what is no answer is a RowsweepError', async () => {
    const given = { params: { path: { table_id: 't' } }, body: { rows: ['a'] } };
    const lost = rawClient<Paths>(
      connectAcme({ fetch: () => Promise.reject(new TypeError('fetch failed')) }),
      [plain],
    );
    expect(await errorOf(lost.DELETE(path, given))).toMatchObject({
      code: 'CONNECTION',
      effect: 'possible',
      attempts: 1,
    });
    const { signal } = { signal: AbortSignal.abort() };
    const aborted = await errorOf(lost.DELETE(path, { ...given, signal }));
    expect(aborted).toMatchObject({ code: 'ABORTED', effect: 'none' });
    const silent = rawClient<Paths>(
      connectAcme({ fetch: () => new Promise(() => undefined), timeoutMs: 5 }),
      [plain],
    );
    expect((await errorOf(silent.DELETE(path, given))).code).toBe('TIMEOUT');
    const large = connectAcme({ fetch: fakeFetch(() => text('x'.repeat(50))).fetch, maxResponseBytes: 10 });
    expect((await errorOf(rawClient<Paths>(large, [plain]).DELETE(path, given))).code).toBe(
      'PROTOCOL_VIOLATION',
    );
  });
});

describe('ways around the guards of the raw client', () => {
  const good = { params: { path: { table_id: 't' } }, body: { rows: ['a'] } };
  const empty = { ...good, body: { rows: [] as string[] } };

  it.each<[string, string, object]>([
    ['a path that is filled in already', '/v1/tables/t/rows', empty],
    ['the same with a slash behind it', '/v1/tables/t/rows/', empty],
    ['the same with a query', '/v1/tables/{table_id}/rows?all=1', empty],
    ['another path of the host', '/v1/tables', good],
    ['a path that climbs', '/v1/../tables/{table_id}/rows', good],
    ['a serializer of bodies', path, { ...good, bodySerializer: () => '{"rows":[]}' }],
    ['one that gives no JSON', path, { ...good, bodySerializer: () => 'rows=' }],
    [
      'another content type',
      path,
      { ...good, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    ],
    ['a body that is missing', path, { params: good.params }],
    ['a serializer of paths', path, { ...empty, pathSerializer: () => 'https://evil.test/v1/tables/t/rows' }],
    [
      'a middleware that puts another request',
      path,
      {
        ...good,
        middleware: [
          {
            onRequest: ({ request }: { request: Request }) =>
              new Request(request.url, { method: 'DELETE', headers: request.headers, body: '{"rows":[]}' }),
          },
        ],
      },
    ],
    [
      'a middleware that goes to another host',
      path,
      {
        ...good,
        middleware: [{ onRequest: () => new Request('https://evil.test/', { method: 'DELETE' }) }],
      },
    ],
    [
      'a middleware that changes the method',
      path,
      {
        ...good,
        middleware: [
          { onRequest: ({ request }: { request: Request }) => new Request(request, { method: 'PUT' }) },
        ],
      },
    ],
  ])('%s: nothing is sent', async (_name, where, given) => {
    const wire = fakeFetch(() => json([]));
    const raw = rawClient<Paths>(connectAcme({ fetch: wire.fetch }), [deleteRows]);
    const error = await errorOf(raw.DELETE(where as typeof path, given as never));
    expect(error).toMatchObject({ effect: 'none', attempts: 0 });
    expect(['GUARD', 'INPUT']).toContain(error.code);
    expect(wire.requests).toEqual([]);
  });

  it('another method of the same path has no definition, so it is not sent', async () => {
    const wire = fakeFetch(() => json([]));
    const raw = rawClient<Paths>(connectAcme({ fetch: wire.fetch }), [deleteRows]) as unknown as Record<
      string,
      (where: string, given: object) => Promise<unknown>
    >;
    for (const method of ['POST', 'PUT', 'PATCH', 'GET', 'HEAD', 'OPTIONS']) {
      const given = method === 'GET' || method === 'HEAD' ? { params: good.params } : good;
      expect((await errorOf(raw[method]?.(path, given) ?? Promise.resolve())).code).toBe('GUARD');
    }
    expect(wire.requests).toEqual([]);
  });

  it('a middleware may add a header to the request that it is given', async () => {
    const wire = fakeFetch(() => json([]));
    const raw = rawClient<Paths>(connectAcme({ fetch: wire.fetch }), [deleteRows]);
    raw.use({
      onRequest: ({ request }) => {
        request.headers.set('X-Added', 'yes');
        return request;
      },
    });
    await raw.DELETE(path, good);
    expect(wire.requests[0]?.headers.get('x-added')).toBe('yes');
  });

  it.each(['X-HTTP-Method-Override', 'x-method', 'Content-Encoding', 'Expect', 'Upgrade'])(
    'a header %s is not sent, whoever sets it',
    async (name) => {
      const wire = fakeFetch(() => json([]));
      const raw = rawClient<Paths>(connectAcme({ fetch: wire.fetch }), [deleteRows]);
      const refused = { code: 'GUARD', effect: 'none', attempts: 0 };
      expect(await errorOf(raw.DELETE(path, { ...good, headers: { [name]: 'x' } }))).toMatchObject(refused);
      raw.use({
        onRequest: ({ request }) => {
          request.headers.set(name, 'x');
          return request;
        },
      });
      expect(await errorOf(raw.DELETE(path, good))).toMatchObject(refused);
      expect(wire.requests).toEqual([]);
      const declared = {
        ...deleteRows,
        parameters: [...deleteRows.parameters, parameter({ name, in: 'header', style: 'simple' })],
      };
      await rawClient<Paths>(connectAcme({ fetch: wire.fetch }), [declared]).DELETE(path, {
        ...good,
        headers: { [name]: 'x' },
      });
      expect(wire.requests).toHaveLength(1);
    },
  );

  it('a redirect is never followed, whatever the call says', async () => {
    const wire = fakeFetch((sent) => {
      expect(sent.redirect).toBe('manual');
      return text('', { status: 307, headers: { location: 'https://evil.test/' } });
    });
    const raw = rawClient<Paths>(connectAcme({ fetch: wire.fetch }), [deleteRows]);
    const { response } = await raw.DELETE(path, { ...good, redirect: 'follow' });
    expect(response.status).toBe(307);
    expect(wire.requests).toHaveLength(1);
  });

  it.each([
    ['<html>hello</html>', 'text/html', 'possible'],
    ['{"rows":', 'application/json', 'done'],
    ['[1,2', 'application/json', 'done'],
  ])('a 2xx of %s is a RowsweepError', async (body, type, effect) => {
    for (const headers of [{}, { 'content-length': String(body.length) }]) {
      const wire = fakeFetch(() => text(body, { headers: { 'content-type': type, ...headers } }));
      const raw = rawClient<Paths>(connectAcme({ fetch: wire.fetch }), [deleteRows]);
      const error = await errorOf(raw.DELETE(path, good));
      expect(error).toMatchObject({ code: 'PROTOCOL_VIOLATION', effect, body });
    }
  });

  it('a 2xx that is asked for as text is given as text', async () => {
    const wire = fakeFetch(() => text('<html>'));
    const raw = rawClient<Paths>(connectAcme({ fetch: wire.fetch }), [deleteRows]);
    expect((await raw.DELETE(path, { ...good, parseAs: 'text' })).data).toBe('<html>');
  });
});
