/** Rows named by what they hold: filters that are too wide, that grow, and that match another number than was counted. */
import type { DeleteWhereOptions } from '@rowsweep/runtime';
import type { RowData } from '@rowsweep/sandbox';
import type { Played } from './play.js';
import { at, first, opaque, type Expected, type Scenario } from './scenario.js';

/** All ids that there are and that there will be. */
const everyId = { id: { bw: [1, 1_000] } };
/** Leave to delete so many, also where that is more than half of the table. */
const upTo = (maxDeletes: number): DeleteWhereOptions => ({
  guards: { maxDeletes, maxFractionOfTarget: 1 },
});
const directUpTo = (maxDeletes: number): DeleteWhereOptions => ({
  ...upTo(maxDeletes),
  filterStrategy: 'direct',
});
const counting: DeleteWhereOptions = { dryRun: 'count' };

/** Rows that somebody else makes, with the ids that follow on those that are there. */
const late = (count: number): readonly RowData[] =>
  Array.from({ length: count }, (_value, index) => ({
    name: `Late ${index}`,
    email: `late${index}@example.com`,
  }));
const idsAfter = (rows: readonly string[], count: number): readonly string[] =>
  Array.from({ length: count }, (_value, index) => String(rows.length + 1 + index));

/** Nothing at all is gone. */
const untouched = ({ truth }: Played): readonly string[] =>
  truth.rows.some(({ removedBy }) => removedBy !== null) || truth.mutations > 0
    ? ['something was deleted, or was to be']
    : [];
/** How many rows are there at the end, of those that were there and those that were added. */
const leaves =
  (count: number) =>
  ({ truth }: Played): readonly string[] => {
    const left = truth.rows.filter(({ removedBy }) => removedBy === null).length;
    return left === count ? [] : [`${left} rows are left, not ${count}`];
  };
/** What is said of a filter that was sent itself. */
const says =
  (status: string, removed: number | undefined) =>
  ({ summary }: Played): readonly string[] =>
    summary.filter?.status === status && summary.recordsRemoved === removed
      ? []
      : [`the filter is ${String(summary.filter?.status)}, ${String(summary.recordsRemoved)} removed`];

const stopped: Expected = { state: 'stopped', byStatus: {}, rejects: 'GUARD', sent: 0 };
const completed: Expected = { state: 'completed', byStatus: {} };

const ofRows: readonly Scenario[] = (
  [
    {
      name: 'a filter that is empty, broad or unsafe is refused before anything is sent',
      input: () => [],
      where: () => ({
        filter: everyId,
        options: counting,
        refused: [
          [{}, upTo(1_000)],
          [undefined, upTo(1_000)],
          [{ id: {} }, upTo(1_000)],
          [{ name: { eq: '' } }, upTo(1_000)],
          [{ name: { ne: 'nobody' } }, upTo(1_000)],
          [{ id: { gt: 0 } }, upTo(1_000)],
          [{ name: { li: 'User' } }, upTo(1_000)],
          [{ name: { in: ['User 1', 'a,b'] } }, upTo(1_000)],
          [{ id: { bw: [1, 2] }, ID: { bw: [1, 2] } }, upTo(1_000)],
          [everyId, { guards: {} } as DeleteWhereOptions],
        ],
      }),
      expected: () => ({ ...completed, state: 'dryRun', warnings: ['maxFractionOfTarget'], sent: 0 }),
      check: untouched,
    },
    {
      name: 'a filter that matches more than half of the table',
      input: () => [],
      where: () => ({ filter: { id: { bw: [1, 21] } }, options: { guards: { maxDeletes: 40 } } }),
      expected: () => stopped,
      check: untouched,
    },
    {
      name: 'a filter, by the ids that it finds: those and no other',
      input: (rows) => rows.slice(0, 20),
      where: () => ({ filter: { id: { bw: [1, 20] } }, options: { guards: { maxDeletes: 20 } } }),
      expected: () => ({ state: 'completed', byStatus: { deleted: 20 }, sent: 2 }),
    },
    {
      name: 'a filter that grows after its ids were read: what is new stays',
      where: () => ({ filter: everyId, options: upTo(40) }),
      deletion: () => first({ addRows: late(5) }),
      expected: () => ({ state: 'completed', byStatus: { deleted: 40 }, sent: 4 }),
      check: leaves(5),
    },
    {
      name: 'a filter that grows while its ids are read: what was read goes',
      rows: 120,
      input: (rows) => [...rows, ...idsAfter(rows, 2)],
      where: () => ({ filter: everyId, options: upTo(122) }),
      read: () => at(1, { addRows: late(2) }),
      expected: () => ({ state: 'completed', byStatus: { deleted: 122 }, sent: 13 }),
      check: leaves(0),
    },
    {
      name: 'a filter that grows beyond its bound while its ids are read: nothing goes',
      rows: 120,
      input: () => [],
      where: () => ({ filter: everyId, options: upTo(121) }),
      read: () => at(1, { addRows: late(2) }),
      expected: () => stopped,
      check: untouched,
    },
    {
      name: 'a filter that matches another number than the dry run counted',
      input: () => [],
      where: () => ({
        filter: everyId,
        options: { guards: { maxDeletes: 100, maxFractionOfTarget: 1, expectCount: 40 } },
      }),
      read: () => first({ addRows: late(1) }),
      expected: () => stopped,
      check: untouched,
    },
    {
      name: 'a filter whose deletion is cut: its ids are sent again',
      where: () => ({ filter: everyId, options: upTo(40) }),
      deletion: () => first({ cut: 'after' }),
      expected: () => ({ state: 'completed', byStatus: { absent: 10, deleted: 30 }, sent: 5 }),
    },
    {
      name: 'a filter that is sent itself and grows before it arrives: told, within the bound',
      input: () => [],
      where: (rows) => ({
        filter: everyId,
        options: directUpTo(100),
        meant: [...rows, ...idsAfter(rows, 5)],
      }),
      deletion: () => first({ addRows: late(5) }),
      expected: () => ({ ...completed, warnings: ['moreThanMatched'], sent: 1 }),
      check: says('deleted', 45),
    },
    {
      name: 'a filter that is sent itself and grows beyond the bound: the loudest error',
      input: () => [],
      where: (rows) => ({ filter: everyId, options: directUpTo(42), meant: [...rows, ...idsAfter(rows, 5)] }),
      deletion: () => first({ addRows: late(5) }),
      expected: () => ({ ...stopped, warnings: ['moreThanMatched'], sent: 1 }),
      check: says('deleted', 45),
    },
    {
      name: 'a filter that is sent itself, and its answer is lost: it is gone, and it is sent once',
      input: () => [],
      where: (rows) => ({ filter: everyId, options: directUpTo(40), meant: rows }),
      deletion: () => first({ cut: 'after' }),
      expected: () => ({ ...completed, sent: 1 }),
      check: says('absent', undefined),
    },
    {
      name: 'a filter that is sent itself, lost on the way there: nobody knows, and it is sent once',
      input: () => [],
      where: () => ({ filter: everyId, options: directUpTo(40), meant: [] }),
      deletion: () => first({ cut: 'before' }),
      expected: () => ({ ...completed, state: 'completedWithFailures', sent: 1 }),
      check: says('unknown', undefined),
    },
  ] satisfies readonly Omit<Scenario, 't' | 'on'>[]
).map((scenario): Scenario => ({ t: 'T23', on: ['minimal'], ...scenario }));

