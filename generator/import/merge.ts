import type { Diagnostics, Place } from '../diagnostics.js';
import type { JsonObject, JsonValue } from '../load/document.js';
import { cloneJson, equalJson, getOwn, isObject, setOwn } from '../load/json.js';
import { extendPointer } from '../load/pointer.js';
import type { PageDescription } from './page.js';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/**
 * Merges the descriptions of several pages into one, in the order of the pages. What two pages both define must be
 * the same. Where their `servers` or `security` differ, these move down to each page's operations, so that no
 * operation changes its meaning.
 *
 * @returns null when something was reported.
 */
export function mergePages(pages: readonly PageDescription[], diagnostics: Diagnostics): JsonObject | null {
  const before = diagnostics.items.length;
  const merger = new Merger(diagnostics);
  const shared = ['servers', 'security'].filter((key) => sameInAll(pages, key));
  for (const page of pages) merger.add(page, shared);
  return diagnostics.items.length === before ? merger.result : null;
}

/** Absent servers and an empty list both mean the server `/`; absent security and an empty list both mean none. */
function sameInAll(pages: readonly PageDescription[], key: string): boolean {
  const [first, ...others] = pages.map(({ value }) => getOwn(value, key) ?? []);
  return others.every((other) => equalJson(first, other));
}

class Merger {
  readonly result: JsonObject = {};
  readonly #diagnostics: Diagnostics;
  /** Where each part of the result was first defined. */
  readonly #places = new Map<string, Place>();

  constructor(diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics;
  }

  add(page: PageDescription, shared: readonly string[]): void {
    for (const [key, value] of Object.entries(page.value)) {
      const pointer = extendPointer('', key);
      if (key === 'servers' || key === 'security') {
        if (shared.includes(key) && !Object.hasOwn(this.result, key))
          setOwn(this.result, key, cloneJson(value));
      } else if (key === 'paths' || key === 'webhooks') {
        this.#addPaths(page, key, shared);
      } else if (key === 'components' && isObject(value)) {
        const components = this.#openObject(this.result, key);
        for (const kind of Object.keys(value)) this.#addNamed(page, components, [key, kind]);
      } else if (key === 'tags' && Array.isArray(value)) {
        this.#addTags(page, value);
      } else {
        this.#define({ into: this.result, key, value, place: page.place(pointer), pointer, what: pointer });
      }
    }
  }

  /** Operations of the same path come together; what stands beside them holds for all and so must be the same. */
  #addPaths(page: PageDescription, key: 'paths' | 'webhooks', shared: readonly string[]): void {
    const paths = getOwn(page.value, key);
    if (!isObject(paths)) return;
    const into = this.#openObject(this.result, key);
    for (const [path, item] of Object.entries(paths)) {
      const at = extendPointer(extendPointer('', key), path);
      if (!isObject(item)) {
        this.#define({ into, key: path, value: item, place: page.place(at), pointer: at, what: path });
        continue;
      }
      const known = getOwn(into, path);
      if (isObject(known)) this.#checkBeside(page, { at, path, known, item });
      const target = this.#openObject(into, path);
      for (const [name, value] of Object.entries(item)) {
        const pointer = extendPointer(at, name);
        const own = methods.includes(name) ? this.#pushDown(page, item, value, shared) : value;
        const what = methods.includes(name) ? `${name.toUpperCase()} ${path}` : `${name} of ${path}`;
        this.#define({ into: target, key: name, value: own, place: page.place(pointer), pointer, what });
      }
    }
  }

  /** Parameters and servers of a path that only one of two pages has would change the other page's operations. */
  #checkBeside(
    page: PageDescription,
    site: { at: string; path: string; known: JsonObject; item: JsonObject },
  ): void {
    for (const key of ['parameters', 'servers', '$ref']) {
      const [known, added] = [getOwn(site.known, key), getOwn(site.item, key)];
      if ((known === undefined) === (added === undefined)) continue;
      this.#conflict(
        `${key} of ${site.path}`,
        page.place(extendPointer(site.at, key)),
        extendPointer(site.at, key),
      );
    }
  }

  #pushDown(
    page: PageDescription,
    item: JsonObject,
    operation: JsonValue,
    shared: readonly string[],
  ): JsonValue {
    if (!isObject(operation)) return operation;
    const copy = { ...operation };
    for (const key of ['servers', 'security']) {
      const hasOwn = Object.hasOwn(operation, key) || (key === 'servers' && Object.hasOwn(item, key));
      if (shared.includes(key) || hasOwn) continue;
      copy[key] = getOwn(page.value, key) ?? (key === 'servers' ? [{ url: '/' }] : []);
    }
    return copy;
  }

  #addNamed(page: PageDescription, components: JsonObject, [root, kind]: readonly [string, string]): void {
    const definitions = getOwn(components, kind);
    const own = page.value[root];
    const added = isObject(own) ? getOwn(own, kind) : undefined;
    const at = extendPointer(extendPointer('', root), kind);
    if (!isObject(added)) {
      if (added !== undefined) {
        this.#define({
          into: components,
          key: kind,
          value: added,
          place: page.place(at),
          pointer: at,
          what: at,
        });
      }
      return;
    }
    const into = isObject(definitions) ? definitions : this.#openObject(components, kind);
    for (const [name, value] of Object.entries(added)) {
      const pointer = extendPointer(at, name);
      this.#define({ into, key: name, value, place: page.place(pointer), pointer, what: `${kind}/${name}` });
    }
  }

  #addTags(page: PageDescription, tags: readonly JsonValue[]): void {
    const known = getOwn(this.result, 'tags');
    const into = Array.isArray(known) ? known : [];
    setOwn(this.result, 'tags', into);
    tags.forEach((tag, index) => {
      const name = isObject(tag) ? getOwn(tag, 'name') : tag;
      const same = into.find((other) => equalJson(isObject(other) ? getOwn(other, 'name') : other, name));
      const pointer = `/tags/by-name/${JSON.stringify(name)}`;
      const place = page.place(`/tags/${index}`);
      if (same === undefined) {
        into.push(cloneJson(tag));
        this.#places.set(pointer, place);
      } else if (!equalJson(same, tag)) {
        this.#conflict(`the tag ${JSON.stringify(name)}`, place, pointer);
      }
    });
  }

  #openObject(into: JsonObject, key: string): JsonObject {
    const known = getOwn(into, key);
    if (isObject(known)) return known;
    const opened: JsonObject = {};
    setOwn(into, key, opened);
    return opened;
  }

  #define(part: Part): void {
    const known = getOwn(part.into, part.key);
    if (known === undefined) {
      setOwn(part.into, part.key, cloneJson(part.value));
      this.#places.set(part.pointer, part.place);
    } else if (!equalJson(known, part.value)) {
      this.#conflict(part.what, part.place, part.pointer);
    }
  }

  #conflict(what: string, place: Place, pointer: string): void {
    const first = this.#places.get(pointer);
    const elsewhere =
      first === undefined ? 'by a page before' : `at ${first.file}:${first.line}:${first.column}`;
    this.#diagnostics.report('import-conflict', place, `${what} is defined differently ${elsewhere}.`);
  }
}

interface Part {
  readonly into: JsonObject;
  readonly key: string;
  readonly value: JsonValue;
  readonly place: Place;
  /** In the result, and the key under which the place is remembered. */
  readonly pointer: string;
  /** What people call it. */
  readonly what: string;
}
