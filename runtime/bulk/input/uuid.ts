/** Reads UUIDs, one at a time: what checks an id and what remembers it need the same digits, and most ids pass both. */

/** The 128 bits of the UUID that was read last, and how it was written. */
export interface UuidWords {
  text: string;
  a: number;
  b: number;
  c: number;
  d: number;
}

const read: UuidWords = { text: '', a: 0, b: 0, c: 0, d: 0 };
const LENGTH = 36;
const HYPHEN = 45;
/** The value of each UTF-16 unit as a digit, -1 for what is none; capitals are not canonical, so they are none. */
const DIGITS = /* @__PURE__ */ readDigits();

/**
 * The bits of a UUID in its canonical form (RFC 9562, section 4); undefined for any other text. They hold until the next
 * call with another text. It is asked of every id, so there is no loop and no exit before the end.
 */
export function readUuid(text: string): UuidWords | undefined {
  if (text === read.text) return read;
  if (text.length !== LENGTH) return undefined;
  const a = fourAt(text, 0);
  const b = fourAt(text, 4);
  const c = fourAt(text, 9);
  const d = fourAt(text, 14);
  const e = fourAt(text, 19);
  const f = fourAt(text, 24);
  const g = fourAt(text, 28);
  const h = fourAt(text, 32);
  // Four digits are less than 2^16, so only one that is none makes a sum negative.
  if ((a | b | c | d | e | f | g | h) < 0 || !isHyphenated(text)) return undefined;
  read.text = text;
  read.a = (a << 16) | b;
  read.b = (c << 16) | d;
  read.c = (e << 16) | f;
  read.d = (g << 16) | h;
  return read;
}

function readDigits(): Int8Array {
  const digits = new Int8Array(0x10000).fill(-1);
  for (let digit = 0; digit < 16; digit += 1) digits[digit.toString(16).charCodeAt(0)] = digit;
  return digits;
}

/** Four digits; negative when one of them is none. */
function fourAt(text: string, at: number): number {
  const first = digitAt(text, at);
  const second = digitAt(text, at + 1);
  const third = digitAt(text, at + 2);
  const fourth = digitAt(text, at + 3);
  return (first << 12) | (second << 8) | (third << 4) | fourth;
}

function digitAt(text: string, at: number): number {
  return DIGITS[text.charCodeAt(at)] ?? -1;
}

function isHyphenated(text: string): boolean {
  return (
    text.charCodeAt(8) === HYPHEN &&
    text.charCodeAt(13) === HYPHEN &&
    text.charCodeAt(18) === HYPHEN &&
    text.charCodeAt(23) === HYPHEN
  );
}
