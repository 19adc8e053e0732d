/// <reference types="node" />
import type { FileHandle } from 'node:fs/promises';

const NEWLINE = 0x0a;
const PIECE_BYTES = 64 * 1024;

/** One line, without its end. */
export interface Line {
  readonly bytes: Buffer;
  /** False: it is the last, and has no end. It is being written, or was never finished. */
  readonly isWhole: boolean;
}

/**
 * Every line of a file, up to `endBytes` of it. Lines end at a line feed and nowhere else: JSON text may hold other
 * separators as they are.
 */
export async function* readLines(
  handle: FileHandle,
  endBytes: number = Number.POSITIVE_INFINITY,
): AsyncGenerator<Line, void, undefined> {
  let open: Buffer[] = [];
  for (let at = 0; at < endBytes;) {
    const length = Math.min(PIECE_BYTES, endBytes - at);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    let rest = buffer.subarray(0, bytesRead);
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      yield { bytes: Buffer.concat([...open, rest.subarray(0, end)]), isWhole: true };
      open = [];
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) open.push(rest);
  }
  if (open.length > 0) yield { bytes: Buffer.concat(open), isWhole: false };
}

/** The end of a file. */
export interface FileTail {
  /** The last whole lines, in the order of the file. */
  readonly lines: readonly Buffer[];
  /** Up to the end of the last whole line. */
  readonly wholeBytes: number;
  /** After it. */
  readonly tornBytes: number;
}

/** Reads the last `count` lines of a file, however long it is. */
export async function readTail(handle: FileHandle, count: number): Promise<FileTail> {
  const { size } = await handle.stat();
  let bytes = Buffer.alloc(0);
  let lines: readonly Buffer[] = [];
  // The piece before the first line feed that was seen may be the end of a longer line.
  for (let from = size; ;) {
    lines = splitLines(bytes);
    if (lines.length > count + 1 || from === 0) break;
    const length = Math.min(Math.max(PIECE_BYTES, bytes.length), from);
    from -= length;
    const piece = Buffer.alloc(length);
    for (let filled = 0; filled < length;) {
      const { bytesRead } = await handle.read(piece, filled, length - filled, from + filled);
      if (bytesRead === 0) throw new Error('it became shorter while it was read');
      filled += bytesRead;
    }
    bytes = Buffer.concat([piece, bytes]);
  }
  const torn = lines.at(-1)?.length ?? 0;
  const whole = lines.slice(0, -1);
  return {
    lines: whole.slice(Math.max(0, whole.length - count)),
    wholeBytes: size - torn,
    tornBytes: torn,
  };
}

/** What lies between line feeds; the last piece has none after it, and is empty when the last line is whole. */
function splitLines(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return [...lines, bytes.subarray(start)];
}
