import { bumpOf, type Bump, type Finding } from '../finding.js';
import type { Comparison } from './report.js';

/** What `--format json` prints. The shape is public; it grows and never changes. */
export interface JsonComparison {
  readonly old: string;
  readonly new: string;
  readonly package: string | null;
  readonly bump: Bump;
  readonly findings: readonly Finding[];
}

/** A report for programs. */
export function printJson({ old, new: now, package: name, findings }: Comparison): string {
  const report: JsonComparison = { old, new: now, package: name, bump: bumpOf(findings), findings };
  return `${JSON.stringify(report, null, 2)}\n`;
}
