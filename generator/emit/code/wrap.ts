/** Longest line of a comment, without what stands before it. Code beside it is at most 110 wide. */
const WIDTH = 104;

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
  return lines.reduce<string[]>((joined, line) => {
    const before = joined.at(-1) ?? '';
    const isOpen =
      before.length > 0 && (!MARKER.test(before) || LIST_ITEM.test(before)) && !/( {2}|\\)$/.test(before);
    const goesOn = isOpen && !/^\s/.test(before) && !/^\s/.test(line) && !MARKER.test(line);
    return goesOn ? [...joined.slice(0, -1), `${before} ${line}`] : [...joined, line];
  }, []);
}

/** Breaks a line of Markdown that is too long where a blank stands. Lines of a table stay whole. */
export function wrap(line: string): string[] {
  if (line.length <= WIDTH || line.trimStart().startsWith('|')) return [line];
  const indent = /^\s*(?:(?:[-+*]|\d+[.)])\s+)?/.exec(line)?.[0] ?? '';
  const hanging = ' '.repeat(indent.length);
  const lines: string[] = [];
  let current = indent;
  for (const word of line.slice(indent.length).match(WORD) ?? []) {
    const joined = current === indent || current === hanging ? current + word : `${current} ${word}`;
    const isFull = joined.length > WIDTH && current !== indent && current !== hanging && !MARKER.test(word);
    if (isFull) lines.push(current);
    current = isFull ? hanging + word : joined;
  }
  return [...lines, current];
}
