/** Operations of any description, with and without extensions. */
import { describe, expect, it } from 'vitest';
import { readExtensionSchema } from '../../generator/assets.js';
import { Diagnostics, type Place } from '../../generator/diagnostics.js';
import type { JsonObject } from '../../generator/load/document.js';
import { model } from '../../generator/model/model.js';
import { describeApi, modelText, modelWell } from './modelling.js';

/** The one operation of a path, written on one line. */
function operationAt(path: string, method: string, members: string, root = ''): string {
  return describeApi(`${root}paths:\n  '${path}':\n    ${method}: { ${members} }\n`);
}

const done = `responses: { '204': { description: done } }`;

describe('a description without extensions', () => {
  const api = modelWell(
    describeApi(`externalDocs: { url: https://docs.example.com }
security: [{ key: [] }]
paths:
  /rows/{id}:
    parameters: [{ name: id, in: path, required: true, description: Which row., schema: { type: string } }]
    get:
      summary: Read a row
      deprecated: true
      externalDocs: { url: https://docs.example.com/rows }
      parameters:
        - { name: tags, in: query, style: pipeDelimited, schema: { type: array } }
        - { name: filter, in: query, allowReserved: true, required: true, schema: { type: object } }
        - { name: X-Trace, in: header, schema: { type: string } }
        - { name: content-type, in: header, schema: { type: string } }
      responses:
        '200': { description: The row., content: { text/csv: {}, application/hal+json: {} } }
        '404': { description: Gone., x-rowsweep-undocumented: from the prose }
        '5XX': { description: Broken. }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key, description: The key. }
    unused: { type: http, scheme: Bearer }
`),
  );

  it('is named after its title', () => {
    expect(api.package).toEqual({
      npmName: '@rowsweep/acme-data',
      name: 'acme-data',
      title: 'Acme Data',
      version: '0.1.0',
      homepage: 'https://docs.example.com',
      clientType: 'AcmeData',
      optionsType: 'AcmeDataOptions',
      createFunction: 'createAcmeData',
      connectFunction: 'connectAcmeData',
    });
    expect([api.title, api.apiVersion, api.deletions]).toEqual(['Acme Data', '1.2.0', []]);
  });

  it('has options for the security schemes that its operations use', () => {
    expect(api.options).toEqual([
      { name: 'apiKey', kind: 'credential', required: true, doc: 'The key.', env: null },
    ]);
    expect(api.provider.credentials).toEqual([{ option: 'apiKey', kind: 'header', name: 'X-Key' }]);
  });

  it('has parameters with the defaults of OpenAPI, those of the path first', () => {
    const shape = api.operations[0]?.parameters.map(
      ({ name, in: place, required, style, explode, allowReserved }) =>
        [place, name, required, style, explode, allowReserved].join(' '),
    );
    expect(shape).toEqual([
      'path id true simple false false',
      'query tags false pipeDelimited false false',
      'query filter true form true true',
      'header X-Trace false simple false false',
    ]);
    expect(api.operations[0]?.parameters[0]?.doc).toBe('Which row.');
  });

  it('has answers and errors, JSON first, by status and by range', () => {
    const operation = api.operations[0];
    expect(operation).toMatchObject({
      name: 'getRowsById',
      method: 'GET',
      summary: 'Read a row',
      deprecated: true,
      assumed: false,
      source: 'https://docs.example.com/rows',
      requestRequired: true,
      security: [['apiKey']],
      connectionHeaders: [],
      retry: 'safe',
      envelope: null,
      selector: null,
      body: null,
      pointer: '/paths/~1rows~1{id}/get',
      pagination: null,
      uses: ['pathParameters', 'queryParameters', 'headerParameters'],
    });
    expect(operation?.answers).toEqual([
      {
        status: '200',
        contents: [
          { mediaType: 'application/hal+json', encoding: 'json', shape: { kind: 'unknown' } },
          { mediaType: 'text/csv', encoding: 'text', shape: { kind: 'string' } },
        ],
        textEvents: false,
        doc: 'The row.',
        undocumented: null,
      },
    ]);
    expect(operation?.errors).toEqual([
      { status: 404, contents: [], shape: null, doc: 'Gone.', undocumented: 'from the prose' },
      { status: '5XX', contents: [], shape: null, doc: 'Broken.', undocumented: null },
    ]);
  });

  it('loses nothing as JSON', () => {
    expect(JSON.parse(JSON.stringify(api))).toEqual(api);
  });
});

