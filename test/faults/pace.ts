/** Who waits for whom: slow producers, slow readers, slow servers, throttling, outages, and what is told meanwhile. */
import { getEventListeners } from 'node:events';
import type { DeletionEvent } from '@rowsweep/runtime';
import {
  add,
  allGone,
  always,
  at,
  first,
  from,
  refusals,
  until,
  type Consumer,
  type Scenario,
} from './scenario.js';

/** Lives as long as the process, as a caller's may. */
const longLived = new AbortController();
let mostListeners = 0;

/** What `helpers.bulk` of Elasticsearch loses, by the letters of its four defects. */
const replayed: readonly Scenario[] = [
  {
    t: 'T05',
    name: 'E1: throttled for ever, one repeat: every dropped id is told',
    on: ['altatech', 'gptbots', 'minimal', 'splendor'],
    rows: 100,
    options: () => ({ retry: { maxAttempts: 2 } }),
    deletion: () => always({ status: 429, headers: { 'retry-after': '1' } }),
    expected: () => ({
      state: 'stopped',
      byStatus: { failed: 100 },
      problems: ['RATE_LIMITED'],
      warnings: ['circuitOpen'],
      sent: 20,
    }),
  },
  {
    t: 'T05',
    name: 'E2: a slow server and a slow producer: no id falls between two requests',
    rows: 30,
    options: () => ({ concurrency: 1 }),
    source: async function* (ids, { clock }) {
      for (const [index, id] of ids.entries()) {
        if (index % 7 === 6) await clock.sleep(50);
        yield id;
      }
    },
    deletion: () => always({ delayMs: 30 }),
    expected: ({ clean }) => ({ state: 'completed', byStatus: { [clean]: 30 }, sent: 3 }),
  },
  {
    t: 'T05',
    name: 'E3: the third of ten requests fails for good: the others go on, and its ids are told',
    rows: 100,
    options: () => ({ retry: { maxAttempts: 1 }, verify: 'off' }),
    deletion: () => at(2, refusals.inside),
    expected: ({ clean }) => ({
      state: 'completedWithFailures',
      byStatus: { [clean]: 90, unknown: 10 },
      problems: ['SERVER_ERROR'],
      sent: 10,
    }),
  },
  {
    t: 'T05',
    name: 'E4: aborted while all wait to send again: every id is told',
    on: ['altatech', 'gptbots', 'minimal', 'splendor'],
    rows: 50,
    options: () => ({ chunk: { maxIds: 50 } }),
    deletion: () => always({ status: 429, headers: { 'retry-after': '2' } }),
    during: ({ run, simulation }) => {
      void simulation.clock.sleep(100).then(() => run.abort());
    },
    expected: () => ({ state: 'aborted', byStatus: { failed: 50 }, problems: ['RATE_LIMITED'], sent: 1 }),
    check: ({ summary }) => (summary.durationMs < 300 ? [] : [`it took ${summary.durationMs} ms to end`]),
  },
];

const consumers = (['await', 'iterate', 'nobody'] satisfies Consumer[]).map((consumer): Scenario => ({
  t: 'T07',
  name: `fails, and the one who looks is: ${consumer}`,
  consumer,
  deletion: () => from(1, refusals.permission),
  expected: ({ clean }) => ({
    state: 'stopped',
    byStatus: { [clean]: 10, failed: 10, skipped: 'rest' },
    rejects: 'PERMISSION_DENIED',
    problems: ['PERMISSION_DENIED'],
    sent: 2,
  }),
}));

const told: readonly (readonly [name: string, header: string, leastMs: number])[] = [
  ['0', '0', 0],
  ['1', '1', 1_000],
  ['59', '59', 59_000],
  ['61', '61', 61_000],
  ['-1', '-1', 0],
  ['soon', 'soon', 0],
];

