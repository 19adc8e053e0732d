import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Diagnostics, Place } from '../diagnostics.js';
import type { JsonValue } from './document.js';
import { findInJson } from './json-places.js';
import { checkJson } from './json-syntax.js';
import { SourceProblem } from './source-problem.js';
import { parseYaml, type Parsed } from './yaml-tree.js';

/** One input file, parsed, which knows where each of its values stands. */
export interface Source {
  /** The file as the user named it. */
  readonly file: string;
  readonly value: JsonValue;
  /** SHA-256 of the text, in hexadecimal. */
  readonly hash: string;
  /** A pointer that leads nowhere gives the place of the nearest container that exists. */
  place(pointer: string): Place;
}

/** Text to parse. `origin` is where its first line stands in the file, when it is only a part of it. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
  readonly format: 'yaml' | 'json';
  /** Lines before the text, and columns that were cut from the left of each of its lines. */
  readonly origin?: { readonly lines: number; readonly columns: number };
}

/** Reads and parses a file; what is wrong with it is reported once, and the answer is null. */
export function readSource(file: string, diagnostics: Diagnostics): Source | null {
  const text = readTextFile(file, diagnostics);
  const format = file.toLowerCase().endsWith('.json') ? 'json' : 'yaml';
  return text === null ? null : parseSource({ file, text, format }, diagnostics);
}

/** The text of a file with its byte order mark, if it has one; null when it was reported that there is no text. */
export function readTextFile(file: string, diagnostics: Diagnostics): string | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    diagnostics.report('file-not-readable', atStart(file), `The file cannot be read (${reason}).`);
    return null;
  }
  if (isUtf8(bytes)) return bytes.toString('utf8');
  diagnostics.report('syntax-error', atStart(file), 'The file is not text in UTF-8.', 'Convert it to UTF-8.');
  return null;
}

/** Parses text; what is wrong with it is reported once, and the answer is null. */
export function parseSource(input: SourceText, diagnostics: Diagnostics): Source | null {
  const { file, origin = { lines: 0, columns: 0 } } = input;
  const text = input.text.replace(/^\uFEFF/, '');
  const findLine = makeLineFinder(text);
  const locate = (offset: number, pointer: string): Place => {
    const { line, column } = findLine(offset);
    return { file, line: line + origin.lines, column: column + origin.columns, pointer };
  };
  try {
    const { value, find } = input.format === 'json' ? parseJson(text) : parseYaml(text);
    return {
      file,
      value,
      hash: createHash('sha256').update(input.text).digest('hex'),
      place: (pointer) => {
        const found = find(pointer);
        return locate(found.offset, found.pointer);
      },
    };
  } catch (error) {
    if (!(error instanceof SourceProblem)) throw error;
    diagnostics.report(error.code, locate(error.offset, ''), error.message);
    return null;
  }
}

/** The place for a problem with a file as a whole. */
export function atStart(file: string): Place {
  return { file, line: 1, column: 1, pointer: '' };
}

function parseJson(text: string): Parsed {
  checkJson(text);
  return { value: JSON.parse(text) as JsonValue, find: findInJson(text) };
}

/** Turns an offset into a line and a column, both from 1. A description of thousands of operations asks thousands of times. */
function makeLineFinder(text: string): (offset: number) => { line: number; column: number } {
  let starts: number[] | null = null;
  return (offset) => {
    starts ??= findLineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
