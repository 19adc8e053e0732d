import type { Diagnostic } from '../diagnostics.js';

/** How diagnostics are printed: for people, as JSON for programs, or as commands that GitHub shows beside the lines. */
export const printFormats = ['text', 'json', 'github'] as const;

/** One of the formats. */
export type PrintFormat = (typeof printFormats)[number];

/**
 * Characters that a terminal obeys instead of showing, that change the direction of the text after them, or that hide
 * text in the message. Messages quote descriptions, and a description can hold anything.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u2065]/gu;

/** The text on one line, with every character that a terminal would not show written as an escape. */
export function escapeText(text: string): string {
  return text.replace(unprintable, (character) => {
    if (character === '\n') return String.raw`\n`;
    if (character === '\t') return String.raw`\t`;
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** Diagnostics in the order of files and lines; those without a place come first, in the order of their discovery. */
export function sortDiagnostics(items: readonly Diagnostic[]): Diagnostic[] {
  return [...items].sort(({ place: left }, { place: right }) => {
    if (left === null || right === null) return Number(left !== null) - Number(right !== null);
    if (left.file !== right.file) return left.file < right.file ? -1 : 1;
    return left.line - right.line || left.column - right.column;
  });
}

/** Codes of ECMA-48 for what a diagnostic consists of. */
const colors = { error: '31;1', warning: '33;1', place: '36', faint: '2' } as const;

/**
 * One diagnostic for people: `file:line:column error code: message`, and what to do next. Ends with a line end.
 *
 * @param color whether to print in colour
 */
export function printDiagnostic({ code, severity, message, place, help }: Diagnostic, color = false): string {
  const paint = (part: keyof typeof colors, text: string): string =>
    color ? `\u001b[${colors[part]}m${escapeText(text)}\u001b[0m` : escapeText(text);
  const where = place === null ? '' : `${paint('place', `${place.file}:${place.line}:${place.column}`)} `;
  const lines = [`${where}${paint(severity, severity)} ${paint('faint', `${code}:`)} ${escapeText(message)}`];
  if (place !== null && place.pointer !== '') lines.push(paint('faint', `  at ${place.pointer}`));
  lines.push(`  help: ${escapeText(help)}`);
  return lines.map((line) => `${line}\n`).join('');
}

/** `1 error, 2 warnings`; empty when there are none. */
export function countDiagnostics(items: readonly Diagnostic[]): string {
  const errors = items.filter((item) => item.severity === 'error').length;
  const warnings = items.length - errors;
  return [countOf(errors, 'error'), countOf(warnings, 'warning')].filter((text) => text !== '').join(', ');
}

/** `3 files`, `1 file`; empty for none. */
export function countOf(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}
