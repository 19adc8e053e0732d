import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../generator/load/document.js';
import { describeSchemas, referTo, shapeDescription, type Use } from './shaping.js';

const text = { type: 'string' };

/** The text of the named types, which prettier leaves as it is. */
async function namedTypes(schemas: Readonly<Record<string, JsonValue>>, use: Use = {}): Promise<string> {
  const { text: printed } = shapeDescription(describeSchemas(schemas, use));
  expect(await format(printed, { parser: 'typescript', printWidth: 110, singleQuote: true })).toBe(printed);
  return printed;
}

function objectOf(properties: Readonly<Record<string, JsonValue>>, ...required: string[]): JsonValue {
  return required.length === 0 ? { type: 'object', properties } : { type: 'object', properties, required };
}

describe('two forms', () => {
  const pet = objectOf(
    { id: { ...text, readOnly: true }, name: text, owner: referTo('Owner') },
    'id',
    'name',
  );
  const owner = objectOf({ pets: { type: 'array', items: referTo('Pet') } });

  it('keeps what is sent and what is received apart, also for whoever leads there', async () => {
    const types = await namedTypes({ Pet: pet, Owner: owner }, { sent: ['Owner'], answered: ['Owner'] });
    expect(types).toContain('export interface Pet {\n  id: string;\n  name: string;\n  owner?: Owner;\n}');
    expect(types).toContain('export interface PetInput {\n  name: string;\n  owner?: OwnerInput;\n}');
    expect(types).toContain('export interface OwnerInput {\n  pets?: readonly PetInput[];\n}');
    expect(types.match(/interface \w+/g)).toEqual(
      ['Pet', 'PetInput', 'Owner', 'OwnerInput'].map((name) => `interface ${name}`),
    );
  });

  it('has one type where one side alone uses it', async () => {
    expect(await namedTypes({ Pet: pet, Owner: owner }, { answered: ['Pet'] })).not.toContain('Input');
    const sent = await namedTypes({ Pet: pet, Owner: owner }, { sent: ['Pet'] });
    expect(sent).not.toContain('Input');
    expect(sent).not.toContain('id');
  });

  it('has one type where both are the same, whose lists the reader may change', async () => {
    const same = objectOf({ ids: { type: 'array', items: text }, kind: { const: 'x' } });
    const types = await namedTypes({ Same: same }, { sent: ['Same'], answered: ['Same'] });
    expect(types).toBe("export interface Same {\n  ids?: string[];\n  kind?: 'x';\n}\n");
  });

  it('gives the request form another name where the first is taken, and says so', () => {
    const use = { sent: ['Pet'], answered: ['Pet'] };
    const { text: types, problems } = shapeDescription(
      describeSchemas({ Pet: pet, PetInput: text, Owner: owner }, use),
    );
    expect(types).toContain('export interface PetInput2 {');
    expect(problems.join()).toContain('PetInput2');
  });

  it('opens an enum in answers alone', async () => {
    const status = { ...text, enum: ['on', '-on', 'On', ''] };
    const row = objectOf({ status: referTo('Status'), own: { enum: [1, 2] } });
    const types = await namedTypes({ Status: status, Row: row }, { sent: ['Row'], answered: ['Row'] });
    expect(types).toContain(
      "export const Status = {\n  On: 'on',\n  MinusOn: '-on',\n  On2: 'On',\n  Empty: '',\n} as const;",
    );
    expect(types).toContain("export type Status = 'on' | '-on' | 'On' | '';");
    expect(types).toContain(
      'export interface Row {\n  status?: Status | (string & {});\n  own?: 1 | 2 | (number & {});\n}',
    );
    expect(types).toContain('export interface RowInput {\n  status?: Status;\n  own?: 1 | 2;\n}');
  });

  it('takes bytes in a multipart body, and either where the same schema is sent as JSON, too', async () => {
    const file = objectOf({ file: { ...text, format: 'binary' } });
    const use = { sent: ['File'], mediaType: 'multipart/form-data' };
    expect(await namedTypes({ File: file }, use)).toContain('file?: BinaryInput;');
    expect(await namedTypes({ File: file }, { ...use, mediaType: 'application/json' })).toContain(
      'file?: string;',
    );
  });
});

