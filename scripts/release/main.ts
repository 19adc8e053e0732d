/** `npm run release`: says, writes or publishes the next version of every package. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printRelease } from './changelog.js';
import { checkStaged } from './checks.js';
import { readOptions, releaseHelp, type ReleaseOptions } from './options.js';
import { findRoot, listPackages, runtimeRangeFile } from './packages.js';
import { listUncommitted, publish } from './publish.js';
import { planRelease, type Proof, type ReleasePlan } from './release.js';
import { runNpm } from './run.js';
import { stage, type Places } from './stage.js';
import { writePlan } from './write.js';

const options = readOptions(process.argv.slice(2));
if (options.help) console.log(releaseHelp);
else process.exitCode = (await release(options)) ? 0 : 1;

/** True when all is well. */
async function release({ write, publish: publishes, registry }: ReleaseOptions): Promise<boolean> {
  const root = findRoot();
  const uncommitted = publishes ? listUncommitted(root) : [];
  if (uncommitted.length > 0) {
    const why = 'The tags would name a commit without this: commit it, or take it away.';
    return refuse(`${why}\n${indent(uncommitted.join('\n'))}`);
  }
  const temporary = mkdtempSync(join(tmpdir(), 'rowsweep-release-'));
  try {
    const source = { root, registry, folder: join(temporary, 'previous') };
    const plan = await planRelease(listPackages(root), source);
    printPlan(plan);
    if (hasProblems(plan)) return refuse('Nothing is released: see the lines marked with !.');
    const unwritten = plan.steps.filter(({ isReleased, isWritten }) => isReleased && !isWritten);
    if (write) {
      await writeTree(plan, root);
      return true;
    }
    if (publishes && (unwritten.length > 0 || plan.changesets.length > 0)) {
      return refuse(
        'The tree does not have these versions yet: run `npm run release -- --write`, and commit.',
      );
    }
    const places = { root, temporary, output: join(root, 'dist/release') };
    return await packAndCheck(plan, { places, registry: publishes ? registry : null });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

async function writeTree(plan: ReleasePlan, root: string): Promise<void> {
  const written = await writePlan(plan, root);
  for (const file of written) console.log(`written  ${file}`);
  // The accepted answers of the generator name the runtime as well.
  const last = written.includes(runtimeRangeFile) ? 'accept' : 'build';
  for (const script of ['generate', last]) runNpm(['run', '--silent', script], { cwd: root });
  console.log('The packages were made and built anew. Look at the changes, and commit them.\n');
}

/** Packs and checks what is released, and with a registry publishes it: only when every package passed. */
async function packAndCheck(
  { packages, steps }: ReleasePlan,
  { places, registry }: { readonly places: Places; readonly registry: string | null },
): Promise<boolean> {
  rmSync(places.output, { recursive: true, force: true });
  mkdirSync(places.output, { recursive: true });
  const ready = [];
  let isFine = true;
  for (const one of packages) {
    if (steps.find(({ name }) => name === one.name)?.isReleased !== true) continue;
    const staged = stage(one, places);
    const problems = await checkStaged(staged, one, places);
    for (const problem of problems) console.log(`! ${one.name}: ${problem}`);
    isFine &&= problems.length === 0;
    if (problems.length === 0)
      console.log(`checked  ${staged.name}@${staged.version}, ${staged.bytes} bytes`);
    ready.push(staged);
  }
  if (!isFine) return refuse('Nothing is published: see the lines marked with !.');
  if (registry === null) return true;
  for (const staged of ready) {
    publish(staged, { root: places.root, registry });
    console.log(`published  ${staged.name}@${staged.version}`);
  }
  return true;
}

function hasProblems({ steps, proofs }: ReleasePlan): boolean {
  return [...steps, ...proofs].some(({ problems }) => problems.length > 0);
}

function printPlan({ steps, proofs, untagged }: ReleasePlan): void {
  for (const { name, from, to, bump, isReleased, notes, problems } of steps) {
    const what = from === null ? `${to}, the first release` : `${from} -> ${to}, ${bump}`;
    console.log(isReleased ? `${name}  ${what}` : `${name}  ${to}, no release`);
    for (const problem of problems) console.log(`! ${name}: ${problem}`);
    if (isReleased && from !== null) console.log(`\n${indent(printRelease(to, notes))}`);
  }
  console.log('');
  for (const proof of proofs) printProof(proof);
  for (const tag of untagged) {
    console.log(
      `${tag} is released, and its tag is not here: its type tests prove nothing. Fetch it, or put it on the commit.`,
    );
  }
}

function printProof({ name, compiled, undecided, failures, problems }: Proof): void {
  const broken = failures.length === 0 ? 'all compile' : `${failures.length} faults`;
  console.log(`${name}: ${compiled} examples and type tests of the previous release: ${broken}`);
  if (problems.length === 0) for (const failure of failures) console.log(`  broken as announced: ${failure}`);
  for (const title of undecided) console.log(`  not decided, as it calls a package that breaks: ${title}`);
  for (const problem of problems) console.log(`! ${name}: ${problem}`);
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');
}

function refuse(why: string): false {
  console.error(`\n${why}`);
  return false;
}
