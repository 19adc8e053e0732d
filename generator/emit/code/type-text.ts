/** Types, laid out as prettier 3 would (printWidth 110, singleQuote). Those of schemas are laid out by `shape-text.ts`. */
import type { Member, Parameter, Spot, Type } from './declarations.js';
import { printDoc } from './doc-text.js';
import { flattenShape, partsOf } from './shape-text-flat.js';
import { printAssignedShape, printMemberShape, printShape } from './shape-text.js';
import { fits, LINE_WIDTH, widthOf } from './width.js';

type Generic = Exclude<Type, string> & { readonly kind: 'generic' };

/** A type that begins at a spot, as an argument, an element or a member of another type. */
export function printType(type: Type, spot: Spot): string {
  const flat = flattenType(type);
  if (flat !== null && fits(flat, spot)) return flat;
  if (typeof type === 'string') return type;
  switch (type.kind) {
    case 'shape':
      return printShape(type.shape, spot);
    case 'generic':
      return printGeneric(type, spot);
    case 'inputs':
      return printInputs(type.members, spot.indent);
    case 'object':
      return printObject(type.members, spot.indent);
    case 'union':
      return printUnion(type.members, spot);
    case 'intersection':
      return printIntersection(type.members, spot);
  }
}

/** A type behind a name and a sign, with the blank or the line break before it. */
export function printAssignedType(type: Type, spot: Spot): string {
  if (isShape(type)) return printAssignedShape(type.shape, spot);
  const { indent, column, after } = spot;
  const behind = { indent, column: column + 1, after };
  const flat = flattenType(type);
  if (flat !== null && fits(flat, behind)) return ` ${flat}`;
  const inner = indent + 2;
  const below = { indent: inner, column: inner, after };
  const margin = `\n${' '.repeat(inner)}`;
  if (typeof type !== 'string' && type.kind === 'union') return margin + printType(type, below);
  const head = headOf(type);
  const staysBehind = head === null ? false : column + 1 + widthOf(head) <= LINE_WIDTH;
  return staysBehind ? ` ${printType(type, behind)}` : margin + printType(type, below);
}

/** The same behind the colon of a member, where only a union may begin in the next line. */
export function printMemberType(type: Type, spot: Spot): string {
  if (isShape(type)) return printMemberShape(type.shape, spot);
  const { indent, column, after } = spot;
  const isUnion = typeof type !== 'string' && type.kind === 'union';
  return isUnion
    ? printAssignedType(type, spot)
    : ` ${printType(type, { indent, column: column + 1, after })}`;
}

/** Parameters of a function, one a line. */
export function printParameters(parameters: readonly Parameter[], indent: number): string {
  const margin = ' '.repeat(indent);
  return `\n${parameters.map((parameter) => `${margin}  ${flattenParameter(parameter)},\n`).join('')}${margin}`;
}

/** `name?: type` */
export function flattenParameter({ name, optional, type }: Parameter): string {
  return `${name}${optional ? '?' : ''}: ${type}`;
}

/** Members of an object type or an interface, one a line, each with its comment. */
export function printMembers(members: readonly Member[], indent: number): string {
  const margin = ' '.repeat(indent);
  return members
    .map(({ name, doc, optional, type }) => {
      const head = `${margin}readonly ${name}${optional ? '?' : ''}:`;
      return `${printDoc(doc, indent)}${head}${printMemberType(type, { indent, column: widthOf(head), after: 1 })};\n`;
    })
    .join('');
}

/** In a single line; null where it never stands in one. */
export function flattenType(type: Type): string | null {
  if (typeof type === 'string') return type;
  switch (type.kind) {
    case 'shape':
      return flattenShape(type.shape);
    case 'generic': {
      const texts = flattenAll(type.arguments);
      return texts === null ? null : `${type.name}<${texts.join(', ')}>`;
    }
    case 'inputs':
      return `[${type.members.map(flattenParameter).join(', ')}]`;
    case 'object':
      return null;
    case 'union':
      return flattenAll(type.members)?.join(' | ') ?? null;
    case 'intersection':
      return flattenAll(type.members.map(withBrackets))?.join(' & ') ?? null;
  }
}

