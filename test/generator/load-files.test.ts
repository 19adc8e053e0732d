/** Descriptions in several files: what the generator reads as one. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Diagnostics } from '../../generator/diagnostics.js';
import type { Document, JsonValue } from '../../generator/load/document.js';
import { load } from '../../generator/load/load.js';
import { listProblems, makeFolder } from './scratch.js';

const head = 'openapi: 3.1.0\ninfo: { title: T, version: "1" }\n';

interface Loaded {
  readonly document: Document | null;
  readonly problems: readonly string[];
  readonly messages: readonly string[];
  readonly helps: readonly string[];
  readonly folder: string;
  /** The value at a pointer. */
  readonly at: (pointer: string) => JsonValue | undefined;
  /** Where the value at a pointer was written, as `file:line:column`. */
  readonly placeOf: (pointer: string) => string;
}

function loadFolder(folder: string, overlay: string | null = null): Loaded {
  const diagnostics = new Diagnostics();
  const input = {
    description: join(folder, 'openapi.yaml'),
    overlay: overlay === null ? null : join(folder, overlay),
  };
  const document = load(input, diagnostics);
  return {
    document,
    problems: listProblems(diagnostics, folder),
    messages: diagnostics.items.map(({ message }) => message.replaceAll(`${folder}/`, '')),
    helps: diagnostics.items.map(({ help }) => help),
    folder,
    at: (pointer) => readPointer(document?.value, pointer),
    placeOf: (pointer) => {
      const place = document?.place(pointer);
      return place === undefined
        ? '-'
        : `${place.file.replace(`${folder}/`, '')}:${place.line}:${place.column}`;
    },
  };
}

function loadFiles(files: Readonly<Record<string, string>>, overlay: string | null = null): Loaded {
  return loadFolder(makeFolder(files), overlay);
}

function readPointer(value: JsonValue | undefined, pointer: string): JsonValue | undefined {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<JsonValue | undefined>(
      (current, key) =>
        typeof current === 'object' && current !== null
          ? (current as Record<string, JsonValue>)[key]
          : undefined,
      value,
    );
}

const withSchema = (schema: string): string => `${head}components:\n  schemas:\n    A: ${schema}\n`;

