/** Whatever stands in a file: it is read, or one diagnostic says what is wrong with it, in time that grows with its size. */
import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { Diagnostics } from '../../generator/diagnostics.js';
import type { Document, JsonValue } from '../../generator/load/document.js';
import { load } from '../../generator/load/load.js';
import { parseYaml } from '../../generator/load/parse-yaml.js';
import { parseSource } from '../../generator/load/source.js';
import { NotQuick, readYamlQuickly } from '../../generator/load/yaml-quick.js';
import { readYamlTree } from '../../generator/load/yaml-tree.js';
import '../properties.js';
import { listProblems, makeFolder } from './scratch.js';

interface Loaded {
  readonly document: Document | null;
  readonly problems: readonly string[];
  readonly messages: readonly string[];
}

function loadBytes(name: string, content: string | Buffer): Loaded {
  const folder = makeFolder({ [name]: content });
  const diagnostics = new Diagnostics();
  const document = load({ description: join(folder, name), overlay: null }, diagnostics);
  const messages = diagnostics.items.map(({ message, help }) => `${message} ${help}`);
  return { document, problems: listProblems(diagnostics, folder), messages };
}

/** How long one takes in milliseconds, the best of three. */
function measure(run: () => unknown): number {
  const times = [1, 2, 3].map(() => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...times);
}

describe('nesting of 10,000 levels is refused in good time', () => {
  const levels = 10_000;
  it.each([
    ['arrays in JSON', 'a.json', '['.repeat(levels) + ']'.repeat(levels), 'a.json:1:401'],
    ['objects in JSON', 'a.json', '{"a":'.repeat(levels) + '1' + '}'.repeat(levels), 'a.json:1:2001'],
    ['arrays in YAML', 'a.yaml', `a: ${'['.repeat(levels)}${']'.repeat(levels)}`, 'a.yaml:1:404'],
    ['lists in YAML', 'a.yaml', `a:\n  ${'- '.repeat(levels)}1\n`, 'a.yaml:2:803'],
    ['objects in YAML', 'a.yaml', `a: ${'{a: '.repeat(levels)}1${'}'.repeat(levels)}`, 'a.yaml:1:1601'],
    ['objects in block style', 'a.yaml', block(500), 'a.yaml:401:401'],
  ])('%s', (_, name, text, place) => {
    const start = performance.now();
    const { document, problems } = loadBytes(name, text);
    expect(document).toBeNull();
    expect(problems).toEqual([`${place} nesting-too-deep`]);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  function block(depth: number): string {
    return Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}a:\n`).join('');
  }

  it('and 390 levels are read', () => {
    const text = `{"openapi":"3.1.0","x-a":${'['.repeat(390)}${']'.repeat(390)}}`;
    expect(loadBytes('a.json', text).problems).toEqual([]);
    expect(loadBytes('a.yaml', `---\n${text}`).problems).toEqual([]);
  });
});

describe('references', () => {
  const chain = (length: number): string => {
    const schemas = Array.from({ length }, (_, index) => [
      `S${index}`,
      { $ref: `#/components/schemas/S${index + 1}` },
    ]);
    return JSON.stringify({
      openapi: '3.1.0',
      components: {
        schemas: Object.fromEntries([...schemas, [`S${length}`, { type: 'string' }]]) as JsonValue,
      },
    });
  };

  it('one after the other, 20,000 times, are walked once', () => {
    const texts = [2_500, 20_000].map((length) => chain(length));
    const [short = 0, long = 0] = texts.map((text) =>
      measure(() => {
        expect(loadBytes('a.json', text).problems).toEqual([]);
      }),
    );
    // Eight times as long; what is quadratic takes 64 times as long.
    expect(long / short).toBeLessThan(30);
  });

  it('that pass through properties, 5,000 times, do not overflow the stack', () => {
    const schemas = Array.from({ length: 5_000 }, (_, index) => [
      `S${index}`,
      { properties: { next: { $ref: `#/x-more/S${index + 1}` } } },
    ]);
    const more = Object.fromEntries([...schemas, ['S5000', { type: 'string' }]]) as JsonValue;
    const text = {
      openapi: '3.1.0',
      components: { schemas: { A: { $ref: '#/x-more/S0' } } },
      'x-more': more,
    };
    expect(loadBytes('a.json', JSON.stringify(text)).problems).toEqual([]);
    const broken = { ...text, 'x-more': { ...(more as object), S5000: { type: 'string', items: 3 } } };
    expect(loadBytes('a.json', JSON.stringify(broken)).messages).toHaveLength(1);
  });

  it('in a circle of 5,000 are found', () => {
    const schemas = Array.from({ length: 5_000 }, (_, index) => [
      `S${index}`,
      { $ref: `#/components/schemas/S${(index + 1) % 5_000}` },
    ]);
    const text = JSON.stringify({
      openapi: '3.1.0',
      components: { schemas: Object.fromEntries(schemas) as JsonValue },
    });
    const { document, problems } = loadBytes('a.json', text);
    expect(document).toBeNull();
    expect(problems).toEqual([expect.stringMatching(/ reference-loop$/)]);
  });
});

