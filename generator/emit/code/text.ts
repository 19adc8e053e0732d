/**
 * The only ways in which text of a description becomes code. Such text is untrusted: it may hold quotes, the end of a
 * comment, tags, marks that reorder a line on the screen, or half a character.
 */
import { COMMENT_WIDTH, joinParagraphs, wrap } from './wrap.js';

/** Characters that cannot be seen: controls, marks of direction, line separators, halves of a pair. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The same without the line feed and the two joiners that emoji and several scripts are spelled with. */
const UNREADABLE = /(?![\n\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const LINE_BREAK = /\r\n|[\r\u0085\u2028\u2029]/g;

/**
 * A value as TypeScript writes it; every character of a text that cannot be seen is escaped. The quotes are those that
 * need fewer escapes, single ones if in doubt, as prettier chooses them. Throws for a number that JSON lacks.
 */
export function literal(value: string | number | boolean | null): string {
  if (typeof value === 'string') return quoteText(value);
  if (typeof value !== 'number' || Number.isFinite(value)) return JSON.stringify(value).replace('e+', 'e');
  throw new Error(`Wanted a number that JSON has; got ${value}.`);
}

function quoteText(text: string): string {
  // The text of a plain value needs no second look, and almost all values are plain.
  if (/^[ !#-&(-[\]-~]*$/.test(text)) return `'${text}'`;
  const inner = escapeInvisible(JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"'));
  const singles = inner.split("'").length;
  const doubles = inner.split('"').length;
  return singles > doubles ? `"${inner.replaceAll('"', '\\"')}"` : `'${inner.replaceAll("'", "\\'")}'`;
}

/**
 * Text as the inside of a TSDoc comment. Outside of code it loses every meaning that TSDoc would give it: no tag, no
 * link, no HTML, no escape; and it can never end the comment.
 */
export function comment(text: string): string {
  // Most texts are short and hold nothing that would have to be looked at.
  if (text.length <= COMMENT_WIDTH && /^[A-Za-z\d][\w ,.;:'"()/?!`-]*$/.test(text)) return text.trimEnd();
  const lines = text.replace(LINE_BREAK, '\n').replaceAll('\t', '  ').replace(UNREADABLE, '').split('\n');
  // Every other part is between fences, and shown as it is.
  const parts = text.includes('```') ? splitAtFences(lines) : [lines];
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

/** Letters of which every version of Unicode says that they are some, so that a key of them needs no quotes. */
const LETTERS =
  /^[\w$\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u0400-\u0481\u048A-\u0527\u3041-\u3096\u30A1-\u30FA\u4E00-\u9FCC\uAC00-\uD7A3]+$/;

/**
 * A name as the key of an object type. Versions of Unicode differ in what a letter is; a name of such ones stands in
 * square brackets, where quotes are never taken away.
 */
export function propertyName(name: string): string {
  if (/^[A-Za-z_$][\w$]*$/.test(name)) return name;
  if (!/^[\p{ID_Continue}$\u2E2F]+$/u.test(name) || /^\d/.test(name)) return literal(name);
  return LETTERS.test(name) ? name : `[${literal(name)}]`;
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

/**
 * Escapes all but the code spans, whose text TSDoc takes as it is. TypeScript still reads a tag behind a blank in one,
 * so a span that holds such is prose.
 */
function escapeProse(line: string): string {
  if (!/[\\{}@<]/.test(line)) return line;
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