describe('a reference to another file', () => {
  it('takes a whole file in as a component named after the file', () => {
    const { problems, at, placeOf } = loadFiles({
      'openapi.yaml': withSchema('{ items: { $ref: ./schemas/row.yaml } }'),
      'schemas/row.yaml': 'type: object\nproperties:\n  id: { type: string }\n',
    });
    expect(problems).toEqual([]);
    expect(at('/components/schemas/A/items')).toEqual({ $ref: '#/components/schemas/row' });
    expect(at('/components/schemas/row/properties/id')).toEqual({ type: 'string' });
    expect(placeOf('/components/schemas/row/properties/id')).toBe('schemas/row.yaml:3:3');
    expect(placeOf('/components/schemas/row')).toBe('schemas/row.yaml:1:1');
    expect(placeOf('/components/schemas/A/items')).toBe('openapi.yaml:5:10');
  });

  it('takes a part in under its key, from JSON and from YAML, whatever the fragment looks like', () => {
    const { problems, at } = loadFiles({
      'openapi.yaml': withSchema(
        "{ anyOf: [{ $ref: 'a.json#/components/schemas/One' }, { $ref: 'b.yaml#/Two~1or%20so' }, { $ref: 'c.yaml#' }] }",
      ),
      'a.json': '{"components":{"schemas":{"One":{"type":"string"}}}}',
      'b.yaml': '"Two/or so": { type: integer }\n',
      'c.yaml': 'type: boolean\n',
    });
    expect(problems).toEqual([]);
    expect(at('/components/schemas/A/anyOf')).toEqual([
      { $ref: '#/components/schemas/One' },
      { $ref: '#/components/schemas/Two_or_so' },
      { $ref: '#/components/schemas/c' },
    ]);
    expect(at('/components/schemas/One')).toEqual({ type: 'string' });
    expect(at('/components/schemas/Two_or_so')).toEqual({ type: 'integer' });
  });

  it('is relative to the file that says it, and the same file under another name is the same', () => {
    const { problems, at, document } = loadFiles({
      'openapi.yaml': withSchema(
        "{ anyOf: [{ $ref: './models/../models/row.yaml' }, { $ref: models/row.yaml }] }",
      ),
      'models/row.yaml': 'properties: { tag: { $ref: parts/tag.yaml } }\n',
      'models/parts/tag.yaml':
        "properties: { row: { $ref: '../row.yaml' }, own: { $ref: '#/properties/name' }, name: {} }\n",
    });
    expect(problems).toEqual([]);
    expect(at('/components/schemas/A/anyOf')).toEqual([
      { $ref: '#/components/schemas/row' },
      { $ref: '#/components/schemas/row' },
    ]);
    expect(at('/components/schemas/row/properties/tag')).toEqual({ $ref: '#/components/schemas/tag' });
    expect(at('/components/schemas/tag/properties/row')).toEqual({ $ref: '#/components/schemas/row' });
    expect(at('/components/schemas/tag/properties/own')).toEqual({
      $ref: '#/components/schemas/tag/properties/name',
    });
    expect(Object.keys(document?.inputs ?? {})).toEqual([
      'openapi.yaml',
      'models/row.yaml',
      'models/parts/tag.yaml',
    ]);
  });

  it('may lead back to the description', () => {
    const { problems, at } = loadFiles({
      'api/openapi.yaml': '',
      'openapi.yaml': withSchema("{ properties: { row: { $ref: 'row.yaml' } } }"),
      'row.yaml':
        "properties: { a: { $ref: 'openapi.yaml#/components/schemas/A' }, all: { $ref: openapi.yaml } }\n",
    });
    expect(problems).toEqual([]);
    expect(at('/components/schemas/row/properties')).toEqual({
      a: { $ref: '#/components/schemas/A' },
      all: { $ref: '#' },
    });
  });

  it('makes a component that is nothing but a reference the definition itself', () => {
    const { problems, at, placeOf } = loadFiles({
      'openapi.yaml': `${head}components:\n  schemas:\n    Row: { $ref: schemas/row-v1.yaml }\n    Again: { $ref: schemas/row-v1.yaml }\n    List: { items: { $ref: schemas/row-v1.yaml } }\n`,
      'schemas/row-v1.yaml': 'type: object\n',
    });
    expect(problems).toEqual([]);
    expect(at('/components/schemas')).toEqual({
      Row: { type: 'object' },
      Again: { $ref: '#/components/schemas/Row' },
      List: { items: { $ref: '#/components/schemas/Row' } },
    });
    expect(placeOf('/components/schemas/Row/type')).toBe('schemas/row-v1.yaml:1:1');
  });

  it('may stand for a path, an operation, a parameter, a body, an answer and a header', () => {
    const { problems, at, placeOf } = loadFiles({
      'openapi.yaml': `${head}paths:\n  /rows: { $ref: paths/rows.yaml }\n  /more: { $ref: paths/rows.yaml }\n`,
      'paths/rows.yaml':
        'get:\n  $ref: ../operations/list.yaml\npost:\n  requestBody: { $ref: ../body.yaml }\n  responses: { 200: { $ref: "../shared.yaml#/ok" } }\n',
      'operations/list.yaml':
        'operationId: listRows\nparameters:\n  - $ref: ../shared.yaml#/limit\nresponses:\n  200: { $ref: "../shared.yaml#/ok" }\n',
      'body.yaml': 'content: { application/json: { schema: { type: object } } }\n',
      'shared.yaml':
        'limit: { name: limit, in: query }\nok: { description: Fine., headers: { X-Count: { $ref: "#/count" } } }\ncount: { schema: { type: integer } }\n',
    });
    expect(problems).toEqual([]);
    expect(at('/paths/~1rows/get')).toEqual({
      operationId: 'listRows',
      parameters: [{ $ref: '#/components/parameters/limit' }],
      responses: { 200: { $ref: '#/components/responses/ok' } },
    });
    expect(at('/paths/~1more')).toEqual({ $ref: '#/paths/~1rows' });
    expect(at('/components/requestBodies/body/content')).toBeDefined();
    expect(at('/components/responses/ok/headers/X-Count')).toEqual({ $ref: '#/components/headers/count' });
    expect(placeOf('/paths/~1rows/get/operationId')).toBe('operations/list.yaml:1:1');
    expect(placeOf('/paths/~1rows/post')).toBe('paths/rows.yaml:3:1');
  });

  it('may stand for a text, a list of tags, a section of components, and all paths', () => {
    const { problems, at, placeOf } = loadFiles({
      'openapi.yaml':
        'openapi: 3.1.0\ninfo: { title: T, version: "1", description: { $ref: intro.md } }\ntags:\n  - name: rows\n    description: { $ref: tags.yaml#/rows }\npaths: { $ref: paths/index.yaml }\ncomponents:\n  schemas: { $ref: schemas/index.yaml }\n',
      'intro.md': '# Rows\n\nDelete *rows*.\n',
      'tags.yaml': 'rows: |\n  All about rows.\n',
      'paths/index.yaml': '/rows: { $ref: rows.yaml }\n',
      'paths/rows.yaml': 'get: { responses: { 200: { description: Fine. } } }\n',
      'schemas/index.yaml': 'Row: { $ref: row.yaml }\nTag: { type: string }\n',
      'schemas/row.yaml': 'properties: { tag: { $ref: index.yaml#/Tag }, row: { $ref: row.yaml } }\n',
    });
    expect(problems).toEqual([]);
    expect(at('/info/description')).toBe('# Rows\n\nDelete *rows*.\n');
    expect(at('/tags/0/description')).toBe('All about rows.\n');
    expect(at('/paths/~1rows/get/responses/200')).toEqual({ description: 'Fine.' });
    expect(at('/components/schemas/Row')).toEqual({
      properties: { tag: { $ref: '#/components/schemas/Tag' }, row: { $ref: '#/components/schemas/Row' } },
    });
    expect(placeOf('/components/schemas/Row/properties')).toBe('schemas/row.yaml:1:1');
    expect(placeOf('/components/schemas/Tag')).toBe('schemas/index.yaml:2:1');
  });

  it('in the mapping of a discriminator is one, too; a name there is a schema of its own file', () => {
    const { problems, at } = loadFiles({
      'openapi.yaml': withSchema(
        "{ oneOf: [{ $ref: cat.yaml }], discriminator: { propertyName: kind, mapping: { cat: cat.yaml, dog: './pets.yaml#/Dog', a: A } } }",
      ),
      'cat.yaml': 'type: object\n',
      'pets.yaml': 'Dog: { type: object }\n',
    });
    expect(problems).toEqual([]);
    expect(at('/components/schemas/A/discriminator/mapping')).toEqual({
      cat: '#/components/schemas/cat',
      dog: '#/components/schemas/Dog',
      a: 'A',
    });
  });

  it('leads into a definition rather than beside it', () => {
    const { problems, at } = loadFiles({
      'openapi.yaml': withSchema(
        "{ anyOf: [{ $ref: 'b.yaml#/components/schemas/Row/properties/id' }, { $ref: 'b.yaml#/components/schemas/Row' }, { $ref: 'c.json#/properties/x' }] }",
      ),
      'b.yaml': 'components: { schemas: { Row: { properties: { id: { type: string } } } } }\n',
      'c.json': '{"properties":{"x":{"$ref":"#/definitions/y"}},"definitions":{"y":{"type":"null"}}}',
    });
    expect(problems).toEqual([]);
    expect(at('/components/schemas/A/anyOf')).toEqual([
      { $ref: '#/components/schemas/Row/properties/id' },
      { $ref: '#/components/schemas/Row' },
      { $ref: '#/components/schemas/c/properties/x' },
    ]);
    expect(at('/components/schemas/c/properties/x')).toEqual({ $ref: '#/components/schemas/y' });
  });

  it('may be percent-encoded, a URL of a file, or written with backslashes', () => {
    const folder = makeFolder({
      'with space.yaml': 'type: string\n',
      '50%.yaml': 'type: integer\n',
      'sub/c.yaml': '{}',
    });
    const url = pathToFileURL(join(folder, 'sub/c.yaml')).href;
    const text = `{ anyOf: [{ $ref: with%20space.yaml }, { $ref: '50%.yaml' }, { $ref: '${url}' }, { $ref: '.\\sub\\c.yaml' }] }`;
    const made = makeFolder({ 'openapi.yaml': withSchema(text), 'sub/c.yaml': '{}' });
    for (const name of ['with space.yaml', '50%.yaml']) symlinkSync(join(folder, name), join(made, name));
    const { problems, at } = loadFolder(made);
    expect(problems).toEqual([
      expect.stringMatching(/sub\/c\.yaml:1:1 reference-renamed$/),
      'sub/c.yaml:1:1 reference-renamed',
    ]);
    expect(at('/components/schemas/with_space')).toEqual({ type: 'string' });
    expect(at('/components/schemas/50_')).toEqual({ type: 'integer' });
  });
});

