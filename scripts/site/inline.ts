/** Markdown within a line as HTML. Text is untrusted: whatever is not one of the few marks below is shown as it is. */

/** Where a link leads on the site; null: nowhere, and its text stands alone. */
export type ResolveLink = (target: string) => string | null;

/** Text as HTML shows it, also within a quoted attribute. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

const ESCAPE = /^\\([!-/:-@[-`{-~])/;
const CODE = /^(`+)([\s\S]*?[^`])\1(?!`)/;
const LINK = /^\[((?:\\.|`[^`]*`|[^\][\\`])*)\]\(([^()\s<>]*)\)/;
const STRONG = /^\*\*(?=\S)((?:\\.|`[^`]*`|[^*\\`])+?)\*\*/;
const EMPHASIS = /^\*(?=\S)((?:\\.|`[^`]*`|[^*\\`])+?)\*/;
const ADDRESS = /^<(https?:\/\/[^\s<>]+)>/;

/** Code, links, emphasis, line breaks of tables and escapes; nothing else, and no HTML. */
export function renderInline(text: string, resolve: ResolveLink): string {
  let html = '';
  let rest = text;
  while (rest !== '') {
    const [consumed, made] = renderNext(rest, resolve);
    html += made;
    rest = rest.slice(consumed);
  }
  return html;
}

function renderNext(rest: string, resolve: ResolveLink): readonly [number, string] {
  const plain = /^[^\\`[*<]+/.exec(rest);
  if (plain !== null) return [plain[0].length, escapeHtml(plain[0])];
  const escaped = ESCAPE.exec(rest);
  if (escaped !== null) return [2, escapeHtml(escaped[1] ?? '')];
  const code = CODE.exec(rest);
  if (code !== null)
    return [code[0].length, `<code>${escapeHtml((code[2] ?? '').replaceAll('\\|', '|'))}</code>`];
  const link = LINK.exec(rest);
  if (link !== null) return [link[0].length, renderLink(link[1] ?? '', link[2] ?? '', resolve)];
  const strong = STRONG.exec(rest);
  if (strong !== null)
    return [strong[0].length, `<strong>${renderInline(strong[1] ?? '', resolve)}</strong>`];
  const emphasis = EMPHASIS.exec(rest);
  if (emphasis !== null) return [emphasis[0].length, `<em>${renderInline(emphasis[1] ?? '', resolve)}</em>`];
  const address = ADDRESS.exec(rest);
  if (address !== null) return [address[0].length, renderLink(address[1] ?? '', address[1] ?? '', resolve)];
  if (rest.startsWith('<br>')) return [4, '<br>'];
  return [1, escapeHtml(rest.charAt(0))];
}

function renderLink(text: string, target: string, resolve: ResolveLink): string {
  const shown = renderInline(text, resolve);
  const resolved = resolve(target);
  if (resolved === null) return shown;
  const rel = /^https?:/.test(resolved) ? ' rel="noopener noreferrer"' : '';
  return `<a href="${escapeHtml(resolved)}"${rel}>${shown}</a>`;
}

/** What a reader sees of a line, for search and anchors. */
export function plainInline(text: string): string {
  return renderInline(text, () => null)
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}
