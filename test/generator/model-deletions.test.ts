/** Plans: what is filled in, and that every reference of a plan is held against the description. */
import { describe, expect, it } from 'vitest';
import { describeApi, modelText, type Modelled } from './modelling.js';

const description = describeApi(`paths:
  /tables/{table_id}/rows:
    delete:
      operationId: deleteRows
      parameters:
        - { name: table_id, in: path, required: true, schema: { type: string } }
        - { name: where, in: query, schema: { type: object, additionalProperties: { type: string } } }
        - { name: flat, in: query, explode: false, schema: { type: object } }
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Delete' } } } }
      responses:
        '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Deleted' } } } }
        '422': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Problems' } } } }
  /tables/{table_id}/rows/{row_id}:
    get:
      operationId: get_row
      parameters:
        - { name: table_id, in: path, required: true, schema: { type: string } }
        - { name: row_id, in: path, required: true, schema: { type: string } }
      responses: { '200': { description: x }, '404': { description: x } }
  /tables/{table_id}/list:
    post:
      operationId: listRows
      parameters:
        - { name: table_id, in: path, required: true, schema: { type: string } }
        - { name: page, in: query, required: true, schema: { type: integer } }
        - { name: size, in: query, schema: { type: integer, maximum: 100 } }
        - { name: mode, in: query, schema: { enum: [all, some] } }
        - { name: where, in: query, schema: { type: object } }
      requestBody: { content: { application/json: { schema: { type: object, required: [table], properties: { table: { type: string }, cursor: {} } } } } }
      responses:
        '200':
          description: x
          content:
            application/json:
              schema:
                anyOf:
                  - { type: object, properties: { data: { type: array, items: { $ref: '#/components/schemas/Row' } }, total: { type: integer }, next: { type: string } } }
                  - { type: object, properties: { rows: { type: array, items: { type: object } } } }
components:
  schemas:
    Delete:
      allOf:
        - { $ref: '#/components/schemas/Named' }
        - type: object
          required: [ids]
          properties:
            ids: { type: [array, 'null'], maxItems: 500, items: { $ref: '#/components/schemas/Id' } }
            objects: { type: array, items: { type: object, properties: { id: { type: integer }, key: { type: string } } } }
            why: { type: string, maxLength: 20 }
            mode: { enum: [soft, hard] }
      oneOf: [{ required: [ids] }, { required: [objects] }]
    Named: { type: object, required: [tenant], properties: { tenant: { type: string } } }
    Id: { type: string, minLength: 0, maxLength: 36, pattern: '^[a-f]+$' }
    Row: { type: object, properties: { id: { type: string } } }
    Deleted: { type: object, properties: { gone: { type: array, items: { type: string } }, count: { type: integer }, numbers: { type: array, items: { type: integer } }, text: { type: string }, any: {} } }
    Problems: { type: object, properties: { detail: { type: array, items: { type: object, properties: { loc: { type: array, items: {} }, msg: { type: string } } } } } }
`);

interface Parts {
  readonly target?: string;
  readonly ids?: string;
  readonly answers?: string;
  readonly more?: string;
}

const usualTarget =
  '[{ name: table_id, bind: [{ in: path, at: table_id }] }, { name: tenant, bind: [{ in: body, at: /tenant }] }]';

/** A plan with one part replaced. Each part has its line: target 8, ids 9, answers 10, the rest from 11. */
function planWith({
  target = usualTarget,
  ids = '{ in: body, at: /ids }',
  answers,
  more = '',
}: Parts): Modelled {
  return modelText(
    description,
    `overlay: 1.0.0
info: { title: x, version: 1.0.0 }
actions:
  - target: $.paths['/tables/{table_id}/rows'].delete
    update:
      x-rowsweep-deletion:
        name: rows
        target: ${target}
        ids: ${ids}
        answers: ${answers ?? '[{ status: 200, proves: ids, at: /gone }]'}
${more
  .split('\n')
  .map((line) => (line === '' ? '' : `        ${line}\n`))
  .join('')}`,
  );
}