function flattenAll(types: readonly Type[]): string[] | null {
  const texts: string[] = [];
  for (const type of types) {
    const flat = flattenType(type);
    if (flat === null) return null;
    texts.push(flat);
  }
  return texts;
}

/** Only what is a plain name inside is never broken; and a single object stands between the brackets itself. */
function printGeneric({ name, arguments: values }: Generic, spot: Spot): string {
  const [only] = values;
  if (values.length === 1 && only !== undefined && isHugged(only)) {
    const column = spot.column + widthOf(name) + 1;
    return `${name}<${printType(only, { indent: spot.indent, column, after: spot.after + 1 })}>`;
  }
  const indent = spot.indent + 2;
  const margin = ' '.repeat(indent);
  const lines = values.map((value, at) => {
    const after = at === values.length - 1 ? 0 : 1;
    return margin + printType(value, { indent, column: indent, after });
  });
  return `${name}<\n${lines.join(',\n')}\n${' '.repeat(spot.indent)}>`;
}

function isHugged(type: Type): boolean {
  if (typeof type === 'string' || type.kind === 'object') return true;
  if (type.kind !== 'shape') return false;
  const [only, ...others] = partsOf(type.shape).filter(({ kind }) => kind !== 'null');
  if (only === undefined || others.length > 0) return false;
  return only.kind === 'object' || (only === type.shape && plainKinds.has(only.kind));
}

/** Of one word that is not in quotes. */
const plainKinds: ReadonlySet<string> = new Set([
  ...['unknown', 'never', 'null', 'boolean', 'number', 'string', 'name', 'binary'],
]);

function isShape(type: Type): type is Exclude<Type, string> & { readonly kind: 'shape' } {
  return typeof type !== 'string' && type.kind === 'shape';
}

function printInputs(members: readonly Parameter[], indent: number): string {
  const margin = ' '.repeat(indent);
  return `[\n${members.map((member) => `${margin}  ${flattenParameter(member)},\n`).join('')}${margin}]`;
}

function printObject(members: readonly Member[], indent: number): string {
  return members.length === 0 ? '{}' : `{\n${printMembers(members, indent + 2)}${' '.repeat(indent)}}`;
}

function printUnion(members: readonly Type[], { column, after: last }: Spot): string {
  const inner = column + 2;
  const texts = members.map((member, at) => {
    const after = at === members.length - 1 ? last : 0;
    const isJoined = isShape(member) && member.shape.kind === 'intersection';
    return isJoined
      ? `| (${printType(member, { indent: inner, column: inner + 1, after: after + 1 })})`
      : `| ${printType(member, { indent: inner, column: inner, after })}`;
  });
  return texts.join(`\n${' '.repeat(column)}`);
}

/** Objects, and at the end a union of them. */
function printIntersection(members: readonly Type[], spot: Spot): string {
  const texts = members.map((member) => {
    if (typeof member === 'string' || member.kind !== 'union') return printType(member, spot);
    const indent = spot.indent + 2;
    const margin = ' '.repeat(indent);
    return `(\n${margin}${printUnion(member.members, { indent, column: indent, after: 0 })}\n${' '.repeat(spot.indent)})`;
  });
  return texts.join(' & ');
}

function withBrackets(type: Type): Type {
  const flat = typeof type !== 'string' && type.kind === 'union' ? flattenType(type) : null;
  return flat === null ? type : `(${flat})`;
}

/** What stands before the first place where the type may be broken; null: it cannot be. */
function headOf(type: Type): string | null {
  if (typeof type === 'string') return null;
  switch (type.kind) {
    case 'shape':
      return isHugged(type) && flattenShape(type.shape) === null ? '{' : null;
    case 'generic': {
      const [only] = type.arguments;
      const isWhole = type.arguments.length === 1 && only !== undefined && isHugged(only);
      if (!isWhole) return `${type.name}<`;
      const inner = headOf(only);
      return inner === null ? null : `${type.name}<${inner}`;
    }
    case 'inputs':
      return '[';
    case 'object':
    case 'intersection':
      return '{';
    case 'union':
      return '';
  }
}
