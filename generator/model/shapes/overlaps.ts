/** The same property declared twice: in a schema and in one that it is composed of. */
import type { JsonObject, JsonValue } from '../../load/document.js';
import type { ObjectShape, Property, Shape } from '../shape-types.js';
import { inside, type Context } from './context.js';
import { findDeclaration, findProperties, requires, type Declaration } from './declarations.js';
import { intersectShapes } from './intersections.js';
import { membersOf } from './keywords.js';
import { makeTag, type ObjectTools } from './objects.js';
import { alternativesOf, unknownShape } from './unions.js';
import type { Unit } from './units.js';

/**
 * True when an object changes a property of a named schema in a way that `Name & { … }` does not express: because
 * both contradict each other, or because only one of them requires it.
 */
export function overlaps(
  tools: ObjectTools,
  { unit, object }: { readonly unit: Unit; readonly object: ObjectShape },
  context: Context,
): boolean {
  return object.properties.some((property) => changes(tools, { unit, property }, context));
}

function changes(
  tools: ObjectTools,
  { unit, property }: { readonly unit: Unit; readonly property: Property },
  context: Context,
): boolean {
  const { graph, tags } = tools;
  const found = findDeclaration(graph, { schema: unit.value, resource: unit.resource, tags }, property.name);
  if (found === null) return false;
  if (property.shape.kind === 'unknown') return true;
  if (
    property.optional &&
    !(
      isTagLike(property.shape) &&
      !requires(graph, { schema: unit.value, resource: unit.resource }, property.name)
    )
  )
    return true;
  const declared = makeDeclared(tools, found, context);
  if (declared === null) return false;
  if (isStructured(declared) && isStructured(property.shape)) return false;
  const both = intersectShapes([declared, property.shape]);
  return both === null || JSON.stringify(both) !== JSON.stringify(property.shape);
}

/** One of some values, as the property is that tells schemas apart. */
function isTagLike(shape: Shape): boolean {
  return alternativesOf(shape).every(({ kind }) => kind === 'literal');
}

/** True when two named schemas declare a property so that no value fits both. */
export function contradict(
  tools: ObjectTools,
  { left, right }: { readonly left: Unit; readonly right: Unit },
  context: Context,
): boolean {
  const { graph, tags } = tools;
  return [...findProperties(graph, right)].some((name) => {
    const a = findDeclaration(graph, { schema: left.value, resource: left.resource, tags }, name);
    const b = findDeclaration(graph, { schema: right.value, resource: right.resource, tags }, name);
    if (a === null || b === null || (a.schema === b.schema && a.tag === b.tag)) return false;
    const [first, second] = [a, b].map((each) => makeDeclared(tools, each, context) ?? unknownShape);
    return first !== undefined && second !== undefined && intersectShapes([first, second]) === null;
  });
}

/** What a declaration says; null where this is what is being found out. */
function makeDeclared(
  tools: ObjectTools,
  { schema, resource, tag }: Declaration,
  context: Context,
): Shape | null {
  if (tag !== null) return makeTag(tag);
  const { comparing } = context.budget;
  if (comparing.has(schema)) return null;
  comparing.add(schema);
  const shape = tools.make(schema, inside(context, resource));
  comparing.delete(schema);
  return shape;
}

function isStructured({ kind }: Shape): boolean {
  return kind === 'object' || kind === 'intersection';
}

/** An object without what all of its alternatives declare, too: they say it more exactly. */
export function thinOut(
  tools: ObjectTools,
  { schema, object }: { readonly schema: JsonObject; readonly object: ObjectShape },
  { resource }: Context,
): ObjectShape {
  const { graph, tags } = tools;
  const members = [...membersOf(schema, 'oneOf'), ...membersOf(schema, 'anyOf')];
  if (members.length === 0 || object.properties.length === 0) return object;
  const properties = object.properties.flatMap((property): Property[] => {
    const { name, optional } = property;
    const isTold = (member: JsonValue): boolean =>
      tools.tagOf(schema, member, resource)?.tag.property === name;
    const isElsewhere = members.every(
      (member) => isTold(member) || findDeclaration(graph, { schema: member, resource, tags }, name) !== null,
    );
    if (!isElsewhere) return [property];
    const isRequired = members.every(
      (member) => isTold(member) || requires(graph, { schema: member, resource }, name),
    );
    return optional || isRequired ? [] : [{ ...property, shape: unknownShape }];
  });
  return { ...object, properties };
}
