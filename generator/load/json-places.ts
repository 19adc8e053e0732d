import type { Found } from './parsed.js';
import { extendPointer, splitPointer } from './pointer.js';

/** A member of an object or an element of an array, as offsets into the bytes. */
interface Member {
  /** Of the key, or of the element itself. */
  readonly start: number;
  readonly value: number;
}

/** An object or array, read as far as somebody has asked. */
interface Container {
  readonly isObject: boolean;
  readonly members: Map<string, Member>;
  /** The value of the last member that was read; null: all have been read. */
  last: number | null;
}

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Containers longer than this are worth knowing the end of: each is skipped once for every container around it. */
const longContainer = 2_000;

/**
 * Finds places in JSON that has been checked, as offsets into its bytes. An object or array is read when a place within
 * it is asked for, only as far as that, and only once: a description of many megabytes has thousands of operations.
 */
export class JsonPlaces {
  readonly #bytes: Buffer;
  readonly #start: number;
  readonly #containers = new Map<number, Container>();
  /** The ends of long containers by their starts. */
  readonly #ends = new Map<number, number>();

  /** @param start where the JSON begins, behind a byte order mark */
  constructor(bytes: Buffer, start: number) {
    this.#bytes = bytes;
    this.#start = start;
  }

  find(pointer: string): Found {
    let value = this.#skipBlanks(this.#start);
    let found: Found = { offset: this.#start, pointer: '' };
    for (const key of splitPointer(pointer)) {
      const member = this.#findMember(value, key);
      if (member === undefined) return found;
      found = { offset: member.start, pointer: extendPointer(found.pointer, key) };
      value = member.value;
    }
    return found;
  }

  #findMember(offset: number, key: string): Member | undefined {
    let container = this.#containers.get(offset);
    if (container === undefined) {
      const mark = this.#bytes[offset];
      const last = mark === openBrace || mark === openBracket ? offset : null;
      container = { isObject: mark === openBrace, members: new Map(), last };
      this.#containers.set(offset, container);
    }
    let member = container.members.get(key);
    while (member === undefined && container.last !== null) {
      this.#readNext(container, container.last);
      member = container.members.get(key);
    }
    return member;
  }

  /** Reads one more member. `last`: the value of the one before, or the start of the container. */
  #readNext(container: Container, last: number): void {
    const { members, isObject } = container;
    let at = this.#skipBlanks(members.size === 0 ? last + 1 : this.#skipValue(last));
    if (this.#bytes[at] === comma) at = this.#skipBlanks(at + 1);
    const mark = this.#bytes[at];
    if (mark === closeBrace || mark === closeBracket) {
      container.last = null;
      return;
    }
    const start = at;
    let key = String(members.size);
    if (isObject) {
      const end = this.#skipString(at);
      key = JSON.parse(this.#bytes.toString('utf8', at, end)) as string;
      at = this.#skipBlanks(this.#skipBlanks(end) + ':'.length);
    }
    members.set(key, { start, value: at });
    container.last = at;
  }

  #skipBlanks(offset: number): number {
    for (let at = offset; ; at += 1) {
      const mark = this.#bytes[at];
      if (mark !== space && mark !== lineFeed && mark !== carriageReturn && mark !== tab) return at;
    }
  }

  /** The offset after the string that begins at `offset`. */
  #skipString(offset: number): number {
    const bytes = this.#bytes;
    for (let at = offset + 1; at < bytes.length; at += 1) {
      const mark = bytes[at];
      if (mark === quote) return at + 1;
      if (mark === backslash) at += 1;
    }
    return bytes.length;
  }

  /** The offset after the value that begins at `offset`. */
  #skipValue(offset: number): number {
    const bytes = this.#bytes;
    if (bytes[offset] === quote) return this.#skipString(offset);
    const open: number[] = [];
    for (let at = offset; at < bytes.length;) {
      const mark = bytes[at];
      if (mark === quote) {
        at = this.#skipString(at);
      } else if (mark === openBrace || mark === openBracket) {
        const end = this.#ends.get(at);
        if (end === undefined) open.push(at);
        at = end ?? at + 1;
        if (open.length === 0) return at;
      } else if (mark === closeBrace || mark === closeBracket) {
        const start = open.pop();
        // The end of what holds a number, or another value without a mark of its own.
        if (start === undefined) return at;
        at += 1;
        if (at - start > longContainer) this.#ends.set(start, at);
        if (open.length === 0) return at;
      } else if (mark === comma && open.length === 0) {
        return at;
      } else {
        at += 1;
      }
    }
    return bytes.length;
  }
}
