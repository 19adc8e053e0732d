/**
 * Looks into JSON Schemas: where a pointer leads, and what may stand there. Several alternatives count as one another:
 * a pointer exists when one branch of `oneOf` or `anyOf` has it. Everything is iterative, because chains of references
 * in real descriptions are thousands long.
 */
import type { JsonObject, JsonValue } from '../load/document.js';
import { splitPointer } from './json-pointer.js';
import { asObject, childOf, isObject, own, type ObjectSpot, type Source, type Spot } from './source.js';

/** One schema object without composition: what it composes stands beside it. */
interface FlatSchema extends ObjectSpot {
  /** It only narrows another schema, so that what it leaves open is not open. */
  readonly narrows: boolean;
}

/** What may stand at a place. `open`: anything may, besides the schemas. */
export interface Lookup {
  readonly schemas: readonly FlatSchema[];
  readonly open: boolean;
}

/** The types of JSON Schema that plans ask for. */
export type JsonType = 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';

/** Where anything is allowed: there is no schema. */
export const anything: Lookup = { schemas: [], open: true };

/** The schemas that apply to a value. `alternatives: false` leaves out the branches of oneOf and anyOf. */
export function lookUp(source: Source, schema: Spot | null, { alternatives = true } = {}): Lookup {
  if (schema === null) return anything;
  const start = followPlain(source, schema);
  if (!isObject(start.value)) return flatten(source, [start], alternatives);
  const known = alternatives ? lookups : lookupsWithoutAlternatives;
  let lookup = known.get(start.value);
  if (lookup === undefined) {
    lookup = flatten(source, [start], alternatives);
    known.set(start.value, lookup);
  }
  return lookup;
}

/** A component is looked up for every operation that has it in a body or an answer. */
const lookups = new WeakMap<JsonObject, Lookup>();
const lookupsWithoutAlternatives = new WeakMap<JsonObject, Lookup>();

/** The target of a schema that is nothing but a reference. */
function followPlain(source: Source, schema: Spot): Spot {
  const object = asObject(schema);
  if (object === null || typeof object.value['$ref'] !== 'string') return schema;
  return Object.keys(object.value).length === 1 ? (source.follow(object) ?? schema) : schema;
}

/** The schemas of what a JSON Pointer leads to within a value; null when it leads nowhere. */
export function followPointer(source: Source, from: Lookup, pointer: string): Lookup | null {
  let current = from;
  for (const key of splitPointer(pointer)) {
    const next: Spot[] = current.schemas.flatMap((schema) => stepInto(schema, key));
    const flat = flatten(source, next, true);
    const open = flat.open || current.open;
    if (flat.schemas.length === 0 && !open) return null;
    current = { schemas: flat.schemas, open };
  }
  return current;
}

/** What the elements of an array may be. */
export function lookUpElements(source: Source, array: Lookup): Lookup {
  const arrays = array.schemas.filter((schema) => allowsType(schema, 'array'));
  const items = arrays.flatMap((schema) => itemsOf(schema));
  const flat = flatten(source, items, true);
  const untyped = arrays.length > 0 && items.length === 0;
  return { schemas: flat.schemas, open: flat.open || untyped || array.open };
}

/** The schema that the elements of an array are declared with; null when there is none. */
export function findItems(array: Lookup): Spot | null {
  const arrays = array.schemas.filter((schema) => allowsType(schema, 'array'));
  return arrays.map((schema) => childOf(schema, 'items')).find((spot) => spot !== null) ?? null;
}

/** True when a value of the type may stand there. */
export function mayBe(lookup: Lookup, type: JsonType): boolean {
  return lookup.open || lookup.schemas.some((schema) => allowsType(schema, type));
}

/** The smallest number under a keyword such as `maxItems`, or null. */
export function findSmallest(lookup: Lookup, keyword: string): number | null {
  const numbers = lookup.schemas
    .map(({ value }) => own(value, keyword))
    .filter((value) => typeof value === 'number');
  return numbers.length === 0 ? null : Math.min(...numbers);
}

/** The first text under a keyword such as `format`, or null. */
export function findText(lookup: Lookup, keyword: string): string | null {
  return (
    lookup.schemas.map(({ value }) => own(value, keyword)).find((value) => typeof value === 'string') ?? null
  );
}

/** The texts that may stand there, in the description's order; null when other texts may, too. */
export function findEnum(lookup: Lookup): readonly string[] | null {
  if (lookup.open) return null;
  const values = new Set<string>();
  let closed = false;
  for (const { value, narrows } of lookup.schemas) {
    const listed = own(value, 'const') === undefined ? own(value, 'enum') : [own(value, 'const') ?? null];
    if (Array.isArray(listed)) {
      closed = true;
      for (const each of listed) if (typeof each === 'string') values.add(each);
    } else if (!narrows && typesOf(value).includes('string')) {
      return null;
    }
  }
  return closed ? [...values] : null;
}

/** Properties that every value must have. Branches of oneOf and anyOf say what some values must have; ask without. */
export function findRequired(lookup: Lookup): readonly string[] {
  const names = lookup.schemas.flatMap(({ value }) => {
    const required = own(value, 'required');
    return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
  });
  return [...new Set(names)];
}

/** The names of all properties, to suggest one. */
export function findProperties(lookup: Lookup): readonly string[] {
  return lookup.schemas.flatMap(({ value }) => {
    const properties = own(value, 'properties');
    return isObject(properties) ? Object.keys(properties) : [];
  });
}

interface Pending {
  readonly spot: Spot;
  readonly narrows: boolean;
}

