import { describe, of, type Case } from './case.js';

const text = { type: 'string' };
const pet = { name: 'petId', in: 'path', required: true, schema: text };
const query = (parameter: object): object => ({
  getPet: { parameters: [pet, { in: 'query', ...parameter }] },
});
const answers = { '204': { description: 'Done.' } };
const withPaths = (paths: object): Parameters<typeof describe>[0] => ({ root: { paths } });
const withCallback = (properties: object): Parameters<typeof describe>[0] => ({
  addPet: {
    callbacks: {
      added: {
        '{$request.body#/address}': {
          post: {
            requestBody: { content: { 'application/json': { schema: { type: 'object', properties } } } },
            responses: answers,
          },
        },
      },
    },
  },
});
const schemes = {
  key: { type: 'apiKey', in: 'header', name: 'X-Key' },
  bearer: { type: 'http', scheme: 'bearer' },
  oauth: {
    type: 'oauth2',
    flows: {
      clientCredentials: {
        tokenUrl: 'https://pets.example/token',
        scopes: { read: 'Read.', write: 'Write.' },
      },
    },
  },
};
const secured = (security: readonly object[]): Parameters<typeof describe>[0] => ({
  root: { security, components: { securitySchemes: schemes } },
});

/** Changes of operations, parameters, servers and security. */
export const operationCases: readonly Case[] = [
  of(
    { name: 'operation: gone', findings: ['major wire operation-removed'], why: 'Every caller of it fails.' },
    withPaths({
      '/a': { get: { operationId: 'getA', responses: answers } },
      '/b': { get: { operationId: 'getB', responses: answers } },
    }),
    withPaths({ '/a': { get: { operationId: 'getA', responses: answers } } }),
  ),
  of(
    { name: 'operation: new', findings: ['minor wire operation-added'], why: 'Nobody calls it yet.' },
    withPaths({ '/a': { get: { operationId: 'getA', responses: answers } } }),
    withPaths({
      '/a': { get: { operationId: 'getA', responses: answers } },
      '/b': { get: { operationId: 'getB', responses: answers } },
    }),
  ),
  of(
    {
      name: 'operation: another path',
      findings: ['major wire operation-moved'],
      why: 'The old address answers nobody, though the code compiles.',
    },
    withPaths({ '/a': { get: { operationId: 'getA', responses: answers } } }),
    withPaths({ '/v2/a': { get: { operationId: 'getA', responses: answers } } }),
  ),
  of(
    {
      name: 'operation: deprecated',
      findings: ['minor wire operation-deprecated'],
      why: 'Nothing breaks yet, and every caller should read the line.',
    },
    {},
    { getPet: { deprecated: true } },
  ),
  of(
    {
      name: 'operation: another operationId',
      findings: ['major types export-renamed'],
      why: 'The wire is the same; the function that callers import has another name.',
    },
    {},
    { getPet: { operationId: 'fetchPet' } },
  ),
  of(
    {
      name: 'operation: another operationId under a name that the overlay fixes',
      findings: [],
      why: 'What callers import keeps its name.',
    },
    { getPet: { 'x-rowsweep-operation': { name: 'getPet' } } },
    { getPet: { operationId: 'pets_get_v1', 'x-rowsweep-operation': { name: 'getPet' } } },
  ),
  of(
    {
      name: 'parameter: a path parameter is renamed',
      findings: ['major types path-parameter-renamed'],
      why: 'A server sees positions; a caller writes the name.',
    },
    withPaths({ '/pets/{petId}': { get: { operationId: 'getPet', parameters: [pet], responses: answers } } }),
    withPaths({
      '/pets/{id}': {
        get: { operationId: 'getPet', parameters: [{ ...pet, name: 'id' }], responses: answers },
      },
    }),
  ),
  of(
    {
      name: 'parameter: a new one that is required',
      findings: ['major wire parameter-added'],
      why: 'Callers leave it out and are refused.',
    },
    {},
    query({ name: 'tenant', required: true, schema: text }),
  ),
  of(
    {
      name: 'parameter: a new one that may be left out',
      findings: ['minor wire parameter-added'],
      why: 'Nobody has to give it.',
    },
    {},
    query({ name: 'tenant', schema: text }),
  ),
  of(
    {
      name: 'parameter: gone',
      findings: ['major wire parameter-removed'],
      why: 'A filter that the server ignores widens what is meant; the code does not compile.',
    },
    query({ name: 'tenant', schema: text }),
    {},
  ),
  of(
    {
      name: 'parameter: becomes required',
      findings: ['major wire parameter-required'],
      why: 'Callers that leave it out are refused.',
    },
    query({ name: 'tenant', schema: text }),
    query({ name: 'tenant', required: true, schema: text }),
  ),
  of(
    {
      name: 'parameter: a list is written in another style',
      findings: ['major wire parameter-style-changed'],
      why: 'The server reads `a,b` as one value.',
    },
    query({ name: 'ids', schema: { type: 'array', items: text } }),
    query({ name: 'ids', explode: false, schema: { type: 'array', items: text } }),
  ),
  of(
    {
      name: 'parameter: explode of a plain value',
      findings: [],
      why: 'A single value is written the same either way.',
    },
    query({ name: 'tenant', schema: text }),
    query({ name: 'tenant', explode: false, schema: text }),
  ),
  of(
    {
      name: 'parameter: moved from the operation to the path item',
      findings: [],
      why: 'Both places mean the same.',
    },
    withPaths({ '/pets/{petId}': { get: { operationId: 'getPet', parameters: [pet], responses: answers } } }),
    withPaths({ '/pets/{petId}': { parameters: [pet], get: { operationId: 'getPet', responses: answers } } }),
  ),
  of(
    {
      name: 'server: another first one',
      findings: ['major wire server-default-changed', 'major wire server-removed', 'minor wire server-added'],
      why: 'A client that names no server talks to another one.',
    },
    {},
    { root: { servers: [{ url: 'https://other.example' }] } },
  ),
  of(
    {
      name: 'server: one more',
      findings: ['minor wire server-added'],
      why: 'The first stays the one that is talked to.',
    },
    {},
    { root: { servers: [{ url: 'https://pets.example' }, { url: 'https://eu.pets.example' }] } },
  ),
  of(
    {
      name: 'security: a token is needed now',
      findings: ['major types option-added', 'major wire security-removed'],
      why: 'Callers without one are refused.',
    },
    secured([]),
    secured([{ bearer: [] }]),
  ),
  of(
    {
      name: 'security: one more alternative',
      findings: ['minor types option-added', 'minor types option-optional', 'minor wire security-added'],
      why: 'The old way suffices.',
    },
    secured([{ bearer: [] }]),
    secured([{ bearer: [] }, { key: [] }]),
  ),
  of(
    {
      name: 'security: one more scope',
      findings: ['major wire security-removed'],
      why: 'A token without the scope is refused.',
    },
    secured([{ oauth: ['read'] }]),
    secured([{ oauth: ['read', 'write'] }]),
  ),
  of(
    {
      name: 'security: two schemes together',
      findings: ['major types option-added', 'major wire security-removed'],
      why: 'The token alone no longer suffices.',
    },
    secured([{ bearer: [] }]),
    secured([{ bearer: [], key: [] }]),
  ),
  of(
    {
      name: 'webhook: a property is gone',
      findings: ['major wire property-removed'],
      why: 'The server writes it and the caller reads it.',
    },
    {
      root: {
        webhooks: {
          added: {
            post: {
              requestBody: {
                content: {
                  'application/json': { schema: { type: 'object', properties: { id: text, name: text } } },
                },
              },
              responses: answers,
            },
          },
        },
      },
    },
    {
      root: {
        webhooks: {
          added: {
            post: {
              requestBody: {
                content: { 'application/json': { schema: { type: 'object', properties: { id: text } } } },
              },
              responses: answers,
            },
          },
        },
      },
    },
  ),
  of(
    {
      name: 'webhook: a new property',
      findings: ['minor wire property-added'],
      why: 'The caller only reads it, even where it is required.',
    },
    {
      root: {
        webhooks: {
          added: {
            post: {
              requestBody: {
                content: { 'application/json': { schema: { type: 'object', properties: { id: text } } } },
              },
              responses: answers,
            },
          },
        },
      },
    },
    {
      root: {
        webhooks: {
          added: {
            post: {
              requestBody: {
                content: {
                  'application/json': {
                    schema: { type: 'object', required: ['name'], properties: { id: text, name: text } },
                  },
                },
              },
              responses: answers,
            },
          },
        },
      },
    },
  ),
  of(
    {
      name: 'callback: a property is gone',
      findings: ['major wire property-removed'],
      why: 'The server writes it and the caller reads it.',
    },
    withCallback({ id: text, name: text }),
    withCallback({ id: text }),
  ),
  of(
    {
      name: 'callback: it does not come any more',
      findings: ['major wire operation-removed'],
      why: 'Whoever waits for it waits for ever.',
    },
    withCallback({ id: text }),
    {},
  ),
];
