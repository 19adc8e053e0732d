/** What `deleteWhere` refuses before anything is sent, each with its reason. */
import { describe, expect, it } from 'vitest';
import { auditPart } from '../../runtime/bulk/audit/audit-part.js';
import { bulkWithFilter } from '../../runtime/bulk/where/where.js';
import type { DeleteWhereOptions } from '../../runtime/bulk/where/filter-types.js';
import type { DeleteOptions } from '../../runtime/bulk/options.js';
import { checkFilter } from '../../runtime/bulk/where/filter.js';
import { connect } from '../../runtime/connection.js';
import { isRowsweepError } from '../../runtime/errors.js';
import { behaviourOf, providerDefinition } from './bulk-tables.js';
import { memoryJournal } from './memory-journal.js';
import { filterBehaviour, madeUpRows, whereBench, type WhereBench } from './where-bench.js';

const bound: DeleteWhereOptions = { guards: { maxDeletes: 10 } };

/** Sends nothing, and says why. */
function refusal(
  bench: WhereBench,
  filter: unknown,
  options: unknown = { guards: { maxDeletes: 10 } },
): string {
  try {
    bench.deleter.deleteWhere(filter as never, options as never);
  } catch (error) {
    if (!isRowsweepError(error)) throw error;
    expect(error.effect).toBe('none');
    expect(bench.seen).toEqual([]);
    return `${error.code}: ${error.message}`;
  }
  throw new Error('It was not refused.');
}

const lone = '\ud800';
const poisoned = {
  get state(): never {
    throw new Error('no');
  },
};

