/** Text of a description as Markdown that says exactly that text: no link, no HTML, no table cell of its own. */

/** On one line, without characters that cannot be seen. */
export function plainText(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
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
  return url === null ? markdown(text) : `[${markdown(text)}](<${url}>)`;
}

/** The address in its canonical form, in which nothing can end a link; null for everything that is not http or https. */
export function webAddress(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  return new URL(text).href.replace(/[<>|`\\]/g, (character) => encodeURIComponent(character));
}
