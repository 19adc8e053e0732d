/** How a plan asks whether ids are still there, and how many records a target holds. */
import { readCall, type ReadCall } from './calls.js';
import type { ReadBackExtension } from './extension-types.js';
import { checkSpreadObject } from './ids.js';
import { placementsOf, readPagination } from './pagination.js';
import { findElements } from './plan-answers.js';
import type { Plan } from './plan.js';
import type { Lookup } from './schema-lookup.js';
import type { Deletion, Pagination, Placement, ReadBack } from './types.js';

/** The check that ids are gone; `ids` is the place that the deletion writes them to. */
export function readReadBack(plan: Plan, ids: Placement): ReadBack | null {
  const { readBack } = plan.extension;
  if (readBack === undefined) return null;
  const { call } = readBack;
  if (readBack.kind === 'each') {
    const read = readCall(plan, call, { at: ['readBack', 'call'], filled: [readBack.id] });
    if (read === null) return null;
    plan.requirePlacement(read.operation, readBack.id, ['readBack', 'id']);
    checkMissing(plan, read, readBack.missing);
    return { kind: 'each', call: read.template, id: readBack.id, missing: readBack.missing };
  }
  const filled = [...placementsOf(readBack.page), ...(readBack.kind === 'filter' ? [ids] : [])];
  const read = readCall(plan, call, { at: ['readBack', 'call'], filled });
  if (read === null) return null;
  const body = read.operation.answers.findSuccess();
  const elements = checkItems(plan, read, { body, items: readBack.items });
  const at = ['readBack', 'page'];
  const page = readPagination(plan, read.operation, { page: readBack.page, body, at });
  if (readBack.kind === 'filter') return readFilter(plan, read, { readBack, page, ids });
  for (const element of elements) {
    plan.requirePointer(element, readBack.id, {
      at: ['readBack', 'id'],
      into: 'An item',
      types: ['string', 'integer'],
    });
  }
  return { kind: 'scan', call: read.template, items: readBack.items, id: readBack.id, page };
}

/** How many records the target holds. */
export function readCount(plan: Plan): Deletion['count'] {
  const { count } = plan.extension;
  if (count === undefined) return null;
  const read = readCall(plan, count.call, { at: ['count', 'call'], filled: [] });
  if (read === null) return null;
  const body = read.operation.answers.findSuccess();
  const into = `The answer of ${read.operation.operation.name}`;
  for (const [index, pointer] of count.at.entries()) {
    plan.requirePointer(body, pointer, { at: ['count', 'at', index], into, types: ['integer', 'number'] });
  }
  return { call: read.template, at: count.at };
}

function readFilter(
  plan: Plan,
  read: ReadCall,
  given: {
    readonly readBack: ReadBackExtension & { readonly kind: 'filter' };
    readonly page: Pagination;
    readonly ids: Placement;
  },
): ReadBack {
  const { readBack, page, ids } = given;
  plan.requireTarget(readBack.idProperty.target, ['readBack', 'idProperty', 'target']);
  if (ids.in === 'query') checkSpreadObject(plan, read.operation, ids.at);
  else plan.requirePlacement(read.operation, ids, ['ids']);
  const { items, idProperty } = readBack;
  return { kind: 'filter', call: read.template, items, idProperty, page };
}

function checkMissing(plan: Plan, { operation }: ReadCall, missing: readonly number[]): void {
  for (const [index, status] of missing.entries()) {
    if (operation.answers.find(status) !== undefined) continue;
    const message = `${operation.operation.name} does not declare the status ${status}.`;
    plan.report('status-unknown', ['readBack', 'missing', index], message);
  }
}

/** The elements of every list that the pointers lead to. */
function checkItems(
  plan: Plan,
  read: ReadCall,
  { body, items }: { readonly body: Lookup | null; readonly items: readonly string[] },
): readonly Lookup[] {
  const into = `The answer of ${read.operation.operation.name}`;
  return items.flatMap((pointer, index) => {
    const at = ['readBack', 'items', index];
    const list = plan.requirePointer(body, pointer, { at, into, types: ['array'] });
    return list === null ? [] : (findElements(plan, body, pointer) ?? []);
  });
}
