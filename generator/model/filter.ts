/** How a plan deletes by a filter: where it goes, which columns and operators it has, how its matches are listed. */
import type {
  FilterExtension,
  FilterOperatorExtension,
  FilterPlacementExtension,
} from './extension-types.js';
import type { ClaimKeys } from './claims.js';
import { joinPointer, splitPointer } from './json-pointer.js';
import type { DeletionTypeNames } from './names.js';
import type { ReadOperation } from './operations.js';
import { isSpreadObject } from './parameters.js';
import { findElements } from './plan-answers.js';
import type { Plan } from './plan.js';
import { findRequired, followPointer, lookUpElements, type Lookup } from './schema-lookup.js';
import { reserveSiblings } from './selector.js';
import type { Filter, FilterOperator, FilterPlacement } from './types.js';

/** The plan's filter, checked against the deletion and against the operation that lists; null where it has none. */
export function readFilter(plan: Plan, types: DeletionTypeNames | null): Filter | null {
  const { filter, readBack } = plan.extension;
  if (filter === undefined) return null;
  checkPlace(plan, plan.owner, { placement: filter.place, at: ['filter', 'place'] });
  checkFilledBeside(plan, filter);
  const operators = filter.operators?.map((operator, index) => readOperator(plan, operator, index));
  checkDistinct(plan, filter.operators ?? []);
  const listing =
    readBack === undefined || readBack.kind === 'each' ? null : findOperation(plan, readBack.call.operation);
  const reserved = readReserved(plan, filter, listing);
  checkColumns(plan, filter, reserved);
  if (readBack === undefined || readBack.kind === 'each') {
    const message =
      'Rows that match have to be listed first, and readBack is missing or reads one row at a time.';
    plan.report('filter-unlisted', ['filter'], message);
  } else if (listing !== null) {
    checkListing(plan, listing, { filter, items: readBack.items });
  }
  return {
    type: types?.filter ?? '',
    operatorsType: types?.operators ?? null,
    place: completePlace(filter.place),
    read: completePlace(filter.read),
    values: filter.values ?? '',
    matches: filter.matches ?? [],
    listsAll: filter.listsAll ?? false,
    columns: {
      names: filter.columns.names ?? null,
      pattern: filter.columns.pattern ?? null,
      // A list of names leaves no room for others, and names of it that are reserved were reported.
      reserved: filter.columns.names === undefined ? reserved : (filter.columns.reserved ?? []),
      unique: filter.columns.unique ?? false,
    },
    operators: operators ?? null,
    refuse: filter.refuse ?? [],
  };
}

function completePlace({ in: place, at, item }: FilterPlacementExtension): FilterPlacement {
  return place === 'query' ? { in: 'query', at } : { in: 'body', at, item: item ?? null };
}

/** An unknown operation was reported where readBack names it. */
function findOperation(plan: Plan, name: string): ReadOperation | null {
  return (
    plan.operations.find(({ operationId }) => operationId === name) ??
    plan.operations.find(({ operation }) => operation.name === name) ??
    null
  );
}

function checkPlace(
  plan: Plan,
  owner: ReadOperation,
  { placement, at }: { readonly placement: FilterPlacementExtension; readonly at: ClaimKeys },
): void {
  const { name } = owner.operation;
  if (placement.in === 'query') {
    const found = owner.parameters.find(
      ({ parameter }) => parameter.in === 'query' && parameter.name === placement.at,
    );
    if (found !== undefined && isSpreadObject(plan.source, found)) return;
    const message = `The operation ${name} has no object parameter ${placement.at} with style form and explode true.`;
    plan.report('parameter-unknown', [...at, 'at'], message);
    return;
  }
  const { item } = placement;
  const found = plan.requirePointer(owner.body(), placement.at, {
    at: [...at, 'at'],
    into: `The body of ${name}`,
    types: [item === undefined ? 'object' : 'array'],
  });
  if (found === null || item === undefined) return;
  plan.requirePointer(lookUpElements(plan.source, found), joinPointer('', item), {
    at: [...at, 'item'],
    into: `An element of ${placement.at}`,
    types: ['object'],
  });
}

/** With the filter in place of the ids, the deletion must still be complete. */
function checkFilledBeside(plan: Plan, { place }: FilterExtension): void {
  const { target, set = [] } = plan.extension;
  const bound = target.flatMap(({ bind = [] }) => bind);
  plan.checkFilled(plan.owner, [...bound, ...set, { in: place.in, at: place.at }], ['filter', 'place']);
}

/** What no column can be called: what the extension says, and what the deletion or the read has in its query. */
function readReserved(
  plan: Plan,
  { columns, place, read }: FilterExtension,
  listing: ReadOperation | null,
): readonly string[] {
  const inDeletion =
    place.in === 'query' ? reserveSiblings(columns.reserved, plan.owner, place.at) : columns.reserved;
  return read.in === 'query' && listing !== null
    ? reserveSiblings(inDeletion, listing, read.at)
    : (inDeletion ?? []);
}