describe('definitions of one name', () => {
  const files = {
    'openapi.yaml': withSchema(
      "{ anyOf: [{ $ref: a/row.yaml }, { $ref: b/row.yaml }, { $ref: 'c.yaml#/A' }] }",
    ),
    'a/row.yaml': 'type: string\n',
    'b/row.yaml': 'type: integer\n',
    'c.yaml': 'A: { type: boolean }\n',
  };

  it('get the names of their files as well, and that is reported', () => {
    const { problems, messages, at } = loadFiles(files);
    expect(problems.toSorted()).toEqual([
      'a/row.yaml:1:1 reference-renamed',
      'b/row.yaml:1:1 reference-renamed',
      'c.yaml:1:1 reference-renamed',
    ]);
    expect(messages).toContain('Another definition is called "A"; this one becomes "c_A".');
    expect(at('/components/schemas')).toEqual({
      A: {
        anyOf: ['a_row', 'b_row', 'c_A'].map((name) => ({ $ref: `#/components/schemas/${name}` })),
      },
      a_row: { type: 'string' },
      b_row: { type: 'integer' },
      c_A: { type: 'boolean' },
    });
  });

  it('get the same names in whatever order they are found', () => {
    const other = withSchema(
      "{ anyOf: [{ $ref: 'c.yaml#/A' }, { $ref: b/row.yaml }, { $ref: a/row.yaml }] }",
    );
    const { at } = loadFiles({ ...files, 'openapi.yaml': other });
    expect(at('/components/schemas/a_row')).toEqual({ type: 'string' });
    expect(at('/components/schemas/b_row')).toEqual({ type: 'integer' });
  });

  it('of different kinds do not clash', () => {
    const { problems } = loadFiles({
      'openapi.yaml': `${head}paths: { /a: { get: { parameters: [{ $ref: 'x.yaml#/row' }], responses: { 200: { $ref: 'y.yaml#/row' } } } } }\n`,
      'x.yaml': 'row: { name: row, in: query }\n',
      'y.yaml': 'row: { description: Fine. }\n',
    });
    expect(problems).toEqual([]);
  });
});

