import type { Bump, Finding } from '../finding.js';
import {
  adviseVersion,
  countBumps,
  groupByBump,
  headings,
  showOperations,
  type Comparison,
} from './report.js';

/** GitHub cuts a comment after 65,536 characters. */
const MAX_FINDINGS = 100;

const signs: Readonly<Record<Bump, string>> = { major: '🔴', minor: '🟡', patch: '⚪', none: '⚪' };

/** A report for the text or a comment of a pull request. */
export function printMarkdown({ old, new: now, package: name, findings }: Comparison): string {
  const title =
    name === null
      ? 'What this change means for callers'
      : `What this change means for callers of ${code(name)}`;
  const lines = [`### ${title}`, '', `${code(old)} → ${code(now)}`, ''];
  if (findings.length === 0) return [...lines, 'No change.', ''].join('\n');
  lines.push(`**${countBumps(findings)}.** ${adviseVersion(findings)}`, '');
  let left = MAX_FINDINGS;
  for (const { bump, findings: group } of groupByBump(findings)) {
    const shown = group.slice(0, left);
    left -= shown.length;
    if (shown.length === 0) continue;
    const open = bump === 'major' ? ' open' : '';
    lines.push(
      `<details${open}><summary>${signs[bump]} <b>${headings[bump]}</b> (${group.length})</summary>`,
      '',
    );
    lines.push('| change | rule | where |', '| --- | --- | --- |');
    for (const finding of shown) lines.push(printRow(finding));
    if (shown.length < group.length) lines.push('', `…and ${group.length - shown.length} more.`);
    lines.push('', '</details>', '');
  }
  return lines.join('\n');
}

function printRow(finding: Finding): string {
  const { message, rule, views, old, new: now } = finding;
  const operations = showOperations(finding);
  const places = [
    old === null ? [] : [`old ${code(`${old.file}:${old.line}`)}`],
    now === null ? [] : [`new ${code(`${now.file}:${now.line}`)}`],
  ].flat();
  const users = operations === '' ? '' : `<br>in ${escapeMarkdown(operations)}`;
  return `| ${escapeMarkdown(message)}${users} | ${code(rule)}<br>${views.join(', ')} | ${places.join('<br>')} |`;
}

/** Text that stays text: no tag, no link, no mention, no cell. Code spans of our own sentences stay. */
export function escapeMarkdown(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : escapePlain(part)))
    .join('');
}

function escapePlain(text: string): string {
  return flatten(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_{}[\]()#!|~]/g, (character) => `\\${character}`)
    .replaceAll('@', '@\u200b')
    .replaceAll('://', ':\u200b//');
}

/** A code span that holds anything, also within a table. */
function code(text: string): string {
  const flat = flatten(text).replaceAll('|', '\\|');
  if (flat.trim() === '') return '` `';
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = flat.startsWith('`') || flat.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${flat}${pad}${fence}`;
}

function flatten(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g, ' ');
}
