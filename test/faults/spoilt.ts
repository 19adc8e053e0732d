/** Answers that end too soon or say something else, deletions that go too far, and inputs that are none. */
import type { DeleteOptions } from '@rowsweep/runtime';
import { readLines } from '@rowsweep/runtime/ids';
import {
  add,
  allGone,
  always,
  first,
  firstWeak,
  naming,
  refuseIds,
  tooLarge,
  type Scenario,
} from './scenario.js';

const cuts: readonly Scenario[] = [
  ...(['inHeaders', 'inBody'] as const).map((cut): Scenario => ({
    t: 'T09',
    name: `the connection is cut after the deletion, ${cut}`,
    deletion: () => first({ cut }),
    expected: firstWeak,
  })),
  ...(['halfJson', 'wrongShape'] as const).map((alter): Scenario => ({
    t: 'T01',
    name: `the answer is spoilt, ${alter}, and everything is done`,
    deletion: () => first({ alter }),
    expected: firstWeak,
  })),
  {
    t: 'T09',
    name: 'never an answer, and everything was done',
    options: () => ({ timeouts: { requestMs: 250 } }),
    deletion: () => first({ hang: true, effect: true }),
    expected: firstWeak,
  },
  {
    t: 'T09',
    name: 'a time-out, then not found',
    rows: 10,
    on: ['extruct', 'minimal'],
    options: () => ({ timeouts: { requestMs: 250 } }),
    deletion: () => first({ hang: true, effect: true }),
    expected: () => ({ state: 'completed', byStatus: { absent: 10 }, sent: 2 }),
  },
  {
    t: 'T04',
    name: 'an answer that leaves out half of what it deleted: nobody can see that',
    on: ['extruct'],
    options: () => ({ verify: 'all' }),
    deletion: () => first({ leaveOutIds: 5 }),
    expected: () => ({
      state: 'completed',
      byStatus: { deleted: 35, notFound: 5 },
      unseen: [/is called notFound and was removed/],
      sent: 4,
    }),
  },
  {
    t: 'T25',
    name: 'an answer with the ids as urn:uuid',
    on: ['extruct'],
    deletion: () => first({ alter: 'urnIds' }),
    expected: (facts) => ({ ...allGone(facts), sent: 4 }),
  },
];

const beyond: readonly Scenario[] = [
  {
    t: 'T24',
    name: 'more is deleted than was asked for: the run ends at once',
    on: ['extruct', 'minimal'],
    input: (rows) => rows.slice(0, 30),
    deletion: () => first({ overDelete: 2 }),
    expected: ({ name }) => ({
      state: 'stopped',
      byStatus: { [name === 'extruct' ? 'deleted' : 'absent']: 10, skipped: 'rest' },
      rejects: 'GUARD',
      warnings: [name === 'extruct' ? 'foreignId' : 'overDelete'],
      unseen: [/is gone by request 0, and nobody named it/],
      sent: 1,
    }),
  },
  {
    t: 'T24',
    name: 'a count above what was asked for: the run ends at once',
    on: ['minimal'],
    deletion: () => first({ addToCount: 1 }),
    expected: () => ({
      state: 'stopped',
      byStatus: { absent: 10, skipped: 'rest' },
      rejects: 'GUARD',
      warnings: ['overDelete'],
      unseen: [/recordsRemoved is 11, and 10 rows are gone/],
      sent: 1,
    }),
  },
  {
    t: 'T04',
    name: 'a count below what was deleted',
    on: ['minimal'],
    deletion: () => first({ addToCount: -3 }),
    expected: (facts) => ({ ...firstWeak(facts), sent: 4 }),
  },
  {
    t: 'T22',
    name: 'a proxy drops the body of every deletion',
    on: naming,
    deletion: () => always({ dropBody: true }),
    expected: () => ({
      state: 'stopped',
      byStatus: { failed: 10, skipped: 'rest' },
      rejects: 'INVALID_REQUEST',
      problems: ['INVALID_REQUEST'],
      warnings: ['bodyDropped'],
      sent: 1,
    }),
  },
  ...([1, 2] as const).map((bad): Scenario => ({
    t: 'T18',
    name: `${bad} in 200 ids are bad`,
    rows: 200,
    options: (_rows, { limit }) => ({ chunk: { maxIds: Math.min(limit, 100) } }),
    deletion: (_facts, rows) => refuseIds([rows[30] ?? '', rows[150] ?? ''].slice(0, bad)),
    expected: ({ clean }) => ({
      state: 'completedWithFailures',
      byStatus: add([clean, 200 - bad], ['failed', bad]),
      problems: ['INVALID_ID'],
      mostSent: 40,
    }),
  })),
  {
    t: 'T21',
    name: 'a limit of ids that becomes smaller during the run',
    rows: 80,
    deletion: () => [
      { until: 2, moreIdsThan: 10, fault: tooLarge },
      { from: 2, until: 6, moreIdsThan: 5, fault: tooLarge },
      { from: 6, moreIdsThan: 2, fault: tooLarge },
    ],
    expected: ({ clean }) => ({ state: 'completed', byStatus: { [clean]: 80 }, mostSent: 60 }),
  },
  // Its own limit is 4,000: nothing longer is ever written.
  ...[1_000, 2_000, 3_000].map((bytes): Scenario => ({
    t: 'T21',
    name: `URLs above ${bytes} bytes are too long`,
    on: ['minimal'],
    rows: 2_400,
    options: () => ({ chunk: {} }),
    deletion: () => ({ moreTargetBytesThan: bytes, fault: { status: 414 } }),
    expected: () => ({ state: 'completed', byStatus: { deleted: 2_400 }, mostSent: 40_000 / bytes }),
  })),
];