describe('encodings', () => {
  const text = 'openapi: 3.1.0\ninfo: { title: "Übersicht 概要 😀", version: "1" }\n';
  const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16, little end first', utf16],
    ['UTF-16, big end first', Buffer.from(utf16).swap16()],
  ])('%s', (_, bytes) => {
    const { document, problems } = loadBytes('a.yaml', bytes);
    expect(problems).toEqual([]);
    expect(document?.value['info']).toEqual({ title: 'Übersicht 概要 😀', version: '1' });
    expect(document?.place('/info/version')).toMatchObject({ line: 2, column: 35 });
  });

  it.each([
    ['UTF-8', (json: string) => Buffer.from(json)],
    ['UTF-8 with a byte order mark', (json: string) => Buffer.from(`\uFEFF${json}`)],
    ['UTF-16', (json: string) => Buffer.from(`\uFEFF${json}`, 'utf16le')],
  ])('JSON in %s', (_, encode) => {
    const value = { openapi: '3.1.0', info: { title: 'Übersicht 概要 😀 "\\', version: '\u2028é' } };
    const { document, problems } = loadBytes('a.json', encode(JSON.stringify(value)));
    expect(problems).toEqual([]);
    expect(document?.value).toEqual(value);
    expect(document?.place('/info/version').column).toBe(JSON.stringify(value).indexOf('"version"') + 1);
  });

  it.each<
    readonly [question: string, name: string, bytes: Buffer, says: readonly [place: string, help: string]]
  >([
    [
      'Latin-1',
      'a.yaml',
      Buffer.from('openapi: 3.1.0\ninfo: é\n', 'latin1'),
      ['a.yaml:2:7', 'Convert it to UTF-8.'],
    ],
    [
      'Latin-1 in JSON',
      'a.json',
      Buffer.from('{"openapi":\n"é"}', 'latin1'),
      ['a.json:2:2', 'Convert it to UTF-8.'],
    ],
    [
      'UTF-16 without a mark',
      'a.yaml',
      Buffer.from('openapi: \u00ff\u8000', 'utf16le'),
      ['a.yaml:1:19', 'Save it as UTF-8; it looks like UTF-16, or is no text at all.'],
    ],
    [
      'half a character of UTF-16',
      'a.yaml',
      Buffer.from([0xff, 0xfe, 0x41]),
      ['a.yaml:1:1', 'Convert it to UTF-8.'],
    ],
  ])('but not %s', (_, name, bytes, [place, help]) => {
    const { problems, messages } = loadBytes(name, bytes);
    expect(problems).toEqual([`${place} syntax-error`]);
    expect(messages[0]).toContain(help);
  });
});

describe('values', () => {
  it('that only YAML 1.1 would convert stay texts', () => {
    const text =
      '%YAML 1.1\n---\nopenapi: 3.1.0\nx-a: [2026-11-22, 12:30:45, yes, NO, on, 0o17, 017, 1_000, 0b11, 1e3, .5, +1, ~, Null, =]\n';
    expect(loadBytes('a.yaml', text).document?.value['x-a']).toEqual([
      '2026-11-22',
      '12:30:45',
      'yes',
      'NO',
      'on',
      15,
      17,
      '1_000',
      '0b11',
      1000,
      0.5,
      1,
      null,
      null,
      '=',
    ]);
  });

  it('of keys stay as they are written', () => {
    const text = 'openapi: 3.1.0\nx-a: { 1.10: a, 0x1F: b, True: c, ~: d, 200: e, -0: f, 1e3: g, "": h }\n';
    expect(
      Object.keys((loadBytes('a.yaml', text).document?.value['x-a'] ?? {}) as object).toSorted(),
    ).toEqual(['1.10', '0x1F', 'True', '~', '200', '-0', '1e3', ''].toSorted());
  });

  it('beyond 2^53 are reported once where a program would compare them, and nowhere else', () => {
    const schema =
      '{ maximum: 9223372036854775807, example: 9007199254740993, enum: [1, 9007199254740993], default: 1e300 }';
    const { document, problems, messages } = loadBytes(
      'a.yaml',
      `openapi: 3.1.0\ncomponents: { schemas: { A: ${schema}, B: ${schema} } }\n`,
    );
    expect(document).not.toBeNull();
    expect(problems).toEqual(['a.yaml:2:88 number-inexact']);
    expect(messages[0]).toMatch(
      /^`enum` has a number beyond 2\^53, which JavaScript reads as 9007199254740992\./,
    );
  });

  it('without end are refused in YAML', () => {
    expect(loadBytes('a.yaml', 'openapi: 3.1.0\nx-a: 1e999\n').problems).toEqual([
      'a.yaml:2:6 value-not-json',
    ]);
  });
});

