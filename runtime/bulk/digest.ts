const HASH = 'SHA-256';

/** Digests of texts in UTF-8: SHA-256, or with a key HMAC-SHA-256 (RFC 2104). 32 bytes. */
export function digestWriter(key?: string): (text: string) => Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const { subtle } = globalThis.crypto;
  if (key === undefined) {
    return async (text) => new Uint8Array(await subtle.digest(HASH, encoder.encode(text)));
  }
  const algorithm = { name: 'HMAC', hash: HASH };
  const imported = subtle.importKey('raw', encoder.encode(key), algorithm, false, ['sign']);
  // It is awaited for each digest; until then a failure must not count as forgotten.
  imported.catch(() => undefined);
  return async (text) => new Uint8Array(await subtle.sign('HMAC', await imported, encoder.encode(text)));
}
