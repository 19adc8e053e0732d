import type { JsonValue } from './document.js';
import { JsonPlaces } from './json-places.js';
import { checkJson } from './json-syntax.js';
import { readJsonText } from './json-text.js';
import { makeBytePositions, type Position } from './lines.js';
import type { Parsed } from './parsed.js';
import { maxDepth, SourceProblem } from './source-problem.js';

/** JSON in UTF-8. */
export interface JsonBytes {
  readonly bytes: Buffer;
  /** Where it begins, behind a byte order mark. */
  readonly start: number;
  /** The same as text; asked for when something is wrong. */
  readonly text: () => string;
}

/** Parses JSON. Throws a `SourceProblem` at the first thing wrong. */
export function parseJson(input: JsonBytes): Parsed {
  const parsed = tryJson(input);
  if (parsed !== null) return parsed;
  checkJson(input.text());
  throw new SourceProblem('syntax-error', 0, 'The file is not JSON.');
}

/** The same, but null for what is not JSON at all. */
export function tryJson({ bytes, start, text }: JsonBytes): Parsed | null {
  const given = readJsonText(bytes, start);
  let value: JsonValue;
  try {
    value = JSON.parse(given.text) as JsonValue;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
  // JSON.parse takes the last of two equal keys in silence: then the value has fewer members than the text.
  if (countMembers(value, 0) !== given.members) checkJson(text());
  let places: JsonPlaces | null = null;
  let positionOf: ((offset: number) => Position) | null = null;
  return {
    value,
    find: (pointer) => (places ??= new JsonPlaces(bytes, start)).find(pointer),
    positionOf: (offset) => (positionOf ??= makeBytePositions(bytes, start))(offset),
  };
}

/** The members of all objects; infinity when they stand too deep. */
function countMembers(value: JsonValue, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth === maxDepth) return Infinity;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') count += countMembers(item, depth + 1);
    return count;
  }
  for (const key in value) {
    count += 1;
    const item = value[key];
    if (typeof item === 'object') count += countMembers(item, depth + 1);
  }
  return count;
}
