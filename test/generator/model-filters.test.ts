/** Filters of plans: what is filled in, what they become in code, and that every reference is held against the description. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Filter } from '../../generator/model/types.js';
import { modelText, type Modelled } from './modelling.js';

const fixture = 'test/fixtures/delete-by-conditions';
const description = readFileSync(`${fixture}/openapi.yaml`, 'utf8');
const overlay = readFileSync(`${fixture}/overlay.yaml`, 'utf8');

/** The fixture's model with a few places of its overlay replaced. */
function modelWith(...changes: readonly (readonly [from: string, to: string])[]): Modelled {
  let text = overlay;
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`The overlay has no ${from}.`);
    text = text.replace(from, to);
  }
  return modelText(description, text);
}

function filterOf({ api, problems }: Modelled, index: number): Filter {
  expect(problems).toEqual([]);
  return api?.deletions[index]?.filter ?? expect.unreachable();
}

describe('filters', () => {
  it('have every default filled in', () => {
    expect(filterOf(modelWith(), 1)).toEqual({
      type: 'PeopleFilter',
      operatorsType: null,
      place: { in: 'body', at: '/people', item: 'key' },
      read: { in: 'body', at: '/key', item: null },
      values: '/fields',
      matches: [],
      listsAll: false,
      columns: { names: null, pattern: null, reserved: [], unique: true },
      operators: null,
      refuse: [],
    });
    const { operators, columns, matches, operatorsType } = filterOf(modelWith(), 0);
    expect({ columns, matches, operatorsType }).toEqual({
      columns: { names: ['state', 'age'], pattern: null, reserved: [], unique: false },
      matches: ['/matching'],
      operatorsType: 'RowsOperators',
    });
    expect(operators?.[1]).toEqual({
      name: 'in',
      description: null,
      takes: 'list',
      prefix: 'in:',
      separator: '|',
      broad: false,
      equals: true,
      readOnly: false,
      refuse: [],
    });
  });

  it.each<[string, string, string, RegExp]>([
    [
      'a parameter that is not there',
      'place: { in: query, at: where }',
      'place: { in: query, at: wher }',
      /^parameter-unknown .*deleteRows has no object parameter wher/,
    ],
    [
      'a parameter that is no object',
      'read: { in: query, at: where }',
      'read: { in: query, at: page }',
      /^parameter-unknown .*listRows has no object parameter page/,
    ],
    [
      'a pointer that leads nowhere',
      'at: /people, item: key }\n          read',
      'at: /persons, item: key }\n          read',
      /^pointer-nowhere .*body of deletePeople has nothing at \/persons/,
    ],
    [
      'a key that elements do not have',
      'item: key }\n          read',
      'item: kee }\n          read',
      /^pointer-nowhere .*An element of \/people has nothing at \/kee/,
    ],
    [
      'a list in place of an object',
      'at: /people, item: key }\n          read',
      'at: /people }\n          read',
      /^pointer-type .*not of type object/,
    ],
    [
      'values that rows do not have',
      'values: /fields',
      'values: /columns',
      /^pointer-nowhere .*A row has nothing at \/columns/,
    ],
    [
      'a number of matches that is none',
      'matches: [/matching]',
      'matches: [/rows]',
      /^pointer-type .*not of type integer or number/,
    ],
    [
      'a column that rows do not have',
      'names: [state, age]',
      'names: [state, colour]',
      /^pointer-nowhere .*A row has nothing at \/colour/,
    ],
    [
      'a column that is reserved',
      '{ names: [state, age] }',
      '{ names: [state], reserved: [STATE] }',
      /^value-unknown .*"state" is reserved/,
    ],
    [
      'a column that is called like a parameter of the read',
      'names: [state, age]',
      'names: [state, Size]',
      /^value-unknown .*"Size" is reserved/,
    ],
    [
      'a column that the pattern does not match',
      '{ names: [state, age] }',
      "{ names: [state], pattern: '[a-f]+' }",
      /^value-unknown .*does not match/,
    ],
    [
      'columns that nothing bounds',
      'columns: { names: [state, age] }',
      'columns: {}',
      /^filter-unbounded .*Any text would be a column/,
    ],
    [
      'operators for a unique column',
      'columns: { names: [state, age] }',
      'columns: { names: [state], unique: true }',
      /^filter-unbounded .*no operators/,
    ],
    [
      'a list without a separator',
      "prefix: 'in:', separator: '|', equals",
      "prefix: 'in:', equals",
      /^filter-operator .*takes several values and has no separator/,
    ],
    [
      'a separator for one value',
      "prefix: 'is:', equals",
      "prefix: 'is:', separator: '|', equals",
      /^filter-operator .*takes one value and has a separator/,
    ],
    [
      'two operators of one name',
      '{ name: from,',
      '{ name: is,',
      /^filter-operator .*Two operators have the name "is"/,
    ],
    [
      'two operators that are written alike',
      "prefix: 'from:'",
      "prefix: 'is:'",
      /^filter-operator .*Two operators have the prefix "is:"/,
    ],
    ['an operator that takes something else', 'takes: range', 'takes: pair', /^extension-invalid .*takes/],
    ['a pattern that is none', "pattern: '%'", "pattern: '('", /^extension-invalid .*pattern/],
    ['a refusal without a reason', ", because: 'holds %'", '', /^extension-invalid .*because/],
  ])('report %s', (_what, from, to, problem) => {
    const { problems, api } = modelWith([from, to]);
    expect(api).toBeNull();
    expect(problems.some((each) => problem.test(each.replace(/ overlay\.yaml:\d+:\d+/, '')))).toBe(true);
    expect(problems.every((each) => each.includes('overlay.yaml:'))).toBe(true);
  });

  it('need a way to list rows', () => {
    const start = overlay.indexOf('        readBack:');
    const end = overlay.indexOf('        filter:');
    const { problems } = modelText(description, overlay.slice(0, start) + overlay.slice(end));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      /^filter-unlisted overlay\.yaml:\d+:\d+ Rows that match have to be listed first/,
    );
  });

  it('cannot list everything where the read requires a filter', () => {
    const required = description.replace(
      'name: where, in: query, style',
      'name: where, in: query, required: true, style',
    );
    const { problems } = modelText(required, overlay);
    expect(problems.join()).toMatch(/listRows requires where, so it cannot list everything/);
  });

  it('cannot list everything where the body of the read requires a filter', () => {
    const all = overlay.replace(
      'columns: { unique: true }',
      'listsAll: true\n          columns: { unique: true }',
    );
    expect(modelText(description, all).problems).toEqual([]);
    const required = description.replace(
      'properties: { key: { type: object }, offset',
      'required: [key]\n              properties: { key: { type: object }, offset',
    );
    expect(modelText(required, all).problems.join()).toMatch(
      /listPeople requires \/key, so it cannot list everything/,
    );
  });

  it('know their columns in every list of rows that an answer may have', () => {
    const lists = description.replace(
      '                  rows:\n',
      '                  others: { type: array, items: { type: object, properties: { id: {}, state: {} } } }\n                  rows:\n',
    );
    const both = overlay.replace('items: [/rows]', 'items: [/rows, /others]');
    expect(modelText(lists, overlay).problems).toEqual([]);
    expect(modelText(lists, both).problems.join()).toMatch(/A row has nothing at \/age/);
  });

  it('have no column that the deletion or the read takes for another parameter or a secret', () => {
    const withSecret = description
      .replace(
        'paths:\n',
        'security: [{ secret: [] }]\ncomponents: { securitySchemes: { secret: { type: apiKey, in: query, name: key } } }\npaths:\n',
      )
      .replace(
        '      parameters:\n',
        '      parameters:\n        - { name: Dry, in: query, schema: { type: boolean } }\n',
      );
    const reservedWith = (columns: string): readonly string[] =>
      filterOf(modelText(withSecret, overlay.replace('{ names: [state, age] }', columns)), 0).columns
        .reserved;
    expect(reservedWith("{ pattern: '[a-z]+' }")).toEqual(['Dry', 'key', 'page', 'size']);
    expect(reservedWith("{ pattern: '[a-z]+', reserved: [dry, SIZE, set] }")).toEqual([
      'dry',
      'SIZE',
      'set',
      'key',
      'page',
    ]);
    // Nothing but these can be a column.
    expect(reservedWith('{ names: [state, age] }')).toEqual([]);

    const { operations } = modelText(withSecret, overlay).api ?? expect.unreachable();
    expect(operations.find(({ name }) => name === 'deleteRows')?.selector?.reservedKeys).toEqual([
      'Dry',
      'key',
    ]);
    const given = overlay.replace(
      "  - target: $.paths['/rows'].delete\n    update:\n",
      (start) =>
        `${start}      x-rowsweep-operation: { selector: { in: query, at: where, reservedKeys: [DRY] } }\n`,
    );
    const again = modelText(withSecret, given).api ?? expect.unreachable();
    expect(again.operations.find(({ name }) => name === 'deleteRows')?.selector?.reservedKeys).toEqual([
      'DRY',
      'key',
    ]);
  });
});
