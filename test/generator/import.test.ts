import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { Diagnostics } from '../../generator/diagnostics.js';
import { importPages } from '../../generator/import/import.js';
import { findBlocks } from '../../generator/import/markdown.js';
import { listProblems, makeFolder } from './scratch.js';

interface Imported {
  readonly text: string | null;
  readonly problems: string[];
  readonly messages: string[];
}

/** Imports pages with these texts, called `1.md`, `2.md` and so on. */
function importTexts(...texts: readonly string[]): Imported {
  const names = texts.map((_, index) => `${index + 1}.md`);
  const folder = makeFolder(Object.fromEntries(names.map((name, index) => [name, texts[index] ?? ''])));
  const diagnostics = new Diagnostics();
  const text = importPages(
    names.map((name) => join(folder, name)),
    diagnostics,
  );
  return {
    text,
    problems: listProblems(diagnostics, folder),
    messages: diagnostics.items.map(({ message }) => message.replaceAll(`${folder}/`, '')),
  };
}

/** A page whose description begins on line 6. */
function pageOf(yaml: string, fence = '```'): string {
  return `# A page\n\n## OpenAPI\n\n${fence}yaml delete /rows\n${yaml}\n${fence}\n`;
}

const head = 'openapi: 3.1.0\ninfo: { title: T, version: "1" }\n';

describe('the supplied pages', () => {
  it.each(['extruct', 'splendor'])('give the description of %s byte for byte', (provider) => {
    const diagnostics = new Diagnostics();
    const text = importPages([`specs/${provider}/source.md`], diagnostics);
    expect(diagnostics.items).toEqual([]);
    expect(text).toBe(readFileSync(`specs/${provider}/openapi.yaml`, 'utf8'));
    expect(readFileSync(`specs/${provider}/source.md`, 'utf8')).toContain(text);
  });
});

describe('fences (CommonMark 4.5)', () => {
  const cases: readonly (readonly [question: string, page: string, texts: string[]])[] = [
    ['three back-ticks', '```\na\n```', ['a\n']],
    ['a longer fence holds a shorter one', '````\n```\na\n```\n````', ['```\na\n```\n']],
    ['the closing fence may be longer', '```\na\n`````', ['a\n']],
    ['a closing fence has nothing after it', '```\na\n``` b\n```', ['a\n``` b\n']],
    ['tildes', '~~~ x\n```\n~~~', ['```\n']],
    ['back-ticks do not close tildes', '~~~\n```\n~~~~', ['```\n']],
    ['two back-ticks are no fence', '``\na\n``', []],
    ['back-ticks in the info of back-ticks are no fence', '``` a`b\nc\n', []],
    ['back-ticks in the info of tildes are', '~~~ a`b\nc\n~~~', ['c\n']],
    ['four spaces are no fence', '    ```\n    a\n    ```', []],
    ['indentation of the fence is taken off', '  ```\n    a\n b\n  ```', ['  a\nb\n']],
    ['a block that is not closed ends with the page', '```\na', ['a\n']],
    ['CR LF', '```\r\na\r\n```\r\n', ['a\n']],
  ];
  it.each(cases)('%s', (_, page, texts) => {
    expect(findBlocks(page).map(({ text }) => text)).toEqual(texts);
  });

  it('knows the heading above it, and a heading in a block is none', () => {
    const page = '# One\n```\n# Not a heading\n```\n```\n```\n## Two ##\n~~~ yaml x\n~~~\n#\n```\n```\n';
    expect(findBlocks(page).map(({ heading, info }) => [heading, info])).toEqual([
      ['One', ''],
      ['One', ''],
      ['Two', 'yaml x'],
      ['', ''],
    ]);
  });
});

