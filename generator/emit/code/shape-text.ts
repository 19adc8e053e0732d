/**
 * The types of schemas as text, laid out exactly as prettier 3 would (printWidth 110, singleQuote). Objects always have
 * one member a line. Properties are not `readonly`: what was received may be changed and sent back.
 */
import type { ObjectShape, Property, Shape } from '../../model/shape-types.js';
import type { Spot } from './declarations.js';
import { printDoc } from './doc-text.js';
import {
  docText,
  flattenShape,
  needsBrackets,
  partsOf,
  recordOf,
  restOf,
  simpleText,
} from './shape-text-flat.js';
import { propertyName } from './text.js';
import { fits, LINE_WIDTH, widthOf } from './width.js';

/** A type that begins at a spot, as an argument or an element of another. */
export function printShape(shape: Shape, spot: Spot): string {
  const flat = flattenShape(shape);
  return flat !== null && fits(flat, spot) ? flat : printBroken(shape, spot);
}

/** A type behind the `=` of an alias, with the blank or the line break before it. */
export function printAssignedShape(shape: Shape, { indent, column, after }: Spot): string {
  const behind = { indent, column: column + 1, after };
  const flat = flattenShape(shape);
  if (flat !== null && fits(flat, behind)) return ` ${flat}`;
  const inner = indent + 2;
  const below = { indent: inner, column: inner, after };
  if (!isListed(shape) && column + 1 + widthOf(headOf(shape)) <= LINE_WIDTH) {
    return ` ${printBroken(shape, behind)}`;
  }
  return `\n${' '.repeat(inner)}${printShape(shape, below)}`;
}

/** The same behind the colon of a member, where only alternatives may begin in the next line. */
export function printMemberShape(shape: Shape, spot: Spot): string {
  const { indent, column, after } = spot;
  return isListed(shape)
    ? printAssignedShape(shape, spot)
    : ` ${printShape(shape, { indent, column: column + 1, after })}`;
}

/** The members of an object, one a line, each with its comment. */
export function printProperties(object: ObjectShape, indent: number): string {
  const texts = object.properties.map((property) => printProperty(property, indent));
  const rest = restOf(object);
  if (rest !== null) texts.push(printMember('[key: string]', rest, indent));
  return texts.join('');
}

function printProperty(property: Property, indent: number): string {
  const head = `${propertyName(property.name)}${property.optional ? '?' : ''}`;
  return printDoc(docText(property), indent) + printMember(head, property.shape, indent);
}

function printMember(head: string, shape: Shape, indent: number): string {
  const text = `${' '.repeat(indent)}${head}:`;
  return `${text}${printMemberShape(shape, { indent, column: widthOf(text), after: 1 })};\n`;
}

/** A type that cannot stand in the line, or never stands in one. */
function printBroken(shape: Shape, spot: Spot): string {
  switch (shape.kind) {
    case 'array':
      return printArray(shape, spot);
    case 'tuple':
      return printTuple(shape, spot);
    case 'object':
      return printObject(shape, spot);
    case 'open':
    case 'union':
      return printUnion(partsOf(shape), spot);
    case 'intersection':
      return printIntersection(shape.members, spot);
    default:
      return simpleText(shape);
  }
}

function printObject(object: ObjectShape, spot: Spot): string {
  const record = recordOf(object);
  if (record === null) return `{\n${printProperties(object, spot.indent + 2)}${' '.repeat(spot.indent)}}`;
  const indent = spot.indent + 2;
  const margin = ' '.repeat(indent);
  const value = printShape(record, { indent, column: indent, after: 0 });
  return `Record<\n${margin}string,\n${margin}${value}\n${' '.repeat(spot.indent)}>`;
}

function printArray(shape: Shape & { readonly kind: 'array' }, { indent, column, after }: Spot): string {
  const sign = shape.readonly ? 'readonly ' : '';
  const spot = { indent, column: column + sign.length, after: after + 2 };
  return `${sign}${printOperand(shape.items, spot)}[]`;
}

/** In brackets where the operator behind or before it would take only a part of it. */
function printOperand(shape: Shape, { indent, column, after }: Spot): string {
  if (!needsBrackets(shape)) return printShape(shape, { indent, column, after });
  const flat = flattenShape(shape);
  if (flat !== null && fits(flat, { column: column + 1, after: after + 1 })) return `(${flat})`;
  if (!isListed(shape)) return `(${printBroken(shape, { indent, column: column + 1, after: after + 1 })})`;
  const inner = indent + 2;
  const text = printShape(shape, { indent: inner, column: inner, after: 0 });
  return `(\n${' '.repeat(inner)}${text}\n${' '.repeat(indent)})`;
}

