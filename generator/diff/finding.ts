/** What a comparison finds, and how findings become a version. */
import type { Place } from '../diagnostics.js';
import type { Rule } from './rules.js';

/**
 * Who notices. `wire`: a server, or a caller without types. `types`: the compiler of a caller of the generated package.
 * `behaviour`: a caller of the runtime, because a plan, a retry or the meaning of an error changed.
 */
export type View = 'wire' | 'types' | 'behaviour';

/** What a change asks of the next version (https://semver.org). */
export type Bump = 'major' | 'minor' | 'patch' | 'none';

/** One change, told to somebody who calls the generated package. */
export interface Finding {
  /** Of the table of rules; it never changes its meaning. */
  readonly rule: Rule;
  readonly view: View;
  /** Every view in which the change shows, `view` first. */
  readonly views: readonly View[];
  readonly bump: Bump;
  /** One sentence. */
  readonly message: string;
  /** Where the description has it; of an addition, what it was added to. Null: the side has nothing of it. */
  readonly old: Place | null;
  readonly new: Place | null;
  /** The public name of the operation that it concerns, as it was; null: none, or several. */
  readonly operation: string | null;
  /** All operations that it concerns, in the description's order. */
  readonly operations: readonly string[];
  /** What stood there, and what stands there now: a few lines of text. */
  readonly before?: string;
  readonly after?: string;
}

/** Heaviest first. */
export const bumps = ['major', 'minor', 'patch', 'none'] as const satisfies readonly Bump[];

/** In the order in which they are told. */
export const views = ['wire', 'types', 'behaviour'] as const satisfies readonly View[];

/** The largest bump of all findings; `none` where there is none. */
export function bumpOf(findings: readonly Pick<Finding, 'bump'>[]): Bump {
  return bumps.find((bump) => findings.some((finding) => finding.bump === bump)) ?? 'none';
}

/**
 * The version after a bump. Below 1.0.0 a major change bumps the minor and every other the patch, because a caret range
 * such as `^0.3.1` keeps the minor (https://docs.npmjs.com/cli/v11/configuring-npm/package-json#dependencies).
 *
 * @throws Error when the version is not three numbers.
 */
export function nextVersion(version: string, bump: Bump): string {
  const numbers = /^(\d+)\.(\d+)\.(\d+)$/.exec(version);
  if (numbers === null) throw new Error(`${version} is no version of three numbers.`);
  const [major, minor, patch] = numbers.slice(1).map(Number) as [number, number, number];
  if (bump === 'none') return version;
  if (major === 0) return bump === 'major' ? `0.${minor + 1}.0` : `0.${minor}.${patch + 1}`;
  if (bump === 'major') return `${major + 1}.0.0`;
  return bump === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

/** True when the left bump is at least as large as the right one. */
export function isAtLeast(left: Bump, right: Bump): boolean {
  return bumps.indexOf(left) <= bumps.indexOf(right);
}
