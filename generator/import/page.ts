import type { Diagnostics, Place } from '../diagnostics.js';
import type { JsonObject } from '../load/document.js';
import { checkDescription } from '../load/load.js';
import { atStart, parseSource, readTextFile } from '../load/source.js';
import { findBlocks } from './markdown.js';

/** The description that a documentation page holds. */
export interface PageDescription {
  readonly file: string;
  /** Byte for byte as the page has it, ending in one line end. */
  readonly text: string;
  readonly value: JsonObject;
  /** Where in the page a part of the description stands. */
  readonly place: (pointer: string) => Place;
}

/** Reads a page and takes its description out. Null when something was reported. */
export function readPage(file: string, diagnostics: Diagnostics): PageDescription | null {
  const page = readTextFile(file, diagnostics);
  return page === null ? null : extractDescription(file, page, diagnostics);
}

/** Takes the description out of a page's text: the only block of yaml or json under a heading "OpenAPI". */
function extractDescription(file: string, page: string, diagnostics: Diagnostics): PageDescription | null {
  const candidates = findBlocks(page).filter(
    ({ info, heading }) => /^(ya?ml|json)(\s|$)/i.test(info) && /^open ?api\b/i.test(heading),
  );
  const [block, second] = candidates;
  if (block === undefined) {
    diagnostics.report(
      'page-without-description',
      atStart(file),
      'The page has no fenced block of yaml or json under a heading "OpenAPI".',
    );
    return null;
  }
  if (second !== undefined) {
    diagnostics.report(
      'page-ambiguous',
      { file, line: second.linesBefore, column: second.indent + 1, pointer: '' },
      `This is the second block under the heading "OpenAPI"; the first is on line ${block.linesBefore}.`,
    );
    return null;
  }
  const text = `${block.text.replace(/(?<!\n)\n+$/, '')}\n`;
  const format = /^json/i.test(block.info) ? 'json' : 'yaml';
  const origin = { lines: block.linesBefore, columns: block.indent };
  const source = parseSource({ file, text, format, origin }, diagnostics);
  const value = source === null ? null : checkDescription(source, diagnostics);
  if (source === null || value === null) return null;
  return { file, text, value, place: (pointer) => source.place(pointer) };
}
