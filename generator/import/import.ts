import { stringify } from 'yaml';
import type { Diagnostics } from '../diagnostics.js';
import { mergePages } from './merge.js';
import { readPage, type PageDescription } from './page.js';

/**
 * The text of the description that documentation pages of one vendor hold. One page gives its block byte for byte;
 * several are merged and printed anew, in the order of the pages. Null when something was reported.
 */
export function importPages(files: readonly string[], diagnostics: Diagnostics): string | null {
  const pages = files
    .map((file) => readPage(file, diagnostics))
    .filter((page): page is PageDescription => page !== null);
  const [first, ...others] = pages;
  if (first === undefined || pages.length < files.length) return null;
  if (others.length === 0) return first.text;
  const merged = mergePages(pages, diagnostics);
  return merged === null ? null : stringify(merged, { lineWidth: 0, aliasDuplicateObjects: false });
}