function flatten(source: Source, from: readonly Spot[], alternatives: boolean): Lookup {
  const schemas: FlatSchema[] = [];
  let open = false;
  const seen = new Set<JsonValue>();
  const stack: Pending[] = from.map((spot) => ({ spot, narrows: false })).reverse();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { spot, narrows } = next;
    if (spot.value === true) open ||= !narrows;
    const schema = asObject(spot);
    if (schema === null || seen.has(schema.value)) continue;
    seen.add(schema.value);
    const flat: FlatSchema = { value: schema.value, pointer: schema.pointer, narrows };
    if (saysSomething(schema.value)) schemas.push(flat);
    if (!narrows && isOpen(schema.value)) open = true;
    const composed = composedOf(source, flat, alternatives);
    for (let index = composed.length - 1; index >= 0; index -= 1) {
      const pending = composed[index];
      if (pending !== undefined) stack.push(pending);
    }
  }
  return { schemas, open };
}

const nothing: readonly Pending[] = [];

/** What a schema is composed of. Branches of a schema that has properties of its own only narrow it. */
function composedOf(source: Source, schema: FlatSchema, alternatives: boolean): readonly Pending[] {
  const { value, narrows } = schema;
  const reference = own(value, '$ref');
  const all = source.elements(schema, 'allOf');
  const branches = alternatives
    ? [...source.elements(schema, 'oneOf'), ...source.elements(schema, 'anyOf')]
    : [];
  if (typeof reference !== 'string' && all.length === 0 && branches.length === 0) return nothing;
  const isNarrowed =
    narrows ||
    own(value, 'properties') !== undefined ||
    own(value, 'items') !== undefined ||
    own(value, 'additionalProperties') !== undefined;
  const target = source.follow(schema);
  const pending: Pending[] = target === null ? [] : [{ spot: target, narrows: isNarrowed }];
  for (const spot of all) pending.push({ spot, narrows: isNarrowed || all.length > 1 });
  for (const spot of branches) pending.push({ spot, narrows: isNarrowed || all.length > 0 });
  return pending;
}

function stepInto(schema: FlatSchema, key: string): Spot[] {
  const { value } = schema;
  const found: Spot[] = [];
  const properties = childOf(schema, 'properties');
  const property = properties === null ? null : childOf(properties, key);
  if (property !== null) found.push(property);
  const patterns = asObject(childOf(schema, 'patternProperties'));
  for (const pattern of Object.keys(patterns?.value ?? {})) {
    const matched = patterns !== null && matches(pattern, key) ? childOf(patterns, pattern) : null;
    if (matched !== null) found.push(matched);
  }
  const additional = childOf(schema, 'additionalProperties');
  if (found.length === 0 && additional !== null && isObject(additional.value)) found.push(additional);
  if (/^\d+$/.test(key) && allowsType(schema, 'array')) found.push(...itemsOf(schema, key));
  const lacksShape = properties === null && patterns === null && additional?.value !== false;
  if (found.length === 0 && lacksShape && !schema.narrows && typesOf(value).includes('object')) {
    found.push({ value: true, pointer: `${schema.pointer}#any` });
  }
  return found;
}

/** The schemas of elements: of the one at `index`, or of all. */
function itemsOf(schema: FlatSchema, index?: string): Spot[] {
  const prefix = childOf(schema, 'prefixItems');
  const first = index !== undefined && prefix !== null ? childOf(prefix, index) : null;
  if (first !== null) return [first];
  const items = childOf(schema, 'items');
  const all = items === null ? [] : [items];
  if (index !== undefined || prefix === null || !Array.isArray(prefix.value)) return all;
  return [...prefix.value.keys()]
    .map((position) => childOf(prefix, String(position)))
    .filter((spot) => spot !== null)
    .concat(all);
}

/** A regular expression of a description that JavaScript does not know matches nothing. */
function matches(pattern: string, key: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(key);
  } catch {
    return false;
  }
}

const annotations = new Set([
  'title',
  'description',
  'default',
  'example',
  'examples',
  'deprecated',
  'nullable',
]);
const composition = new Set(['$ref', 'allOf', 'oneOf', 'anyOf']);

/** More than a wrapper of other schemas. */
function saysSomething(value: JsonObject): boolean {
  return Object.keys(value).some((key) => !composition.has(key) && !isAnnotation(key));
}

/** Nothing but annotations. */
function isOpen(value: JsonObject): boolean {
  return Object.keys(value).every(isAnnotation);
}

function isAnnotation(key: string): boolean {
  return annotations.has(key) || key.startsWith('x-') || key === 'readOnly' || key === 'writeOnly';
}

function allowsType({ value }: FlatSchema, type: JsonType): boolean {
  const types = typesOf(value);
  return types.includes(type) || (type === 'number' && types.includes('integer'));
}

/** The types that a schema names, or that its keywords imply. */
function typesOf(value: JsonObject): readonly string[] {
  const type = own(value, 'type');
  if (typeof type === 'string') return [type];
  if (Array.isArray(type)) return type.filter((each) => typeof each === 'string');
  const implied: string[] = [];
  if (own(value, 'properties') !== undefined || own(value, 'additionalProperties') !== undefined)
    implied.push('object');
  if (own(value, 'items') !== undefined || own(value, 'prefixItems') !== undefined) implied.push('array');
  const listed: readonly JsonValue[] = [own(value, 'enum') ?? [], own(value, 'const') ?? null].flat();
  if (listed.some((each) => typeof each === 'string')) implied.push('string');
  const textual = ['format', 'pattern', 'minLength', 'maxLength'].some(
    (key) => own(value, key) !== undefined,
  );
  if (textual && implied.length === 0) implied.push('string');
  return implied;
}