describe('extensions', () => {
  it('stand among paths, answers and callbacks; elsewhere a name may begin like one', () => {
    const text = `
openapi: 3.1.0
paths:
  x-note: 3
  /a:
    x-note: 3
    get:
      x-note: 3
      parameters: [{ name: x-a, in: header, schema: { properties: { x-b: { type: string } } } }]
      responses: { x-note: 3, 200: { description: Fine., headers: { x-c: { schema: {} } } } }
      callbacks: { x-d: { x-note: 3, '{$url}': {} } }
webhooks: { x-e: {} }
components: { schemas: { x-f: {} }, responses: { x-g: { description: Fine. } } }
`;
    expect(loadBytes('a.yaml', text).problems).toEqual([]);
    const wrong = text.replace('x-b: { type: string }', 'x-b: 3').replace('x-c: { schema: {} }', 'x-c: 3');
    expect(loadBytes('a.yaml', wrong).problems).toHaveLength(2);
    expect(loadBytes('a.yaml', text.replace('x-e: {}', 'x-e: 3')).problems).toHaveLength(1);
    expect(loadBytes('a.yaml', text.replace('x-f: {}', 'x-f: 3')).problems).toHaveLength(1);
  });
});

describe('JSON', () => {
  it.each([
    ['{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}', []],
    ['{"a":1,"a":2}', ['a.json:1:8 duplicate-key']],
    ['{"a" : 1, "b":":", "c": "\\":", "a"\n:2}', ['a.json:1:32 duplicate-key']],
    ['{"a":{"b":1,"\\u0062":2}}', ['a.json:1:13 duplicate-key']],
    ['{"é":1,"a":"ü","é":2}', ['a.json:1:16 duplicate-key']],
    ['{"__proto__":1,"__proto__":2}', ['a.json:1:16 duplicate-key']],
  ])('knows a key that stands twice: %s', (text, problems) => {
    const diagnostics = new Diagnostics();
    parseSource({ file: 'a.json', text, format: 'json' }, diagnostics);
    expect(listProblems(diagnostics, '')).toEqual(problems);
  });

  it('is the same as for JSON.parse, and every place is found', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        const source = parseSource({ file: 'a.json', text, format: 'json' }, new Diagnostics());
        expect(source?.value).toEqual(JSON.parse(text));
        for (const pointer of listPointers(JSON.parse(text) as JsonValue)) {
          expect(source?.place(pointer).pointer).toBe(pointer);
        }
      }),
    );
  }, 3_600_000);

  it('in a file that is not called so is read as well', () => {
    expect(loadBytes('a.yaml', '{"openapi":"3.1.0","x-a":"\\u00e9\\/"}').document?.value['x-a']).toBe('é/');
    expect(loadBytes('a.yaml', '{"openapi":"3.1.0",}').problems).toEqual([]);
    expect(loadBytes('a', '{"openapi":"3.1.0"}').problems).toEqual([]);
  });
});

describe('whatever comes', () => {
  const loads = (name: string, content: string | Buffer): void => {
    const { document, problems } = loadBytes(name, content);
    if (document === null) expect(problems.length).toBeGreaterThan(0);
  };

  it('bytes are read or refused', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 60 }),
        fc.constantFrom('a.yaml', 'a.json'),
        fc.constantFrom('', 'openapi: 3.1.0\n', '{"openapi":"3.1.0","'),
        (bytes, name, start) => {
          loads(name, Buffer.concat([Buffer.from(start), bytes]));
        },
      ),
    );
  }, 3_600_000);

  it('values in the places of others are read or refused', () => {
    const word = fc.constantFrom(
      ...[
        '$ref',
        'schema',
        'schemas',
        'properties',
        'allOf',
        'items',
        'get',
        'responses',
        '200',
        'content',
        'x-a',
      ],
      ...['parameters', 'mapping', 'discriminator', 'propertyName', '__proto__', 'enum', '/a', '', '~1'],
    );
    const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom<JsonValue>(
          '#',
          '#/components/schemas/a',
          '#/paths',
          'b.yaml',
          '#x',
          'a',
          null,
          true,
          3,
        ),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(word, tie('value'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(value, value, (paths, schemas) => {
        loads('a.json', JSON.stringify({ openapi: '3.1.0', paths, components: { schemas } }));
      }),
    );
  }, 3_600_000);
});

