import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../generator/load/document.js';
import { referTo, typeOf, type Version } from './shaping.js';

interface Row {
  readonly schema: JsonValue;
  readonly answer: string;
  /** Where it is not the answer's. */
  readonly request?: string;
  readonly version?: Version;
}

const text = { type: 'string' };
const components = {
  Pet: { type: 'object', properties: { name: text } },
  Status: { type: 'string', enum: ['on', 'off'] },
  One: { type: 'string', enum: ['one'] },
  Stamp: { type: 'string', readOnly: true, default: 'now' },
};

const rows: Readonly<Record<string, Row>> = {
  'nothing is said': { schema: {}, answer: 'unknown' },
  true: { schema: true, answer: 'unknown' },
  false: { schema: false, answer: 'never' },
  'not anything': { schema: { not: {} }, answer: 'never' },
  'not true': { schema: { not: true }, answer: 'never' },
  'not something': { schema: { not: text }, answer: 'unknown' },
  'a list in the place of a schema': { schema: [], answer: 'unknown' },
  'a type nobody knows': { schema: { type: 'strnig' }, answer: 'unknown' },
  'an integer': { schema: { type: 'integer', format: 'int64' }, answer: 'number' },
  'bounds of 3.0': {
    schema: { type: 'number', minimum: 1, exclusiveMinimum: true },
    answer: 'number',
    version: '3.0.3',
  },
  'bounds of 3.1': { schema: { type: 'number', exclusiveMinimum: 1 }, answer: 'number' },
  'a list of types': { schema: { type: ['string', 'null'] }, answer: 'string | null' },
  null: { schema: { type: 'null' }, answer: 'null' },
  'null in 3.0': { schema: { type: 'null' }, answer: 'null', version: '3.0.3' },
  'nullable in 3.0': { schema: { ...text, nullable: true }, answer: 'string | null', version: '3.0.3' },
  'nullable in 3.1': { schema: { ...text, nullable: true }, answer: 'string' },
  'nullable without a type': { schema: { nullable: true }, answer: 'unknown', version: '3.0.3' },
  'nullable beside a composition': {
    schema: { nullable: true, allOf: [referTo('Pet')] },
    answer: 'Pet | null',
    version: '3.0.3',
  },
  'null in a list of types, beside a composition': {
    schema: { type: ['object', 'null'], allOf: [referTo('Pet')] },
    answer: 'Pet | null',
  },
  'nullable beside a reference in 3.0': {
    schema: { ...referTo('Pet'), nullable: true },
    answer: 'Pet',
    version: '3.0.3',
  },
  'a constant': { schema: { const: 'x' }, answer: "'x'" },
  'a constant of null': { schema: { const: null }, answer: 'null' },
  'an enum': { schema: { enum: ['a', 'b'] }, answer: "'a' | 'b' | (string & {})", request: "'a' | 'b'" },
  'an enum of numbers': {
    schema: { enum: [1, -2.5] },
    answer: '1 | -2.5 | (number & {})',
    request: '1 | -2.5',
  },
  'an enum of one': { schema: { enum: ['a'] }, answer: "'a'" },
  'an enum with null': {
    schema: { enum: ['a', 'b', null] },
    answer: "'a' | 'b' | (string & {}) | null",
    request: "'a' | 'b' | null",
  },
  'a mixed enum': { schema: { enum: ['a', 1, true, null] }, answer: "'a' | 1 | true | null" },
  'an enum of both claims': { schema: { enum: [true, false] }, answer: 'boolean' },
  'an enum with empty texts': {
    schema: { enum: ['', 'a', ''] },
    answer: "'' | 'a' | (string & {})",
    request: "'' | 'a'",
  },
  'an enum of nothing': { schema: { ...text, enum: [] }, answer: 'string' },
  'an enum of texts that YAML read as others': { schema: { ...text, enum: [1] }, answer: "'1'" },
  'an enum that allows everything': {
    schema: { anyOf: [{ enum: ['a', 'b'] }, text] },
    answer: "'a' | 'b' | (string & {})",
  },
  'quotes in a value': {
    schema: { enum: ["it's", 'a "b"', 'line\nbreak'] },
    answer: `"it's" | 'a "b"' | 'line\\nbreak' | (string & {})`,
    request: `"it's" | 'a "b"' | 'line\\nbreak'`,
  },
  'a named enum': { schema: referTo('Status'), answer: 'Status | (string & {})', request: 'Status' },
  'a named enum of one': { schema: referTo('One'), answer: 'One' },
  'a list': { schema: { type: 'array', items: text }, answer: 'string[]', request: 'readonly string[]' },
  'a list of lists': {
    schema: { type: 'array', items: { type: 'array', items: text } },
    answer: 'string[][]',
    request: 'readonly (readonly string[])[]',
  },
  'a list of anything': { schema: { type: 'array' }, answer: 'unknown[]', request: 'readonly unknown[]' },
  'a list of alternatives': {
    schema: { type: 'array', items: { type: ['string', 'null'] } },
    answer: '(string | null)[]',
    request: 'readonly (string | null)[]',
  },
  'an empty list': { schema: { type: 'array', items: false }, answer: '[]', request: 'readonly []' },
  'a tuple': {
    schema: { prefixItems: [text, { type: 'number' }], items: false },
    answer: '[string, number]',
    request: 'readonly [string, number]',
  },
  'a tuple that may be short': {
    schema: { type: 'array', prefixItems: [text, referTo('Pet')], minItems: 1, items: { type: 'boolean' } },
    answer: '[string, Pet?, ...boolean[]]',
    request: 'readonly [string, Pet?, ...boolean[]]',
  },
  'a tuple with more behind it': {
    schema: { prefixItems: [text] },
    answer: '[string, ...unknown[]]',
    request: 'readonly [string, ...unknown[]]',
  },
  'some object': { schema: { type: 'object' }, answer: 'Record<string, unknown>' },
  'an object without properties': {
    schema: { type: 'object', additionalProperties: false },
    answer: 'Record<string, never>',
  },
  'a map': { schema: { additionalProperties: text }, answer: 'Record<string, string>' },
  'keys by their pattern': {
    schema: { patternProperties: { '^x': text } },
    answer: 'Record<string, string>',
  },
  'keys that nothing else names': {
    schema: { type: 'object', unevaluatedProperties: text },
    answer: 'Record<string, string>',
  },
  properties: {
    schema: { type: 'object', properties: { a: text, 'b-c': text, __proto__x: text }, required: ['a'] },
    answer: "{\n  a: string;\n  'b-c'?: string;\n  __proto__x?: string;\n}",
  },
  'properties and a map that they do not fit': {
    schema: { properties: { id: { type: 'number' } }, additionalProperties: text },
    answer: '{\n  id?: number;\n  [key: string]: string | number | undefined;\n}',
  },
  'properties and anything': {
    schema: { properties: { id: { type: 'number' } }, additionalProperties: true },
    answer: '{\n  id?: number;\n  [key: string]: unknown;\n}',
  },
  'a required property that is not declared': {
    schema: { type: 'object', required: ['a'] },
    answer: '{\n  a: unknown;\n}',
  },
  'a required claim of a parameter': { schema: { ...text, required: true }, answer: 'string' },
  'descriptions and deprecation': {
    schema: { properties: { a: { ...text, description: 'Ends */ here.', deprecated: true } } },
    answer: '{\n  /**\n   * Ends *\\/ here.\n   *\n   * @deprecated\n   */\n  a?: string;\n}',
  },
  'a default': {
    schema: { properties: { a: { ...text, default: 'x' } }, required: ['a'] },
    answer: '{\n  a: string;\n}',
    request: '{\n  a?: string;\n}',
  },
  'read-only and write-only': {
    schema: { properties: { a: { ...text, readOnly: true }, b: { ...text, writeOnly: true } } },
    answer: '{\n  a?: string;\n}',
    request: '{\n  b?: string;\n}',
  },
  'read-only by what it refers to': {
    schema: { properties: { a: referTo('Stamp'), b: text } },
    answer: '{\n  a?: Stamp;\n  b?: string;\n}',
    request: '{\n  b?: string;\n}',
  },
  'a reference with a sibling in 3.0': {
    schema: { ...referTo('Pet'), properties: { b: text } },
    answer: 'Pet',
    version: '3.0.3',
  },
  'a reference with a sibling in 3.1': {
    schema: { ...referTo('Pet'), properties: { b: text } },
    answer: 'Pet & {\n  b?: string;\n}',
  },
  'a reference with a description in 3.1': {
    schema: { ...referTo('Pet'), description: 'Mine.' },
    answer: 'Pet',
  },
  'a reference that leads nowhere': { schema: referTo('Gone'), answer: 'unknown' },
  'plain objects at once': {
    schema: {
      allOf: [{ properties: { a: text } }, { type: 'object', properties: { b: text }, required: ['a', 'b'] }],
    },
    answer: '{\n  a: string;\n  b: string;\n}',
  },
  'one part': { schema: { allOf: [referTo('Pet')] }, answer: 'Pet' },
  'a named part and a requirement': {
    schema: { allOf: [referTo('Pet'), { required: ['name'] }] },
    answer: 'Pet & {\n  name: string;\n}',
  },
  'parts that contradict each other': { schema: { allOf: [text, { type: 'number' }] }, answer: 'unknown' },
  'a property that contradicts a named part': {
    schema: { allOf: [referTo('Pet'), { properties: { name: { type: 'number' } } }] },
    answer: '{\n  name?: number;\n}',
  },
  'a type beside a composition': {
    schema: { type: 'object', oneOf: [referTo('Pet'), { type: 'null' }] },
    answer: 'Pet',
  },
  'a text beside formats': {
    schema: { ...text, anyOf: [{ format: 'date' }, { format: 'email' }] },
    answer: 'string',
  },
  'alternatives, each once': {
    schema: { oneOf: [text, referTo('Pet'), text, { type: 'integer' }] },
    answer: 'string | Pet | number',
  },
  'anything among alternatives': { schema: { anyOf: [text, {}] }, answer: 'unknown' },
  'no alternatives': { schema: { ...text, oneOf: [] }, answer: 'string' },
  'one of several must be there': {
    schema: { properties: { a: text, b: text }, anyOf: [{ required: ['a'] }, { required: ['b'] }] },
    answer:
      '{\n  a?: string;\n  b?: string;\n} & (\n  | {\n      a: string;\n    }\n  | {\n      b: string;\n    }\n)',
  },
  'what both branches say': {
    schema: { if: { required: ['a'] }, then: text, else: { type: 'number' } },
    answer: 'string | number',
  },
  'what one branch says': { schema: { if: { required: ['a'] }, then: text }, answer: 'unknown' },
  'a place in a component': {
    schema: { $ref: '#/components/schemas/Pet/properties/name' },
    answer: 'string',
  },
  base64: { schema: { ...text, contentEncoding: 'base64' }, answer: 'string' },
};

describe('a schema as a type', () => {
  for (const [question, { schema, answer, request = answer, version = '3.1.0' }] of Object.entries(rows)) {
    it(`${question}, in an answer and in a request`, () => {
      expect(typeOf(schema, { version, components })).toBe(answer);
      expect(typeOf(schema, { version, components, direction: 'request' })).toBe(request);
    });
  }

  it('reads bytes where they are sent as they are', () => {
    const file = { type: 'string', format: 'binary' };
    const schema = {
      type: 'object',
      properties: { file, files: { type: 'array', items: file }, note: text },
    };
    expect(typeOf(schema, { direction: 'request', binary: true })).toBe(
      '{\n  file?: BinaryInput;\n  files?: readonly BinaryInput[];\n  note?: string;\n}',
    );
    expect(typeOf(schema, { direction: 'request' })).toContain('file?: string;');
    const image = { contentMediaType: 'image/png', type: 'string' };
    expect(typeOf(image, { direction: 'request', binary: true })).toBe('BinaryInput');
  });
});
