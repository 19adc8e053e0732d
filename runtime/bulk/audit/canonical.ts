/** One text for one value, and hashes of it: what an auditor computes again with other tools. */
import { digestWriter } from '../digest.js';

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
export function sha256Hex(text: string): Promise<string> {
  return hexWriter()(text);
}

/** Digests of texts (see `digestWriter`), as 64 lower-case hexadecimal digits. */
export function hexWriter(key?: string): (text: string) => Promise<string> {
  const write = digestWriter(key);
  return async (text) => Array.from(await write(text), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
