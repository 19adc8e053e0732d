/**
 * Every style in every place, as RFC 6570 and the style examples of OpenAPI 3.1.1 (Parameter Object) have them: `color`
 * is `blue`, the list `blue, black, brown`, or the object `R = 100, G = 200, B = 150`.
 */
import { describe, expect, it } from 'vitest';
import { call, requestLine } from '../../runtime/call.js';
import type { OperationDefinition, ParameterDefinition, ParameterStyle } from '../../runtime/definition.js';
import {
  connectAcme,
  deleteRows,
  errorOf,
  errorThrownBy,
  fakeFetch,
  json,
  listRows,
  parameter,
} from './workbench.js';

const TEXT = 'blue';
const LIST = ['blue', 'black', 'brown'];
const OBJECT = { R: 100, G: 200, B: 150 };

type Row = readonly [style: ParameterStyle, explode: boolean, value: unknown, written: string];

const reading = (one: ParameterDefinition, path = '/x'): OperationDefinition => ({
  ...listRows,
  path,
  parameters: [one],
});

describe('in a path', () => {
  const rows: readonly Row[] = [
    ['simple', false, TEXT, 'blue'],
    ['simple', false, LIST, 'blue,black,brown'],
    ['simple', false, OBJECT, 'R,100,G,200,B,150'],
    ['simple', true, TEXT, 'blue'],
    ['simple', true, LIST, 'blue,black,brown'],
    ['simple', true, OBJECT, 'R=100,G=200,B=150'],
    ['label', false, TEXT, '.blue'],
    ['label', false, LIST, '.blue,black,brown'],
    ['label', false, OBJECT, '.R,100,G,200,B,150'],
    ['label', true, TEXT, '.blue'],
    ['label', true, LIST, '.blue.black.brown'],
    ['label', true, OBJECT, '.R=100.G=200.B=150'],
    ['matrix', false, TEXT, ';color=blue'],
    ['matrix', false, LIST, ';color=blue,black,brown'],
    ['matrix', false, OBJECT, ';color=R,100,G,200,B,150'],
    ['matrix', true, TEXT, ';color=blue'],
    ['matrix', true, LIST, ';color=blue;color=black;color=brown'],
    ['matrix', true, OBJECT, ';R=100;G=200;B=150'],
  ];
  it.each(rows)('%s, explode %s, %o: %s', (style, explode, value, written) => {
    const one = parameter({ name: 'color', in: 'path', required: true, style, explode });
    const line = requestLine(connectAcme(), reading(one, '/x/{color}/y'), { path: { color: value } });
    expect(line).toBe(`GET /api/x/${written}/y HTTP/1.1`);
  });

  it.each([
    ['a/b', 'a%2Fb'],
    ['a,b', 'a%2Cb'],
    [';=.', '%3B%3D.'],
    ['ünïcode', '%C3%BCn%C3%AFcode'],
  ])('%s within a value is written %s', (value, written) => {
    const one = parameter({ name: 'color', in: 'path', required: true, style: 'matrix' });
    const line = requestLine(connectAcme(), reading(one, '/x/{color}'), { path: { color: [value, 'z'] } });
    expect(line).toBe(`GET /api/x/;color=${written};color=z HTTP/1.1`);
  });

  it('as content: JSON', () => {
    const one = parameter({ name: 'color', in: 'path', required: true, mediaType: 'application/json' });
    const line = requestLine(connectAcme(), reading(one, '/x/{color}'), { path: { color: { a: [1] } } });
    expect(line).toBe('GET /api/x/%7B%22a%22%3A%5B1%5D%7D HTTP/1.1');
  });

  it.each([
    ['an object with nothing in it', {}],
    ['one with a value that climbs', { R: '..' }],
    ['one with a key that climbs', { '..': 1 }],
    ['one with a blank value', { R: ' ' }],
    ['an object in an object', { R: { G: 1 } }],
    ['an object in a list', [{ R: 1 }]],
  ])('%s never reaches the wire', (_name, value) => {
    const one = parameter({ name: 'color', in: 'path', required: true, style: 'simple' });
    const act = (): unknown =>
      requestLine(connectAcme(), reading(one, '/x/{color}'), { path: { color: value } });
    expect(['GUARD', 'INPUT']).toContain(errorThrownBy(act).code);
  });

  it('a deletion takes no object for an id', () => {
    const act = (): unknown => requestLine(connectAcme(), deleteRows, { path: { table_id: OBJECT } });
    expect(errorThrownBy(act).code).toBe('GUARD');
  });
});

