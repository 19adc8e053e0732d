/** How many ids there are, and which. */
import { naming, first, add, allGone, tooLarge, type Scenario } from './scenario.js';

export const limits: readonly Scenario[] = [
  {
    t: 'T21',
    name: 'a limit of ids that is smaller than written',
    deletion: () => ({ moreIdsThan: 3, fault: tooLarge }),
    // Where a URL is too long its bytes are learned, and ids of one digit are shorter than others.
    expected: (facts) => ({ ...allGone(facts), mostSent: facts.name === 'minimal' ? 22 : 18 }),
  },
  {
    t: 'T21',
    name: 'a list that is called too long',
    on: naming,
    deletion: () => ({ moreIdsThan: 3, fault: { refuse: 'tooManyItems' } }),
    expected: (facts) => ({ ...allGone(facts), mostSent: 2 + 14 + 2 }),
  },
  {
    t: 'T21',
    name: 'a single id is too large',
    options: () => ({ chunk: { maxIds: 1 } }),
    deletion: () => first(tooLarge),
    expected: ({ clean, name }) => ({
      state: 'completedWithFailures',
      byStatus: add(['failed', 1], [clean, 39]),
      problems: [name === 'minimal' ? 'URI_TOO_LONG' : 'PAYLOAD_TOO_LARGE'],
      sent: 40,
    }),
  },
  ...[0, 1].map((count): Scenario => ({
    t: 'T20',
    name: `${count} ids`,
    rows: count,
    expected: ({ clean }) => ({ state: 'completed', byStatus: { [clean]: count }, sent: count }),
  })),
  ...[-1, 0, 1].map((offset): Scenario => ({
    t: 'T20',
    name: `as many ids as the limit, and ${offset}`,
    rows: 1025,
    input: (rows, { limit }) => rows.slice(0, limit + offset),
    options: (_rows, { limit }) => (limit < 1000 ? { chunk: { maxIds: limit } } : { chunk: {} }),
    expected: ({ clean, limit }) => ({
      state: 'completed',
      byStatus: { [clean]: limit + offset },
      sent: offset > 0 ? 2 : 1,
    }),
  })),
  {
    t: 'T20',
    name: 'slow start: 50, 100, 200, and what is left',
    on: ['extruct'],
    rows: 500,
    options: () => ({ chunk: {} }),
    expected: () => ({ state: 'completed', byStatus: { deleted: 500 }, sent: 4 }),
  },
];

export const inputs: readonly Scenario[] = [
  {
    t: 'T27',
    name: 'every id twice',
    input: (rows) => [...rows, ...rows],
    expected: ({ clean }) => ({ state: 'completed', byStatus: { [clean]: 40, skipped: 40 }, sent: 4 }),
  },
  {
    t: 'T27',
    name: 'every id twice, and nobody looks',
    input: (rows) => [...rows, ...rows],
    options: () => ({ dedupe: 'off' }),
    expected: ({ clean }) => ({ state: 'completed', byStatus: add([clean, 40], ['absent', 40]), sent: 8 }),
  },
  {
    t: 'T27',
    name: 'the same id in capitals',
    on: ['extruct'],
    input: (rows) => [...rows, ...rows.map((id) => id.toUpperCase())],
    expected: () => ({ state: 'completed', byStatus: { deleted: 40, skipped: 40 }, sent: 4 }),
  },
  {
    t: 'T39',
    name: 'ids that are none',
    input: (rows) => ['', ...rows, ' '],
    expected: ({ clean }) => ({
      state: 'completedWithFailures',
      byStatus: add([clean, 40], ['failed', 2]),
      problems: ['INVALID_ID'],
      sent: 4,
    }),
  },
  {
    t: 'T24',
    name: '`1abc` where ids are integers: it never leaves',
    on: ['minimal'],
    input: (rows) => [`${rows[0] ?? ''}abc`],
    expected: () => ({
      state: 'completedWithFailures',
      byStatus: { failed: 1 },
      problems: ['INVALID_ID'],
      sent: 0,
    }),
  },
  {
    t: 'T24',
    name: '`1abc` beside `1` where ids are said to be text and are not: MySQL takes both for 1',
    on: ['minimal'],
    target: { idType: 'string' },
    input: (rows) => rows.slice(0, 5).flatMap((id) => [id, `${id}abc`]),
    expected: () => ({ state: 'completed', byStatus: { absent: 10 }, sent: 1 }),
  },
  {
    // The count is right and the row is not: only a caller who says what the column holds is safe.
    t: 'T24',
    name: '`1abc` alone where ids are said to be text and are not',
    on: ['minimal'],
    target: { idType: 'string' },
    input: (rows) => [`${rows[0] ?? ''}abc`],
    expected: () => ({
      state: 'completed',
      byStatus: { deleted: 1 },
      unseen: [/is called deleted and was neverThere/, /is gone by request \d+, and nobody named it/],
      sent: 1,
    }),
  },
  {
    t: 'T24',
    name: 'a column that is not unique: more rows than ids, noticed by the count',
    on: ['minimal'],
    rows: Array.from({ length: 40 }, (_value, index) => ({
      name: `twice-${String(index >> 1)}`,
      email: `twice-${String(index)}@example.com`,
    })),
    target: { idColumn: 'name', idType: 'string' },
    input: () => Array.from({ length: 20 }, (_value, index) => `twice-${String(index)}`),
    expected: () => ({
      state: 'stopped',
      byStatus: { absent: 10, skipped: 'rest' },
      rejects: 'GUARD',
      warnings: ['overDelete'],
      unseen: [/is gone by request \d+, and nobody named it/],
      sent: 1,
    }),
  },
];
