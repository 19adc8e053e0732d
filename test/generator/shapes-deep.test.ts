import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../generator/load/document.js';
import { describeSchemas, referTo, shapeDescription } from './shaping.js';

const LENGTH = 5_000;
const text = { type: 'string' };

/** Schemas that each refer to the next one. */
function chain(link: (next: JsonValue, at: number) => JsonValue): Record<string, JsonValue> {
  return Object.fromEntries(
    Array.from({ length: LENGTH }, (_, at) => [
      `S${at}`,
      at === LENGTH - 1 ? { type: 'object', properties: { end: text } } : link(referTo(`S${at + 1}`), at),
    ]),
  );
}

const links: Readonly<Record<string, (next: JsonValue, at: number) => JsonValue>> = {
  'plain references': (next) => next,
  properties: (next) => ({ type: 'object', properties: { next } }),
  'what differs between requests and answers': (next, at) => ({
    type: 'object',
    properties: { next, [`p${at}`]: { ...text, readOnly: true } },
  }),
  alternatives: (next) => ({ oneOf: [next, text] }),
  inheritance: (next, at) => ({ allOf: [next, { properties: { [`p${at}`]: text } }] }),
  'inheritance that contradicts itself': (next, at) => ({
    allOf: [next, { properties: { end: { const: at } } }],
  }),
};

describe('long chains', () => {
  for (const [kind, link] of Object.entries(links)) {
    it(`does not overflow on ${LENGTH} ${kind}`, () => {
      const description = describeSchemas(chain(link), { sent: ['S0'], answered: ['S0'] });
      const { text: types } = shapeDescription(description);
      expect(types.match(/^export (?:type|interface) /gm)?.length).toBeGreaterThanOrEqual(LENGTH);
    });
  }

  it('names what lies too deep to be written out', () => {
    let schema: JsonValue = text;
    for (let depth = 0; depth < 2_000; depth += 1) schema = { type: 'object', properties: { inner: schema } };
    const { text: types } = shapeDescription(describeSchemas({ Deep: schema }, { answered: ['Deep'] }));
    const widest = Math.max(...types.split('\n').map((line) => line.length - line.trimStart().length));
    expect(widest).toBeLessThan(120);
  });

  it('writes references to places within limits', () => {
    const place = (at: number): JsonValue => ({ $ref: `#/components/schemas/P/properties/p${at}` });
    const properties = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, at) => [
        `p${at}`,
        at === 1_999 ? text : { type: 'object', properties: { a: place(at + 1), b: place(at + 1) } },
      ]),
    );
    const { text: types } = shapeDescription(describeSchemas({ P: { type: 'object', properties } }));
    expect(types.length).toBeLessThan(2_000_000);
  });

  it('names thousands of values that have no letters', () => {
    const values = Array.from({ length: 5_000 }, (_, at) => '%'.repeat(at + 1));
    const { text: types } = shapeDescription(describeSchemas({ Signs: { enum: values } }));
    const keys = [...types.matchAll(/^ {2}(\w+): '%/gm)].map(([, key]) => key);
    expect(new Set(keys).size).toBe(values.length);
  });
});
