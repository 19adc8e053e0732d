/** Ids that look like each provider's own and are the same in every run with the same seed. */

/** A source of whole numbers from 0 to `below` - 1. */
export type Random = (below: number) => number;

/** Counts up through a 32-bit mix, so that two seeds share no visible pattern. Not for secrets. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) % below;
  };
}

function drawText(random: Random, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(random(alphabet.length))).join('');
}

/** `length` hexadecimal digits in lower case. */
export function drawHex(random: Random, length: number): string {
  return drawText(random, '0123456789abcdef', length);
}

/** A version 4 UUID (RFC 9562) in lower case. */
export function drawUuid(random: Random): string {
  const hex = drawHex(random, 32);
  const variant = '89ab'.charAt(random(4));
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** A decimal number of `length` digits without a leading zero; 18 digits do not fit a JavaScript number. */
export function drawDigits(random: Random, length: number): string {
  return drawText(random, '123456789', 1) + drawText(random, '0123456789', length - 1);
}

/** `prefix` and 16 characters of Crockford's alphabet. */
export function drawTagged(random: Random, prefix: string): string {
  return prefix + drawText(random, '0123456789ABCDEFGHJKMNPQRSTVWXYZ', 16);
}
