/** Every type path of the model must exist in the text that openapi-typescript prints: the compiler decides. */
import ts from 'typescript';
import { expect, it } from 'vitest';
import { emitTypes } from '../../generator/emit/types-file.js';
import type { Api, TypePath } from '../../generator/model/types.js';
import { describeApi, modelText } from './modelling.js';

const description = describeApi(`paths:
  /x/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
      - { $ref: '#/components/parameters/Tenant' }
    get:
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer } }
        - { $ref: '#/components/parameters/Chained' }
        - { name: "it's", in: cookie, schema: { type: string } }
        - { name: Accept, in: header, schema: { type: string } }
      responses:
        '200': { $ref: '#/components/responses/Plain' }
        '2XX': { description: r, content: { 'application/json; charset=utf-8': { schema: { type: string } } } }
        '400': { $ref: '#/components/responses/Chained' }
        '404': { description: without a body }
        '4XX': { description: r, content: { application/json: { schema: { type: string } } } }
        default: { description: r, content: { application/json: { schema: { type: string } } } }
    post:
      operationId: post.x
      requestBody: { $ref: '#/components/requestBodies/Chained' }
      responses: { '201': { description: r, content: { text/plain: {}, application/problem+json: {} } } }
    put:
      requestBody: { content: { text/csv: { schema: { type: string } }, application/json: { schema: { type: object } } } }
      responses: { default: { description: r, content: { application/json: { schema: { type: integer } } } } }
    patch:
      requestBody: { $ref: '#/components/requestBodies/Plain' }
      responses: { '204': { description: r } }
  /y: { $ref: '#/components/pathItems/Shared' }
components:
  pathItems:
    Shared: { get: { operationId: shared, responses: { '200': { description: r, content: { application/json: {} } } } } }
  parameters:
    Tenant: { name: X-Tenant, in: header, required: true, schema: { type: string } }
    Chained: { $ref: '#/components/parameters/Query' }
    Query: { name: q-a, in: query, schema: { type: string } }
  requestBodies:
    Chained: { $ref: '#/components/requestBodies/Plain' }
    Plain: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/A-b' } } } }
  responses:
    Chained: { $ref: '#/components/responses/Plain' }
    Plain: { description: r, content: { application/json: { schema: { type: object, properties: { a: { type: string } } } } } }
  schemas:
    A-b: { type: object, properties: { b: { type: string } } }
    2a: { type: string }
`);

function listPaths(api: Api): TypePath[] {
  return [
    ...api.schemas.map(({ type }) => type),
    ...api.operations.flatMap(({ parameters, body, answers, errors }) => [
      ...parameters.map(({ type }) => type),
      ...(body === null ? [] : [body.type]),
      ...[...answers, ...errors].flatMap(({ type }) => (type === null ? [] : [type])),
    ]),
  ];
}

/** As the emitter writes it, with every step non-null: the text must compile, and no path may end in never. */
function writeUse(path: TypePath, index: number): string {
  const [root, ...keys] = path;
  const type = keys.reduce<string>(
    (outer, key) => `NonNullable<${outer}>[${typeof key === 'number' ? key : JSON.stringify(key)}]`,
    root,
  );
  return `export type Use${index} = ${type};\nexport const holds${index}: [NonNullable<Use${index}>] extends [never] ? 'never' : 'some' = 'some';`;
}

function compile(text: string): string[] {
  const name = '/types.ts';
  const host = ts.createCompilerHost({});
  const readLibrary = host.getSourceFile.bind(host);
  host.getSourceFile = (file, target) =>
    file === name ? ts.createSourceFile(name, text, target) : readLibrary(file, target);
  const program = ts.createProgram(
    [name],
    { strict: true, noEmit: true, types: [], lib: ['lib.es2022.d.ts'] },
    host,
  );
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

it('every type path exists in the text of openapi-typescript', () => {
  const { api, document } = modelText(description);
  if (api === null) throw new Error('The description has nothing wrong with it.');
  const paths = listPaths(api);
  expect(paths).toContainEqual(['components', 'responses', 'Plain', 'content', 'application/json']);
  expect(paths).toContainEqual(['paths', '/x/{id}', 'get', 'responses', 200, 'content', 'application/json']);
  expect(paths).toContainEqual([
    'paths',
    '/x/{id}',
    'put',
    'responses',
    'default',
    'content',
    'application/json',
  ]);
  expect(paths).toContainEqual([
    'paths',
    '/x/{id}',
    'post',
    'responses',
    201,
    'content',
    'application/problem+json',
  ]);
  expect(paths).toHaveLength(21);
  const types = emitTypes(document).text;
  expect(compile([types, ...paths.map(writeUse)].join('\n'))).toEqual([]);
  const wrong = writeUse(['paths', '/x/{id}', 'get', 'responses', 404, 'content', 'application/json'], 0);
  expect(compile(`${types}\n${wrong}`)).not.toEqual([]);
});