describe('discriminators', () => {
  const cat = { allOf: [referTo('Pet'), objectOf({ meow: text })] };
  const dog = { allOf: [referTo('Pet'), objectOf({ bark: text })] };
  const mapping = { cat: '#/components/schemas/Cat', dog: 'Dog' };
  const either = { oneOf: [referTo('Cat'), referTo('Dog')], discriminator: { propertyName: 't' } };

  it('takes the mapping of the base, also where a union without one uses the same schemas', async () => {
    const base = { ...(objectOf({ t: text }, 't') as object), discriminator: { propertyName: 't', mapping } };
    const types = await namedTypes({ Pet: base, Cat: cat, Dog: dog, Any: either }, { version: '3.0.3' });
    expect(types).toContain("export interface Cat extends Pet {\n  meow?: string;\n  t: 'cat';\n}");
    expect(types).toContain("export interface Dog extends Pet {\n  bark?: string;\n  t: 'dog';\n}");
    expect(types).toContain('export type Any = Cat | Dog;');
  });

  it('reads a base that lists its own descendants', async () => {
    const base = {
      ...(objectOf({ t: text, name: text }, 't') as object),
      oneOf: [referTo('Cat'), referTo('Dog')],
      discriminator: { propertyName: 't', mapping },
    };
    const types = await namedTypes({ Pet: base, Cat: cat, Dog: dog }, { version: '3.0.3' });
    expect(types).toContain('export type Pet = Cat | Dog;');
    expect(types).toContain("export interface Cat {\n  t: 'cat';\n  name?: string;\n  meow?: string;\n}");
  });

  it('takes the name of the schema where there is no mapping, in the union alone, and its own constant before that', async () => {
    const schemas = {
      Any: { oneOf: [referTo('A'), referTo('B'), referTo('C')], discriminator: { propertyName: 't' } },
      A: objectOf({ a: text }),
      B: objectOf({ t: { const: 'bee' } }),
      C: objectOf({ t: { ...text, enum: ['c', 'd'] } }),
    };
    const types = await namedTypes(schemas);
    const member = (name: string, value: string): string => `  | (${name} & {\n      t: '${value}';\n    })`;
    const members = [member('A', 'A'), member('B', 'bee'), member('C', 'c')];
    expect(types).toContain(`export type Any =\n${members.join('\n')};`);
    expect(types).toContain('export interface A {\n  a?: string;\n}');
    expect(types).toContain("export interface B {\n  t?: 'bee';\n}");
    expect(types).toContain("export interface C {\n  t?: 'c' | 'd';\n}");
  });

  it('says in a union what its members leave open, and nothing of them elsewhere', async () => {
    const schemas = {
      Any: { ...either, discriminator: { propertyName: 't', mapping } },
      Other: either,
      Cat: objectOf({ t: text, meow: text }, 't'),
      Dog: objectOf({ t: { ...text, enum: ['dog'] }, bark: text }, 't'),
    };
    const types = await namedTypes(schemas);
    expect(types).toContain("export type Any =\n  | (Cat & {\n      t: 'cat';\n    })\n  | Dog;");
    expect(types).toContain("export type Other =\n  | (Cat & {\n      t: 'Cat';\n    })\n  | Dog;");
    expect(types).toContain('export interface Cat {\n  t: string;\n  meow?: string;\n}');
    expect(types).toContain("export interface Dog {\n  t: 'dog';\n  bark?: string;\n}");
  });

  it('believes a member that lists its values before its name', async () => {
    const schemas = {
      Base: { ...(objectOf({ t: text }, 't') as object), discriminator: { propertyName: 't' } },
      Leaf: { allOf: [referTo('Base'), objectOf({ t: { ...text, enum: ['a', 'b'] } })] },
    };
    expect(await namedTypes(schemas)).toContain("export interface Leaf extends Base {\n  t: 'a' | 'b';\n}");
  });

  it('tells a descendant from its parent', async () => {
    const schemas = {
      Base: { ...(objectOf({ t: text }) as object), discriminator: { propertyName: 't' } },
      Mid: { allOf: [referTo('Base'), objectOf({ m: text })] },
      Leaf: { allOf: [referTo('Mid'), objectOf({ l: text })] },
    };
    const types = await namedTypes(schemas, { version: '3.0.3' });
    expect(types).toContain("export interface Mid extends Base {\n  m?: string;\n  t?: 'Mid';\n}");
    expect(types).toContain(
      "export interface Leaf extends Base {\n  m?: string;\n  t?: 'Leaf';\n  l?: string;\n}",
    );
  });

  it('leaves inline members their own constants, and reads keys of the type of the property', async () => {
    const inline = (value: string): JsonValue => objectOf({ t: { const: value } }, 't');
    const schemas = {
      Inline: { oneOf: [inline('a'), inline('b')], discriminator: { propertyName: 't' } },
      Numbers: {
        oneOf: [referTo('I')],
        discriminator: { propertyName: 'n', mapping: { '1': referTo('I')['$ref'] ?? '' } },
      },
      I: objectOf({ n: { type: 'integer' } }),
    };
    const types = await namedTypes(schemas);
    expect(types).toContain("  | {\n      t: 'a';\n    }\n  | {\n      t: 'b';\n    };");
    expect(types).toContain('export interface Numbers extends I {\n  n: 1;\n}');
  });
});

