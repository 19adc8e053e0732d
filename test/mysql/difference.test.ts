/** The embedded store against a real database: every character's weight, and filters that nobody thought of. */
import { randomUUID } from 'node:crypto';
import { createSandbox } from '@rowsweep/sandbox';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { BridgeError, openBridge, type Bridge } from '../../sandbox/stores/mysql-bridge.js';
import { weighCharacter, weighedRanges } from '../../sandbox/stores/sql-collation.js';
import { SqlFault, type SqlRows } from '../../sandbox/stores/sql-types.js';
import { find, mysqlUrl, openEmbedded, openMysql, readFilter, type Stores } from '../sandbox/sql-stores.js';
import { often } from '../properties.js';

if (mysqlUrl === null) throw new Error('These tests need SANDBOX_MYSQL_URL.');
const url = mysqlUrl;
const opened: Stores[] = [];
afterAll(() => {
  for (const stores of opened) stores.close();
});

/** What cannot be read is not ours: another test's database that is just being made or dropped. */
function holdsRow(run: Bridge, database: string, email: string): boolean {
  try {
    const result = run(`SELECT id FROM \`${database}\`.users WHERE email = '${email}'`);
    return 'rows' in result && result.rows.length > 0;
  } catch (error) {
    if (error instanceof BridgeError) return false;
    throw error;
  }
}

describe('a real database behind Minimal', () => {
  it('is one for each sandbox, and is dropped with it', async () => {
    const run = openBridge(url);
    const list = (): readonly unknown[] => {
      const result = run("SHOW DATABASES LIKE 'rowsweep\\_%'");
      return 'rows' in result ? result.rows.flatMap((row) => Object.values(row)) : [];
    };
    // Other tests make and drop databases at the same time; ours are those that hold this row.
    const email = `${randomUUID()}@example.com`;
    const settings = { providers: ['minimal'], rows: 3 } as const;
    const sandboxes = [await createSandbox(settings), await createSandbox(settings)];
    for (const { minimal } of sandboxes) minimal.store.insert([{ name: 'Ours', email }]);
    const made = list().filter((name) => holdsRow(run, String(name), email));
    expect(made).toHaveLength(2);
    const counts = made.map((name) => run(`SELECT id FROM \`${String(name)}\`.users`));
    expect(counts.map((result) => ('rows' in result ? result.rows.length : 0))).toEqual([4, 4]);
    for (const sandbox of sandboxes) await sandbox.close();
    const left = new Set(list());
    expect(made.filter((name) => left.has(name))).toEqual([]);
  });
});

describe('the embedded store of Minimal', () => {
  it('weighs every character that it takes as the database does', () => {
    const codes = weighedRanges.flatMap(([first, last]) =>
      Array.from({ length: last - first + 1 }, (_value, index) => first + index),
    );
    const run = openBridge(url);
    const different: string[] = [];
    for (let at = 0; at < codes.length; at += 1_000) {
      const part = codes.slice(at, at + 1_000);
      const cells = part.map((code) => {
        const character = `CONVERT(_utf32 x'${code.toString(16).padStart(8, '0')}' USING utf8mb4)`;
        return `HEX(WEIGHT_STRING(${character} COLLATE utf8mb4_general_ci)) AS c${String(code)}`;
      });
      const result = run(`SELECT ${cells.join(', ')}`);
      const weights = 'rows' in result ? (result.rows[0] ?? {}) : {};
      for (const code of part) {
        const ours = weighCharacter(String.fromCharCode(code)).toString(16).toUpperCase().padStart(4, '0');
        const theirs = weights[`c${String(code)}`];
        if (ours !== theirs) different.push(`${code.toString(16)}: ${ours}, not ${String(theirs)}`);
      }
    }
    expect(codes.length).toBeGreaterThan(40_000);
    expect(different).toEqual([]);
  });

  const number = fc.oneof(
    fc.integer({ min: -3, max: 12 }).map(String),
    fc.constantFrom(
      '1abc',
      'abc',
      ' 2',
      '3 ',
      '1.5',
      '1e1',
      '-',
      '.5',
      '5.',
      '+4',
      '0x1',
      '1e',
      '9007199254740993',
      '9007199254740992',
      '9223372036854775808',
      '1e30',
      '-1e400',
      '0.00005',
    ),
  );
  const letters = 'aAbB \u00e9eE\u0301\u00df\u00dfs%_\\\'"19-\u{1f600}\u0439\u0418\u3042\uac00';
  const letter = fc.constantFrom(...Array.from(letters));
  const text = fc.array(letter, { minLength: 1, maxLength: 4 }).map((list) => list.join(''));
  const operators = ['eq', 'ne', 'lt', 'gt', 'le', 'ge'] as const;
  const patterns = ['li', 'rli', 'nli', 'il'] as const;
  const conditionOn = (column: string, value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.oneof(
      fc.tuple(fc.constantFrom(...operators), value).map(([name, one]) => `${column}=${name}.${one}`),
      fc.tuple(fc.constantFrom(...patterns), value).map(([name, one]) => `${column}=${name}.${one}`),
      fc
        .tuple(fc.constantFrom('in', 'nin'), fc.array(value, { minLength: 1, maxLength: 4 }))
        .map(([name, list]) => `${column}=${name}.${list.join(',')}`),
      fc
        .tuple(value, value)
        .filter((pair) => pair.every((one) => !one.includes('.')))
        .map(([low, high]) => `${column}=bw.${low}.${high}`),
    );
  const filter = fc.oneof(
    conditionOn('id', number),
    conditionOn('amount', number),
    conditionOn('batch', number),
    conditionOn('note', text),
  );
  const rows = fc.array(
    fc.record({
      amount: fc.option(
        fc.constantFrom('0', '1.5', '-0.5', '5', '0.0001', '9007199254740.9931', '9007199254740.993'),
      ),
      batch: fc.option(fc.integer({ min: -3, max: 12 })),
      note: fc.option(text),
    }),
    { minLength: 3, maxLength: 6 },
  );

  it('finds and removes the rows that the database finds and removes', () => {
    const real = openMysql(url);
    opened.push(real);
    const table = real.table('ledger');
    const large = [{ id: '9007199254740993' }, { id: '9007199254740992' }, { id: '-2' }];
    const cases = fc.record({ rows, filters: fc.array(filter, { minLength: 4, maxLength: 8 }) });
    fc.assert(
      fc.property(cases, ({ rows: some, filters }) => {
        const embedded = openEmbedded().table('ledger');
        table.remove([]);
        const given = [...some.map((row, index) => ({ ...row, id: index + 1 })), ...large];
        for (const one of [table, embedded]) one.insert(given);
        for (const one of filters) {
          const found = find(table, one);
          expect(findOr(embedded, one, found), one).toEqual(found);
        }
        const known = filters.find((one) => findOr(embedded, one, []).length > 0);
        if (known !== undefined) expect(removeBy(embedded, known), known).toEqual(removeBy(table, known));
      }),
      { numRuns: often(150) },
    );
  });
});

/** What the embedded store says outright that it does not know is no difference. */
function findOr(table: SqlRows, filter: string, instead: string[]): string[] {
  try {
    return find(table, filter);
  } catch (error) {
    if (error instanceof SqlFault && error.message.startsWith('the embedded store does not know'))
      return instead;
    throw error;
  }
}

function removeBy(table: SqlRows, filter: string): unknown {
  return [table.remove(readFilter(table, filter)), table.ids()];
}
