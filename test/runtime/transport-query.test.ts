import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestLine } from '../../runtime/call.js';
import type { ParameterDefinition } from '../../runtime/definition.js';
import { connectAcme, errorThrownBy, listRows, parameter } from './workbench.js';

const connection = connectAcme();

function query(parameters: readonly ParameterDefinition[], values: object): string {
  const definition = { ...listRows, path: '/rows', parameters };
  const line = requestLine(connection, definition, { query: values });
  return line.slice('GET /api/rows'.length, -' HTTP/1.1'.length).replace(/^\?/, '');
}

/** A list that never ends. */
function listInItself(): unknown[] {
  const list: unknown[] = [];
  list.push(list);
  return list;
}

const q = (given: Partial<ParameterDefinition>): ParameterDefinition[] => [
  parameter({ name: 'q', ...given }),
];

describe('query parameters', () => {
  it.each([
    ['a string', q({}), 'a b', 'q=a%20b'],
    ['reserved characters', q({}), 'a&b=c+d#e,f', 'q=a%26b%3Dc%2Bd%23e%2Cf'],
    ['an apostrophe, as the platform writes it', q({}), "it's", 'q=it%27s'],
    ['a number', q({}), 0, 'q=0'],
    ['a boolean', q({}), false, 'q=false'],
    ['a bigint', q({}), 2n ** 64n, 'q=18446744073709551616'],
    ['an empty string', q({}), '', 'q='],
    ['a date', q({}), new Date(0), 'q=1970-01-01T00%3A00%3A00.000Z'],
    ['form, exploded list', q({}), ['a', 'b,c'], 'q=a&q=b%2Cc'],
    ['form, list', q({ explode: false }), ['a', 'b,c'], 'q=a,b%2Cc'],
    ['spaceDelimited list', q({ style: 'spaceDelimited', explode: false }), ['a', 'b'], 'q=a%20b'],
    ['pipeDelimited list', q({ style: 'pipeDelimited', explode: false }), ['a', 'b'], 'q=a%7Cb'],
    ['exploded pipeDelimited list', q({ style: 'pipeDelimited' }), ['a', 'b'], 'q=a&q=b'],
    ['form, exploded object: columns', q({}), { id: 'in.1,2', org: 'eq.x' }, 'id=in.1%2C2&org=eq.x'],
    ['the same, allowing reserved', q({ allowReserved: true }), { id: 'in.1,2' }, 'id=in.1,2'],
    ['form, object', q({ explode: false }), { a: 1, b: 2 }, 'q=a,1,b,2'],
    ['deepObject', q({ style: 'deepObject' }), { a: 'x y', b: 2 }, 'q%5Ba%5D=x%20y&q%5Bb%5D=2'],
    ['an object without its empty fields', q({}), { a: 1, b: null, c: undefined }, 'a=1'],
    ['reserved characters that may stay', q({ allowReserved: true }), ':/?@!$()*,;', 'q=:/?@!$()*,;'],
    [
      'reserved characters that may not',
      q({ allowReserved: true }),
      "#[]&+='%",
      'q=%23%5B%5D%26%2B%3D%27%25',
    ],
  ])('%s', (_name, parameters, value, written) => {
    expect(query(parameters, { q: value })).toBe(written);
  });

  it.each([[null], [undefined]])('%o is left out', (value) => {
    expect(query(q({}), { q: value })).toBe('');
  });

  it('parameters stand in the order of the description', () => {
    const two = [parameter({ name: 'a' }), parameter({ name: 'b' })];
    expect(query(two, { b: 2, a: 1 })).toBe('a=1&b=2');
  });

  it.each([
    ['an empty list', q({}), { q: [] }],
    ['an empty object', q({}), { q: {} }],
    ['an object of nothing', q({}), { q: { a: undefined } }],
    ['null in a list', q({}), { q: ['a', null] }],
    ['a hole in a list', q({}), { q: Array.of('a', undefined) }],
    ['NaN', q({}), { q: NaN }],
    ['an invalid date', q({}), { q: new Date(NaN) }],
    ['a list in an object', q({}), { q: { a: ['x'] } }],
    ['an object in an object', q({}), { q: { a: { b: 1 } } }],
    ['an empty object in a list as deepObject', q({ style: 'deepObject' }), { q: { a: [{}] } }],
    ['null in a list as deepObject', q({ style: 'deepObject' }), { q: { a: ['x', null] } }],
    ['a list in itself as deepObject', q({ style: 'deepObject' }), { q: listInItself() }],
    ['an empty list within deepObject', q({ style: 'deepObject' }), { q: { a: [] } }],
    ['an empty object within deepObject', q({ style: 'deepObject' }), { q: { a: {} } }],
    ['an object in a list', q({}), { q: [{ a: 1 }] }],
    ['a blank key', q({}), { q: { ' ': 1 } }],
    ['a parameter that is not there', q({}), { query: 'x' }],
    ['a required parameter that is missing', q({ required: true }), {}],
    ['a required parameter that is null', q({ required: true }), { q: null }],
    ['a list instead of parameters', q({}), ['q']],
  ])('%s is refused', (_name, parameters, values) => {
    expect(errorThrownBy(() => query(parameters, values))).toMatchObject({ code: 'INPUT', effect: 'none' });
  });

  it('a column that is called as another parameter is refused', () => {
    const parameters = [parameter({ name: 'filter' }), parameter({ name: 'limit' })];
    expect(query(parameters, { filter: { id: '1' }, limit: 5 })).toBe('id=1&limit=5');
    expect(errorThrownBy(() => query(parameters, { filter: { limit: 'eq.1' } })).code).toBe('GUARD');
  });

  it('any key and value come back from the platform as they were', () => {
    const wellFormed = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(wellFormed, fc.string({ unit: 'grapheme' }), fc.boolean(), (key, value, allowReserved) => {
        const parsed = new URLSearchParams(query(q({ allowReserved }), { q: { [`k${key}`]: value } }));
        expect([...parsed]).toEqual([[`k${key}`, value]]);
      }),
    );
  });
});