describe('what is wrong', () => {
  const cases: readonly (readonly [
    question: string,
    files: Readonly<Record<string, string>>,
    problems: readonly string[],
    message: string,
  ])[] = [
    [
      'a file that is not there, once however often it is referred to',
      {
        'openapi.yaml': withSchema('{ anyOf: [{ $ref: x.yaml }, { $ref: x.yaml#/a }, { $ref: x.yaml#/b }] }'),
      },
      ['openapi.yaml:5:20 reference-broken'],
      '"x.yaml" leads to x.yaml; there is no such file. 2 more references do the same.',
    ],
    [
      'a folder',
      { 'openapi.yaml': withSchema('{ $ref: ./x }'), 'x/y.yaml': '' },
      ['openapi.yaml:5:10 reference-broken'],
      '"./x" leads to x; this is not a file.',
    ],
    [
      'a fragment that leads nowhere',
      { 'openapi.yaml': withSchema('{ $ref: x.yaml }'), 'x.yaml': "a: 1\nitems: { $ref: '#/b' }\n" },
      ['x.yaml:2:10 reference-broken'],
      '"#/b" leads nowhere in this file.',
    ],
    [
      'a fragment of another file that leads nowhere',
      { 'openapi.yaml': withSchema('{ $ref: x.yaml#/toString }'), 'x.yaml': 'a: 1\n' },
      ['openapi.yaml:5:10 reference-broken'],
      '"x.yaml#/toString" leads nowhere in x.yaml.',
    ],
    [
      'the network, once for all',
      {
        'openapi.yaml': withSchema(
          "{ anyOf: [{ $ref: 'https://example.com/a.yaml' }, { $ref: '//example.com/b' }, { $ref: 'urn:x:y' }] }",
        ),
      },
      ['openapi.yaml:5:20 reference-external'],
      '"https://example.com/a.yaml" leads to the network, and only files are read. 2 more references do the same.',
    ],
    [
      'a file that is broken, in the file',
      {
        'openapi.yaml': withSchema('{ anyOf: [{ $ref: x.json }, { $ref: x.json#/a }] }'),
        'x.json': '{\n "a": }',
      },
      ['x.json:2:7 syntax-error'],
      'JSON needs a value here, not "}".',
    ],
    [
      'what is built wrong, in the file that says it',
      { 'openapi.yaml': withSchema('{ $ref: x.yaml }'), 'x.yaml': 'type: object\nproperties: []\n' },
      ['x.yaml:2:1 structure-invalid'],
      '`properties` must be an object, not an array.',
    ],
    [
      'files that lead from one to the next and never to a value',
      {
        'openapi.yaml': withSchema('{ $ref: x.yaml }'),
        'x.yaml': '$ref: y.yaml\n',
        'y.yaml': '$ref: openapi.yaml#/components/schemas/A\n',
      },
      ['x.yaml:1:1 reference-loop'],
      '"#/components/schemas/y" leads from one reference to the next and never to a value.',
    ],
    [
      'a value that would stand inside itself',
      {
        'openapi.yaml': `${head}paths: {}\ntags: [{ name: a, more: { $ref: x.yaml } }]\n`,
        'x.yaml': 'a: { b: { $ref: x.yaml } }\n',
      },
      ['x.yaml:1:11 reference-loop'],
      '"x.yaml" leads from one reference to the next and never to a value.',
    ],
  ];
  it.each(cases)('%s', (_, files, problems, message) => {
    const loaded = loadFiles(files);
    expect(loaded.document).toBeNull();
    expect(loaded.problems.toSorted()).toEqual(problems);
    expect(loaded.messages).toContain(message);
  });

  it('a link is followed, a link that leads nowhere is not there', () => {
    const folder = makeFolder({
      'openapi.yaml': withSchema('{ $ref: link.yaml }'),
      'real/row.yaml': 'type: string\n',
    });
    symlinkSync(join(folder, 'real/row.yaml'), join(folder, 'link.yaml'));
    expect(loadFolder(folder).at('/components/schemas/A')).toEqual({ type: 'string' });
    const other = makeFolder({ 'openapi.yaml': withSchema('{ $ref: link.yaml }') });
    symlinkSync(join(other, 'nowhere.yaml'), join(other, 'link.yaml'));
    expect(loadFolder(other).problems).toEqual(['openapi.yaml:5:10 reference-broken']);
  });

  it('names that no file can have', () => {
    const { problems } = loadFiles({
      'openapi.yaml': withSchema(`{ anyOf: [{ $ref: "a\\0b.yaml" }, { $ref: ${'x'.repeat(5000)}.yaml }] }`),
    });
    expect(problems).toEqual(['openapi.yaml:5:20 reference-broken', 'openapi.yaml:5:43 reference-broken']);
  });
});

