/** JSON Pointers (RFC 6901) into the resolved description. */

/** The pointer to the member `key` of what `pointer` leads to. */
export function joinPointer(pointer: string, ...keys: readonly (string | number)[]): string {
  let joined = pointer;
  for (const key of keys) joined += `/${typeof key === 'number' ? key : escapeKey(key)}`;
  return joined;
}

/** The keys on the way, unescaped. The empty pointer has none. */
export function splitPointer(pointer: string): string[] {
  if (pointer === '') return [];
  const tokens = pointer.slice(1).split('/');
  if (!pointer.includes('~')) return tokens;
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The pointer in a `$ref` to the same document, or null when the reference leaves it. */
export function readLocalReference(reference: string): string | null {
  if (!reference.startsWith('#')) return null;
  const fragment = reference.slice(1);
  if (fragment !== '' && !fragment.startsWith('/')) return null;
  if (!fragment.includes('%')) return fragment;
  try {
    return decodeURIComponent(fragment);
  } catch {
    return null;
  }
}

function escapeKey(key: string): string {
  if (!key.includes('/') && !key.includes('~')) return key;
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
