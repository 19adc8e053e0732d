import type { Place } from '../diagnostics.js';
import type { JsonObject, JsonValue } from './document.js';
import type { Keys } from './examination.js';
import { getAt, isObject, setOwn } from './json.js';
import { extendPointer, printPointer, splitPointer } from './pointer.js';
import type { Source } from './source.js';

/** Which file wrote a value, and where in that file's own tree. */
export interface Origin {
  readonly source: Source;
  readonly pointer: string;
}

/** Origins by key. A key that is missing was written where its parent was, under the same key. */
interface OriginNode {
  readonly origin: Origin;
  readonly children: Map<string, OriginNode>;
}

/**
 * A description while the overlay changes it: its value, and for each part of it the file that wrote it. What it is made of is
 * never changed; an object or array that changes is copied first, and only once.
 */
export class Resolved {
  #value: JsonObject;
  readonly #origins: OriginNode;
  /** Values that came from elsewhere than what holds them. */
  readonly #moved: Map<JsonValue, Origin>;
  /** Copies of our own. */
  readonly #owned = new WeakSet<object>();

  constructor(description: Source, value: JsonObject, moved: ReadonlyMap<JsonValue, Origin> = new Map()) {
    this.#value = value;
    this.#origins = newNode({ source: description, pointer: '' });
    this.#moved = new Map(moved);
  }

  get value(): JsonObject {
    return this.#value;
  }

  /** Sets the last of `keys` in a container that exists, or appends to an array when it is the array's length. */
  set(keys: Keys, value: JsonValue, origin: Origin): void {
    const key = keys.at(-1);
    const parent = this.#own(keys.slice(0, -1));
    if (key === undefined || parent === null) return;
    if (Array.isArray(parent)) parent[Number(key)] = value;
    else setOwn(parent, String(key), value);
    this.#node(keys.slice(0, -1)).children.set(String(key), newNode(origin));
  }

  /** Removes the last of `keys` from its container; later elements of an array move up. */
  remove(keys: Keys): void {
    const key = keys.at(-1);
    const parent = this.#own(keys.slice(0, -1));
    if (key === undefined || parent === null) return;
    const { children, origin } = this.#node(keys.slice(0, -1));
    if (Array.isArray(parent)) {
      const places = parent.map(
        (item, index) => children.get(String(index)) ?? newNode(this.#originOf(item, origin, index)),
      );
      parent.splice(Number(key), 1);
      places.splice(Number(key), 1);
      children.clear();
      places.forEach((node, index) => children.set(String(index), node));
    } else {
      Reflect.deleteProperty(parent, String(key));
      children.delete(String(key));
    }
  }

  /** Where the value was written; for a pointer that leads nowhere, the nearest container that exists. */
  place(pointer: string): Place {
    const keys = splitPointer(pointer);
    while (keys.length > 0 && getAt(this.#value, keys) === undefined) keys.pop();
    let node: OriginNode | undefined = this.#origins;
    let { origin } = this.#origins;
    let value: JsonValue | undefined = this.#value;
    for (const key of keys) {
      node = node?.children.get(key);
      value = value === undefined ? undefined : getAt(value, [key]);
      origin = node?.origin ?? this.#originOf(value, origin, key);
    }
    const place = origin.source.place(origin.pointer);
    return { file: place.file, line: place.line, column: place.column, pointer: printPointer(keys) };
  }

  /** The object or array at `keys`, which it is safe to change; null when there is none. */
  #own(keys: Keys): JsonObject | JsonValue[] | null {
    const root = this.#copy(this.#value);
    if (!isObject(root)) return null;
    this.#value = root;
    let holder: JsonObject | JsonValue[] = root;
    for (const key of keys) {
      const inner: JsonValue | undefined = getAt(holder, [key]);
      if (typeof inner !== 'object' || inner === null) return null;
      const copy: JsonObject | JsonValue[] = this.#copy(inner);
      if (Array.isArray(holder)) holder[Number(key)] = copy;
      else setOwn(holder, String(key), copy);
      holder = copy;
    }
    return holder;
  }

  #copy(value: JsonObject | JsonValue[]): JsonObject | JsonValue[] {
    if (this.#owned.has(value)) return value;
    const copy = Array.isArray(value) ? [...value] : { ...value };
    this.#owned.add(copy);
    const origin = this.#moved.get(value);
    if (origin !== undefined) this.#moved.set(copy, origin);
    return copy;
  }

  #originOf(value: JsonValue | undefined, holder: Origin, key: string | number): Origin {
    const moved = typeof value === 'object' && value !== null ? this.#moved.get(value) : undefined;
    return moved ?? { source: holder.source, pointer: extendPointer(holder.pointer, key) };
  }

  /** The node at `keys`, made with what it inherits where there is none yet. */
  #node(keys: Keys): OriginNode {
    let node = this.#origins;
    let value: JsonValue | undefined = this.#value;
    for (const key of keys) {
      value = value === undefined ? undefined : getAt(value, [key]);
      let child = node.children.get(String(key));
      if (child === undefined) {
        child = newNode(this.#originOf(value, node.origin, key));
        node.children.set(String(key), child);
      }
      node = child;
    }
    return node;
  }
}

function newNode(origin: Origin): OriginNode {
  return { origin, children: new Map() };
}
