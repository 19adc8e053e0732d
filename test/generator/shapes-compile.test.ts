import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../generator/load/document.js';
import { describeSchemas, referTo, shapeDescription } from './shaping.js';

const text = { type: 'string' };
const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  isolatedDeclarations: true,
  declaration: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  types: [],
  skipLibCheck: true,
};

/** A program of the named types and of a module that uses them. */
function compile(schemas: Readonly<Record<string, JsonValue>>, user: string): ts.Program {
  const use = { sent: Object.keys(schemas), answered: Object.keys(schemas) };
  const files = new Map([
    ['/schemas.ts', shapeDescription(describeSchemas(schemas, use)).text],
    ['/user.ts', user],
    ['/package.json', '{ "type": "module" }'],
  ]);
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  const readFile = host.readFile.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.getSourceFile = (path, version, ...rest) => {
    const own = files.get(path);
    return own === undefined
      ? getSourceFile(path, version, ...rest)
      : ts.createSourceFile(path, own, version, true);
  };
  return ts.createProgram(['/schemas.ts', '/user.ts'], options, host);
}

function problemsOf(program: ts.Program): string[] {
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) =>
        `${file?.fileName ?? ''} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
}

/** The exported types that say nothing or allow nothing. */
function emptyTypesOf(program: ts.Program): string[] {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile('/schemas.ts');
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  return (module === undefined ? [] : checker.getExportsOfModule(module))
    .filter(
      (symbol) => checker.getDeclaredTypeOfSymbol(symbol).flags & (ts.TypeFlags.Never | ts.TypeFlags.Any),
    )
    .map(({ name }) => name);
}

function objectOf(properties: Readonly<Record<string, JsonValue>>, ...required: string[]): JsonValue {
  return { type: 'object', properties, required };
}

const mapping = { cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' };
const derived = {
  Cat: { allOf: [referTo('Base'), objectOf({ meow: text }, 'meow')] },
  Dog: { allOf: [referTo('Base'), objectOf({ bark: text }, 'bark')] },
};

const choices = ['a', 'b', 'c', 'd', 'e', 'f'];

function choicesOf(group: number): JsonValue[] {
  return choices.map((choice) => referTo(`Choice${group}${choice}`));
}

/** Descriptions in which `Pet` is told apart by `t`. */
const unions: Readonly<Record<string, Record<string, JsonValue>>> = {
  'a mapping on the base and a union without one': {
    Base: { ...(objectOf({ t: text }, 't') as object), discriminator: { propertyName: 't', mapping } },
    ...derived,
    Pet: { oneOf: [referTo('Cat'), referTo('Dog')], discriminator: { propertyName: 't' } },
  },
  'a mapping on the union and a base whose enum has other names': {
    Base: objectOf({ t: { ...text, enum: ['CAT', 'DOG'] } }, 't'),
    ...derived,
    Pet: { oneOf: [referTo('Cat'), referTo('Dog')], discriminator: { propertyName: 't', mapping } },
  },
  'a base that lists its descendants': {
    Pet: {
      ...(objectOf({ t: text }, 't') as object),
      oneOf: [referTo('Cat'), referTo('Dog')],
      discriminator: { propertyName: 't', mapping },
    },
    Cat: { allOf: [referTo('Pet'), objectOf({ meow: text }, 'meow')] },
    Dog: { allOf: [referTo('Pet'), objectOf({ bark: text }, 'bark')] },
  },
  'constants in members, inline and named': {
    Cat: objectOf({ t: { const: 'cat' }, meow: text }, 't', 'meow'),
    Pet: {
      oneOf: [referTo('Cat'), objectOf({ t: { ...text, enum: ['dog'] }, bark: text }, 't', 'bark')],
      discriminator: { propertyName: 't' },
    },
  },
};

describe('unions in TypeScript', () => {
  for (const [question, schemas] of Object.entries(unions)) {
    it(`are told apart: ${question}`, () => {
      const user = `import type { Pet } from './schemas.js';
        export function speak(pet: Pet): string {
          switch (pet.t) { case 'cat': return pet.meow; case 'dog': return pet.bark; }
        }
        export const cat: Pet = { t: 'cat', meow: 'm' };
        // @ts-expect-error a cat does not bark
        export const wrong: Pet = { t: 'cat', bark: 'w' };`;
      const program = compile(schemas, user);
      expect(problemsOf(program)).toEqual([]);
      expect(emptyTypesOf(program)).toEqual([]);
    });
  }
});

describe('types in TypeScript', () => {
  const schemas: Record<string, JsonValue> = {
    Json: {
      oneOf: [text, { additionalProperties: referTo('Json') }, { type: 'array', items: referTo('Json') }],
    },
    Left: { oneOf: [referTo('Right'), text] },
    Right: { anyOf: [referTo('Left'), { type: 'null' }] },
    Mapped: {
      ...(objectOf({ id: { type: 'integer' }, at: text }, 'id') as object),
      additionalProperties: text,
    },
    Part: objectOf({ id: text, kind: { enum: ['a', 'b'] } }, 'id'),
    OtherPart: objectOf({ id: { type: 'integer' }, kind: { const: 'c' } }, 'id', 'kind'),
    Both: { allOf: [referTo('Part'), referTo('OtherPart')] },
    Narrower: { allOf: [referTo('Part'), objectOf({ kind: { const: 'a' } }, 'kind')] },
    Wider: { allOf: [referTo('Part'), objectOf({ id: { type: ['string', 'null'] } })] },
    Never: { allOf: [text, { type: 'number' }] },
    Row: objectOf({ ids: { type: 'array', items: text }, status: referTo('Status') }, 'ids'),
    Status: { ...text, enum: ['on', 'off'] },
    Deep: { allOf: [referTo('Narrower'), objectOf({ more: referTo('Deep') })] },
    '0 weird': { ...text, enum: ['', ' ', '*/', '`'] },
  };

  it('compile, whatever is combined, and none is never or any', () => {
    const program = compile(schemas, 'export {};');
    expect(problemsOf(program)).toEqual([]);
    expect(emptyTypesOf(program)).toEqual([]);
  });

  it('let an answer be sent back, and a constant be used for its value', () => {
    const user = `import { Status, type Row, type RowInput } from './schemas.js';
      export const sent: RowInput = { ids: ['a'] as const, status: Status.On };
      export function sendBack(row: Row): RowInput { return { ids: row.ids }; }
      export const received: Row = { ids: [], status: 'something new' };
      // @ts-expect-error a request knows its values
      export const wrong: RowInput = { ids: [], status: 'something new' };`;
    expect(problemsOf(compile(schemas, user))).toEqual([]);
  });

  it.each([
    ['written where they stand', (group: number): JsonValue => ({ oneOf: choicesOf(group) })],
    ['under names', (group: number): JsonValue => referTo(`Group${group}`)],
  ])('compile where alternatives multiply by the million, %s', (_, refer) => {
    const groups = [...Array(8).keys()];
    const named = groups.map((group) => [`Group${group}`, { oneOf: choicesOf(group) }] as const);
    const members = groups.flatMap((group) =>
      choices.map(
        (choice) =>
          [`Choice${group}${choice}`, objectOf({ [`is${group}`]: { const: choice } }, `is${group}`)] as const,
      ),
    );
    const schemas: Record<string, JsonValue> = {
      ...Object.fromEntries([...named, ...members]),
      All: { allOf: groups.map(refer) },
      Around: { allOf: [referTo('All'), { oneOf: [referTo('Around'), referTo('Choice0a')] }] },
    };
    const user = `import type { All } from './schemas.js';
      export const first: 'a' | 'b' | 'c' | 'd' | 'e' | 'f' = ({} as All).is0;
      export const last: unknown = ({} as All)['is7'];`;
    const program = compile(schemas, user);
    expect(problemsOf(program)).toEqual([]);
    expect(emptyTypesOf(program)).toEqual([]);
  });
});
