/** One release from beginning to end, without a terminal: what is decided, proved, checked, and then done. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { notesOf } from './changelog.js';
import { notesFor, readChangesets, type Changeset } from './changesets.js';
import { listDifferences } from './contents.js';
import { compareReleases } from './descriptions.js';
import type { Package } from './packages.js';
import { planSteps, refuseFalsePromise, type Candidate, type Step } from './plan.js';
import { findPrevious, hasTag, packAndUnpack, readTypeTests, type Release, type Source } from './previous.js';
import { compileExamples, importsOf, isBound, readExamples } from './proof.js';
import { readText } from './stage.js';

/** All that is known of a release before anything is written. */
export interface ReleasePlan {
  readonly packages: readonly Package[];
  readonly changesets: readonly Changeset[];
  readonly steps: readonly Step[];
  readonly proofs: readonly Proof[];
  /** Releases whose tag is not in the repository, so that nobody knows what they were made of. */
  readonly untagged: readonly string[];
}

/** What became of the previous release's examples. */
export interface Proof {
  readonly name: string;
  /** How many modules were compiled. */
  readonly compiled: number;
  /** Titles of those that also call a package that breaks, and so prove nothing of this one. */
  readonly undecided: readonly string[];
  readonly failures: readonly string[];
  /** Why the version may not be released. */
  readonly problems: readonly string[];
}

/** Decides what is released. The packages have to be built. */
export async function planRelease(packages: readonly Package[], source: Source): Promise<ReleasePlan> {
  const names = packages.map(({ name }) => name);
  const changesets = readChangesets(join(source.root, '.changeset'), names);
  mkdirSync(source.folder, { recursive: true });
  const releases = new Map(packages.map((one) => [one.name, findPrevious(one, source)]));
  const candidates: Candidate[] = [];
  for (const one of packages) {
    const previous = releases.get(one.name) ?? null;
    candidates.push(await describe({ one, previous, changesets, names }, source));
  }
  const steps = planSteps(candidates);
  const proofs = steps.flatMap((step) =>
    prove({ step, steps, previous: releases.get(step.name) ?? null }, source),
  );
  const tags = [...releases].flatMap(([name, release]) =>
    release === null ? [] : [`${name}@${release.version}`],
  );
  const untagged = tags.filter((tag) => !hasTag(tag, source.root));
  return { packages, changesets, steps, proofs, untagged };
}

async function describe(
  {
    one,
    previous,
    changesets,
    names,
  }: {
    readonly one: Package;
    readonly previous: Release | null;
    readonly changesets: readonly Changeset[];
    readonly names: readonly string[];
  },
  { root, folder }: Source,
): Promise<Candidate> {
  const { name, version, kind, needs } = one;
  const told = notesFor(name, changesets);
  const base = { name, version, kind, needs };
  if (previous === null) return { ...base, previous: null, differs: true, notes: told };
  const now = packAndUnpack(join(root, one.path), join(folder, 'now', name.replace('/', '-')));
  const differs = listDifferences(previous.folder, now, names).length > 0;
  const found = kind === 'generated' ? notesOf(await compareReleases(previous.folder, now)) : [];
  return { ...base, previous: previous.version, differs, notes: [...found, ...told] };
}

/** Compiles what the previous release showed, where there was one and there is to be another. */
function prove(
  {
    step,
    steps,
    previous,
  }: { readonly step: Step; readonly steps: readonly Step[]; readonly previous: Release | null },
  { root }: Source,
): Proof[] {
  if (previous === null || !step.isReleased) return [];
  const readme = readText(join(previous.folder, 'README.md')) ?? '';
  const tag = `${step.name}@${previous.version}`;
  const tests = (hasTag(tag, root) ? readTypeTests(tag, root) : [])
    .map(({ file, text }) => ({ title: file, text }))
    .filter((test) => importsOf(test, [step.name]).length > 0 && !isBound(test));
  const examples = [...readExamples('README.md', readme), ...tests];
  const breaking = steps.filter((one) => one.isBreaking && one.name !== step.name).map(({ name }) => name);
  const undecided = examples.filter((example) => importsOf(example, breaking).length > 0);
  const decided = examples.filter((example) => !undecided.includes(example));
  const failures = compileExamples(decided, join(root, 'node_modules'));
  return [
    {
      name: step.name,
      compiled: decided.length,
      undecided: undecided.map(({ title }) => title),
      failures,
      problems: refuseFalsePromise(step, failures),
    },
  ];
}