describe('problems', () => {
  it.each<[string, string, string[]]>([
    [
      'a placeholder that nothing declares',
      operationAt('/rows/{id}', 'get', done),
      [
        'path-parameter-missing openapi.yaml:6:5 No path parameter declares the placeholder {id} of /rows/{id}; it takes a text.',
      ],
    ],
    [
      'a path parameter without a placeholder',
      operationAt(
        '/rows',
        'get',
        `parameters: [{ name: id, in: path, required: true, schema: {} }], ${done}`,
      ),
      [
        'path-parameter-missing openapi.yaml:6:25 The path /rows has no placeholder {id}, so the parameter is left out.',
      ],
    ],
    ...(
      [
        ['/rows#{id}', 'a placeholder in its fragment, which no server sees'],
        ['/rows?id={id}', 'a query'],
        ['/rows/{id}/{', 'a brace that encloses no name'],
        ['/rows/{}/{id}', 'a brace that encloses no name'],
        ['/rows\\{id}', 'a backslash'],
        ['/rows/{id}/ ', 'white space that a URL loses'],
        ['/rows/../{id}', 'a segment that leads to another path'],
      ] as const
    ).map(([path, reason]): [string, string, string[]] => [
      `the path ${path}, which no call can send`,
      operationAt(path, 'get', `parameters: [{ name: id, in: path, required: true, schema: {} }], ${done}`),
      [`path-unusable openapi.yaml:6:5 The path ${path} has ${reason}; every call is refused.`],
    ]),
    [
      'a body that fetch cannot send',
      operationAt('/rows', 'get', `requestBody: { content: { application/json: {} } }, ${done}`),
      ['body-ignored openapi.yaml:6:12 A GET request cannot have a body.'],
    ],
    [
      'headers of a part, which form data cannot carry',
      operationAt(
        '/rows',
        'post',
        `requestBody: { content: { multipart/form-data: { schema: { type: object, properties: { a: { type: string } } }, encoding: { a: { headers: { X-A: { schema: { type: string } } } } } } } }, ${done}`,
      ),
      ['part-headers-ignored openapi.yaml:6:142 The headers of the part a are not sent.'],
    ],
    [
      'a style that cannot stand there',
      operationAt('/rows', 'get', `parameters: [{ name: q, in: query, style: matrix, schema: {} }], ${done}`),
      [
        'parameter-format-unsupported openapi.yaml:6:47 A query parameter cannot have the style matrix; it is written with the style form.',
      ],
    ],
    [
      'two parameters of one name',
      operationAt(
        '/rows',
        'get',
        `parameters: [{ name: X-A, in: header, schema: {} }, { name: x-a, in: header, schema: {} }], ${done}`,
      ),
      [
        'parameter-duplicate openapi.yaml:6:64 Another header parameter is called x-a, too; the last one counts.',
      ],
    ],
    [
      'servers of an operation',
      operationAt('/rows', 'get', `servers: [{ url: https://other.example.com }], ${done}`),
      ['server-ignored openapi.yaml:6:12 These servers are not used.'],
    ],
    [
      'a scheme that the client cannot send, once',
      operationAt(
        '/rows',
        'get',
        `security: [{ digest: [] }, { digest: [], other: [] }], ${done}`,
        'components: { securitySchemes: { digest: { type: http, scheme: Digest }, other: { type: else } } }\n',
      ),
      [
        'security-unsupported openapi.yaml:7:25 The client cannot send the security scheme digest by itself.',
        'security-unsupported openapi.yaml:7:53 The client cannot send the security scheme other by itself.',
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(modelText(text).problems).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ['no server', '', ['server-missing openapi.yaml:1:1 The description names no server.']],
    [
      'a relative server',
      'servers: [{ url: /v1 }]',
      ['server-missing openapi.yaml:4:1 The description names no server with an absolute URL.'],
    ],
    [
      'a variable without a default',
      "servers: [{ url: 'https://{region}.example.com' }]",
      [
        'server-invalid openapi.yaml:4:11 The variable {region} of https://{region}.example.com has no default.',
      ],
    ],
  ])('%s', (_, servers, expected) => {
    const text = `openapi: 3.1.0\ninfo: { title: x, version: '1' }\npaths: {}\n${servers}\n`;
    const none = 'operations-missing openapi.yaml:3:1 There is no operation under `paths`.';
    expect(modelText(text).problems).toEqual([none, ...expected]);
  });
});

describe('security', () => {
  const schemes =
    'components: { securitySchemes: { a: { type: http, scheme: bearer }, b: { type: apiKey, in: header, name: B }, c: { type: http, scheme: basic }, d: { type: http, scheme: bearer }, e: { type: oauth2, flows: {} }, f: { type: apiKey, in: query, name: q }, g: { type: apiKey, in: cookie, name: s }, h: { type: mutualTLS }, i: { type: http, scheme: Digest }, j: { type: http, scheme: DPoP } } }\n';

  it.each<[string, string[][]]>([
    ['[]', []],
    ['[{ b: [] }, { a: [] }]', [['apiKey'], ['token']]],
    ['[{ c: [] }, { a: [], b: [] }]', [['basicAuth'], ['token', 'apiKey']]],
    ['[{}, { a: [] }]', [['token'], []]],
    ['[{ d: [] }]', [['d']]],
    ['[{ e: [read] }, { e: [write] }]', [['e']]],
    ['[{ f: [], g: [] }]', [['f', 'g']]],
    // A certificate is the platform's business; a handshake nobody can send stands aside.
    ['[{ h: [], a: [] }, { h: [] }]', [['token'], []]],
    ['[{ i: [] }, { a: [] }]', [['token']]],
    ['[{ j: [] }]', [['j']]],
  ])('%s', (security, alternatives) => {
    const api = modelWell(operationAt('/rows', 'get', `security: ${security}, ${done}`, schemes));
    expect(api.operations[0]?.security).toEqual(alternatives);
    const required = (name: string): boolean => alternatives.every((options) => options.includes(name));
    const names = new Set(alternatives.flat());
    expect(new Set(api.options.map(({ name }) => name))).toEqual(names);
    for (const { name, kind, ...option } of api.options) {
      expect(kind).toBe(name === 'basicAuth' ? 'basic' : 'credential');
      expect(option).toEqual({ required: required(name), doc: null, env: null });
    }
  });

  it('says how each secret is sent', () => {
    const security = '[{ a: [] }, { c: [] }, { f: [] }, { g: [] }, { j: [] }]';
    const api = modelWell(operationAt('/rows', 'get', `security: ${security}, ${done}`, schemes));
    expect(api.provider.credentials).toEqual([
      { option: 'token', kind: 'authorization', scheme: 'Bearer' },
      { option: 'basicAuth', kind: 'authorization', scheme: 'Basic' },
      { option: 'f', kind: 'query', name: 'q' },
      { option: 'g', kind: 'cookie', name: 's' },
      { option: 'j', kind: 'authorization', scheme: 'DPoP' },
    ]);
  });

  it('requires no option that some operation can do without', () => {
    const text = describeApi(`${schemes}security: [{ a: [] }]
paths:
  /a: { get: { ${done} } }
  /b: { get: { security: [], ${done} } }
`);
    expect(modelWell(text).options.map(({ required }) => required)).toEqual([false]);
  });

  it('gives a key that is declared as a parameter, too', () => {
    const parameters = `parameters: [{ name: b, in: header, schema: {} }, { name: q, in: query, schema: {} }]`;
    const read = (security: string): string[] =>
      modelWell(
        operationAt('/rows', 'get', `security: ${security}, ${parameters}, ${done}`, schemes),
      ).operations[0]?.parameters.map(({ name }) => name) ?? [];
    expect(read('[{ b: [] }]')).toEqual(['q']);
    expect(read('[{ b: [], f: [] }]')).toEqual([]);
    expect(read('[{ b: [] }, { a: [] }]')).toEqual(['b', 'q']);
    expect(read('[]')).toEqual(['b', 'q']);
  });
});

it('an operation that declares only default succeeds and fails with it', () => {
  const responses = `responses: { default: { description: x, content: { application/json: {} } } }`;
  const [operation] = modelWell(operationAt('/rows', 'get', responses)).operations;
  const either = [{ status: 'default', contents: [{ mediaType: 'application/json', encoding: 'json' }] }];
  expect(operation?.errors).toMatchObject(either);
  expect(operation?.answers).toMatchObject(either);
});

it('an operation that fetch refuses is reported', () => {
  const { problems } = modelText(operationAt('/rows', 'trace', done));
  expect(problems).toEqual([expect.stringContaining('method-unsupported openapi.yaml:')]);
});

describe('extensions of operations', () => {
  const overlay = (root: string, operation: string): string => `overlay: 1.0.0
info: { title: x, version: 1.0.0 }
actions:
  - target: $
    update: ${root}
  - target: $.paths['/rows'].post
    update: ${operation}
`;
  const post = operationAt(
    '/rows',
    'post',
    `parameters: [{ name: X-Org, in: header, required: true, description: Whose., schema: {} }], requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { where: { type: array, items: { type: object, properties: { id: {} } } } } } } } }, ${done}`,
    'components: { securitySchemes: { oauth: { type: oauth2, flows: {} } } }\n',
  );

  it('bind headers and credentials to the connection', () => {
    const { api, problems } = modelText(
      post,
      overlay(
        '{ x-rowsweep-connection: { headers: [{ option: org, header: x-org, required: false }], credentials: [{ option: key, scheme: oauth, env: ACME_KEY }], requestIdHeaders: [X-Id], throttle: { remainingHeader: R, resetHeader: S, resetUnit: epochSeconds } } }',
        '{ security: [{ oauth: [] }] }',
      ),
    );
    expect(problems).toEqual([]);
    expect(api?.operations[0]).toMatchObject({
      parameters: [],
      connectionHeaders: ['org'],
      security: [['key']],
    });
    expect(api?.options).toEqual([
      { name: 'key', kind: 'credential', required: true, doc: null, env: 'ACME_KEY' },
      { name: 'org', kind: 'header', required: false, doc: 'Whose.', env: null },
    ]);
    expect(api?.provider.headers).toEqual([{ option: 'org', header: 'x-org', required: false }]);
    expect(api?.provider.errors.requestIdHeaders).toEqual(['X-Id']);
    expect(api?.provider.throttle.resetUnit).toBe('epochSeconds');
  });

  it.each<[string, string, string, string[]]>([
    [
      'a header that no operation has',
      '{ x-rowsweep-connection: { headers: [{ option: org, header: X-Orga }] } }',
      '{}',
      ['connection-header-unknown overlay.yaml:5:65 No operation has the header parameter X-Orga.'],
    ],
    [
      'an option that every client has',
      '{ x-rowsweep-connection: { headers: [{ option: retry, header: X-Org }] } }',
      '{}',
      ['name-taken overlay.yaml:5:50 Another option of the client is already called retry.'],
    ],
    [
      'a scheme that is not there, and one that nothing uses',
      '{ x-rowsweep-connection: { credentials: [{ option: a, scheme: oaut }, { option: b, scheme: oauth }] } }',
      '{}',
      [
        'credential-invalid overlay.yaml:5:65 There is no security scheme oaut.',
        'credential-unused overlay.yaml:5:81 No operation asks for the security scheme oauth.',
      ],
    ],
    [
      'a selector that selects nothing',
      '{}',
      '{ x-rowsweep-operation: { selector: { in: body, at: /were } } }',
      ['pointer-nowhere overlay.yaml:7:54 The body has nothing at /were.'],
    ],
    [
      'a selector of keys that the elements do not have',
      '{}',
      '{ x-rowsweep-operation: { selector: { in: body, at: /where, exactlyOneOf: [id, key] } } }',
      ['pointer-nowhere overlay.yaml:7:85 The elements at /where have no property key.'],
    ],
    [
      'a selector in a parameter that is no object',
      '{}',
      '{ x-rowsweep-operation: { selector: { in: query, at: filter } } }',
      [
        'parameter-unknown overlay.yaml:7:55 The operation has no object parameter filter with style form and explode true.',
      ],
    ],
  ])('%s', (_, root, operation, expected) => {
    const { problems } = modelText(post, overlay(root, operation));
    expect(problems.map((problem) => problem.replace(/overlay.yaml:(\d+):\d+/, 'overlay.yaml:$1'))).toEqual(
      expected.map((problem) => problem.replace(/overlay.yaml:(\d+):\d+/, 'overlay.yaml:$1')),
    );
  });

  it('choose envelope, retry, source and selector', () => {
    const api = modelWell(
      post,
      overlay(
        '{ x-rowsweep-envelope: { code: /code, ok: 0 } }',
        '{ x-rowsweep-operation: { retry: safe, assumed: true, source: the page, selector: { in: body, at: /where, exactlyOneOf: [id] } } }',
      ),
    );
    expect(api.operations[0]).toMatchObject({
      retry: 'safe',
      assumed: true,
      source: 'the page',
      envelope: { code: '/code', message: null, ok: 0, required: false },
      selector: {
        in: 'body',
        at: '/where',
        exactlyOneOf: ['id'],
        singleKey: [],
        reservedKeys: [],
        keyPattern: null,
        valuePattern: null,
      },
    });
    const without = modelWell(
      post,
      overlay('{ x-rowsweep-envelope: { code: /code, ok: 0 } }', '{ x-rowsweep-envelope: null }'),
    );
    expect(without.operations[0]?.envelope).toBeNull();
  });
});

it('a chain of thousands of references is followed without recursion', () => {
  const links = Array.from({ length: 5000 }, (_, index): [string, JsonObject] => [
    `S${index}`,
    { $ref: `#/components/schemas/S${index + 1}` },
  ]);
  const ids = { type: 'array', maxItems: 7, items: { type: 'string', format: 'uuid' } };
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/S0' } } };
  const value: JsonObject = {
    openapi: '3.1.0',
    info: { title: 'Chain', version: '1' },
    servers: [{ url: 'https://api.example.com' }],
    paths: {
      '/rows': {
        delete: {
          operationId: 'deleteRows',
          requestBody: { content },
          responses: { 200: { description: 'x', content } },
          'x-rowsweep-deletion': {
            name: 'rows',
            target: [],
            ids: { in: 'body', at: '/ids' },
            answers: [{ status: 200, proves: 'ids', at: '/ids' }],
          },
        },
      },
    },
    components: {
      schemas: { ...Object.fromEntries(links), S5000: { type: 'object', properties: { ids } } },
    },
  };
  const place = (pointer: string): Place => ({ file: 'chain.yaml', line: 1, column: 1, pointer });
  const document = { file: 'chain.yaml', overlayFile: null, value, place, inputs: {} };
  const diagnostics = new Diagnostics();
  const api = model(document, diagnostics, readExtensionSchema());
  expect(diagnostics.items).toEqual([]);
  expect(api?.deletions[0]).toMatchObject({
    limits: { maxIds: 7 },
    idFormat: { formats: { default: { kind: 'uuid' } } },
  });
  expect(api?.schemas).toHaveLength(5001);
});
