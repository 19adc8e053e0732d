import { describe, expect, it } from 'vitest';
import { createValidator, type CheckedRequest } from '../../sandbox/validate.js';

const document = {
  openapi: '3.1.0',
  paths: {
    '/things/{id}': {
      parameters: [{ $ref: '#/components/parameters/Id' }],
      get: {
        operationId: 'getThing',
        parameters: [
          {
            name: 'limit',
            in: 'query',
            schema: { anyOf: [{ type: 'integer', maximum: 9 }, { type: 'null' }] },
          },
          { name: 'tags', in: 'query', schema: { type: 'array', items: { type: 'integer' } } },
          {
            name: 'list',
            in: 'query',
            style: 'pipeDelimited',
            explode: false,
            schema: { type: 'array', items: { type: 'string' }, maxItems: 2 },
          },
          {
            name: 'deep',
            in: 'query',
            style: 'deepObject',
            explode: true,
            schema: { type: 'object', properties: { a: { const: '1' } }, required: ['a'] },
          },
          { name: 'X-Flag', in: 'header', required: true, schema: { type: 'boolean' } },
        ],
      },
      put: {
        operationId: 'putThing',
        requestBody: { $ref: '#/components/requestBodies/Thing' },
      },
    },
    '/things/first': { get: { operationId: 'getFirst' } },
    '/open': {
      get: {
        operationId: 'getOpen',
        parameters: [
          {
            name: 'filter',
            in: 'query',
            required: true,
            schema: { $ref: '#/components/schemas/Filter' },
          },
          { name: 'pg', in: 'query', schema: { type: 'integer' } },
        ],
      },
    },
  },
  components: {
    parameters: {
      Id: { name: 'id', in: 'path', required: true, schema: { type: 'string', pattern: '^[a-z]+$' } },
    },
    requestBodies: {
      Thing: {
        required: true,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
      },
    },
    schemas: {
      Filter: {
        type: 'object',
        minProperties: 1,
        additionalProperties: { type: 'string', pattern: '^eq\\.' },
      },
      Thing: {
        type: 'object',
        required: ['sizes'],
        properties: {
          'a/b': { type: ['string', 'null'], minLength: 2 },
          sizes: { prefixItems: [{ type: 'integer' }], items: false },
          when: { type: 'string', format: 'date-time' },
        },
        unevaluatedProperties: false,
      },
    },
  },
};

const validator = createValidator(document);

function check(target: string, more: Partial<CheckedRequest> = {}): unknown {
  const [path = '', query = ''] = target.split('?');
  const verdict = validator.check({
    method: 'GET',
    path,
    query: [...new URLSearchParams(query)],
    headers: { 'x-flag': 'true' },
    text: '',
    ...more,
  });
  return verdict.violations.map(({ in: place, name, location, keyword }) => [place, name, location, keyword]);
}

function checkBody(body: unknown, type = 'application/json; charset=utf-8'): unknown {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return check('/things/a', { method: 'PUT', text, headers: { 'content-type': type } });
}

describe('parameters', () => {
  it.each([
    '/things/a',
    '/things/a?limit=9',
    '/things/a?limit=null',
    '/things/a?tags=1&tags=2',
    '/things/a?list=x|y',
    '/things/a?deep[a]=1',
    '/things/first',
    '/open?id=eq.1&name=eq.2&pg=3',
    '/not/described?x=1',
  ])('fit: %s', (target) => {
    expect(check(target)).toEqual([]);
  });

  it.each([
    ['/things/1', ['path', 'id', [], 'pattern']],
    ['/things/a?limit=10', ['query', 'limit', [], 'maximum']],
    ['/things/a?limit=1&limit=2', ['query', 'limit', [], 'type']],
    ['/things/a?tags=1&tags=x', ['query', 'tags', [1], 'type']],
    ['/things/a?list=x|y|z', ['query', 'list', [], 'maxItems']],
    ['/things/a?deep[a]=2', ['query', 'deep', ['a'], 'const']],
    ['/things/a?deep[b]=1', ['query', 'deep', ['a'], 'required']],
    ['/things/a?more=1', ['query', 'more', [], 'undeclared']],
    ['/open', ['query', 'filter', [], 'required']],
    ['/open?pg=1', ['query', 'filter', [], 'required']],
    ['/open?id=eq.1&id=eq.2', ['query', 'filter', ['id'], 'type']],
    ['/open?__proto__=x', ['query', 'filter', ['__proto__'], 'pattern']],
    ['/open?id=1', ['query', 'filter', ['id'], 'pattern']],
  ])('do not fit: %s', (target, expected) => {
    expect(check(target)).toContainEqual(expected);
  });

  it('that are headers are read by their schema', () => {
    expect(check('/things/a', { headers: {} })).toEqual([['header', 'X-Flag', [], 'required']]);
    expect(check('/things/a', { headers: { 'x-flag': 'yes' } })).toEqual([['header', 'X-Flag', [], 'type']]);
  });
});

describe('bodies', () => {
  it('fit', () => {
    expect(checkBody({ sizes: [1], 'a/b': null })).toEqual([]);
  });

  it.each([
    ['a place behind a slash', { sizes: [], 'a/b': 'x' }, ['body', null, ['a/b'], 'minLength']],
    ['an element', { sizes: ['x'] }, ['body', null, ['sizes', 0], 'type']],
    ['an element too many', { sizes: [1, 2] }, ['body', null, ['sizes'], 'items']],
    ['a missing property', {}, ['body', null, ['sizes'], 'required']],
    ['a property too many', { sizes: [], more: 1 }, ['body', null, [], 'unevaluatedProperties']],
    ['a format', { sizes: [], when: 'now' }, ['body', null, ['when'], 'format']],
    ['malformed JSON', '{', ['body', null, [], 'json']],
    ['nothing', '', ['body', null, [], 'required']],
  ])('do not fit because of %s', (_name, body, expected) => {
    expect(checkBody(body)).toContainEqual(expected);
  });

  it('are refused in another media type and noted where none is described', () => {
    expect(checkBody({ sizes: [] }, 'text/plain')).toEqual([['body', null, [], 'contentType']]);
    expect(check('/things/a', { text: '{}' })).toEqual([['body', null, [], 'undeclared']]);
  });

  it('with a thousand faults are reported a hundred times', () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`k${String(index)}`, 1]));
    expect(checkBody({ sizes: [], ...many })).toHaveLength(100);
  });
});

it('names the operation, the one with more literal segments first', () => {
  const request = { method: 'GET', query: [], headers: {}, text: '' };
  expect(validator.check({ ...request, path: '/things/first' }).operation).toBe('getFirst');
  expect(validator.check({ ...request, path: '/things/other' }).operation).toBe('getThing');
  expect(validator.check({ ...request, path: '/nothing' }).operation).toBe(null);
});
