import type { JsonObject, JsonValue } from '../../load/document.js';
import { readLocalReference, splitPointer } from '../json-pointer.js';
import { isObject, own } from '../source.js';
import type { Resource } from './units.js';

/** Where a reference leads. */
export interface Target {
  readonly value: JsonValue;
  /** Within the description, or within the resource that the reference is read against. */
  readonly pointer: string;
  readonly resource: Resource | null;
}

/** The base of references in documents that say no other. It is never asked for. */
const ROOT_URI = 'rowsweep:/description';

/** More references than this on the way to one place are a circle. */
const MAX_HOPS = 1_000;

/**
 * Follows references: pointers, from the nearest `$id` and else from the document; anchors, dynamic ones too, which
 * are read as plain ones; and the `$id`s of other schemas. What leads nowhere is null; the loader has reported it.
 */
export class References {
  readonly #root: JsonObject;
  readonly #cache = new Map<string, Target | null>();
  #index: ResourceIndex | null = null;

  constructor(root: JsonObject) {
    this.#root = root;
  }

  /** The resource that a schema begins, or the one around it. */
  enter(schema: JsonObject, around: Resource | null): Resource | null {
    const id = schema['$id'];
    if (typeof id !== 'string' || !Object.hasOwn(schema, '$id')) return around;
    const uri = resolveUri(id, around?.uri ?? ROOT_URI);
    return around?.value === schema ? around : { uri, value: schema };
  }

  find(reference: string, around: Resource | null): Target | null {
    if (around !== null) return this.#findIn(reference, around) ?? this.#findAnywhere(reference, around);
    const known = this.#cache.get(reference);
    if (known !== undefined) return known;
    const target = this.#findAnywhere(reference, null);
    this.#cache.set(reference, target);
    return target;
  }

  #findIn(reference: string, around: Resource): Target | null {
    const pointer = readLocalReference(reference);
    if (pointer === null) return null;
    const found = this.#walk(around.value, pointer);
    return found === undefined ? null : { value: found, pointer, resource: around };
  }

  #findAnywhere(reference: string, around: Resource | null): Target | null {
    const pointer = readLocalReference(reference);
    if (pointer !== null) {
      const value = this.#walk(this.#root, pointer);
      return value === undefined ? null : { value, pointer, resource: this.#resourceAt(pointer) };
    }
    this.#index ??= indexResources(this.#root);
    return this.#index.find(reference, around, (value, at) => this.#walk(value, at));
  }

  /** The value at a pointer; a step that an object lacks is looked for where the object's own reference leads. */
  #walk(root: JsonValue, pointer: string): JsonValue | undefined {
    let value: JsonValue | undefined = root;
    let hops = 0;
    for (const key of splitPointer(pointer)) {
      let next = childValue(value, key);
      while (next === undefined && isObject(value) && typeof value['$ref'] === 'string' && hops < MAX_HOPS) {
        hops += 1;
        const further = readLocalReference(value['$ref']);
        if (further === null || further === pointer) return undefined;
        value = walkPlainly(this.#root, further);
        next = childValue(value, key);
      }
      if (next === undefined) return undefined;
      value = next;
    }
    return value;
  }

  /** The innermost `$id` on the way to a place. */
  #resourceAt(pointer: string): Resource | null {
    let value: JsonValue | undefined = this.#root;
    let resource: Resource | null = null;
    for (const key of splitPointer(pointer)) {
      value = childValue(value, key);
      if (isObject(value)) resource = this.enter(value, resource);
    }
    return resource;
  }
}

function walkPlainly(root: JsonValue, pointer: string): JsonValue | undefined {
  return splitPointer(pointer).reduce<JsonValue | undefined>(childValue, root);
}

function childValue(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (Array.isArray(value)) return /^(0|[1-9]\d*)$/.test(key) ? value[Number(key)] : undefined;
  return isObject(value) ? own(value, key) : undefined;
}

/** `uri` against `base` (RFC 3986, section 5); as it stands when it is none. */
function resolveUri(uri: string, base: string): string {
  try {
    return new URL(uri, base).href;
  } catch {
    return uri;
  }
}

type Walk = (value: JsonValue, pointer: string) => JsonValue | undefined;

interface ResourceIndex {
  find(reference: string, around: Resource | null, walk: Walk): Target | null;
}

interface Anchored {
  readonly value: JsonObject;
  readonly resource: Resource | null;
}

/** Every `$id` and every anchor of the document, found once, when the first reference asks for one. */
function indexResources(root: JsonObject): ResourceIndex {
  const resources = new Map<string, Resource>();
  const anchors = new Map<string, Anchored>();
  const stack: { readonly value: JsonValue; readonly around: Resource | null }[] = [
    { value: root, around: null },
  ];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value } = next;
    if (Array.isArray(value)) {
      for (const item of value) stack.push({ value: item, around: next.around });
    }
    if (!isObject(value)) continue;
    const around = enterResource(value, next.around, resources);
    for (const keyword of ['$anchor', '$dynamicAnchor']) {
      const anchor = own(value, keyword);
      if (typeof anchor !== 'string') continue;
      anchors.set(`${around?.uri ?? ROOT_URI}#${anchor}`, { value, resource: around });
      if (!anchors.has(`#${anchor}`)) anchors.set(`#${anchor}`, { value, resource: around });
    }
    for (const item of Object.values(value)) {
      if (typeof item === 'object' && item !== null) stack.push({ value: item, around });
    }
  }
  return {
    find(reference, around, walk) {
      const [before = '', fragment = ''] = reference.split('#', 2);
      const uri = before === '' ? (around?.uri ?? ROOT_URI) : resolveUri(before, around?.uri ?? ROOT_URI);
      if (fragment !== '' && !fragment.startsWith('/')) {
        const anchored = anchors.get(`${uri}#${fragment}`) ?? anchors.get(`#${fragment}`);
        return anchored === undefined
          ? null
          : { value: anchored.value, pointer: `#${fragment}`, resource: anchored.resource };
      }
      const resource = resources.get(uri);
      const value = resource === undefined ? undefined : walk(resource.value, fragment);
      return resource === undefined || value === undefined ? null : { value, pointer: fragment, resource };
    },
  };
}

function enterResource(
  value: JsonObject,
  around: Resource | null,
  resources: Map<string, Resource>,
): Resource | null {
  const id = own(value, '$id');
  if (typeof id !== 'string') return around;
  const uri = resolveUri(id, around?.uri ?? ROOT_URI).replace(/#$/, '');
  const resource: Resource = { uri, value };
  resources.set(uri, resource);
  return resource;
}
