/** What holds at once: merged where the result is exact, side by side where it is not. */
import type { ObjectShape, Property, Shape } from '../shape-types.js';
import {
  alternativesOf,
  anyObject,
  neverShape,
  nullShape,
  splitNull,
  uniteShapes,
  unknownShape,
} from './unions.js';

/**
 * All of the shapes. Null where they contradict each other: the description then says what it cannot mean, and the
 * caller decides which part to believe.
 */
export function intersectShapes(shapes: readonly Shape[]): Shape | null {
  let result: Shape = unknownShape;
  for (const shape of shapes) {
    const next = intersect(result, shape);
    if (next === null) return null;
    result = next;
  }
  return result;
}

/**
 * Keywords of one type beside alternatives of several: without `type` they hold of a value of theirs alone (JSON
 * Schema, core, section 7.6.1). Null where they hold of all alternatives.
 */
export function applyWhereItFits(said: Shape, others: Shape | null): Shape | null {
  if (others?.kind !== 'union') return null;
  const joined = others.members.map((member) => intersect(member, said));
  if (!joined.includes(null)) return null;
  return uniteShapes(others.members.map((member, at) => joined[at] ?? member));
}

function intersect(left: Shape, right: Shape): Shape | null {
  if (left === right || right.kind === 'unknown') return left;
  if (left.kind === 'unknown') return right;
  if (left.kind === 'never' || right.kind === 'never') return neverShape;
  const [a, b] = [splitNull(left), splitNull(right)];
  if (a.isNullable || b.isNullable) {
    if (a.shape.kind === 'never' || b.shape.kind === 'never') {
      return (a.isNullable || mayBeNull(a.shape)) && (b.isNullable || mayBeNull(b.shape)) ? nullShape : null;
    }
    const rest = intersect(a.shape, b.shape);
    return a.isNullable && b.isNullable ? uniteShapes([rest ?? neverShape, nullShape]) : rest;
  }
  return intersectPresent(left, right);
}

/** A name can stand for null, too. */
function mayBeNull({ kind }: Shape): boolean {
  return kind === 'name' || kind === 'intersection';
}

function intersectPresent(left: Shape, right: Shape): Shape | null {
  if (isStructure(left) && isStructure(right)) return combine(left, right);
  if (left.kind === 'union' || right.kind === 'union') {
    const pairs = alternativesOf(left).length * alternativesOf(right).length;
    if (pairs > MAX_PAIRS && !(isListed(left) && isListed(right))) {
      return { kind: 'intersection', members: [left, right] };
    }
    const found = alternativesOf(left).flatMap((a) =>
      alternativesOf(right).flatMap((b) => {
        const both = intersect(a, b);
        return both === null ? [] : [both];
      }),
    );
    return found.length === 0 ? null : uniteShapes(found);
  }
  return narrow(left, right) ?? narrow(right, left);
}

/** Alternatives that are put together one with the other; more of them are left to TypeScript. */
const MAX_PAIRS = 64;

/** Values one after the other: nothing grows when such lists are compared. */
function isListed(shape: Shape): boolean {
  return alternativesOf(shape).every(({ kind }) => kind === 'literal' || isScalarKind(kind));
}

function isScalarKind(kind: Shape['kind']): boolean {
  return kind === 'string' || kind === 'number' || kind === 'boolean' || kind === 'null' || kind === 'open';
}

/** Objects, names, and alternatives and combinations of them. */
function isStructure(shape: Shape): boolean {
  switch (shape.kind) {
    case 'object':
    case 'name':
    case 'intersection':
      return true;
    case 'union':
      return shape.members.every(isStructure);
    default:
      return false;
  }
}

function partsOf(shape: Shape): readonly Shape[] {
  return shape.kind === 'intersection' ? shape.members : [shape];
}

/** Names first, then one object with all properties, then alternatives. */
function combine(left: Shape, right: Shape): Shape {
  const parts = [...partsOf(left), ...partsOf(right)];
  const names = new Map(parts.flatMap((part) => (part.kind === 'name' ? [[part.name, part] as const] : [])));
  const others = parts.filter(({ kind }) => kind === 'union');
  const objects = parts.filter((part) => part.kind === 'object');
  const said = objects.filter((object) => !saysNothing(object));
  const isAlone = names.size + others.length === 0;
  const merged = said.length === 0 ? (isAlone ? objects.slice(0, 1) : []) : [said.reduce(mergeObjects)];
  const members = [
    ...names.values(),
    ...merged.map((object) => (isAlone ? object : loosen(object))),
    ...others,
  ];
  const [first] = members;
  return members.length === 1 && first !== undefined ? first : { kind: 'intersection', members };
}