function checkColumns(
  plan: Plan,
  { columns, operators }: FilterExtension,
  reserved: readonly string[],
): void {
  const { names, pattern, unique } = columns;
  const whole = pattern === undefined ? null : new RegExp(`^(?:${pattern})$`, 'u');
  const taken = reserved.map((name) => name.toLowerCase());
  for (const [index, name] of (names ?? []).entries()) {
    const isFree = whole?.test(name) !== false && !taken.includes(name.toLowerCase());
    if (isFree) continue;
    const message = `The column ${JSON.stringify(name)} is reserved, or does not match the pattern beside it.`;
    plan.report('value-unknown', ['filter', 'columns', 'names', index], message);
  }
  if (names === undefined && pattern === undefined && unique !== true) {
    const message = 'Any text would be a column: names or pattern has to bound it.';
    plan.report('filter-unbounded', ['filter', 'columns'], message);
  }
  if (unique === true && operators !== undefined) {
    const message = 'A filter by a unique column has one value and no operators.';
    plan.report('filter-unbounded', ['filter', 'operators'], message);
  }
}

function readOperator(plan: Plan, operator: FilterOperatorExtension, index: number): FilterOperator {
  const { name, description, takes, prefix, separator, broad, equals, readOnly, refuse } = operator;
  if ((takes === 'one') !== (separator === undefined)) {
    const message = `The operator ${name} takes ${takes === 'one' ? 'one value and has a' : 'several values and has no'} separator.`;
    plan.report('filter-operator', ['filter', 'operators', index], message);
  }
  return {
    name,
    description: description ?? null,
    takes,
    prefix,
    separator: separator ?? null,
    broad: broad ?? false,
    equals: equals ?? false,
    readOnly: readOnly ?? false,
    refuse: refuse ?? [],
  };
}

/** Two operators that are written alike cannot be told apart by the provider. */
function checkDistinct(plan: Plan, operators: readonly FilterOperatorExtension[]): void {
  for (const key of ['name', 'prefix'] as const) {
    const seen = new Set<string>();
    for (const [index, operator] of operators.entries()) {
      const value = operator[key];
      if (seen.has(value)) {
        const message = `Two operators have the ${key} ${JSON.stringify(value)}.`;
        plan.report('filter-operator', ['filter', 'operators', index, key], message);
      }
      seen.add(value);
    }
  }
}

function checkListing(
  plan: Plan,
  listing: ReadOperation,
  { filter, items }: { readonly filter: FilterExtension; readonly items: readonly string[] },
): void {
  checkPlace(plan, listing, { placement: filter.read, at: ['filter', 'read'] });
  checkListsAll(plan, listing, filter);
  const body = listing.answers.findSuccess();
  const into = `The answer of ${listing.operation.name}`;
  for (const [index, pointer] of (filter.matches ?? []).entries()) {
    plan.requirePointer(body, pointer, {
      at: ['filter', 'matches', index],
      into,
      types: ['integer', 'number'],
    });
  }
  const rows = items.flatMap((pointer) => findElements(plan, body, pointer) ?? []);
  for (const row of rows) {
    const columns =
      filter.values === undefined
        ? row
        : plan.requirePointer(row, filter.values, {
            at: ['filter', 'values'],
            into: 'A row',
            types: ['object'],
          });
    if (columns !== null) checkNames(plan, columns, filter);
  }
}

/** A read that requires its filter cannot list everything. */
function checkListsAll(plan: Plan, listing: ReadOperation, { listsAll, read }: FilterExtension): void {
  const isRequired =
    read.in === 'body'
      ? isPropertyRequired(plan, listing.bodyCore(), read.at)
      : listing.parameters.some(
          ({ parameter }) => parameter.in === 'query' && parameter.name === read.at && parameter.required,
        );
  if (listsAll !== true || !isRequired) return;
  const message = `${listing.operation.name} requires ${read.at}, so it cannot list everything.`;
  plan.report('parameter-unknown', ['filter', 'listsAll'], message);
}

/** Whether every body has the property, and what it stands in. */
function isPropertyRequired(plan: Plan, core: Lookup | null, pointer: string): boolean {
  let inside = core;
  for (const key of splitPointer(pointer)) {
    if (inside === null || !findRequired(inside).includes(key)) return false;
    inside = followPointer(plan.source, inside, joinPointer('', key));
  }
  return pointer !== '';
}

function checkNames(plan: Plan, columns: Lookup, filter: FilterExtension): void {
  for (const [index, name] of (filter.columns.names ?? []).entries()) {
    plan.requirePointer(columns, joinPointer('', name), {
      at: ['filter', 'columns', 'names', index],
      into: 'A row',
    });
  }
}
