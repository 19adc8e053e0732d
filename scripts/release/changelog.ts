/** The changelog of a package: read by those who call it, newest first. */
import { escapeMarkdown, type Bump, type Finding } from 'rowsweep/diff';
import type { Note } from './plan.js';

const headings: readonly [Bump, string][] = [
  ['major', 'Breaking'],
  ['minor', 'New'],
  ['patch', 'Changed'],
];

/** A line for each finding that callers can notice. */
export function notesOf(findings: readonly Finding[]): Note[] {
  return findings
    .filter(({ bump }) => bump !== 'none')
    .map(({ bump, message, rule, operations }) => {
      const users = operations.length === 0 ? '' : ` In ${listNames(operations)}.`;
      return { bump, text: `${escapeMarkdown(message)}${users} (\`${rule}\`)` };
    });
}

/** More than five say less than their number. */
function listNames(operations: readonly string[]): string {
  const shown = operations.slice(0, 5).map((name) => `\`${name}\``);
  const left = operations.length - shown.length;
  return `${shown.join(', ')}${left === 0 ? '' : ` and ${left} more`}`;
}

/** What one release changes, as Markdown. */
export function printRelease(version: string, notes: readonly Note[]): string {
  const lines = [`## ${version}`, ''];
  const plain = unique(notes.filter(({ bump }) => bump === 'none'));
  if (plain.length > 0) lines.push(...plain, '');
  for (const [bump, heading] of headings) {
    const texts = unique(notes.filter((note) => note.bump === bump));
    if (texts.length > 0) lines.push(`### ${heading}`, '', ...texts.map((text) => `- ${text}`), '');
  }
  return lines.join('\n');
}

/** Puts a release on top of a changelog; one that is there already gets the notes that it lacks, and keeps its words. */
export function addRelease(
  changelog: string | null,
  {
    name,
    version,
    notes,
  }: { readonly name: string; readonly version: string; readonly notes: readonly Note[] },
): string {
  const title = `# Changelog of ${name}\n`;
  const earlier = (changelog ?? title).replace(/^# .*\n+/, '').trimEnd();
  if (earlier.split('\n').includes(`## ${version}`)) return addNotes(changelog ?? title, version, notes);
  const parts = [title, printRelease(version, notes), ...(earlier === '' ? [] : [`${earlier}\n`])];
  return parts.join('\n');
}

/** Each note that the section of a version does not have goes to the others of its kind. */
function addNotes(changelog: string, version: string, notes: readonly Note[]): string {
  const lines = changelog.split('\n');
  const start = lines.indexOf(`## ${version}`) + 1;
  const next = lines.findIndex((line, index) => index >= start && line.startsWith('## '));
  const section = lines.slice(start, next === -1 ? lines.length : next);
  const rest = next === -1 ? [] : lines.slice(next);
  const known = new Set(section.map(withoutMarks));
  const lacking = notes.filter(({ text }) => !known.has(withoutMarks(text)));
  if (lacking.length === 0) return changelog;
  const places = headings.map(([, heading]) => section.indexOf(`### ${heading}`));
  // From the last heading on, so that those before it stay where they are.
  for (const [index, [bump, heading]] of [...headings.entries()].reverse()) {
    const texts = unique(lacking.filter((note) => note.bump === bump)).map((text) => `- ${text}`);
    const after = places.slice(index + 1).filter((place) => place !== -1);
    const place = places[index] ?? -1;
    if (texts.length === 0) continue;
    if (place !== -1) section.splice(place + 2, 0, ...texts);
    else section.splice(Math.min(section.length, ...after), 0, `### ${heading}`, '', ...texts, '');
  }
  const plain = unique(lacking.filter(({ bump }) => bump === 'none'));
  if (plain.length > 0) section.splice(1, 0, ...plain, '');
  return [...lines.slice(0, start), ...section, ...rest].join('\n');
}

/** What a line says, without the marks that a formatter may write in another way. */
function withoutMarks(line: string): string {
  return line.replace(/^- /, '').replaceAll(/[\\*_]/g, '');
}

function unique(notes: readonly Note[]): string[] {
  return [...new Set(notes.map(({ text }) => text))];
}
