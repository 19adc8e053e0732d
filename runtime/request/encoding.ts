import { kindOf, Refusal } from '../refusal.js';

/** Percent-encodes one value; `'` as well, because the platform's URL parser would (WHATWG URL, query state). */
export function encodeValue(text: string): string {
  try {
    return encodeURIComponent(text).replaceAll("'", '%27');
  } catch (cause) {
    throw new Refusal('INPUT', 'a value holds half of a surrogate pair, which has no UTF-8 form.', cause);
  }
}

/**
 * As `encodeValue`, but reserved characters (RFC 3986, section 2.2) stay, except those with a meaning of their own
 * in a query: `#`, `[`, `]`, `&`, `+`, `=` and `'`. See `allowReserved` in OpenAPI 3.1, Parameter Object.
 */
export function encodeAllowingReserved(text: string): string {
  return encodeValue(text).replace(/%(?:3A|2F|3F|40|24|2C|3B)/g, decodeURIComponent);
}

/** The text of a single value: string, finite number, bigint, boolean, or a `Date` as ISO 8601. */
export function textOf(value: unknown, where: string): string {
  const text = textIn(value);
  if (text !== undefined) return text;
  throw new Refusal(
    'INPUT',
    `${where} wants a string, a finite number, a boolean or a valid Date; got ${kindOf(value)}.`,
  );
}

/** The same, or undefined for what has no text. */
export function textIn(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : undefined;
    default: {
      const isDate = value instanceof Date && Number.isFinite(Date.prototype.getTime.call(value));
      return isDate ? Date.prototype.toISOString.call(value) : undefined;
    }
  }
}

/** A value as JSON. Throws a `Refusal` for what has no such form. */
export function writeJson(value: unknown, where: string): string {
  let text: unknown;
  let cause: unknown;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    cause = error;
  }
  if (typeof text === 'string') return text;
  throw new Refusal('INPUT', `${where} cannot be written as JSON: it is ${kindOf(value)}.`, cause);
}
