/** One program a tool that uses one operation: bundled for its size, and called for its cost. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { measureBundle, writeBareProgram } from './bundle.js';
import { measureCalls } from './call-overhead.js';
import { large, small, type Call } from './descriptions.js';
import { jobOf, runTool, type Input } from './generation.js';
import { keepOperation } from './growth.js';
import { ours } from './ours.js';
import { readDocument } from './read-document.js';
import { aloneName, bareName, guardedName, type Bundle, type CallCost } from './results.js';
import type { Tool } from './tool.js';
import type { Workplace } from './workplace.js';

/** A description that names the operation to use. */
export interface ProgramInput extends Input {
  readonly call: Call;
  /** The original, beside which its overlay stands. */
  readonly source: string;
}

/** What to do with the programs of one description. */
export interface ProgramOptions {
  readonly input: ProgramInput;
  /** Those whose output stands in the workplace. */
  readonly tools: readonly Tool[];
  readonly rounds: number;
  readonly calls: boolean;
  readonly say: (text: string) => void;
}

interface Program {
  readonly tool: string;
  readonly folder: string;
  readonly write: () => string;
}

/** Bundles the program of every tool, and of plain `fetch`; calls them where that is asked for. */
export async function measurePrograms(
  workplace: Workplace,
  { input, tools, rounds, calls, say }: ProgramOptions,
): Promise<{ readonly bundles: Bundle[]; readonly calls: CallCost[] }> {
  const { name, call } = input;
  const programs = [
    writeBare(workplace, input),
    ...tools.map((tool): Program => {
      const { folder, output } = jobOf(workplace, input, tool);
      return { tool: tool.name, folder, write: () => tool.program(call, output) };
    }),
    ...(name === small ? [await generateWithOverlay(workplace, input)] : []),
    ...(name === large ? [await generateOperationAlone(workplace, input)] : []),
  ];
  const bundles: Bundle[] = [];
  for (const { tool, folder, write } of programs) {
    say(`bundling the program of ${tool} for ${name}`);
    bundles.push(await measureBundle({ description: name, tool, call, folder, program: write }));
  }
  const callees = programs.filter((_, index) => bundles[index]?.failure === null);
  return {
    bundles,
    calls: calls ? await measureCalls(callees, { description: name, call, rounds, say }) : [],
  };
}

function writeBare(workplace: Workplace, input: ProgramInput): Program {
  const { folder } = jobOf(workplace, input, { name: 'bare' });
  mkdirSync(folder, { recursive: true });
  return { tool: bareName, folder, write: () => writeBareProgram(input.call) };
}

/** Ours with the overlay that stands beside the description: the package that this repository ships, with all its guards. */
async function generateWithOverlay(workplace: Workplace, input: ProgramInput): Promise<Program> {
  const folder = join(workplace.folder, `${input.name}-overlay`);
  mkdirSync(folder);
  const file = join(folder, 'openapi.yaml');
  copyFileSync(input.file, file);
  const overlay = join(dirname(input.source), 'overlay.yaml');
  copyFileSync(overlay, join(folder, 'overlay.yaml'));
  return generateOurs(workplace, { ...input, name: `${input.name}-with-overlay`, file }, guardedName);
}

/** Ours from a description that holds this operation and no other: what the program would weigh at best. */
async function generateOperationAlone(workplace: Workplace, input: ProgramInput): Promise<Program> {
  const file = join(workplace.folder, `${input.name}-alone.json`);
  writeFileSync(file, JSON.stringify(keepOperation(readDocument(input.file), input.call)));
  return generateOurs(workplace, { ...input, name: `${input.name}-alone`, file }, aloneName);
}

async function generateOurs(workplace: Workplace, input: ProgramInput, tool: string): Promise<Program> {
  const job = jobOf(workplace, input, ours);
  const { failure } = await runTool(workplace, ours, job);
  const write = (): string => {
    if (failure !== null) throw new Error(failure);
    return ours.program(input.call, job.output);
  };
  return { tool, folder: job.folder, write };
}
