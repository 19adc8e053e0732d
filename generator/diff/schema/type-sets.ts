/** The types of JSON Schema as sets: which values a schema lets in at all. */
import type { JsonObject, JsonValue } from '../../load/document.js';

/** One type of JSON Schema; every integer is a number. */
export type TypeName = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

const names: readonly TypeName[] = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];

/** Every type: no schema speaks of types. */
export const allTypes: ReadonlySet<TypeName> = new Set(names.filter((name) => name !== 'integer'));

/** What the keyword `type` says; null: nothing. */
export function readTypes(schema: JsonObject): Set<TypeName> | null {
  const given = schema['type'];
  const listed = Array.isArray(given) ? given : given === undefined ? [] : [given];
  const types = listed.flatMap((each) => names.find((name) => name === each) ?? []);
  return types.length === 0 ? null : simplify(new Set(types));
}

/** What both let in. */
export function intersectTypes(left: ReadonlySet<TypeName>, right: ReadonlySet<TypeName>): Set<TypeName> {
  const both = new Set<TypeName>();
  for (const type of left) {
    if (right.has(type)) both.add(type);
    else if (type === 'integer' && right.has('number')) both.add('integer');
    else if (type === 'number' && right.has('integer')) both.add('integer');
  }
  return both;
}

/** What the left lets in and the right does not. */
export function missingTypes(left: ReadonlySet<TypeName>, right: ReadonlySet<TypeName>): TypeName[] {
  return [...left].filter((type) => !right.has(type) && !(type === 'integer' && right.has('number')));
}

/** A number includes every integer. */
export function simplify(types: Set<TypeName>): Set<TypeName> {
  if (types.has('number')) types.delete('integer');
  return types;
}

/** The types of values, as `enum` lists them. */
export function typesOfValues(values: Iterable<JsonValue>): Set<TypeName> {
  const types = new Set<TypeName>();
  for (const value of values) {
    if (value === null) types.add('null');
    else if (Array.isArray(value)) types.add('array');
    else if (typeof value === 'number') types.add(Number.isInteger(value) ? 'integer' : 'number');
    else if (typeof value === 'string') types.add('string');
    else types.add(typeof value === 'boolean' ? 'boolean' : 'object');
  }
  return simplify(types);
}

/** Keywords that only speak of one type, for schemas that leave `type` out. */
const impliedBy: readonly (readonly [TypeName, readonly string[]])[] = [
  [
    'object',
    ['properties', 'additionalProperties', 'patternProperties', 'required', 'minProperties', 'maxProperties'],
  ],
  ['array', ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems']],
  ['string', ['minLength', 'maxLength', 'pattern']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
];

/** The types that the keywords of a schema without `type` speak of; null: of none. */
export function implyTypes(schema: JsonObject): Set<TypeName> | null {
  const types = impliedBy.flatMap(([type, keywords]) =>
    keywords.some((keyword) => Object.hasOwn(schema, keyword)) ? [type] : [],
  );
  return types.length === 0 ? null : new Set(types);
}