describe('references', () => {
  it('follows $id, $anchor and $dynamicRef, and names what $defs names', async () => {
    const node = {
      $id: 'https://example.com/node',
      $dynamicAnchor: 'node',
      $defs: { size: { type: 'number' } },
      type: 'object',
      properties: { size: { $ref: '#/$defs/size' }, next: { $dynamicRef: '#node' } },
    };
    const types = await namedTypes({
      Node: node,
      ById: { $ref: 'https://example.com/node' },
      ByAnchor: { type: 'array', items: { $ref: '#node' } },
    });
    expect(types).toContain('export interface Node {\n  size?: size;\n  next?: Node;\n}\n');
    expect(types).toContain('export type size = number;');
    expect(types).toContain('export type ById = Node;');
    expect(types).toContain('export type ByAnchor = Node[];');
  });

  it('writes a place out, or names it where it leads back to itself', async () => {
    const schemas = {
      A: objectOf({
        x: objectOf({ self: { $ref: '#/components/schemas/A/properties/x' } }),
        s: { enum: ['a'] },
      }),
      B: objectOf({
        s: { $ref: '#/components/schemas/A/properties/s' },
        o: { $ref: '#/components/schemas/C/allOf/0' },
      }),
      C: { allOf: [objectOf({ q: text })] },
    };
    const types = await namedTypes(schemas);
    expect(types).toContain('export interface AX {\n  self?: AX;\n}');
    expect(types).toContain("export interface B {\n  s?: 'a';\n  o?: {\n    q?: string;\n  };\n}");
  });

  it('breaks circles of alternatives, and leaves those that TypeScript can follow', async () => {
    const schemas = {
      Self: { oneOf: [referTo('Self'), text] },
      Left: { oneOf: [referTo('Right'), text] },
      Right: { oneOf: [referTo('Left'), { type: 'number' }] },
      Alone: referTo('Alone'),
      Json: {
        oneOf: [text, { additionalProperties: referTo('Json') }, { type: 'array', items: referTo('Json') }],
      },
      Tree: { type: 'object', additionalProperties: referTo('Tree') },
    };
    const types = await namedTypes(schemas);
    expect(types).toContain('export type Self = string;');
    expect(types).toContain('export type Left = number | string;');
    expect(types).toContain('export type Right = string | number;');
    expect(types).toContain('export type Alone = unknown;');
    expect(types).toContain(
      'export type Json =\n  | string\n  | {\n      [key: string]: Json;\n    }\n  | Json[];',
    );
    expect(types).toContain('export interface Tree {\n  [key: string]: Tree;\n}');
  });

  it('takes every name that an author can choose', () => {
    const keys = ['', 'pet', 'Pet', '0Data', 'object', 'Record', 'default', 'a-b', 'a_b', "it's */ `${x}`"];
    const schemas = Object.fromEntries(keys.map((key) => [key, { ...text, enum: ['x', 'y'] }]));
    const { text: types, problems } = shapeDescription(describeSchemas(schemas));
    const names = [...types.matchAll(/export type (\S+) =/g)].map(([, name]) => name);
    expect(new Set(names.map((name) => name?.toLowerCase())).size).toBe(keys.length);
    expect(problems.length).toBeGreaterThanOrEqual(5);
  });
});
