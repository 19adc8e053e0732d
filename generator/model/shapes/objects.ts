/** The keywords that say what an object holds. */
import type { JsonObject, JsonValue } from '../../load/document.js';
import { isObject, own, textOf } from '../source.js';
import type { ObjectShape, Property, Shape } from '../shape-types.js';
import { inside, type Context } from './context.js';
import { findDeclaration, requires, type Tags, type TagValue } from './declarations.js';
import { isTag } from './directions.js';
import type { Discriminators } from './discriminators.js';
import type { Graph } from './graph.js';
import { coverProperties, isPlain } from './intersections.js';
import { referenceOf, requiredNames } from './keywords.js';
import { hasDefault, isMarked } from './marks.js';
import type { TaggedMember } from './members.js';
import { anyObject, uniteShapes, unknownShape } from './unions.js';
import type { Resource } from './units.js';

/** What objects are made with. */
export interface ObjectTools {
  readonly graph: Graph;
  /** What is decided of properties wherever their schema stands. */
  readonly tags: ReadonlyMap<JsonObject, Tags>;
  readonly told: Discriminators['told'];
  /** What tells a member from the others in this union; null: nothing, or the member says it all. */
  tagOf(union: JsonObject, member: JsonValue, resource: Resource | null): TaggedMember | null;
  make(schema: JsonValue, context: Context): Shape;
}

/** The properties that a schema declares or asks for, and what its other keys hold. */
export function makeObject(tools: ObjectTools, schema: JsonObject, context: Context): ObjectShape {
  const inner = inside(context, context.resource);
  const declared = makeProperties(tools, schema, context);
  const rest = makeRest(tools, schema, inner);
  const names = new Set(declared.map(({ name }) => name));
  const properties = [...declared, ...makeAskedFor(tools, { schema, rest }, context)];
  const isSilent =
    rest === null && properties.length === 0 && own(schema, 'additionalProperties') === undefined;
  if (isSilent && !hasProperties(schema) && names.size === 0) return anyObject;
  return { kind: 'object', properties, rest: rest === null ? null : coverProperties(rest, properties) };
}

function hasProperties(schema: JsonObject): boolean {
  const properties = own(schema, 'properties');
  return isObject(properties) && Object.keys(properties).length > 0;
}

function makeProperties(tools: ObjectTools, schema: JsonObject, context: Context): Property[] {
  const { graph, tags, told } = tools;
  const { direction, resource } = context;
  const properties = own(schema, 'properties');
  if (!isObject(properties)) return [];
  const required = requiredNames(schema);
  const holders = [schema, ...context.holders];
  const inner = inside(context, resource);
  const made: Property[] = [];
  for (const [name, value] of Object.entries(properties)) {
    if (isHidden(graph, value, context)) continue;
    const tag = findTag(tags, holders, name);
    const isClosed = holders.some((holder) => isTag(holder, name, told));
    const mayBeLeftOut =
      direction === 'request' && isObject(value) && hasDefault(graph, { schema: value, resource });
    made.push({
      name,
      optional:
        mayBeLeftOut || !(tag === null ? required.has(name) : isRequired(graph, holders, context, name)),
      ...describe(graph, value),
      shape:
        tag === null
          ? tools.make(value, isClosed ? { ...inner, closed: 'throughout' } : inner)
          : makeTag(tag),
    });
  }
  return made;
}

/** What tells a schema apart follows all that it is composed of: a part may narrow it, and the base require it. */
function isRequired(
  graph: Graph,
  holders: readonly JsonObject[],
  { resource }: Context,
  name: string,
): boolean {
  return holders.some((schema) => requires(graph, { schema, resource }, name));
}

function describe(graph: Graph, schema: JsonValue): Pick<Property, 'deprecated' | 'doc'> {
  if (!isObject(schema) || (graph.dialect.ignoresSiblings && referenceOf(schema) !== null)) {
    return { deprecated: false, doc: null };
  }
  return { deprecated: schema['deprecated'] === true, doc: textOf(schema, 'description') };
}

/** A property that only the other side has. */
export function isHidden(graph: Graph, schema: JsonValue, { direction, resource }: Context): boolean {
  const keyword = direction === 'request' ? 'readOnly' : 'writeOnly';
  return isObject(schema) && isMarked(graph, { schema, resource }, keyword);
}

function findTag(
  tags: ReadonlyMap<JsonObject, Tags>,
  holders: readonly JsonObject[],
  name: string,
): readonly TagValue[] | null {
  for (const holder of holders) {
    const tag = tags.get(holder)?.get(name);
    if (tag !== undefined) return tag;
  }
  return null;
}

export function makeTag(tag: readonly TagValue[]): Shape {
  return uniteShapes(tag.map((value): Shape => ({ kind: 'literal', value })));
}

/**
 * Properties that the schema does not declare: the ones that it only requires, which a part of its composition may
 * declare, and the ones that tell it from other members of a union.
 */
function makeAskedFor(
  tools: ObjectTools,
  { schema, rest }: { readonly schema: JsonObject; readonly rest: Shape | null },
  context: Context,
): Property[] {
  const { tags, graph } = tools;
  const declared = own(schema, 'properties');
  const isDeclared = (name: string): boolean => isObject(declared) && Object.hasOwn(declared, name);
  const asked = new Map<string, readonly TagValue[] | null>();
  for (const name of requiredNames(schema)) if (!isDeclared(name)) asked.set(name, null);
  for (const [name, tag] of tags.get(schema) ?? []) if (!isDeclared(name)) asked.set(name, tag);
  const made: Property[] = [];
  for (const [name, tag] of asked) {
    const found = [schema, ...context.holders]
      .map((holder) => findDeclaration(graph, { schema: holder, resource: context.resource, tags }, name))
      .find((each) => each !== null);
    if (found !== undefined && isHidden(graph, found.schema, { ...context, resource: found.resource }))
      continue;
    const values = tag ?? found?.tag ?? null;
    const shape = values === null ? null : makeTag(values);
    const isAtIt = found !== undefined && context.budget.comparing.has(found.schema);
    const known =
      found === undefined || isAtIt ? rest : makeOnce(tools, found.schema, inside(context, found.resource));
    const plain = known !== null && isPlain(known) ? known : unknownShape;
    const optional = tag !== null && !isRequired(graph, [schema, ...context.holders], context, name);
    made.push({ name, optional, deprecated: false, doc: null, shape: shape ?? plain });
  }
  return made;
}

function makeOnce(tools: ObjectTools, schema: JsonValue, context: Context): Shape {
  const { comparing } = context.budget;
  comparing.add(schema);
  const shape = tools.make(schema, context);
  comparing.delete(schema);
  return shape;
}

/** Null: the schema says nothing of other keys, or that there are none. */
function makeRest(tools: ObjectTools, schema: JsonObject, inner: Context): Shape | null {
  const patterns = own(schema, 'patternProperties');
  const ofPatterns = isObject(patterns) ? Object.values(patterns).map((each) => tools.make(each, inner)) : [];
  const others = own(schema, 'additionalProperties') ?? own(schema, 'unevaluatedProperties');
  const ofOthers = others === undefined || others === false ? [] : [tools.make(others, inner)];
  const all = [...ofPatterns, ...ofOthers];
  return all.length === 0 ? null : uniteShapes(all);
}
