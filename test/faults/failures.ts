/** Requests that fail, answers that are lost, and being told to wait. */
import { opaque, first, from, always, add, allGone, firstWeak, refusals, type Scenario } from './scenario.js';

export const failures: readonly Scenario[] = [
  {
    t: 'T02',
    name: 'a fault inside, in the words of the provider, nothing done',
    deletion: () => first(refusals.inside),
    expected: (facts) => ({ ...allGone(facts), sent: 5 }),
  },
  {
    t: 'T02',
    name: 'a fault inside, in the words of the provider, everything done',
    deletion: () => first({ ...refusals.inside, effect: true }),
    expected: firstWeak,
  },
  {
    t: 'T03',
    name: '500 with an empty body, everything done',
    deletion: () => first({ status: 500, effect: true }),
    expected: firstWeak,
  },
  {
    t: 'T15',
    name: 'a fault inside that does not end',
    deletion: () => always(refusals.inside),
    expected: () => ({
      state: 'completedWithFailures',
      byStatus: { unknown: 40 },
      problems: ['SERVER_ERROR'],
      sent: 20,
    }),
  },
  {
    t: 'T09',
    name: 'the connection is cut before the deletion',
    deletion: () => first({ cut: 'before' }),
    expected: (facts) => ({ ...allGone(facts), sent: 5 }),
  },
  {
    t: 'T09',
    name: 'the connection is cut after the deletion',
    deletion: () => first({ cut: 'after' }),
    expected: firstWeak,
  },
  {
    t: 'T09',
    name: 'the connection is cut after every deletion',
    deletion: () => always({ cut: 'after' }),
    expected: ({ name }) => ({
      state: name === 'extruct' || name === 'minimal' ? 'completed' : 'completedWithFailures',
      byStatus: name === 'extruct' || name === 'minimal' ? { absent: 40 } : { unknown: 40 },
      ...(name === 'extruct' || name === 'minimal' ? {} : { problems: ['CONNECTION'] as const }),
      sent: 20,
    }),
  },
  {
    t: 'T10',
    name: 'one request only: a lost answer stays open where nothing can be asked',
    on: ['altatech', 'gptbots', 'splendor'],
    options: () => ({ retry: { maxAttempts: 1 } }),
    deletion: () => first({ cut: 'after' }),
    expected: ({ clean }) => ({
      state: 'completedWithFailures',
      byStatus: add(['unknown', 10], [clean, 30]),
      problems: ['CONNECTION'],
      sent: 4,
    }),
  },
  {
    t: 'T09',
    name: 'a time-out, then success',
    options: () => ({ timeouts: { requestMs: 700 } }),
    deletion: () => first({ delayMs: 1_200, cut: 'before' }),
    expected: (facts) => ({ ...allGone(facts), sent: 5 }),
  },
  {
    t: 'T09',
    name: 'a time-out whose deletion comes later, when the run has ended',
    options: () => ({ timeouts: { requestMs: 200 }, retry: { maxAttempts: 1 } }),
    rows: 10,
    deletion: () => first({ delayMs: 1_000 }),
    aftermathMs: 1_100,
    expected: () => ({
      state: 'completedWithFailures',
      byStatus: { unknown: 10 },
      problems: ['TIMEOUT'],
      sent: 1,
    }),
  },
  {
    t: 'T15',
    name: 'an outage of the whole service: bounded, also in reads',
    rows: 1500,
    deletion: () => always({ cut: 'before' }),
    read: () => always({ cut: 'before' }),
    expected: () => ({
      state: 'stopped',
      byStatus: { unknown: 100, skipped: 'rest' },
      problems: ['CONNECTION'],
      warnings: ['circuitOpen'],
      mostRequests: 130,
    }),
  },
  {
    t: 'T15',
    name: 'a brown-out: every third request fails after its deletion',
    deletion: () => ({ from: 2, every: 3, fault: { status: 503, effect: true } }),
    expected: ({ clean }) => ({
      state: 'completed',
      byStatus: add([clean, 30], ['absent', 10]),
      sent: 5,
    }),
  },
];

export const waits: readonly Scenario[] = [
  {
    t: 'T12',
    name: '429 with Retry-After',
    deletion: () => first({ status: 429, headers: { 'retry-after': '7' } }),
    expected: (facts) => ({ ...allGone(facts), sent: 5, leastMs: 7_000 }),
  },
  {
    t: 'T12',
    name: '429 with a Retry-After beyond patience',
    deletion: () => from(1, { status: 429, headers: { 'retry-after': '3600' } }),
    expected: ({ clean }) => ({
      state: 'stopped',
      byStatus: { [clean]: 10, failed: 10, skipped: 'rest' },
      stoppedBy: 'RATE_LIMITED',
      problems: ['RATE_LIMITED'],
      sent: 2,
    }),
  },
  {
    t: 'T12',
    name: '429 without Retry-After',
    on: ['altatech', 'gptbots', 'minimal', 'splendor'],
    deletion: () => first({ status: 429 }),
    expected: (facts) => ({ ...allGone(facts), sent: 5, leastMs: 500 }),
  },
  {
    t: 'T12',
    name: '429 without Retry-After where that means a quota',
    on: ['extruct'],
    deletion: () => from(1, { status: 429 }),
    expected: () => ({
      state: 'stopped',
      byStatus: { deleted: 10, failed: 10, skipped: 'rest' },
      stoppedBy: 'QUOTA_EXCEEDED',
      problems: ['QUOTA_EXCEEDED'],
      sent: 2,
    }),
  },
  {
    t: 'T02',
    name: '429 in the body of a 200',
    on: opaque,
    deletion: () => first({ status: 200, body: { code: 40008, message: 'slow down' } }),
    expected: (facts) => ({ ...allGone(facts), sent: 5, leastMs: 500 }),
  },
  {
    t: 'T13',
    name: 'the last request of a window: waits for the reset instead of for a refusal',
    on: ['altatech'],
    settings: { requestsPerHour: 2 },
    options: () => ({ retry: { maxRetryAfterMs: 3_600_000 } }),
    expected: () => ({ state: 'completed', byStatus: { absent: 40 }, sent: 4, leastMs: 1_800_000 }),
  },
  {
    t: 'T17',
    name: 'no credits are left',
    deletion: () => from(1, refusals.quota),
    expected: ({ clean }) => ({
      state: 'stopped',
      byStatus: { [clean]: 10, failed: 10, skipped: 'rest' },
      stoppedBy: 'QUOTA_EXCEEDED',
      problems: ['QUOTA_EXCEEDED'],
      sent: 2,
    }),
  },
];
