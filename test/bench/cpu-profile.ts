/** Where our own time goes: a CPU profile of a whole process, summed by stage and by package. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jobOf, type Input } from './generation.js';
import { ours } from './ours.js';
import { runNode } from './process-run.js';
import type { Workplace } from './workplace.js';

/** The parts of V8's profile that are read here. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Milliseconds spent in one owner's own functions. */
export interface Share {
  readonly owner: string;
  readonly milliseconds: number;
}

/** A profile, read two ways. */
export interface ProfileSummary {
  readonly owners: readonly Share[];
  readonly functions: readonly Share[];
}

const shownFunctions = 15;

/** Runs our generator once with a profiler. Sampling makes the run itself slower; read the shares, not the times. */
export async function profileOurs(workplace: Workplace, input: Input): Promise<ProfileSummary> {
  const job = jobOf(workplace, { ...input, name: `${input.name}-profile` }, ours);
  const profiles = join(job.folder, 'profiles');
  mkdirSync(profiles, { recursive: true });
  const run = await runNode({
    args: ['--cpu-prof', `--cpu-prof-dir=${profiles}`, ...ours.command(job, workplace.checkout)],
    folder: job.folder,
    limitSeconds: 180,
  });
  if (run.failure !== null) throw new Error(`The profiled run failed: ${run.failure}`);
  const texts = readdirSync(profiles).map((file) => readFileSync(join(profiles, file), 'utf8'));
  return summariseProfiles(
    texts.map((text) => JSON.parse(text) as CpuProfile),
    workplace.checkout,
  );
}

/** Self time by owner and by function, the largest first. Time in which the process only waited is left out. */
export function summariseProfiles(profiles: readonly CpuProfile[], checkout: string): ProfileSummary {
  const owners = new Map<string, number>();
  const functions = new Map<string, number>();
  for (const { nodes, samples, timeDeltas } of profiles) {
    const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
    samples.forEach((id, index) => {
      const frame = frames.get(id);
      if (frame === undefined || frame.functionName === '(idle)') return;
      const milliseconds = (timeDeltas[index] ?? 0) / 1000;
      const owner = ownerOf(frame, checkout);
      const name =
        frame.functionName === '' ? `(anonymous, line ${frame.lineNumber + 1})` : frame.functionName;
      add(owners, owner, milliseconds);
      add(functions, frame.functionName.startsWith('(') ? owner : `${owner}: ${name}`, milliseconds);
    });
  }
  return { owners: rank(owners), functions: rank(functions).slice(0, shownFunctions) };
}

/** Whose function it is: a package, a stage of ours, Node's module loader, the rest of Node, or V8 itself. */
function ownerOf(frame: CpuProfile['nodes'][number]['callFrame'], checkout: string): string {
  const { functionName, url } = frame;
  if (functionName === '(garbage collector)') return 'garbage collector';
  if (url === '' || functionName === '(program)') return 'native code';
  const path = decodeURI(url.replace(/^file:\/\//, ''));
  const pieces = path.split('/node_modules/');
  if (pieces.length > 1) {
    const [scope = '', name = ''] = (pieces.at(-1) ?? '').split('/');
    return scope.startsWith('@') ? `${scope}/${name}` : scope;
  }
  if (path.startsWith(`${checkout}/`)) {
    const [room = '', ...rest] = path
      .slice(checkout.length + 1)
      .split('/')
      .filter((part) => part !== 'dist');
    return rest.length > 1 ? `rowsweep: ${rest[0] ?? ''}` : `rowsweep: ${room}`;
  }
  if (/^node:internal\/(modules|vm|process\/esm)/.test(url)) return 'node: module loader';
  return url.startsWith('node:') ? 'node' : path;
}

function add(sums: Map<string, number>, key: string, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}

function rank(sums: ReadonlyMap<string, number>): Share[] {
  return [...sums]
    .map(([owner, milliseconds]) => ({ owner, milliseconds }))
    .sort((a, b) => b.milliseconds - a.milliseconds);
}
