/** Every value of an extension is held against its schema, and a mistake is told once, where it is. */
import { describe, expect, it } from 'vitest';
import { describeApi, modelText } from './modelling.js';

function problemsOf(
  root: string,
  operation = '{}',
): { problems: readonly string[]; helps: readonly string[] } {
  return modelText(
    describeApi(`paths:
  /rows:
    delete:
      parameters: [{ name: id, in: query, schema: {} }]
      responses: { '204': { description: done } }
components: { schemas: { Row: { type: object } } }
`),
    `overlay: 1.0.0
info: { title: x, version: 1.0.0 }
actions:
  - target: $
    update: ${root}
  - target: $.paths['/rows'].delete
    update: ${operation}
`,
  );
}

const plan = (members: string): string =>
  `{ x-rowsweep-deletion: { name: rows, target: [], ids: { in: query, parameter: id, column: x, many: { prefix: a, separator: b }, one: { prefix: c } }, answers: [{ status: 204, proves: batch }], ${members} } }`;

describe('extensions', () => {
  it.each<[string, string, string, string]>([
    [
      'an unknown key',
      '{ x-rowsweep-conection: {} }',
      'extension-unknown overlay.yaml:5:13 x-rowsweep-conection is not an extension that rowsweep knows.',
      'Did you mean x-rowsweep-connection?',
    ],
    [
      'an extension in the wrong place',
      '{ x-rowsweep-deletion: {} }',
      'extension-misplaced overlay.yaml:5:13 x-rowsweep-deletion has no meaning here; it stands on: operation.',
      'Move it',
    ],
    [
      'an unknown member',
      '{ x-rowsweep-package: { name: a, title: A, version: 1.0.0, homepag: x } }',
      'extension-invalid overlay.yaml:5:62 x-rowsweep-package/homepag is not a member that rowsweep knows here.',
      'Did you mean homepage?',
    ],
    [
      'a missing member',
      '{ x-rowsweep-package: { name: a, title: A } }',
      'extension-invalid overlay.yaml:5:13 x-rowsweep-package must have version.',
      'Compare',
    ],
    [
      'a value outside its list',
      '{ x-rowsweep-errors: { bodies: [{ message: /m }], rules: [{ status: [400], code: BAD }] } }',
      'extension-invalid overlay.yaml:5:84 x-rowsweep-errors/rules/0/code must be "AUTHENTICATION"',
      'Compare',
    ],
    [
      'a choice between members, told once',
      '{ x-rowsweep-errors: { bodies: [{ message: /m }], rules: [{ code: CONFLICT }] } }',
      'extension-invalid overlay.yaml:5:67 x-rowsweep-errors/rules/0 must have status or providerCode.',
      'Compare',
    ],
    [
      'a pointer that is none',
      '{ x-rowsweep-errors: { bodies: [{ message: detail }] } }',
      'extension-invalid overlay.yaml:5:44 x-rowsweep-errors/bodies/0/message must match pattern',
      'Compare',
    ],
  ])('%s', (_, root, problem, help) => {
    const { problems, helps } = problemsOf(root);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.replace(/:\d+ /, ' ')).toContain(problem.replace(/:\d+ /, ' '));
    expect(helps[0]).toContain(help);
  });

  it.each<[string, string, string]>([
    [
      'an alternative is recognised by its constant',
      'readBack: { kind: each, call: { operation: a }, id: { in: path, at: x } }',
      'x-rowsweep-deletion/readBack must have missing.',
    ],
    [
      'a constant that no alternative has',
      'readBack: { kind: every, call: { operation: a } }',
      'x-rowsweep-deletion/readBack/kind must be "each", "filter" or "scan".',
    ],
    [
      'an alternative without a constant is the one with the fewest problems',
      'idFormat: { kind: uuid, minLenght: 3 }',
      'x-rowsweep-deletion/idFormat/minLenght is not a member that rowsweep knows here.',
    ],
    [
      'alternatives within alternatives',
      'readBack: { kind: scan, call: { operation: a }, items: [/x], id: /y, page: { kind: page, page: { in: query, at: p }, size: { in: query, at: s }, first: 0, maxSize: 0 } }',
      'x-rowsweep-deletion/readBack/page/maxSize must be >= 1.',
    ],
    [
      'a regular expression that cannot be read',
      "idFormat: { kind: string, pattern: '(' }",
      'x-rowsweep-deletion/idFormat/pattern must be a regular expression (ECMA-262, flag u).',
    ],
  ])('%s', (_, members, message) => {
    const { problems } = problemsOf('{}', plan(members));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(message);
  });

  it('a member that has no meaning beside another', () => {
    const { problems } = problemsOf('{}', plan('').replace('proves: batch', 'proves: batch, at: /x'));
    expect(problems.map((problem) => problem.split(' ').slice(2).join(' '))).toEqual([
      'x-rowsweep-deletion/answers/0/at must be absent: it has no meaning together with the members beside it.',
    ]);
  });

  it('the source of anything may be told anywhere, what is undocumented on answers and parameters', () => {
    const everywhere = `overlay: 1.0.0
info: { title: x, version: 1.0.0 }
actions:
  - { target: $.components.schemas.Row, update: { x-rowsweep-source: the page, x-rowsweep-undocumented: x } }
  - { target: "$.paths['/rows'].delete.responses['204']", update: { x-rowsweep-undocumented: the page } }
  - { target: "$.paths['/rows'].delete.parameters[0]", update: { x-rowsweep-undocumented: the page } }
`;
    const text = describeApi(`paths:
  /rows:
    delete:
      parameters: [{ name: id, in: query, schema: {} }]
      responses: { '204': { description: done } }
components: { schemas: { Row: { type: object } } }
`);
    expect(modelText(text, everywhere).problems).toEqual([
      'extension-misplaced overlay.yaml:4:80 x-rowsweep-undocumented has no meaning here; it stands on: response, parameter.',
    ]);
  });
});
