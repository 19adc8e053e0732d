/** What is done to a description before openapi-typescript sees it. */
import { describe, expect, it } from 'vitest';
import { liftReferences } from '../../generator/emit/lift-references.js';
import { prepareDescription } from '../../generator/emit/types-input.js';

describe('references by place', () => {
  const row = { type: 'object', properties: { tag: { type: 'string' } } };

  it.each([
    ['#/components/schemas/Row/properties/tag', 'tag'],
    ['#/components/schemas/Row/$defs/Row', '#/components/schemas/Row/$defs/Row'],
    ['#/components/schemas/Row/items', '#/components/schemas/Row/items'],
  ])('%s becomes the component %s', (reference, name) => {
    const schemas = {
      Row: { ...row, items: { type: 'null' }, $defs: { Row: true } },
      Other: { allOf: [{ $ref: reference }] },
    };
    const lifted = liftReferences({ components: { schemas } });
    const made = (lifted['components'] as { schemas: Record<string, unknown> }).schemas;
    expect(Object.keys(made)).toEqual(['Row', 'Other', name]);
    const pointer = name.replaceAll('~', '~0').replaceAll('/', '~1');
    expect(made['Other']).toEqual({ allOf: [{ $ref: `#/components/schemas/${pointer}` }] });
  });

  it('into a circle end', () => {
    const lifted = liftReferences({
      'x-a': { node: { items: { $ref: '#/x-a/node' } } },
      components: { schemas: { A: { $ref: '#/x-a/node' } } },
    });
    const pointer = '#/components/schemas/#~1x-a~1node';
    expect(lifted['components']).toEqual({
      schemas: { A: { $ref: pointer }, '#/x-a/node': { items: { $ref: pointer } } },
    });
  });

  it('that lead to a parameter or an answer are written out, also percent-encoded', () => {
    const parameters = [{ name: 'a', in: 'query' }];
    const responses = { 200: { description: 'A row' } };
    const lifted = liftReferences({
      paths: {
        '/a/{b}': { get: { parameters, responses } },
        '/c': {
          get: {
            parameters: [{ $ref: '#/paths/~1a~1%7Bb%7D/get/parameters/0' }],
            responses: { 404: { $ref: '#/paths/~1a~1{b}/get/responses/200' } },
          },
        },
      },
    });
    expect(lifted).toMatchObject({
      paths: { '/c': { get: { parameters, responses: { 404: { description: 'A row' } } } } },
    });
    expect(lifted).not.toHaveProperty('components');
  });

  it('that lead to components, and what only looks like a reference, stay', () => {
    const description = {
      paths: { '/a': { $ref: '#/paths/~1b' }, '/b': {} },
      components: {
        schemas: {
          A: { $ref: '#/components/schemas/B' },
          B: {
            properties: { $ref: { type: 'string' } },
            example: { $ref: '#/x/y/z' },
            enum: [{ $ref: '#/x' }],
          },
        },
        examples: { E: { value: { $ref: '#/x/y' } } },
      },
    };
    expect(liftReferences(description)).toEqual(description);
  });
});

describe('what openapi-typescript stumbles over', () => {
  it.each([
    [{ oneOf: [true, false, {}] }, { oneOf: [{}, { not: {} }, {}] }],
    [{ properties: { a: true, required: false }, additionalProperties: false }, undefined],
    [{ type: 'string', required: true }, { type: 'string' }],
    [{ in: 'query', name: 'a', required: true }, undefined],
    [{ title: 404, summary: {}, properties: null }, { title: '404' }],
    [{ const: null, default: null, enum: [null], example: null }, undefined],
    [{ paths: { 'x-note': 3, '/a': { 'x-note': 3 } } }, { paths: { '/a': {} } }],
    [{ headers: { 'x-count': {} } }, undefined],
  ])('%j', (given, wanted) => {
    expect(prepareDescription(given)).toEqual(wanted ?? given);
  });
});
