/** Text of a description as Markdown that says exactly that text: no link, no HTML, no table cell of its own. */
import { widthOf } from './code/width.js';

/** On one line, without characters that cannot be seen. */
export function plainText(text: string): string {
  // Most texts are plain already, and a reference has a hundred thousand of them.
  if (/^[!-~]+(?: [!-~]+)*$/.test(text)) return text;
  return text
    .replace(/(?![\u200C\u200D\s])[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Inline Markdown, also inside a table. Code spans stay code. */
export function markdown(text: string): string {
  const parts = plainText(text).split(/((?<!`)`[^`]+`(?!`))/);
  return parts
    .map((part, at) =>
      at % 2 === 1 ? part.replaceAll('|', '\\|') : part.replace(/[\\`*_{}[\]<>#|~!&$]/g, '\\$&'),
    )
    .join('')
    .replace(/^(\d*)([-+.)])(?= )/, '$1\\$2');
}

/** A link where the target is a web address, else the text alone. */
export function link(text: string, target: string): string {
  const url = webAddress(target);
  return url === null ? markdown(text) : `[${markdown(text)}](${url})`;
}

/** The address in its canonical form, in which nothing can end a link; null for everything that is not http or https. */
export function webAddress(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  return new URL(text).href.replace(
    /[<>|`\\()]|&(?=\w+;)/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * A table whose columns are aligned, as prettier aligns them. Cells are Markdown already, such as `markdown()` gives.
 * Throws where a row has more cells than the head.
 */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(row[column] ?? '')), Math.max(3, widthOf(title))),
  );
  const line = (cells: readonly string[]): string => {
    if (cells.length > head.length) throw new Error('Wanted as many cells as the head has.');
    const padded = widths.map((width, column) => {
      const cell = cells[column] ?? '';
      return cell + ' '.repeat(width - widthOf(cell));
    });
    return `| ${padded.join(' | ')} |`;
  };
  const rule = widths.map((width) => '-'.repeat(width));
  return [head, rule, ...rows].map(line).join('\n');
}
