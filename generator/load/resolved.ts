import type { Place } from '../diagnostics.js';
import type { JsonObject, JsonValue } from './document.js';
import { cloneJson, getAt, isObject, setOwn } from './json.js';
import { extendPointer, printPointer, splitPointer } from './pointer.js';
import type { Source } from './source.js';

/** Which file wrote a value, and where in that file's own tree. */
interface Origin {
  readonly source: Source;
  readonly pointer: string;
}

/** Origins by key. A key that is missing was written where its parent was, under the same key. */
interface OriginNode {
  origin: Origin;
  readonly children: Map<string, OriginNode>;
}

type Keys = readonly (string | number)[];

/** A description while the overlay changes it: a value of its own, and for each part of it the file that wrote it. */
export class Resolved {
  readonly value: JsonObject;
  readonly #origins: OriginNode;

  constructor(description: Source, value: JsonObject) {
    this.value = value;
    this.#origins = newNode({ source: description, pointer: '' });
  }

  /** Sets the last of `keys` in a container that exists, or appends to an array when it is the array's length. */
  set(keys: Keys, value: JsonValue, origin: Origin): void {
    const parent = getAt(this.value, keys.slice(0, -1));
    const key = keys.at(-1);
    if (key === undefined || typeof parent !== 'object' || parent === null) return;
    if (Array.isArray(parent)) parent[Number(key)] = cloneJson(value);
    else setOwn(parent, String(key), cloneJson(value));
    this.#node(keys.slice(0, -1)).children.set(String(key), newNode(origin));
  }

  /** Removes the last of `keys` from its container; later elements of an array move up. */
  remove(keys: Keys): void {
    const parent = getAt(this.value, keys.slice(0, -1));
    const key = keys.at(-1);
    if (key === undefined) return;
    const { children, origin } = this.#node(keys.slice(0, -1));
    if (Array.isArray(parent)) {
      const places = parent.map(
        (_, index) => children.get(String(index)) ?? newNode(childOf(origin, String(index))),
      );
      parent.splice(Number(key), 1);
      places.splice(Number(key), 1);
      children.clear();
      places.forEach((node, index) => children.set(String(index), node));
    } else if (isObject(parent)) {
      Reflect.deleteProperty(parent, String(key));
      children.delete(String(key));
    }
  }

  /** Where the value was written; for a pointer that leads nowhere, the nearest container that exists. */
  place(pointer: string): Place {
    const keys = splitPointer(pointer);
    while (keys.length > 0 && getAt(this.value, keys) === undefined) keys.pop();
    let node: OriginNode | undefined = this.#origins;
    let { origin } = this.#origins;
    for (const key of keys) {
      node = node?.children.get(key);
      origin = node?.origin ?? childOf(origin, key);
    }
    const place = origin.source.place(origin.pointer);
    return { file: place.file, line: place.line, column: place.column, pointer: printPointer(keys) };
  }

  /** The node at `keys`, made with what it inherits where there is none yet. */
  #node(keys: Keys): OriginNode {
    let node = this.#origins;
    for (const key of keys.map(String)) {
      let child = node.children.get(key);
      if (child === undefined) {
        child = newNode(childOf(node.origin, key));
        node.children.set(key, child);
      }
      node = child;
    }
    return node;
  }
}

function newNode(origin: Origin): OriginNode {
  return { origin, children: new Map() };
}

function childOf(origin: Origin, key: string): Origin {
  return { source: origin.source, pointer: extendPointer(origin.pointer, key) };
}