describe('in a query', () => {
  const rows: readonly Row[] = [
    ['form', false, TEXT, 'color=blue'],
    ['form', false, LIST, 'color=blue,black,brown'],
    ['form', false, OBJECT, 'color=R,100,G,200,B,150'],
    ['form', true, TEXT, 'color=blue'],
    ['form', true, '', 'color='],
    ['form', true, LIST, 'color=blue&color=black&color=brown'],
    ['form', true, OBJECT, 'R=100&G=200&B=150'],
    ['spaceDelimited', false, LIST, 'color=blue%20black%20brown'],
    ['spaceDelimited', false, OBJECT, 'color=R%20100%20G%20200%20B%20150'],
    ['spaceDelimited', true, LIST, 'color=blue&color=black&color=brown'],
    ['pipeDelimited', false, LIST, 'color=blue%7Cblack%7Cbrown'],
    ['pipeDelimited', false, OBJECT, 'color=R%7C100%7CG%7C200%7CB%7C150'],
    ['pipeDelimited', true, LIST, 'color=blue&color=black&color=brown'],
    ['deepObject', true, OBJECT, 'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150'],
    ['deepObject', false, OBJECT, 'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150'],
    ['deepObject', true, { tags: ['a', 'b'] }, 'color%5Btags%5D=a&color%5Btags%5D=b'],
    ['deepObject', true, { a: { b: { c: 1 } } }, 'color%5Ba%5D%5Bb%5D%5Bc%5D=1'],
    ['deepObject', true, { at: new Date(0) }, 'color%5Bat%5D=1970-01-01T00%3A00%3A00.000Z'],
    ['deepObject', true, LIST, 'color%5B%5D=blue&color%5B%5D=black&color%5B%5D=brown'],
    ['deepObject', true, TEXT, 'color=blue'],
    ['deepObject', true, [{ a: 1 }, { a: 2 }], 'color%5B0%5D%5Ba%5D=1&color%5B1%5D%5Ba%5D=2'],
    ['deepObject', true, { a: [{ b: 1 }] }, 'color%5Ba%5D%5B0%5D%5Bb%5D=1'],
    ['deepObject', true, [{ a: ['x', 'y'] }], 'color%5B0%5D%5Ba%5D%5B0%5D=x&color%5B0%5D%5Ba%5D%5B1%5D=y'],
    ['deepObject', true, ['x', { a: 1 }], 'color%5B0%5D=x&color%5B1%5D%5Ba%5D=1'],
    ['deepObject', true, [['x'], ['y']], 'color%5B0%5D%5B0%5D=x&color%5B1%5D%5B0%5D=y'],
  ];
  it.each(rows)('%s, explode %s, %o: %s', (style, explode, value, written) => {
    const line = requestLine(connectAcme(), reading(parameter({ name: 'color', style, explode })), {
      query: { color: value },
    });
    expect(line).toBe(`GET /api/x?${written} HTTP/1.1`);
  });

  it.each([
    [true, 'color=/a?b:c@d,e;f$g%26h%3Di'],
    [false, 'color=%2Fa%3Fb%3Ac%40d%2Ce%3Bf%24g%26h%3Di'],
  ])('reserved characters, allowed %s: %s', (allowReserved, written) => {
    const one = parameter({ name: 'color', allowReserved });
    const line = requestLine(connectAcme(), reading(one), { query: { color: '/a?b:c@d,e;f$g&h=i' } });
    expect(line).toBe(`GET /api/x?${written} HTTP/1.1`);
  });

  it.each([
    ['application/json', { a: ['ü'] }, '%7B%22a%22%3A%5B%22%C3%BC%22%5D%7D'],
    ['application/json', 'text', '%22text%22'],
    ['text/plain', 'text', 'text'],
  ])('as content %s: %o', (mediaType, value, written) => {
    const one = parameter({ name: 'color', mediaType });
    const line = requestLine(connectAcme(), reading(one), { query: { color: value } });
    expect(line).toBe(`GET /api/x?color=${written} HTTP/1.1`);
  });
});

