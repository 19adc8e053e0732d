/** Kills runs with a journal at random points, resumes them, and judges what all of them together say. */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeletionSummary } from '@rowsweep/runtime';
import type { FaultPlan } from '@rowsweep/sandbox';
import { countTwiceSent, judge } from './judge.js';
import type { Kill, Order, Told } from './kill-child.js';
import type { Options } from './options.js';
import type { ProviderFacts } from './providers.js';
import { isBad, type Finding } from './report.js';
import type { Stand } from './stand.js';

/** What a series of kills needs. */
export interface KillGround {
  readonly stand: Stand;
  readonly facts: ProviderFacts;
  readonly options: Pick<Options, 'kills' | 'seed'>;
  readonly repository: string;
  readonly isLate: () => boolean;
}

const mostKillsInARow = 5;
/** As many series without a kill in a row mean that nothing kills: one is rare. */
const mostSeriesWithoutKill = 10;
const rows = 60;
const maxIds = 6;
const concurrency = 3;
/** A resumed run that lives must end within this. */
const mostChildMs = 60_000;

/** Series of up to five kills, until as many as were asked for have happened, or the first that is bad. */
export async function playKills(ground: KillGround): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  let left = ground.options.kills;
  let withoutKill = 0;
  for (let seed = ground.options.seed; left > 0 && !ground.isLate(); seed += 1) {
    const { finding, kills } = await playSeries(ground, seed, left);
    withoutKill = kills === 0 ? withoutKill + 1 : 0;
    const idle = withoutKill < mostSeriesWithoutKill ? [] : [`${withoutKill} series in a row without a kill`];
    findings.push({ ...finding, other: [...finding.other, ...idle] });
    if (findings.slice(-1).some(isBad)) break;
    left -= kills;
  }
  return findings;
}

async function playSeries(
  ground: KillGround,
  seed: number,
  mostKills: number,
): Promise<{ readonly finding: Finding; readonly kills: number }> {
  const { stand, facts } = ground;
  const random = drawFrom(seed);
  const withFaults = random(2) === 1;
  const plan: FaultPlan = withFaults
    ? {
        rules: [
          { probability: 0.1, fault: { cut: 'after' } },
          { probability: 0.1, fault: { status: 503 } },
        ],
      }
    : {};
  const bench = await stand.start({ provider: facts.name, rows, seed, plan });
  const strangers = Array.from({ length: random(8) }, (_value, index) => facts.stranger(index));
  const ids = [...bench.ids, ...strangers];
  const folder = mkdtempSync(join(tmpdir(), 'rowsweep-kill-'));
  const journal = join(folder, 'run.journal');
  const order = { bench, journal, ids, hashed: random(2) === 1, maxIds, concurrency };
  const other: string[] = [];
  let kills = 0;
  const wanted = Math.min(mostKills, 1 + random(mostKillsInARow));
  let told: Told | null = null;
  try {
    for (let turn = 0; turn <= wanted && told === null; turn += 1) {
      const kill = turn === wanted ? null : drawKill(random);
      const { text, wasKilled, problem } = await runChild({ ...order, kill });
      if (problem !== null) other.push(problem);
      if (wasKilled) {
        kills += 1;
        if (random(3) === 0) tearLastLine(journal, random);
      } else if (text.trim() !== '') told = JSON.parse(text) as Told;
      else break;
    }
    const truth = await stand.tell(facts.name);
    const twiceSent = countTwiceSent(truth);
    const name = `seed ${seed}: ${kills} kills, ${order.hashed ? 'hashed' : 'full'}${withFaults ? ', faults' : ''}`;
    const about = {
      t: 'kill',
      name,
      provider: facts.name,
      ids: ids.length,
      twiceSent,
      replay: `npm run faults -- --only kill,${facts.name} --seed ${seed} --kill ${Math.max(1, wanted)}`,
    };
    const empty = { lost: [], falsely: [], extra: [], unseen: [] };
    if (told === null) {
      return { finding: { ...about, ...empty, other: [...other, 'no run got to its end'] }, kills };
    }
    const bound = kills * concurrency * maxIds;
    if (!withFaults && twiceSent > bound) other.push(`${twiceSent} ids were sent twice, more than ${bound}`);
    if (told.error !== null) other.push(`rejected: ${told.error}`);
    const summary = told.summary as DeletionSummary;
    const { unknown } = summary.byStatus;
    if (!withFaults && unknown > bound) other.push(`${unknown} ids are unknown, more than ${bound}`);
    const verdict = judge({ input: ids, table: bench.table, truth, summary, outcomes: told.outcomes });
    return { finding: { ...about, ...verdict, unseen: [], other }, kills };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function drawKill(random: (below: number) => number): Kill {
  const at = (['request', 'reply', 'record', 'written'] as const)[random(4)] ?? 'request';
  return { at, number: 1 + random(at === 'request' || at === 'reply' ? 10 : 24) };
}

/** What a crash in the middle of a write leaves behind: the beginning of a line. */
function tearLastLine(journal: string, random: (below: number) => number): void {
  if (!existsSync(journal)) return;
  const lines = readFileSync(journal, 'utf8').trimEnd().split('\n');
  const last = lines.at(-1) ?? '';
  if (last.length > 1) appendFileSync(journal, last.slice(0, 1 + random(last.length - 1)));
}

interface Ended {
  readonly text: string;
  readonly wasKilled: boolean;
  readonly problem: string | null;
}

function runChild(order: Order): Promise<Ended> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'kill-child.js'), JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  let errors = '';
  child.stdout.on('data', (part: Buffer) => {
    text += part.toString('utf8');
  });
  child.stderr.on('data', (part: Buffer) => {
    errors += part.toString('utf8');
  });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, mostChildMs);
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      const wasKilled = signal === 'SIGKILL' && !isLate;
      const ending = `a run ended with ${String(signal ?? code)}: ${errors.slice(0, 600)}`;
      const problem = isLate ? 'a run did not end' : code === 0 || wasKilled ? null : ending;
      resolve({ text, wasKilled, problem });
    });
  });
}

/** Whole numbers below a bound, the same for the same seed. */
function drawFrom(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
