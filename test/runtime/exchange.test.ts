import { describe, expect, it } from 'vitest';
import { exchange, requestLine, type Answer } from '../../runtime/call.js';
import type { OperationDefinition } from '../../runtime/definition.js';
import type { RequestEvent, ResponseEvent } from '../../runtime/hooks.js';
import {
  bodyOf,
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
  TOKEN,
  type AcmeOptions,
} from './workbench.js';

/** Nothing limits what it deletes. */
const plainRows = omit(deleteRows, 'selector');

async function answer(
  response: Response,
  definition: OperationDefinition = deleteRows,
  options: AcmeOptions = {},
): Promise<Answer> {
  const connection = connectAcme({ fetch: fakeFetch(() => response).fetch, ...options });
  return exchange(connection, definition, definition.body === undefined ? { path: request.path } : request);
}

describe('what is sent', () => {
  it('one request, as the definition says', async () => {
    const wire = fakeFetch(() => json(['a']));
    const connection = connectAcme({ fetch: wire.fetch, spaceId: 's-1', headers: { 'X-App': 'tests' } });
    await exchange(connection, deleteRows, request, { headers: { 'X-Call': '1' } });
    const [sent] = wire.requests;
    expect(wire.requests).toHaveLength(1);
    expect(sent?.method).toBe('DELETE');
    expect(sent?.url).toBe('https://eu.acme.test/api/v1/tables/t1/rows');
    expect(sent?.redirect).toBe('manual');
    expect(await sent?.text()).toBe('{"rows":["a","b"]}');
    expect(Object.fromEntries(sent?.headers ?? [])).toEqual({
      accept: 'application/json',
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      'x-app': 'tests',
      'x-call': '1',
      'x-space': 's-1',
      'x-tenant': 'tenant-1',
    });
  });

  it('no content type without a body', async () => {
    const wire = fakeFetch(() => json([]));
    await exchange(connectAcme({ fetch: wire.fetch }), listRows, { path: request.path });
    expect(wire.requests[0]?.headers.has('content-type')).toBe(false);
  });

  it('header and cookie parameters', async () => {
    const wire = fakeFetch(() => json([]));
    const definition: OperationDefinition = {
      ...listRows,
      parameters: [
        ...listRows.parameters,
        parameter({ name: 'X-Ids', in: 'header', style: 'simple', explode: false }),
        parameter({ name: 'X-Map', in: 'header', style: 'simple' }),
        parameter({ name: 'session', in: 'cookie' }),
        parameter({ name: 'theme', in: 'cookie' }),
      ],
    };
    const connection = connectAcme({ fetch: wire.fetch });
    const headers = { 'X-Ids': ['a', 'b'], 'X-Map': { k: 1 } };
    await exchange(connection, definition, { path: request.path, headers, cookies: { session: 'a b;c' } });
    const sent = wire.requests[0]?.headers;
    expect([sent?.get('x-ids'), sent?.get('x-map'), sent?.get('cookie')]).toEqual([
      'a,b',
      'k=1',
      'session=a%20b%3Bc',
    ]);
    const injected = { path: request.path, headers: { 'X-Ids': 'a\r\nX-Admin: 1' } };
    expect((await errorOf(exchange(connection, definition, injected))).code).toBe('INPUT');
    expect(wire.requests).toHaveLength(1);
  });

  it.each<[string, OperationDefinition, unknown, string]>([
    ['a body that is missing', deleteRows, undefined, 'INPUT'],
    ['a body that is not declared', omit(plainRows, 'body'), {}, 'INPUT'],
    ['a circular body', plainRows, circular(), 'INPUT'],
    ['a body of GET', { ...plainRows, method: 'GET' }, {}, 'INPUT'],
    ['a function', plainRows, () => 1, 'INPUT'],
    ['an object as text', { ...plainRows, body: bodyOf('text/plain') }, {}, 'INPUT'],
  ])('%s is refused before sending', async (_name, definition, body, code) => {
    const wire = fakeFetch(() => json([]));
    const connection = connectAcme({ fetch: wire.fetch });
    const error = await errorOf(exchange(connection, definition, { path: request.path, body }));
    expect(error).toMatchObject({ code, effect: 'none', attempts: 0 });
    expect(wire.requests).toEqual([]);
  });

  it.each<[string, unknown, string, string]>([
    ['application/vnd.acme+json', { a: 1 }, 'application/vnd.acme+json', '{"a":1}'],
    [
      'application/x-www-form-urlencoded',
      { a: [1, 'x y'], b: null },
      'application/x-www-form-urlencoded',
      'a=1&a=x+y',
    ],
    ['text/plain', 'hello', 'text/plain', 'hello'],
    ['application/octet-stream', new TextEncoder().encode('bytes'), 'application/octet-stream', 'bytes'],
  ])('a body of %s', async (mediaType, body, contentType, written) => {
    const wire = fakeFetch(() => json([]));
    const definition = { ...plainRows, body: bodyOf(mediaType) };
    await exchange(connectAcme({ fetch: wire.fetch }), definition, { path: request.path, body });
    expect(wire.requests[0]?.headers.get('content-type')).toBe(contentType);
    expect(await wire.requests[0]?.text()).toBe(written);
  });

  it('a form with files gets its boundary from the platform', async () => {
    const wire = fakeFetch(() => json([]));
    const definition = {
      ...plainRows,
      body: bodyOf('multipart/form-data'),
    };
    const body = new FormData();
    body.set('a', '1');
    await exchange(connectAcme({ fetch: wire.fetch }), definition, { path: request.path, body });
    expect(wire.requests[0]?.headers.get('content-type')).toMatch(/^multipart\/form-data; boundary=/);
  });

  it('headers of one call are checked as those of the connection', async () => {
    const connection = connectAcme({ fetch: fakeFetch(() => json([])).fetch });
    for (const headers of [{ authorization: 'x' }, { 'X-A': 'a\nb' }, { 'X-A': '' }]) {
      expect((await errorOf(exchange(connection, deleteRows, request, { headers }))).code).toBe('INPUT');
    }
    expect((await errorOf(exchange(connection, deleteRows, request, { timeoutMs: -1 }))).code).toBe('INPUT');
  });

  it('the request line is what the request has', async () => {
    const wire = fakeFetch(() => json([]));
    const connection = connectAcme({ fetch: wire.fetch });
    const definition = { ...listRows, parameters: [...listRows.parameters, parameter({ name: 'q' })] };
    const given = { path: { table_id: 'a/ü' }, query: { q: { name: "in.it's,b" } } };
    await exchange(connection, definition, given);
    const url = new URL(wire.requests[0]?.url ?? '');
    expect(requestLine(connection, definition, given)).toBe(`GET ${url.pathname}${url.search} HTTP/1.1`);
  });
});

