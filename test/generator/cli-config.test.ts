/** Several descriptions from one configuration, and what is wrong with a configuration. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { isPackageName } from '../../generator/config/check-config.js';
import { parseJsonText } from '../../generator/config/json-text.js';
import { findConfig, readConfig } from '../../generator/config/read-config.js';
import { Diagnostics } from '../../generator/diagnostics.js';
import { describeApi, enter, runLine } from './cli-running.js';
import { listProblems, makeFolder, readFolder } from './scratch.js';

const schema = JSON.parse(readFileSync('generator/config.schema.json', 'utf8')) as Schema;

interface Schema {
  readonly description: string;
  readonly required?: readonly string[];
  readonly properties: Readonly<
    Record<string, { type: string | string[]; items?: Schema; description: string }>
  >;
}

async function readProblems(name: string, text: string): Promise<string[]> {
  const folder = makeFolder({ [name]: text });
  const diagnostics = new Diagnostics();
  await readConfig(join(folder, name), diagnostics);
  expect(readdirSync(folder)).toEqual([name]);
  return listProblems(diagnostics, folder).map((problem, index) => {
    const { message = '', help = '' } = diagnostics.items[index] ?? {};
    return `${problem}: ${message} ${help}`;
  });
}

const petstore = 'description: "../petstore.yaml", output: "../src/api"';

describe('generating by a configuration', () => {
  const files = {
    'specs/a/openapi.yaml': describeApi('alpha'),
    'specs/b/openapi.yaml': describeApi('beta'),
    'specs/b/overlay.yaml': `overlay: 1.0.0
info: { title: O, version: "1" }
actions: [{ target: $.paths.*.get, update: { summary: Read one row } }]
`,
    'rowsweep.config.json': `{
      // Both are made by one call.
      "clients": [
        { "description": "specs/b/openapi.yaml", "output": "out/b", "packageName": "@acme/beta" },
        { "description": "specs/a/openapi.yaml", "output": "out/a", "sourcesOnly": true, },
      ],
    }`,
  };

  it('makes every client, in the order of the configuration, also from a folder below', async () => {
    const folder = enter(files);
    expect(await runLine('generate')).toEqual({
      code: 0,
      out: 'out/b  N files, N written\nout/a  N files, N written\n',
      err: '',
    });
    const made = readFolder(join(folder, 'out'));
    expect(JSON.parse(made['b/package.json'] ?? '')).toMatchObject({ name: '@acme/beta' });
    expect(made['b/src/operations.ts']).toContain('Read one row');
    expect(Object.keys(made).filter((path) => /^a\/.*(src|package)/.test(path))).toEqual([]);
    expect(made['a/index.ts']).toContain('export');

    process.chdir('specs/a');
    const second = await runLine('generate');
    expect(second).toMatchObject({ code: 0, err: '' });
    expect(second.out).toBe('../../out/b  N files, N unchanged\n../../out/a  N files, N unchanged\n');
  });

  it('has the settings of a description that is named, and options override them', async () => {
    const folder = enter(files);
    expect((await runLine('generate specs/a/openapi.yaml')).out).toBe('out/a  N files, N written\n');
    const { out } = await runLine('generate specs/b --output elsewhere --package-name @acme/other');
    expect(out).toBe('elsewhere  N files, N written\n');
    const made = readFolder(folder);
    expect(JSON.parse(made['elsewhere/package.json'] ?? '')).toMatchObject({ name: '@acme/other' });
    expect(Object.keys(made).some((path) => path.startsWith('out/b'))).toBe(false);
  });

  it('a name of the package that has changed is a change', async () => {
    const folder = enter({ 'a.yaml': describeApi('alpha') });
    for (const [line, name] of [
      ['generate a.yaml -o out --package-name @acme/one', '@acme/one'],
      ['generate a.yaml -o out --package-name @acme/two', '@acme/two'],
      ['generate a.yaml -o out', '@rowsweep/alpha'],
    ] as const) {
      expect((await runLine(line)).code).toBe(0);
      const text = readFileSync(join(folder, 'out/package.json'), 'utf8');
      expect(JSON.parse(text)).toMatchObject({ name });
    }
  });

  it('another configuration than the nearest can be named', async () => {
    enter({
      ...files,
      'other/rowsweep.json': '{ "clients": [{ "description": "../specs/a/openapi.yaml", "output": "o" }] }',
    });
    expect((await runLine('generate --config other/rowsweep.json')).out).toBe(
      'other/o  N files, N written\n',
    );
    expect((await runLine('generate -c nowhere.json')).err).toMatch(
      /^nowhere\.json:1:1 error file-not-readable: /,
    );
  });

  it('nothing is made by one that is wrong, whatever the command', async () => {
    const folder = enter({ ...files, 'rowsweep.config.json': '{ "clients": [] }' });
    for (const command of ['generate', 'generate specs/a', 'check', 'lint']) {
      const { code, out, err } = await runLine(command);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(/^rowsweep\.config\.json:1:14 error config-invalid: /);
    }
    expect(Object.keys(readFolder(folder))).toHaveLength(4);
  });

  it('null applies no overlay', async () => {
    const folder = enter({
      ...files,
      'rowsweep.config.json':
        '{ "clients": [{ "description": "specs/b/openapi.yaml", "overlay": null, "output": "out" }] }',
    });
    await runLine('generate');
    expect(readFileSync(join(folder, 'out/src/operations.ts'), 'utf8')).toContain('Read a row');
  });
});

describe('a configuration that is a module', () => {
  it('is run, with what it imports, and leaves no file behind', async () => {
    const folder = makeFolder({
      'rowsweep.config.ts': `import { join } from 'node:path';
        import { names } from './names.mjs';
        type Name = (typeof names)[number];
        const place = (name: Name): string => join('out', name);
        export default { clients: names.map((name: Name) => ({ description: name + '.yaml', output: place(name) })) };
      `,
      'names.mjs': "export const names = ['a', 'b'];",
    });
    const diagnostics = new Diagnostics();
    const file = findConfig(join(folder, 'no/such/folder')) ?? '';
    const { config, files } = await readConfig(file, diagnostics);
    expect(diagnostics.items).toEqual([]);
    expect(config?.clients).toEqual([
      { description: 'a.yaml', output: 'out/a' },
      { description: 'b.yaml', output: 'out/b' },
    ]);
    expect(files).toEqual([join(folder, 'rowsweep.config.ts'), join(folder, 'names.mjs')]);
    expect(readdirSync(folder).sort()).toEqual(['names.mjs', 'rowsweep.config.ts']);
  });

  it.each([
    ['no default', 'export const clients = [];', '1:1 config-invalid: The configuration exports no default.'],
    ['a syntax error', 'export default {\n  clients: [,\n', '3:1 syntax-error: '],
    ['a failure', "throw new Error('boom');", '1:1 config-failed: boom'],
    ['an import that is not there', "import x from './x.js';\nexport default x;", '1:1 config-failed: '],
    [
      'an unknown key',
      `const shared = { prettier: true };\nexport default define({\n  clients: [{ ${petstore}, ...shared, 'sourceOnly': 1 }],\n} as const);\nfunction define<T>(x: T): T { return x; }`,
      '3:81 config-invalid: There is no setting "sourceOnly". Did you mean sourcesOnly?',
    ],
    [
      'a value behind a constant',
      `const client = {\n  ${petstore},\n  prettier: 'yes',\n};\nconst config = { clients: [client] };\nexport default config;`,
      '3:13 config-invalid: `prettier` is true or false.',
    ],
    [
      'a value that the text does not show',
      `const one = () => ({ output: 'x' });\nexport default {\n  clients: [\n    one(),\n  ],\n};`,
      '4:5 config-invalid: `description` is missing. Add `description`.',
    ],
    [
      'a constant in terms of itself',
      'var own = pick(own);\nfunction pick(x: unknown): object { return {}; }\nexport default own;',
      '1:11 config-invalid: `clients` is missing.',
    ],
  ])('%s', async (_, text, problem) => {
    const problems = await readProblems('rowsweep.config.ts', text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`rowsweep.config.ts:${problem}`);
  });

  it('may leave a setting undefined', async () => {
    const text = `export default { clients: [{ ${petstore}, overlay: undefined }] };`;
    expect(await readProblems('rowsweep.config.mjs', text)).toEqual([]);
  });
});

describe('a configuration that is JSON', () => {
  it.each([
    ['{', '1:2 syntax-error: The text ends too early.'],
    ['{ "clients": [ "a" "b" ] }', '1:20 syntax-error: `,` or `]` is expected here.'],
    ["{ 'clients': [] }", '1:3 syntax-error: A key in double quotes, or `}`, is expected here.'],
    ['{ "clients": [01] }', '1:15 syntax-error: This is not a JSON value.'],
    ['{ "clients": [], "clients": [] }', '1:18 syntax-error: The key "clients" stands here twice.'],
    ['{ "clients": [] } x', '1:19 syntax-error: Here the text should end.'],
    ['[]', '1:1 config-invalid: A configuration is an object.'],
    ['{}', '1:1 config-invalid: `clients` is missing. Add `clients`.'],
    ['{ "clients": {} }', '1:14 config-invalid: `clients` is a list of at least one client.'],
    ['{ "clients": [null] }', '1:15 config-invalid: A client is an object with a description and an output.'],
    ['{\n  "clients": [{ "output": "o" }]\n}', '2:15 config-invalid: `description` is missing.'],
    [
      '{ "clients": [{ "description": " ", "output": "o" }] }',
      '1:32 config-invalid: `description` is a path.',
    ],
    [
      '{ "client": [{ "description": "d", "output": "o" }] }',
      '1:3 config-invalid: There is no setting "client". Did you mean clients?',
    ],
    [
      '{ "clients": [{ "description": "d", "output": "o",\n "language": "C" }] }',
      '2:2 config-invalid: There is no setting "language". The settings here are description, overlay, output, sourcesOnly, prettier, packageName.',
    ],
    [
      '{ "clients": [{ "description": "d", "output": "o", "packageName": "Acme" }] }',
      '1:67 config-invalid: `packageName` is a name that npm allows, such as @acme/petstore.',
    ],
    [
      '{ "__proto__": 1, "clients": [{ "description": "d", "output": "o" }] }',
      '1:3 config-invalid: There is no setting "__proto__".',
    ],
  ])('%s', async (text, problem) => {
    const problems = await readProblems('rowsweep.config.json', text);
    expect(problems[0]).toContain(`rowsweep.config.json:${problem}`);
  });

  it('has comments, commas at the end, and a byte order mark', () => {
    const text = '\uFEFF// One\n{ /* two */ "a": [1, -2.5e3, "x\\n", true, null,], // three\n }';
    expect(parseJsonText(text).value).toEqual({ a: [1, -2500, 'x\n', true, null] });
  });

  it('that is nested without end is refused', () => {
    expect(() => parseJsonText('['.repeat(100_000))).toThrow('The values are nested too deeply.');
  });
});