describe('with an overlay', () => {
  it('actions see the description in one piece, and places know all files', () => {
    const { problems, at, placeOf, document } = loadFiles(
      {
        'openapi.yaml': `${head}paths:\n  /rows: { $ref: rows.yaml }\ncomponents: { schemas: { Row: { $ref: row.yaml } } }\n`,
        'rows.yaml': 'get:\n  responses: { 200: { description: Fine. } }\n',
        'row.yaml': 'required: [a, b]\nproperties: { a: {}, b: {} }\n',
        'overlay.yaml':
          'overlay: 1.0.0\ninfo: { title: O, version: "1" }\nactions:\n  - target: $.paths["/rows"].get\n    update: { operationId: listRows }\n  - target: $.components.schemas.Row.required[0]\n    remove: true\n',
      },
      'overlay.yaml',
    );
    expect(problems).toEqual([]);
    expect(at('/paths/~1rows/get/operationId')).toBe('listRows');
    expect(placeOf('/paths/~1rows/get/operationId')).toBe('overlay.yaml:5:15');
    expect(placeOf('/paths/~1rows/get/responses/200')).toBe('rows.yaml:2:16');
    expect(at('/components/schemas/Row/required')).toEqual(['b']);
    expect(placeOf('/components/schemas/Row/required/0')).toBe('row.yaml:1:15');
    expect(placeOf('/components/schemas/Row/properties/b')).toBe('row.yaml:2:22');
    expect(Object.keys(document?.inputs ?? {})).toEqual([
      'overlay.yaml',
      'openapi.yaml',
      'rows.yaml',
      'row.yaml',
    ]);
  });

  it('an overlay itself refers to no file', () => {
    const { problems } = loadFiles(
      {
        'openapi.yaml': withSchema('{ type: string }'),
        'overlay.yaml':
          'overlay: 1.0.0\ninfo: { title: O, version: "1" }\nactions:\n  - target: $.components.schemas\n    update: { B: { $ref: row.yaml } }\n',
        'row.yaml': '{}',
      },
      'overlay.yaml',
    );
    expect(problems).toEqual(['overlay.yaml:5:20 reference-external']);
  });
});

describe('many files', () => {
  it('are read in time that grows with their number', () => {
    const count = 2_000;
    const names = Array.from({ length: count }, (_, index) => `m${index}`);
    const folder = makeFolder({
      'openapi.yaml': `${head}components:\n  schemas:\n${names.map((name) => `    ${name}: { $ref: models/${name}.yaml }\n`).join('')}`,
    });
    mkdirSync(join(folder, 'models'));
    const { problems, at, document } = loadFolder(
      addFiles(
        folder,
        names.map((name, index) => [
          `models/${name}.yaml`,
          `properties: { next: { $ref: m${(index + 1) % count}.yaml } }\n`,
        ]),
      ),
    );
    expect(problems).toEqual([]);
    expect(at('/components/schemas/m1999/properties/next')).toEqual({ $ref: '#/components/schemas/m0' });
    expect(Object.keys(document?.inputs ?? {})).toHaveLength(count + 1);
  });
});

function addFiles(folder: string, files: readonly (readonly [string, string])[]): string {
  for (const [path, text] of files) writeFileSync(join(folder, path), text);
  return folder;
}
