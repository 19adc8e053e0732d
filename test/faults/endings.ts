/** Runs that do not begin, or end early, because somebody wants it so. */
import { first, allGone, refusals, type Scenario, type Stage } from './scenario.js';

export const guards: readonly Scenario[] = [
  {
    t: 'T23',
    name: 'a dry run sends nothing',
    options: () => ({ dryRun: true }),
    expected: () => ({ state: 'dryRun', byStatus: { skipped: 40 }, mostRequests: 0 }),
  },
  {
    t: 'T23',
    name: 'maxDeletes stops before the request that would pass it',
    options: () => ({ guards: { maxDeletes: 25 } }),
    expected: ({ clean }) => ({
      state: 'stopped',
      byStatus: { [clean]: 20, skipped: 'rest' },
      rejects: 'GUARD',
      sent: 2,
    }),
  },
  {
    t: 'T23',
    name: 'confirm says no',
    options: () => ({ confirm: () => false }),
    expected: () => ({ state: 'stopped', byStatus: {}, rejects: 'GUARD', mostRequests: 0 }),
  },
  {
    t: 'T40',
    name: 'confirm throws',
    options: () => ({ confirm: () => Promise.reject(new Error('nobody there')) }),
    expected: () => ({ state: 'stopped', byStatus: {}, rejects: 'GUARD', mostRequests: 0 }),
  },
  {
    t: 'T23',
    name: 'confirm says yes to 40 ids in four requests',
    options: () => ({ confirm: (plan) => plan.ids === 40 && plan.minimumRequests === 4 }),
    expected: (facts) => ({ ...allGone(facts), sent: 4 }),
  },
  {
    t: 'T23',
    name: 'protected ids stay',
    options: (rows) => ({ guards: { protect: rows.slice(0, 7) } }),
    expected: ({ clean }) => ({ state: 'completed', byStatus: { [clean]: 33, skipped: 7 }, sent: 4 }),
  },
  {
    t: 'T08',
    name: 'the first failure is enough',
    options: () => ({ onFailure: 'stop', retry: { maxAttempts: 1 }, verify: 'off' }),
    deletion: () => first(refusals.inside),
    expected: () => ({
      state: 'stopped',
      byStatus: { unknown: 10, skipped: 'rest' },
      problems: ['SERVER_ERROR'],
      warnings: ['failureLimit'],
      sent: 1,
    }),
  },
];

export const aborts: readonly Scenario[] = [
  {
    t: 'T30',
    name: 'aborted before the start',
    options: () => ({ signal: AbortSignal.abort() }),
    expected: () => ({ state: 'aborted', byStatus: {}, mostRequests: 0 }),
  },
  {
    t: 'T30',
    name: 'aborted in flight, drained: what is in flight settles',
    on: ['extruct', 'altatech', 'gptbots', 'minimal'],
    deletion: () => first({ delayMs: 200 }),
    during: ({ run, simulation }: Stage): void => {
      simulation.afterFirstRequest(() => void run.abort('enough', 'drain'));
    },
    expected: ({ clean }) => ({
      state: 'aborted',
      byStatus: { [clean]: 10, skipped: 'rest' },
      warnings: ['aborted'],
      sent: 1,
    }),
  },
  {
    t: 'T30',
    name: 'aborted in flight, drained: a job stays with its ids',
    on: ['splendor'],
    deletion: () => first({ delayMs: 200 }),
    during: ({ run, simulation }: Stage): void => {
      simulation.afterFirstRequest(() => void run.abort('enough', 'drain'));
    },
    expected: () => ({
      state: 'aborted',
      byStatus: { pending: 10, skipped: 'rest' },
      warnings: ['aborted'],
      sent: 1,
    }),
  },
  {
    t: 'T30',
    name: 'aborted in flight, cancelled: nobody knows, and it happens afterwards',
    deletion: () => first({ delayMs: 200 }),
    during: ({ run, simulation }: Stage): void => {
      simulation.afterFirstRequest(() => void run.abort(undefined, 'cancel'));
    },
    aftermathMs: 400,
    expected: () => ({
      state: 'aborted',
      byStatus: { unknown: 10, skipped: 'rest' },
      problems: ['ABORTED'],
      sent: 1,
    }),
  },
  {
    t: 'T30',
    name: 'aborted while it waits to send again: the lost answer is not forgotten',
    options: () => ({ retry: { baseDelayMs: 20_000 } }),
    deletion: () => first({ cut: 'after' }),
    during: ({ run, simulation }: Stage): void => {
      void simulation.clock.sleep(1_000).then(() => run.abort());
    },
    expected: () => ({
      state: 'aborted',
      byStatus: { unknown: 10, skipped: 'rest' },
      problems: ['CONNECTION'],
      sent: 1,
    }),
  },
  {
    t: 'T30',
    name: 'aborted while it is told to wait: nothing was done',
    deletion: () => first({ status: 429, headers: { 'retry-after': '60' } }),
    during: ({ run, simulation }: Stage): void => {
      void simulation.clock.sleep(1_000).then(() => run.abort());
    },
    expected: () => ({
      state: 'aborted',
      byStatus: { failed: 10, skipped: 'rest' },
      problems: ['RATE_LIMITED'],
      sent: 1,
    }),
  },
  {
    t: 'T30',
    name: 'aborted while it polls',
    on: ['splendor'],
    jobs: [{ end: 'stuck' }],
    during: ({ run, simulation }: Stage): void => {
      void simulation.clock.sleep(30_000).then(() => run.abort());
    },
    expected: () => ({ state: 'aborted', byStatus: { pending: 40 }, sent: 4 }),
  },
];
