import type { FileHandle } from 'node:fs/promises';

const NEWLINE = 0x0a;
const PIECE_BYTES = 64 * 1024;

/**
 * Every line of a file as the JSON value that it holds; undefined where it holds none, and for a last line without its
 * end. Lines end at a line feed and nowhere else: JSON text may hold other separators as they are.
 */
export async function* readEntries(handle: FileHandle): AsyncGenerator<unknown, void, undefined> {
  let open: Buffer[] = [];
  for (let at = 0; ;) {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(PIECE_BYTES), 0, PIECE_BYTES, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    let rest = buffer.subarray(0, bytesRead);
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      yield parseLine(Buffer.concat([...open, rest.subarray(0, end)]));
      open = [];
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) open.push(rest);
  }
  if (open.length > 0) yield undefined;
}

/** The end of a file. */
export interface FileTail {
  /** The last whole lines, in the order of the file, as the JSON values that they hold. */
  readonly values: readonly unknown[];
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
  return {
    values: lines.slice(0, -1).slice(-count).map(parseLine),
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

function parseLine(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
