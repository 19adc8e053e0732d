/** Values of a description as a few lines of text. */
import type { JsonObject, JsonValue } from '../load/document.js';

const MAX_LINES = 14;
const MAX_COLUMNS = 160;

/** As code points compare; the same on every system. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Code within a sentence. */
export function quote(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}

/** `a`, `b` and `c` */
export function listWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** A value on one line, cut where it is long. */
export function showShort(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** A value as indented lines without most of JSON's marks, cut after a few. */
export function showValue(value: JsonValue): string {
  const lines: string[] = [];
  print(value, { prefix: '', indent: 0, lines });
  const shown = lines
    .slice(0, MAX_LINES)
    .map((line) => (line.length > MAX_COLUMNS ? `${line.slice(0, MAX_COLUMNS - 1)}…` : line));
  return lines.length > MAX_LINES ? [...shown, '…'].join('\n') : shown.join('\n');
}

interface Printing {
  readonly prefix: string;
  readonly indent: number;
  readonly lines: string[];
}

function print(value: JsonValue, { prefix, indent, lines }: Printing): void {
  if (lines.length > MAX_LINES) return;
  const margin = ' '.repeat(indent);
  if (typeof value !== 'object' || value === null || isShort(value)) {
    lines.push(`${margin}${prefix}${JSON.stringify(value)}`);
    return;
  }
  if (prefix !== '') lines.push(`${margin}${prefix.trimEnd()}`);
  const inner = prefix === '' ? indent : indent + 2;
  const entries = Array.isArray(value)
    ? value.map((each) => ['- ', each] as const)
    : Object.entries(value).map(([key, each]) => [`${key}: `, each] as const);
  for (const [start, each] of entries) {
    print(each, { prefix: start, indent: inner, lines });
    if (lines.length > MAX_LINES) return;
  }
}

/** A list of plain values, or nothing. */
function isShort(value: JsonValue[] | JsonObject): boolean {
  const values = Array.isArray(value) ? value : Object.values(value);
  if (values.length === 0) return true;
  if (!Array.isArray(value) || values.some((each) => typeof each === 'object' && each !== null)) return false;
  return JSON.stringify(value).length < 100;
}
