/** Everything that a schema demands of one value, with references followed, `allOf` joined and alternatives chosen. */
import { isObject, listOf, objectOf, textOf } from './json.js';
import type { Schemas } from './schemas.js';
import type { JsonSchema } from './translate.js';

export class Unsampleable extends Error {
  override readonly name: string = 'Unsampleable';
}

/** The joined demands; a list means that all of its members hold. */
export interface Demands {
  types: ReadonlySet<string> | null;
  allowed: readonly unknown[] | null;
  readonly properties: Map<string, JsonSchema[]>;
  readonly required: Set<string>;
  readonly additional: JsonSchema[];
  readonly patterned: [pattern: string, schema: JsonSchema][];
  readonly items: JsonSchema[];
  prefix: readonly JsonSchema[];
  readonly contains: JsonSchema[];
  readonly patterns: string[];
  format: string | null;
  isBytes: boolean;
  isUnique: boolean;
  /** The strictest of each bound; the second of a pair is exclusive. */
  readonly bounds: Map<string, number>;
  multipleOf: number | null;
  /** What a discriminator demands. */
  readonly fixed: Map<string, string>;
  /** Names of the schemas that were followed on the way. */
  readonly followed: string[];
}

const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties', 'minContains'];
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];

/** Chooses one of `count` alternatives. */
export type Choose = (count: number) => number;

/** Throws `Unsampleable` where nothing can be valid, or references go round. */
export function gatherDemands(schemas: Schemas, schema: JsonSchema, choose: Choose): Demands {
  const demands: Demands = {
    types: null,
    allowed: null,
    properties: new Map(),
    required: new Set(),
    additional: [],
    patterned: [],
    items: [],
    prefix: [],
    contains: [],
    patterns: [],
    format: null,
    isBytes: false,
    isUnique: false,
    bounds: new Map(),
    multipleOf: null,
    fixed: new Map(),
    followed: [],
  };
  addSchema(demands, schema, { schemas, choose, member: null, depth: 0 });
  return demands;
}

interface Walk {
  readonly schemas: Schemas;
  readonly choose: Choose;
  /** Where the schema that everything here is part of stands, as a discriminator's mapping names it. */
  readonly member: string | null;
  readonly depth: number;
}

function addSchema(demands: Demands, schema: JsonSchema, walk: Walk): void {
  if (schema === true) return;
  if (schema === false) throw new Unsampleable('the schema is false');
  if (walk.depth > 60) throw new Unsampleable('references go round');
  const inner: Walk = { ...walk, depth: walk.depth + 1 };
  const reference = textOf(schema['$ref']);
  if (reference !== null) {
    demands.followed.push(reference);
    const member = walk.member ?? walk.schemas.placeOf(reference);
    addSchema(demands, walk.schemas.get(reference), { ...inner, member });
  }
  addKeywords(demands, schema);
  for (const part of listOf(schema['allOf'])) addSchema(demands, part as JsonSchema, inner);
  for (const key of ['oneOf', 'anyOf']) {
    const members = listOf(schema[key]);
    if (members.length === 0) continue;
    const chosen = members[walk.choose(members.length)] as JsonSchema;
    const place = textOf(objectOf(chosen)['$ref']);
    const property = textOf(objectOf(schema['x-discriminator'])['property']);
    if (place !== null && property !== null) {
      fixDiscriminator(demands, schema, walk.schemas.placeOf(place));
      // Without it nobody could tell the members apart (OpenAPI 3.1, Discriminator Object).
      demands.required.add(property);
    }
    addSchema(demands, chosen, { ...inner, member: null });
  }
  if (walk.member !== null) fixDiscriminator(demands, schema, walk.member);
}

/** A member of a union, or a schema that extends a base with a discriminator, says in it which one it is. */
function fixDiscriminator(demands: Demands, schema: JsonSchema, member: string): void {
  const discriminator = objectOf(objectOf(schema)['x-discriminator']);
  const property = textOf(discriminator['property']);
  if (property === null || demands.fixed.has(property)) return;
  const mapped = textOf(objectOf(discriminator['values'])[member]);
  demands.fixed.set(property, mapped ?? decodeName(member));
}

function decodeName(place: string): string {
  // Of a schema that is a file of its own, the file's name without its ending.
  const name =
    place
      .replace(/(\.(json|ya?ml))?#$/, '')
      .split('/')
      .at(-1) ?? '';
  return name.replaceAll('~1', '/').replaceAll('~0', '~');
}

function addKeywords(demands: Demands, schema: Exclude<JsonSchema, boolean>): void {
  const types = listOf(typeof schema['type'] === 'string' ? [schema['type']] : schema['type']).map(String);
  if (types.length > 0) demands.types = joinTypes(demands.types, new Set(types));
  if (Array.isArray(schema['enum'])) allowOnly(demands, schema['enum'] as unknown[]);
  if ('const' in schema) allowOnly(demands, [schema['const']]);
  for (const [name, property] of Object.entries(objectOf(schema['properties']))) {
    demands.properties.set(name, [...(demands.properties.get(name) ?? []), property as JsonSchema]);
  }
  for (const name of listOf(schema['required'])) demands.required.add(String(name));
  for (const [key, list] of [
    ['additionalProperties', demands.additional],
    ['items', demands.items],
    ['contains', demands.contains],
  ] as const) {
    if (isSchema(schema[key])) list.push(schema[key]);
  }
  for (const [pattern, one] of Object.entries(objectOf(schema['patternProperties']))) {
    demands.patterned.push([pattern, one as JsonSchema]);
  }
  if (Array.isArray(schema['prefixItems'])) demands.prefix = schema['prefixItems'] as JsonSchema[];
  if (typeof schema['pattern'] === 'string') demands.patterns.push(schema['pattern']);
  demands.format = textOf(schema['format']) ?? demands.format;
  demands.isBytes ||= schema['x-bytes'] === true;
  demands.isUnique ||= schema['uniqueItems'] === true;
  if (typeof schema['multipleOf'] === 'number') demands.multipleOf = schema['multipleOf'];
  for (const key of [...LOWER, ...UPPER]) {
    const bound = schema[key];
    if (typeof bound !== 'number') continue;
    const known = demands.bounds.get(key);
    const strictest = LOWER.includes(key) ? Math.max : Math.min;
    demands.bounds.set(key, known === undefined ? bound : strictest(known, bound));
  }
}

function isSchema(value: unknown): value is JsonSchema {
  return isObject(value) || typeof value === 'boolean';
}

function allowOnly(demands: Demands, values: readonly unknown[]): void {
  const texts = new Set(values.map((value) => JSON.stringify(value)));
  demands.allowed =
    demands.allowed === null ? values : demands.allowed.filter((value) => texts.has(JSON.stringify(value)));
  if (demands.allowed.length === 0) throw new Unsampleable('its enums have no value in common');
}

function joinTypes(known: ReadonlySet<string> | null, more: ReadonlySet<string>): ReadonlySet<string> {
  if (known === null) return more;
  const both = new Set<string>();
  for (const type of known) {
    if (more.has(type)) both.add(type);
    if (type === 'integer' && more.has('number')) both.add('integer');
    if (type === 'number' && more.has('integer')) both.add('integer');
  }
  if (both.size === 0) throw new Unsampleable(`it wants ${[...known].join('|')} and ${[...more].join('|')}`);
  return both;
}
