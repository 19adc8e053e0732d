/** Jobs that go their own way, submissions whose answer is lost, and a chunk that never succeeds. */
import { add, allGone, first, type Scenario } from './scenario.js';

const jobFaults: readonly Scenario[] = (
  [
    {
      name: 'jobs that delete half of their records',
      jobs: [{ end: 'mixed' }],
      expected: () => ({
        state: 'completedWithFailures',
        byStatus: { unknown: 40 },
        problems: ['JOB_FAILED'],
        sent: 4,
      }),
    },
    {
      name: 'jobs that fail, are tried again by the server, and succeed',
      jobs: [{ end: 'retrying', retryMs: 120_000 }],
      settings: { singleJobRead: true },
      options: () => ({ singleJobRead: true }),
      expected: (facts) => ({ ...allGone(facts), sent: 4, leastMs: 100_000 }),
    },
    {
      name: 'jobs that are slower than patience, and end afterwards',
      jobs: [{ runningMs: 3_600_000 }],
      options: () => ({ timeouts: { jobMs: 600_000 } }),
      expected: () => ({ state: 'completed', byStatus: { pending: 40 }, sent: 4, leastMs: 600_000 }),
    },
    {
      name: 'jobs that the list shows only after a minute',
      jobs: [{ hiddenMs: 60_000 }],
      expected: (facts) => ({ ...allGone(facts), sent: 4 }),
    },
    {
      name: 'every third poll fails, in another way each time',
      jobs: [{ runningMs: 60_000 }],
      read: () => [
        { every: 3, fault: { status: 500 } },
        { from: 1, every: 6, fault: { cut: 'inBody' } },
        { from: 2, every: 6, fault: { status: 200, body: { jobs: 'none' } } },
      ],
      expected: (facts) => ({ ...allGone(facts), sent: 4 }),
    },
  ] satisfies readonly Omit<Scenario, 't'>[]
).map((scenario): Scenario => ({ ...scenario, t: 'T35', on: ['splendor'] }));

const others: readonly Scenario[] = [
  {
    t: 'T36',
    name: 'the answer to a submission is lost: it is sent again, and the job that nobody claims is not taken for ours',
    on: ['splendor'],
    rows: 10,
    deletion: () => first({ cut: 'after' }),
    expected: () => ({ state: 'completed', byStatus: { absent: 10 }, sent: 2 }),
  },
  {
    t: 'T33',
    name: 'one chunk fails always, the others do not care',
    options: () => ({ verify: 'off', retry: { maxAttempts: 3 } }),
    deletion: (_facts, rows) => ({ names: rows.slice(10, 20), fault: { refuse: 'inside' } }),
    expected: ({ clean }) => ({
      state: 'completedWithFailures',
      byStatus: add([clean, 30], ['unknown', 10]),
      problems: ['SERVER_ERROR'],
      sent: 6,
    }),
  },
  {
    t: 'T35',
    name: '2,000 jobs, all polled together',
    on: ['splendor'],
    rows: 2_000,
    long: true,
    options: () => ({ chunk: { maxIds: 1 }, concurrency: 8, rateLimit: { requestsPerSecond: null } }),
    jobs: [{ runningMs: 5_000 }],
    expected: () => ({ state: 'completed', byStatus: { absent: 2_000 }, sent: 2_000 }),
    check: ({ summary }) => (summary.requests.polls < 200 ? [] : [`${summary.requests.polls} polls`]),
  },
];

export const submissions: readonly Scenario[] = [...jobFaults, ...others];