const retryAfter: readonly Scenario[] = [
  ...told.map(([name, header, leastMs]): Scenario => ({
    t: 'T12',
    name: `Retry-After: ${name}`,
    deletion: () => first({ status: 503, headers: { 'retry-after': header } }),
    expected: (facts) => ({ ...allGone(facts), sent: 5, leastMs }),
    check: ({ simulation }) => earlyAfter(simulation.sent, leastMs),
  })),
  ...(['imf', 'rfc850', 'asctime'] as const).map((form): Scenario => ({
    t: 'T12',
    name: `Retry-After: a date, ${form}`,
    deletion: () => first({ status: 429, retryAfterDate: { inS: 90, form } }),
    expected: (facts) => ({ ...allGone(facts), sent: 5, leastMs: 89_000 }),
    check: ({ simulation }) => earlyAfter(simulation.sent, 89_000),
  })),
  {
    t: 'T12',
    name: '425, too early',
    deletion: () => first({ status: 425 }),
    expected: (facts) => ({ ...allGone(facts), sent: 5 }),
  },
  {
    t: 'T13',
    name: 'throttled with eight workers: nobody asks before the time',
    rows: 200,
    options: () => ({ concurrency: { initial: 8, max: 8 }, rateLimit: { requestsPerSecond: null } }),
    deletion: () => at(3, { status: 429, headers: { 'retry-after': '30' } }),
    expected: ({ clean }) => ({
      state: 'completed',
      byStatus: { [clean]: 200 },
      mostSent: 40,
      leastMs: 30_000,
    }),
    check: ({ simulation }) => earlyAfter(simulation.sent, 30_000),
  },
  {
    t: 'T13',
    name: 'X-RateLimit-Remaining: 0 beside a refusal: waits for the reset',
    on: ['altatech'],
    deletion: () => first({ status: 429, resetInS: 40 }),
    expected: (facts) => ({ ...allGone(facts), sent: 5, leastMs: 39_000 }),
  },
];

