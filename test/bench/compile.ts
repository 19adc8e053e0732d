/** The TypeScript compiler on what the tools wrote: the same strict settings for all, declaration files checked too. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jobOf, type Input } from './generation.js';
import { runNode } from './process-run.js';
import type { Check } from './results.js';
import { Rounds } from './rounds.js';
import type { Tool } from './tool.js';
import { peersFolder, type Workplace } from './workplace.js';

const limitSeconds = 180;

const compilerOptions = {
  strict: true,
  skipLibCheck: false,
  noEmit: true,
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  lib: ['es2023', 'dom', 'dom.iterable'],
  types: [],
};

/** A tool's output for a description, and how many rounds its time is worth. */
export interface Compilation {
  readonly input: Input;
  readonly tool: Tool;
  readonly rounds: number;
}

/** Compiles each in turn. Errors are counted in the first round; they do not change. */
export async function measureCompiling(
  workplace: Workplace,
  compilations: readonly Compilation[],
  say: (text: string) => void,
): Promise<Check[]> {
  const entries = compilations.map((compilation) => ({
    compilation,
    rounds: new Rounds(),
    errors: null as number | null,
    firstError: null as string | null,
  }));
  const most = Math.max(0, ...compilations.map(({ rounds }) => rounds));
  for (let round = 1; round <= most; round += 1) {
    for (const entry of entries) {
      const { input, tool, rounds } = entry.compilation;
      if (round > rounds || !entry.rounds.worthwhile) {
        entry.rounds.add(null);
        continue;
      }
      say(`round ${round}: compiling what ${tool.name} made of ${input.name}`);
      const { folder } = jobOf(workplace, input, tool);
      const project = join(folder, 'tsconfig.json');
      writeFileSync(project, JSON.stringify({ compilerOptions, include: ['out/**/*.ts'] }));
      const compiler = join(peersFolder, 'node_modules/typescript/lib/tsc.js');
      const run = await runNode({
        args: [compiler, '-p', project, '--pretty', 'false'],
        folder,
        limitSeconds,
      });
      const errors = readErrors(run.output);
      // With errors the exit code is not 0, and the time is still the time of a check.
      const failure = errors.length > 0 ? null : run.failure;
      entry.rounds.add({ ...run, failure });
      entry.errors = failure === null ? errors.length : null;
      entry.firstError = errors[0] ?? null;
    }
  }
  return entries.map(({ compilation: { input, tool }, rounds, errors, firstError }) => ({
    description: input.name,
    tool: tool.name,
    ...rounds.series,
    errors,
    firstError,
  }));
}

/** The errors that the compiler printed, without the folder of the output or of the installed packages. */
export function readErrors(output: string): string[] {
  return output
    .split('\n')
    .filter((line) => /(^|: )error TS\d+:/.test(line))
    .map((line) => line.replace(/^[^(]*?\b(out|node_modules)\//, '').slice(0, 160));
}
