/** Code comes out as prettier would lay it out, whatever the names and however long the lines. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readTemplates } from '../../generator/assets.js';
import {
  Call,
  Reference,
  toTable,
  type Declaration,
  type Table,
  type Type,
  type Value,
} from '../../generator/emit/code/declarations.js';
import { Imports } from '../../generator/emit/code/imports.js';
import { printConst, printFile } from '../../generator/emit/code/print.js';
import { emit } from '../../generator/emit/emit.js';
import { format } from '../../generator/format/format.js';
import { findUnstable, judge } from './judging.js';
import { modelText } from './modelling.js';
import { description, overlay } from './acme.js';
import { often } from '../properties.js';

const name = fc.integer({ min: 1, max: 90 }).map((length) => 'aB'.repeat(45).slice(0, length));

const { value, table } = fc.letrec<{ value: Value; table: Table; items: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    name.map((each) => new Reference(each)),
    tie('table'),
    tie('items'),
  ),
  items: fc.oneof(fc.array(tie('value')), fc.array(fc.integer(), { maxLength: 60 })),
  table: fc.dictionary(
    fc.oneof(name, fc.string({ maxLength: 8 }), fc.constantFrom('in', 'at', '200', '__proto__')),
    tie('value'),
  ),
}));

const type = fc.letrec<{ type: Type; inner: Type }>((tie) => ({
  inner: fc.oneof(
    { depthSize: 'small' },
    name,
    fc
      .record({ name, values: fc.array(tie('inner'), { minLength: 1, maxLength: 3 }) })
      .map(({ name: generic, values }): Type => ({ kind: 'generic', name: generic, arguments: values })),
  ),
  type: fc.oneof(
    tie('inner'),
    fc
      .uniqueArray(tie('inner'), { minLength: 2, maxLength: 5 })
      .map((members): Type => ({ kind: 'union', members })),
  ),
})).type;

const declaration: fc.Arbitrary<Declaration> = fc.oneof(
  fc
    .record({ name, type: type.filter(isPlain), value: table })
    .map((each): Declaration => ({ kind: 'constant', exported: true, doc: 'One.', ...each })),
  fc.record({ name, a: name, b: name }).map(({ name: own, a, b }): Declaration => ({
    kind: 'constant',
    exported: false,
    name: own,
    doc: null,
    type: { kind: 'generic', name: 'Operation', arguments: [a, b, a] },
    value: new Call('/* @__PURE__ */ operation', [new Reference(b)]),
  })),
  fc.record({ name, type }).map((each): Declaration => ({ kind: 'alias', doc: 'One\n\ntwo.', ...each })),
  fc
    .record({ name, base: name, type, optional: fc.boolean() })
    .map(({ name: own, base, type: member, optional }): Declaration => ({
      kind: 'interface',
      name: own,
      doc: null,
      base: base.length > 30 ? base : null,
      members: [{ name: own, doc: null, optional, type: member }],
    })),
  fc
    .record({ name, a: name, b: name, list: fc.array(name, { minLength: 1 }) })
    .map(({ name: own, a, b, list }): Declaration => ({
      kind: 'function',
      name: own,
      doc: null,
      parameters: [
        { name: 'connection', type: a, optional: false },
        { name: 'target', type: b, optional: true },
      ],
      returns: b,
      constants: [{ name: 'made', value: new Call(a, [new Reference('connection')]) }],
      result: {
        made: new Reference('made'),
        raw: new Call('rawClient', [new Reference('made'), list.map((each) => new Reference(each))]),
        [own]: new Call(own, [new Reference('made'), new Reference('x')]),
      },
    })),
  fc.record({ name, a: name, b: name }).map(({ name: own, a, b }): Declaration => ({
    kind: 'function',
    name: own,
    doc: null,
    parameters: [{ name: 'a', type: a, optional: false }],
    returns: b,
    constants: [],
    result: new Call(a, [new Reference('a'), new Reference(b)]),
  })),
);

/** What constants have. */
function isPlain(each: Type): boolean {
  return typeof each === 'string' || each.kind === 'generic';
}

describe('a file', () => {
  it('is laid out as prettier would', { timeout: often(60_000) }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(declaration),
        fc.array(name, { maxLength: 9 }),
        async (declarations, names) => {
          const imports = new Imports();
          for (const each of names) imports.type('./types.js', each);
          const text = printFile({ imports, declarations });
          expect(await judge('file.ts', text)).toBe(text);
        },
      ),
      { numRuns: often(100) },
    );
  });

  it('is a module even if it declares nothing', () => {
    expect(printFile({ imports: new Imports(), declarations: [] })).toMatch(/\nexport \{\};\n$/);
  });

  it('holds plain data as it is, and nothing that JSON lacks', () => {
    const data = { a: [1, { b: null }], c: new Reference('d') };
    expect(toTable(data)).toEqual(data);
    expect(() => toTable({ a: () => 1 })).toThrow('Wanted a value that JSON has; got a function.');
    expect(() => toTable({ a: undefined })).toThrow('Wanted a value that JSON has; got a undefined.');
  });
});

it('any value is laid out as prettier would', { timeout: often(60_000) }, async () => {
  await fc.assert(
    fc.asyncProperty(value, async (each) => {
      const declarations: Declaration[] = [
        { kind: 'constant', exported: true, name: 'a', doc: null, type: 'B', value: { c: each } },
      ];
      const text = printFile({ imports: new Imports(), declarations });
      expect(await judge('file.ts', text)).toBe(text);
    }),
    { numRuns: often(100) },
  );
});

it.each([20, 60, 80, 100, 105, 120, 130])(
  'a call of %s letters without arguments is laid out as prettier would',
  async (length) => {
    const call = new Call(`await client.${'a'.repeat(length)}`, []);
    const text = `${printConst('answer', call)}\n`;
    expect(await judge('file.ts', text)).toBe(text);
  },
);

describe('formatting with a configuration of their own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rowsweep-format-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('gives the sources the style of the folder, and leaves the rest', async () => {
    const { api, document, problems } = modelText(description, overlay);
    if (api === null) throw new Error(problems.join('\n'));
    const files = await emit({ api, document, templates: readTemplates() });
    expect(await findUnstable(files)).toEqual([]);
    writeFileSync(join(folder, '.prettierrc'), '{ "semi": false, "tabWidth": 4 }');
    const formatted = await format(files, { directory: folder });
    const text = (path: string, of = formatted): string => of.find((file) => file.path === path)?.text ?? '';
    expect(text('src/connection.ts')).toContain('    return connect(provider, options)\n');
    expect(text('README.md')).toBe(text('README.md', files));
    expect(formatted.map(({ path }) => path)).toEqual(files.map(({ path }) => path));
  });

  it('says which file it cannot format', async () => {
    await expect(format([{ path: 'a.ts', text: 'const' }], { directory: folder })).rejects.toThrow(
      'prettier cannot format a.ts',
    );
  });
});
