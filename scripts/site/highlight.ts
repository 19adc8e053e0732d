import { escapeHtml } from './inline.js';

const KEYWORDS =
  'as async await break case catch class const continue default delete else export extends false finally for from function if import in instanceof interface let new null of readonly return satisfies switch throw true try type typeof undefined void while yield';
const TOKENS = new RegExp(
  [
    String.raw`(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)`,
    String.raw`(?<string>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|${'`'}(?:\\.|[^${'`'}\\])*${'`'})`,
    String.raw`(?<number>\b\d[\d_.]*\b)`,
    String.raw`(?<keyword>\b(?:${KEYWORDS.split(' ').join('|')})\b)`,
  ].join('|'),
  'g',
);

/** Code as HTML, TypeScript and JSON in colours. */
export function highlight(text: string, language: string): string {
  if (!['ts', 'typescript', 'js', 'json'].includes(language)) return escapeHtml(text);
  let html = '';
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    const [kind] = Object.entries(match.groups ?? {}).find(([, value]) => value) ?? ['plain'];
    html += `${escapeHtml(text.slice(end, match.index))}<span class="${kind}">${escapeHtml(match[0])}</span>`;
    end = match.index + match[0].length;
  }
  return html + escapeHtml(text.slice(end));
}
