import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../../generator/diagnostics.js';
import { load } from '../../generator/load/load.js';
import type { Document } from '../../generator/load/document.js';
import { listProblems, makeFolder } from './scratch.js';

const minimal = 'openapi: 3.1.0\ninfo: { title: T, version: "1" }\npaths: {}\n';

function loadText(
  text: string,
  name = 'openapi.yaml',
): { document: Document | null; problems: string[]; messages: string[] } {
  const folder = makeFolder({ [name]: text });
  const diagnostics = new Diagnostics();
  const document = load({ description: join(folder, name), overlay: null }, diagnostics);
  return {
    document,
    problems: listProblems(diagnostics, folder),
    messages: diagnostics.items.map(({ message }) => message),
  };
}

function deep(levels: number): string {
  return '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
}

describe('what is wrong with a description has one code and one place', () => {
  const cases: readonly (readonly [question: string, name: string, text: string, problem: string])[] = [
    ['YAML syntax', 'a.yaml', 'openapi: 3.1.0\ninfo: [1\n', 'a.yaml:3:1 syntax-error'],
    ['a tab as indentation', 'a.yaml', 'openapi: 3.1.0\ninfo:\n\ttitle: T\n', 'a.yaml:3:1 syntax-error'],
    ['an unknown tag', 'a.yaml', 'openapi: 3.1.0\ninfo: !js/function x\n', 'a.yaml:2:7 syntax-error'],
    ['an alias without an anchor', 'a.yaml', 'openapi: 3.1.0\ninfo: *nobody\n', 'a.yaml:2:7 syntax-error'],
    ['two YAML documents', 'a.yaml', `${minimal}---\n${minimal}`, 'a.yaml:4:1 syntax-error'],
    ['the same key twice', 'a.yaml', `${minimal}info: {}\n`, 'a.yaml:4:1 duplicate-key'],
    [
      'a number and a string as the same key',
      'a.yaml',
      "openapi: 3.1.0\npaths:\n  200: 1\n  '200': 2\n",
      'a.yaml:4:3 duplicate-key',
    ],
    ['infinity', 'a.yaml', 'openapi: 3.1.0\nx-a: [1, .inf]\n', 'a.yaml:2:10 value-not-json'],
    ['a YAML file too deep', 'a.yaml', deep(500), 'a.yaml:1:2001 nesting-too-deep'],
    [
      'a YAML file deeper than the stack',
      'a.yaml',
      `x:\n ${'- '.repeat(20_000)}`,
      'a.yaml:2:802 nesting-too-deep',
    ],
    [
      'an alias inside its own value',
      'a.yaml',
      'openapi: 3.1.0\nx-a: &a [1, *a]\n',
      'a.yaml:2:13 alias-bomb',
    ],
    ['JSON that ends early', 'a.json', '{\n  "openapi": "3.1.0"', 'a.json:2:21 syntax-error'],
    ['a trailing comma', 'a.json', '{\n  "openapi": "3.1.0",\n}', 'a.json:2:21 syntax-error'],
    ['a comment in JSON', 'a.json', '{ // hello\n}', 'a.json:1:3 syntax-error'],
    ['JSON after JSON', 'a.json', '{} {}', 'a.json:1:4 syntax-error'],
    ['a key without quotes', 'a.json', '{ a: 1 }', 'a.json:1:3 syntax-error'],
    ['a number with a leading zero', 'a.json', '{ "a": 01 }', 'a.json:1:8 syntax-error'],
    ['a missing colon', 'a.json', '{ "a" 1 }', 'a.json:1:7 syntax-error'],
    ['the wrong bracket', 'a.json', '{ "a": [1} }', 'a.json:1:10 syntax-error'],
    [
      'the same key twice in JSON',
      'a.json',
      '{ "a": { "b": 1,\n "\\u0062": 2 } }',
      'a.json:2:2 duplicate-key',
    ],
    ['JSON too deep', 'a.json', deep(401), 'a.json:1:2001 nesting-too-deep'],
    ['a list', 'a.yaml', '- openapi\n', 'a.yaml:1:1 description-invalid'],
    ['nothing', 'a.yaml', '', 'a.yaml:1:1 description-invalid'],
    ['no version', 'a.yaml', 'info: {}\n', 'a.yaml:1:1 description-invalid'],
    ['Swagger 2', 'a.yaml', 'info: {}\nswagger: "2.0"\n', 'a.yaml:2:1 version-unsupported'],
    ['OpenAPI 3.2', 'a.yaml', 'openapi: 3.2.0\n', 'a.yaml:1:1 version-unsupported'],
    ['OpenAPI 4', 'a.json', '{"info": {},\n "openapi": "4.0.0"}', 'a.json:2:2 version-unsupported'],
    ['a version that is a number', 'a.yaml', 'openapi: 3.1\n', 'a.yaml:1:1 version-unsupported'],
  ];
  it.each(cases)('%s', (_, name, text, problem) => {
    const { document, problems } = loadText(text, name);
    expect(problems).toEqual([problem]);
    expect(document).toBeNull();
  });

  it('a file that is not there', () => {
    const diagnostics = new Diagnostics();
    expect(load({ description: 'nowhere/openapi.yaml', overlay: null }, diagnostics)).toBeNull();
    expect(listProblems(diagnostics, '-')).toEqual(['nowhere/openapi.yaml:1:1 file-not-readable']);
    expect(diagnostics.items[0]?.message).toBe('There is no such file.');
  });

  it('names the key that stands twice', () => {
    expect(loadText("openapi: 3.1.0\n'a: b': 1\n'a: b': 2\n").messages).toEqual([
      "The key 'a: b' stands twice in one object.",
    ]);
    expect(loadText('openapi: 3.1.0\nx-a: 1\nx-a: 2\n').messages).toEqual([
      'The key "x-a" stands twice in one object.',
    ]);
  });

  it('brackets deeper than the stack', () => {
    const { problems } = loadText('['.repeat(20_000));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^openapi\.yaml:1:\d+ nesting-too-deep$/);
  });

  it('aliases of aliases of aliases, nine each time', () => {
    const lines = ['openapi: 3.1.0', 'x-0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]'];
    for (let level = 1; level < 9; level += 1) {
      lines.push(`x-${level}: &a${level} [${Array.from({ length: 9 }, () => `*a${level - 1}`).join(', ')}]`);
    }
    const { document, problems } = loadText(lines.join('\n'));
    expect(document).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^openapi\.yaml:\d+:\d+ alias-bomb$/);
  });
});