const keyed: readonly RowData[] = Array.from({ length: 40 }, (_value, index) => ({
  id: `key-${index}`,
  name: `name ${index}`,
}));
const one: DeleteWhereOptions = { guards: { maxDeletes: 1 } };
const oneDirect: DeleteWhereOptions = { ...one, filterStrategy: 'direct' };

const ofRecords: readonly Scenario[] = (
  [
    {
      name: 'a key that is empty, or is not one key, is refused before anything is sent',
      input: () => [],
      where: () => ({
        filter: { id: 'key-7' },
        options: counting,
        refused: [
          [{}, one],
          [null, one],
          [{ id: '' }, one],
          [{ id: ' ' }, one],
          [{ id: { eq: 'key-7' } }, one],
          [{ id: 'key-7', name: 'name 7' }, one],
          [{ id: ['key-7', 'key-8'] }, one],
        ],
      }),
      expected: () => ({ ...completed, state: 'dryRun', sent: 0 }),
      check: untouched,
    },
    {
      name: 'a key: its record and no other',
      input: (rows) => rows.slice(7, 8),
      where: () => ({ filter: { id: 'key-7' }, options: one }),
      expected: () => ({ state: 'completed', byStatus: { absent: 1 }, sent: 1 }),
      check: leaves(39),
    },
    {
      name: 'a key that gets a second record after it was read: that one stays',
      input: (rows) => rows.slice(7, 8),
      where: () => ({ filter: { id: 'key-7' }, options: one }),
      deletion: () => first({ addRows: [{ id: 'key-7', name: 'another' }] }),
      expected: () => ({ state: 'completed', byStatus: { absent: 1 }, sent: 1 }),
      check: leaves(40),
    },
    {
      name: 'a key that has two records: it is not unique, and nothing goes',
      input: () => [],
      where: () => ({ filter: { id: 'key-7' }, options: { guards: { maxDeletes: 5 } } }),
      read: () => first({ addRows: [{ id: 'key-7', name: 'another' }] }),
      expected: () => stopped,
      check: untouched,
    },
    {
      name: 'a key of which the dry run counted one, and whose record is gone by now',
      input: () => [],
      where: () => ({ filter: { id: 'key-77' }, options: { guards: { maxDeletes: 1, expectCount: 1 } } }),
      expected: () => stopped,
      check: untouched,
    },
    {
      name: 'a key that is sent itself',
      input: () => [],
      where: (rows) => ({ filter: { id: 'key-7' }, options: oneDirect, meant: rows.slice(7, 8) }),
      expected: () => ({ ...completed, sent: 1 }),
      check: (played) => [...says('absent', undefined)(played), ...leaves(39)(played)],
    },
    {
      name: 'a key that is sent itself, and its answer is lost: it is gone, and it is sent once',
      input: () => [],
      where: (rows) => ({ filter: { id: 'key-7' }, options: oneDirect, meant: rows.slice(7, 8) }),
      deletion: () => first({ cut: 'after' }),
      expected: () => ({ ...completed, sent: 1 }),
      check: says('absent', undefined),
    },
  ] satisfies readonly Omit<Scenario, 't' | 'on' | 'rows'>[]
).map((scenario): Scenario => ({ t: 'T23', on: opaque, rows: keyed, ...scenario }));

export const filters: readonly Scenario[] = [...ofRows, ...ofRecords];