describe('both parsers of YAML', () => {
  const agree = (text: string): void => {
    const quick = readYamlQuickly(text);
    const tree = readYamlTree(text);
    expect(quick.value).toEqual(tree.value);
    for (const pointer of listPointers(quick.value)) {
      expect([pointer, quick.find(pointer)]).toEqual([pointer, tree.find(pointer)]);
    }
  };

  it.each([
    'a: 1\n',
    'a:\n- 1\n- b: 2\n  c: [x, {y: z}]\n-   - nested\n',
    '? a\n: b\n',
    "'q''s': \"d\\n\\u00e9\"\n\"k\": 'x\n  y'\n",
    'a: plain text\n  goes on\n\n  after a blank\nb: last\n',
    'a: |\n  one\n   two\n\n  three\nb: >-\n  folded\n  text\n\n  more\nc: |+\n  kept\n\nd: >2\n    indented\n',
    'list:\n  - |\n    block\n  - >-\n    folded\n  - plain\n  - ~\n',
    '200: a\n100: b\nx: c\n-1: d\n',
    'a: &x { one: 1, two: 2 }\nb: *x\nc: [*x, *x]\nd: &s text\ne: *s\n',
    'a: &x { one: 1, two: [1] }\nb: &y { two: 20, three: 30 }\nc: { <<: *x, one: 10 }\nd: { <<: [*x, *y] }\ne: { "<<": 4 }\nf: { <<: { g: 1 } }\n',
    '# comment\na#b: c # d\n"#": e\nurl: http://example.com/#x\n',
    'a: [1, 2,\n  3, {b: c,\n d: e}]\nf: {g: , h: }\n',
    '--- \na: 1\n...\n',
    'a:\r\n  b: 1\r\n  c: |\r\n    text\r\n',
    'a: "tab\\there"\nb: x\ty\n',
    'a:\n',
    'a: yes\nb: 0o17\nc: 0x1F\nd: 1e3\ne: -.5\nf: 1.\ng: +12\nh: 1_0\ni: 2026-11-22\n',
    '',
    '# only a comment\n',
    'just text\n',
    '__proto__: { a: 1 }\nconstructor: 2\ntoString: 3\n',
  ])('agree on %j', (text) => {
    agree(text);
  });

  it('agree on whatever is printed as YAML', () => {
    const key = fc.oneof(
      fc.string(),
      fc.constantFrom('200', 'a', 'x-b', '<<', '~', 'null', '1.10', 'a: b', '- c', '#', "'"),
    );
    const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        fc.oneof(
          fc.string({ unit: 'binary' }).filter((text) => /^[\t\n\r\x20-\x7e\xa0-\ud7ff]*$/.test(text)),
          fc.string(),
          fc.integer(),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.boolean(),
          fc.constant(null),
          fc.constantFrom(
            'yes',
            '2026-11-22',
            'two\nlines\n',
            ' lead',
            'trail ',
            'a\n\n\nb',
            '0x1',
            '*/*',
            '&a',
            '|',
            '> b',
          ),
        ),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 5 }),
      ),
    }));
    let quick = 0;
    fc.assert(
      fc.property(
        value,
        fc.record({
          lineWidth: fc.constantFrom(0, 20, 80),
          indent: fc.constantFrom(2, 4),
          indentSeq: fc.boolean(),
          blockQuote: fc.constantFrom(true, false, 'folded' as const, 'literal' as const),
          singleQuote: fc.constantFrom(true, false, null),
          collectionStyle: fc.constantFrom('any' as const, 'block' as const, 'flow' as const),
        }),
        (given, options) => {
          const text = stringify(given, options);
          try {
            readYamlQuickly(text);
          } catch (error) {
            if (error instanceof NotQuick) return;
            throw error;
          }
          quick += 1;
          agree(text);
        },
      ),
    );
    expect(quick).toBeGreaterThan(300);
  }, 3_600_000);

  it('what js-yaml does not understand, the other decides', () => {
    for (const [text, expected] of [
      ['a: !!str 12\nb: !!int "3"\n', { a: '12', b: 3 }],
      ['&a b: 1\nc: d\n', { b: 1, c: 'd' }],
    ] as const) {
      expect(parseYaml(text).value).toEqual(expected);
    }
  });
});

function listPointers(value: JsonValue, pointer = ''): string[] {
  if (typeof value !== 'object' || value === null) return [pointer];
  const inner = Object.entries(value).flatMap(([key, item]: [string, JsonValue]) =>
    listPointers(item, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
  return [pointer, ...inner];
}
