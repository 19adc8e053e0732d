import { isUtf8 } from 'node:buffer';
import { SourceProblem } from './source-problem.js';

/**
 * The text of a file without its byte order mark: UTF-8, or UTF-16 with a mark. Throws a `SourceProblem`; its offset counts
 * in what `decodeLoosely` gives.
 */
export function decode(bytes: Buffer): string {
  const utf16 = nameUtf16(bytes);
  if (utf16 !== null) return decodeUtf16(bytes, utf16);
  if (isUtf8(bytes)) return decodeLoosely(bytes);
  throw new SourceProblem(
    'syntax-error',
    findBadByte(bytes),
    'The file is not text in UTF-8.',
    bytes.includes(0)
      ? 'Save it as UTF-8; it looks like UTF-16, or is no text at all.'
      : 'Convert it to UTF-8.',
  );
}

/** The same of any bytes: what is not UTF-8 becomes U+FFFD. */
export function decodeLoosely(bytes: Buffer): string {
  return bytes.toString('utf8', countMarkBytes(bytes));
}

/** 3 for a file that begins with the byte order mark of UTF-8, else 0. */
export function countMarkBytes(bytes: Buffer): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** The characters before the first byte that is not UTF-8. */
function findBadByte(bytes: Buffer): number {
  const begin = countMarkBytes(bytes);
  let start = begin;
  for (;;) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed === -1 ? bytes.length : feed + 1;
    if (isUtf8(bytes.subarray(start, end))) {
      start = end;
      continue;
    }
    let good = start;
    // A character has four bytes at most, so what is good ends near here.
    for (let to = start; to < end && to < good + 4;) {
      to += 1;
      if (isUtf8(bytes.subarray(start, to))) good = to;
    }
    return bytes.toString('utf8', begin, good).length;
  }
}

function nameUtf16(bytes: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}

/** What PowerShell writes by default, and YAML allows (https://yaml.org/spec/1.2.2/#52-character-encodings). */
function decodeUtf16(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const message = 'The file is not text in UTF-16, which its first two bytes announce.';
    throw new SourceProblem('syntax-error', 0, message, 'Convert it to UTF-8.');
  }
}
