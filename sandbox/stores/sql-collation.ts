/**
 * Text as `utf8mb4_general_ci` compares it: one weight a character, capitals and most accents ignored, spaces at the
 * end ignored, every character beyond U+FFFF equal to every other.
 * https://mariadb.com/kb/en/supported-character-sets-and-collations/
 */
import { SqlFault } from './sql-types.js';

/** Characters whose weight is known here: for each of them a test has asked a database. */
export const weighedRanges: readonly (readonly [first: number, last: number])[] = [
  [0x0, 0x17f],
  [0x300, 0x33f],
  [0x346, 0x36f],
  [0x388, 0x38f],
  [0x391, 0x3af],
  [0x3b1, 0x3ce],
  [0x400, 0x475],
  [0x478, 0x481],
  [0x5d0, 0x5ea],
  [0x900, 0x97f],
  [0xe00, 0xe7f],
  [0x1e00, 0x1e95],
  [0x1e9a, 0x1ef9],
  [0x2000, 0x20cf],
  [0x2190, 0x22ff],
  [0x2500, 0x27bf],
  [0x3000, 0x312f],
  [0x3400, 0x9fff],
  [0xac00, 0xd7a3],
  [0xe000, 0xf8ff],
  [0xff00, 0xffff],
];
/** Scripts in which the collation takes accents off. */
const accented: readonly (readonly [number, number])[] = [
  [0xc0, 0x17f],
  [0x386, 0x3ce],
  [0x400, 0x45f],
  [0x1e00, 0x1eff],
];
/** Sharp s is one s; the short i of Cyrillic is a letter of its own. */
const exceptions: ReadonlyMap<number, number> = new Map([
  [0xdf, 0x53],
  [0x419, 0x419],
  [0x439, 0x419],
]);
const replacement = 0xfffd;
const space = 0x20;

/** The weight of one character. Throws `SqlFault` when it is not known here how a database weighs it. */
export function weighCharacter(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff) return replacement;
  const exception = exceptions.get(code);
  if (exception !== undefined) return exception;
  if (!isWithin(weighedRanges, code)) {
    const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    throw new SqlFault(422, `the embedded store does not know how a database compares ${name}`);
  }
  const upper = character.toUpperCase();
  const letter = upper.length === 1 ? upper : character;
  return (isWithin(accented, code) ? letter.normalize('NFD') : letter).charCodeAt(0);
}

function isWithin(ranges: readonly (readonly [number, number])[], code: number): boolean {
  return ranges.some(([first, last]) => first <= code && code <= last);
}

/** The weights of a text's characters, each as one UTF-16 unit. */
export function weighText(text: string): string {
  return String.fromCharCode(...Array.from(text, weighCharacter));
}

/** Orders two texts by their weights; the shorter one is taken as if it went on with spaces. */
export function compareWeights(one: string, other: string): number {
  const length = Math.max(one.length, other.length);
  for (let index = 0; index < length; index += 1) {
    const difference =
      (index < one.length ? one.charCodeAt(index) : space) -
      (index < other.length ? other.charCodeAt(index) : space);
    if (difference !== 0) return difference;
  }
  return 0;
}
