import { printHtml } from '../diff/report/html.js';
import { printJson } from '../diff/report/json.js';
import { printMarkdown } from '../diff/report/markdown.js';
import type { Comparison } from '../diff/report/report.js';
import { printText, type Paint } from '../diff/report/text.js';
import { UsageError } from './arguments.js';

/** For people at a terminal, for programs, for a pull request, and for a browser. */
export const diffFormats = ['text', 'json', 'markdown', 'html'] as const;

/** One of the formats. */
export type DiffFormat = (typeof diffFormats)[number];

/** The format that `--format` names. */
export function readDiffFormat(text: string): DiffFormat {
  const format = diffFormats.find((known) => known === text);
  if (format !== undefined) return format;
  throw new UsageError(`--format is text, json, markdown or html, not ${text}.`, 'Leave it out for text.');
}

/** Codes of ECMA-48. */
const colors = { major: '31;1', minor: '33;1', faint: '2', place: '36' } as const;

const plain: Paint = (_part, text) => text;

const colored: Paint = (part, text) => `\u001b[${colors[part]}m${text}\u001b[0m`;

/** The report in a format. */
export function printComparison(comparison: Comparison, format: DiffFormat, color: boolean): string {
  switch (format) {
    case 'json':
      return printJson(comparison);
    case 'markdown':
      return printMarkdown(comparison);
    case 'html':
      return printHtml(comparison);
    case 'text':
      return printText(comparison, color ? colored : plain);
  }
}
