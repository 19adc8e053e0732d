/** Bodies as a server receives them, and answers of every kind as a server sends them. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { call } from '../../runtime/call.js';
import type { BodyContent, BodyPart, OperationDefinition } from '../../runtime/definition.js';
import { bodyOf, connectAcme, deleteRows, errorOf, fakeFetch, json, omit, text } from './workbench.js';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer<ArrayBuffer>;
}

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const sending = (...contents: BodyContent[]): OperationDefinition => ({
  ...omit(deleteRows, 'selector'),
  method: 'POST',
  path: '/x',
  parameters: [],
  body: { required: true, contents },
});

const part = (given: Partial<BodyPart> & { name: string }): BodyPart => ({
  style: 'form',
  explode: true,
  allowReserved: false,
  ...given,
});

/** Sends to a real server and gives what arrived there. */
async function receive(
  definition: OperationDefinition,
  body: unknown,
  contentType?: string,
): Promise<Received> {
  const received: Received[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      received.push({ headers: incoming.headers, body: Buffer.concat(chunks) });
      response.setHeader('content-type', 'application/json');
      response.end('[]');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const connection = connectAcme({ baseUrl: `http://127.0.0.1:${port}` });
  await call(connection, definition, { body, ...(contentType === undefined ? {} : { contentType }) });
  const [one] = received;
  if (one === undefined) throw new Error('Nothing arrived.');
  return one;
}

describe('a form', () => {
  const FORM = 'application/x-www-form-urlencoded';
  it.each<[string, readonly BodyPart[], object, string]>([
    ['texts', [], { a: 'x y&z', b: 1, c: true, d: null, e: undefined }, 'a=x+y%26z&b=1&c=true'],
    ['a list', [], { a: ['x', 1] }, 'a=x&a=1'],
    ['an object', [], { a: { b: [1] } }, 'a=%7B%22b%22%3A%5B1%5D%7D'],
    ['a list of objects', [], { a: [{ b: 1 }] }, 'a=%7B%22b%22%3A1%7D'],
    ['a list as JSON', [part({ name: 'a', contentType: 'application/json' })], { a: [1] }, 'a=%5B1%5D'],
    ['an object, exploded', [part({ name: 'a' })], { a: { b: 'x y', c: 2 } }, 'b=x+y&c=2'],
    ['a list, joined', [part({ name: 'a', explode: false })], { a: ['x', 'y'] }, 'a=x,y'],
    [
      'a list, joined by spaces',
      [part({ name: 'a', explode: false, style: 'spaceDelimited' })],
      { a: ['x', 'y'] },
      'a=x+y',
    ],
    ['deepObject', [part({ name: 'a', style: 'deepObject' })], { a: { b: 1 } }, 'a%5Bb%5D=1'],
    [
      'deepObject, a list of objects',
      [part({ name: 'lines', style: 'deepObject' }), part({ name: 'expand', style: 'deepObject' })],
      { lines: [{ amount: 1, taxes: ['t 1', 't2'] }, { amount: 2 }], expand: ['x'] },
      'lines%5B0%5D%5Bamount%5D=1&lines%5B0%5D%5Btaxes%5D%5B0%5D=t+1&lines%5B0%5D%5Btaxes%5D%5B1%5D=t2' +
        '&lines%5B1%5D%5Bamount%5D=2&expand%5B%5D=x',
    ],
    ['reserved', [part({ name: 'a', allowReserved: true })], { a: '/x y' }, 'a=/x+y'],
    ['a date', [], { a: new Date(0) }, 'a=1970-01-01T00%3A00%3A00.000Z'],
  ])('%s', async (_name, parts, body, written) => {
    const received = await receive(sending({ mediaType: FORM, parts }), body);
    expect(received.headers['content-type']).toBe(FORM);
    expect(received.body.toString()).toBe(written);
  });

  it.each([[[]], ['a=1'], [7], [null], [{ a: Symbol('x') }], [{ a: NaN }], [{ a: [], all: 'x' }]])(
    '%o is refused',
    async (body) => {
      const error = await errorOf(call(connectAcme(), sending(...bodyOf(FORM).contents), { body }));
      expect(error).toMatchObject({ code: 'INPUT', attempts: 0 });
    },
  );
});

describe('a multipart body', () => {
  async function fields(body: unknown, parts: readonly BodyPart[] = []): Promise<[string, unknown][]> {
    const received = await receive(sending({ mediaType: 'multipart/form-data', parts }), body);
    const headers = { 'content-type': received.headers['content-type'] ?? '' };
    expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    const form = await new Response(received.body, { headers }).formData();
    return Promise.all(
      [...form].map(async ([name, value]): Promise<[string, unknown]> => [
        name,
        typeof value === 'string' ? value : [value.name, value.type, await value.text()],
      ]),
    );
  }

  it('an empty list is refused: left out, it might select more', async () => {
    const definition = sending({ mediaType: 'multipart/form-data', parts: [] });
    const error = await errorOf(call(connectAcme(), definition, { body: { where: [], all: 'x' } }));
    expect(error).toMatchObject({ code: 'INPUT', attempts: 0 });
    expect(error.message).toContain('the part where is an empty list');
  });

  it('texts, lists, objects and what is missing', async () => {
    expect(
      await fields({ a: 'x', b: 2, list: ['p', 'q'], none: null, gone: undefined, o: { k: [1] } }),
    ).toEqual([
      ['a', 'x'],
      ['b', '2'],
      ['list', 'p'],
      ['list', 'q'],
      ['o', ['blob', 'application/json', '{"k":[1]}']],
    ]);
  });

  it('files, bytes and lists of files', async () => {
    const file = new File(['one'], 'one.txt', { type: 'text/plain' });
    const bytes = new TextEncoder().encode('xtwox').subarray(1, 4);
    expect(
      await fields({ file, files: [file, new Blob(['b'])], bytes, buffer: bytes.slice().buffer }),
    ).toEqual([
      ['file', ['one.txt', 'text/plain', 'one']],
      ['files', ['one.txt', 'text/plain', 'one']],
      ['files', ['blob', 'application/octet-stream', 'b']],
      ['bytes', ['blob', 'application/octet-stream', 'two']],
      ['buffer', ['blob', 'application/octet-stream', 'two']],
    ]);
  });

  it('each part with its content type', async () => {
    const parts = [
      part({ name: 'image', contentType: 'image/png' }),
      part({ name: 'note', contentType: 'text/plain' }),
      part({ name: 'xml', contentType: 'application/xml' }),
      part({ name: 'meta', contentType: 'application/vnd.acme+json' }),
      part({ name: 'deep', style: 'deepObject' }),
    ];
    const named = new File(['i'], 'i.png');
    const body = { image: named, note: 'n', xml: '<a/>', meta: { a: 1 }, deep: { k: 1 } };
    expect(await fields(body, parts)).toEqual([
      ['image', ['i.png', 'image/png', 'i']],
      ['note', 'n'],
      ['xml', ['blob', 'application/xml', '<a/>']],
      ['meta', ['blob', 'application/vnd.acme+json', '{"a":1}']],
      ['deep[k]', '1'],
    ]);
  });

  it('a form of the caller’s own is copied, not kept', async () => {
    const form = new FormData();
    form.append('a', '1');
    form.append('f', new File(['x'], 'x.bin'));
    expect(await fields(form)).toEqual([
      ['a', '1'],
      ['f', ['x.bin', 'application/octet-stream', 'x']],
    ]);
  });

  it('is sent again as it was', async () => {
    const seen: string[] = [];
    const fetch = async (url: string, init: RequestInit): Promise<Response> => {
      const sent = new Request(url, init);
      const value = (await sent.formData()).get('a');
      seen.push(typeof value === 'string' ? value : 'a file');
      return seen.length === 1 ? text('', { status: 503 }) : json([]);
    };
    const form = new FormData();
    form.set('a', 'before');
    const connection = connectAcme({ fetch, retry: { baseDelayMs: 0 } });
    const promise = call(connection, sending(...bodyOf('multipart/form-data').contents), { body: form });
    form.set('a', 'after');
    expect(await promise).toEqual([]);
    expect(seen).toEqual(['before', 'before']);
  });

  it('another multipart type takes the bytes of the caller with their boundary', async () => {
    const definition = sending({ mediaType: 'multipart/related', parts: [] });
    const received = await receive(definition, '--x\r\n\r\n--x--', 'multipart/related; boundary=x');
    expect(received.headers['content-type']).toBe('multipart/related; boundary=x');
    expect((await errorOf(call(connectAcme(), definition, { body: { a: 1 } }))).code).toBe('INPUT');
    for (const mediaType of ['multipart/related', 'multipart/form-data']) {
      const unbound = call(connectAcme(), sending({ mediaType, parts: [] }), { body: '--x--' });
      expect((await errorOf(unbound)).code).toBe('INPUT');
    }
  });
});

describe('texts and bytes', () => {
  const octets = sending({ mediaType: 'application/octet-stream', parts: [] });
  it.each([
    ['a Uint8Array, of the part that it shows', new TextEncoder().encode('xabcx').subarray(1, 4)],
    ['an ArrayBuffer', new TextEncoder().encode('abc').buffer],
    ['a Blob', new Blob(['abc'], { type: 'text/html' })],
  ])('%s', async (_name, body) => {
    const received = await receive(octets, body);
    expect(received.body.toString()).toBe('abc');
    expect(received.headers['content-type']).toBe('application/octet-stream');
    expect(received.headers['content-length']).toBe('3');
  });

  it('a text', async () => {
    const received = await receive(sending({ mediaType: 'application/xml', parts: [] }), '<ü/>');
    expect(received.body.toString()).toBe('<ü/>');
    expect(received.headers['content-type']).toBe('application/xml');
  });

  it('bytes that are changed after the call are sent as they were', async () => {
    const seen: string[] = [];
    const fetch = async (url: string, init: RequestInit): Promise<Response> => {
      const sent = new Request(url, init);
      seen.push(await sent.text());
      return seen.length === 1 ? text('', { status: 503 }) : json([]);
    };
    const bytes = new TextEncoder().encode('abc');
    const promise = call(connectAcme({ fetch, retry: { baseDelayMs: 0 } }), octets, { body: bytes });
    bytes.fill(0);
    await promise;
    expect(seen).toEqual(['abc', 'abc']);
  });

  it.each([[7], [{}], [['a']], [null], [true]])('%o is refused', async (body) => {
    expect((await errorOf(call(connectAcme(), octets, { body }))).code).toBe('INPUT');
  });
});

describe('several media types', () => {
  const several = sending(
    { mediaType: 'application/json', parts: [] },
    { mediaType: 'application/x-www-form-urlencoded', parts: [] },
    { mediaType: 'image/*', parts: [] },
  );
  it.each([
    [undefined, { a: 1 }, 'application/json', '{"a":1}'],
    ['application/json', { a: 1 }, 'application/json', '{"a":1}'],
    ['application/json; charset=utf-8', { a: 1 }, 'application/json; charset=utf-8', '{"a":1}'],
    ['application/x-www-form-urlencoded', { a: 1 }, 'application/x-www-form-urlencoded', 'a=1'],
    ['image/png', new Blob(['png']), 'image/png', 'png'],
  ])('%s', async (contentType, body, type, written) => {
    const received = await receive(several, body, contentType);
    expect(received.headers['content-type']).toBe(type);
    expect(received.body.toString()).toBe(written);
  });

  it.each([['text/plain'], ['image/*'], ['*/*'], ['image/png\r\nX-A: 1'], ['']])(
    '%j is none of them',
    async (contentType) => {
      const wire = fakeFetch(() => json([]));
      const promise = call(connectAcme({ fetch: wire.fetch }), several, { body: {}, contentType });
      if (contentType === '') await promise;
      else expect(await errorOf(promise)).toMatchObject({ code: 'INPUT', attempts: 0 });
      expect(wire.requests).toHaveLength(contentType === '' ? 1 : 0);
    },
  );

  it('a range takes the type of the file, or of the caller', async () => {
    const image = sending({ mediaType: 'image/*', parts: [] });
    const received = await receive(image, new Blob(['x'], { type: 'image/webp' }));
    expect(received.headers['content-type']).toBe('image/webp');
    expect((await errorOf(call(connectAcme(), image, { body: new Blob(['x']) }))).code).toBe('INPUT');
    const other = { body: new Blob(['x'], { type: 'text/html' }) };
    expect((await errorOf(call(connectAcme(), image, other))).code).toBe('INPUT');
  });
});

describe('answers', () => {
  const answering = async (
    response: Response,
    mediaTypes: readonly string[],
    status = '200',
  ): Promise<unknown> => {
    const definition = sending(...bodyOf('application/json').contents);
    const connection = connectAcme({ fetch: () => Promise.resolve(response) });
    return call(connection, { ...definition, answers: [{ status, mediaTypes }] }, { body: {} });
  };
  const typed = (type: string, body: string | null = 'abc', status = 200): Response =>
    new Response(body, { status, headers: { 'content-type': type } });

  it.each<[string, Response, readonly string[], unknown]>([
    ['XML is text', typed('application/xml'), ['application/xml'], 'abc'],
    ['an empty text', typed('text/plain', ''), ['text/plain'], ''],
    ['no bytes', typed('image/png', ''), ['image/png'], new Uint8Array()],
    ['bytes', typed('application/pdf'), ['application/pdf'], new TextEncoder().encode('abc')],
    ['bytes in a range', typed('image/png'), ['image/*'], new TextEncoder().encode('abc')],
    ['JSON in any', typed('application/json', '[1]'), ['*/*'], [1]],
    ['text in any', typed('text/plain'), ['*/*'], 'abc'],
    ['204 whatever is declared', new Response(null, { status: 204 }), ['application/json'], undefined],
  ])('%s', async (_name, response, mediaTypes, body) => {
    const status = response.status === 204 ? '2XX' : '200';
    expect(await answering(response, mediaTypes, status)).toEqual(body);
  });

  it('default covers every 2xx that nothing else does, and no error', async () => {
    expect(await answering(typed('application/json', '1', 207), ['application/json'], 'default')).toBe(1);
    const failed = typed('application/json', '{"message":"no"}', 400);
    const error = await errorOf(answering(failed, ['application/json'], 'default'));
    expect(error).toMatchObject({ code: 'INVALID_REQUEST', status: 400, body: { message: 'no' } });
  });

  it('HEAD has no body', async () => {
    const connection = connectAcme({ fetch: () => Promise.resolve(typed('application/json', null)) });
    expect(await call(connection, { ...omit(sending(), 'body'), method: 'HEAD' })).toBeUndefined();
  });

  it('TRACE is not sent, because no platform does', async () => {
    const error = await errorOf(call(connectAcme(), { ...omit(sending(), 'body'), method: 'TRACE' }));
    expect(error).toMatchObject({ code: 'INPUT', effect: 'none', attempts: 0 });
  });
});
