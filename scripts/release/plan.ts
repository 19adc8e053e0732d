/** Which packages are released, as what, and what the changelog says: decided from facts, without looking anywhere. */
import { bumpOf, isAtLeast, nextVersion, type Bump } from 'rowsweep/diff';
import { compareVersions, holds, isBreakingStep, moveRange } from './version.js';

/** One line of a changelog, and what it asks of the version. */
export interface Note {
  readonly bump: Bump;
  /** Markdown, one line. */
  readonly text: string;
}

/** What a package asks for of another package of ours. */
export interface Need {
  readonly name: string;
  readonly range: string;
  /** Its callers see the other package's types, so that a break there is a break here. */
  readonly handsOn: boolean;
  /**
   * The other package interprets what this one holds or makes, and an older one may not know it, although the range takes
   * it.
   */
  readonly isInterpreter: boolean;
}

/** A package before it is decided. */
export interface Candidate {
  readonly name: string;
  /** In the tree. */
  readonly version: string;
  /** The version that was released last; null: none was. */
  readonly previous: string | null;
  /** True when what is packed differs from the previous release in more than its versions. */
  readonly differs: boolean;
  /** A generated package's notes come from its description; a hand-written one's from changesets alone. */
  readonly kind: 'generated' | 'written';
  readonly notes: readonly Note[];
  readonly needs: readonly Need[];
}

/** What becomes of a package. */
export interface Step {
  readonly name: string;
  readonly from: string | null;
  /** Equal to `from` when nothing is released. */
  readonly to: string;
  readonly bump: Bump;
  readonly isReleased: boolean;
  /** The tree has the version already. */
  readonly isWritten: boolean;
  readonly isBreaking: boolean;
  readonly notes: readonly Note[];
  /** Ranges of our own packages that have to be written anew, by name. */
  readonly ranges: Readonly<Record<string, string>>;
  /** Why it may not be released as it is. */
  readonly problems: readonly string[];
}

/** Decides every package; a package has to come after those that it needs. */
export function planSteps(candidates: readonly Candidate[]): Step[] {
  const steps = new Map<string, Step>();
  for (const candidate of candidates) steps.set(candidate.name, planStep(candidate, steps));
  return [...steps.values()];
}

function planStep(candidate: Candidate, done: ReadonlyMap<string, Step>): Step {
  const { name, version, previous } = candidate;
  const moves = candidate.needs.flatMap((need) => moveNeed(need, done));
  const ranges = Object.fromEntries(moves.map(({ need, to }) => [need.name, moveRange(need.range, to)]));
  if (previous === null) {
    const notes = [{ bump: 'none', text: 'First release.' } as const, ...candidate.notes];
    const step = { name, from: null, to: version, bump: 'none', isReleased: true, isWritten: true } as const;
    return { ...step, isBreaking: false, notes, ranges, problems: [] };
  }
  const isAhead = compareVersions(version, previous) > 0;
  const problems: string[] = [];
  const notes = [...candidate.notes, ...moves.filter(({ isForced }) => isForced).map(({ note }) => note)];
  if (candidate.differs && bumpOf(notes) === 'none' && !isAhead) {
    if (candidate.kind === 'generated') {
      notes.push({ bump: 'patch', text: 'Made by a newer generator; the description says what it said.' });
    } else {
      problems.push(`it differs from ${previous}, and no changeset says what changed for its callers`);
    }
  }
  // Generating moves the range in every package; it is told with what is released anyway, and releases nothing by itself.
  if (bumpOf(notes) !== 'none' || isAhead || candidate.kind === 'written') {
    notes.push(...moves.filter(({ isForced }) => !isForced).map(({ note }) => note));
  }
  const bump = bumpOf(notes);
  const asked = nextVersion(previous, bump);
  const to = compareVersions(version, asked) >= 0 ? version : asked;
  if (isAhead && to !== version) {
    problems.push(`${version} is written, and its changes ask for ${asked}`);
  }
  if (compareVersions(version, previous) < 0) {
    problems.push(`${previous} was released, and the tree still has ${version}`);
  }
  const isReleased = to !== previous;
  const isBreaking = isReleased && isBreakingStep(previous, to);
  const isWritten = isReleased && version === to && Object.keys(ranges).length === 0;
  return { name, from: previous, to, bump, isReleased, isWritten, isBreaking, notes, ranges, problems };
}

interface Moved {
  readonly need: Need;
  readonly to: string;
  readonly note: Note;
  /** The range no longer takes it. */
  readonly isForced: boolean;
}

/** A range that no longer takes what the other package becomes, or takes one that may not know what this one says. */
function moveNeed(need: Need, done: ReadonlyMap<string, Step>): Moved[] {
  const step = done.get(need.name);
  if (step === undefined) throw new Error(`${need.name} is needed, and was not decided before.`);
  const isForced = !holds(need.range, step.to);
  const hasLearnt = step.isReleased && step.from !== null && isAtLeast(step.bump, 'minor');
  const isBehind = need.isInterpreter && hasLearnt && need.range !== moveRange(need.range, step.to);
  if (!isForced && !isBehind) return [];
  const bump = step.isBreaking && need.handsOn ? 'major' : 'patch';
  return [{ need, to: step.to, note: { bump, text: `Asks for \`${need.name}\` ${step.to}.` }, isForced }];
}

/**
 * Why a version that promises not to break cannot be released, although examples and type tests of the previous one do
 * not compile against it; none: it promises no such thing, or all compile.
 */
export function refuseFalsePromise(step: Step, failures: readonly string[]): string[] {
  if (step.from === null || !step.isReleased || step.isBreaking || failures.length === 0) return [];
  const said = isAtLeast(step.bump, 'minor') ? step.bump : 'patch';
  return failures.map(
    (failure) => `${step.to} is a ${said} of ${step.from ?? ''}, but what compiled then does not: ${failure}`,
  );
}
