import { readBlocks, type Block } from './blocks.js';
import { highlight } from './highlight.js';
import { escapeHtml, plainInline, renderInline, type ResolveLink } from './inline.js';

/** A heading as the contents of a page list it. */
export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly anchor: string;
}

/** A part of a page that search can lead to. */
export interface Section extends Heading {
  readonly body: string;
}

/** A document as HTML, and what it holds. */
export interface Article {
  readonly html: string;
  readonly sections: readonly Section[];
  readonly blocks: readonly Block[];
}

/** The HTML of a Markdown document. No HTML of the document itself passes. */
export function renderArticle(text: string, resolve: ResolveLink): Article {
  const blocks = readBlocks(text);
  const anchors = new Map<string, number>();
  const sections: (Heading & { body: string })[] = [];
  const html = blocks.map((block) => {
    const words = wordsOf(block);
    const last = sections.at(-1);
    if (block.kind !== 'heading') {
      if (last !== undefined) last.body += ` ${words}`;
      return renderBlock(block, resolve);
    }
    const base = anchorOf(words);
    const before = anchors.get(base) ?? 0;
    anchors.set(base, before + 1);
    const anchor = before === 0 ? base : `${base}-${before}`;
    sections.push({ level: block.level, text: words, anchor, body: '' });
    const tag = `h${block.level}`;
    const mark =
      block.level === 1
        ? ''
        : `<a class="mark" href="#${escapeHtml(anchor)}" aria-label="Link to this section">#</a>`;
    return `<${tag} id="${escapeHtml(anchor)}">${renderInline(block.text, resolve)}${mark}</${tag}>`;
  });
  return { html: html.join('\n'), sections, blocks };
}

/** As GitHub makes anchors of headings. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

function renderBlock(block: Block, resolve: ResolveLink): string {
  const inline = (text: string): string => renderInline(text, resolve);
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${inline(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${inline(block.text)}</p>`;
    case 'quote':
      return `<blockquote><p>${inline(block.text)}</p></blockquote>`;
    case 'rule':
      return '<hr>';
    case 'code':
      return `<pre tabindex="0"><code>${highlight(block.text, block.language)}</code></pre>`;
    case 'table':
      return renderTable(block, inline);
    case 'list': {
      const tag = block.ordered ? 'ol' : 'ul';
      const items = block.items.map((item) => `<li>${renderItem(item, resolve)}</li>`);
      return `<${tag}>${items.join('')}</${tag}>`;
    }
  }
}

/** A paragraph alone in an item needs no space around it. */
function renderItem(blocks: readonly Block[], resolve: ResolveLink): string {
  return blocks
    .map((block) =>
      block.kind === 'paragraph' ? renderInline(block.text, resolve) : renderBlock(block, resolve),
    )
    .join('\n');
}

function renderTable({ head, rows }: Block & { kind: 'table' }, inline: (text: string) => string): string {
  const top = head.map((cell) => `<th scope="col">${inline(cell)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${inline(cell)}</td>`).join('')}</tr>`);
  return `<div class="table" role="region" aria-label="Table" tabindex="0"><table><thead><tr>${top}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

function wordsOf(block: Block): string {
  switch (block.kind) {
    case 'code':
    case 'rule':
      return '';
    case 'table':
      return plainInline([...block.head, ...block.rows.flat()].join(' '));
    case 'list':
      return block.items.flatMap((item) => item.map(wordsOf)).join(' ');
    default:
      return plainInline(block.text);
  }
}
