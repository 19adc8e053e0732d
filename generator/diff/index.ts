/** The door of the comparison, for the command line, for a release, and for programs: `rowsweep/diff`. */
export { compare } from './compare.js';
export { bumpOf, isAtLeast, nextVersion, type Bump, type Finding, type View } from './finding.js';
export { printHtml } from './report/html.js';
export { printJson, type JsonComparison } from './report/json.js';
export { escapeMarkdown, printMarkdown } from './report/markdown.js';
export type { Comparison } from './report/report.js';
export { printText } from './report/text.js';
export { mirrorOf, rules, type Rule } from './rules.js';
export type { Comparable } from './side.js';
