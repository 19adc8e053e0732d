/** What every form of a report shows. */
import { bumps, bumpOf, type Bump, type Finding } from '../finding.js';
import type { Place } from '../../diagnostics.js';

/** A comparison that is ready to be told. */
export interface Comparison {
  /** How people call both sides: a file, or a revision and a file. */
  readonly old: string;
  readonly new: string;
  /** The name of the npm package; null: both sides have another. */
  readonly package: string | null;
  readonly findings: readonly Finding[];
}

/** Findings of the same weight. */
export interface Group {
  readonly bump: Bump;
  readonly findings: readonly Finding[];
}

/** Heaviest first, without empty ones. */
export function groupByBump(findings: readonly Finding[]): Group[] {
  return bumps
    .map((bump) => ({ bump, findings: findings.filter((finding) => finding.bump === bump) }))
    .filter((group) => group.findings.length > 0);
}

/** What a bump means to somebody who calls the package. */
export const headings: Readonly<Record<Bump, string>> = {
  major: 'Breaks callers',
  minor: 'New, and worth knowing',
  patch: 'Changes nothing for callers',
  none: 'For the record',
};

/** `3 major, 2 minor`, or that nothing changed. */
export function countBumps(findings: readonly Finding[]): string {
  const counts = groupByBump(findings).map((group) => `${group.findings.length} ${group.bump}`);
  return counts.length === 0 ? 'no change' : counts.join(', ');
}

/** One sentence of what to do with the version. */
export function adviseVersion(findings: readonly Finding[]): string {
  const bump = bumpOf(findings);
  return bump === 'none' ? 'Nothing to release.' : `The next version is a ${bump} one.`;
}

/** `file:line:column` */
export function showPlace({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

/** The operations of a finding, or a few of many. */
export function showOperations({ operations }: Finding, most = 4): string {
  if (operations.length <= most) return operations.join(', ');
  return `${operations.slice(0, most).join(', ')} and ${operations.length - most} more`;
}
