/** Plays one scenario against one server, and says everything that is wrong with what came of it. */
import { inspect, isDeepStrictEqual } from 'node:util';
import { setTimeout as realMilliseconds } from 'node:timers/promises';
import {
  BulkDeletionError,
  isRowsweepError,
  type DeletionEvent,
  type DeletionOutcome,
  type DeletionRun,
  type DeletionSummary,
  type FilterDeleter,
} from '@rowsweep/runtime';
import type { FaultRule, Truth } from '@rowsweep/sandbox';
import { countTwiceSent, judge, type Verdict } from './judge.js';
import type { ProviderFacts, Reach } from './providers.js';
import type { Expected, Scenario, Where } from './scenario.js';
import { createSimulation, startMs, type Simulation } from './simulation.js';
import type { Stand } from './stand.js';

/** What a run came to. */
export interface RunResult {
  readonly summary: DeletionSummary;
  readonly error: BulkDeletionError | undefined;
  /** Sorted by index; null when nobody asked for them. */
  readonly outcomes: readonly DeletionOutcome[] | null;
}

/** A scenario that was played. */
export interface Played extends RunResult {
  readonly facts: ProviderFacts;
  readonly input: readonly string[];
  readonly rows: readonly string[];
  readonly table: string;
  readonly events: readonly DeletionEvent[];
  readonly simulation: Simulation;
  readonly truth: Truth;
  /** Without the lies that no client can see through. */
  readonly verdict: Verdict;
  /** Those lies. */
  readonly unseen: readonly string[];
  readonly twiceSent: number;
  /** What differs from what was expected; empty when nothing does. */
  readonly problems: readonly string[];
}

const none = { deleted: 0, notFound: 0, absent: 0, pending: 0, failed: 0, unknown: 0, skipped: 0 } as const;
const dayMs = 86_400_000;

/** The rules of a scenario as one plan. */
export function planOf(
  scenario: Scenario,
  facts: ProviderFacts,
  rows: readonly string[],
): readonly FaultRule[] {
  const list = (rules: FaultRule | readonly FaultRule[] | undefined): readonly FaultRule[] =>
    rules === undefined ? [] : 'fault' in rules ? [rules] : rules;
  return [
    ...list(scenario.deletion?.(facts, rows)),
    ...list(scenario.read?.(facts)).map((rule): FaultRule => ({ on: 'read', ...rule })),
  ];
}

/** Starts the scenario's server. Ids are the same for the same seed, so a first start tells which the plan may name. */
export async function setUp(
  stand: Stand,
  scenario: Scenario,
  facts: ProviderFacts,
): Promise<Awaited<ReturnType<Stand['start']>>> {
  const options = {
    provider: facts.name,
    rows: scenario.rows ?? 40,
    nowMs: startMs,
    ...(scenario.settings === undefined ? {} : { settings: scenario.settings }),
  };
  const jobs = scenario.jobs === undefined ? {} : { jobs: scenario.jobs };
  const needsIds = (scenario.deletion?.length ?? 0) > 1;
  const { ids } = needsIds ? await stand.start(options) : { ids: [] };
  return stand.start({ ...options, plan: { rules: planOf(scenario, facts, ids), ...jobs } });
}

export async function play(stand: Stand, scenario: Scenario, facts: ProviderFacts): Promise<Played> {
  const bench = await setUp(stand, scenario, facts);
  const rows = bench.ids;
  const plan = planOf(scenario, facts, rows);
  const input = scenario.input?.(rows, facts) ?? rows;
  const simulation = createSimulation((nowMs) => stand.setClock(nowMs));
  const { clock, fetch } = simulation;
  const reach = { bench, clock, fetch, target: scenario.target, connection: scenario.connection };
  const events: DeletionEvent[] = [];
  const options = {
    chunk: { maxIds: 10 },
    concurrency: 1,
    onEvent: (event: DeletionEvent): void => {
      events.push(event);
    },
    ...scenario.options?.(rows, facts, simulation),
  };
  const where = scenario.where?.(rows);
  const accepted = where === undefined ? [] : tryRefused(facts, reach, where);
  const run =
    where === undefined
      ? facts.deleter(reach).deleteMany(scenario.source?.(input, simulation) ?? input, options)
      : filterDeleterOf(facts, reach).deleteWhere(where.filter, { ...options, ...where.options });
  scenario.during?.({ run, simulation });
  const result = await simulation.drive(consume(run, scenario, simulation));
  const openAtEnd = simulation.inFlight();
  const atEnd = await stand.tell(facts.name);
  await realMilliseconds(scenario.aftermathMs ?? 0);
  await simulation.drive(clock.sleep(dayMs));
  const truth = await stand.tell(facts.name);

  const expected = scenario.expected?.(facts);
  const unseen = expected?.unseen ?? [];
  const whole = judge({ input, meant: where?.meant, table: bench.table, truth, ...result });
  const isSeen = (fault: string): boolean => !unseen.some((known) => known.test(fault));
  const verdict: Verdict = {
    lost: whole.lost,
    falsely: whole.falsely.filter(isSeen),
    extra: whole.extra.filter(isSeen),
  };
  const all = [...whole.falsely, ...whole.extra].join('\n');
  const played = {
    ...result,
    facts,
    input,
    rows,
    table: bench.table,
    events,
    simulation,
    truth,
    verdict,
    unseen: whole.falsely.filter((fault) => !isSeen(fault)),
    twiceSent: countTwiceSent(truth),
    problems: [
      ...accepted,
      ...(openAtEnd === 0 ? [] : [`${openAtEnd} requests are on their way when the run has ended`]),
      ...(truth.requests.length === atEnd.requests.length ? [] : ['something is sent after the end']),
      ...(expected === undefined ? [] : [...compare(result, expected, truth), ...findDead(plan, truth)]),
      ...unseen
        .filter((known) => !known.test(all))
        .map((known) => `a known lie is none any more: ${String(known)}`),
    ],
  };
  return { ...played, problems: [...played.problems, ...(scenario.check?.(played) ?? [])] };
}

