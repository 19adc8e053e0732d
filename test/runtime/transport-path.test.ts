import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exchange, requestLine } from '../../runtime/call.js';
import type { OperationDefinition } from '../../runtime/definition.js';
import {
  connectAcme,
  deleteRows,
  errorOf,
  errorThrownBy,
  fakeFetch,
  json,
  parameter,
  request,
} from './workbench.js';

const line = (table: unknown, definition: OperationDefinition = deleteRows): string =>
  requestLine(connectAcme(), definition, { ...request, path: { table_id: table } });

describe('path parameters', () => {
  it.each([
    ['..'],
    ['.'],
    [''],
    ['   '],
    ['\t'],
    ['\u200b'],
    [undefined],
    [null],
    [NaN],
    [Infinity],
    [{}],
    [{ id: 't1' }],
    [[]],
    [['..']],
    [['a', null]],
    ['%2e%2e'],
    ['%2E'],
    ['.%2e'],
    ['../x'],
    ['..\\x'],
    [Symbol('t')],
    [() => 't1'],
  ])('%o never reaches the wire', async (table) => {
    const wire = fakeFetch(() => json([]));
    const connection = connectAcme({ fetch: wire.fetch });
    const error = await errorOf(exchange(connection, deleteRows, { ...request, path: { table_id: table } }));
    expect(error).toMatchObject({ code: 'GUARD', effect: 'none', attempts: 0, operation: 'deleteRows' });
    expect(wire.requests).toEqual([]);
  });

  it.each([
    ['t1', 't1'],
    [7, '7'],
    [7n, '7'],
    ['a/b', 'a%2Fb'],
    ['a b', 'a%20b'],
    ['a?b#c', 'a%3Fb%23c'],
    ['ü', '%C3%BC'],
    ['...', '...'],
    ['%2f', '%252f'],
    ["it's", 'it%27s'],
    [['a', 'b'], 'a,b'],
  ])('%o is written as %s', (table, written) => {
    expect(line(table)).toBe(`DELETE /api/v1/tables/${written}/rows HTTP/1.1`);
  });

  it('an empty path object and one that is missing are refused', () => {
    expect(errorThrownBy(() => requestLine(connectAcme(), deleteRows, { path: {} })).code).toBe('GUARD');
    expect(errorThrownBy(() => requestLine(connectAcme(), deleteRows, {})).code).toBe('GUARD');
  });

  it('an inherited value does not count', () => {
    const inherited: object = Object.create({ table_id: 't1' }) as object;
    expect(errorThrownBy(() => requestLine(connectAcme(), deleteRows, { path: inherited })).code).toBe(
      'GUARD',
    );
  });

  it('two values cannot join to a segment that leads elsewhere', () => {
    const split: OperationDefinition = {
      ...deleteRows,
      path: '/v1/tables/.{table_id}/rows',
    };
    expect(line('x', split)).toContain('/tables/.x/rows');
    const pair: OperationDefinition = {
      ...deleteRows,
      path: '/v1/{a}{b}/rows',
      parameters: ['a', 'b'].map((name) => parameter({ name, in: 'path', style: 'simple', required: true })),
    };
    const error = errorThrownBy(() => requestLine(connectAcme(), pair, { path: { a: '.', b: '.' } }));
    expect(error.code).toBe('GUARD');
    expect(errorThrownBy(() => line('.', split)).code).toBe('GUARD');
  });

  it.each([
    '/rows#{table_id}',
    '/rows?id={table_id}',
    '/rows/{table_id}/{',
    '/rows/{table_id}/{}',
    '/ro\nws/{table_id}',
    '/rows/{table_id} ',
  ])('no value makes a path of %s', (path) => {
    const error = errorThrownBy(() => line('x', { ...deleteRows, path }));
    expect(error.code).toBe('GUARD');
  });

  it('a path whose only brace encloses no name is refused as a path', () => {
    const open: OperationDefinition = { ...deleteRows, path: '/rows/{', parameters: [], uses: [] };
    expect(errorThrownBy(() => requestLine(connectAcme(), open, {})).code).toBe('GUARD');
  });

  it('a value that is no text in UTF-8 is refused', () => {
    expect(errorThrownBy(() => line('\ud800')).code).toBe('INPUT');
  });

  it('label and matrix are written as RFC 6570 says', () => {
    const styled = (style: 'label' | 'matrix', explode: boolean): OperationDefinition => ({
      ...deleteRows,
      parameters: [parameter({ name: 'table_id', in: 'path', style, explode, required: true })],
    });
    expect(line(['a', 'b'], styled('label', false))).toContain('/.a,b/');
    expect(line(['a', 'b'], styled('label', true))).toContain('/.a.b/');
    expect(line(['a', 'b'], styled('matrix', false))).toContain('/;table_id=a,b/');
    expect(line(['a', 'b'], styled('matrix', true))).toContain('/;table_id=a;table_id=b/');
  });

  it('any text is refused, or read back by the platform as exactly one segment with that text', () => {
    const connection = connectAcme();
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('.', '..', '/', '%2e', '\\')),
        (table) => {
          let written: string;
          try {
            written = requestLine(connection, deleteRows, { path: { table_id: table } });
          } catch {
            return;
          }
          const path = new URL(`https://eu.acme.test${written.split(' ')[1] ?? ''}`).pathname.split('/');
          expect(path).toHaveLength(6);
          expect(decodeURIComponent(path[4] ?? '')).toBe(table);
          expect(path[5]).toBe('rows');
        },
      ),
    );
  });
});