/** True where whatever else is said says more. A schema that allows other keys in so many words says that. */
function saysNothing(object: ObjectShape): boolean {
  return object === anyObject || (object.properties.length === 0 && object.rest === null);
}

/** Beside a name, other keys may hold whatever the name's properties hold. */
function loosen(object: ObjectShape): ObjectShape {
  return object.rest === null ? object : { ...object, rest: unknownShape };
}

/** Both; where they declare the same property and contradict each other, the second is believed. */
function mergeObjects(left: ObjectShape, right: ObjectShape): ObjectShape {
  const properties = new Map(left.properties.map((property) => [property.name, property]));
  for (const property of right.properties) {
    const known = properties.get(property.name);
    properties.set(property.name, known === undefined ? property : mergeProperty(known, property));
  }
  const list = [...properties.values()];
  const rest =
    left.rest === null || right.rest === null ? (left.rest ?? right.rest) : restOf(left.rest, right.rest);
  return { kind: 'object', properties: list, rest: rest === null ? null : coverProperties(rest, list) };
}

function restOf(left: Shape, right: Shape): Shape {
  return intersect(left, right) ?? unknownShape;
}

function mergeProperty(left: Property, right: Property): Property {
  return {
    name: left.name,
    optional: left.optional && right.optional,
    deprecated: left.deprecated || right.deprecated,
    doc: right.doc ?? left.doc,
    shape: intersect(left.shape, right.shape) ?? (asksOnly(right.shape) ? left.shape : right.shape),
  };
}

/** Names that are required, and no more: that alone does not make something else an object. */
function asksOnly(shape: Shape): boolean {
  if (shape.kind !== 'object' || shape.rest !== null) return false;
  return shape.properties.every((property) => !property.optional && property.shape.kind === 'unknown');
}

/** Properties from which on other keys hold anything: a union of all would be longer than it is useful. */
const MAX_COVERED = 8;

/** What other keys hold, widened until every property fits (TypeScript, index signatures). */
export function coverProperties(rest: Shape, properties: readonly Property[]): Shape {
  if (properties.length === 0 || rest.kind === 'unknown') return rest;
  const isSmall = properties.length <= MAX_COVERED && properties.every(({ shape }) => isPlain(shape));
  return isSmall ? uniteShapes([rest, ...properties.map(({ shape }) => shape)]) : unknownShape;
}

/** Short enough to be said twice. */
export function isPlain(shape: Shape): boolean {
  switch (shape.kind) {
    case 'object':
    case 'tuple':
    case 'intersection':
      return false;
    case 'array':
      return isPlain(shape.items);
    case 'union':
      return shape.members.length <= MAX_COVERED && shape.members.every(isPlain);
    case 'open':
      return isPlain(shape.of);
    default:
      return true;
  }
}

/** `left`, as far as `right` allows it; null when `right` says nothing about such a shape. */
function narrow(left: Shape, right: Shape): Shape | null {
  if (left.kind === 'literal') {
    const { value } = left;
    if (right.kind === 'literal') return value === right.value ? left : null;
    if (right.kind === 'open') return typeof value === right.base ? left : null;
    return right.kind === 'name' || right.kind === typeof value ? left : null;
  }
  if (left.kind === 'open') {
    if (right.kind === 'open') return left.base === right.base ? left : null;
    return right.kind === left.base || right.kind === 'name' ? left : null;
  }
  if (left.kind === 'binary') return right.kind === 'string' || right.kind === 'binary' ? left : null;
  if (left.kind === 'array' && right.kind === 'array') {
    const items = intersect(left.items, right.items);
    return items === null ? null : { ...left, items };
  }
  if (left.kind === 'tuple') return right.kind === 'array' || right.kind === 'tuple' ? left : null;
  // A name that stands beside a type alone is of that type.
  if (left.kind === 'name') return isScalarType(right) || isAnyArray(right) ? left : null;
  if (left.kind === 'array') return right.kind === 'name' ? left : null;
  return left.kind === right.kind && isScalarType(left) ? left : null;
}

function isScalarType({ kind }: Shape): boolean {
  return kind === 'string' || kind === 'number' || kind === 'boolean';
}

function isAnyArray(shape: Shape): boolean {
  return shape.kind === 'array' && shape.items.kind === 'unknown';
}