function filterDeleterOf(facts: ProviderFacts, reach: Reach): FilterDeleter<object> {
  if (facts.filterDeleter !== undefined) return facts.filterDeleter(reach);
  throw new Error(`${facts.name} does not delete by filter.`);
}

/** Filters that should have been refused before anything is sent, and were not. */
function tryRefused(facts: ProviderFacts, reach: Reach, { refused = [] }: Where): readonly string[] {
  const deleter = filterDeleterOf(facts, reach);
  return refused.flatMap(([filter, options]) => {
    try {
      void deleter.deleteWhere(filter as object, options).abort();
    } catch (error) {
      if (isRowsweepError(error) && error.code === 'GUARD' && error.effect === 'none') return [];
      return [`${inspect(filter)} is refused with ${String(error)}`];
    }
    return [`${inspect(filter)} is not refused`];
  });
}

/** Everything that is wrong with it, in one list. */
export function problemsOf({ verdict, problems }: Pick<Played, 'verdict' | 'problems'>): readonly string[] {
  return [...verdict.lost, ...verdict.falsely, ...verdict.extra, ...problems];
}

async function consume(run: DeletionRun, scenario: Scenario, simulation: Simulation): Promise<RunResult> {
  const { consumer = 'both', readerMs = 0 } = scenario;
  let error: RunResult['error'];
  const note = (thrown: unknown): void => {
    if (!(thrown instanceof BulkDeletionError)) throw thrown;
    error = thrown;
  };
  let outcomes: DeletionOutcome[] | null = null;
  if (consumer === 'both' || consumer === 'iterate') {
    outcomes = [];
    try {
      for await (const outcome of run.outcomes()) {
        outcomes.push(outcome);
        if (readerMs > 0) await simulation.clock.sleep(readerMs);
      }
    } catch (thrown) {
      note(thrown);
    }
    outcomes.sort((one, other) => one.index - other.index);
  }
  // Long after everything is over somebody asks after all.
  if (consumer === 'nobody' || consumer === 'iterate') await simulation.clock.sleep(dayMs);
  let summary = error?.summary;
  try {
    summary ??= await run;
  } catch (thrown) {
    note(thrown);
    if (thrown instanceof BulkDeletionError) summary = thrown.summary;
  }
  if (summary === undefined) throw new Error('There is no summary.');
  return { summary, error, outcomes };
}

/** Rules that no request met: such a scenario proves nothing. Random plans, which expect nothing, may miss. */
function findDead(plan: readonly FaultRule[], truth: Truth): readonly string[] {
  const met = truth.requests.map(({ fault }) => fault);
  return plan
    .filter(({ fault }) => !met.some((other) => isDeepStrictEqual(other, JSON.parse(JSON.stringify(fault)))))
    .map((rule) => `no request met the rule ${JSON.stringify(rule)}`);
}

function compare({ summary, error }: RunResult, expected: Expected, truth: Truth): readonly string[] {
  const { skipped, ...others } = expected.byStatus;
  const named = Object.values(others).reduce((sum, count) => sum + count, 0);
  const rest = summary.requested - named;
  const found = {
    state: summary.state,
    byStatus: summary.byStatus,
    rejects: error?.code,
    stoppedBy: summary.stoppedBy?.code,
    problems: summary.problems.map(({ code }) => code),
    warnings: summary.warnings.map(({ code }) => code),
  };
  const wanted = {
    state: expected.state,
    byStatus: { ...none, ...others, skipped: skipped === 'rest' ? rest : (skipped ?? 0) },
    rejects: expected.rejects,
    stoppedBy: expected.rejects ?? expected.stoppedBy,
    problems: expected.problems ?? [],
    warnings: expected.warnings ?? [],
  };
  const { sent, polls, reads } = summary.requests;
  const { mostSent = Infinity, mostRequests = Infinity, leastMs = 0 } = expected;
  const requests = truth.requests.length;
  const demands: readonly (readonly [boolean, string])[] = [
    [isDeepStrictEqual(found, wanted), `found ${JSON.stringify(found)}, wanted ${JSON.stringify(wanted)}`],
    [skipped !== 'rest' || rest > 0, 'no id is left that was read and not sent'],
    [
      expected.sent === undefined || sent === expected.sent,
      `${sent} deletions, not ${String(expected.sent)}`,
    ],
    [sent <= mostSent, `${sent} deletions, more than ${mostSent}`],
    [
      expected.loses === true || requests === sent + polls + reads,
      `${requests} requests came, ${sent} + ${polls} + ${reads} are told`,
    ],
    [requests <= mostRequests, `${requests} requests, more than ${mostRequests}`],
    [summary.durationMs >= leastMs, `over after ${summary.durationMs} ms, sooner than ${leastMs}`],
  ];
  return demands.filter(([holds]) => !holds).map(([, text]) => text);
}
