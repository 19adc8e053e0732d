/**
 * Which values a property has that tells the members of a union apart (OpenAPI, Discriminator Object). They are decided
 * once for each member, from the mapping, else from what the member itself says, else from its name, so that no two
 * declarations can contradict each other.
 */
import type { JsonObject, JsonValue } from '../../load/document.js';
import { isObject, own } from '../source.js';
import { findDeclaration, resolveSchema, type Tags, type TagValue } from './declarations.js';
import type { Discriminated, Graph } from './graph.js';
import {
  discriminatorOf,
  enumValues,
  isPlainReference,
  membersOf,
  namedTypes,
  referenceOf,
} from './keywords.js';
import type { Resource, Unit } from './units.js';

/** Where values are known from; the better source wins. */
const ranks = { name: 1, own: 2, mapping: 3 } as const;

interface Ranked {
  readonly rank: number;
  readonly values: readonly TagValue[];
}

type Collected = Map<JsonObject, Map<string, Ranked>>;

/** The values of every schema that is a member of a discriminated union or derives from a discriminated base. */
export function findTags(graph: Graph): ReadonlyMap<JsonObject, Tags> {
  const collected: Collected = new Map();
  let derived: ReadonlyMap<Unit, readonly Unit[]> | null = null;
  for (const found of graph.discriminated) {
    const discriminator = discriminatorOf(found.schema);
    if (discriminator === null) continue;
    const mapped = readMapping(graph, discriminator.mapping, found.resource);
    const members = [...membersOf(found.schema, 'oneOf'), ...membersOf(found.schema, 'anyOf')];
    const units =
      members.length > 0
        ? findMembers(graph, members, found.resource)
        : descendantsOf((derived ??= findDerived(graph)), found);
    for (const unit of units) {
      const ranked = chooseValues(graph, unit, { property: discriminator.property, mapped });
      if (ranked !== null) add(collected, unit.value, discriminator.property, ranked);
    }
  }
  return new Map([...collected].map(([schema, ranked]) => [schema, toTags(ranked)]));
}

function toTags(ranked: ReadonlyMap<string, Ranked>): Tags {
  return new Map([...ranked].map(([property, { values }]) => [property, values]));
}

function add(collected: Collected, schema: JsonObject, property: string, ranked: Ranked): void {
  const tags = collected.get(schema) ?? new Map<string, Ranked>();
  collected.set(schema, tags);
  const known = tags.get(property);
  if (known !== undefined && known.rank > ranked.rank) return;
  const isMerged = known?.rank === ranked.rank;
  tags.set(
    property,
    isMerged ? { ...ranked, values: [...new Set([...known.values, ...ranked.values])] } : ranked,
  );
}

/** The keys of a mapping, by the schema that each leads to: by its name or by a reference. */
function readMapping(
  graph: Graph,
  mapping: JsonObject,
  resource: Resource | null,
): ReadonlyMap<Unit, readonly string[]> {
  const mapped = new Map<Unit, string[]>();
  for (const [key, target] of Object.entries(mapping)) {
    if (typeof target !== 'string') continue;
    const unit = graph.componentAt(target) ?? graph.follow({ $ref: target }, resource);
    const final = unit === null ? null : graph.finalOf(unit);
    if (final !== null) mapped.set(final, [...(mapped.get(final) ?? []), key]);
  }
  return mapped;
}

/** The schemas that a union refers to. An inline member has no name, so only its own property can tell it apart. */
function findMembers(
  graph: Graph,
  members: readonly JsonValue[],
  resource: Resource | null,
): readonly Unit[] {
  return members.flatMap((member) => {
    if (!isObject(member) || !isPlainReference(member, graph.dialect)) return [];
    const unit = graph.follow(member, resource);
    const final = unit === null ? null : graph.finalOf(unit);
    return final === null || isUnion(final.value) ? [] : [final];
  });
}

function isUnion(schema: JsonObject): boolean {
  const isComposed = own(schema, 'oneOf') !== undefined || own(schema, 'anyOf') !== undefined;
  return isComposed && own(schema, 'properties') === undefined && own(schema, 'allOf') === undefined;
}

/** Which components have which others under `allOf`. */
function findDerived(graph: Graph): ReadonlyMap<Unit, readonly Unit[]> {
  const derived = new Map<Unit, Unit[]>();
  for (const unit of graph.units) {
    if (unit.key === null) continue;
    for (const part of membersOf(unit.value, 'allOf')) {
      const schema = isObject(part) ? part : {};
      const base = referenceOf(schema) === null ? null : graph.follow(schema, unit.resource);
      const final = base === null ? null : graph.finalOf(base);
      if (final === null) continue;
      const known = derived.get(final);
      if (known === undefined) derived.set(final, [unit]);
      else known.push(unit);
    }
  }
  return derived;
}

function descendantsOf(
  derived: ReadonlyMap<Unit, readonly Unit[]>,
  { schema, unit }: Discriminated,
): readonly Unit[] {
  // A discriminator that is buried in a property of its schema has no descendants.
  if (unit.value !== schema && !membersOf(unit.value, 'allOf').includes(schema)) return [];
  const found = new Set<Unit>();
  const stack = [unit];
  for (let base = stack.pop(); base !== undefined; base = stack.pop()) {
    for (const each of derived.get(base) ?? []) {
      if (each === unit || found.has(each)) continue;
      found.add(each);
      stack.push(each);
    }
  }
  return [...found];
}

function chooseValues(
  graph: Graph,
  unit: Unit,
  { property, mapped }: { readonly property: string; readonly mapped: ReadonlyMap<Unit, readonly string[]> },
): Ranked | null {
  const declaration = findDeclaration(graph, { schema: unit.value, resource: unit.resource }, property);
  const schema = declaration === null ? null : resolveSchema(graph, declaration);
  const declared = (schema === null ? null : enumValues(schema))?.filter((value) => value !== null) ?? null;
  const known = declared?.filter(isTag) ?? null;
  const keys = mapped.get(unit)?.map((key) => readTag(key, schema)) ?? [];
  if (keys.length > 0) {
    const agreed = declaration?.isOwn === true ? keys.filter((key) => known?.includes(key)) : keys;
    return { rank: ranks.mapping, values: agreed.length > 0 ? agreed : keys };
  }
  if (known !== null && declaration?.isOwn === true && known.length === 1) {
    return { rank: ranks.own, values: known };
  }
  if (unit.key === null) return null;
  const name = readTag(unit.key, schema);
  if (known === null || known.includes(name)) return { rank: ranks.name, values: [name] };
  const alike = known.filter((value) => String(value).toLowerCase() === String(name).toLowerCase());
  if (alike.length === 1) return { rank: ranks.name, values: alike };
  return declaration?.isOwn === true ? { rank: ranks.own, values: known } : null;
}

function isTag(value: unknown): value is TagValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Keys of a mapping are texts; the property may be none. */
function readTag(key: string, schema: JsonObject | null): TagValue {
  const types = schema === null ? [] : (namedTypes(schema) ?? []);
  const isNumber = types.includes('integer') || types.includes('number');
  if (isNumber && key.trim() !== '' && Number.isFinite(Number(key))) return Number(key);
  return types.includes('boolean') && (key === 'true' || key === 'false') ? key === 'true' : key;
}
