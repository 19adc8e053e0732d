/** The bench, part by part; what is not asked for stays empty. */
import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { measureCompiling } from './compile.js';
import { descriptions, fileOf, large, middle, small, type Description } from './descriptions.js';
import { jobOf, measureGeneration, runTool, type Input } from './generation.js';
import { countOperations } from './growth.js';
import type { Options, Part } from './options.js';
import { ours } from './ours.js';
import { measureGrowth, measureProviders, measureUnchanged } from './own-runs.js';
import { measurePrograms } from './programs.js';
import { readDocument } from './read-document.js';
import { oursName, type Bundle, type CallCost, type Generation, type Results } from './results.js';
import type { Tool } from './tool.js';
import { base, tools } from './tools.js';
import { readVersion, versionOf, type Workplace } from './workplace.js';

/** Runs the chosen parts. `say` is told what is about to run. */
export async function runBench(
  workplace: Workplace,
  options: Options,
  say: (text: string) => void,
): Promise<Results> {
  const { rounds } = options;
  const wanted = (...parts: readonly Part[]): boolean => parts.some((part) => options.parts.includes(part));
  const inputs = descriptions
    .filter(({ name }) => options.descriptions.includes(name))
    .map((description) => openInput(workplace, description));
  const taking = tools.filter(({ name }) => name === oursName || options.tools.includes(name));
  // What is compiled, bundled or called must have been made first.
  const generates = wanted('generate', 'compile', 'bundle', 'call');
  await warmUp(workplace, generates ? taking : [ours], say);
  const generations = generates
    ? await measureGeneration(workplace, {
        inputs,
        tools: taking,
        rounds: wanted('generate') ? rounds : 1,
        say,
      })
    : [];
  const outputs = taking.flatMap((tool) =>
    inputs.filter((input) => wasMade(generations, input, tool)).map((input) => ({ input, tool })),
  );
  // Only the two that a target compares are worth more than one round.
  const compilations = outputs.map((output) => ({
    ...output,
    rounds: [oursName, base].includes(output.tool.name) ? rounds : 1,
  }));
  const checks = wanted('compile') ? await measureCompiling(workplace, compilations, say) : [];

  const bundles: Bundle[] = [];
  const calls: CallCost[] = [];
  for (const input of wanted('bundle', 'call') ? inputs : []) {
    if (input.call === null) continue;
    const measured = await measurePrograms(workplace, {
      input: { ...input, call: input.call },
      tools: taking.filter((tool) => wasMade(generations, input, tool)),
      rounds,
      calls: wanted('call') && input.name === small,
      say,
    });
    bundles.push(...measured.bundles);
    calls.push(...measured.calls);
  }

  const own = { rounds, say };
  const ends = inputs.filter(({ name }) => name === small || name === large);
  return {
    machine: { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length },
    versions: Object.fromEntries(taking.map((tool) => [tool.name, versionOfTool(workplace, tool)])),
    rounds,
    descriptions: inputs.map(({ name, file }) => ({
      name,
      bytes: statSync(file).size,
      operations: countOperations(readDocument(file)),
    })),
    generations,
    checks,
    bundles,
    calls,
    providers: wanted('providers') ? await measureProviders(workplace, own) : null,
    unchanged: wanted('unchanged') ? await measureUnchanged(workplace, ends, own) : [],
    growth: wanted('growth')
      ? await measureGrowth(workplace, {
          ...own,
          floor: openNamed(workplace, small),
          document: readDocument(openNamed(workplace, middle).file),
        })
      : [],
  };
}

/**
 * A copy of the description in a folder of its own, so that nothing that stands beside the original (an overlay, a
 * configuration) is read by any tool.
 */
export function openInput(workplace: Workplace, description: Description): OpenInput {
  const source = fileOf(description);
  const folder = join(workplace.folder, 'descriptions', description.name);
  const file = join(folder, basename(source));
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    copyFileSync(source, file);
  }
  return { name: description.name, call: description.call, source, file };
}

/** A description in the workplace, and the file that it is a copy of. */
export type OpenInput = Input & Pick<Description, 'call'> & { readonly source: string };

/** The description of that name. */
export function openNamed(workplace: Workplace, name: string): OpenInput {
  const description = descriptions.find((entry) => entry.name === name);
  if (description === undefined) throw new Error(`The bench has no description called ${name}.`);
  return openInput(workplace, description);
}

/** One run each, not counted: caches of the system, and of tools that keep any, are then alike for every round. */
async function warmUp(
  workplace: Workplace,
  taking: readonly Tool[],
  say: (text: string) => void,
): Promise<void> {
  const input = { ...openNamed(workplace, small), name: 'warm-up' };
  for (const tool of taking) {
    say(`warming up: ${tool.name}`);
    await runTool(workplace, tool, jobOf(workplace, input, tool));
  }
}

function wasMade(generations: readonly Generation[], input: Input, tool: Tool): boolean {
  const generation = generations.find(
    (entry) => entry.description === input.name && entry.tool === tool.name,
  );
  return generation?.failure === null;
}

function versionOfTool({ checkout }: Workplace, tool: Tool): string {
  return tool.package === null
    ? readVersion(join(checkout, 'generator/package.json'))
    : versionOf(tool.package);
}
