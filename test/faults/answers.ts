/** What answers say, and what they leave open. */
import { first, always, add, allGone, firstWeak, strangers, html, type Scenario } from './scenario.js';

export const answers: readonly Scenario[] = [
  { t: 'T20', name: 'nothing goes wrong', expected: (facts) => ({ ...allGone(facts), sent: 4 }) },
  {
    t: 'T01',
    name: 'half of the ids were never there, in requests of their own',
    input: (rows, facts) => [...rows, ...strangers(facts, 20)],
    expected: ({ clean, missing }) => ({
      state: 'completed',
      byStatus: add([clean, 40], [missing, 20]),
      sent: 6,
    }),
  },
  {
    t: 'T01',
    name: 'half of the ids were never there, in every request',
    input: (rows, facts) => rows.flatMap((id, index) => [id, facts.stranger(index)]),
    expected: ({ name }) => ({
      state: 'completed',
      byStatus: name === 'extruct' ? { deleted: 40, notFound: 40 } : { absent: 80 },
      sent: 8,
    }),
  },
  {
    t: 'T01',
    name: 'an answer without a count: 204',
    on: ['minimal'],
    settings: { deleteAnswer: 'empty' },
    expected: () => ({ state: 'completed', byStatus: { absent: 40 }, sent: 4 }),
  },
  {
    t: 'T01',
    name: 'a count that comes before the deletion: ClickHouse',
    on: ['minimal'],
    settings: { dbType: 'ch' },
    expected: () => ({ state: 'completed', byStatus: { absent: 40 }, sent: 4 }),
  },
  {
    t: 'T01',
    name: 'an answer that says yes to everything and does nothing, with verify',
    on: ['altatech', 'gptbots', 'minimal'],
    options: () => ({ verify: 'all' }),
    deletion: ({ name }) =>
      first({ status: 200, body: name === 'minimal' ? { rows_affected: 10 } : { code: 0, message: 'OK' } }),
    expected: ({ clean }) => ({
      state: 'completedWithFailures',
      byStatus: add(['unknown', 10], [clean, 30]),
      problems: ['PROTOCOL_VIOLATION'],
      warnings: ['notGone'],
      unseen: clean === 'deleted' ? [/recordsRemoved is 40, and 30 rows are gone/] : [],
    }),
  },
  {
    t: 'T04',
    name: 'an answer that leaves out rows that it keeps, with verify',
    on: ['extruct'],
    options: () => ({ verify: 'all' }),
    deletion: () => first({ status: 200, body: [] }),
    expected: () => ({
      state: 'completedWithFailures',
      byStatus: { failed: 10, deleted: 30 },
      problems: ['PROTOCOL_VIOLATION'],
      warnings: ['notGone'],
    }),
  },
  {
    t: 'T24',
    name: 'an answer that names an id that nobody asked for',
    on: ['extruct'],
    deletion: (facts) => first({ status: 200, body: [facts.stranger(1)], effect: true }),
    expected: () => ({
      state: 'stopped',
      // What the answer leaves open is read back.
      byStatus: { absent: 10, skipped: 'rest' },
      rejects: 'GUARD',
      warnings: ['foreignId'],
      sent: 1,
    }),
  },
  {
    t: 'T25',
    name: 'an answer with the ids in capitals',
    on: ['extruct'],
    deletion: () => first({ alter: 'upperCaseIds' }),
    expected: allGone,
  },
  {
    t: 'T01',
    name: 'HTML with 200, nothing done',
    deletion: () => first(html),
    expected: (facts) => ({ ...allGone(facts), sent: 5 }),
  },
  {
    t: 'T01',
    name: 'HTML with 200, everything done',
    deletion: () => first({ ...html, effect: true }),
    expected: firstWeak,
  },
  {
    t: 'T01',
    name: 'HTML with 200, again and again: one repeat each, and no claim',
    deletion: () => always(html),
    expected: () => ({
      state: 'completedWithFailures',
      byStatus: { unknown: 40 },
      problems: ['PROTOCOL_VIOLATION'],
      sent: 8,
    }),
  },
  {
    t: 'T01',
    name: '200 with a body of another shape, everything done',
    deletion: () => first({ status: 200, body: { ok: true }, effect: true }),
    expected: firstWeak,
  },
  {
    t: 'T19',
    name: 'a redirect',
    deletion: () => always({ status: 302, headers: { location: 'http://127.0.0.1:1/' } }),
    expected: () => ({
      state: 'stopped',
      byStatus: { unknown: 10, skipped: 'rest' },
      rejects: 'PROTOCOL_VIOLATION',
      problems: ['PROTOCOL_VIOLATION'],
      sent: 1,
    }),
  },
];
