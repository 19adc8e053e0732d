/** Makes the hash of a list of ids, or of any text. */
export type HashIds = (ids: readonly string[]) => Promise<string>;

const BYTES_KEPT = 16;

/**
 * SHA-256, or HMAC-SHA-256 under a key, of the JSON of the list; the first 16 bytes of it in Base64. Order, spelling
 * and borders of the ids count.
 */
export function idHasher(key: string | undefined): HashIds {
  const encoder = new TextEncoder();
  const { subtle } = globalThis.crypto;
  const imported =
    key === undefined
      ? undefined
      : subtle.importKey('raw', encoder.encode(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  // It is awaited for each hash; until then a failure must not count as forgotten.
  imported?.catch(() => undefined);
  return async (ids) => {
    const bytes = encoder.encode(JSON.stringify(ids));
    const digest =
      imported === undefined
        ? await subtle.digest('SHA-256', bytes)
        : await subtle.sign('HMAC', await imported, bytes);
    return btoa(String.fromCharCode(...new Uint8Array(digest, 0, BYTES_KEPT)));
  };
}
