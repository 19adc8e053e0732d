/** Text in every place of a description that has any: it is read as text, and nothing of it becomes code. */
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { generate, type OutputFile } from '../../generator/main.js';
import { compile } from './compiling.js';
import { makeFolder, readFolder } from './scratch.js';

const texts: readonly string[] = [
  ...["'", '"', '`', '\\', '*/', '/*', '//', '\\u0027', '${process.exit(1)}', '`${process.exit(1)}`'],
  ...["'); process.exit(1); ('", '*/ process.exit(1); /*', '</script><script>', '<!--', '-->', ']]>'],
  ...[
    '\n',
    '\r\n',
    '\t',
    '\0',
    '\u007f',
    '\u0085',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\u200d',
    '\u202e',
    '\u2066',
  ],
  ...['😀', '\ud83d', '\ude00', '👩‍👩‍👧', 'e\u0301', '\u{e0041}', 'ﬀ', 'ß', 'İ', '中', 'ا'],
  ...['__proto__', 'constructor', 'prototype', 'then', 'default', 'await', 'any', 'Record', '0', '-1', '1e3'],
  ...[
    '',
    ' ',
    '{@link x}',
    '@deprecated',
    '{@inheritDoc}',
    '#',
    '$&',
    "$'",
    '$`',
    '{{x}}',
    '{',
    '}',
    '%00',
    '|',
    ';',
  ],
];

/** A description that has the text wherever one may stand. */
function describeWith(text: string): string {
  const key = `k${text}`;
  const schemaRef = { $ref: `#/components/schemas/${escape(key)}` };
  const content = {
    [`application/${text}`]: { schema: { type: 'string' } },
    'application/json': { schema: schemaRef },
  };
  return JSON.stringify({
    openapi: '3.1.0',
    info: {
      title: `T${text}`,
      version: `1${text}`,
      summary: text,
      description: text,
      termsOfService: text,
      contact: { name: text, url: text, email: text },
      license: { name: text, identifier: text },
    },
    servers: [
      { url: 'https://{where}.example.com/', description: text, variables: { where: variableOf(text) } },
    ],
    externalDocs: { url: text, description: text },
    tags: [{ name: text, description: text, externalDocs: { url: text } }],
    security: [{ [key]: [text] }],
    [`x-${text}`]: { [text]: text },
    paths: {
      [`/p${text.replaceAll(/[{}]/g, '')}/{id}`]: {
        summary: text,
        description: text,
        post: {
          operationId: `o${text}`,
          tags: [text],
          summary: text,
          description: text,
          externalDocs: { url: text, description: text },
          parameters: [
            { name: 'id', in: 'path', required: true, description: text, schema: { type: 'string' } },
            {
              name: `q${text}`,
              in: 'query',
              description: text,
              example: text,
              schema: { enum: [text, 'b'] },
            },
            { name: `h${text}`, in: 'header', schema: { type: 'string', default: text } },
            { name: `c${text}`, in: 'cookie', content: { [`text/${text}`]: { schema: { type: 'string' } } } },
          ],
          requestBody: { description: text, content: { ...content, 'multipart/form-data': partsOf(text) } },
          responses: {
            200: { description: text, headers: { [`h${text}`]: { schema: {} } }, content },
            [`4${text}`]: { description: text },
            400: {
              description: text,
              content,
              links: { [key]: { operationId: `o${text}`, description: text } },
            },
            default: { description: text },
          },
          callbacks: { [key]: { [text]: { post: { responses: { 200: { description: text } } } } } },
          'x-text': text,
        },
      },
    },
    webhooks: { [text]: { post: { responses: { 200: { description: text } } } } },
    components: {
      securitySchemes: { [key]: { type: 'apiKey', in: 'query', name: key, description: text } },
      schemas: {
        [key]: {
          title: text,
          description: text,
          type: 'object',
          required: [text, `r${text}`],
          properties: {
            [text]: { type: 'string', description: text, deprecated: true },
            union: { $ref: '#/components/schemas/Union' },
            list: { $ref: '#/components/schemas/List' },
            constant: { const: text },
          },
        },
        List: {
          description: text,
          type: 'string',
          enum: [text, `a${text}`],
          'x-enum-varnames': [text, `a${text}`],
        },
        Union: {
          oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }],
          discriminator: {
            propertyName: `d${text}`,
            mapping: { [text]: 'A', [`b${text}`]: '#/components/schemas/B' },
          },
        },
        A: {
          type: 'object',
          xml: { name: text },
          externalDocs: { url: text },
          example: text,
          examples: [text],
        },
        B: { type: 'object', patternProperties: { [text]: { type: 'number' } } },
      },
    },
  });
}

