import type { Pointer } from './definition.js';

/** The value that a JSON Pointer (RFC 6901) leads to, or undefined where it leads nowhere. Own properties only. */
export function valueAt(document: unknown, pointer: Pointer): unknown {
  let value = document;
  for (const key of keysOf(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/**
 * A copy of `document` with `value` at `pointer`. Containers on the way that are missing are made: an array where the
 * next key is a number, else an object.
 */
export function withValueAt(document: unknown, pointer: Pointer, value: unknown): unknown {
  return put(document, keysOf(pointer), value);
}

function put(container: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(container) || (container === undefined && /^\d+$/.test(key))) {
    const copy: unknown[] = Array.isArray(container) ? [...(container as readonly unknown[])] : [];
    copy[Number(key)] = put(copy[Number(key)], rest, value);
    return copy;
  }
  const fields = typeof container === 'object' && container !== null ? container : {};
  const before: unknown = Object.hasOwn(fields, key) ? Reflect.get(fields, key) : undefined;
  return { ...fields, [key]: put(before, rest, value) };
}

function keysOf(pointer: Pointer): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}