const outages: readonly Scenario[] = [
  {
    t: 'T08',
    name: 'fails while others are on their way: settles when they have settled',
    rows: 80,
    options: () => ({ concurrency: 4, rateLimit: { requestsPerSecond: null }, chunk: { maxIds: 10 } }),
    on: ['altatech', 'gptbots', 'minimal'],
    deletion: () => [at(0, refusals.login), until(4, { delayMs: 40 })],
    expected: ({ clean }) => ({
      state: 'stopped',
      byStatus: { [clean]: 30, failed: 10, skipped: 'rest' },
      rejects: 'AUTHENTICATION',
      problems: ['AUTHENTICATION'],
      sent: 4,
    }),
  },
  {
    t: 'T11',
    name: 'the connection is closed while nobody uses it',
    deletion: () => always({ closeIdleMs: 1 }),
    source: async function* (ids, { clock }) {
      for (const [index, id] of ids.entries()) {
        if (index % 10 === 0) await clock.sleep(50);
        yield id;
      }
    },
    expected: (facts) => ({ ...allGone(facts), mostSent: 8, loses: true }),
  },
  {
    t: 'T14',
    name: 'a connection that repeats its calls five times: a deletion is sent once an attempt',
    connection: { retry: { maxRetries: 5 } },
    options: () => ({ retry: { maxAttempts: 1 }, verify: 'off' }),
    deletion: () => first({ status: 503 }),
    expected: ({ clean }) => ({
      state: 'completedWithFailures',
      byStatus: add(['unknown', 10], [clean, 30]),
      problems: ['SERVER_ERROR'],
      sent: 4,
    }),
  },
  {
    t: 'T15',
    name: 'flapping: every second request fails before anything is done',
    deletion: () => ({ from: 0, every: 2, fault: { cut: 'before' } }),
    expected: (facts) => ({ ...allGone(facts), sent: 8 }),
  },
  {
    t: 'T16',
    name: '2,000 equal failures are one line of the report',
    rows: 2_000,
    options: (_rows, { limit }) => ({
      chunk: { maxIds: limit },
      retry: { maxAttempts: 1, maxFailedChunksInARow: 1_000 },
      verify: 'off',
      rateLimit: { requestsPerSecond: null },
    }),
    deletion: () => always(refusals.inside),
    expected: () => ({
      state: 'completedWithFailures',
      byStatus: { unknown: 2_000 },
      problems: ['SERVER_ERROR'],
    }),
    check: ({ summary: { problems } }) =>
      problems.every(({ sampleIds, requestIds }) => sampleIds.length <= 10 && requestIds.length <= 5)
        ? []
        : ['a group of problems lists more than its samples'],
  },
  {
    t: 'T28',
    name: 'a reader who takes a second for each outcome',
    readerMs: 1_000,
    expected: (facts) => ({ ...allGone(facts), sent: 4 }),
  },
  {
    t: 'T31',
    name: 'progress never goes back, and the end is all of it',
    rows: 200,
    options: () => ({ progressIntervalMs: 0 }),
    deletion: () => ({ from: 1, every: 4, fault: { cut: 'before' } }),
    expected: ({ clean }) => ({ state: 'completed', byStatus: { [clean]: 200 }, mostSent: 27 }),
    check: ({ events }) => findSteps(events),
  },
  {
    t: 'T06',
    name: 'a slow producer, a slow server and a slow reader: it ends',
    readerMs: 300,
    source: async function* (ids, { clock }) {
      for (const id of ids) {
        await clock.sleep(200);
        yield id;
      }
    },
    deletion: () => always({ delayMs: 10 }),
    expected: (facts) => ({ ...allGone(facts), sent: 4 }),
  },
  {
    t: 'T29',
    name: '200 requests on one signal: one listener',
    rows: 200,
    options: () => ({
      chunk: { maxIds: 1 },
      rateLimit: { requestsPerSecond: null },
      concurrency: 4,
      signal: longLived.signal,
    }),
    source: function* (ids) {
      for (const id of ids) {
        mostListeners = Math.max(mostListeners, getEventListeners(longLived.signal, 'abort').length);
        yield id;
      }
    },
    expected: ({ clean }) => ({ state: 'completed', byStatus: { [clean]: 200 }, sent: 200 }),
    check: () => {
      const left = getEventListeners(longLived.signal, 'abort').length;
      return mostListeners <= 1 && left === 0 ? [] : [`${mostListeners} listeners, and ${left} at the end`];
    },
  },
];

/** Requests that were sent before the time that the first throttled answer told. */
function earlyAfter(
  sent: readonly {
    readonly sentAtMs: number;
    readonly endedAtMs: number | null;
    readonly status: number | null;
  }[],
  waitMs: number,
): readonly string[] {
  const told = sent.find(({ status }) => status === 429 || status === 503)?.endedAtMs;
  if (told === undefined || told === null) return ['nobody was throttled'];
  const early = sent.filter(({ sentAtMs }) => sentAtMs > told && sentAtMs < told + waitMs);
  return early.map(({ sentAtMs }) => `sent ${sentAtMs - told} ms after it was told to wait ${waitMs}`);
}

function findSteps(events: readonly DeletionEvent[]): readonly string[] {
  const seen = events.flatMap((event) => (event.type === 'progress' ? [event.progress] : []));
  const faults: string[] = [];
  for (const name of ['read', 'sent', 'settled', 'gone', 'failed', 'unknown'] as const) {
    seen.forEach((progress, index) => {
      const before = seen[index - 1];
      if (before !== undefined && progress[name] < before[name]) faults.push(`${name} goes back`);
    });
  }
  if (seen.at(-1)?.settled !== 200) faults.push(`the last progress says ${String(seen.at(-1)?.settled)}`);
  return faults;
}

export const paces: readonly Scenario[] = [...replayed, ...consumers, ...retryAfter, ...outages];