const limitsOfInput: readonly Scenario[] = [
  {
    t: 'T25',
    name: 'numbers at the edge of what a number can be, and zeros in front',
    on: ['minimal'],
    target: { idType: 'string' },
    input: () => ['9007199254740993', '9007199254740991', '007', '7'],
    expected: () => ({
      state: 'completed',
      byStatus: { absent: 4 },
      sent: 1,
    }),
  },
  {
    t: 'T25',
    name: 'two normal forms of one letter are two ids',
    on: ['splendor'],
    input: () => ['r\u00e9c', 're\u0301c'],
    expected: () => ({ state: 'completed', byStatus: { absent: 2 }, sent: 1 }),
    check: ({ truth }) =>
      truth.requests[0]?.ids.join() === 'r\u00e9c,re\u0301c' ? [] : ['an id was written otherwise'],
  },
  {
    t: 'T26',
    name: 'lines with a mark of the byte order, CRLF, and no end of the last',
    source: (ids) =>
      readLines([Buffer.from(`\uFEFF${ids.slice(0, 5).join('\r\n')}\r\n${ids.slice(5).join('\r\n')}`)]),
    expected: (facts) => ({ ...allGone(facts), sent: 4 }),
  },
  {
    t: 'T39',
    name: 'the input throws after 15 ids: what was read is settled',
    source: function* (ids) {
      yield* ids.slice(0, 15);
      throw new Error('the file ends here');
    },
    expected: ({ clean }) => ({
      state: 'stopped',
      byStatus: { [clean]: 15 },
      rejects: 'INPUT',
      sent: 2,
    }),
  },
  {
    t: 'T39',
    name: 'the input never ends: the guard does',
    source: async function* (ids, { clock }) {
      for (let index = 0; ; index += 1) {
        await clock.sleep(1_000);
        yield ids[index % ids.length] ?? '';
      }
    },
    input: (rows) => Array.from({ length: 200 }, (_value, index) => rows[index % rows.length] ?? ''),
    options: () => ({ guards: { maxDeletes: 60 }, dedupe: 'off' }),
    expected: ({ clean }) => ({
      state: 'stopped',
      byStatus: { ...add([clean, 40], ['absent', 20]), skipped: 'rest' },
      rejects: 'GUARD',
      sent: 6,
    }),
  },
];

const throwing: readonly (readonly [name: string, make: () => DeleteOptions, warnings: readonly string[]])[] =
  [
    [
      'onEvent',
      () => ({
        onEvent: () => {
          throw new Error('not mine');
        },
      }),
      ['listenerFailed'],
    ],
  ];

const callbacks: readonly Scenario[] = throwing.map(([name, make, warnings]): Scenario => ({
  t: 'T40',
  name: `${name} throws: no id is lost`,
  options: make,
  expected: (facts) => ({ ...allGone(facts), warnings, sent: 4 }),
}));

export const spoils: readonly Scenario[] = [...cuts, ...beyond, ...limitsOfInput, ...callbacks];
