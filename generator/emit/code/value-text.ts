/** Expressions, laid out as prettier 3 would (printWidth 110, singleQuote). */
import { Call, Reference, type Spot, type Table, type Value } from './declarations.js';
import { literal } from './text.js';
import { LINE_WIDTH, widthOf } from './width.js';

/** An expression that begins at a spot. */
export function printValue(value: Value, spot: Spot): string {
  const flat = flatten(value, LINE_WIDTH - spot.column - spot.after);
  if (flat !== null) return flat;
  if (value instanceof Call) return printCall(value, spot);
  if (isArray(value)) return printArray(value, spot);
  return isTable(value) ? printTable(value, spot) : printWord(value);
}

/** An object with one key a line, which prettier leaves so, however short it is. */
export function printTable(value: Table, { indent }: Pick<Spot, 'indent'>): string {
  const inner = indent + 2;
  const margin = ' '.repeat(inner);
  const lines = Object.entries(value).map(
    ([key, member]) => `${margin}${printProperty(key, member, inner)},\n`,
  );
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}${' '.repeat(indent)}}`;
}

/** What follows a name and a sign such as `=`: behind it where its first line fits, else in a line of its own. */
export function printAssigned(value: Value, { indent, column, after }: Spot, isKept = false): string {
  const flat = flatten(value, LINE_WIDTH - column - 1 - after);
  if (flat !== null) return ` ${flat}`;
  const behind = { indent, column: column + 1, after };
  const head = headOf(value);
  const staysBehind = isKept || (head !== null && column + 1 + widthOf(head) <= LINE_WIDTH);
  if (staysBehind) return ` ${printValue(value, behind)}`;
  const inner = indent + 2;
  return `\n${' '.repeat(inner)}${printValue(value, { indent: inner, column: inner, after })}`;
}

/** In a single line of at most `room` columns; null where it does not fit, or never stands in one. */
function flatten(value: Value, room: number): string | null {
  const text = isCompound(value) ? flattenCompound(value, room) : printWord(value);
  return text === null || widthOf(text) > room ? null : text;
}

type Compound = Call | readonly Value[] | Table;

function isCompound(value: Value): value is Compound {
  return typeof value === 'object' && value !== null && !(value instanceof Reference);
}

function flattenCompound(value: Compound, room: number): string | null {
  if (value instanceof Call) {
    const values = flattenAll(value.values, room - value.callee.length - 2);
    return values === null ? null : `${value.callee}(${values.join(', ')})`;
  }
  if (isArray(value)) {
    const items = isSpread(value) ? null : flattenAll(value, room - 2);
    return items === null ? null : `[${items.join(', ')}]`;
  }
  let rest = room - 4;
  const texts: string[] = [];
  for (const [key, member] of Object.entries(value)) {
    const flat = flatten(member, rest);
    if (flat === null) return null;
    const text = withKey(key, member, ` ${flat}`);
    texts.push(text);
    rest -= text.length + 2;
    if (rest < -2) return null;
  }
  return texts.length === 0 ? '{}' : `{ ${texts.join(', ')} }`;
}

/** The texts together take at most `room` columns, as far as they are Latin letters. */
function flattenAll(values: readonly Value[], room: number): string[] | null {
  let rest = room;
  const texts: string[] = [];
  for (const value of values) {
    const flat = flatten(value, rest);
    if (flat === null) return null;
    texts.push(flat);
    rest -= flat.length + 2;
    if (rest < -2) return null;
  }
  return texts;
}

function printWord(value: Reference | string | number | boolean | null): string {
  if (value instanceof Reference) return value.name;
  return literal(value);
}

/** A call with nothing but a name shorter than this is moved to a line of its own rather than broken. */
const SHORT_NAME = LINE_WIDTH / 4;

/** What stands before the first place where the expression may be broken; null: it cannot, or had better not be. */
function headOf(value: Value): string | null {
  if (value instanceof Call) {
    const [first, second] = value.values;
    const isShort = first instanceof Reference && second === undefined && first.name.length <= SHORT_NAME;
    return first === undefined || isShort ? null : `${value.callee}(`;
  }
  if (isArray(value)) return value.length === 0 ? null : '[';
  if (!isTable(value)) return null;
  return Object.keys(value).length === 0 ? null : '{';
}

function printProperty(key: string, member: Value, indent: number): string {
  const name = keyOf(key);
  const column = indent + widthOf(name) + 1;
  if (member instanceof Reference && member.name === key) return withKey(key, member, '');
  // Whatever has a short key stays in its line, and so do numbers and truth values.
  const isKept =
    widthOf(name) < 5 || typeof member === 'boolean' || (typeof member === 'number' && member >= 0);
  return withKey(key, member, printAssigned(member, { indent, column, after: 1 }, isKept));
}

function withKey(key: string, member: Value, text: string): string {
  return member instanceof Reference && member.name === key ? key : `${keyOf(key)}:${text}`;
}

/** A last argument that is a list or a table is opened behind the others; else every argument has its line. */
function printCall({ callee, values }: Call, spot: Spot): string {
  if (values.length === 0) return `${callee}()`;
  const last = values.at(-1);
  const others = flattenAll(values.slice(0, -1), LINE_WIDTH - spot.column - callee.length);
  if (others !== null && last !== undefined && (isArray(last) || isTable(last))) {
    const before = `${callee}(${others.map((other) => `${other}, `).join('')}`;
    const opened = isArray(last) ? printArray(last, spot) : printTable(last, spot);
    if (spot.column + widthOf(before) + 1 <= LINE_WIDTH) return `${before}${opened})`;
  }
  return `${callee}(\n${printLines(values, spot.indent)}${' '.repeat(spot.indent)})`;
}

function printArray(values: readonly Value[], { indent }: Spot): string {
  if (values.length === 0) return '[]';
  const isNumbers = values.every((value) => typeof value === 'number');
  const lines = isNumbers ? fillLines(values.map(String), indent + 2) : printLines(values, indent);
  return `[\n${lines}${' '.repeat(indent)}]`;
}

function printLines(values: readonly Value[], indent: number): string {
  const inner = indent + 2;
  const margin = ' '.repeat(inner);
  return values
    .map((value) => `${margin}${printValue(value, { indent: inner, column: inner, after: 1 })},\n`)
    .join('');
}

/** Numbers stand as many to a line as fit. */
function fillLines(texts: readonly string[], indent: number): string {
  const margin = ' '.repeat(indent);
  const lines: string[] = [];
  let current = '';
  for (const text of texts) {
    const joined = current === '' ? `${text},` : `${current} ${text},`;
    if (current !== '' && indent + joined.length > LINE_WIDTH) {
      lines.push(`${margin}${current}\n`);
      current = `${text},`;
    } else current = joined;
  }
  return `${lines.join('')}${margin}${current}\n`;
}

/** Several tables, or several lists, of more than one member each never share a line. */
function isSpread(values: readonly Value[]): boolean {
  if (values.length < 2) return false;
  return (
    values.every((value) => isArray(value) && value.length > 1) ||
    values.every((value) => isTable(value) && Object.keys(value).length > 1)
  );
}

/** `__proto__` as a plain key of an object literal would set the prototype. */
function keyOf(key: string): string {
  if (key === '__proto__') return `[${literal(key)}]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : literal(key);
}

function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function isTable(value: Value): value is Table {
  return (
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof Reference || value instanceof Call || isArray(value))
  );
}