/** Problems without the column. */
function listProblems(parts: Parts): string[] {
  return planWith(parts).problems.map((problem) => problem.replace(/(overlay.yaml:\d+):\d+/, '$1'));
}

describe('a plan', () => {
  it('is filled in from the schema and with defaults', () => {
    const { api, problems } = planWith({});
    expect(problems).toEqual([]);
    expect(api?.deletions[0]).toEqual({
      name: 'rows',
      pointer: '/paths/~1tables~1{table_id}~1rows/delete/x-rowsweep-deletion',
      targetType: 'RowsTarget',
      operation: 'deleteRows',
      target: [
        { name: 'table_id', description: null, default: null, oneOf: null, pattern: null },
        { name: 'tenant', description: null, default: null, oneOf: null, pattern: null },
      ],
      call: {
        operation: 'deleteRows',
        bind: [
          { in: 'path', at: 'table_id', target: 'table_id' },
          { in: 'body', at: '/tenant', target: 'tenant' },
        ],
        set: [],
      },
      ids: { in: 'body', at: '/ids', item: null },
      idFormat: {
        chosenBy: null,
        formats: { default: { kind: 'string', minLength: 1, maxLength: 36, pattern: '^[a-f]+$' } },
      },
      limits: { maxIds: 500, maxBytes: null, maxUrlBytes: null, slowStart: null },
      answers: [{ status: 200, when: null, proves: 'ids', at: '/gone' }],
      badId: null,
      pace: { concurrency: { initial: 2, max: 8 }, requestsPerSecond: null },
      retry: 'never',
      reason: null,
      job: null,
      readBack: null,
      filter: null,
      count: null,
      irreversible: true,
    });
    expect(api?.operations[0]?.selector?.at).toBe('/ids');
  });

  it('may name everything that it can', () => {
    const { api, problems } = planWith({
      target: `[{ name: table_id, bind: [{ in: path, at: table_id }] }, { name: tenant, default: a, oneOf: [a, b], pattern: '[ab]', bind: [{ in: body, at: /tenant }] }, { name: column, default: id }]`,
      ids: '{ in: body, at: /objects, item: key }',
      answers:
        '[{ status: 200, when: { target: tenant, in: [b] }, proves: batch }, { status: 200, proves: count, at: /count }]',
      more: `set: [{ in: body, at: /mode, value: hard }, { in: body, at: /ids, value: [] }]
idFormat: { chosenBy: tenant, formats: { a: { kind: uuid }, b: { kind: string, minLength: 2, maxLength: 9, pattern: 'x+' } } }
limits: { maxBytes: 100, maxUrlBytes: 200, slowStart: { from: 5, to: 50 } }
badId: { status: 422, problems: /detail, path: /loc, prefix: [body, ids], message: /msg }
pace: { concurrency: { initial: 1, max: 2 }, requestsPerSecond: 3 }
retry: safe
reason: { in: body, at: /why, maxLength: 20 }
readBack: { kind: filter, call: { operation: listRows, bind: [{ target: table_id, in: path, at: table_id }] }, items: [/data, /rows], idProperty: { target: column }, page: { kind: page, page: { in: query, at: page }, size: { in: query, at: size }, first: 0, maxSize: 100 } }
count: { call: { operation: listRows, bind: [{ target: table_id, in: path, at: table_id }], set: [{ in: query, at: page, value: 1 }, { in: query, at: mode, value: all }] }, at: [/total] }
irreversible: false`,
    });
    // What the filter is written to has to be in the list operation, too.
    expect(problems.map((problem) => problem.split(' ').slice(2).join(' '))).toEqual(
      [
        'The body of listRows has nothing at /objects.',
        'Nothing fills /table in the body of listRows, which requires it.',
      ].toReversed(),
    );
    expect(api).toBeNull();
  });

  it('writes ids into an object parameter, and reads them back by the same filter', () => {
    const { api, problems } = planWith({
      target: `[{ name: table_id, bind: [{ in: path, at: table_id }] }, { name: tenant, bind: [{ in: body, at: /tenant }] }, { name: column, default: id }]`,
      ids: "{ in: query, parameter: where, column: column, many: { prefix: 'in.', separator: ',' }, one: { prefix: 'eq.' } }",
      more: `set: [{ in: body, at: /ids, value: [] }]
limits: { maxIds: 50 }
readBack: { kind: filter, call: { operation: listRows, bind: [{ target: table_id, in: path, at: table_id }] }, items: [/data], idProperty: { target: column }, page: { kind: page, page: { in: query, at: page }, size: { in: query, at: size }, first: 0, maxSize: 100 } }`,
    });
    expect(problems).toEqual([]);
    expect(api?.deletions[0]).toMatchObject({
      ids: { in: 'query', parameter: 'where', column: 'column', alone: null, refuse: null },
      idFormat: { chosenBy: null, formats: { default: { kind: 'string', minLength: 1, maxLength: null } } },
      readBack: { kind: 'filter', idProperty: { target: 'column' } },
    });
    expect(api?.operations[0]?.selector).toMatchObject({ in: 'query', at: 'where' });
  });
});

