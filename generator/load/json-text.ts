/** What is found out about JSON text without reading it value by value. */

const quote = 0x22;
const colon = 0x3a;
const backslash = 0x5c;

/** JSON, and what JSON.parse does not tell about it. */
export interface JsonText {
  /** With the same meaning as the bytes. */
  readonly text: string;
  /** How many members its objects have as they are written, equal keys counted each. */
  readonly members: number;
}

/**
 * Reads bytes in UTF-8, from `start` on. What is beyond ASCII is escaped: with one byte a character, the text takes half
 * the memory. Of bytes that are not JSON nothing is promised, but that the text is no JSON either.
 */
export function readJsonText(bytes: Buffer, start: number): JsonText {
  const { members, isAscii } = survey(bytes, start);
  const text = bytes.toString('latin1', start);
  if (isAscii) return { text, members };
  const escaped = text.replace(/[\u0080-\u00ff]+/g, (run) =>
    escapeCharacters(Buffer.from(run, 'latin1').toString('utf8')),
  );
  return { text: escaped, members };
}

/** Looks at every byte once, so it is kept as simple as can be. */
function survey(bytes: Buffer, start: number): { readonly members: number; readonly isAscii: boolean } {
  const { length } = bytes;
  let members = 0;
  let bits = 0;
  for (let at = start; at < length; at += 1) {
    const byte = bytes[at];
    if (byte === quote) {
      for (at += 1; at < length; at += 1) {
        const inner = bytes[at] ?? 0;
        if (inner === quote) break;
        if (inner === backslash) at += 1;
        bits |= inner;
      }
    } else if (byte === colon) {
      members += 1;
    }
  }
  return { members, isAscii: bits < 0x80 };
}

function escapeCharacters(text: string): string {
  let escaped = '';
  for (let index = 0; index < text.length; index += 1) {
    escaped += `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}
