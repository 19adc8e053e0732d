import type { DiagnosticCode, Diagnostics, Place } from '../diagnostics.js';
import type { Document, JsonObject, JsonValue } from '../load/document.js';
import { joinPointer, readLocalReference, splitPointer } from './json-pointer.js';

/** A value of the description, and the pointer that leads to it without passing through a `$ref`. */
export interface Spot {
  readonly value: JsonValue;
  readonly pointer: string;
}

/** A spot whose value is an object. */
export interface ObjectSpot {
  readonly value: JsonObject;
  readonly pointer: string;
}

/** Where a chain of references ends, and the references that led there, first to last. */
export interface Resolved {
  readonly spot: ObjectSpot;
  readonly references: readonly string[];
}

/** The description as the model reads it: every value keeps its pointer, every problem its place. */
export class Source {
  readonly root: ObjectSpot;
  readonly #document: Document;
  readonly #diagnostics: Diagnostics;
  /** What pointers lead to, and where references end: components are asked for thousands of times. */
  readonly #found = new Map<string, Spot | null>();
  readonly #resolved = new Map<string, Resolved | null>();

  constructor(document: Document, diagnostics: Diagnostics) {
    this.#document = document;
    this.#diagnostics = diagnostics;
    this.root = { value: document.value, pointer: '' };
  }

  get file(): string {
    return this.#document.file;
  }

  place(pointer: string): Place {
    return this.#document.place(pointer);
  }

  report(code: DiagnosticCode, pointer: string, message: string, help?: string): void {
    this.#diagnostics.report(code, this.place(pointer), message, help);
  }

  /** The value at a pointer, or null when it leads nowhere. */
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

  /**
   * Follows `$ref` until an object without one. Null when it leads nowhere, in a circle or to something else than an
   * object; the loader has reported that, so nobody reports it again.
   */
  resolve(spot: Spot): Resolved | null {
    const object = asObject(spot);
    if (object === null) return null;
    const reference = object.value['$ref'];
    if (typeof reference !== 'string') return { spot: object, references: [] };
    let resolved = this.#resolved.get(reference);
    if (resolved === undefined) {
      resolved = this.#followAll(reference);
      this.#resolved.set(reference, resolved);
    }
    return resolved;
  }

  #followAll(first: string): Resolved | null {
    const references = new Set<string>();
    for (let reference = first; ;) {
      const pointer = readLocalReference(reference);
      if (pointer === null || references.has(pointer)) return null;
      references.add(pointer);
      const object = asObject(this.find(pointer));
      if (object === null) return null;
      const next = object.value['$ref'];
      if (typeof next !== 'string') return { spot: object, references: [...references] };
      reference = next;
    }
  }

  /** One step along the `$ref` of an object; null when it leads out of the document or nowhere. */
  follow(spot: ObjectSpot): Spot | null {
    const reference = own(spot.value, '$ref');
    const pointer = typeof reference === 'string' ? readLocalReference(reference) : null;
    return pointer === null ? null : this.find(pointer);
  }

  /** Members of the object at `key`, in the description's order; none when it is not an object. */
  members(spot: ObjectSpot, ...keys: readonly string[]): (readonly [string, Spot])[] {
    let current: Spot | null = spot;
    for (const key of keys) current = current === null ? null : childOf(current, key);
    const object = current === null ? null : asObject(current);
    if (object === null) return [];
    return Object.entries(object.value).map(([key, value]) => [
      key,
      { value, pointer: joinPointer(object.pointer, key) },
    ]);
  }

  /** Elements of the array at `key`; none when it is not an array. */
  elements(spot: ObjectSpot, key: string): Spot[] {
    const value = own(spot.value, key);
    if (!Array.isArray(value)) return [];
    return value.map((element, index) => ({
      value: element,
      pointer: joinPointer(spot.pointer, key, index),
    }));
  }
}

/** The member or element at `key`, or null. */
export function childOf(spot: Spot, key: string): Spot | null {
  const holder = spot.value;
  const value = isObject(holder) ? own(holder, key) : elementOf(holder, key);
  return value === undefined ? null : { value, pointer: joinPointer(spot.pointer, key) };
}

function elementOf(value: JsonValue, key: string): JsonValue | undefined {
  return Array.isArray(value) && /^(0|[1-9]\d*)$/.test(key) ? value[Number(key)] : undefined;
}

/** The spot as one that holds an object, or null. */
export function asObject(spot: Spot | null): ObjectSpot | null {
  return spot !== null && holdsObject(spot) ? spot : null;
}

function holdsObject(spot: Spot): spot is ObjectSpot {
  return isObject(spot.value);
}

/** True for an object that is not an array. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object's own member, never one that it inherits. */
export function own(object: JsonObject, key: string): JsonValue | undefined {
  const value = object[key];
  // What objects inherit is functions, which JSON has none of, and `__proto__`. Asking first would cost as much again.
  if (typeof value === 'function' || (key === '__proto__' && !Object.hasOwn(object, key))) return undefined;
  return value;
}

/** The text at `key`, or null when there is none or it is blank. */
export function textOf(object: JsonObject, key: string): string | null {
  const value = own(object, key);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
