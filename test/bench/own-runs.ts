/** What only our own generator is asked: five providers at once, an unchanged input, a growing one. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jobOf, runTool, type Input } from './generation.js';
import { countOperations, repeatDescription, type JsonMap } from './growth.js';
import { forceOption, generateCommand, ours } from './ours.js';
import { runNode } from './process-run.js';
import type { GrowthStep, Results, Series } from './results.js';
import { Rounds } from './rounds.js';
import { listOutput } from './tool.js';
import type { Workplace } from './workplace.js';

const limitSeconds = 180;

/** How often the middle description is doubled. */
const doublings = 5;

/** What every measurement here needs. */
export interface OwnRuns {
  readonly rounds: number;
  readonly say: (text: string) => void;
}

/** All providers of the checkout, written into an empty folder by one process. */
export async function measureProviders(workplace: Workplace, { rounds, say }: OwnRuns): Promise<Series> {
  const folder = join(workplace.folder, 'providers');
  mkdirSync(folder);
  cpSync(join(workplace.checkout, 'specs'), join(folder, 'specs'), { recursive: true });
  const measured = new Rounds();
  for (let round = 1; round <= rounds; round += 1) {
    say(`round ${round}: the own providers`);
    rmSync(join(folder, 'generated'), { recursive: true, force: true });
    const args = [...generateCommand(workplace.checkout), ...forceOption(workplace.checkout)];
    const run = await runNode({ args, folder, limitSeconds });
    const made = run.failure === null ? listOutput(join(folder, 'generated')).length : 0;
    measured.add(made > 0 ? run : { ...run, failure: run.failure ?? 'it wrote nothing' });
  }
  return measured.series;
}

/** A second run on an input that has not changed, into the folder that the first one filled. */
export async function measureUnchanged(
  workplace: Workplace,
  inputs: readonly Input[],
  { rounds, say }: OwnRuns,
): Promise<Results['unchanged']> {
  const all: Results['unchanged'][number][] = [];
  for (const input of inputs) {
    const job = jobOf(workplace, { ...input, name: `${input.name}-unchanged` }, ours);
    const args = [...generateCommand(workplace.checkout), job.description, '-o', job.output];
    const measured = new Rounds();
    const first = await runTool(workplace, { ...ours, command: () => args }, job);
    if (first.failure !== null) measured.add(first);
    for (let round = 1; round <= rounds && measured.worthwhile; round += 1) {
      say(`round ${round}: ${input.name}, unchanged`);
      measured.add(await runNode({ args, folder: job.folder, limitSeconds }));
    }
    all.push({ description: input.name, ...measured.series });
  }
  return all;
}

/** A description, doubled again and again; the first row is the small one, whose time is the floor. */
export async function measureGrowth(
  workplace: Workplace,
  options: OwnRuns & { readonly floor: Input; readonly document: JsonMap },
): Promise<GrowthStep[]> {
  const { document, rounds, say } = options;
  const folder = join(workplace.folder, 'growth');
  mkdirSync(folder);
  const sizes = Array.from({ length: doublings + 1 }, (_, doubling) => 2 ** doubling);
  const repeated = sizes.map((copies) => {
    const larger = repeatDescription(document, copies);
    const text = JSON.stringify(larger);
    const name = `growth-${copies}`;
    const file = join(folder, `${name}.json`);
    writeFileSync(file, text);
    return {
      copies,
      operations: countOperations(larger),
      bytes: Buffer.byteLength(text),
      input: { name, file },
    };
  });
  const floor = { copies: 0, operations: 0, bytes: 0, input: { ...options.floor, name: 'growth-0' } };
  const steps = [floor, ...repeated].map((step) => ({ ...step, measured: new Rounds() }));
  for (let round = 1; round <= rounds; round += 1) {
    for (const { copies, input, measured } of steps) {
      say(`round ${round}: growth, ${copies} copies`);
      measured.add(
        measured.worthwhile ? await runTool(workplace, ours, jobOf(workplace, input, ours)) : null,
      );
    }
  }
  return steps.map(({ copies, operations, bytes, measured }) => ({
    copies,
    operations,
    bytes,
    ...measured.series,
  }));
}
