/** The bench, goal by goal. */
import { join } from 'node:path';
import type { Options } from './options.js';
import { measure, runProgram, type CannedServer } from './processes.js';
import type { Aborted, TransportRates } from './programs.js';
import { allSizes, countRequests } from './requests.js';
import type { DedupeCost, Results, Series, Starts, WallTimes } from './results.js';
import { measureSizes } from './size.js';
import { chunkIds, tools, type Extras, type Measured, type Task } from './task.js';
import { repository } from './folders.js';

/** What the parts share. */
export interface Ground {
  readonly server: CannedServer;
  readonly options: Options;
  /** For journals and trails. */
  readonly folder: string;
  /** Is told what is about to run. */
  readonly say: (text: string) => void;
}

/** One way to delete, with a name for the tables. */
interface Way extends Extras {
  readonly name: string;
  readonly tool: Task['tool'];
}

const concurrency = 5;
const peers: readonly Way[] = tools.slice(1).map((tool) => ({ name: tool, tool }));
const ours: Way = { name: 'rowsweep', tool: 'rowsweep' };
const oursByFetch: Way = { name: 'rowsweep, global fetch', tool: 'rowsweep', transport: 'fetch' };

/** Runs what was chosen. */
export async function runBench(ground: Ground): Promise<Results> {
  const { options, server, say } = ground;
  const { goals, quick } = options;
  const results: { -readonly [Key in keyof Results]: Results[Key] } = {};
  if (goals.includes('P1')) {
    say('P1: requests of the five providers');
    results.requests = await countRequests(quick ? allSizes.slice(0, -1) : allSizes);
  }
  if (goals.includes('P5')) results.walls = await measureWalls(ground);
  if (goals.includes('P6')) results.cpu = await measureCpu(ground);
  if (goals.includes('P7')) results.heap = await measureHeap(ground);
  if (goals.includes('P8')) results.dedupe = await measureDedupe(ground);
  if (goals.includes('P9')) results.journal = await measureJournal(ground);
  if (goals.includes('P10')) results.starts = await measureStarts(ground);
  if (goals.includes('R5')) {
    say('R5: aborts');
    const abort = async (mode: 'drain' | 'cancel'): Promise<readonly Aborted[]> => {
      const order = { url: `${server.url}/20`, mode, times: quick ? 20 : 60 };
      return (await runProgram('abort-client.js', order)) as readonly Aborted[];
    };
    results.aborts = { drain: await abort('drain'), cancel: await abort('cancel') };
  }
  if (goals.includes('transport')) {
    say('transports');
    const order = { url: `${server.url}/0`, requests: quick ? 4000 : 20_000, concurrency };
    results.transport = (await runProgram('transport-client.js', order)) as TransportRates;
  }
  return results;
}

/** Every way once in each round, so that a slow moment of the machine falls on all of them. */
async function measureInTurn(
  { say, folder, server }: Ground,
  how: {
    readonly what: string;
    readonly ways: readonly Way[];
    readonly mode: string;
    readonly ids: number;
    readonly rounds: number;
  },
): Promise<readonly Series[]> {
  const runs = how.ways.map((): Measured[] => []);
  for (let round = 1; round <= how.rounds; round += 1) {
    say(`${how.what}, round ${round} of ${how.rounds}`);
    for (const [index, way] of how.ways.entries()) {
      const url = `${server.url}/${how.mode}`;
      runs[index]?.push(await measure({ ...way, url, ids: how.ids, concurrency, folder }));
    }
  }
  return how.ways.map(({ name }, index) => ({ name, ids: how.ids, runs: runs[index] ?? [] }));
}

async function measureWalls(ground: Ground): Promise<readonly WallTimes[]> {
  const { quick, rounds } = ground.options;
  const ids = quick ? 50_000 : 200_000;
  const walls: WallTimes[] = [];
  for (const latencyMs of [50, 200]) {
    const series = await measureInTurn(ground, {
      what: `P5: ${latencyMs} ms`,
      ways: [ours, oursByFetch, ...peers],
      mode: String(latencyMs),
      ids,
      rounds: latencyMs === 50 ? Math.min(rounds, 3) : 1,
    });
    walls.push({ latencyMs, idealMs: Math.ceil(ids / chunkIds / concurrency) * latencyMs, series });
  }
  return walls;
}