describe('a filter', () => {
  it.each<[string, unknown, RegExp]>([
    ['nothing', {}, /it is empty, so nothing would limit/],
    ['undefined', undefined, /it wants an object; got undefined/],
    ['null', null, /it wants an object; got null/],
    ['a text', 'state=eq.off', /it wants an object; got a string/],
    ['a list', [['state', { eq: 'off' }]], /it wants an object; got an array/],
    ['a map', new Map([['state', { eq: 'off' }]]), /it wants an object/],
    ['a getter that throws', poisoned, /it cannot be read/],
    ['no operator', { state: {} }, /state has no operator; there is eq, ne, lt/],
    ['a bare value', { state: 'off' }, /state wants an object; got a string/],
    ['an unknown operator', { state: { like: 'x' } }, /state has the operator "like"; there is eq/],
    ['an inherited operator', { state: { toString: 'x' } }, /the operator "toString"/],
    ['two operators on a column', { n: { eq: 1, ne: 2 } }, /n has 2 operators; a column can have one/],
    ['a second operator without a value', { n: { eq: 1, ne: undefined } }, /n has 2 operators/],
    ['an operator without a value', { n: { eq: undefined } }, /n eq wants text.*got undefined/],
    ['null as a value', { n: { eq: null } }, /n eq wants text.*got null/],
    ['a truth value', { n: { eq: true } }, /n eq wants text.*got a boolean/],
    ['NaN', { n: { eq: NaN } }, /n eq wants text.*got NaN/],
    ['an infinite number', { n: { eq: Infinity } }, /n eq wants text/],
    ['a number beyond 2^53', { n: { eq: 2 ** 53 } }, /n eq wants text, a safe integer/],
    ['a number with an exponent', { n: { eq: 1e-9 } }, /n eq wants text.*a plain fraction/],
    ['an empty text', { n: { eq: '' } }, /n eq has an empty value/],
    ['a blank text', { n: { eq: ' \u200b' } }, /n eq has an empty value/],
    ['half a character', { n: { eq: lone } }, /n eq has half of a surrogate pair/],
    ['a control character', { n: { eq: 'a\u0000b' } }, /n eq has a value that holds a control character/],
    ['an empty list', { n: { in: [] } }, /n in has an empty list/],
    ['no list', { n: { in: 1 } }, /n in wants a list; got a number/],
    ['a list with a hole', { n: { in: new Array<number>(1) } }, /n in wants text.*got undefined/],
    ['a list with an empty text', { n: { in: [1, ''] } }, /n in has an empty value/],
    ['a comma in a list', { n: { in: ['a,b'] } }, /n in has a value that holds a comma/],
    ['one bound', { n: { bw: [1] } }, /n bw wants a lower and an upper bound; got 1/],
    ['three bounds', { n: { bw: [1, 2, 3] } }, /n bw wants a lower and an upper bound; got 3/],
    ['a fraction as a bound', { n: { bw: [1.5, 2] } }, /n bw has a value that holds a dot/],
    ['bounds the wrong way round', { n: { bw: [10, 9] } }, /n bw has a lower bound above its upper bound/],
    ['a column without a name', { ' ': { eq: 1 } }, /a column without a name/],
    ['a column that is no column', { page: { eq: 1 } }, /page is no column/],
    ['the same in capitals', { SIZE: { eq: 1 } }, /SIZE is no column/],
    [
      'a column that cannot be written',
      { 'a&b': { eq: 1 } },
      /the column "a&b" has a name that cannot be written/,
    ],
    ['half a character as a column', { [lone]: { eq: 1 } }, /has a name that cannot be written/],
  ])('%s', (_what, filter, reason) => {
    const text = refusal(whereBench({ rows: madeUpRows(4) }), filter);
    expect(text).toMatch(/^GUARD: The filter was not sent: /);
    expect(text).toMatch(reason);
  });

  it('with a column twice, in two cases of letters', () => {
    const columns = { ...filterBehaviour.columns, pattern: '[A-Za-z_]+' };
    const filter = { n: { eq: 1 }, N: { eq: 2 } };
    expect(refusal(whereBench({ filter: { columns } }), filter)).toMatch(/the column N is there twice/);
  });

  it('with a column that is not declared', () => {
    const columns = { names: ['state', 'n'], pattern: null, reserved: [], unique: false };
    const bench = whereBench({ filter: { columns } });
    expect(refusal(bench, { other: { eq: 1 } })).toMatch(/there is no column "other"; there is state, n/);
  });

  it.each<[unknown, RegExp]>([
    [{ n: { ne: 1 } }, /ne may match nearly everything/],
    [{ n: { lt: 1 } }, /lt may match nearly everything/],
    [{ state: { li: 'o' }, n: { eq: 1 } }, /li may match nearly everything/],
  ])('broad without leave: %j', (filter, reason) => {
    expect(refusal(whereBench(), filter)).toMatch(reason);
  });

  it.each<[unknown, RegExp]>([
    [{ state: { li: '%' } }, /state li has a value that holds a wildcard/],
    [{ state: { nli: 'a_b' } }, /nli is documented for reading only|state nli/],
  ])('broad with leave, and still not safe: %j', (filter, reason) => {
    const options = { filterStrategy: 'direct', guards: { maxDeletes: 1, allowBroadFilter: true } };
    expect(refusal(whereBench(), filter, options)).toMatch(reason);
  });

  it('too long for a request line, and says where many ids belong', () => {
    const many = Array.from({ length: 200 }, (_value, index) => `row-${index}`);
    expect(refusal(whereBench(), { id: { in: many } })).toMatch(/bytes, and may have 600\..*deleteMany/);
  });

  it('by a unique column: exactly one, not empty, not an object', () => {
    const unique = { columns: { names: null, pattern: null, reserved: [], unique: true }, operators: null };
    const bench = whereBench({ filter: unique });
    expect(refusal(bench, { a: '1', b: '2' })).toMatch(
      /wants exactly one column, whose values are unique; got 2/,
    );
    expect(refusal(bench, {})).toMatch(/it is empty/);
    expect(refusal(bench, { email: '' })).toMatch(/email has an empty value/);
    expect(refusal(bench, { email: { eq: 'a' } })).toMatch(/email wants text/);
    expect(refusal(bench, { email: ['a'] })).toMatch(/email wants text/);
  });
});

