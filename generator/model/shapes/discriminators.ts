/**
 * Which values a property has that tells the members of a union apart (OpenAPI, Discriminator Object). They are decided
 * once for each member, from the mapping, else from what the member itself says, else from its name, so that no two
 * declarations can contradict each other.
 *
 * A union says what its members are within it, not what they are elsewhere: there a member is what it declares, unless
 * it derives from a base that has the discriminator.
 */
import type { JsonObject, JsonValue } from '../../load/document.js';
import { isObject, own } from '../source.js';
import { findTelling, resolveSchema, type Tags, type TagValue } from './declarations.js';
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
  /** They hold wherever the schema stands, not in the union alone. */
  readonly stands: boolean;
}

type Collected = Map<JsonObject, Map<string, Ranked>>;

/** What tells one member of a union from the others. */
export interface MemberTag {
  readonly property: string;
  readonly values: readonly TagValue[];
}

/** What tells schemas apart, in unions and everywhere. */
export interface Discriminators {
  /** By schema: values that hold wherever it stands. */
  readonly standing: ReadonlyMap<JsonObject, Tags>;
  /** By the schema that is the union: its members that have a name. */
  readonly members: ReadonlyMap<JsonObject, ReadonlyMap<Unit, MemberTag>>;
  /** By schema: the properties that tell it apart somewhere. */
  readonly told: ReadonlyMap<JsonObject, ReadonlySet<string>>;
}

/** A member of a union, and what that union knows of it. */
interface Membership {
  readonly union: JsonObject;
  readonly unit: Unit;
  readonly property: string;
  readonly ranked: Ranked;
}

/** The values of every schema that is a member of a discriminated union or derives from a discriminated base. */
export function findDiscriminators(graph: Graph): Discriminators {
  const collected: Collected = new Map();
  const memberships: Membership[] = [];
  const derived = graph.discriminated.length === 0 ? new Map<Unit, Unit[]>() : findDerived(graph);
  for (const found of graph.discriminated) {
    const discriminator = discriminatorOf(found.schema);
    if (discriminator === null) continue;
    const { property } = discriminator;
    const mapped = readMapping(graph, discriminator.mapping, found.resource);
    const listed = [...membersOf(found.schema, 'oneOf'), ...membersOf(found.schema, 'anyOf')];
    const descendants = descendantsOf(derived, found);
    const units = listed.length > 0 ? findMembers(graph, listed, found.resource) : descendants;
    for (const unit of units) {
      const descends = descendants.has(unit);
      const ranked = chooseValues(graph, unit, { property, mapped, descends });
      if (ranked === null) continue;
      add(collected, unit.value, property, ranked);
      if (listed.length > 0) memberships.push({ union: found.schema, unit, property, ranked });
    }
  }
  return {
    standing: new Map([...collected].map(([schema, ranked]) => [schema, toTags(ranked)])),
    members: listMembers(collected, memberships),
    told: new Map([...collected].map(([schema, ranked]) => [schema, new Set(ranked.keys())])),
  };
}

function toTags(ranked: ReadonlyMap<string, Ranked>): Tags {
  return new Map(
    [...ranked].flatMap(([property, { values, stands }]) => (stands ? [[property, values]] : [])),
  );
}

/** A union's own word counts, unless it is no more than a name where a base knows better. */
function listMembers(collected: Collected, memberships: readonly Membership[]): Discriminators['members'] {
  const members = new Map<JsonObject, Map<Unit, MemberTag>>();
  for (const { union, unit, property, ranked } of memberships) {
    const best = collected.get(unit.value)?.get(property) ?? ranked;
    const { values } = best.stands && best.rank > ranked.rank ? best : ranked;
    const known = members.get(union) ?? new Map<Unit, MemberTag>();
    members.set(union, known.set(unit, { property, values }));
  }
  return members;
}

function add(collected: Collected, schema: JsonObject, property: string, ranked: Ranked): void {
  const tags = collected.get(schema) ?? new Map<string, Ranked>();
  collected.set(schema, tags);
  const known = tags.get(property);
  if (known === undefined) {
    tags.set(property, ranked);
    return;
  }
  const stands = known.stands || ranked.stands;
  const better = known.rank > ranked.rank ? known : ranked;
  const isMerged = known.rank === ranked.rank;
  const values = isMerged ? [...new Set([...known.values, ...ranked.values])] : better.values;
  tags.set(property, { rank: better.rank, values, stands });
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
): ReadonlySet<Unit> {
  const found = new Set<Unit>();
  // A discriminator that is buried in a property of its schema has no descendants.
  if (unit.value !== schema && !membersOf(unit.value, 'allOf').includes(schema)) return found;
  const stack = [unit];
  for (let base = stack.pop(); base !== undefined; base = stack.pop()) {
    for (const each of derived.get(base) ?? []) {
      if (each === unit || found.has(each)) continue;
      found.add(each);
      stack.push(each);
    }
  }
  return found;
}

interface Knowledge {
  readonly property: string;
  readonly mapped: ReadonlyMap<Unit, readonly string[]>;
  readonly descends: boolean;
}

function chooseValues(graph: Graph, unit: Unit, { property, mapped, descends }: Knowledge): Ranked | null {
  const declaration = findTelling(graph, { schema: unit.value, resource: unit.resource }, property);
  const schema = declaration === null ? null : resolveSchema(graph, declaration);
  const declared = (schema === null ? null : enumValues(schema))?.filter((value) => value !== null) ?? null;
  const known = declared?.filter(isTag) ?? null;
  const isOwn = declaration?.isOwn === true;
  const rank = (from: keyof typeof ranks, values: readonly TagValue[]): Ranked => {
    const isSaid = isOwn && known?.every((value) => values.includes(value)) === true;
    return { rank: ranks[from], values, stands: descends || isSaid };
  };
  const keys = mapped.get(unit)?.map((key) => readTag(key, schema)) ?? [];
  if (keys.length > 0) {
    const agreed = isOwn ? keys.filter((key) => known?.includes(key)) : keys;
    return rank('mapping', agreed.length > 0 ? agreed : keys);
  }
  if (known !== null && isOwn && known.length === 1) return rank('own', known);
  if (unit.key === null) return null;
  const name = readTag(unit.key, schema);
  if (known === null || known.includes(name)) return rank('name', [name]);
  const alike = known.filter((value) => String(value).toLowerCase() === String(name).toLowerCase());
  if (alike.length === 1) return rank('name', alike);
  return isOwn ? rank('own', known) : null;
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
