/** One of the two descriptions that are compared: its values by pointer, its places, and the names of its operations. */
import type { Place } from '../diagnostics.js';
import type { Document, JsonObject, JsonValue } from '../load/document.js';
import type { Api } from '../model/types.js';

/** What is compared: a description as it was loaded, and what the generator understood of it. */
export interface Comparable {
  readonly document: Document;
  readonly api: Api;
}

/** A value, and the pointer that leads to it without passing through a `$ref`. */
export interface Spot {
  readonly value: JsonValue;
  readonly pointer: string;
}

/** A description that is asked for values, places and names. */
export class Side {
  readonly api: Api;
  /** OpenAPI 3.0: `nullable`, boolean `exclusiveMinimum`, and nothing beside a `$ref`. */
  readonly is30: boolean;
  readonly root: Spot;
  readonly #document: Document;
  readonly #found = new Map<string, Spot | null>();
  readonly #names: ReadonlyMap<string, string>;

  constructor({ document, api }: Comparable) {
    this.api = api;
    this.#document = document;
    this.root = { value: document.value, pointer: '' };
    const version = document.value['openapi'];
    this.is30 = typeof version === 'string' && version.startsWith('3.0');
    this.#names = new Map(api.operations.map(({ pointer, name }) => [pointer, name]));
  }

  place(pointer: string): Place {
    return this.#document.place(pointer);
  }

  /** The public name of the operation at a pointer; null: the generator makes none of it. */
  nameOf(pointer: string): string | null {
    return this.#names.get(pointer) ?? null;
  }

  /** The value at a pointer; null when it leads nowhere. */
  find(pointer: string): Spot | null {
    const known = this.#found.get(pointer);
    if (known !== undefined) return known;
    let spot: Spot | null = this.root;
    for (const key of splitPointer(pointer)) {
      spot = childOf(spot, key);
      if (spot === null) break;
    }
    this.#found.set(pointer, spot);
    return spot;
  }

  /** What a chain of references ends at; the spot itself where it has none, or one that leads nowhere. */
  resolve(spot: Spot): Spot {
    const seen = new Set<string>();
    let current = spot;
    for (;;) {
      const target = this.target(current);
      if (target === null || seen.has(target.pointer)) return current;
      seen.add(target.pointer);
      current = target;
    }
  }

  /** One step along a `$ref`; null where there is none. */
  target(spot: Spot): Spot | null {
    const reference = isObject(spot.value) ? spot.value['$ref'] : undefined;
    if (typeof reference !== 'string' || !reference.startsWith('#')) return null;
    return this.find(decodeReference(reference.slice(1)));
  }

  /**
   * A schema as the schemas that it consists of: what its references end at and, where the version knows keywords beside
   * a `$ref`, those.
   */
  resolveSchema(spot: Spot): Spot[] {
    const found: Spot[] = [];
    const seen = new Set<string>();
    let current = spot;
    for (;;) {
      const target = this.target(current);
      if (target === null || seen.has(target.pointer)) break;
      seen.add(target.pointer);
      if (!this.is30 && isObject(current.value) && Object.keys(current.value).length > 1) found.push(current);
      current = target;
    }
    return [current, ...found];
  }

  /** Schemas under a keyword that holds them by name, not resolved. */
  schemasUnder(spot: Spot, keyword: string): [string, Spot][] {
    const value = memberOf(spot, keyword);
    if (!isObject(value)) return [];
    return Object.entries(value).map(([name, each]) => [
      name,
      { value: each, pointer: joinPointer(spot.pointer, keyword, name) },
    ]);
  }

  /** Members of the object at `key`, each resolved; none when it is not an object. */
  members(spot: Spot | null, key: string): ReadonlyMap<string, Spot> {
    const holder = spot === null ? null : childOf(spot, key);
    const found = new Map<string, Spot>();
    if (holder === null) return found;
    const object = this.resolve(holder);
    if (!isObject(object.value)) return found;
    for (const [name, value] of Object.entries(object.value)) {
      if (name.startsWith('x-') && key !== 'properties' && key !== 'headers' && key !== 'callbacks') continue;
      found.set(name, this.resolve({ value, pointer: joinPointer(object.pointer, name) }));
    }
    return found;
  }
}

/** The member or element at `key`; null where there is none. */
export function childOf(spot: Spot, key: string): Spot | null {
  const { value: holder, pointer } = spot;
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) return null;
  const value = Array.isArray(holder) ? holder[Number(key)] : holder[key];
  return value === undefined ? null : { value, pointer: joinPointer(pointer, key) };
}

/** The elements of the array at `key`; none when it is not an array. */
export function elementsOf(spot: Spot, key: string): Spot[] {
  const list = childOf(spot, key);
  if (list === null || !Array.isArray(list.value)) return [];
  return list.value.map((value, index) => ({ value, pointer: joinPointer(list.pointer, String(index)) }));
}

/** True for an object that is not an array. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object's own member. */
export function memberOf(spot: Spot, key: string): JsonValue | undefined {
  return isObject(spot.value) && Object.hasOwn(spot.value, key) ? spot.value[key] : undefined;
}

/** The object's own member where it is a text, else the empty text. */
export function textOf(spot: Spot, key: string): string {
  const value = memberOf(spot, key);
  return typeof value === 'string' ? value : '';
}

/** A pointer one or more keys longer (RFC 6901). */
export function joinPointer(pointer: string, ...keys: readonly string[]): string {
  return pointer + keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The keys of a pointer. */
export function splitPointer(pointer: string): string[] {
  const parts = pointer.split('/').slice(1);
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function decodeReference(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