describe('options', () => {
  it.each<[string, unknown, RegExp]>([
    ['no bound', {}, /^GUARD: deleteWhere needs guards.maxDeletes/],
    ['no bound, told so', { dryRun: false }, /^GUARD: deleteWhere needs/],
    ['an endless bound', { guards: { maxDeletes: Infinity } }, /^GUARD: deleteWhere needs/],
    [
      'an unknown strategy',
      { filterStrategy: 'quick', dryRun: true },
      /^CONFIGURATION: .*filterStrategy must be/,
    ],
    ['an unknown dry run', { dryRun: 'yes' }, /^CONFIGURATION: .*dryRun must be/],
    [
      'a count that is none',
      { dryRun: true, guards: { expectCount: -1 } },
      /^CONFIGURATION: .*expectCount must be/,
    ],
    [
      'bounds the wrong way round',
      { dryRun: true, guards: { expectCount: { min: 2, max: 1 } } },
      /expectCount must be/,
    ],
    [
      'a share above one',
      { dryRun: true, guards: { maxFractionOfTarget: 2 } },
      /maxFractionOfTarget must be/,
    ],
    [
      'a share of what cannot be counted',
      { dryRun: true, guards: { maxFractionOfTarget: 0.5 } },
      /needs a way to count/,
    ],
    [
      'a guard that is misspelt',
      { dryRun: true, guards: { maxDelete: 1 } },
      /^CONFIGURATION: .*guards.maxDelete/,
    ],
    [
      'leave that is no truth value',
      { dryRun: true, guards: { allowBroadFilter: 1 } },
      /allowBroadFilter must be/,
    ],
    [
      'a journal for what has no ids',
      { ...bound, filterStrategy: 'direct', journal: {} },
      /nothing to write into journal/,
    ],
  ])('%s', (_what, options, reason) => {
    expect(refusal(whereBench({ rows: madeUpRows(2) }), { state: { eq: 'off' } }, options)).toMatch(reason);
  });

  it.each<[string, DeleteOptions]>([
    ['journal', { journal: memoryJournal() }],
    ['audit', { audit: { part: auditPart, write: () => Promise.resolve() } }],
  ])('that the deleter was made with: %s, for what has no ids', (name, defaults) => {
    const bench = whereBench({ rows: madeUpRows(2), defaults });
    const off = { state: { eq: 'off' } };
    const reason = new RegExp(`^CONFIGURATION: .*nothing to write into ${name}`);
    expect(refusal(bench, off, { ...bound, filterStrategy: 'direct' })).toMatch(reason);
    expect(refusal(bench, off, { dryRun: 'count', filterStrategy: 'direct' })).toMatch(reason);
  });

  it('of deleteMany do not know those of deleteWhere: a guard that would do nothing is refused', () => {
    const { deleter } = whereBench();
    const options = { guards: { expectCount: 1 } } as object;
    expect(() => deleter.deleteMany(['r1'], options)).toThrow(/there is no option guards.expectCount/);
  });

  it('a behaviour that can list nothing is refused before anything is asked', () => {
    const behaviour = { ...behaviourOf({ where: 'query' }), filter: filterBehaviour };
    const fetch = (): Promise<Response> => Promise.reject(new Error('nothing may be sent'));
    const deleter = bulkWithFilter(connect(providerDefinition, { fetch }), behaviour, { table: 't1' });
    expect(() => deleter.deleteWhere({ n: { eq: 1 } }, { dryRun: true })).toThrow(/a way to list rows/);
  });
});

it('says columns and operators, and never a value', () => {
  const filter = { state: { eq: 'secret-1' }, n: { in: ['secret-2', 3, 4n] } };
  const checked = checkFilter('acme', filterBehaviour, filter);
  expect(checked.text).toBe('state eq and n in (3)');
  expect(checked.conditions.map(({ written }) => written)).toEqual(['eq.secret-1', 'in.secret-2,3,4']);
  expect(() => checkFilter('acme', filterBehaviour, { n: { in: ['secret,3'] } })).toThrow(/^(?!.*secret)/);
});

it('reads each value once: what was checked is what is sent', () => {
  let reads = 0;
  const filter = {
    get n() {
      reads += 1;
      return { eq: reads };
    },
  };
  expect(checkFilter('acme', filterBehaviour, filter).conditions[0]?.written).toBe('eq.1');
  expect(reads).toBe(1);
});
