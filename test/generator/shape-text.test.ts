import fc from 'fast-check';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { printAssignedShape, printMemberShape } from '../../generator/emit/code/shape-text.js';
import type { Property, Shape } from '../../generator/model/shape-types.js';
import { often } from '../properties.js';

const names = fc.constantFrom(
  'Pet',
  'A',
  `Long${'er'.repeat(12)}`,
  `Very${'Long'.repeat(10)}`,
  `X${'y'.repeat(58)}`,
);
const texts = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom("it's", '"', '`${x}`', '*/', '\u2028', '\u202e', 'a'.repeat(60)),
);

const scalars: fc.Arbitrary<Shape> = fc.oneof(
  fc.constantFrom<Shape>({ kind: 'unknown' }, { kind: 'null' }, { kind: 'string' }, { kind: 'number' }),
  names.map((name): Shape => ({ kind: 'name', name })),
  fc.oneof(texts, fc.integer(), fc.boolean()).map((value): Shape => ({ kind: 'literal', value })),
);

const property = (shape: fc.Arbitrary<Shape>): fc.Arbitrary<Property> =>
  fc.record({
    name: fc.oneof(fc.constantFrom('a', 'b-c', '200', '__proto__', ''), texts),
    optional: fc.boolean(),
    deprecated: fc.boolean(),
    doc: fc.oneof(fc.constant(null), texts),
    shape,
  });

/** As the model makes them: no union directly in a union, objects with members or a map. */
const { shape } = fc.letrec<{ shape: Shape; inner: Shape; part: Shape; object: Shape }>((tie) => ({
  object: fc
    .record({
      properties: fc.uniqueArray(property(tie('shape')), {
        minLength: 1,
        maxLength: 3,
        selector: ({ name }) => name,
      }),
      rest: fc.constantFrom<Shape | null>(null, { kind: 'unknown' }),
    })
    .map((object): Shape => ({ kind: 'object', ...object })),
  part: fc.oneof(
    { depthSize: 'small' },
    scalars,
    tie('object'),
    fc
      .record({ items: tie('shape'), readonly: fc.boolean() })
      .map((array): Shape => ({ kind: 'array', ...array })),
    fc
      .record({
        items: fc.array(fc.record({ shape: tie('shape'), optional: fc.constant(false) }), {
          minLength: 1,
          maxLength: 3,
        }),
        rest: fc.oneof(fc.constant(null), tie('shape')),
        readonly: fc.boolean(),
      })
      .map((tuple): Shape => ({ kind: 'tuple', ...tuple })),
    tie('shape').map((rest): Shape => ({ kind: 'object', properties: [], rest })),
  ),
  inner: fc.oneof(
    tie('part'),
    fc
      .tuple(fc.uniqueArray(names, { maxLength: 3 }), tie('object'), fc.boolean())
      .filter(([bases, , hasObject]) => bases.length + Number(hasObject) > 1)
      .map(([bases, object, hasObject]): Shape => ({
        kind: 'intersection',
        members: [...bases.map((name): Shape => ({ kind: 'name', name })), ...(hasObject ? [object] : [])],
      })),
  ),
  shape: fc.oneof(
    { depthSize: 'small' },
    tie('part'),
    tie('inner'),
    fc
      .array(tie('inner'), { minLength: 2, maxLength: 5 })
      .map((members): Shape => ({ kind: 'union', members: members.filter(({ kind }) => kind !== 'union') }))
      .filter((union) => union.kind === 'union' && union.members.length > 1),
    fc.uniqueArray(texts, { minLength: 2, maxLength: 4 }).map((values): Shape => ({
      kind: 'open',
      base: 'string',
      of: { kind: 'union', members: values.map((value): Shape => ({ kind: 'literal', value })) },
    })),
  ),
}));

describe('the layout of types', () => {
  it('is what prettier makes of it, for any shape and any text', { timeout: often(120_000) }, async () => {
    await fc.assert(
      fc.asyncProperty(shape, async (any) => {
        const alias = 'export type Alias =';
        const member = '  readonly member?:';
        const text =
          `${alias}${printAssignedShape(any, { indent: 0, column: alias.length, after: 1 })};\n\n` +
          `export interface Holder {\n${member}${printMemberShape(any, { indent: 2, column: member.length, after: 1 })};\n}\n`;
        expect(await format(text, { parser: 'typescript', printWidth: 110, singleQuote: true })).toBe(text);
      }),
      { numRuns: often(300) },
    );
  });
});
