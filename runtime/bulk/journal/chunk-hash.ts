import { digestWriter } from '../digest.js';

/** Makes the hash of a list of ids, or of any text. */
export type HashIds = (ids: readonly string[]) => Promise<string>;

const BYTES_KEPT = 16;

/**
 * SHA-256, or HMAC-SHA-256 under a key, of the JSON of the list; the first 16 bytes of it in Base64. Order, spelling
 * and borders of the ids count.
 */
export function idHasher(key: string | undefined): HashIds {
  const write = digestWriter(key);
  return async (ids) => {
    const digest = await write(JSON.stringify(ids));
    return btoa(String.fromCharCode(...digest.subarray(0, BYTES_KEPT)));
  };
}
