/** Whatever goes wrong: every id has one outcome, and none claims what is not so. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeletionOutcome, DeletionStatus } from '../../runtime/bulk/types.js';
import { bench, type BenchOptions, type Fault } from './bulk-bench.js';

/** How an id stood before the run, and whether the run's requests removed it. */
type Truth = 'removed' | 'neverThere' | 'stillThere';

const allowed: Readonly<Record<DeletionStatus, readonly Truth[]>> = {
  deleted: ['removed'],
  notFound: ['neverThere'],
  absent: ['removed', 'neverThere'],
  pending: ['removed', 'neverThere', 'stillThere'],
  failed: ['neverThere', 'stillThere'],
  unknown: ['removed', 'neverThere', 'stillThere'],
  skipped: ['neverThere', 'stillThere'],
};

const fault = fc.oneof(
  { weight: 6, arbitrary: fc.constant(undefined) },
  {
    weight: 4,
    arbitrary: fc.oneof(
      fc.record({
        kind: fc.constant('answer' as const),
        status: fc.constantFrom(
          400,
          401,
          402,
          403,
          404,
          408,
          409,
          413,
          414,
          425,
          429,
          431,
          500,
          502,
          503,
          504,
        ),
        headers: fc.constantFrom({}, { 'retry-after': '3' }, { 'retry-after': 'soon' }),
      }),
      fc.record({
        kind: fc.constant('doneThen' as const),
        status: fc.constantFrom(200, 204, 302, 408, 500, 502, 503),
        // No `[]`: where the provider names ids that means "none of them", and no client can see through that lie.
        body: fc.constantFrom({}, [null], { ok: true }, 'x', null),
      }),
      fc.record({ kind: fc.constant('cut' as const), done: fc.boolean() }),
      fc.record({ kind: fc.constant('refused' as const) }),
    ),
  },
);

const rowNames = 'abcdefghijklmnopqrst'.split('');

const scenario = fc.record({
  reports: fc.constantFrom('ids' as const, 'count' as const, 'batch' as const, 'job' as const),
  readBack: fc.constantFrom('none' as const, 'each' as const),
  verify: fc.constantFrom(undefined, 'sample' as const, 'all' as const),
  runMs: fc.option(fc.integer({ min: 0, max: 3_000 }), { nil: undefined, freq: 4 }),
  idsPerSecond: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined, freq: 4 }),
  rows: fc.subarray(rowNames),
  input: fc.array(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...rowNames) },
      { weight: 1, arbitrary: fc.constantFrom('', ' ') },
    ),
    {
      maxLength: 40,
    },
  ),
  maxIds: fc.integer({ min: 1, max: 6 }),
  faults: fc.array(fault, { maxLength: 30 }),
  readFaults: fc.array(fault, { maxLength: 6 }),
  concurrency: fc.integer({ min: 1, max: 4 }),
  abortAtMs: fc.option(fc.integer({ min: 0, max: 3_000 }), { nil: undefined, freq: 4 }),
  onAbort: fc.constantFrom('drain' as const, 'cancel' as const),
  namesBadId: fc.boolean(),
  retry: fc.constantFrom('safe' as const, 'never' as const),
  dedupe: fc.constantFrom('off' as const, 'window' as const, 'all' as const),
  seed: fc.integer(),
});

type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never;

async function play(given: Scenario): Promise<void> {
  const at =
    (faults: readonly (Fault | undefined)[]) =>
    (index: number): Fault | undefined =>
      faults[index];
  let state = given.seed >>> 0;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const options: BenchOptions = {
    reports: given.reports,
    rows: given.rows,
    limits: { maxIds: given.maxIds },
    concurrency: { initial: given.concurrency, max: given.concurrency },
    fault: at(given.faults),
    // A read that a fault answers well would lie about rows; reads only fail.
    readFault: at(
      given.readFaults.map((one) =>
        one?.kind === 'doneThen' || (one?.kind === 'answer' && one.status === 404) ? undefined : one,
      ),
    ),
    latencyMs: 20,
    namesBadId: given.namesBadId,
    retry: given.retry,
    random,
    ...(given.readBack === 'none' ? {} : { readBack: given.readBack }),
  };
  const { run, clock, rows, removed, deletions } = bench(options);
  const before = new Set(given.rows);
  const controller = new AbortController();
  if (given.abortAtMs !== undefined) {
    void clock.sleep(given.abortAtMs).then(() => {
      controller.abort();
    });
  }
  const { summary, outcomes } = await run(given.input, {
    signal: controller.signal,
    onAbort: given.onAbort,
    dedupe: given.dedupe,
    timeouts: { jobMs: 600_000, ...(given.runMs === undefined ? {} : { runMs: given.runMs }) },
    ...(given.idsPerSecond === undefined ? {} : { rateLimit: { idsPerSecond: given.idsPerSecond } }),
    ...(given.verify !== undefined && given.readBack !== 'none' ? { verify: given.verify } : {}),
  });

  // Nothing lost, nothing twice.
  expect(outcomes.map(({ index }) => index)).toEqual(
    Array.from({ length: summary.requested }, (_value, index) => index),
  );
  expect(outcomes.map(({ id }) => id)).toEqual(given.input.slice(0, summary.requested));
  expect(Object.values(summary.byStatus).reduce((sum, count) => sum + count, 0)).toBe(summary.requested);
  if (summary.state.startsWith('completed')) expect(summary.requested).toBe(given.input.length);

  // Nothing claimed that is not so. With duplicates one id may have been removed by another of its outcomes.
  const truthOf = ({ id }: DeletionOutcome): Truth =>
    removed.has(id) ? 'removed' : before.has(id) ? 'stillThere' : 'neverThere';
  const isRepeated = (id: string): boolean => given.input.filter((one) => one === id).length > 1;
  for (const outcome of outcomes) {
    if (isRepeated(outcome.id)) {
      if (['deleted', 'absent', 'notFound'].includes(outcome.status))
        expect(rows.has(outcome.id)).toBe(false);
      if (outcome.status === 'notFound') expect(truthOf(outcome)).toBe('neverThere');
      continue;
    }
    expect({
      outcome,
      truth: truthOf(outcome),
      ok: allowed[outcome.status].includes(truthOf(outcome)),
    }).toMatchObject({
      ok: true,
    });
  }

  // Nothing extra, and no request above the limit.
  for (const { ids } of deletions()) {
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.length).toBeLessThanOrEqual(given.maxIds);
    for (const id of ids) expect(given.input).toContain(id);
  }
  expect(summary.requests.sent).toBe(deletions().length);
  expect(clock.sleeping() === 0 || given.abortAtMs !== undefined).toBe(true);
}

describe('honesty', () => {
  it('holds for every kind of provider, fault and abort', async () => {
    await fc.assert(fc.asyncProperty(scenario, play));
  }, 3_600_000);
});