describe('one page', () => {
  it('keeps comments, order and blank lines, and ends in one line end', () => {
    const yaml = `# A comment\n\n${head}\n\npaths:   {}  # spaces\n\n\n`;
    expect(importTexts(pageOf(yaml)).text).toBe(`# A comment\n\n${head}\n\npaths:   {}  # spaces\n`);
  });

  it('takes JSON as well', () => {
    const json = '{ "openapi": "3.0.3" }';
    expect(importTexts(`## OpenAPI\n\n~~~json\n${json}\n~~~\n`).text).toBe(`${json}\n`);
  });

  it('takes no block of another heading or language', () => {
    const page = `\`\`\`yaml\na: 1\n\`\`\`\n## OpenAPI\n\`\`\`bash\ncurl\n\`\`\`\n\`\`\`yaml\n${head}\`\`\`\n## Next\n\`\`\`yaml\nb: 1\n\`\`\`\n`;
    expect(importTexts(page).text).toBe(head);
  });

  const wrong: readonly (readonly [question: string, page: string, problem: string])[] = [
    ['no block', '# A page\n', '1.md:1:1 page-without-description'],
    [
      'a block under another heading',
      `## Example\n\`\`\`yaml\n${head}\`\`\`\n`,
      '1.md:1:1 page-without-description',
    ],
    ['two blocks', `${pageOf(head)}\n  \`\`\`yaml\n${head}\n\`\`\`\n`, '1.md:11:3 page-ambiguous'],
    ['a block that is no description', pageOf('a: 1'), '1.md:6:1 description-invalid'],
    ['an old description', pageOf('info: {}\nswagger: "2.0"'), '1.md:7:1 version-unsupported'],
    ['a syntax error', pageOf(`${head}x: [\n`), '1.md:9:1 syntax-error'],
    [
      'a syntax error in an indented block',
      `# OpenAPI\n  \`\`\`json\n  {\n    "a": }\n  \`\`\`\n`,
      '1.md:4:10 syntax-error',
    ],
  ];
  it.each(wrong)('%s', (_, page, problem) => {
    const { text, problems } = importTexts(page);
    expect(problems).toEqual([problem]);
    expect(text).toBeNull();
  });

  it('a page that is not there', () => {
    const diagnostics = new Diagnostics();
    expect(importPages(['nowhere/a.md'], diagnostics)).toBeNull();
    expect(listProblems(diagnostics, '-')).toEqual(['nowhere/a.md:1:1 file-not-readable']);
  });
});

