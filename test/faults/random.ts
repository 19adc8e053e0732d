/** Plans and options that chance makes up. Only faults that a client could see through, or need not. */
import fc from 'fast-check';
import type { Fault, FaultRule, JobRule } from '@rowsweep/sandbox';
import type { DeleteOptions } from '@rowsweep/runtime';
import type { ProviderFacts } from './providers.js';
import type { Scenario } from './scenario.js';

/** Statuses by which a service says that it did nothing, and those after which it may have. */
const refused = [400, 401, 402, 403, 404, 409, 413, 414, 423, 425, 429, 431] as const;
const open = [408, 500, 502, 503, 504] as const;

const waits = fc.constantFrom<NonNullable<Fault['headers']>>(
  {},
  { 'retry-after': '3' },
  { 'retry-after': '0' },
  { 'retry-after': 'soon' },
  { 'retry-after': '-1' },
);

const anyFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ status: fc.constantFrom(...refused), headers: waits }),
  fc.record({ status: fc.constantFrom(...open), headers: waits, effect: fc.boolean() }),
  fc.record({
    status: fc.constant(429),
    retryAfterDate: fc.record({ inS: fc.integer({ min: 0, max: 120 }) }),
  }),
  // No `[]`: where the provider names ids that means "none of them", and no client can see through that lie.
  fc.record({
    status: fc.constantFrom(200, 302),
    body: fc.constantFrom<unknown>({}, [null], { ok: true }, 'x', null),
    effect: fc.boolean(),
  }),
  fc.record({ refuse: fc.constant('inside' as const), effect: fc.boolean() }),
  fc.record({ refuse: fc.constantFrom('login', 'permission', 'target', 'quota', 'vague', 'tooLarge') }),
  fc.record({ cut: fc.constantFrom('before', 'after', 'inHeaders', 'inBody') }),
  fc.record({ alter: fc.constantFrom('halfJson', 'wrongShape', 'wrongType', 'noContent', 'empty') }),
  fc.record({ alter: fc.constantFrom('upperCaseIds', 'urnIds') }),
  fc.record({ hang: fc.constant(true), effect: fc.boolean() }),
  fc.record({ delayMs: fc.integer({ min: 1, max: 15 }) }),
  fc.record({ closeIdleMs: fc.integer({ min: 0, max: 3 }) }),
  fc.constant<Fault>({ dropBody: true }),
);

/** A read that a fault answered well would lie about rows; reads only fail. */
const readFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ status: fc.constantFrom(400, 403, 429, 500, 502, 503), headers: waits }),
  fc.record({ cut: fc.constantFrom('before', 'after', 'inHeaders', 'inBody') }),
  fc.record({ alter: fc.constantFrom('halfJson', 'wrongShape', 'wrongType') }),
  fc.constant<Fault>({ hang: true }),
);

const numbers = fc.oneof(
  fc.record({ numbers: fc.uniqueArray(fc.integer({ min: 0, max: 15 }), { minLength: 1, maxLength: 4 }) }),
  fc.record({ probability: fc.constantFrom(0.05, 0.2, 0.5), from: fc.integer({ min: 0, max: 5 }) }),
);

const rule = fc
  .tuple(numbers, anyFault, fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined, freq: 4 }))
  .map(([which, fault, moreIdsThan]): FaultRule => ({
    ...which,
    ...(moreIdsThan === undefined ? {} : { moreIdsThan }),
    fault,
  }));

const readRule = fc.tuple(numbers, readFault).map(([which, fault]): FaultRule => ({ ...which, fault }));

const jobRule: fc.Arbitrary<JobRule> = fc
  .tuple(
    numbers,
    fc.constantFrom('succeeded' as const, 'failed' as const, 'stuck' as const, 'mixed' as const),
    fc.constantFrom(0, 20, 90_000),
    fc.constantFrom(0, 30_000),
  )
  .map(([which, end, runningMs, hiddenMs]): JobRule => ({ ...which, end, runningMs, hiddenMs }));

const parts = fc.record({
  rows: fc.integer({ min: 0, max: 60 }),
  strangers: fc.integer({ min: 0, max: 15 }),
  invalid: fc.boolean(),
  repeats: fc.integer({ min: 0, max: 12 }),
  order: fc.integer({ min: 1, max: 1_000 }),
  rules: fc.array(rule, { maxLength: 5 }),
  reads: fc.array(readRule, { maxLength: 2 }),
  jobs: fc.array(jobRule, { maxLength: 3 }),
  maxIds: fc.integer({ min: 1, max: 20 }),
  concurrency: fc.integer({ min: 1, max: 6 }),
  maxAttempts: fc.integer({ min: 1, max: 5 }),
  verify: fc.constantFrom<'off' | 'all' | undefined>('off', undefined, undefined, 'all'),
  dedupe: fc.constantFrom('off' as const, 'window' as const, 'all' as const),
  abortAtMs: fc.option(fc.integer({ min: 0, max: 5_000 }), { nil: undefined, freq: 4 }),
  onAbort: fc.constantFrom('drain' as const, 'cancel' as const),
  isDry: fc.integer({ min: 0, max: 19 }),
});

/** The scenario that a seed stands for; the same for ever. */
export function makeRandomScenario(seed: number): Scenario {
  const [given] = fc.sample(parts, { seed, numRuns: 1 });
  if (given === undefined) throw new Error('Nothing was drawn.');
  const { abortAtMs } = given;
  const options: DeleteOptions = {
    chunk: { maxIds: given.maxIds },
    concurrency: given.concurrency,
    rateLimit: { requestsPerSecond: null },
    retry: { maxAttempts: given.maxAttempts },
    timeouts: { requestMs: 200, jobMs: 600_000 },
    dedupe: given.dedupe,
    onAbort: given.onAbort,
    dryRun: given.isDry === 0,
    ...(given.verify === undefined ? {} : { verify: given.verify }),
  };
  return {
    t: 'random',
    name: `seed ${seed}`,
    rows: given.rows,
    jobs: given.jobs,
    deletion: () => given.rules,
    read: () => given.reads,
    options: () => options,
    input: (rows, facts) => mix(rows, facts, given),
    check: ({ facts, summary, truth }) => {
      const isCalm =
        truth.requests.every(({ fault }) => fault === null) &&
        (given.jobs.length === 0 || facts.name !== 'splendor') &&
        abortAtMs === undefined;
      const { unknown } = summary.byStatus;
      return isCalm && unknown > 0 ? [`${unknown} ids are unknown, and nothing went wrong`] : [];
    },
    ...(abortAtMs === undefined
      ? {}
      : {
          during: ({ run, simulation }): void => {
            void simulation.clock.sleep(abortAtMs).then(() => run.abort());
          },
        }),
  };
}

function mix(
  rows: readonly string[],
  facts: ProviderFacts,
  given: {
    readonly strangers: number;
    readonly invalid: boolean;
    readonly repeats: number;
    readonly order: number;
  },
): readonly string[] {
  const ids = [
    ...rows,
    ...Array.from({ length: given.strangers }, (_value, index) => facts.stranger(index)),
    ...rows.slice(0, given.repeats),
    ...(given.invalid ? ['', ' '] : []),
  ];
  // A walk with a step that shares no factor with the length visits everything once.
  const length = Math.max(1, ids.length);
  let step = given.order;
  while (greatestCommon(step, length) !== 1) step += 1;
  return ids.map((_id, index) => ids[(index * step) % length] ?? '');
}

function greatestCommon(one: number, other: number): number {
  return other === 0 ? one : greatestCommon(other, one % other);
}
