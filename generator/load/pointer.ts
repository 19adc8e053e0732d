/** JSON Pointers (RFC 6901) as the generator uses them: text outside, a list of keys inside. */

/** The pointer to `key` within the value at `pointer`. */
export function extendPointer(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The pointer that walks along `keys`. */
export function printPointer(keys: readonly (string | number)[]): string {
  return keys.reduce<string>(extendPointer, '');
}

/** The keys that a pointer walks along. The empty pointer has none. */
export function splitPointer(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The keys that a `$ref` within its own file walks along; null when it leaves the file or is no JSON Pointer. */
export function readFragment(reference: string): string[] | null {
  if (reference !== '#' && !reference.startsWith('#/')) return null;
  try {
    return splitPointer(decodeURIComponent(reference.slice(1)));
  } catch {
    // Not percent-encoding, so not a URI fragment.
    return null;
  }
}