describe('a success', () => {
  it('has status, headers, body and the id of the request', async () => {
    const response = json(['a'], { headers: { 'x-trace': 't-9', 'x-request-id': ' ' } });
    expect(await answer(response)).toMatchObject({ status: 200, body: ['a'], requestId: 't-9' });
  });

  it.each<[string, Response, Partial<OperationDefinition>, unknown]>([
    ['204', new Response(null, { status: 204 }), {}, undefined],
    [
      '205',
      new Response(null, { status: 205 }),
      { answers: [{ status: '2XX', mediaTypes: ['application/json'] }] },
      undefined,
    ],
    [
      '200 without a body where none is declared',
      text(''),
      { answers: [{ status: '200', mediaTypes: [] }] },
      undefined,
    ],
    [
      'a body where none is declared',
      text('ok'),
      { answers: [{ status: '200', mediaTypes: [] }] },
      undefined,
    ],
    [
      'a class of statuses',
      json(1, { status: 202 }),
      { answers: [{ status: '2XX', mediaTypes: ['application/json'] }] },
      1,
    ],
    ['JSON of another name', text('{}', { headers: { 'content-type': 'application/problem+json' } }), {}, {}],
    ['JSON without a content type', new Response(new TextEncoder().encode('[1]')), {}, [1]],
    [
      'JSON with a byte order mark',
      text('\ufeff[1]', { headers: { 'content-type': 'application/json' } }),
      {},
      [1],
    ],
    ['text', text('hello'), { answers: [{ status: '200', mediaTypes: ['text/*'] }] }, 'hello'],
    [
      'bytes',
      new Response(new Uint8Array([1, 255]), { headers: { 'content-type': 'image/png' } }),
      { answers: [{ status: '200', mediaTypes: ['*/*'] }] },
      new Uint8Array([1, 255]),
    ],
  ])('%s', async (_name, response, changes, body) => {
    expect((await answer(response, { ...deleteRows, ...changes })).body).toEqual(body);
  });
});