function variableOf(text: string): object {
  return { default: `v${text}`, description: text, enum: [`v${text}`] };
}

function partsOf(text: string): object {
  const schema = { type: 'object', properties: { [text]: { type: 'string', format: 'binary' } } };
  return { schema, encoding: { [text]: { contentType: text, headers: { [text]: { schema: {} } } } } };
}

/** A key in a JSON Pointer in a fragment, in which all but the percent sign may stand as it is. */
function escape(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('%', '%25');
}

interface Made {
  readonly errors: readonly string[];
  readonly files: readonly OutputFile[];
}

async function make(text: string): Promise<Made> {
  const folder = makeFolder({ 'openapi.json': describeWith(text) });
  const directory = join(folder, 'out');
  const input = { description: join(folder, 'openapi.json'), overlay: null };
  const { diagnostics } = await generate(input, { directory });
  const errors = diagnostics.items.filter(({ severity }) => severity === 'error');
  const files = Object.entries(readFolder(directory)).map(([path, each]) => ({ path, text: each }));
  return { errors: errors.map(({ code, message }) => `${code} ${message}`), files };
}

/** What the code calls, other than the functions that it imports or declares itself. */
function listStrangers({ path, text }: OutputFile): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const known = new Set<string>();
  const called: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportSpecifier(node) || ts.isFunctionDeclaration(node)) known.add(node.name?.text ?? '');
    if (ts.isCallExpression(node)) called.push(node.expression.getText(file));
    const isCode =
      ts.isTemplateExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node);
    if (isCode || ts.isPropertyAccessExpression(node)) called.push(node.getText(file));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return called.filter((callee) => !known.has(callee));
}

describe('untrusted text', () => {
  it.each(texts.map((text) => [JSON.stringify(text), text]))('%s is text', async (_, text) => {
    const { errors, files } = await make(text);
    expect(errors).toEqual([]);
    const sources = files.filter(({ path }) => path.endsWith('.ts'));
    expect(sources.length).toBeGreaterThan(7);
    expect(sources.flatMap(listStrangers)).toEqual([]);
    for (const { path, text: written } of files) {
      if (path === 'openapi.json') continue;
      expect(written, path).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufeff]/u);
    }
    expect(() =>
      files.filter(({ path }) => path.endsWith('.json')).map((file) => JSON.parse(file.text) as unknown),
    ).not.toThrow();
  });

  it('compiles wherever it stands, and so do the examples of the README', async () => {
    const made = await Promise.all(texts.map(make));
    const users = made.flatMap(({ files }, index) =>
      files.flatMap(({ path, text }): [string, string][] =>
        path.endsWith('.ts')
          ? [[`${index}/${path}`, text]]
          : path === 'README.md'
            ? listBlocks(text, index)
            : [],
      ),
    );
    const [first] = made;
    expect(compile(first?.files ?? [], Object.fromEntries(users))).toEqual([]);
  }, 120_000);
});

function listBlocks(readme: string, index: number): [string, string][] {
  return [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block = ''], at) => [
    `${index}/src/block${at}.ts`,
    block.replaceAll(/'@rowsweep\/[^']*'/g, "'./index.js'"),
  ]);
}
