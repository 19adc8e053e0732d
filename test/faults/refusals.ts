/** Requests that the provider understands and refuses. */
import {
  opaque,
  naming,
  first,
  at,
  from,
  always,
  add,
  refusals as words,
  refuseIds,
  vague,
  type Scenario,
} from './scenario.js';

const stopsInTheMiddle = (
  [
    ['not let in any more', 'login', 'AUTHENTICATION'],
    ['not allowed any more', 'permission', 'PERMISSION_DENIED'],
    ['the target is gone', 'target', 'TARGET_NOT_FOUND'],
  ] as const
).map(([name, refusal, code]): Scenario => ({
  t: 'T17',
  name: `${name}, in the middle of a run`,
  deletion: () => from(1, words[refusal]),
  expected: ({ clean }) => ({
    state: 'stopped',
    byStatus: { [clean]: 10, failed: 10, skipped: 'rest' },
    rejects: code,
    problems: [code],
    sent: 2,
  }),
}));

export const refusals: readonly Scenario[] = [
  ...stopsInTheMiddle,
  {
    t: 'T17',
    name: 'a code that comes with its HTTP status',
    on: opaque,
    settings: { errorStatus: 'http' },
    target: { table_id: '673af861ed69656ac0895bff' },
    input: (rows) => rows,
    expected: () => ({
      state: 'stopped',
      byStatus: { failed: 10, skipped: 'rest' },
      rejects: 'PERMISSION_DENIED',
      problems: ['PERMISSION_DENIED'],
      sent: 1,
    }),
  },
  {
    t: 'T17',
    name: 'a refusal after a lost answer leaves the question open',
    options: () => ({ verify: 'off' }),
    deletion: () => [first({ cut: 'after' }), always(words.permission)],
    expected: () => ({
      state: 'stopped',
      byStatus: { unknown: 10, skipped: 'rest' },
      rejects: 'PERMISSION_DENIED',
      problems: ['PERMISSION_DENIED'],
      sent: 2,
    }),
  },
  {
    t: 'T18',
    name: 'one bad id at the server',
    deletion: (_facts, rows) => refuseIds(rows.slice(17, 18)),
    expected: ({ clean, namesBadIds }) => ({
      state: 'completedWithFailures',
      byStatus: add([clean, 39], ['failed', 1]),
      problems: ['INVALID_ID'],
      ...(namesBadIds ? { sent: 5 } : { mostSent: 4 + 2 * 4 + 2 }),
    }),
  },
  {
    t: 'T18',
    name: 'one bad id in the very first request',
    deletion: (_facts, rows) => refuseIds(rows.slice(4, 5)),
    expected: ({ clean, namesBadIds }) => ({
      state: 'completedWithFailures',
      byStatus: add([clean, 39], ['failed', 1]),
      problems: ['INVALID_ID'],
      ...(namesBadIds ? { sent: 5 } : { mostSent: 4 + 2 * 4 + 2 }),
    }),
  },
  {
    t: 'T18',
    name: 'an id is called bad after a lost answer that may have deleted it',
    on: naming,
    rows: 10,
    options: () => ({ verify: 'off' }),
    deletion: (_facts, rows) => [first({ cut: 'after' }), at(1, { badIds: rows.slice(3, 4) })],
    expected: () => ({
      state: 'completedWithFailures',
      byStatus: { absent: 9, unknown: 1 },
      problems: ['INVALID_ID'],
      sent: 3,
    }),
  },
  {
    t: 'T18',
    name: 'all ids are bad, and named',
    on: naming,
    deletion: () => always({ badIds: 'all' }),
    expected: () => ({
      state: 'completedWithFailures',
      byStatus: { failed: 40 },
      problems: ['INVALID_ID'],
      sent: 4,
    }),
  },
  {
    t: 'T19',
    name: 'everything is refused, and nothing says why: two single ids, then the end',
    deletion: () => always(vague),
    expected: () => ({
      state: 'stopped',
      byStatus: { failed: 10, skipped: 'rest' },
      rejects: 'INVALID_REQUEST',
      problems: ['INVALID_REQUEST'],
      sent: 3,
    }),
  },
  {
    t: 'T19',
    name: 'something beside the ids is refused',
    on: naming,
    deletion: () =>
      always({ status: 422, body: { detail: [{ type: 'x', loc: ['body', 'other'], msg: 'Odd' }] } }),
    expected: () => ({
      state: 'stopped',
      byStatus: { failed: 10, skipped: 'rest' },
      rejects: 'INVALID_REQUEST',
      problems: ['INVALID_REQUEST'],
      sent: 1,
    }),
  },
  {
    t: 'T22',
    name: 'a proxy drops the body',
    on: naming,
    deletion: () =>
      always({ status: 422, body: { detail: [{ type: 'missing', loc: ['body'], msg: 'Field required' }] } }),
    expected: () => ({
      state: 'stopped',
      byStatus: { failed: 10, skipped: 'rest' },
      rejects: 'INVALID_REQUEST',
      problems: ['INVALID_REQUEST'],
      warnings: ['bodyDropped'],
      sent: 1,
    }),
  },
];
