/** The file of `paths`, laid out as prettier 3 would (printWidth 110, singleQuote). */
import type { FileDescription, Type } from './declarations.js';
import { HEADER, printImport } from './print.js';
import { flattenType, printMemberType } from './type-text.js';
import { fits, widthOf } from './width.js';

/** One property of `paths`, or of a type in it. */
export interface PathsMember {
  /** As `propertyName()` gives it, or a number. */
  readonly key: string;
  readonly optional: boolean;
  readonly type: Type | readonly PathsMember[];
}

/** The whole text of the file. */
export function printPathsFile(imports: FileDescription['imports'], members: readonly PathsMember[]): string {
  const head = imports.list().map(({ from, names }) => printImport(from, names));
  const gap = head.length > 0 ? '\n' : '';
  const body = members.length === 0 ? '{}' : `{\n${printMembers(members, 2)}}`;
  return `${HEADER}\n\n${head.join('')}${gap}export interface paths ${body}\n`;
}

function printMembers(members: readonly PathsMember[], indent: number): string {
  return members.map((member) => printMember(member, indent)).join('');
}

/** An object stands in one line where it fits. */
function printMember(member: PathsMember, indent: number): string {
  const head = `${' '.repeat(indent)}${headOf(member)}`;
  const { type } = member;
  const column = widthOf(head);
  if (!isObject(type)) return `${head}${printMemberType(type, { indent, column, after: 1 })};\n`;
  const flat = flattenObject(type);
  if (flat !== null && fits(flat, { column: column + 1, after: 1 })) return `${head} ${flat};\n`;
  return `${head} {\n${printMembers(type, indent + 2)}${' '.repeat(indent)}};\n`;
}

function headOf({ key, optional }: PathsMember): string {
  return `${key}${optional ? '?' : ''}:`;
}

function flattenObject(members: readonly PathsMember[]): string | null {
  const texts: string[] = [];
  for (const member of members) {
    const flat = isObject(member.type) ? flattenObject(member.type) : flattenType(member.type);
    if (flat === null) return null;
    texts.push(`${headOf(member)} ${flat}`);
  }
  return texts.length === 0 ? '{}' : `{ ${texts.join('; ')} }`;
}

function isObject(type: Type | readonly PathsMember[]): type is readonly PathsMember[] {
  return Array.isArray(type);
}
