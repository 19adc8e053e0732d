import type { JsonValue } from './document.js';
import { getOwn, isObject } from './json.js';
import type { Found } from './parsed.js';
import { extendPointer, splitPointer } from './pointer.js';

/**
 * Where the values of a YAML file stand. Every value has a number, its container before it; what stands in a value has the
 * numbers up to the value's `end`. Two numbers a value are kept, and the rest is made when somebody asks.
 */
export class YamlPlaces {
  readonly #root: JsonValue;
  readonly #offsets: Int32Array;
  readonly #ends: Int32Array;
  readonly #oddities: Oddities;
  readonly #indexes = new Map<number, ReadonlyMap<string, number>>();

  constructor(root: JsonValue, marks: Marks) {
    this.#root = root;
    this.#offsets = Int32Array.from(marks.offsets);
    this.#ends = Int32Array.from(marks.ends);
    this.#oddities = marks;
  }

  find(pointer: string): Found {
    let at = 0;
    let value: JsonValue | undefined = this.#root;
    let found: Found = { offset: 0, pointer: '' };
    for (const key of splitPointer(pointer)) {
      const inner = this.#findMember(at, value, key);
      if (inner === undefined) return found;
      at = inner;
      value = Array.isArray(value) ? value[Number(key)] : isObject(value) ? getOwn(value, key) : undefined;
      found = { offset: this.#offsets[at] ?? 0, pointer: extendPointer(found.pointer, key) };
    }
    return found;
  }

  #findMember(holder: number, value: JsonValue | undefined, key: string): number | undefined {
    const at = this.#oddities.aliases.get(holder) ?? holder;
    const own = this.#indexMembers(at, value).get(key);
    if (own !== undefined) return own;
    for (const merged of this.#oddities.merges.get(at) ?? []) {
      const found = this.#findMember(merged, undefined, key);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Numbers of the members by key or index. */
  #indexMembers(at: number, value: JsonValue | undefined): ReadonlyMap<string, number> {
    let index = this.#indexes.get(at);
    if (index === undefined) {
      index = this.#readMembers(at, value);
      this.#indexes.set(at, index);
    }
    return index;
  }

  #readMembers(at: number, value: JsonValue | undefined): ReadonlyMap<string, number> {
    const keys = this.#oddities.keys.get(at) ?? (isObject(value) ? Object.keys(value) : null);
    const members = new Map<string, number>();
    let position = 0;
    for (let inner = at + 1; inner < (this.#ends[at] ?? 0); inner = this.#ends[inner] ?? Infinity) {
      members.set(keys === null ? String(position) : (keys[position] ?? ''), inner);
      position += 1;
    }
    return members;
  }
}

/** What the value itself does not tell. */
interface Oddities {
  /** The number of what an alias stands for, by the alias's number. */
  readonly aliases: ReadonlyMap<number, number>;
  /** Of an object with merge keys: what is merged, the first wins. */
  readonly merges: ReadonlyMap<number, readonly number[]>;
  /** The keys as written, where the object does not have them in this order, or has others. */
  readonly keys: ReadonlyMap<number, readonly string[]>;
}

/** What is noted while a file is read. */
export interface Marks extends Oddities {
  readonly offsets: readonly number[];
  readonly ends: readonly number[];
}
