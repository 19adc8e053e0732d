/** Longest line of a comment, without what stands before it. Code beside it is at most 110 wide. */
export const COMMENT_WIDTH = 104;

/** A word; a code span belongs to one, for TSDoc does not let it go on in the next line. */
const WORD = /(?:(?<!`)`[^`]+`(?!`)|\S)+/gu;

/** What begins something other than running text: a list, a heading, a quotation, a table, a rule. */
const MARKER = /^(?:[-+*#>|=~]|\d+[.)]\s|$)/;
const LIST_ITEM = /^(?:[-+*]|\d+[.)])\s/;

/**
 * Joins the lines of each paragraph and list item, as Markdown does when it shows them. Hard breaks, indented lines
 * and everything that is not running text stay as they are.
 */
export function joinParagraphs(lines: readonly string[]): string[] {
  const joined: string[] = [];
  for (const line of lines) {
    const before = joined.at(-1) ?? '';
    const isOpen =
      before.length > 0 && (!MARKER.test(before) || LIST_ITEM.test(before)) && !/( {2}|\\)$/.test(before);
    const goesOn = isOpen && !/^\s/.test(before) && !/^\s/.test(line) && !MARKER.test(line);
    if (goesOn) joined[joined.length - 1] = `${before} ${line}`;
    else joined.push(line);
  }
  return joined;
}

/** Breaks a line of Markdown that is too long where a blank stands. Lines of a table stay whole. */
export function wrap(line: string): string[] {
  if (line.length <= COMMENT_WIDTH || line.trimStart().startsWith('|')) return [line];
  const indent = /^\s*(?:(?:[-+*]|\d+[.)])\s+)?/.exec(line)?.[0] ?? '';
  const hanging = ' '.repeat(indent.length);
  const lines: string[] = [];
  let current = indent;
  for (const word of line.slice(indent.length).match(WORD) ?? []) {
    const joined = current === indent || current === hanging ? current + word : `${current} ${word}`;
    const isFull =
      joined.length > COMMENT_WIDTH && current !== indent && current !== hanging && !MARKER.test(word);
    if (isFull) lines.push(current);
    current = isFull ? hanging + word : joined;
  }
  return [...lines, current];
}