function printTuple(shape: Shape & { readonly kind: 'tuple' }, { indent }: Spot): string {
  const inner = indent + 2;
  const margin = ' '.repeat(inner);
  const isOnly = shape.items.length + (shape.rest === null ? 0 : 1) === 1;
  const lines = shape.items.map((item) => {
    if (item.optional) {
      return `${printOperand(item.shape, { indent: inner, column: inner, after: 2 })}?`;
    }
    const spot = { indent: inner, column: inner, after: 1 };
    const flat = flattenShape(item.shape);
    if (isOnly || !isListed(item.shape) || (flat !== null && fits(flat, spot)))
      return printShape(item.shape, spot);
    const deep = inner + 2;
    const text = printShape(item.shape, { indent: deep, column: deep, after: 0 });
    return `(\n${margin}  ${text}\n${margin})`;
  });
  if (shape.rest !== null) {
    const rest = printOperand(shape.rest, { indent: inner, column: inner + 3, after: 3 });
    lines.push(`...${rest}[]`);
  }
  const sign = shape.readonly ? 'readonly ' : '';
  return `${sign}[\n${lines.map((line) => `${margin}${line},\n`).join('')}${' '.repeat(indent)}]`;
}

/** Alternatives that stand one below the other where they do not fit in a line. */
function isListed(shape: Shape): boolean {
  if (shape.kind !== 'union' && shape.kind !== 'open') return false;
  const parts = partsOf(shape);
  return parts.length > 1 && !isHugged(parts);
}

/** An object or a name, and nothing else than null: both stand where the type begins. */
function isHugged(parts: readonly Shape[]): boolean {
  const others = parts.filter(({ kind }) => kind !== 'null');
  const [only] = others;
  if (others.length !== 1 || only === undefined) return false;
  return only.kind === 'object' || only.kind === 'name' || only.kind === 'binary';
}

function printUnion(parts: readonly Shape[], { indent, column, after }: Spot): string {
  if (isHugged(parts)) {
    return parts.map((part) => printShape(part, { indent, column, after })).join(' | ');
  }
  const margin = `\n${' '.repeat(column)}`;
  const lines = parts.map((part, at) => {
    const isLast = at === parts.length - 1;
    const spot = { indent: column + 2, column: column + 2, after: isLast ? after : 0 };
    return part.kind === 'intersection' ? `| ${printOperand(part, spot)}` : `| ${printShape(part, spot)}`;
  });
  return lines.join(margin);
}

/** Two names stand one below the other; beside an object the next member goes on where it ends. */
function printIntersection(members: readonly Shape[], { indent, column, after }: Spot): string {
  let text = '';
  let isIndented = false;
  members.forEach((member, at) => {
    const end = at === members.length - 1 ? after : 2;
    const before = members[at - 1];
    if (before === undefined) {
      text = printOperand(member, { indent, column, after: end });
      return;
    }
    const isObject = isBraced(member);
    const isMixed = isObject !== isBraced(before);
    if (!isObject && !isMixed) {
      const inner = indent + 2;
      text += ` &\n${' '.repeat(inner)}${printOperand(member, { indent: inner, column: inner, after: end })}`;
      return;
    }
    if (isMixed && at > 1) isIndented = true;
    const isInner = isMixed ? at > 1 : isIndented;
    const from = widthOf(text.slice(text.lastIndexOf('\n') + 1)) + (text.includes('\n') ? 0 : column) + 3;
    text += ` & ${printOperand(member, { indent: isInner ? indent + 2 : indent, column: from, after: end })}`;
  });
  return text;
}

function isBraced(shape: Shape): boolean {
  return shape.kind === 'object' && recordOf(shape) === null;
}

/** What stands before the first place where the type may be broken. */
function headOf(shape: Shape): string {
  switch (shape.kind) {
    case 'array': {
      const head = needsBrackets(shape.items) ? '(' : headOf(shape.items);
      const isWhole = head === flattenShape(shape.items);
      return `${shape.readonly ? 'readonly ' : ''}${head}${isWhole ? '[];' : ''}`;
    }
    case 'tuple':
      return shape.readonly ? 'readonly [' : '[';
    case 'object':
      return recordOf(shape) === null ? '{' : 'Record<';
    case 'intersection': {
      const [first] = shape.members;
      return first === undefined ? '' : `${headOf(first)} &`;
    }
    case 'open':
    case 'union': {
      const parts = partsOf(shape);
      const [first] = parts;
      if (first?.kind === 'object') return headOf(first);
      return `${flattenShape(shape) ?? ''};`;
    }
    default:
      return `${simpleText(shape)};`;
  }
}