function measureCpu(ground: Ground): Promise<readonly Series[]> {
  return measureInTurn(ground, {
    what: 'P6',
    ways: [
      ours,
      { ...ours, name: 'rowsweep, outcomes read', outcomes: 'fast' },
      { ...ours, name: 'rowsweep, outcomes and hash journal', outcomes: 'fast', journal: 'hash' },
      { ...ours, name: 'rowsweep, audit trail', audit: true },
      oursByFetch,
      ...peers,
    ],
    mode: '0',
    ids: ground.options.quick ? 200_000 : 1_000_000,
    rounds: ground.options.rounds,
  });
}

async function measureHeap({ server, options, folder, say }: Ground): Promise<readonly Series[]> {
  const most = options.quick ? 1_000_000 : 10_000_000;
  const hard = options.quick ? 200_000 : 1_000_000;
  const cases: readonly (readonly [name: string, mode: string, ids: number, extras: Extras])[] = [
    ['100,000 ids', '0', 100_000, {}],
    [`${hard.toLocaleString('en')} ids, slow reader`, '0', hard, { outcomes: 'slow' }],
    [`${hard.toLocaleString('en')} ids, slow server`, '20', hard, { outcomes: 'fast' }],
    [`${hard.toLocaleString('en')} ids, failing server`, 'failing', hard, { outcomes: 'fast' }],
    [`${most.toLocaleString('en')} ids`, '0', most, {}],
  ];
  const series: Series[] = [];
  for (const [name, mode, ids, extras] of cases) {
    say(`P7: ${name}`);
    const url = `${server.url}/${mode}`;
    const task: Task = { tool: 'rowsweep', url, ids, concurrency, folder, heapSampleMs: 20, ...extras };
    series.push({ name, ids, runs: [await measure(task, ['--max-old-space-size=64'])] });
  }
  return series;
}

/** A dry run, because it reads and remembers as any run does, and sends nothing that would take memory too. */
async function measureDedupe({ server, options, folder, say }: Ground): Promise<DedupeCost> {
  const ids = options.quick ? 1_000_000 : 10_000_000;
  const rssOf = async (dedupe: 'window' | 'all'): Promise<number> => {
    say(`P8: ${dedupe}`);
    const url = `${server.url}/0`;
    const task: Task = { tool: 'rowsweep', url, ids, concurrency, folder, dedupe, dryRun: true };
    return (await measure(task)).peakRssMiB;
  };
  const beyondMiB = (await rssOf('all')) - (await rssOf('window'));
  return { ids, bytesPerId: (beyondMiB * 2 ** 20) / ids };
}

function measureJournal(ground: Ground): Promise<readonly Series[]> {
  return measureInTurn(ground, {
    what: 'P9',
    ways: [
      { ...ours, name: 'no journal' },
      { ...ours, name: 'hash journal', journal: 'hash' },
      { ...ours, name: 'full journal', journal: 'full' },
    ],
    mode: '50',
    ids: ground.options.quick ? 50_000 : 200_000,
    rounds: Math.min(ground.options.rounds, 3),
  });
}

async function measureStarts({ options, say }: Ground): Promise<Starts> {
  say('P10: first request, import and size');
  const times = options.quick ? 5 : 15;
  const many = async (program: string): Promise<readonly number[]> => {
    const values: number[] = [];
    for (let time = 0; time < times; time += 1) values.push(Number(await runProgram(program, null)));
    return values;
  };
  return {
    firstRequestMs: await many('first-client.js'),
    importMs: await many('import-client.js'),
    sizes: await measureSizes(join(repository, 'node_modules/.cache/rowsweep-bench')),
  };
}
