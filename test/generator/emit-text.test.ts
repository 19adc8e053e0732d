import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import {
  comment,
  escapeInvisible,
  identifier,
  literal,
  propertyName,
} from '../../generator/emit/code/text.js';
import { link, markdown, markdownTable, plainText, webAddress } from '../../generator/emit/markdown.js';
import { judge } from './judging.js';

/** Text that is likely to end something early. */
const nasty = fc.array(
  fc.constantFrom(
    ...['*/', '/*', '`', '```', '\n', '\r', '\t', '\\', '@x', '{@link y}', '{', '}', '<b>', '${z}', ' ', 'a'],
    ...['"', "'", '\u2028', '\u2029', '\u202e', '\u2066', '\u0000', '\ud83d', '😀', '\u200d', '//', '*'],
  ),
);
const nastyText = fc.oneof(
  nasty.map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
);

/** Of characters of every width. */
const shownText = fc.oneof(
  nasty.map((parts) => parts.join('')),
  fc.string({
    unit: fc.constantFrom(
      '取',
      'か',
      '한',
      'ｶ',
      'é',
      'e\u0301',
      '😀',
      '👨\u200d👩',
      '©',
      '™\ufe0f',
      '🇫🇷',
      'a',
      ' ',
      '`',
    ),
  }),
);

const invisible = /(?![\n\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function parse(code: string): ts.SourceFile {
  return ts.createSourceFile('file.ts', code, ts.ScriptTarget.ES2022, true);
}

describe('literal', () => {
  it.each([
    ["it's", `"it's"`],
    ['say "it"', `'say "it"'`],
    [`it's "it"`, `'it\\'s "it"'`],
    ['a\\b', `'a\\\\b'`],
    ['`${x}`', "'`${x}`'"],
    ['a\u2028b\u202ec', "'a\\u2028b\\u202ec'"],
    ['\ud83d', "'\\ud83d'"],
    ['\u{e0041}', "'\\udb40\\udc41'"],
    [-1.5, '-1.5'],
    [1e21, '1e21'],
    [true, 'true'],
    [null, 'null'],
  ])('writes %j as %s', (value, code) => {
    expect(literal(value)).toBe(code);
  });

  it.each([[Number.NaN], [Infinity]])('refuses %s', (value) => {
    expect(() => literal(value)).toThrow(/^Wanted a number that JSON has/);
  });

  it('gives back every text, and shows all of it, as prettier would', async () => {
    await fc.assert(
      fc.asyncProperty(nastyText, async (text) => {
        const code = literal(text);
        const file = parse(code);
        const [statement] = file.statements;
        const value =
          statement !== undefined && ts.isExpressionStatement(statement) ? statement.expression : null;
        expect(value !== null && ts.isStringLiteral(value) ? value.text : null).toBe(text);
        expect(code).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(await judge('a.ts', `const a = [${code}];\n`)).toContain(code);
      }),
    );
  });
});

describe('comment', () => {
  it.each([
    ['ends */ here', 'ends *\\/ here'],
    ['a @tag and {@link x}', 'a \\@tag and \\{\\@link x\\}'],
    ['`{@link x}` stays code', '`{@link x}` stays code'],
    ['``{@link x}`` is not a span', '``\\{\\@link x\\}`` is not a span'],
    ['\\`{@link x}`', '\\\\`{@link x}`'],
    ['an open ` {@link x}', 'an open ` \\{\\@link x\\}'],
    ['` @x` would be a tag', '` \\@x` would be a tag'],
    ['<script>', '\\<script>'],
    ['one\r\ntwo\u2028three', 'one two three'],
    ['one\n\ntwo\n- a\nb\n- c\n# d\ne', 'one\n\ntwo\n- a b\n- c\n# d\ne'],
    [`${'word '.repeat(20)}\`a code span\` 1. end`, `${'word '.repeat(20).trim()}\n\`a code span\` 1. end`],
    [`- ${'word '.repeat(30)}`, `- ${'word '.repeat(20).trim()}\n  ${'word '.repeat(10).trim()}`],
    ['\u202eright\u0007 to left\ufeff', 'right to left'],
    ['family \u{1f468}\u200d\u{1f469}', 'family \u{1f468}\u200d\u{1f469}'],
    ['```\n{ "a": 1 }\n@x\n```\n{', '```\n{ "a": 1 }\n\\@x\n```\n\\{'],
  ])('writes %j as %j', (text, expected) => {
    expect(comment(text)).toBe(expected);
  });

  it('is one comment without tags, whatever the text', () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        const inside = comment(text);
        expect(inside).not.toMatch(invisible);
        const file = parse(`/**\n${inside.replace(/^/gm, ' * ')}\n */\nexport const after = 1;`);
        expect(file.statements).toHaveLength(1);
        const [statement] = file.statements;
        expect(statement?.getText()).toBe('export const after = 1;');
        expect(statement === undefined ? [] : ts.getJSDocTags(statement)).toEqual([]);
      }),
    );
  });
});

describe('names', () => {
  it.each(['rows', '$defs', '_', 'größe', 'type', 'of'])('takes %s', (name) => {
    expect(identifier(name)).toBe(name);
  });

  it.each(['', 'delete', 'a-b', '1a', 'a b', 'a;b', 'await', 'a\u200d', 'a\u202e'])('refuses %j', (name) => {
    expect(() => identifier(name)).toThrow('Wanted an identifier');
  });

  it.each([
    ['table_id', 'table_id'],
    ['delete', 'delete'],
    ['X-Org', "'X-Org'"],
    ["it's; x", `"it's; x"`],
  ])('writes the property %j as %s', (name, code) => {
    expect(propertyName(name)).toBe(code);
  });

  it('escapes what cannot be seen in finished code', () => {
    expect(escapeInvisible('a\u202e\n\u{e0041}')).toBe('a\\u202e\n\\udb40\\udc41');
  });
});

describe('markdown', () => {
  it.each([
    ['a | b', 'a \\| b'],
    ['`a|b`', '`a\\|b`'],
    ['[x](javascript:y)', '\\[x\\](javascript:y)'],
    ['<b>', '\\<b\\>'],
    ['# a\n\nb', '\\# a b'],
    ['1. a', '1\\. a'],
    ['- a', '\\- a'],
  ])('writes %j as %j', (text, expected) => {
    expect(markdown(text)).toBe(expected);
  });

  it('links to web addresses only', () => {
    expect(link('page', 'https://example.com/a>b`')).toBe('[page](https://example.com/a%3Eb%60)');
    expect(link('page', 'https://example.com/(a)?b=1&copy;')).toBe(
      '[page](https://example.com/%28a%29?b=1%26copy;)',
    );
    expect(link('p|q', 'javascript:alert(1)')).toBe('p\\|q');
    expect(webAddress('the supplied page')).toBeNull();
  });

  it('is what prettier would make of it, in tables, too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(shownText, shownText)), async (rows) => {
        const cells = rows.map((row) => row.map(markdown));
        const text = `# One\n\n${markdownTable(['a', 'b'], cells)}\n`;
        expect(await judge('README.md', text)).toBe(text);
      }),
    );
  });

  it('is one line, whatever the text', () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        expect(plainText(text)).not.toMatch(/[\n\r\u2028\u2029\u202e]/);
        expect(markdown(text).replace(/(?<![`\\])`[^`]+`(?!`)/g, '')).not.toMatch(/(?<!\\)(?:\\\\)*[|<[]/);
      }),
    );
  });
});