describe('a 2xx that is not what was promised', () => {
  const broken = (init: {
    type?: string;
    bytes?: Uint8Array<ArrayBuffer> | string;
    status?: number;
  }): Response =>
    new Response(init.bytes ?? '[]', {
      status: init.status ?? 200,
      headers: { 'content-type': init.type ?? 'application/json' },
    });
  it.each<[string, Response, string, string]>([
    ['HTML', broken({ type: 'text/html', bytes: '<html>Welcome</html>' }), 'content type', 'possible'],
    ['broken JSON', broken({ bytes: '["a", ' }), 'not valid JSON', 'done'],
    ['JSON in broken UTF-8', broken({ bytes: new Uint8Array([0x22, 0xff, 0x22]) }), 'not valid JSON', 'done'],
    ['nothing', broken({ bytes: '' }), 'no body', 'done'],
    ['no content type', new Response(new TextEncoder().encode('hello')), 'no content type', 'possible'],
    ['a status that is not declared', broken({ status: 202 }), 'does not declare', 'possible'],
  ])('%s: PROTOCOL_VIOLATION, done where the head is declared', async (_name, response, reason, effect) => {
    const { status } = response;
    const error = await errorOf(answer(response));
    expect(error).toMatchObject({
      code: 'PROTOCOL_VIOLATION',
      effect,
      retryable: false,
      status,
      attempts: 1,
    });
    expect(error.message).toContain(reason);
  });

  it('shows content type and at most 200 bytes', async () => {
    const error = await errorOf(
      answer(text(`<html>${'x'.repeat(500)}`, { headers: { 'content-type': 'text/html' } })),
    );
    expect(error.message).toContain('text/html');
    expect(error.body).toBe(`<html>${'x'.repeat(194)}`);
  });

  it('a body that is cut off', async () => {
    const cut = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('["a'));
      },
      pull(controller) {
        controller.error(new TypeError('terminated'));
      },
    });
    const error = await errorOf(
      answer(new Response(cut, { headers: { 'content-type': 'application/json' } })),
    );
    expect(error).toMatchObject({ code: 'PROTOCOL_VIOLATION', effect: 'done', status: 200, body: '["a' });
  });

  it('a body that never ends is given up at its bound', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1024));
      },
    });
    const headers = { 'content-type': 'application/json' };
    const error = await errorOf(
      answer(new Response(endless, { headers }), deleteRows, { maxResponseBytes: 10_000 }),
    );
    expect(error).toMatchObject({ code: 'PROTOCOL_VIOLATION', effect: 'done' });
    expect(error.message).toContain('10000 bytes');
    expect(pulled).toBeLessThan(20);
  });

  it('a read changes nothing, whatever becomes of it', async () => {
    expect(await errorOf(answer(text('<html>'), listRows))).toMatchObject({
      code: 'PROTOCOL_VIOLATION',
      effect: 'none',
    });
    expect(await errorOf(answer(text('', { status: 500 }), listRows))).toMatchObject({
      code: 'SERVER_ERROR',
      effect: 'none',
    });
  });
});