describe('what is not built as OpenAPI says', () => {
  const cases: readonly (readonly [text: string, place: string, message: string])[] = [
    ['info: T', '2:1', '`info` must be an object, not a string.'],
    ['paths: []', '2:1', '`paths` must be an object, not an array.'],
    ['paths: { rows: {} }', '2:10', '`rows` must begin with `/`, as a path does.'],
    ['paths: { /a: 3 }', '2:10', '`/a` must be an object, not a number.'],
    ['paths: { /a: { get: [] } }', '2:16', '`get` must be an object, not an array.'],
    ['paths: { /a: { get: { operationId: 3 } } }', '2:23', '`operationId` must be a string, not a number.'],
    ['paths: { /a: { parameters: {} } }', '2:16', '`parameters` must be an array, not an object.'],
    ['paths: { /a: { parameters: [{ in: path }] } }', '2:29', '`0` must have the member `name`.'],
    ['paths: { /a: { get: { responses: { 200: null } } } }', '2:36', '`200` must be an object, not null.'],
    [
      "paths: { /a: { get: { $ref: '#/x-a' } } }\nx-a: {}",
      '2:16',
      '`get` must be written out: OpenAPI has no references to such objects.',
    ],
    [
      'paths: { /a: { parameters: [{ name: b, in: body }] } }',
      '2:40',
      '`in` must be one of path, query, header, cookie.',
    ],
    ['paths: { /a: { $ref: 3 } }', '2:16', '`$ref` must be a string, not a number.'],
    ['components: { schemas: { A: { required: 3 } } }', '2:31', '`required` must be an array of strings.'],
    ['components: { schemas: { A: { oneOf: {} } } }', '2:31', '`oneOf` must be an array, not an object.'],
    [
      'components: { schemas: { A: { items: { allOf: [x] } } } }',
      '2:48',
      '`0` must be an object, not a string.',
    ],
    [
      "components: { schemas: { A: {} }, headers: { B: { $ref: '#/components/schemas/A' } } }",
      '2:51',
      '`$ref` must lead to one of components/headers.',
    ],
    [
      "x-a: { b: 3 }\ncomponents: { schemas: { A: { $ref: '#/x-a/b' }, B: { $ref: '#/x-a/b' } } }",
      '2:8',
      '`b` must be an object, not a number.',
    ],
  ];
  it.each(cases)('%s', (text, place, message) => {
    const { document, problems, messages } = loadText(`openapi: 3.1.0\n${text}\n`);
    expect({ problems, messages }).toEqual({
      problems: [`openapi.yaml:${place} structure-invalid`],
      messages: [message],
    });
    expect(document).toBeNull();
  });

  it.each([
    'paths:\ncomponents: { schemas: }',
    'paths: { x-note: 3, /a: { get: { parameters: , responses: { x-note: 3 } } } }',
    'components: { schemas: { A: true, B: { properties: { c: { type: string, required: true }, $ref: {} } } } }',
    'components: { headers: { x-count: { schema: { type: integer } } } }',
  ])('but is let pass: %s', (text) => {
    expect(loadText(`openapi: 3.1.0\n${text}\n`).problems).toEqual([]);
  });
});

