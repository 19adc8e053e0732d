import { describe, expect, it } from 'vitest';
import { exchange } from '../../runtime/call.js';
import type { OperationDefinition, SelectorGuard } from '../../runtime/definition.js';
import { connectAcme, deleteRows, errorOf, fakeFetch, json, omit, parameter } from './workbench.js';

async function send(definition: OperationDefinition, values: object): Promise<string> {
  const wire = fakeFetch(() => json([]));
  const connection = connectAcme({ fetch: wire.fetch });
  const promise = exchange(connection, definition, { path: { table_id: 't' }, ...values });
  const error = await promise.then(
    () => null,
    () => errorOf(promise),
  );
  expect(wire.requests).toHaveLength(error === null ? 1 : 0);
  if (error !== null) expect(error.effect).toBe('none');
  return error?.code ?? 'sent';
}

const guarded = (selector: Partial<SelectorGuard>): OperationDefinition => ({
  ...deleteRows,
  selector: {
    in: 'body',
    at: '/rows',
    exactlyOneOf: null,
    singleKey: [],
    reservedKeys: [],
    keyPattern: null,
    valuePattern: null,
    ...selector,
  },
});

describe('a list of ids in the body', () => {
  it.each([
    [{ rows: ['a'] }, 'sent'],
    [{ rows: [1, 2] }, 'sent'],
    [{ rows: [] }, 'GUARD'],
    [{ rows: {} }, 'GUARD'],
    [{ rows: '' }, 'GUARD'],
    [{ rows: null }, 'GUARD'],
    [{}, 'GUARD'],
    [[], 'GUARD'],
    ['rows', 'GUARD'],
    [{ rows: [''] }, 'GUARD'],
    [{ rows: ['a', ' \u200b\n'] }, 'GUARD'],
    [{ rows: ['a', null] }, 'GUARD'],
    [{ rows: ['a', undefined] }, 'GUARD'],
    [{ rows: [NaN] }, 'GUARD'],
    [{ rows: [2 ** 53] }, 'GUARD'],
    [{ rows: [1.5] }, 'GUARD'],
    [{ rows: [true] }, 'GUARD'],
    [{ rows: [['a']] }, 'GUARD'],
    [{ rows: [{ id: 'a' }] }, 'GUARD'],
    [{ rows: new Array<string>(2) }, 'GUARD'],
    [{ rows: [1n] }, 'INPUT'],
    [{ rows: Object.assign(['a'], { toJSON: () => [] }) }, 'GUARD'],
    [Object.defineProperty({}, 'rows', { value: ['a'], enumerable: false }), 'GUARD'],
    [undefined, 'INPUT'],
  ])('%o: %s', async (body, outcome) => {
    expect(await send(guarded({}), { body })).toBe(outcome);
  });
});

describe('a list of ways to say what is deleted', () => {
  const definition = guarded({
    exactlyOneOf: ['record_id', 'filter'],
    singleKey: ['filter'],
    reservedKeys: ['all'],
  });
  it.each([
    [{ record_id: 'a' }, 'sent'],
    [{ record_id: 'a', note: 1 }, 'sent'],
    [{ record_id: 'a', filter: undefined }, 'sent'],
    [{ filter: { mail: 'x@y' } }, 'sent'],
    [{ filter: { number: 7 } }, 'sent'],
    [{}, 'GUARD'],
    ['a', 'GUARD'],
    [null, 'GUARD'],
    [{ record_id: '' }, 'GUARD'],
    [{ record_id: null }, 'GUARD'],
    [{ record_id: 'a', filter: { mail: 'x' } }, 'GUARD'],
    [{ record_id: 'a', filter: null }, 'GUARD'],
    [{ filter: {} }, 'GUARD'],
    [{ filter: 'mail' }, 'GUARD'],
    [{ filter: ['mail'] }, 'GUARD'],
    [{ filter: { mail: '' } }, 'GUARD'],
    [{ filter: { mail: null } }, 'GUARD'],
    [{ filter: { '': 'x' } }, 'GUARD'],
    [{ filter: { All: 'x' } }, 'GUARD'],
    [{ filter: { mail: 'x', name: 'y' } }, 'GUARD'],
  ])('%o: %s', async (element, outcome) => {
    expect(await send(definition, { body: { rows: [{ record_id: 'first' }, element] } })).toBe(outcome);
  });
});

describe('columns in the query', () => {
  const definition: OperationDefinition = {
    ...omit(
      guarded({
        in: 'query',
        at: 'filter',
        reservedKeys: ['pg', 'set'],
        keyPattern: '^[a-z_]+$',
        valuePattern: '^(eq|in)\\..+$',
      }),
      'body',
    ),
    parameters: [...deleteRows.parameters, parameter({ name: 'filter', required: true })],
  };
  it.each([
    [{ filter: { id: 'in.1,2' } }, 'sent'],
    [{ filter: { id: 'eq.1', org: 'eq.2' } }, 'sent'],
    [{ filter: {} }, 'GUARD'],
    [{ filter: { id: undefined } }, 'GUARD'],
    [{ filter: { id: 'eq.1', org: undefined } }, 'GUARD'],
    [{ filter: { id: null } }, 'GUARD'],
    [{ filter: { id: 7 } }, 'GUARD'],
    [{ filter: { id: '' } }, 'GUARD'],
    [{ filter: { id: 'eq.' } }, 'GUARD'],
    [{ filter: { id: 'ne.1' } }, 'GUARD'],
    [{ filter: { id: ['eq.1'] } }, 'GUARD'],
    [{ filter: { set: 'eq.1' } }, 'GUARD'],
    [{ filter: { PG: 'eq.1' } }, 'GUARD'],
    [{ filter: { 'id[ne]': 'eq.1' } }, 'GUARD'],
    [{ filter: null }, 'GUARD'],
    [{}, 'GUARD'],
    [Object.create({ filter: { id: 'eq.1' } }) as object, 'GUARD'],
    [undefined, 'GUARD'],
  ])('%o: %s', async (query, outcome) => {
    expect(await send(definition, { query })).toBe(outcome);
  });
});

it('a message names the place and shows no value', async () => {
  const connection = connectAcme({ fetch: fakeFetch(() => json([])).fetch });
  const body = { rows: ['mary@example.org', ''] };
  const error = await errorOf(exchange(connection, deleteRows, { path: { table_id: 't' }, body }));
  expect(error.message).toBe("deleteRows was not sent: the body's /rows/1 is blank.");
});
