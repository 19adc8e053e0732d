/** What comes after the answer: jobs, and reads that check it. */
import type { Fault } from '@rowsweep/sandbox';
import {
  bodyProviders,
  readable,
  first,
  at,
  always,
  until,
  allGone,
  html,
  type Scenario,
} from './scenario.js';

const noJobs: Fault = { status: 200, body: { jobs: [] } };

export const jobs: readonly Scenario[] = (
  [
    {
      t: 'T35',
      name: 'jobs that fail',
      jobs: [{ end: 'failed' }],
      // The list shows no items, so it cannot be seen whether one will be tried again.
      expected: () => ({
        state: 'completedWithFailures',
        byStatus: { unknown: 40 },
        problems: ['JOB_FAILED'],
        sent: 4,
      }),
    },
    {
      t: 'T35',
      name: 'jobs that fail, and can be asked for one by one',
      jobs: [{ end: 'failed' }],
      settings: { singleJobRead: true },
      options: () => ({ singleJobRead: true }),
      expected: () => ({
        state: 'completedWithFailures',
        byStatus: { failed: 40 },
        problems: ['JOB_FAILED'],
        sent: 4,
      }),
    },
    {
      t: 'T35',
      name: 'a job that never ends, among others',
      jobs: [{ numbers: [0], end: 'stuck' }],
      expected: () => ({
        state: 'completed',
        byStatus: { pending: 10, absent: 30 },
        sent: 4,
        leastMs: 3_600_000,
      }),
    },
    {
      t: 'T35',
      name: 'jobs that vanish from the list',
      options: () => ({ timeouts: { jobMs: 120_000 } }),
      read: () => always(noJobs),
      expected: () => ({ state: 'completed', byStatus: { pending: 40 }, leastMs: 120_000, sent: 4 }),
    },
    {
      t: 'T35',
      name: 'jobs that vanish from the list, and can be asked for one by one',
      settings: { singleJobRead: true },
      options: () => ({ singleJobRead: true }),
      read: () => ({ pathEnd: '/data-deletion-jobs', fault: noJobs }),
      expected: () => ({ state: 'completed', byStatus: { absent: 40 }, sent: 4 }),
    },
    {
      // The path of a single job is an assumption; a service that does not have it must cost nothing but requests.
      t: 'T35',
      name: 'jobs that are missing from the list for a while, and cannot be asked for one by one',
      options: () => ({ singleJobRead: true }),
      read: () => ({ ...until(12, noJobs), pathEnd: '/data-deletion-jobs' }),
      expected: () => ({ state: 'completed', byStatus: { absent: 40 }, sent: 4 }),
    },
    {
      t: 'T35',
      name: 'polls that are told to wait longer than the run would',
      read: () => always({ status: 429, headers: { 'retry-after': '3600' } }),
      expected: () => ({
        state: 'completed',
        byStatus: { pending: 40 },
        warnings: ['pollRefused'],
        sent: 4,
        mostRequests: 8,
      }),
    },
    {
      t: 'T35',
      name: 'polls that fail, and then do not',
      read: () => [at(0, { status: 500 }), at(1, { cut: 'before' }), at(2, html)],
      expected: (facts) => ({ ...allGone(facts), sent: 4 }),
    },
    {
      t: 'T35',
      name: 'polls that are not allowed',
      read: () => always({ status: 403, body: { detail: 'no' } }),
      expected: () => ({
        state: 'completed',
        byStatus: { pending: 40 },
        warnings: ['pollRefused'],
        sent: 4,
      }),
    },
    {
      t: 'T35',
      name: 'nobody waits',
      options: () => ({ wait: 'submitted' }),
      expected: () => ({ state: 'completed', byStatus: { pending: 40 }, sent: 4, mostRequests: 4 }),
    },
    {
      t: 'T24',
      name: 'a job that is about more than the ids',
      deletion: () =>
        first({
          status: 202,
          effect: true,
          body: { job_id: 'ddl_wide', status: 'pending', scope: 'dataset', items: [] },
        }),
      expected: () => ({
        state: 'stopped',
        byStatus: { pending: 10, skipped: 'rest' },
        rejects: 'GUARD',
        warnings: ['widerScope'],
        sent: 1,
      }),
    },
    {
      t: 'T36',
      name: 'a search that is cut short proves nothing',
      rows: 10,
      options: () => ({ verify: 'all' }),
      deletion: () => always({ cut: 'after' }),
      read: () => ({
        pathEnd: '/v1/search',
        fault: {
          status: 200,
          body: { search_id: 's', results: [], next_cursor: null, truncated_reason: 'cap' },
        },
      }),
      expected: () => ({
        state: 'completedWithFailures',
        byStatus: { unknown: 10 },
        problems: ['CONNECTION'],
        sent: 5,
      }),
    },
  ] satisfies readonly Scenario[]
).map((scenario): Scenario => ({ ...scenario, on: ['splendor'] }));

export const readBacks: readonly Scenario[] = [
  {
    t: 'T10',
    name: 'a lost answer, and nothing was done: a read says that the rows are there still',
    on: readable,
    options: () => ({ retry: { maxAttempts: 1 } }),
    deletion: () => first({ cut: 'before' }),
    expected: ({ clean }) => ({
      state: 'completedWithFailures',
      byStatus: { unknown: 10, [clean]: 30 },
      problems: ['CONNECTION'],
      sent: 4,
    }),
  },
  {
    t: 'T01',
    name: 'everything is read back, and was gone',
    options: () => ({ verify: 'all' }),
    rows: 20,
    expected: ({ clean }) => ({ state: 'completed', byStatus: { [clean]: 20 }, sent: 2 }),
  },
  {
    t: 'T04',
    name: 'reads that fail leave the claim as it was',
    on: bodyProviders.filter((name) => name !== 'splendor'),
    options: () => ({ verify: 'all' }),
    rows: 20,
    read: () => always({ status: 500 }),
    expected: ({ clean }) => ({ state: 'completed', byStatus: { [clean]: 20 }, sent: 2 }),
  },
];
