import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { explainUnreadable, type Diagnostics, type Place } from '../diagnostics.js';
import { countMarkBytes, decode, decodeLoosely } from './decode.js';
import type { JsonValue } from './document.js';
import { makeTextPositions, type Position } from './lines.js';
import { parseJson, tryJson } from './parse-json.js';
import { parseYaml } from './parse-yaml.js';
import type { Parsed } from './parsed.js';
import { SourceProblem } from './source-problem.js';

/** One input file, parsed, which knows where each of its values stands. */
export interface Source {
  /** The file as the user named it. */
  readonly file: string;
  readonly value: JsonValue;
  /** SHA-256 of the file, in hexadecimal. */
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
  const bytes = readBytes(file, diagnostics);
  return bytes === null ? null : parseFile(file, bytes, diagnostics);
}

/** The bytes of a file; null when it was reported that it cannot be read. */
export function readBytes(file: string, diagnostics: Diagnostics): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    const { message, help } = explainUnreadable(error);
    diagnostics.report('file-not-readable', atStart(file), message, help);
    return null;
  }
}

/** The text of a file without a byte order mark; null when it was reported that there is no text. */
export function readTextFile(file: string, diagnostics: Diagnostics): string | null {
  const bytes = readBytes(file, diagnostics);
  if (bytes === null) return null;
  return attempt(
    () => decode(bytes),
    makeLocate(file, () => decodeLoosely(bytes)),
    diagnostics,
  );
}

/** Reads a file whose value is its text, such as a page in Markdown that a description is written in. */
export function readTextSource(file: string, diagnostics: Diagnostics): Source | null {
  const bytes = readBytes(file, diagnostics);
  if (bytes === null) return null;
  const locate = makeLocate(file, () => decodeLoosely(bytes));
  const value = attempt(() => decode(bytes), locate, diagnostics);
  const parsed = { value, find: () => ({ offset: 0, pointer: '' }), positionOf: null };
  return value === null ? null : toSource({ hash: hashBytes(bytes), parsed, locate });
}

/** Parses a file that has been read; what is wrong with it is reported once, and the answer is null. */
export function parseFile(file: string, bytes: Buffer, diagnostics: Diagnostics): Source | null {
  let decoded: string | null = null;
  const text = (): string => (decoded ??= decode(bytes));
  const locate = makeLocate(file, () => decoded ?? decodeLoosely(bytes));
  const parsed = attempt(() => parseBytes(file, bytes, text), locate, diagnostics);
  return parsed === null ? null : toSource({ hash: hashBytes(bytes), parsed, locate });
}

/** Parses text; what is wrong with it is reported once, and the answer is null. */
export function parseSource(input: SourceText, diagnostics: Diagnostics): Source | null {
  const { file, origin } = input;
  const text = input.text.replace(/^\uFEFF/, '');
  const hash = hashBytes(Buffer.from(input.text));
  const locate = makeLocate(file, () => text, origin);
  const parse = (): Parsed => {
    if (input.format === 'yaml') return parseYaml(text);
    return parseJson({ bytes: Buffer.from(text), start: 0, text: () => text });
  };
  const parsed = attempt(parse, locate, diagnostics);
  return parsed === null ? null : toSource({ hash, parsed, locate });
}

/** The place for a problem with a file as a whole. */
export function atStart(file: string): Place {
  return { file, line: 1, column: 1, pointer: '' };
}

/** What begins like JSON mostly is, and JSON is read ten times as fast as YAML. */
function parseBytes(file: string, bytes: Buffer, text: () => string): Parsed {
  const isJson = file.toLowerCase().endsWith('.json');
  const start = countMarkBytes(bytes);
  if (!isJson && !/^\s*[{[]/.test(bytes.toString('latin1', start, start + 200))) return parseYaml(text());
  const input = isUtf8(bytes) ? { bytes, start, text } : { bytes: Buffer.from(text()), start: 0, text };
  return isJson ? parseJson(input) : (tryJson(input) ?? parseYaml(text()));
}

function hashBytes(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

interface Locate {
  readonly file: string;
  readonly origin: { readonly lines: number; readonly columns: number };
  /** Lines are counted when a position is asked for. */
  readonly positionOf: (offset: number) => Position;
}

function makeLocate(file: string, text: () => string, origin = { lines: 0, columns: 0 }): Locate {
  let positionOf: ((offset: number) => Position) | null = null;
  return { file, origin, positionOf: (offset) => (positionOf ??= makeTextPositions(text()))(offset) };
}

function placeAt({ file, origin }: Locate, { line, column }: Position, pointer: string): Place {
  return { file, line: line + origin.lines, column: column + origin.columns, pointer };
}

function attempt<T>(read: () => T, locate: Locate, diagnostics: Diagnostics): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SourceProblem)) throw error;
    const place = placeAt(locate, locate.positionOf(error.offset), '');
    diagnostics.report(error.code, place, error.message, error.help);
    return null;
  }
}

interface Read {
  readonly hash: string;
  readonly parsed: Parsed;
  readonly locate: Locate;
}

function toSource({ hash, parsed, locate }: Read): Source {
  const positionOf = parsed.positionOf ?? locate.positionOf;
  return {
    file: locate.file,
    value: parsed.value,
    hash,
    place: (pointer) => {
      const found = parsed.find(pointer);
      return placeAt(locate, positionOf(found.offset), found.pointer);
    },
  };
}
