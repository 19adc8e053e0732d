/** The types of schemas in a single line, and what stands in their comments. */
import type { ArrayShape, ObjectShape, Property, Shape, TupleShape } from '../../model/shape-types.js';
import { comment, literal } from './text.js';

const nothing: Shape = { kind: 'never' };

/** The type in one line; null where it never stands in one, because there is an object with members in it. */
export function flattenShape(shape: Shape): string | null {
  switch (shape.kind) {
    case 'array': {
      const items = flattenShape(shape.items);
      return items === null
        ? null
        : `${shape.readonly ? 'readonly ' : ''}${inBrackets(shape.items, items)}[]`;
    }
    case 'tuple':
      return flattenTuple(shape);
    case 'object': {
      const record = recordOf(shape);
      const value = record === null ? null : flattenShape(record);
      return value === null ? null : `Record<string, ${value}>`;
    }
    case 'open':
    case 'union':
      return flattenAll(partsOf(shape), ' | ');
    case 'intersection':
      return flattenAll(shape.members, ' & ');
    default:
      return simpleText(shape);
  }
}

function flattenAll(shapes: readonly Shape[], separator: string): string | null {
  const texts: string[] = [];
  for (const shape of shapes) {
    const flat = flattenShape(shape);
    if (flat === null) return null;
    const isAlternative = separator === ' | ' && shape.kind !== 'intersection';
    texts.push(isAlternative || isPostfix(shape) ? flat : inBrackets(shape, flat));
  }
  return texts.join(separator);
}

function flattenTuple({ items, rest, readonly }: Shape & { readonly kind: 'tuple' }): string | null {
  const texts: string[] = [];
  for (const item of items) {
    const flat = flattenShape(item.shape);
    if (flat === null) return null;
    texts.push(item.optional ? `${inBrackets(item.shape, flat)}?` : flat);
  }
  if (rest !== null) {
    const flat = flattenShape(rest);
    if (flat === null) return null;
    texts.push(`...${inBrackets(rest, flat)}[]`);
  }
  return `${readonly ? 'readonly ' : ''}[${texts.join(', ')}]`;
}

/** `readonly T[]` needs brackets before another `[]` or a `?`, but not between `&`. */
function isPostfix(shape: Shape): shape is ArrayShape | TupleShape {
  return shape.kind === 'array' || shape.kind === 'tuple';
}

/** True where an operator behind or before the type, such as `[]`, would take only a part of it. */
export function needsBrackets(shape: Shape): boolean {
  const isReadonly = isPostfix(shape) && shape.readonly;
  return isReadonly || shape.kind === 'intersection' || partsOf(shape).length > 1;
}

function inBrackets(shape: Shape, text: string): string {
  return needsBrackets(shape) ? `(${text})` : text;
}

/** The alternatives of a type, those of an open enum among them; the type itself when there are none. */
export function partsOf(shape: Shape): readonly Shape[] {
  if (shape.kind === 'union') return shape.members.flatMap(partsOf);
  return shape.kind === 'open' ? [...partsOf(shape.of), others[shape.base]] : [shape];
}

/** Every other text or number, written so that editors still suggest the known ones. */
const others = {
  string: { kind: 'name', name: '(string & {})' },
  number: { kind: 'name', name: '(number & {})' },
} as const;

/** A type of one word. */
export function simpleText(shape: Shape): string {
  switch (shape.kind) {
    case 'binary':
      return shape.direction === 'request' ? 'BinaryInput' : 'Uint8Array';
    case 'literal':
      return literal(shape.value);
    case 'name':
      return shape.name;
    default:
      return shape.kind;
  }
}

/** What an object without properties holds, if it is written as `Record<string, …>`. Null: it is written in braces. */
export function recordOf({ properties, rest, ...object }: ObjectShape): Shape | null {
  if (properties.length > 0 || 'braced' in object) return null;
  if (rest === null) return nothing;
  return flattenShape(rest) === null ? null : rest;
}

/** An object that is always written in braces. */
interface BracedObject extends ObjectShape {
  readonly braced: true;
}

/**
 * The shape of an alias, in which nothing leads to the alias itself before TypeScript has looked into an object:
 * `Record<string, Name>` is resolved where it stands, `{ [key: string]: Name }` is not.
 */
export function delayNames(shape: Shape): Shape {
  if (shape.kind === 'union' || shape.kind === 'intersection') {
    return { ...shape, members: shape.members.map(delayNames) };
  }
  if (shape.kind !== 'object' || shape.properties.length > 0 || !hasNames(shape.rest)) return shape;
  const braced: BracedObject = { ...shape, braced: true };
  return braced;
}

/** Whether a name stands in what an index signature holds. */
export function hasNames(shape: Shape | null): boolean {
  switch (shape?.kind) {
    case 'name':
      return true;
    case 'array':
      return hasNames(shape.items);
    case 'tuple':
      return shape.items.some((item) => hasNames(item.shape)) || hasNames(shape.rest);
    case 'object':
      return hasNames(shape.rest) || shape.properties.some((property) => hasNames(property.shape));
    case 'open':
      return hasNames(shape.of);
    case 'union':
    case 'intersection':
      return shape.members.some(hasNames);
    default:
      return false;
  }
}

const undefinedShape = { kind: 'name', name: 'undefined' } as const;

/** What the index signature says: where a property may be missing, `undefined` is among the values. */
export function restOf({ properties, rest }: ObjectShape): Shape | null {
  if (rest === null || rest.kind === 'unknown' || !properties.some(({ optional }) => optional)) return rest;
  return { kind: 'union', members: [...partsOf(rest), undefinedShape] };
}

/** Comments by their texts: the same sentences stand beside many properties. */
const comments = new Map<string, string>();
const MAX_REMEMBERED = 20_000;

/** The inside of a property's comment, or of a schema's; null: none. */
export function docText({ doc, deprecated }: Pick<Property, 'doc' | 'deprecated'>): string | null {
  const text = doc === null ? '' : rememberComment(doc);
  if (!deprecated) return text === '' ? null : text;
  return text === '' ? '@deprecated' : `${text}\n\n@deprecated`;
}

function rememberComment(doc: string): string {
  const known = comments.get(doc);
  if (known !== undefined) return known;
  const text = comment(doc);
  if (comments.size < MAX_REMEMBERED) comments.set(doc, text);
  return text;
}