describe('what is read', () => {
  it('merge keys of YAML, behind what stands in the object itself', () => {
    const { document } = loadText(
      [
        'openapi: 3.1.0',
        'x-a: &a { one: 1, two: 2 }',
        'x-b: &b { two: 20, three: 30 }',
        'x-c: { <<: *a, one: 10 }',
        'x-d: { <<: [*a, *b] }',
        'x-e: { "<<": 4 }',
      ].join('\n'),
    );
    expect(document?.value['x-c']).toEqual({ one: 10, two: 2 });
    expect(document?.value['x-d']).toEqual({ one: 1, two: 2, three: 30 });
    expect(document?.value['x-e']).toEqual({ '<<': 4 });
    expect(document?.place('/x-d/three')).toMatchObject({ line: 3, column: 20, pointer: '/x-d/three' });
    expect(loadText('openapi: 3.1.0\nx-a: { <<: 3 }\n').problems).toEqual(['openapi.yaml:2:8 syntax-error']);
  });

  it('only UTF-8', () => {
    const folder = makeFolder({});
    const file = join(folder, 'openapi.yaml');
    writeFileSync(file, Buffer.from('info: \u00e9', 'latin1'));
    const diagnostics = new Diagnostics();
    expect(load({ description: file, overlay: null }, diagnostics)).toBeNull();
    expect(diagnostics.items.map(({ message }) => message)).toEqual(['The file is not text in UTF-8.']);
  });

  it.each(['3.0.0', '3.0.4', '3.1.0', '3.1.1', '3.1.2-rc1'])('OpenAPI %s', (version) => {
    expect(loadText(minimal.replace('3.1.0', version)).problems).toEqual([]);
  });

  it('JSON and YAML give the same value', () => {
    const value = {
      openapi: '3.1.0',
      info: { title: 'T', version: '1' },
      paths: {},
      'x-a': [1, -0.5, 1e3, null, true, 'é\n"'],
    };
    expect(loadText(JSON.stringify(value), 'a.json').document?.value).toEqual(value);
    expect(loadText(JSON.stringify(value), 'a.yaml').document?.value).toEqual(value);
  });

  it('a byte order mark is no part of the text', () => {
    expect(loadText(`\uFEFF${minimal}`).problems).toEqual([]);
    expect(loadText('\uFEFF{"openapi":"3.1.0"}', 'a.json').problems).toEqual([]);
  });

  it('a key named __proto__ is a key like any other', () => {
    for (const [name, text] of [
      ['a.yaml', 'openapi: 3.1.0\nx-a: { __proto__: { polluted: true } }\n'],
      ['a.json', '{"openapi":"3.1.0","x-a":{"__proto__":{"polluted":true}}}'],
    ] as const) {
      const value = loadText(text, name).document?.value['x-a'];
      expect(Object.keys(value ?? {})).toEqual(['__proto__']);
      expect(value).not.toHaveProperty('polluted');
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('an alias is a copy, and places in it are those of the anchor', () => {
    const { document } = loadText(`${minimal}x-a: &a\n  b: [1]\nx-c: *a\n`);
    expect(document?.value['x-c']).toEqual({ b: [1] });
    expect(document?.value['x-c']).not.toBe(document?.value['x-a']);
    expect(document?.place('/x-c/b/0')).toMatchObject({ line: 5, column: 7, pointer: '/x-c/b/0' });
  });

  it('has the hash of the file by its path from its folder', () => {
    const hash = createHash('sha256').update(minimal).digest('hex');
    expect(loadText(minimal).document?.inputs).toEqual({ 'openapi.yaml': hash });
  });
});

describe('places', () => {
  const yaml = 'openapi: 3.1.0\npaths:\n  /a/~b:\n    get: { tags: [x, "y"] }\n';
  const json = '{"openapi": "3.1.0",\n "paths": {\n  "/a/~b": {\n   "get": { "tags": ["x", "y"] } } } }';
  const cases: readonly (readonly [pointer: string, yaml: string, json: string, found: string])[] = [
    ['', '1:1', '1:1', ''],
    ['/openapi', '1:1', '1:2', '/openapi'],
    ['/paths/~1a~1~0b', '3:3', '3:3', '/paths/~1a~1~0b'],
    ['/paths/~1a~1~0b/get/tags/1', '4:22', '4:27', '/paths/~1a~1~0b/get/tags/1'],
    ['/paths/~1a~1~0b/get/tags/2', '4:12', '4:13', '/paths/~1a~1~0b/get/tags'],
    ['/paths/~1a~1~0b/get/tags/01', '4:12', '4:13', '/paths/~1a~1~0b/get/tags'],
    ['/paths/~1a~1~0b/post/x', '3:3', '3:3', '/paths/~1a~1~0b'],
    ['/openapi/x', '1:1', '1:2', '/openapi'],
    ['/toString', '1:1', '1:1', ''],
  ];
  it.each(cases)('of "%s"', (pointer, inYaml, inJson, found) => {
    for (const [name, text, expected] of [
      ['a.yaml', yaml, inYaml],
      ['a.json', json, inJson],
    ] as const) {
      const place = loadText(text, name).document?.place(pointer);
      expect(`${place?.line ?? 0}:${place?.column ?? 0}`).toBe(expected);
      expect(place?.pointer).toBe(found);
    }
  });

  it('counts lines that end in CR LF once', () => {
    const { document } = loadText(yaml.replaceAll('\n', '\r\n'));
    expect(document?.place('/paths/~1a~1~0b')).toMatchObject({ line: 3, column: 3 });
  });
});

describe('references', () => {
  const withSchema = (schema: string): string =>
    `openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    A: { type: string }\n    B: ${schema}\n`;
  const broken: readonly (readonly [question: string, schema: string, problem: string])[] = [
    ['leads nowhere', "{ $ref: '#/components/schemas/C' }", '6:10 reference-broken'],
    ['is a plain name', "{ $ref: '#A' }", '6:10 reference-broken'],
    ['is inherited', "{ $ref: '#/components/schemas/toString' }", '6:10 reference-broken'],
    ['is badly encoded', "{ $ref: '#/%E0%A4%A' }", '6:10 reference-broken'],
    ['leads to a file that is not there', "{ items: { $ref: './other.yaml#/A' } }", '6:19 reference-broken'],
    ['leads to the network', "{ $ref: 'https://example.com/a.json' }", '6:10 reference-external'],
    ['leads to itself', "{ $ref: '#/components/schemas/B' }", '6:10 reference-loop'],
    [
      'of a discriminator leads nowhere',
      "{ discriminator: { propertyName: a, mapping: { x: '#/components/schemas/C' } } }",
      '6:55 reference-broken',
    ],
    [
      'stands in a property named default',
      "{ properties: { default: { $ref: '#/x' } } }",
      '6:35 reference-broken',
    ],
  ];
  it.each(broken)('one that %s', (_, schema, problem) => {
    const { document, problems } = loadText(withSchema(schema));
    expect(problems).toEqual([`openapi.yaml:${problem}`]);
    expect(document).toBeNull();
  });

  const sound: readonly (readonly [question: string, schema: string])[] = [
    ['to a sibling', "{ $ref: '#/components/schemas/A' }"],
    ['percent-encoded', "{ $ref: '#/components/schemas/%41' }"],
    ['into itself through a property', "{ properties: { next: { $ref: '#/components/schemas/B' } } }"],
    ['to the whole document', "{ properties: { $ref: { type: string } }, items: { $ref: '#' } }"],
    ['in an example', "{ example: { $ref: './not-a-reference' } }"],
    ['in examples', "{ examples: [{ $ref: './not-a-reference' }] }"],
    ['in a default', "{ default: { $ref: './not-a-reference' } }"],
    ['in an extension', "{ x-note: { $ref: './not-a-reference' } }"],
    ['of a discriminator by name', '{ discriminator: { propertyName: a, mapping: { x: A } } }'],
  ];
  it.each(sound)('%s is sound', (_, schema) => {
    expect(loadText(withSchema(schema)).problems).toEqual([]);
  });

  it('reports every one of them, those to other files first', () => {
    const text = withSchema("{ items: { $ref: '#/x' }, not: { $ref: 'y.yaml' } }");
    expect(loadText(text).problems).toEqual([
      'openapi.yaml:6:41 reference-broken',
      'openapi.yaml:6:19 reference-broken',
    ]);
  });
});
