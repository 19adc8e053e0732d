/** JSON Pointers (RFC 6901) as the generator uses them: text outside, a list of keys inside. */

/** The pointer to `key` within the value at `pointer`. */
export function extendPointer(pointer: string, key: string | number): string {
  return `${pointer}/${escapeKey(key)}`;
}

/** The pointer that walks along `keys`. */
export function printPointer(keys: readonly (string | number)[]): string {
  let pointer = '';
  for (const key of keys) pointer += `/${escapeKey(key)}`;
  return pointer;
}

/** The keys that a pointer walks along. The empty pointer has none. */
export function splitPointer(pointer: string): string[] {
  const keys = pointer.split('/').slice(1);
  return pointer.includes('~') ? keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')) : keys;
}

/** The keys that a `$ref` within its own file walks along; null when it leaves the file or is no JSON Pointer. */
export function readFragment(reference: string): string[] | null {
  if (reference !== '#' && !reference.startsWith('#/')) return null;
  if (!reference.includes('%')) return splitPointer(reference.slice(1));
  try {
    return splitPointer(decodeURIComponent(reference.slice(1)));
  } catch {
    // Not percent-encoding, so not a URI fragment.
    return null;
  }
}

/** The `$ref` that leads along `keys` within its own file. */
export function printFragment(keys: readonly (string | number)[]): string {
  return `#${printPointer(keys).replaceAll('%', '%25')}`;
}

function escapeKey(key: string | number): string {
  if (typeof key === 'number') return String(key);
  return /[~/]/.test(key) ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;
}
