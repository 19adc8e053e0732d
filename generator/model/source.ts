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
    let spot: Spot | null = this.root;
    for (const key of splitPointer(pointer)) {
      if (spot === null) return null;
      spot = childOf(spot, key);
    }
    return spot;
  }

  /**
   * Follows `$ref` until an object without one. Null when it leads nowhere, in a circle or to something else than an
   * object; the loader has reported that, so nobody reports it again.
   */
  resolve(spot: Spot): Resolved | null {
    const references: string[] = [];
    const seen = new Set<string>();
    let current: Spot | null = spot;
    while (current !== null) {
      const object: ObjectSpot | null = asObject(current);
      if (object === null) return null;
      const reference = object.value['$ref'];
      if (typeof reference !== 'string') return { spot: object, references };
      const pointer = readLocalReference(reference);
      if (pointer === null || seen.has(pointer)) return null;
      seen.add(pointer);
      references.push(pointer);
      current = this.find(pointer);
    }
    return null;
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
  const value = Array.isArray(spot.value)
    ? /^(0|[1-9]\d*)$/.test(key)
      ? spot.value[Number(key)]
      : undefined
    : isObject(spot.value)
      ? own(spot.value, key)
      : undefined;
  return value === undefined ? null : { value, pointer: joinPointer(spot.pointer, key) };
}

/** The spot as one that holds an object, or null. */
export function asObject(spot: Spot | null): ObjectSpot | null {
  return spot !== null && isObject(spot.value) ? { value: spot.value, pointer: spot.pointer } : null;
}

/** True for an object that is not an array. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object's own member, never one that it inherits. */
export function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The text at `key`, or null when there is none or it is blank. */
export function textOf(object: JsonObject, key: string): string | null {
  const value = own(object, key);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
