/** Names: which they are, which give way, and what is said about it. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runtimeNames } from '../../generator/model/reserved-names.js';
import { suggest } from '../../generator/model/suggestion.js';
import { toCamelCase, toKebabCase, toPascalCase } from '../../generator/model/words.js';
import { describeApi, modelText } from './modelling.js';

function nameOf(operationId: string | null, path = '/a', method = 'get'): string | undefined {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)]
    .map(([, name]) => `{ name: ${name ?? ''}, in: path, required: true, schema: { type: string } }`)
    .join(', ');
  const id = operationId === null ? '' : `operationId: ${JSON.stringify(operationId)}, `;
  const text = `paths: { '${path}': { ${method}: { ${id}parameters: [${parameters}], responses: { '204': { description: x } } } } }`;
  return modelText(describeApi(text)).api?.operations[0]?.name;
}

describe('operation names', () => {
  it.each([
    ['deleteTableRows', 'deleteTableRows'],
    ['delete_table_rows', 'deleteTableRows'],
    ['DELETE-ROWS', 'deleteRows'],
    ['HTTPGet', 'httpGet'],
    ['ID', 'id'],
    ['Users.list', 'usersList'],
    ['users/get-by-username', 'usersGetByUsername'],
    ['getV2Item', 'getV2Item'],
    ['2fa', '_2fa'],
    ['取得', '取得'],
    ['*/ process.exit(1) /*', 'processExit1'],
    ['delete', 'deleteOperation'],
    ['then', 'thenOperation'],
    ['options', 'optionsOperation'],
    ['connect', 'connectOperation'],
    ['createAcmeData', 'createAcmeDataOperation'],
    ['***', 'getA'],
  ])('%s → %s', (operationId, name) => {
    expect(nameOf(operationId)).toBe(name);
  });

  it.each([
    ['delete_rows_v1_tables__table_id__rows_delete', '/v1/tables/{table_id}/rows', 'delete', 'deleteRows'],
    // Only the exact ending is one: this id is of another path.
    ['delete_rows_v2_rows_delete', '/v1/rows', 'delete', 'deleteRowsV2RowsDelete'],
    [null, '/v1/tables/{table_id}', 'put', 'putV1TablesByTableId'],
    [null, '/', 'get', 'getRoot'],
  ])('%s at %s', (operationId, path, method, name) => {
    expect(nameOf(operationId, path, method)).toBe(name);
  });
});

describe('collisions', () => {
  const { api, problems, helps } = modelText(
    describeApi(`paths:
  /a: { get: { operationId: get-thing, responses: { '204': { description: x } } } }
  /b: { get: { operationId: get_thing, responses: { '204': { description: x } } } }
  /c: { get: { operationId: getTHING, responses: { '204': { description: x } } } }
  /d: { get: { operationId: rows, responses: { '204': { description: x } } } }
components:
  schemas:
    GetThingRequest: { type: object }
    AcmeData: { type: object }
    acmedata: { type: object }
    Row: { type: object }
    row: { type: object }
    com.example.Row: { type: object }
    string: { type: string }
    '3d': { type: object }
    '!!': { type: object }
    RowsTarget: { type: object }
`),
    `overlay: 1.0.0
info: { title: x, version: 1.0.0 }
actions:
  - target: $.paths['/a'].get
    update:
      x-rowsweep-deletion:
        name: rows
        target: []
        ids: { in: body, at: '' }
        limits: { maxIds: 5 }
        answers: [{ status: 204, proves: batch }]
`,
  );

  it('are reported with a place and the name that came of them', () => {
    const changes = problems.filter((problem) => problem.startsWith('name-changed'));
    expect(changes).toEqual([
      'name-changed openapi.yaml:12:5 The schema "AcmeData" is called AcmeDataSchema, because AcmeData is taken or reserved.',
      'name-changed openapi.yaml:13:5 The schema "acmedata" is called acmedataSchema2, because only case tells acmedata from another name.',
      'name-changed openapi.yaml:15:5 The schema "row" is called row2, because only case tells row from another name.',
      'name-changed openapi.yaml:17:5 The schema "string" is called stringSchema, because string is taken or reserved.',
      'name-changed openapi.yaml:18:5 The schema "3d" is called _3d, because a name cannot start so.',
      'name-changed openapi.yaml:19:5 The schema "!!" has no letters for a name and is called schema.',
      'name-changed openapi.yaml:20:5 The schema "RowsTarget" is called RowsTargetSchema, because RowsTarget is taken or reserved.',
      'name-changed openapi.yaml:6:9 The operation "get_thing" is called getThing2, because getThing is taken or reserved.',
      'name-changed openapi.yaml:7:9 The operation "getTHING" is called getTHING3, because only case tells getTHING from another name.',
      'name-changed openapi.yaml:8:9 The operation "rows" is called rowsOperation, because rows is taken or reserved.',
      'name-changed openapi.yaml:5:9 The type GetThingRequest is called GetThingOperationRequest, because that name is taken.',
    ]);
    expect(helps[0]).toContain('operationId');
    expect(api).toBeNull();
  });

  it('are warnings, so that any description can be generated', () => {
    const twice = `paths:
  /a: { get: { operationId: x, responses: { '204': { description: x } } } }
  /b: { get: { operationId: X, responses: { '204': { description: x } } } }
`;
    expect(
      modelText(describeApi(twice)).api?.operations.map(({ name, errorType }) => [name, errorType]),
    ).toEqual([
      ['x', 'XError'],
      ['x2', 'X2Error'],
    ]);
  });
});

describe('names of frameworks and of the overlay', () => {
  const twoReads = describeApi(`paths:
  /items/: { get: { operationId: read_items_items__get, responses: { '204': { description: x } } } }
  /v2/items: { get: { operationId: read_items_v2_items_get, responses: { '204': { description: x } } } }
`);

  it('are shortened as far as they stay apart', () => {
    const { api, problems } = modelText(twoReads);
    expect(api?.operations.map(({ name }) => name)).toEqual(['readItems', 'readItemsV2ItemsGet']);
    expect(problems).toEqual([
      'name-changed openapi.yaml:6:16 The operation "read_items_v2_items_get" is called readItemsV2ItemsGet, because readItems is taken or reserved.',
    ]);
  });

  const named = (name: string): string => `overlay: 1.0.0
info: { title: x, version: 1.0.0 }
actions:
  - { target: "$.paths['/v2/items'].get", update: { x-rowsweep-operation: { name: ${name} } } }
`;

  it('are those that the overlay chooses', () => {
    const { api, problems } = modelText(twoReads, named('listItems'));
    expect(api?.operations.map(({ name }) => name)).toEqual(['readItems', 'listItems']);
    expect(problems).toEqual([]);
  });

  it('are not changed where the overlay chose them', () => {
    const { problems } = modelText(twoReads, named('readItems'));
    expect(problems.map((problem) => problem.replace(/ overlay\.yaml:\S+/, ''))).toEqual([
      'name-taken readItems is taken or reserved.',
    ]);
  });
});

describe('deletion names', () => {
  const plan = (name: string, path: string): string => `
  - target: $.paths['${path}'].delete
    update:
      x-rowsweep-deletion:
        name: ${name}
        target: []
        ids: { in: body, at: '' }
        answers: [{ status: 204, proves: batch }]`;
  const operation = `{ delete: { requestBody: { content: { application/json: { schema: { type: array, maxItems: 3, items: { type: string } } } } }, responses: { '204': { description: x } } } }`;
  const description = describeApi(`paths:\n  /a: ${operation}\n  /b: ${operation}\n`);
  const overlay = (...plans: string[]): string =>
    `overlay: 1.0.0\ninfo: { title: x, version: 1.0.0 }\nactions:${plans.join('')}\n`;

  it('cannot be twice the same', () => {
    expect(modelText(description, overlay(plan('rows', '/a'), plan('rows', '/b'))).problems).toEqual([
      'deletion-duplicate overlay.yaml:14:9 Another deletion is called rows.',
    ]);
  });

  it.each(['raw', 'delete', 'bulk', 'createAcmeData', '__proto__'])('cannot be %s', (name) => {
    expect(modelText(description, overlay(plan(name, '/a'))).problems).toEqual([
      `name-taken overlay.yaml:7:9 ${name} is a name of the package itself.`,
    ]);
  });
});

describe('the client', () => {
  const clientOf = (title: string): string | undefined =>
    modelText(`openapi: 3.1.0\ninfo: { title: ${title}, version: '1' }\npaths: {}\n`).api?.package.clientType;

  it.each([
    ['Acme Data API', 'AcmeDataApi'],
    ['2checkout', 'Api2checkout'],
    // The runtime exports a type of that name.
    ['operation', 'OperationClient'],
    // The generated code uses the global type.
    ['Promise', 'PromiseClient'],
    ['connect', 'ConnectClient'],
  ])('of %s is %s', (title, name) => {
    expect(clientOf(title)).toBe(name);
  });
});

describe('words', () => {
  it('keep humps, drop what cannot stand in a name', () => {
    expect(toPascalCase('user_cdp-info v2')).toBe('UserCdpInfoV2');
    expect(toCamelCase('HTTPValidationError')).toBe('httpValidationError');
    expect(toKebabCase('  Ünïcode & Söhne: API!')).toBe('unicode-sohne-api');
    expect(toKebabCase('データ')).toBe('');
  });

  it('are suggested only when they are near', () => {
    expect(suggest('tabel_id', ['row_id', 'table_id'])).toBe('table_id');
    expect(suggest('completely', ['different'])).toBeNull();
  });
});

it('the list of reserved names has every name that the emitters take from the runtime', () => {
  const folder = new URL('../../generator/emit/', import.meta.url);
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'));
  const imported = texts.flatMap((text) =>
    [...text.matchAll(/\.(?:type|value)\(RUNTIME, '(\w+)'\)/g)].map(([, name]) => name ?? ''),
  );
  const listed = texts.flatMap((text) =>
    [...text.matchAll(/const RUNTIME_(?:VALUES|TYPES) = \[([^\]]*)\]/g)].flatMap(([, names = '']) =>
      [...names.matchAll(/'(\w+)'/g)].map(([, name]) => name ?? ''),
    ),
  );
  expect(imported.length).toBeGreaterThan(10);
  expect(listed.length).toBeGreaterThan(10);
  expect([...imported, ...listed].filter((name) => !runtimeNames.includes(name))).toEqual([]);
});
