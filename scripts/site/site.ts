/**
 * The documentation site: static pages from the documents of this repository, for reading offline, from `file://` too.
 * Each link between documents becomes one between pages; one to a file that has no page loses its mark.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { renderArticle } from './article.js';
import type { ResolveLink } from './inline.js';
import { layOut } from './layout.js';
import { listPages, readProviders, type Page } from './pages.js';

const ASSETS = ['style.css', 'theme.js', 'search.js'];

/** Most of one section that search looks at, in characters. */
const MAX_SEARCHED = 600;

/** Where the documents are, and where the pages go; that folder is emptied. */
export interface SiteFolders {
  readonly root: string;
  readonly target: string;
}

/** Builds the site and says which pages it has. */
export function buildSite({ root, target }: SiteFolders): string[] {
  const pages = listPages(root, readProviders(root));
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const index = pages.flatMap((page) => {
    const article = renderArticle(page.markdown, makeResolver(page, pages));
    writeFileSync(join(target, page.file), layOut(page, pages, article));
    return article.sections.map(({ level, text, anchor, body }) => ({
      page: page.title,
      href: level === 1 ? page.file : `${page.file}#${anchor}`,
      title: text,
      body: body.trim().slice(0, MAX_SEARCHED),
    }));
  });
  // A script and not JSON: pages that are opened from a disk may not read other files.
  const data = JSON.stringify(index).replaceAll('<', '\\u003c');
  writeFileSync(join(target, 'search-index.js'), `window.searchIndex = ${data};\n`);
  for (const name of ASSETS) copyFileSync(join(root, 'scripts/site/assets', name), join(target, name));
  return pages.map(({ file }) => file);
}

function makeResolver({ source, file }: Page, pages: readonly Page[]): ResolveLink {
  return (link) => {
    if (/^https?:\/\//.test(link)) return link;
    if (/^[a-z][a-z\d+.-]*:/i.test(link) || link.startsWith('//')) return null;
    const [path = '', anchor] = link.split('#');
    const end = anchor === undefined ? '' : `#${anchor}`;
    if (path === '') return end === '' ? null : end;
    const known =
      source === null
        ? pages.find((page) => page.file === path)
        : pages.find((page) => page.source === posix.join(posix.dirname(source), path));
    return known === undefined ? null : `${known.file === file ? '' : known.file}${end}` || known.file;
  };
}

/** Size of the pages, for the command that built them. */
export function sizeOf(target: string, files: readonly string[]): number {
  return files.reduce((bytes, file) => bytes + readFileSync(join(target, file)).length, 0);
}
