/**
 * What a mock of a database gets wrong, held against whichever store the run has: the embedded one in `npm test`, a
 * real MariaDB in `npm run test:mysql`. The expected answers are MariaDB's.
 */
import { createMinimal } from '@rowsweep/minimal';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { find, mysqlUrl, openEmbedded, openMysql, readFilter, type Stores } from './sql-stores.js';
import { send, startSandbox } from './start.js';

let stores: Stores | null = null;
const open = (): Stores => (stores ??= mysqlUrl === null ? openEmbedded() : openMysql(mysqlUrl));
const close = (): void => {
  stores?.close();
  stores = null;
};
afterAll(close);

/** One row each, under the ids 1, 2, 3 … in the order of the list. */
function addNotes(notes: readonly (string | null)[]): ReturnType<Stores['table']> {
  const table = open().table('ledger');
  table.insert(notes.map((note, index) => ({ id: index + 1, note })));
  return table;
}

describe('the tables of Minimal', () => {
  beforeEach(close);

  it.each([
    ['id=eq.1abc', ['1']],
    ['id=eq.abc', []],
    ['id=lt.abc', ['-3']],
    ['id=in.1abc,2 ', ['1', '2']],
    ['id=in.0x1,x', []],
    ['id=eq.1.0', ['1']],
    ['id=eq.1.4', []],
    ['id=in.1.4,2.5', []],
    ['id=eq.1e1', ['10']],
    ['id=eq.+1', ['1']],
    ['id=eq. 01', ['1']],
    ['id=bw.1abc.2x', ['1', '2']],
    ['id=lt.99999999999999999999', ['-3', '1', '2', '10']],
    ['id=eq.99999999999999999999', []],
    ['id=gt.1e400', []],
    ['id=li.1', ['1', '10']],
  ])('turns text into a number as far as it is one: %s', (filter, expected) => {
    const table = open().table('users');
    table.insert([1, 2, 10, -3].map((id) => ({ id, name: `n${String(id)}`, email: `${String(id)}@x` })));
    expect(find(table, filter)).toEqual(expected);
    expect(table.remove(readFilter(table, filter))).toBe(expected.length);
    expect(expected.some((id) => table.has(id))).toBe(false);
    expect(table.size).toBe(4 - expected.length);
  });

  it('deletes by a cast, and refuses to update by one', () => {
    const table = open().table('users');
    table.insert(2);
    const name = table.findColumn('name');
    expect(() => table.update(readFilter(table, 'id=eq.1abc'), name, 'x')).toThrow(/truncated/i);
    expect(table.remove(readFilter(table, 'id=eq.1abc'))).toBe(1);
    expect(table.ids()).toEqual(['2']);
  });

  it.each([
    ['note=eq.ALPHA', ['1', '2', '3']],
    ['note=eq.alpha   ', ['1', '2', '3']],
    ['note=eq. alpha', ['4']],
    ['note=eq. ', ['5']],
    ['note=ne.alpha', ['4', '5']],
    ['note=in.x,Alpha', ['1', '2', '3']],
    ['note=li.ALPHA', ['1', '2', '3', '4']],
    ['note=rli.alpha ', ['2']],
    ['note=nli.alpha', ['5']],
    ['note=il.PHA ', ['2']],
  ])('ignores case and spaces at the end, but not in patterns: %s', (filter, expected) => {
    expect(find(addNotes(['Alpha', 'alpha ', 'ALPHA', ' alpha', '', null]), filter)).toEqual(expected);
  });

  it.each([
    ['note=eq.e', ['1', '2', '3']],
    ['note=eq.\u00e9', ['1', '2', '3']],
    ['note=eq.e\u0301', ['4']],
    ['note=eq.s', ['5', '6']],
    ['note=eq.ss', []],
    ['note=eq.\u{1f600}', ['7', '8']],
    ['note=rli._\u0301', ['4']],
    ['note=eq.\u0438', ['9']],
    ['note=gt.zz', ['7', '8', '9', '10']],
    ['note=in.E,\u{1f601}', ['1', '2', '3', '7', '8']],
  ])('takes accents off, but does not normalise; all beyond U+FFFF is one: %s', (filter, expected) => {
    const notes = [
      'e',
      '\u00e9',
      '\u00ca',
      'e\u0301',
      's',
      '\u00df',
      '\u{1f600}',
      '\u{1f601}',
      '\u0418',
      '\u0419',
    ];
    expect(find(addNotes(notes), filter)).toEqual(expected);
  });

  it.each([
    ['note=li.50%', ['1', '2', '3']],
    ['note=li.50\\%', ['1']],
    ['note=li.a_b', ['4', '5']],
    ['note=li.a\\_b', ['4']],
    ['note=li.c\\\\d', ['6']],
    ['note=rli.c\\d', []],
    // The backslash takes the percent sign after it, so that a text must end with one.
    ['note=li.\\', ['1']],
    ['note=eq.c\\d', ['6']],
    [`note=eq.o'clock "x" \`y\``, ['7']],
    [`note=li.'`, ['7']],
    [`note=in.' OR '1'='1,";--`, []],
    ['note=eq.a_b', ['4']],
    ['note=rli._', ['1', '2', '3', '4', '5', '6', '7', '8']],
  ])('has live wildcards, and binds quotes and backslashes: %s', (filter, expected) => {
    const notes = ['50%', '500', '50x', 'a_b', 'axb', 'c\\d', `o'clock "x" \`y\``, '\u{1f600}', ''];
    expect(find(addNotes(notes), filter)).toEqual(expected);
  });

  it.each([
    ['note=ne.a', ['2']],
    ['note=nin.a', ['2']],
    ['note=nin.a,x', ['2']],
    ['note=nli.a', ['2']],
    ['note=ge.', ['1', '2']],
    ['amount=ne.5', ['1']],
    ['amount=nin.5,6', ['1']],
    ['batch=lt.9&note=ne.x', ['1']],
  ])('never finds NULL, whatever is asked: %s', (filter, expected) => {
    const table = open().table('ledger');
    table.insert([{ note: 'a', amount: 1, batch: 1 }, { note: 'b' }, {}]);
    expect(find(table, filter)).toEqual(expected);
  });

  it.each([
    ['id=eq.9007199254740993', ['9007199254740993']],
    ['id=eq.9007199254740992', ['9007199254740992']],
    ['id=in.9007199254740993,1', ['9007199254740993']],
    ['id=in.9007199254740993x,1', ['9007199254740993']],
    ['id=gt.9007199254740992', ['9007199254740993', '9223372036854775807']],
    ['id=eq.9223372036854775808', []],
    ['id=bw.-9223372036854775808.-1', ['-9223372036854775808']],
  ])('keeps every digit of a large number: %s', (filter, expected) => {
    const table = open().table('ledger');
    const ids = ['-9223372036854775808', '9007199254740992', '9007199254740993', '9223372036854775807'];
    expect(table.insert(ids.map((id) => ({ id })))).toEqual(ids);
    expect(table.ids()).toEqual(ids);
    expect(find(table, filter)).toEqual(expected);
    expect(table.remove(readFilter(table, filter))).toBe(expected.length);
    expect(table.ids()).toEqual(ids.filter((id) => !expected.includes(id)));
  });

  it('answers a large number with every digit', async () => {
    const { minimal } = await startSandbox({ providers: ['minimal'] });
    minimal.store.table('ledger').insert([{ id: '9007199254740993', amount: '0.1', note: null }]);
    const { org_abbr: org, project_abbr: project, db_type: type, db_name: name } = minimal.target;
    const { text } = await send(
      `${minimal.baseUrl}/minimal/api/rest/auto/v1/${org}/${project}/${type}/${name}/ledger?pg=0&ps=1`,
      {
        headers: {
          'x-org-id': minimal.options.orgId,
          'x-project-id': minimal.options.projectId,
          'x-space-id': minimal.options.spaceId,
          'x-user-id': minimal.options.userId,
          'x-user-roles': minimal.options.userRoles,
        },
      },
    );
    expect(text).toBe('{"data":[{"id":9007199254740993,"amount":"0.1000","batch":null,"note":null}]}');
  });

  it.each([
    ['amount=eq.1.5', ['1']],
    ['amount=eq.15e-1', ['1']],
    ['amount=eq.1.5x', ['1']],
    ['amount=eq.1.50001', []],
    ['amount=in.1.50,2', ['1']],
    ['amount=eq.12345678901234.5678', ['2']],
    ['amount=gt.12345678901234.5677', ['2']],
    ['amount=eq.12345678901234.56781', []],
    ['amount=in.12345678901234.56781', []],
    // With two texts in the list the comparison is one of floating-point numbers, and finds a row that nobody named.
    ['amount=in.12345678901234.56781,7', ['2']],
    ['amount=nin.12345678901234.56781,7', ['1', '3', '4']],
    ['amount=eq.0.1', ['3']],
    ['amount=rli.1.5', ['1']],
    ['amount=lt.0', ['4']],
  ])('compares decimals exactly, except in a list: %s', (filter, expected) => {
    const table = open().table('ledger');
    const amounts = ['1.5', '12345678901234.5678', '0.1', '-0.00005', null];
    table.insert(amounts.map((amount) => ({ amount })));
    expect(find(table, filter)).toEqual(expected);
  });

  it.each([
    ['created_at=eq.2024-01-02 03:04:05', ['1']],
    ['created_at=eq.2024-01-02T03:04:05Z', ['1']],
    ['created_at=eq.2024-1-2 3:4:5 junk', ['1']],
    ['created_at=eq.2024-01-02 03:04:05.5', []],
    ['created_at=ge.2024-01-02', ['1', '3']],
    ['created_at=eq.nonsense', []],
    ['created_at=gt.nonsense', ['1', '3']],
    ['created_at=ne.2024-13-01', ['1', '3']],
    ['created_at=lt.2024-02-31', ['1']],
    ['created_at=li.03:04', ['1', '3']],
  ])('takes what is no time for the earliest of all: %s', (filter, expected) => {
    const table = open().table('users');
    const times = ['2024-01-02T03:04:05.9', null, undefined];
    table.insert(
      times.map((time, index) => ({
        name: 'n',
        email: `${String(index)}@x`,
        ...(time === undefined ? {} : { created_at: time }),
      })),
    );
    expect(find(table, filter)).toEqual(expected);
  });

  it('stores numbers rounded, and refuses what a column does not take', () => {
    const table = open().table('ledger');
    const [id = ''] = table.insert([
      { id: ' 7 ', amount: '1.00005', batch: '2.5', note: `${'x'.repeat(100)}  ` },
    ]);
    expect([id, table.read('7')]).toEqual([
      '7',
      { id: 7n, amount: '1.0001', batch: 3, note: 'x'.repeat(100) },
    ]);
    const add = (row: Readonly<Record<string, unknown>>) => () => table.insert([row]);
    for (const row of [
      { batch: '1abc' },
      { batch: '' },
      { batch: 2 ** 31 },
      { amount: 'x' },
      { amount: '12345678901234567.1' },
      { note: 'x'.repeat(101) },
      { note: ['a'] },
      { id: '9223372036854775808' },
    ]) {
      expect(add(row), JSON.stringify(row)).toThrow(expect.objectContaining({ status: 422 }));
    }
    expect(add({ id: 7 })).toThrow(expect.objectContaining({ status: 409 }));
    expect(add({ nothing: 1 })).toThrow(expect.objectContaining({ status: 400 }));
    expect(table.ids()).toEqual(['7']);
  });

  it('takes keys for the same that differ in case, in accents or in spaces at the end', () => {
    const documents = open().table('documents');
    documents.insert([{ id: 'Zo\u00eb' }]);
    for (const id of ['zoe', 'ZO\u00cb', 'zoe  ']) {
      expect(() => documents.insert([{ id }])).toThrow(expect.objectContaining({ status: 409 }));
      expect(documents.has(id)).toBe(true);
    }
    expect(documents.remove(readFilter(documents, 'id=in.zoe,ZOE'))).toBe(1);
    expect(documents.size).toBe(0);
  });

  it('counts the rows that are other than before, which may be none', () => {
    const table = open().table('ledger');
    table.insert(3);
    const note = table.findColumn('note');
    const all = readFilter(table, 'id=ge.1');
    expect(table.update(all, note, 'Same')).toBe(3);
    expect(table.update(all, note, 'Same')).toBe(0);
    expect(table.update(all, note, 'same')).toBe(3);
    expect(table.remove(readFilter(table, 'id=eq.99'))).toBe(0);
    expect(table.remove(all)).toBe(3);
    expect(table.remove(all)).toBe(0);
  });

  it('takes a list of thousands', () => {
    const table = open().table('users');
    const ids = table.insert(5_000);
    const doomed = ids.filter((_id, index) => index % 5 !== 0);
    const list = [...doomed, ...doomed.map((id) => `${id}0000`)].join(',');
    expect(table.remove(readFilter(table, `id=in.${list}`))).toBe(4_000);
    expect(table.ids()).toEqual(ids.filter((_id, index) => index % 5 === 0));
  });

  it('lets the client see that a collation took more rows than it named', async () => {
    const { minimal } = await startSandbox({ providers: ['minimal'] });
    const names = ['Ann', 'ANN', '\u00c4nn', 'ann ', 'Bob', 'Cid'];
    const rows = names.map((name, index) => ({ name, email: `${String(index)}@example.com` }));
    minimal.store.insert(rows);
    const deleter = createMinimal(minimal.options).rows({
      ...minimal.target,
      idColumn: 'name',
      idType: 'string',
    });
    const run = deleter.deleteMany(['Ann', 'Bob', 'Cid'], { chunk: { maxIds: 2 }, concurrency: 1 });
    await expect(run).rejects.toMatchObject({ code: 'GUARD' });
    // Five rows are gone for two ids, so that the third id was not sent.
    expect(minimal.store.ids()).toEqual(['6']);
  });
});
