/** The small validator of the extensions says yes and no where a general one does. */
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { readExtensionSchema } from '../../generator/assets.js';
import type { JsonObject, JsonValue } from '../../generator/load/document.js';
import { ExtensionSchema } from '../../generator/model/extension-problems.js';
import { often } from '../properties.js';

const schema = readExtensionSchema();
const ajv = new Ajv2020({ strict: false });
formats.default(ajv);
ajv.addSchema(schema, 'rowsweep');
const ours = new ExtensionSchema(schema);

/** Every extension of the five providers: real values to begin with. */
const examples = readdirSync('specs', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) =>
    findExtensions(parse(readFileSync(`specs/${name}/overlay.yaml`, 'utf8')) as JsonValue),
  );

function findExtensions(value: JsonValue): [string, JsonValue][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]: [string, JsonValue]) =>
    key.startsWith('x-rowsweep-') ? [[key, member]] : findExtensions(member),
  );
}

/** Values that break something, or do not. */
const replacement: fc.Arbitrary<JsonValue | undefined> = fc.oneof(
  fc.constantFrom<JsonValue | undefined>(
    ...[undefined, null, '', 'x', '/a', '(', 'query', 'ids', 0, 1, -1, 1.5, 600, true, false],
    ...['https://example.com', 'not a uri'],
  ),
  fc.constant<JsonValue>([]),
  fc.constant<JsonValue>({}),
  fc.constant<JsonValue>([1]),
);

/** The value with one thing in it replaced, or taken away. */
function change(value: JsonValue, path: readonly number[], by: JsonValue | undefined): JsonValue | undefined {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return by;
  const keys = Object.keys(value);
  const key = keys[step % (keys.length + 1)] ?? 'stranger';
  const copy = structuredClone(value) as JsonObject;
  const changed = change(copy[key] ?? null, rest, by);
  if (changed === undefined) {
    if (Array.isArray(copy)) copy.pop();
    else Reflect.deleteProperty(copy, key);
  } else copy[key] = changed;
  return copy;
}

it('on real extensions, and on whatever they are changed into', () => {
  expect(examples.length).toBeGreaterThan(20);
  const accepted = { yes: 0, no: 0 };
  fc.assert(
    fc.property(
      fc.constantFrom(...examples),
      fc.array(fc.nat(8), { maxLength: 5 }),
      replacement,
      ([name, value], path, by) => {
        const changed = change(value, path, by) ?? null;
        const validate = ajv.getSchema(`rowsweep#/$defs/${name}`);
        if (validate === undefined) throw new Error(name);
        const isRight = validate(changed);
        accepted[isRight === true ? 'yes' : 'no'] += 1;
        const problems = ours.findProblems(name, changed);
        expect([name, changed, problems.length === 0]).toEqual([name, changed, isRight]);
      },
    ),
    { numRuns: often(3000) },
  );
  expect(Math.min(accepted.yes, accepted.no)).toBeGreaterThan(100);
});

it('knows every keyword that the schema of the extensions has', () => {
  const known = new Set([
    ...[
      '$ref',
      'type',
      'properties',
      'additionalProperties',
      'required',
      'items',
      'enum',
      'const',
      'pattern',
    ],
    ...['format', 'minimum', 'maximum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'],
    ...['oneOf', 'anyOf', 'allOf', 'if', 'then', 'else', 'description', 'default'],
  ]);
  const found = new Set<string>();
  const visit = (value: JsonValue): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    for (const [key, member] of Object.entries(value)) {
      found.add(key);
      if (key === 'properties') Object.values(member ?? {}).forEach(visit);
      else if (key !== 'default' && key !== 'const' && key !== 'enum') visit(member);
    }
  };
  Object.values(schema['$defs'] ?? {}).forEach(visit);
  expect([...found].filter((key) => !known.has(key))).toEqual([]);
});