describe('references that lead nowhere', () => {
  it.each<[string, Parts, string[]]>([
    [
      'ids at nothing',
      { ids: '{ in: body, at: /idz }' },
      [
        'pointer-nowhere overlay.yaml:9 The body of deleteRows has nothing at /idz.',
        'input-unfilled overlay.yaml:6 Nothing fills /ids in the body of deleteRows, which requires it.',
        'limit-missing overlay.yaml:6 Nothing says how many ids one request may carry.',
      ],
    ],
    [
      'ids that are no array',
      {
        ids: '{ in: body, at: /why }',
        more: 'limits: { maxIds: 5 }\nset: [{ in: body, at: /ids, value: [] }]',
      },
      ['pointer-type overlay.yaml:9 The body of deleteRows: what stands at /why is not of type array.'],
    ],
    [
      'ids that are no strings',
      {
        ids: '{ in: body, at: /objects, item: id }',
        more: 'limits: { maxIds: 5 }\nset: [{ in: body, at: /ids, value: [] }]',
      },
      ['pointer-type overlay.yaml:9 An element of /objects: what stands at /id is not of type string.'],
    ],
    [
      'ids in a parameter that is not spread',
      {
        ids: '{ in: query, parameter: flat, column: nope, many: { prefix: a, separator: b }, one: { prefix: c } }',
        more: 'limits: { maxIds: 5 }\nset: [{ in: body, at: /ids, value: [] }]',
      },
      [
        'target-unknown overlay.yaml:9 The target has no field nope.',
        'parameter-unknown overlay.yaml:9 The operation deleteRows has the query parameter flat, but not as an object with style form and explode true.',
      ],
    ],
    [
      'a field bound to nothing, a required parameter and a required member that nothing fills',
      { target: '[{ name: table_id, bind: [{ in: path, at: table }] }]' },
      [
        'parameter-unknown overlay.yaml:8 The operation deleteRows has no path parameter table.',
        'input-unfilled overlay.yaml:6 Nothing fills the path parameter table_id of deleteRows.',
        'input-unfilled overlay.yaml:6 Nothing fills /tenant in the body of deleteRows, which requires it.',
      ],
    ],
  ])('%s', (_, parts, expected) => {
    expect(listProblems(parts)).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    [
      'a status that is not declared, one that nobody claims',
      '[{ status: 204, proves: batch }]',
      [
        'answer-unclaimed overlay.yaml:10 Nothing says what the answer 200 proves.',
        'status-unknown overlay.yaml:10 deleteRows does not declare the status 204; it has: 200, 422.',
      ],
    ],
    [
      'ids that the answer does not have',
      '[{ status: 200, proves: ids, at: /gon }]',
      ['pointer-nowhere overlay.yaml:10 The answer 200 has nothing at /gon.'],
    ],
    [
      'ids that are numbers',
      '[{ status: 200, proves: ids, at: /numbers }]',
      ['pointer-type overlay.yaml:10 The elements of the answer 200 at /numbers are not of type string.'],
    ],
    [
      'a count that is a text',
      '[{ status: 200, proves: count, at: /text }]',
      ['pointer-type overlay.yaml:10 The answer 200: what stands at /text is not of type integer.'],
    ],
    [
      'a count without a schema, which may be anything',
      '[{ status: 200, proves: count, at: /any/deep/down }]',
      [],
    ],
    [
      'a condition on a field that is not there',
      '[{ status: 200, when: { target: nope, in: [a] }, proves: batch }]',
      ['target-unknown overlay.yaml:10 The target has no field nope.'],
    ],
    [
      'a job without a word on jobs',
      '[{ status: 200, proves: job }]',
      ['job-missing overlay.yaml:10 Nothing says how jobs work.'],
    ],
  ])('answers: %s', (_, answers, expected) => {
    expect(listProblems({ answers })).toEqual(expected);
  });

  const call =
    'call: { operation: listRows, bind: [{ target: table_id, in: path, at: table_id }, { target: tenant, in: body, at: /table }] }';
  const page =
    'page: { kind: page, page: { in: query, at: page }, size: { in: query, at: size }, first: 0, maxSize: 100 }';

  it.each<[string, string, string[]]>([
    [
      'limits beyond the schema',
      'limits: { maxIds: 501 }',
      ['limit-exceeded overlay.yaml:11 501 is more than maxItems of the schema, which is 500.'],
    ],
    [
      'limits out of order',
      'limits: { maxIds: 30, slowStart: { from: 50, to: 40 } }',
      [
        'limit-exceeded overlay.yaml:11 40 is more than maxIds, which is 30.',
        'limit-exceeded overlay.yaml:11 50 is more than slowStart.to, which is 40.',
      ],
    ],
    [
      'a pace out of order',
      'pace: { concurrency: { initial: 3, max: 2 } }',
      ['limit-exceeded overlay.yaml:11 3 is more than concurrency.max, which is 2.'],
    ],
    [
      'a reason that is too long, and one without a place',
      'reason: { in: body, at: /why, maxLength: 21 }',
      ['limit-exceeded overlay.yaml:11 21 is more than maxLength of the schema, which is 20.'],
    ],
    [
      'a constant that the schema does not allow, and one without a place',
      'set: [{ in: body, at: /mode, value: sof }, { in: query, at: force, value: true }]',
      [
        'value-unknown overlay.yaml:11 /mode cannot be "sof".',
        'parameter-unknown overlay.yaml:11 The operation deleteRows has no query parameter force.',
      ],
    ],
    [
      'bad ids that the answer does not name',
      'badId: { status: 422, problems: /detail, path: /lok, prefix: [body], message: /message }',
      [
        'pointer-nowhere overlay.yaml:11 A problem has nothing at /lok.',
        'pointer-nowhere overlay.yaml:11 A problem has nothing at /message.',
      ],
    ],
    [
      'bad ids of another status',
      'badId: { status: 400, problems: /detail, path: /loc, prefix: [body] }',
      ['status-unknown overlay.yaml:11 deleteRows does not declare the status 400; it has: 200, 422.'],
    ],
    [
      'a format for a value that the field does not have',
      'idFormat: { chosenBy: table_id, formats: { a: { kind: uuid } } }',
      ['target-invalid overlay.yaml:11 The field table_id chooses a format, so it needs oneOf.'],
    ],
    [
      'an operation that is not there',
      'readBack: { kind: each, call: { operation: getRows }, id: { in: path, at: row_id }, missing: [404] }',
      ['operation-unknown overlay.yaml:11 The description has no operation getRows.'],
    ],
    [
      'a read that leaves out the table, and a status that it does not have',
      'readBack: { kind: each, call: { operation: get_row }, id: { in: path, at: row_id }, missing: [404, 410] }',
      [
        'input-unfilled overlay.yaml:11 Nothing fills the path parameter table_id of getRow.',
        'status-unknown overlay.yaml:11 getRow does not declare the status 410.',
      ],
    ],
    [
      'a list that is not there, an id that is not there, a page that is too large',
      `readBack: { kind: scan, ${call}, items: [/data, /lines], id: /key, ${page.replace('100', '101')} }`,
      [
        'pointer-nowhere overlay.yaml:11 The answer of listRows has nothing at /lines.',
        'limit-exceeded overlay.yaml:11 101 is more than the maximum of the description, 100.',
        'pointer-nowhere overlay.yaml:11 An item has nothing at /key.',
      ],
    ],
    [
      'a cursor that is not there',
      `readBack: { kind: scan, ${call}, items: [/data], id: /id, page: { kind: cursor, cursor: { in: body, at: /curser }, size: { in: query, at: size }, next: /nexd, truncated: /cut, maxSize: 9 } }`,
      [
        'input-unfilled overlay.yaml:11 Nothing fills the query parameter page of listRows.',
        'pointer-nowhere overlay.yaml:11 The body of listRows has nothing at /curser.',
        'pointer-nowhere overlay.yaml:11 The answer of listRows has nothing at /nexd.',
        'pointer-nowhere overlay.yaml:11 The answer of listRows has nothing at /cut.',
      ],
    ],
    [
      'a count that is not there, and a constant above the maximum',
      `count: { call: { operation: listRows, bind: [{ target: table_id, in: path, at: table_id }], set: [{ in: query, at: page, value: 1 }, { in: query, at: size, value: 200 }] }, at: [/totals] }`,
      [
        'limit-exceeded overlay.yaml:11 200 is more than the maximum of the description, 100.',
        'pointer-nowhere overlay.yaml:11 The answer of listRows has nothing at /totals.',
      ],
    ],
    [
      'jobs that no answer is',
      'job: { id: /id, status: /status, states: { pending: [], running: [], succeeded: [], failed: [] }, list: { call: { operation: nope }, items: /jobs, maxItems: 5 }, poll: { initialMs: 1, factor: 1, maxMs: 1 }, maxOpen: 1 }',
      [
        'job-missing overlay.yaml:11 No answer is a job.',
        'operation-unknown overlay.yaml:11 The description has no operation nope.',
      ],
    ],
  ])('%s', (_, more, expected) => {
    expect(listProblems({ more })).toEqual(expected);
  });
});

