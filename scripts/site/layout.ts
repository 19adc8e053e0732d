import type { Article } from './article.js';
import { escapeHtml } from './inline.js';
import type { Page } from './pages.js';

/** One page of the site, whole. It asks for nothing outside of its own folder. */
export function layOut(page: Page, pages: readonly Page[], article: Article): string {
  const isFront = page.file === 'index.html';
  const title = isFront ? 'Rowsweep: delete rows in bulk, and prove it' : `${page.title} · Rowsweep`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="style.css">
<script src="theme.js"></script>
<script src="search-index.js" defer></script>
<script src="search.js" defer></script>
</head>
<body${isFront ? ' class="front"' : page.file === 'compare.html' ? ' class="wide"' : ''}>
<a class="skip" href="#main">Skip to the text</a>
<header>
<a class="brand" href="index.html">Rowsweep</a>
<div class="search" role="search">
<label class="unseen" for="query">Search</label>
<input id="query" type="search" placeholder="Search" autocomplete="off" spellcheck="false" aria-controls="results">
<div id="results" role="status" hidden></div>
</div>
<button id="theme" type="button" aria-label="Switch between light and dark">◐</button>
</header>
<div class="frame">
<details class="menu"><summary>Contents</summary><nav aria-label="Pages">${navigation(page, pages)}</nav></details>
<main id="main">
${article.html}
</main>
${contents(article)}
</div>
</body>
</html>
`;
}

function navigation(current: Page, pages: readonly Page[]): string {
  const groups = [...new Set(pages.map(({ group }) => group))];
  return groups
    .map((group) => {
      const items = pages.filter((page) => page.group === group).map((page) => navigationItem(page, current));
      return `<p>${escapeHtml(group)}</p><ul>${items.join('')}</ul>`;
    })
    .join('');
}

function navigationItem({ file, title, group }: Page, current: Page): string {
  const short =
    title === group ? 'Package' : title.startsWith(`${group}: `) ? title.slice(group.length + 2) : title;
  const shown = short.charAt(0).toUpperCase() + short.slice(1);
  const mark = file === current.file ? ' aria-current="page"' : '';
  return `<li><a href="${escapeHtml(file)}"${mark}>${escapeHtml(shown)}</a></li>`;
}

function contents({ sections }: Article): string {
  const listed = sections.filter(({ level }) => level === 2 || level === 3);
  if (listed.length < 3) return '';
  const items = listed.map(
    ({ level, text, anchor }) =>
      `<li class="level-${level}"><a href="#${escapeHtml(anchor)}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav class="contents" aria-label="On this page"><p>On this page</p><ul>${items.join('')}</ul></nav>`;
}
