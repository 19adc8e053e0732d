import { extendPointer, splitPointer } from './pointer.js';
import type { Parsed } from './yaml-tree.js';

/** A member of an object or an element of an array, as offsets into the text. */
interface Member {
  /** Of the key, or of the element itself. */
  readonly start: number;
  readonly value: number;
}

/**
 * Finds places in JSON text that has been checked. An object or array is read when a place within it is asked for, and
 * only once: a description of many megabytes has thousands of operations, and each is asked for.
 */
export function findInJson(text: string): Parsed['find'] {
  const containers = new Map<number, ReadonlyMap<string, Member>>();
  const membersAt = (offset: number): ReadonlyMap<string, Member> => {
    const members = containers.get(offset) ?? readMembers(text, offset);
    containers.set(offset, members);
    return members;
  };
  return (pointer) => {
    let value = skipBlanks(text, 0);
    let found = { offset: 0, pointer: '' };
    for (const key of splitPointer(pointer)) {
      const member = membersAt(value).get(key);
      if (member === undefined) return found;
      found = { offset: member.start, pointer: extendPointer(found.pointer, key) };
      value = member.value;
    }
    return found;
  };
}

/** What stands in the object or array that begins at `offset`, by key or index; nothing in any other value. */
function readMembers(text: string, offset: number): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  const isObject = text[offset] === '{';
  if (!isObject && text[offset] !== '[') return members;
  for (let at = skipBlanks(text, offset + 1); text[at] !== '}' && text[at] !== ']';) {
    const start = at;
    let key = String(members.size);
    if (isObject) {
      const end = skipString(text, at);
      key = JSON.parse(text.slice(at, end)) as string;
      at = skipBlanks(text, skipBlanks(text, end) + ':'.length);
    }
    members.set(key, { start, value: at });
    at = skipBlanks(text, skipValue(text, at));
    if (text[at] === ',') at = skipBlanks(text, at + 1);
  }
  return members;
}

function skipBlanks(text: string, offset: number): number {
  let at = offset;
  while (/\s/.test(text.charAt(at))) at += 1;
  return at;
}

/** The offset after the string that begins at `offset`. */
function skipString(text: string, offset: number): number {
  for (let at = text.indexOf('"', offset + 1); ; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text[at - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return at + 1;
  }
}

/** The offset after the value that begins at `offset`. */
function skipValue(text: string, offset: number): number {
  const next = /["{}[\],]/g;
  let depth = 0;
  let at = offset;
  for (;;) {
    next.lastIndex = at;
    const match = next.exec(text);
    if (match === null) return text.length;
    const [mark] = match;
    at = match.index;
    if (depth === 0 && (mark === ',' || mark === '}' || mark === ']')) return at;
    at = mark === '"' ? skipString(text, at) : at + 1;
    if (mark === '{' || mark === '[') depth += 1;
    if (mark === '}' || mark === ']') depth -= 1;
    if (depth === 0 && mark !== ',') return at;
  }
}