it('formats cover exactly the values of the field that chooses', () => {
  const target = `${usualTarget.slice(0, -1)}, { name: type, default: a, oneOf: [a, b] }]`;
  const more = 'idFormat: { chosenBy: type, formats: { a: { kind: uuid }, c: { kind: string } } }';
  expect(listProblems({ target, more })).toEqual([
    'value-unclaimed overlay.yaml:11 There is no format for type "b".',
    'value-unknown overlay.yaml:11 The field type cannot be c.',
  ]);
  const answers = '[{ status: 200, when: { target: type, in: [a, z] }, proves: batch }]';
  expect(listProblems({ target, answers })).toEqual([
    'value-unknown overlay.yaml:10 The field type cannot be z.',
  ]);
});

it('fields of a target do not contradict themselves', () => {
  const target = `${usualTarget.slice(0, -1)}, { name: tenant, default: c, oneOf: [a, b], pattern: a }]`;
  expect(listProblems({ target })).toEqual([
    'target-invalid overlay.yaml:8 Another field of the target is called tenant.',
    'target-invalid overlay.yaml:8 The default of tenant is not one of: a, b.',
    'target-invalid overlay.yaml:8 The pattern of tenant does not match "c".',
  ]);
});

it('a place is exact: the line and the column of the value, and its pointer', () => {
  const [problem] = planWith({ ids: '{ in: body, at: /idz }' }).problems;
  expect(problem).toMatch(/^pointer-nowhere overlay\.yaml:9:26 /);
});
