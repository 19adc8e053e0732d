/**
 * The only ways in which text of a description becomes code. Such text is untrusted: it may hold quotes, the end of a
 * comment, tags, marks that reorder a line on the screen, or half a character.
 */
import { joinParagraphs, wrap } from './wrap.js';

/** A name that stands in a table as itself: a constant that another file declares. */
export class Reference {
  readonly name: string;

  /** Throws where `name` is not an identifier. */
  constructor(name: string) {
    this.name = identifier(name);
  }
}

/** Characters that cannot be seen: controls, marks of direction, line separators, halves of a pair. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The same without the line feed and the two joiners that emoji and several scripts are spelled with. */
const UNREADABLE = /(?![\n\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const LINE_BREAK = /\r\n|[\r\u0085\u2028\u2029]/g;

/**
 * JSON, with references to constants in it, as a TypeScript expression; every character that cannot be seen is
 * escaped. Throws for a value that JSON lacks.
 */
export function literal(value: unknown): string {
  if (value instanceof Reference) return value.name;
  if (typeof value === 'string') return escapeInvisible(JSON.stringify(value));
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value === 'number') throw new Error(`Wanted a number that JSON has; got ${value}.`);
  if (typeof value !== 'object') throw new Error(`Wanted a value that JSON has; got a ${typeof value}.`);
  const entries = Object.entries(value).map(([key, item]) => `${keyOf(key)}: ${literal(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** An object as `literal` writes it, one key a line: prettier keeps it that way. */
export function table(value: object): string {
  return literal(value).replace(/^\{ /, '{\n');
}

/**
 * Text as the inside of a TSDoc comment. Outside of code it loses every meaning that TSDoc would give it: no tag, no
 * link, no HTML, no escape; and it can never end the comment.
 */
export function comment(text: string): string {
  const lines = text.replace(LINE_BREAK, '\n').replaceAll('\t', '  ').replace(UNREADABLE, '').split('\n');
  // Every other part is between fences, and shown as it is.
  const parts = splitAtFences(lines);
  const safe = parts.flatMap((part, at) =>
    at % 2 === 1 ? part.map(escapeTags) : joinParagraphs(part).flatMap((line) => wrap(escapeProse(line))),
  );
  const escaped = safe.map((line) => line.trimEnd()).join('\n');
  return escaped.replaceAll('*/', '*\\/').trim();
}

/** Prose, code, prose, and so on; the fences belong to the code. */
function splitAtFences(lines: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const line of lines) {
    const isFence = /^\s*```/.test(line);
    const isInside = parts.length % 2 === 0;
    if (isFence && !isInside) parts.push([]);
    parts.at(-1)?.push(line);
    if (isFence && isInside) parts.push([]);
  }
  return parts;
}

/** The name itself, if it is an identifier that may be declared in a module; throws otherwise. */
export function identifier(name: string): string {
  if (/^(?!.*\p{Cf})[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && !RESERVED.has(name)) return name;
  throw new Error(`Wanted an identifier; got ${literal(name)}.`);
}

/** A name as the key of an object type. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
}

/** A type, indexed by keys: `paths['/jobs']['post']`. */
export function indexed(type: string, keys: readonly (string | number)[]): string {
  return type + keys.map((key) => `[${literal(key)}]`).join('');
}

/** Printed code in which every character that cannot be seen is written as an escape. */
export function escapeInvisible(code: string): string {
  return code.replace(INVISIBLE, (character) =>
    character === '\n'
      ? character
      : Array.from({ length: character.length }, (_, at) => escapeUnit(character, at)).join(''),
  );
}

function escapeUnit(character: string, at: number): string {
  return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
}

/** `__proto__` as a plain key of an object literal would set the prototype. */
function keyOf(key: string): string {
  return key === '__proto__' ? `[${literal(key)}]` : literal(key);
}

/**
 * Escapes all but the code spans, whose text TSDoc takes as it is. TypeScript still reads a tag behind a blank in one,
 * so a span that holds such is prose.
 */
function escapeProse(line: string): string {
  const parts = line.split(/((?<!`)`[^`]+`(?!`))/);
  const isCode = (part: string, at: number): boolean => at % 2 === 1 && !/\s@/.test(part);
  return parts.map((part, at) => (isCode(part, at) ? part : part.replace(/[\\{}@<]/g, '\\$&'))).join('');
}

function escapeTags(line: string): string {
  return line.replaceAll('@', '\\@');
}

/** Reserved words (ECMA-262, section 12.7.2), those of strict mode and of modules, and names that cannot be rebound. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally ' +
    'for function if import in instanceof new null return super switch this throw true try typeof var void while ' +
    'with yield let static implements interface package private protected public arguments eval undefined NaN Infinity'
  ).split(' '),
);
