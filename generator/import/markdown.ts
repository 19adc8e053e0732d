/** A fenced code block of a Markdown page (CommonMark 0.31.2, section 4.5). */
export interface FencedBlock {
  /** What follows the opening fence, trimmed. */
  readonly info: string;
  /** The text of the last heading before the block; empty when there is none. */
  readonly heading: string;
  readonly text: string;
  /** Lines of the page before the first line of the text. */
  readonly linesBefore: number;
  /** Columns of the opening fence's indentation, which the text does not have. */
  readonly indent: number;
}

const openingFence = /^( {0,3})(`{3,})([^`]*)$|^( {0,3})(~{3,})(.*)$/;
const atxHeading = /^ {0,3}#{1,6}(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;

/** Every fenced block of the page, in order, with every line end as LF. A block that is never closed ends with the page. */
export function findBlocks(page: string): FencedBlock[] {
  const lines = page.split(/\r?\n/);
  const blocks: FencedBlock[] = [];
  let heading = '';
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const opened = openingFence.exec(line);
    if (opened === null) {
      heading = atxHeading.exec(line)?.[1]?.trim() ?? (atxHeading.test(line) ? '' : heading);
      continue;
    }
    const indent = (opened[1] ?? opened[4] ?? '').length;
    const fence = opened[2] ?? opened[5] ?? '';
    const info = (opened[3] ?? opened[6] ?? '').trim();
    const first = at + 1;
    at = first;
    while (at < lines.length && !closes(lines[at] ?? '', fence)) at += 1;
    const text = lines
      .slice(first, at)
      .map((content) => stripIndent(content, indent))
      .join('\n');
    blocks.push({ info, heading, text: `${text}\n`, linesBefore: first, indent });
  }
  return blocks;
}

/** A closing fence is of the same character, at least as long, and has nothing after it. */
function closes(line: string, fence: string): boolean {
  const found = /^ {0,3}(`+|~+)[ \t]*$/.exec(line)?.[1];
  return found?.startsWith(fence) === true;
}

/** Removes as much indentation as the opening fence had, and no more. */
function stripIndent(line: string, indent: number): string {
  const own = /^ */.exec(line)?.[0].length ?? 0;
  return line.slice(Math.min(own, indent));
}
