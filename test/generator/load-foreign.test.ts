/** What is not an OpenAPI description that is read here gets one answer, which says what to do. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../../generator/diagnostics.js';
import { load } from '../../generator/load/load.js';
import { makeFolder } from './scratch.js';

interface Answer {
  readonly document: boolean;
  readonly says: readonly string[];
}

function loadText(name: string, text: string | Buffer, overlay: string | null = null): Answer {
  const folder = makeFolder({ [name]: text, ...(overlay === null ? {} : { 'overlay.yaml': overlay }) });
  const diagnostics = new Diagnostics();
  const input = {
    description: join(folder, name),
    overlay: overlay === null ? null : join(folder, 'overlay.yaml'),
  };
  const document = load(input, diagnostics) !== null;
  const says = diagnostics.items.map(({ code, message, help, place }) => {
    return `${code} ${place?.line ?? 0}:${place?.column ?? 0} ${message} ${help}`.replaceAll(
      `${folder}/`,
      '',
    );
  });
  return { document, says };
}

const cases: readonly (readonly [question: string, name: string, text: string, says: string])[] = [
  [
    'Swagger 2.0',
    'a.yaml',
    'info: {}\nswagger: "2.0"\n',
    'version-unsupported 2:1 This is Swagger 2.0; OpenAPI 3.0 and 3.1 are read. ' +
      'Convert it first, for example with `npx swagger2openapi`.',
  ],
  [
    'Swagger 1.2',
    'a.json',
    '{"swaggerVersion": "1.2", "apis": []}',
    'version-unsupported 1:2 This is Swagger 1.2; OpenAPI 3.0 and 3.1 are read. ' +
      'Convert it first, for example with `npx swagger2openapi`.',
  ],
  [
    'OpenAPI 3.2 that uses nothing new',
    'a.yaml',
    'openapi: 3.2.0\npaths: { /rows: { get: {} } }\n',
    'version-unsupported 1:1 This is OpenAPI 3.2.0; 3.0 and 3.1 are read. ' +
      'Set `openapi: 3.1.1`, in the file or in an overlay (target `$`); the description uses nothing that is new in 3.2.',
  ],
  [
    'OpenAPI 3.2 that does',
    'a.yaml',
    'openapi: 3.2.0\npaths: { /a: { query: {} }, /b: { query: {}, get: { responses: { 200: { content: { a/b: { itemSchema: {} } } } } } } }\n',
    'version-unsupported 1:1 This is OpenAPI 3.2.0; 3.0 and 3.1 are read. ' +
      'Set `openapi: 3.1.1`, in the file or in an overlay (target `$`); what is new in 3.2 is then left out: `query` (2 times), `itemSchema`.',
  ],
  [
    'AsyncAPI',
    'a.yaml',
    'asyncapi: 3.0.0\n',
    'description-invalid 1:1 This is an AsyncAPI description. ' +
      'Describe its HTTP operations in an OpenAPI description; there is no client for messages.',
  ],
  [
    'Arazzo',
    'a.yaml',
    'arazzo: 1.0.1\n',
    'description-invalid 1:1 This is an Arazzo description. Give the description that it refers to.',
  ],
  [
    'an overlay',
    'a.yaml',
    'overlay: 1.0.0\n',
    'description-invalid 1:1 This is an overlay. Give the description first, and this file with --overlay.',
  ],
  [
    'a Postman collection',
    'a.json',
    '{"info": {"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": []}',
    'description-invalid 1:1 This is a Postman collection. ' +
      'Convert it to OpenAPI first, for example with `npx postman-to-openapi`.',
  ],
  [
    'the schema of a GraphQL server',
    'a.json',
    '{"data": {"__schema": {}}}',
    'description-invalid 1:1 This is a GraphQL schema, which describes no HTTP operations. ' +
      'Use a GraphQL client generator.',
  ],
  [
    'a GraphQL schema',
    'a.graphql',
    'type Query { rows: [Row] }\n',
    'description-invalid 1:1 This is a GraphQL schema, which describes no HTTP operations. ' +
      'Use a GraphQL client generator.',
  ],
  [
    'a GraphQL schema without its ending',
    'a.yaml',
    '"""Rows."""\ntype Query {\n  rows: [Row]\n}\n',
    'description-invalid 1:1 This is a GraphQL schema, which describes no HTTP operations. ' +
      'Use a GraphQL client generator.',
  ],
  [
    'a page in HTML',
    'a.json',
    '\n<!DOCTYPE html>\n<html lang="en"></html>\n',
    'description-invalid 1:1 This is a page in HTML. ' +
      'Save the description itself: the page mostly has a link to an openapi.json or openapi.yaml.',
  ],
  [
    'a page in Markdown',
    'a.md',
    '# Rows\n',
    'description-invalid 1:1 This is a page in Markdown. ' +
      'Take the description out of it, as `rowsweep import` does where the page holds one.',
  ],
  [
    'XML',
    'a.yaml',
    '<?xml version="1.0"?><definitions/>',
    'description-invalid 1:1 This is XML, such as a WSDL description. Give an OpenAPI 3.0 or 3.1 description.',
  ],
  [
    'RAML',
    'a.yaml',
    '#%RAML 1.0\ntitle: T\n',
    'description-invalid 1:1 This is RAML. Convert it to OpenAPI first, for example with `npx api-spec-converter`.',
  ],
  [
    'Protocol Buffers',
    'a.proto',
    'syntax = "proto3";\n',
    'description-invalid 1:1 This is a Protocol Buffers file. ' +
      'Export OpenAPI from it, for example with `protoc-gen-openapi`.',
  ],
  [
    'an empty file',
    'a.yaml',
    '',
    'description-invalid 1:1 The file is empty. Give the path of an OpenAPI 3.0 or 3.1 description.',
  ],
  [
    'a file of blanks',
    'a.json',
    '\uFEFF \n\t\n',
    'description-invalid 1:1 The file is empty. Give the path of an OpenAPI 3.0 or 3.1 description.',
  ],
  [
    'a file of comments',
    'a.yaml',
    '# openapi: 3.1.0\n',
    'description-invalid 1:1 The file says nothing: at most comments. Give the path of an OpenAPI 3.0 or 3.1 description.',
  ],
  [
    'YAML with a tab',
    'a.yaml',
    'openapi: 3.1.0\ninfo:\n\ttitle: T\n',
    'syntax-error 3:1 Tabs are not allowed as indentation. Indent with spaces.',
  ],
  [
    'JSON with a comma too many',
    'a.json',
    '{ "openapi": "3.1.0", "tags": [{ "name": "a" },\n] }',
    'syntax-error 1:47 JSON has no comma before "]". Remove the comma.',
  ],
  [
    'a list',
    'a.yaml',
    '- openapi\n',
    'description-invalid 1:1 An OpenAPI description is an object. Give the path of an OpenAPI 3.0 or 3.1 description.',
  ],
  [
    'a description that has forgotten its version',
    'a.yaml',
    'paths: {}\n',
    'description-invalid 1:1 There is no `openapi` key at the root. ' +
      'Write `openapi: 3.1.0`, or the version that it was written for, at the top.',
  ],
  [
    'something else',
    'a.json',
    '{"name": "package"}',
    'description-invalid 1:1 There is no `openapi` key at the root. Give the path of an OpenAPI 3.0 or 3.1 description.',
  ],
];

describe('one answer to', () => {
  it.each(cases)('%s', (_, name, text, says) => {
    expect(loadText(name, text)).toEqual({ document: false, says: [says] });
  });
});

it('an overlay may set the version', () => {
  const overlay =
    'overlay: 1.0.0\ninfo: { title: O, version: "1" }\nactions:\n  - target: $\n    update: { openapi: 3.1.1 }\n';
  expect(loadText('a.yaml', 'openapi: 3.2.0\npaths: {}\n', overlay)).toEqual({ document: true, says: [] });
  const other = overlay.replace('3.1.1', '3.2.1');
  expect(loadText('a.yaml', 'openapi: 3.2.0\npaths: {}\n', other).says).toEqual([
    expect.stringMatching(/^version-unsupported 5:15 This is OpenAPI 3\.2\.1;/),
  ]);
});

it.each(['"3.0"', '"3.1"', '3.0.3', '3.1.1'])('reads openapi: %s', (version) => {
  expect(loadText('a.yaml', `openapi: ${version}\npaths: {}\n`)).toEqual({ document: true, says: [] });
});

it('what JSON Schema has for finding schemas by other ways does not disturb', () => {
  const text = `
openapi: 3.1.0
jsonSchemaDialect: https://spec.openapis.org/oas/3.1/dialect/base
info: { title: T, version: "1" }
components:
  schemas:
    Planet:
      $id: https://example.com/planet
      $schema: https://json-schema.org/draft/2020-12/schema
      $dynamicAnchor: node
      $comment: Round.
      $vocabulary: { https://example.com/v: true }
      properties:
        moons: { items: { $dynamicRef: '#node' } }
        near: { $ref: '#/components/schemas/Planet' }
`;
  expect(loadText('a.yaml', text)).toEqual({ document: true, says: [] });
});