describe('in a header and a cookie', () => {
  async function sent(one: ParameterDefinition, value: unknown): Promise<string | null | undefined> {
    const wire = fakeFetch(() => json([]));
    const [place, name] = one.in === 'header' ? ['headers', one.name] : ['cookies', 'cookie'];
    await call(connectAcme({ fetch: wire.fetch }), reading(one), { [place]: { [one.name]: value } });
    return wire.requests[0]?.headers.get(name);
  }

  it.each<readonly [boolean, unknown, string]>([
    [false, TEXT, 'blue'],
    [false, LIST, 'blue,black,brown'],
    [false, OBJECT, 'R,100,G,200,B,150'],
    [true, LIST, 'blue,black,brown'],
    [true, OBJECT, 'R=100,G=200,B=150'],
  ])('simple, explode %s, %o: %s', async (explode, value, written) => {
    const one = parameter({ name: 'X-Color', in: 'header', style: 'simple', explode });
    expect(await sent(one, value)).toBe(written);
  });

  it.each([[{}], [{ ' ': 'x' }], [{ a: null }]])('a header of %o is refused', async (value) => {
    const one = parameter({ name: 'X-Color', in: 'header', style: 'simple' });
    expect((await errorOf(sent(one, value))).code).toBe('INPUT');
  });

  it('content of a header is JSON that a header can carry', async () => {
    const one = parameter({ name: 'X-Color', in: 'header', mediaType: 'application/json' });
    const written = await sent(one, { a: 'ü\n€😀' });
    expect(written).toBe(String.raw`{"a":"\u00fc\n\u20ac\ud83d\ude00"}`);
    expect(JSON.parse(written ?? '')).toEqual({ a: 'ü\n€😀' });
  });

  it.each<readonly [boolean, unknown, string]>([
    [false, TEXT, 'color=blue'],
    [false, LIST, 'color=blue,black,brown'],
    [false, OBJECT, 'color=R,100,G,200,B,150'],
    [true, TEXT, 'color=blue'],
    [true, LIST, 'color=blue; color=black; color=brown'],
    [true, OBJECT, 'R=100; G=200; B=150'],
    [true, 'a;b=c d', 'color=a%3Bb%3Dc%20d'],
  ])('a cookie, explode %s, %o: %s', async (explode, value, written) => {
    expect(await sent(parameter({ name: 'color', in: 'cookie', explode }), value)).toBe(written);
  });

  it('content of a cookie is JSON', async () => {
    const one = parameter({ name: 'color', in: 'cookie', mediaType: 'application/json' });
    expect(await sent(one, [1])).toBe('color=%5B1%5D');
  });

  it('a cookie of one call joins those that the caller gave for all', async () => {
    const wire = fakeFetch(() => json([]));
    const connection = connectAcme({ fetch: wire.fetch, headers: { Cookie: 'theme=dark' } });
    const one = parameter({ name: 'color', in: 'cookie' });
    await call(connection, reading(one), { cookies: { color: 'blue' } });
    expect(wire.requests[0]?.headers.get('cookie')).toBe('theme=dark; color=blue');
  });
});

it('a definition that lacks a part is refused, and nothing is sent', async () => {
  const wire = fakeFetch(() => json([]));
  const connection = connectAcme({ fetch: wire.fetch });
  const bare: OperationDefinition = { ...listRows, path: '/x', parameters: [], uses: [] };
  const envelope = { code: '/code', message: null, ok: 0, required: true };
  const content = [{ mediaType: 'application/json', parts: [] }];
  const lacking: readonly Partial<OperationDefinition>[] = [
    { path: '/x/{a}' },
    { parameters: [parameter({ name: 'a' })] },
    { parameters: [parameter({ name: 'a', in: 'header' })] },
    { parameters: [parameter({ name: 'a', in: 'cookie' })] },
    { method: 'POST', body: { required: true, contents: content } },
    { ...(deleteRows.selector && { selector: deleteRows.selector }) },
    { envelope },
    { answers: [{ status: '200', mediaTypes: ['image/png'] }] },
    { answers: [{ status: '200', mediaTypes: ['text/event-stream'] }] },
    { answers: [{ status: '200', mediaTypes: ['application/x-ndjson'] }] },
  ];
  for (const changes of lacking) {
    const request = { body: changes.body === undefined ? undefined : {} };
    const error = await errorOf(call(connection, { ...bare, ...changes }, request));
    expect(error).toMatchObject({
      code: 'CONFIGURATION',
      effect: 'none',
      attempts: 0,
      operation: 'listRows',
    });
  }
  expect(await call(connection, bare)).toEqual([]);
  expect(wire.requests).toHaveLength(1);
});
