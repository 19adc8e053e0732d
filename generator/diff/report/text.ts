import type { Finding } from '../finding.js';
import {
  adviseVersion,
  countBumps,
  groupByBump,
  headings,
  showOperations,
  showPlace,
  type Comparison,
} from './report.js';

/** How a part of the text is coloured; the command line says how. */
export type Paint = (part: 'major' | 'minor' | 'faint' | 'place', text: string) => string;

/** A report for people at a terminal. */
export function printText({ old, new: now, findings }: Comparison, paint: Paint): string {
  const lines = [`${paint('place', old)} → ${paint('place', now)}`, ''];
  for (const { bump, findings: group } of groupByBump(findings)) {
    const heading = `${headings[bump]} (${group.length}, ${bump})`;
    lines.push(bump === 'major' || bump === 'minor' ? paint(bump, heading) : heading, '');
    for (const finding of group) lines.push(...printFinding(finding, paint), '');
  }
  const counts = countBumps(findings);
  lines.push(findings.length === 0 ? 'No change.' : `${counts}. ${adviseVersion(findings)}`);
  return `${lines.join('\n')}\n`;
}

function printFinding(finding: Finding, paint: Paint): string[] {
  const { message, rule, views, old, new: now, before, after } = finding;
  const lines = [`  ${oneLine(message)}`];
  const operations = showOperations(finding);
  lines.push(
    paint(
      'faint',
      `    ${rule} (${views.join(', ')})${operations === '' ? '' : `, in ${oneLine(operations)}`}`,
    ),
  );
  if (old !== null) lines.push(`    old ${paint('place', showPlace(old))}${showSmall(before)}`);
  if (now !== null) lines.push(`    new ${paint('place', showPlace(now))}${showSmall(after)}`);
  return lines;
}

/** A value that is one short line; longer ones are in the other forms of the report. */
function showSmall(value: string | undefined): string {
  return value === undefined || value.includes('\n') || value.length > 80 ? '' : `  ${oneLine(value)}`;
}

/** Characters that a terminal obeys or does not show, and line ends. */
const unprintable =
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/gu;

function oneLine(text: string): string {
  return text.replace(unprintable, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
