import { describe, expect, it } from 'vitest';
import { countOperations, keepOperation, repeatDescription, type JsonMap } from './growth.js';

const document: JsonMap = {
  openapi: '3.1.0',
  paths: {
    '/pets': {
      parameters: [{ $ref: '#/components/parameters/Limit' }],
      get: { operationId: 'listPets', responses: { 200: { $ref: '#/components/responses/Pets' } } },
      post: { operationId: 'addPet', security: [{ key: [] }] },
    },
  },
  components: {
    parameters: { Limit: { name: 'limit', in: 'query' } },
    responses: {
      Pets: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } },
    },
    schemas: {
      Pet: {
        oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Cat/allOf/0' }],
        discriminator: { propertyName: 'kind', mapping: { cat: '#/components/schemas/Cat', tom: 'Cat' } },
      },
      Cat: { type: 'object', properties: { discriminator: { type: 'string' } } },
    },
    securitySchemes: { key: { type: 'apiKey' } },
  },
};

describe('a repeated description', () => {
  const twice = repeatDescription(document, 2);

  it('has every operation once a copy', () => {
    expect(countOperations(document)).toBe(2);
    expect(countOperations(twice)).toBe(4);
    expect(countOperations(repeatDescription(document, 32))).toBe(64);
    expect(repeatDescription(document, 1)).toEqual(document);
  });

  it('points from each copy into the same copy', () => {
    expect(twice['paths']).toHaveProperty(['/copy-2/pets', 'get'], {
      operationId: 'listPetsCopy2',
      responses: { 200: { $ref: '#/components/responses/PetsCopy2' } },
    });
    expect(twice['components']).toHaveProperty(['schemas', 'PetCopy2'], {
      oneOf: [{ $ref: '#/components/schemas/CatCopy2' }, { $ref: '#/components/schemas/CatCopy2/allOf/0' }],
      discriminator: {
        propertyName: 'kind',
        mapping: { cat: '#/components/schemas/CatCopy2', tom: 'CatCopy2' },
      },
    });
  });

  it('shares the security schemes', () => {
    expect(twice['components']).toHaveProperty(['securitySchemes'], { key: { type: 'apiKey' } });
    expect(twice['paths']).toHaveProperty(['/copy-2/pets', 'post', 'security'], [{ key: [] }]);
  });

  it('has no operation id or component twice, and no reference that leads nowhere', () => {
    const text = JSON.stringify(repeatDescription(document, 4));
    const ids = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(8);
    const components = repeatDescription(document, 4)['components'];
    for (const [, section = '', name = ''] of text.matchAll(/"#\/components\/(\w+)\/(\w+)/g)) {
      expect(components).toHaveProperty([section, name]);
    }
  });
});

describe('one operation alone', () => {
  it('keeps what the path says for all, and every component', () => {
    const alone = keepOperation(document, { method: 'GET', path: '/pets' });
    expect(countOperations(alone)).toBe(1);
    expect(alone['paths']).toHaveProperty(['/pets', 'parameters']);
    expect(alone['components']).toEqual(document['components']);
  });
});