describe('several pages', () => {
  const rows = (method: string, extra = ''): string =>
    pageOf(
      `${head}tags: [{ name: rows }]\npaths:\n  /rows:\n    ${method}: { summary: ${method} }\ncomponents:\n  schemas:\n    Row: { type: string }\n${extra}`,
    );

  it('come together in the order of the pages', () => {
    const { text, problems } = importTexts(
      rows('post', '    A: { type: string }\n  responses:\n    Gone: { description: Gone }'),
      rows('delete', '    B: { type: string }'),
      pageOf(
        `${head}tags: [{ name: tables }, { name: rows }]\npaths:\n  /tables: { get: { summary: list } }`,
      ),
    );
    expect(problems).toEqual([]);
    expect(text).toBe(
      [
        'openapi: 3.1.0',
        'info:',
        '  title: T',
        '  version: "1"',
        'tags:',
        '  - name: rows',
        '  - name: tables',
        'paths:',
        '  /rows:',
        '    post:',
        '      summary: post',
        '    delete:',
        '      summary: delete',
        '  /tables:',
        '    get:',
        '      summary: list',
        'components:',
        '  schemas:',
        '    Row:',
        '      type: string',
        '    A:',
        '      type: string',
        '    B:',
        '      type: string',
        '  responses:',
        '    Gone:',
        '      description: Gone',
        '',
      ].join('\n'),
    );
  });

  it('a page twice is that page once', () => {
    const once = importTexts(rows('post'), rows('post'));
    expect(once.problems).toEqual([]);
    expect(parse(once.text ?? '')).toEqual(parse(rows('post').split('\n').slice(5, -2).join('\n')));
  });

  it('servers and security that differ move to the operations', () => {
    const first = `${head}servers: [{ url: https://a }]\nsecurity: [{ a: [] }]\npaths:\n  /a:\n    get: { summary: a }\n    put: { security: [], servers: [{ url: https://c }] }`;
    const second = `${head}paths:\n  /b: { servers: [{ url: https://b }], get: { summary: b } }\n  /c: { get: { summary: c } }`;
    const { text, problems } = importTexts(pageOf(first), pageOf(second));
    expect(problems).toEqual([]);
    expect(parse(text ?? '')).toEqual({
      openapi: '3.1.0',
      info: { title: 'T', version: '1' },
      paths: {
        '/a': {
          get: { summary: 'a', servers: [{ url: 'https://a' }], security: [{ a: [] }] },
          put: { security: [], servers: [{ url: 'https://c' }] },
        },
        '/b': { servers: [{ url: 'https://b' }], get: { summary: 'b', security: [] } },
        '/c': { get: { summary: 'c', servers: [{ url: '/' }], security: [] } },
      },
    });
  });

  it('servers and security that are the same stay at the root', () => {
    const page = (path: string): string =>
      pageOf(`${head}servers: [{ url: https://a }]\nsecurity: []\npaths: { ${path}: { get: {} } }`);
    const { text } = importTexts(page('/a'), page('/b'));
    expect(parse(text ?? '')).toEqual({
      openapi: '3.1.0',
      info: { title: 'T', version: '1' },
      servers: [{ url: 'https://a' }],
      security: [],
      paths: { '/a': { get: {} }, '/b': { get: {} } },
    });
  });

  const conflicts: readonly (readonly [
    question: string,
    first: string,
    second: string,
    problem: string,
    message: string,
  ])[] = [
    [
      'an operation',
      'paths: { /a: { get: { summary: a } } }',
      'paths:\n  /a:\n    get: { summary: b }',
      '2.md:10:5',
      'GET /a is defined differently at 1.md:8:16.',
    ],
    [
      'a component',
      'components: { schemas: { A: { type: string } } }',
      'components: { schemas: { A: { type: number } } }',
      '2.md:8:26',
      'schemas/A is defined differently at 1.md:8:26.',
    ],
    [
      'a tag',
      'tags: [{ name: a }]',
      'tags: [{ name: b }, { name: a, description: c }]',
      '2.md:8:21',
      'the tag "a" is defined differently at 1.md:8:8.',
    ],
    [
      'the parameters of a path',
      'paths: { /a: { parameters: [], get: {} } }',
      'paths: { /a: { put: {} } }',
      '2.md:8:10',
      'parameters of /a is defined differently at 1.md:8:16.',
    ],
    ['an extension', 'x-a: 1', 'x-a: 2', '2.md:8:1', '/x-a is defined differently at 1.md:8:1.'],
    [
      'a webhook',
      'webhooks: { a: { post: {} } }',
      'webhooks: { a: { post: { summary: b } } }',
      '2.md:8:18',
      'POST a is defined differently at 1.md:8:18.',
    ],
  ];
  const named = conflicts.map(([question, ...rest]) => ({ question, rest }));
  it.each(named)('$question defined differently', ({ rest: [first, second, problem, message] }) => {
    const { text, problems, messages } = importTexts(pageOf(head + first), pageOf(head + second));
    expect(problems).toEqual([`${problem} import-conflict`]);
    expect(messages).toEqual([message]);
    expect(text).toBeNull();
  });

  it('info defined differently', () => {
    const { problems } = importTexts(pageOf(head), pageOf(head.replace('title: T', 'title: U')));
    expect(problems).toEqual(['2.md:7:1 import-conflict']);
  });

  it('the order of keys is no difference', () => {
    const { problems } = importTexts(
      pageOf(head),
      pageOf(head.replace('title: T, version: "1"', 'version: "1", title: T')),
    );
    expect(problems).toEqual([]);
  });

  it('every page is read before anything is said to be missing', () => {
    expect(importTexts('# One\n', '# Two\n').problems).toEqual([
      '1.md:1:1 page-without-description',
      '2.md:1:1 page-without-description',
    ]);
  });
});
