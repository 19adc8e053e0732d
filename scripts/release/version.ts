/** Arithmetic of versions and of the ranges that our packages write of one another. */

type Numbers = readonly [major: number, minor: number, patch: number];

/** @throws Error when the version is not three numbers. */
export function parseVersion(version: string): Numbers {
  const found = /^(\d+)\.(\d+)\.(\d+)$/.exec(version);
  if (found === null) throw new Error(`${version} is no version of three numbers.`);
  return [Number(found[1]), Number(found[2]), Number(found[3])];
}

/** Below zero: the left version is the older one. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [parseVersion(left), parseVersion(right)];
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/**
 * True when a range that we write, `1.2.3` or `^1.2.3`, takes a version
 * (https://docs.npmjs.com/cli/v11/using-npm/semver-ranges#caret-ranges).
 */
export function holds(range: string, version: string): boolean {
  if (!range.startsWith('^')) return range === version;
  const from = range.slice(1);
  const [low, given] = [parseVersion(from), parseVersion(version)];
  if (compareVersions(version, from) < 0) return false;
  const firstOfWeight = low.findIndex((part) => part !== 0);
  const fixed = firstOfWeight === -1 ? 2 : firstOfWeight;
  return low.every((part, index) => index > fixed || part === given[index]);
}

/** The same kind of range, for another version. */
export function moveRange(range: string, version: string): string {
  return range.startsWith('^') ? `^${version}` : version;
}

/** True when callers who asked for `^from` do not get `to` by themselves. */
export function isBreakingStep(from: string, to: string): boolean {
  return !holds(`^${from}`, to);
}
