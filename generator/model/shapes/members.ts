/** The members of unions: which they are, and what the union says of them beyond what they say of themselves. */
import type { JsonValue } from '../../load/document.js';
import type { ObjectShape } from '../shape-types.js';
import { isObject } from '../source.js';
import type { Context } from './context.js';
import { findDeclaration, findTelling, requires, resolveSchema } from './declarations.js';
import type { MemberTag } from './discriminators.js';
import type { Graph } from './graph.js';
import { enumValues, namedTypes, referenceOf } from './keywords.js';
import { hasDefault } from './marks.js';
import { isHidden, makeTag, type ObjectTools } from './objects.js';
import type { Resource, Unit } from './units.js';

/** A member of a union, and what tells it from the others. */
export interface TaggedMember {
  readonly unit: Unit;
  readonly tag: MemberTag;
}

/** Null for a member that nothing tells from others but what it says itself. */
export function findMember(
  graph: Graph,
  from: {
    readonly tags: ReadonlyMap<Unit, MemberTag>;
    readonly member: JsonValue;
    readonly resource: Resource | null;
  },
): TaggedMember | null {
  const { tags, member, resource } = from;
  const isReference = isObject(member) && referenceOf(member) !== null;
  const target = isReference ? graph.follow(member, resource) : null;
  const unit = target === null ? null : graph.finalOf(target);
  const tag = unit === null ? undefined : tags.get(unit);
  return unit === null || tag === undefined ? null : { unit, tag };
}

/** A base that lists its own descendants: what they inherit is the rest of it. */
export function leadsBack(
  graph: Graph,
  members: readonly JsonValue[],
  { unit, inherits, resource }: Context,
): boolean {
  if (unit === null || unit.circle === 0 || !inherits) return false;
  return members.some((member) => {
    const isReference = isObject(member) && referenceOf(member) !== null;
    const target = isReference ? graph.follow(member, resource) : null;
    return target !== null && target.circle === unit.circle;
  });
}

/** False for a schema that says that it is something else. */
export function mayBeObject(graph: Graph, unit: Unit): boolean {
  const final = graph.finalOf(unit);
  if (final === null) return true;
  const listed = enumValues(final.value);
  if (listed !== null) return listed.some((value) => isObject(value));
  return namedTypes(final.value)?.includes('object') ?? true;
}

/** The property by which a member is told from others; null where the member alone says as much, or does not have it. */
export function tellMember(
  { graph, tags }: Pick<ObjectTools, 'graph' | 'tags'>,
  { unit, tag }: TaggedMember,
  context: Context,
): ObjectShape | null {
  const { property: name, values } = tag;
  const from = { schema: unit.value, resource: unit.resource };
  const found = findDeclaration(graph, { ...from, tags }, name);
  const inner: Context = { ...context, resource: found?.resource ?? null };
  if (found !== null && isHidden(graph, found.schema, inner)) return null;
  const mayBeLeftOut =
    context.direction === 'request' &&
    found !== null &&
    isObject(found.schema) &&
    hasDefault(graph, { schema: found.schema, resource: found.resource });
  const telling = findTelling(graph, from, name);
  const schema = telling === null ? null : resolveSchema(graph, telling);
  const declared = found?.tag ?? (schema === null ? null : enumValues(schema));
  const isSaid = declared?.every((value) => values.some((each) => each === value)) === true;
  if (isSaid && !mayBeLeftOut && requires(graph, from, name)) return null;
  const property = { name, optional: false, deprecated: false, doc: null, shape: makeTag(values) };
  return { kind: 'object', properties: [property], rest: null };
}
