/** A line and a column, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineFeed = 0x0a;

/** Turns an offset into text into a position. A large description asks thousands of times. */
export function makeTextPositions(text: string): (offset: number) => Position {
  const findLine = makeLineFinder((from) => text.indexOf('\n', from), 0);
  return (offset) => {
    const { line, start } = findLine(offset);
    return { line, column: offset - start + 1 };
  };
}

/** The same for an offset into bytes in UTF-8, which begin at `start`. Columns count what JavaScript calls characters. */
export function makeBytePositions(bytes: Buffer, start: number): (offset: number) => Position {
  const findLine = makeLineFinder((from) => bytes.indexOf(lineFeed, from), start);
  return (offset) => {
    const found = findLine(offset);
    return { line: found.line, column: bytes.toString('utf8', found.start, offset).length + 1 };
  };
}

/** Lines are counted as far as somebody has asked. */
function makeLineFinder(
  findFeed: (from: number) => number,
  begin: number,
): (offset: number) => { readonly line: number; readonly start: number } {
  const starts = [begin];
  let next = findFeed(begin);
  return (offset) => {
    while (next !== -1 && next < offset) {
      starts.push(next + 1);
      next = findFeed(next + 1);
    }
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, start: starts[low] ?? 0 };
  };
}
