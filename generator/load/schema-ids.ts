import type { JsonObject, JsonValue } from './document.js';
import type { Keys } from './examination.js';
import { getAt, getOwn, isObject } from './json.js';
import { readFragment } from './pointer.js';
import { splitReference } from './reference-target.js';

/** The base of references in a description that says no other. It is never asked for. */
const ROOT_URI = 'rowsweep:/description';

interface Index {
  /** Schemas with an `$id`, by what it comes to. */
  readonly ids: ReadonlyMap<string, JsonObject>;
  /** The names of anchors, dynamic ones too. */
  readonly anchors: ReadonlySet<string>;
}

/**
 * The ways other than a pointer from the root in which a reference may name a schema (JSON Schema 2020-12, core, section
 * 8.2): by an `$id`, by an anchor, or by a pointer from the nearest `$id` around it. They are looked for when the first
 * reference is found that leads nowhere else.
 */
export class SchemaIds {
  readonly #root: JsonValue;
  #index: Index | null = null;

  constructor(root: JsonValue) {
    this.#root = root;
  }

  /** True when a reference that stands at `keys` leads to a value in one of these ways. */
  has(reference: string, keys: Keys): boolean {
    this.#index ??= indexSchemas(this.#root);
    const { ids, anchors } = this.#index;
    if (ids.size + anchors.size === 0) return false;
    const around = this.#uriAt(keys);
    const { file, fragment } = splitReference(reference);
    const resource = ids.get(file === '' ? around : resolveUri(file, around));
    if (fragment !== '' && !fragment.startsWith('/')) return anchors.has(fragment);
    const target = readFragment(`#${fragment}`);
    return resource !== undefined && target !== null && getAt(resource, target) !== undefined;
  }

  #uriAt(keys: Keys): string {
    let uri = ROOT_URI;
    let value: JsonValue | undefined = this.#root;
    for (const key of keys) {
      value = value === undefined ? undefined : getAt(value, [key]);
      const id = isObject(value) ? getOwn(value, '$id') : undefined;
      if (typeof id === 'string') uri = resolveUri(id, uri);
    }
    return uri;
  }
}

function indexSchemas(root: JsonValue): Index {
  const ids = new Map<string, JsonObject>();
  const anchors = new Set<string>();
  const stack: { readonly value: JsonValue; readonly around: string }[] = [{ value: root, around: ROOT_URI }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value } = next;
    let { around } = next;
    if (isObject(value)) {
      const id = getOwn(value, '$id');
      if (typeof id === 'string') {
        around = resolveUri(id, around);
        ids.set(around, value);
      }
      for (const keyword of ['$anchor', '$dynamicAnchor']) {
        const anchor = getOwn(value, keyword);
        if (typeof anchor === 'string') anchors.add(anchor);
      }
    }
    if (typeof value !== 'object' || value === null) continue;
    for (const item of Object.values(value)) {
      if (typeof item === 'object' && item !== null) stack.push({ value: item, around });
    }
  }
  return { ids, anchors };
}

/** `uri` against `base` (RFC 3986, section 5), without an empty fragment; as it stands when it is none. */
function resolveUri(uri: string, base: string): string {
  return URL.canParse(uri, base) ? new URL(uri, base).href.replace(/#$/, '') : uri;
}