describe('the JSON Schema', () => {
  const path = 'generator/config/config.ts';
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  const interfaces = file.statements.filter(ts.isInterfaceDeclaration);

  /** Each property's description, whether it is required, and its type. */
  function readType(name: string): Record<string, { text: string; required: boolean; type: string }> {
    const members = [...(interfaces.find((node) => node.name.text === name)?.members ?? [])];
    return Object.fromEntries(
      members.filter(ts.isPropertySignature).map((member) => [
        member.name.getText(),
        {
          text: ts
            .getJSDocCommentsAndTags(member)
            .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
            .join(' ')
            .replace(/\s+/g, ' '),
          required: member.questionToken === undefined,
          type: member.type?.getText() ?? '',
        },
      ]),
    );
  }

  function readSchema({ properties, required = [] }: Schema): ReturnType<typeof readType> {
    return Object.fromEntries(
      Object.entries(properties).map(([name, { type, items, description }]) => [
        name,
        {
          text: description,
          required: required.includes(name),
          type: items === undefined ? [type].flat().join(' | ') : 'readonly ClientConfig[]',
        },
      ]),
    );
  }

  it('says what the type says', () => {
    const client = schema.properties['clients']?.items;
    expect(readSchema(schema)).toEqual(readType('RowsweepConfig'));
    expect(client && readSchema(client)).toEqual(readType('ClientConfig'));
    expect(Object.keys(readType('ClientConfig'))).toContain('packageName');
  });

  it('refuses what the generator refuses', () => {
    const accepts = new Ajv2020({ strict: true }).compile(schema);
    const client = { description: 'd', output: 'o' };
    expect(accepts({ $schema: 'x', clients: [{ ...client, overlay: null, packageName: '@a/b' }] })).toBe(
      true,
    );
    for (const wrong of [{}, { clients: [] }, { clients: [{}] }, { clients: [client], client: 1 }]) {
      expect(accepts(wrong)).toBe(false);
    }
    for (const name of [
      'acme',
      '@acme/pet.store',
      'Acme',
      '@acme',
      'a b',
      '.a',
      '@a/b/c',
      'a'.repeat(215),
      '',
    ]) {
      expect(accepts({ clients: [{ ...client, packageName: name }] })).toBe(isPackageName(name));
    }
  });
});
