/** What a value looks like, said in Markdown: types by their names, as links, and the fields of what has no name. */
import type { Property, Shape } from '../model/types.js';
import { flattenShape, partsOf } from './code/shape-text-flat.js';
import { markdown, plainText } from './markdown.js';
import { codeSpan, count } from './words.js';

/** The address of a type's section, by the type's name. */
export type TypeLinks = ReadonlyMap<string, string>;

/** One line of a list, and how deep in it. */
export interface FieldLine {
  readonly depth: number;
  readonly text: string;
}

/** Longer types, and more alternatives, are cut off: the sources have them in full. */
const MAX_TYPE = 160;
const MAX_PARTS = 8;

/** Fields of fields of fields are left to the sources. */
const MAX_DEPTH = 2;
const MAX_FIELDS = 60;

/** A text stands in a list with at most so many characters. */
const MAX_DOC = 400;

/** Names are untrusted, and a code span must not be empty. */
export function nameSpan(name: string): string {
  if (/^[\w.-]+$/.test(name)) return `\`${name}\``;
  return codeSpan(plainText(name) || ' ');
}

/** First paragraphs by their texts: the same sentences stand beside many parameters and errors. */
const paragraphs = new Map<string, string>();
const MAX_REMEMBERED = 20_000;

/** The first paragraph of a text, on one line and safe; empty where there is none. */
export function firstParagraph(text: string | null): string {
  if (text === null) return '';
  const known = paragraphs.get(text);
  if (known !== undefined) return known;
  const [first = ''] = text.trim().split(/\n\s*\n/, 1);
  const made = markdown(shorten(plainText(first), MAX_DOC));
  if (paragraphs.size < MAX_REMEMBERED) paragraphs.set(text, made);
  return made;
}

/** All paragraphs of a text; those without a letter or a digit are lines and boxes, which say nothing. */
export function allParagraphs(text: string | null): string[] {
  const parts = (text ?? '').split(/\n\s*\n/);
  return parts.filter((part) => /[\p{L}\p{N}]/u.test(part)).map((part) => markdown(part));
}

function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const end = text.lastIndexOf(' ', maxLength);
  return `${text.slice(0, end > 0 ? end : maxLength)} …`;
}

/** The type in one line. */
export function typeText(shape: Shape, links: TypeLinks): string {
  const { kind } = shape;
  if (kind === 'string' || kind === 'number' || kind === 'boolean') return `\`${kind}\``;
  const linked = linkText(shape, '', links);
  if (linked !== null) return linked;
  const parts = shape.kind === 'union' ? partsOf(shape) : [];
  if (parts.some((part) => linkText(part, '', links) !== null)) {
    const shown = parts.slice(0, MAX_PARTS).map((part) => typeText(part, links));
    const rest = parts.length - shown.length;
    return [...shown, ...(rest > 0 ? [`${count(rest)} more`] : [])].join(' or ');
  }
  const flat = flattenShape(shape);
  if (flat !== null) return codeSpan(plainText(shorten(flat, MAX_TYPE)));
  if (shape.kind === 'array') return `array of ${typeText(shape.items, links)}`;
  return shape.kind === 'union' ? 'one of several objects' : 'object';
}

/** A name, or a list of what has a name. */
function linkText(shape: Shape, suffix: string, links: TypeLinks): string | null {
  if (shape.kind === 'array') return linkText(shape.items, `[]${suffix}`, links);
  const target = shape.kind === 'name' ? links.get(shape.name) : undefined;
  return shape.kind === 'name' && target !== undefined
    ? `[${codeSpan(shape.name + suffix)}](${target})`
    : null;
}

/** The fields of an object that has no name, also of the ones in a list; nothing for other types. */
export function fieldLines(shape: Shape, links: TypeLinks, depth = 0): FieldLine[] {
  if (shape.kind === 'array') return fieldLines(shape.items, links, depth);
  if (shape.kind === 'union' || shape.kind === 'intersection') {
    const inside = shape.members.filter(({ kind }) => kind === 'object' || kind === 'array');
    return shape.kind === 'union' && inside.length > 1
      ? []
      : inside.flatMap((part) => fieldLines(part, links, depth));
  }
  if (shape.kind !== 'object' || depth > MAX_DEPTH) return [];
  const shown = shape.properties.slice(0, MAX_FIELDS);
  const rest = shape.properties.length - shown.length;
  return [
    ...shown.flatMap((property) => [
      { depth, text: fieldText(property, links) },
      ...fieldLines(property.shape, links, depth + 1),
    ]),
    ...(rest > 0 ? [{ depth, text: `and ${count(rest)} more` }] : []),
    ...(shape.rest === null || shape.properties.length === 0
      ? []
      : [{ depth, text: `any other key: ${typeText(shape.rest, links)}` }]),
  ];
}

function fieldText({ name, optional, deprecated, doc, shape }: Property, links: TypeLinks): string {
  const notes = [...(optional ? ['optional'] : []), ...(deprecated ? ['deprecated'] : [])];
  return itemText([nameSpan(name), typeText(shape, links), ...notes], doc);
}

/** What stands first in an item of a list, and what is known of it. */
export function itemText(head: readonly string[], doc: string | null): string {
  const text = firstParagraph(doc);
  return `${head.join(', ')}${text === '' ? '' : `: ${text}`}`;
}

/** Lines as a Markdown list. */
export function listText(lines: readonly FieldLine[]): string {
  return lines.map(({ depth, text }) => `${'  '.repeat(depth)}- ${text}`).join('\n');
}
