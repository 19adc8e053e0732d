/** The keywords that say of which type a value is. */
import type { JsonObject, JsonValue } from '../../load/document.js';
import { own } from '../source.js';
import type { Shape, TupleItem } from '../shape-types.js';
import type { Context } from './context.js';
import { enumValues, isBytes, namedTypes, openBase } from './keywords.js';
import { nullShape, uniteShapes, unknownShape } from './unions.js';

/** Makes the shape of a schema inside the one at hand. */
export type MakeShape = (schema: JsonValue) => Shape;

const objectKeywords = ['properties', 'additionalProperties', 'patternProperties', 'required'] as const;

/** The types that a schema names, or that its keywords speak of; null when it speaks of none. */
export function typesOf(schema: JsonObject): readonly string[] | null {
  const named = namedTypes(schema);
  if (named !== null) return named;
  // OpenAPI 3.1, "Considerations for File Uploads": bytes need no type.
  if (isBytes(schema)) return ['string'];
  if (own(schema, 'items') !== undefined || own(schema, 'prefixItems') !== undefined) return ['array'];
  return objectKeywords.some((keyword) => isSaid(own(schema, keyword))) ? ['object'] : null;
}

/** `required: true` is a misplaced keyword of a parameter. */
function isSaid(value: JsonValue | undefined): boolean {
  return Array.isArray(value) ? value.length > 0 : typeof value === 'object' && value !== null;
}

/** An enum or a constant; null when there is none. */
export function makeEnum(schema: JsonObject, { direction, closed }: Context): Shape | null {
  const values = enumValues(schema);
  if (values === null) return null;
  const known = uniteValues(values.filter((value) => value !== null).map(makeLiteral));
  const base = direction === 'answer' && closed === 'no' ? openBase(schema) : null;
  const shape: Shape = base === null ? known : { kind: 'open', base, of: known };
  return values.includes(null) ? uniteShapes([shape, nullShape]) : shape;
}

/** The values are different already, so most need no second look. */
function uniteValues(shapes: readonly Shape[]): Shape {
  const isTextual = shapes.every((shape) => shape.kind === 'literal' && typeof shape.value !== 'boolean');
  return shapes.length > 1 && isTextual ? { kind: 'union', members: shapes } : uniteShapes(shapes);
}

function makeLiteral(value: JsonValue): Shape {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return { kind: 'literal', value };
  }
  if (Array.isArray(value)) return { kind: 'array', items: unknownShape, readonly: true };
  return value === null ? nullShape : { kind: 'object', properties: [], rest: unknownShape };
}

/** A value that is no object, of one of the types of JSON Schema. */
export function makeSimple(schema: JsonObject, type: string, context: Context, make: MakeShape): Shape {
  switch (type) {
    case 'string':
    case 'file':
      return makeText(schema, context);
    case 'integer':
    case 'number':
      return { kind: 'number' };
    case 'boolean':
    case 'null':
      return { kind: type };
    case 'array':
      return makeArray(schema, context, make);
    default:
      return unknownShape;
  }
}

function makeText(schema: JsonObject, { bytes, direction }: Context): Shape {
  const text: Shape = { kind: 'string' };
  if (bytes === 'text' || !isBytes(schema)) return text;
  const binary: Shape = { kind: 'binary', direction };
  return bytes === 'bytes' ? binary : uniteShapes([binary, text]);
}

/**
 * A list. With `prefixItems` it is a tuple whose places are all there, unless `minItems` says how many are (JSON
 * Schema, core, section 10.3.1, requires none; authors mean all).
 */
function makeArray(schema: JsonObject, { readonly }: Context, make: MakeShape): Shape {
  const given = own(schema, 'items');
  const prefix = own(schema, 'prefixItems') ?? (Array.isArray(given) ? given : undefined);
  const items = Array.isArray(given) ? own(schema, 'additionalItems') : given;
  if (!Array.isArray(prefix)) {
    if (items === false) return { kind: 'tuple', items: [], rest: null, readonly };
    return { kind: 'array', items: items === undefined ? unknownShape : make(items), readonly };
  }
  const least = own(schema, 'minItems');
  const most = own(schema, 'maxItems');
  const shapes = prefix.map((each, index): TupleItem => ({
    shape: make(each),
    optional: typeof least === 'number' && index >= least,
  }));
  const isClosed = items === false || (typeof most === 'number' && most <= prefix.length);
  const rest = isClosed ? null : items === undefined ? unknownShape : make(items);
  return { kind: 'tuple', items: shapes, rest, readonly };
}
