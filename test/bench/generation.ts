/** Every tool on every description, once a round. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runNode, type Run } from './process-run.js';
import type { Generation } from './results.js';
import { Rounds } from './rounds.js';
import { listOutput, type Job, type Tool } from './tool.js';
import type { Workplace } from './workplace.js';

const limitSeconds = 180;

/** A description that is there. */
export interface Input {
  readonly name: string;
  readonly file: string;
}

/** Where a tool's output for a description stands after the rounds. */
export function jobOf(workplace: Workplace, input: Input, tool: Pick<Tool, 'name'>): Job {
  const folder = join(workplace.folder, input.name, tool.name);
  return { description: input.file, folder, output: join(folder, 'out') };
}

/** One run into an empty folder. A tool that says that all is well and leaves no TypeScript has failed. */
export async function runTool(workplace: Workplace, tool: Tool, job: Job): Promise<Run> {
  rmSync(job.folder, { recursive: true, force: true });
  mkdirSync(job.folder, { recursive: true });
  const args = tool.command(job, workplace.checkout);
  const run = await runNode({ args, folder: job.folder, limitSeconds });
  if (run.failure !== null || sourcesOf(job.output).length > 0) return run;
  return { ...run, failure: 'it wrote no TypeScript' };
}

/** Runs them in turn and measures what they wrote. `say` is told what is about to run. */
export async function measureGeneration(
  workplace: Workplace,
  options: {
    readonly inputs: readonly Input[];
    readonly tools: readonly Tool[];
    readonly rounds: number;
    readonly say: (text: string) => void;
  },
): Promise<Generation[]> {
  const entries = options.inputs.flatMap((input) =>
    options.tools.map((tool) => ({ input, tool, rounds: new Rounds() })),
  );
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const { input, tool, rounds } of entries) {
      options.say(`round ${round}: ${tool.name} on ${input.name}`);
      rounds.add(rounds.worthwhile ? await runTool(workplace, tool, jobOf(workplace, input, tool)) : null);
    }
  }
  return entries.map(({ input, tool, rounds }) => ({
    description: input.name,
    tool: tool.name,
    makesClient: tool.makesClient,
    ...rounds.series,
    ...measureOutput(jobOf(workplace, input, tool).output),
  }));
}

function measureOutput(folder: string): {
  readonly files: number;
  readonly lines: number;
  readonly bytes: number;
} {
  const texts = sourcesOf(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  const count = (measure: (text: string) => number): number =>
    texts.reduce((sum, text) => sum + measure(text), 0);
  return {
    files: safeList(folder).length,
    lines: count((text) => text.split('\n').length - 1),
    bytes: count((text) => Buffer.byteLength(text)),
  };
}

function sourcesOf(folder: string): string[] {
  return safeList(folder).filter((file) => file.endsWith('.ts'));
}

function safeList(folder: string): string[] {
  try {
    return listOutput(folder);
  } catch {
    // The tool made no folder at all.
    return [];
  }
}
