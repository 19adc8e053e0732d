/** One text for one value, and hashes of it: what an auditor computes again with other tools. */

const encoder = /* @__PURE__ */ new TextEncoder();

/**
 * The canonical JSON of a value, as RFC 8785 writes it: keys in the order of their UTF-16 code units, no white space,
 * numbers and strings as ECMAScript writes them. Properties that are undefined are left out. Throws `TypeError` for what
 * JSON cannot hold.
 */
export function writeCanonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeCanonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, part]) => `${JSON.stringify(key)}:${writeCanonical(part)}`);
    return `{${parts.join(',')}}`;
  }
  const isScalar = value === null || typeof value === 'string' || typeof value === 'boolean';
  if (isScalar || (typeof value === 'number' && Number.isFinite(value))) return JSON.stringify(value);
  throw new TypeError(`JSON cannot hold this ${typeof value}.`);
}

/** SHA-256 of the text in UTF-8, as 64 lower-case hexadecimal digits. */
export async function sha256Hex(text: string): Promise<string> {
  return toHex(await crypto.subtle.digest('SHA-256', encoder.encode(text)));
}

/** HMAC-SHA-256 (RFC 2104) of texts under one key, as 64 lower-case hexadecimal digits. */
export function hmacWriter(key: string): (text: string) => Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = crypto.subtle.importKey('raw', encoder.encode(key), algorithm, false, ['sign']);
  // Whoever writes with it hears of the failure; nobody else has to.
  imported.catch(() => undefined);
  return async (text) => toHex(await crypto.subtle.sign('HMAC', await imported, encoder.encode(text)));
}

function toHex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