describe('an envelope', () => {
  const enveloped = (required: boolean): OperationDefinition => ({
    ...deleteRows,
    envelope: { code: '/code', message: '/message', ok: 0, required },
  });
  it.each<[string, unknown, boolean, string]>([
    ['ok', { code: 0, message: 'OK' }, true, 'success'],
    ['another code', { code: 40000, message: 'no' }, true, 'PROVIDER_CODE'],
    ['the code as text is another value', { code: '0' }, true, 'PROVIDER_CODE'],
    ['no code, required', { message: 'OK' }, true, 'PROTOCOL_VIOLATION'],
    ['no code, not required', { list: [] }, false, 'success'],
    ['null as code, required', { code: null }, true, 'PROTOCOL_VIOLATION'],
    ['no object, required', [], true, 'PROTOCOL_VIOLATION'],
    ['an inherited name', { constructor: 0 }, true, 'PROTOCOL_VIOLATION'],
  ])('%s', async (_name, body, required, outcome) => {
    const result = answer(json(body), enveloped(required));
    if (outcome === 'success') expect((await result).body).toEqual(body);
    else expect(await errorOf(result)).toMatchObject({ code: outcome, effect: 'possible', status: 200 });
  });

  it('an error wins over a status or a content type that is not declared', async () => {
    const error = await errorOf(
      answer(json({ code: 7, message: 'no table' }, { status: 201 }), enveloped(true)),
    );
    expect(error).toMatchObject({ code: 'PROVIDER_CODE', providerCode: '7', status: 201 });
    expect(error.message).toBe('deleteRows failed with HTTP 201, code 7: no table');
  });

  it('without a body that can be read it proves nothing', async () => {
    for (const response of [text('<html>'), text(''), new Response(null, { status: 204 })]) {
      const error = await errorOf(answer(response, enveloped(true)));
      expect(error).toMatchObject({ code: 'PROTOCOL_VIOLATION', effect: 'possible' });
    }
  });
});

describe('an error status', () => {
  it('keeps status, codes, request id, wait and body', async () => {
    const body = { detail: { message: 'slow\n\u001b[31mdown', code: 'capacity' } };
    const response = json(body, { status: 503, headers: { 'retry-after': '2', 'x-request-id': 'r-1' } });
    const error = await errorOf(answer(response));
    expect(error).toMatchObject({
      code: 'SERVER_ERROR',
      effect: 'possible',
      retryable: true,
      fatal: false,
      provider: 'acme',
      operation: 'deleteRows',
      request: { method: 'DELETE', path: '/v1/tables/{table_id}/rows' },
      status: 503,
      providerCode: 'capacity',
      requestId: 'r-1',
      retryAfterMs: 2_000,
      attempts: 1,
      body,
    });
    expect(error.message).toBe('deleteRows failed with HTTP 503, code capacity: slow [31mdown');
  });

  it.each([
    ['empty', '', undefined],
    ['HTML', '<html>down</html>', '<html>down</html>'],
    ['long', 'x'.repeat(300), 'x'.repeat(200)],
  ])('with a body that is %s', async (_name, body, kept) => {
    const error = await errorOf(answer(text(body, { status: 500 })));
    expect(error).toMatchObject({ code: 'SERVER_ERROR', status: 500, effect: 'possible' });
    expect(error.body === '' ? undefined : error.body).toBe(kept);
    expect(error.message).toBe('deleteRows failed with HTTP 500.');
  });

  it('rules of the caller come before those of the provider', async () => {
    const rule = {
      status: [500],
      providerCode: null,
      retryAfter: null,
      effect: null,
      retryable: null,
      fatal: null,
    } as const;
    const error = await errorOf(
      answer(text('', { status: 500 }), deleteRows, { errorRules: [{ ...rule, code: 'CONFLICT' }] }),
    );
    expect(error.code).toBe('CONFLICT');
  });
});

