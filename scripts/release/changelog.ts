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

/** Puts a release on top of a changelog; one that is there already is left as it is. */
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
  if (earlier.split('\n').includes(`## ${version}`)) return changelog ?? title;
  const parts = [title, printRelease(version, notes), ...(earlier === '' ? [] : [`${earlier}\n`])];
  return parts.join('\n');
}

function unique(notes: readonly Note[]): string[] {
  return [...new Set(notes.map(({ text }) => text))];
}