describe('redirects', () => {
  const moved = (status: number, location: string): Response =>
    new Response(null, { status, headers: { location } });
  it.each([
    [301, 'possible'],
    [302, 'possible'],
    [303, 'possible'],
    [307, 'none'],
    [308, 'none'],
  ])('a deletion is not followed through a %i', async (status, effect) => {
    const wire = fakeFetch(() => moved(status, 'https://eu.acme.test/api/elsewhere'));
    const error = await errorOf(exchange(connectAcme({ fetch: wire.fetch }), deleteRows, request));
    expect(error).toMatchObject({
      code: 'PROTOCOL_VIOLATION',
      status,
      effect,
      fatal: true,
      retryable: false,
    });
    expect(wire.requests).toHaveLength(1);
  });

  it('a read is followed within the origin, with its headers', async () => {
    const wire = fakeFetch((_request, index) => (index === 0 ? moved(307, '/api/v2/rows') : json(['a'])));
    const { body } = await exchange(connectAcme({ fetch: wire.fetch }), listRows, { path: request.path });
    expect(body).toEqual(['a']);
    expect(wire.requests[1]?.url).toBe('https://eu.acme.test/api/v2/rows');
    expect(wire.requests[1]?.headers.get('authorization')).toBe(`Bearer ${TOKEN}`);
  });

  it('the next redirect is relative to where the first led', async () => {
    const wire = fakeFetch((_request, index) =>
      index < 2 ? moved(302, index === 0 ? 'moved/here' : 'there') : json([]),
    );
    await exchange(connectAcme({ fetch: wire.fetch }), listRows, { path: request.path });
    expect(wire.requests.map(({ url }) => new URL(url).pathname)).toEqual([
      '/api/v1/tables/t1/rows',
      '/api/v1/tables/t1/moved/here',
      '/api/v1/tables/t1/moved/there',
    ]);
  });

  it.each(['https://evil.test/', 'http://eu.acme.test/api', '//evil.test/x', 'http://[', ''])(
    'a read is not followed to %s',
    async (location) => {
      const wire = fakeFetch((sent) => moved(302, location === '' ? sent.url : location));
      const error = await errorOf(
        exchange(connectAcme({ fetch: wire.fetch }), listRows, { path: request.path }),
      );
      expect(error).toMatchObject({ code: 'PROTOCOL_VIOLATION', effect: 'none' });
      expect(wire.requests.length).toBe(location === '' ? 4 : 1);
    },
  );
});

describe('hooks', () => {
  it('see the request and what came of it, without ids, and cannot break it', async () => {
    const seen: (RequestEvent | ResponseEvent)[] = [];
    const connection = connectAcme({
      fetch: fakeFetch(() => json([])).fetch,
      clock: fakeClock(),
      onRequest: (event) => {
        seen.push(event);
        throw new Error('watcher failed');
      },
      onResponse: watchLate(seen),
    });
    await exchange(connection, deleteRows, request, { attempt: 3 });
    const event = {
      provider: 'acme',
      operation: 'deleteRows',
      method: 'DELETE',
      path: '/v1/tables/{table_id}/rows',
      attempt: 3,
    };
    expect(seen).toEqual([event, { ...event, status: 200, durationMs: 0 }]);
  });
});

/** A watcher without types may be asynchronous, and fail when nobody waits for it. */
function watchLate(seen: (RequestEvent | ResponseEvent)[]): (event: ResponseEvent) => void {
  const watch = (event: ResponseEvent): unknown => {
    seen.push(event);
    return Promise.reject(new Error('watcher failed later'));
  };
  return watch;
}

function circular(): object {
  const body: { self?: object } = {};
  body.self = body;
  return body;
}
