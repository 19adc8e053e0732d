import { Claims, type ClaimKeys } from './claims.js';
import { checkMaximum } from './calls.js';
import type { Extensions } from './extension.js';
import type { PaginationExtension } from './extension-types.js';
import { joinPointer } from './json-pointer.js';
import type { ReadOperation } from './operations.js';
import { findItems, type Lookup } from './schema-lookup.js';
import type { Shapes } from './shapes/shapes.js';
import type { Source } from './source.js';
import type { OperationPagination, Pagination, Placement } from './types.js';

/** How the list that an operation answers with is walked through; null where nothing says so. */
export function readOperationPagination(
  source: Source,
  read: ReadOperation,
  {
    extensions,
    shapes,
    name,
  }: {
    readonly extensions: Extensions;
    readonly shapes: Shapes;
    readonly name: string | null;
  },
): OperationPagination | null {
  const extension = extensions.pagination(read.spot);
  if (extension === null) return null;
  const { items, page } = extension;
  const claims = new Claims(source, joinPointer(read.spot.pointer, 'x-rowsweep-pagination'));
  const body = read.answers.findSuccess();
  const into = `The answer of ${read.operation.name}`;
  const list = claims.requirePointer(body, items, { at: ['items'], into, types: ['array'] });
  const rule = readPagination(claims, read, { page, body, at: ['page'] });
  const item = list === null ? null : findItems(list);
  return {
    name: name ?? '',
    rule,
    items,
    item: item === null ? { kind: 'unknown' } : shapes.of(item, 'answer'),
  };
}

/** A way to walk, checked against the operation that lists and the body of its answer. */
export function readPagination(
  claims: Claims,
  operation: ReadOperation,
  {
    page,
    body,
    at,
  }: {
    readonly page: PaginationExtension;
    readonly body: Lookup | null;
    readonly at: ClaimKeys;
  },
): Pagination {
  const size = claims.requirePlacement(operation, page.size, [...at, 'size']);
  if (size !== null) checkMaximum(claims, size, { value: page.maxSize, at: [...at, 'maxSize'] });
  const into = `The answer of ${operation.operation.name}`;
  if (page.kind !== 'cursor') {
    const { more, total } = page;
    if (more !== undefined) claims.requirePointer(body, more, { at: [...at, 'more'], into });
    if (total !== undefined) {
      claims.requirePointer(body, total, { at: [...at, 'total'], into, types: ['integer', 'number'] });
    }
  }
  switch (page.kind) {
    case 'page':
      claims.requirePlacement(operation, page.page, [...at, 'page']);
      return page;
    case 'offset':
      claims.requirePlacement(operation, page.offset, [...at, 'offset']);
      return page;
    case 'cursor': {
      claims.requirePlacement(operation, page.cursor, [...at, 'cursor']);
      claims.requirePointer(body, page.next, { at: [...at, 'next'], into });
      if (page.truncated !== undefined) {
        claims.requirePointer(body, page.truncated, { at: [...at, 'truncated'], into });
      }
      const { kind, cursor, size: placement, next, truncated, maxSize } = page;
      return { kind, cursor, size: placement, next, truncated: truncated ?? null, maxSize };
    }
  }
}

/** The places that walking fills. */
export function placementsOf(page: PaginationExtension): readonly Placement[] {
  switch (page.kind) {
    case 'page':
      return [page.page, page.size];
    case 'offset':
      return [page.offset, page.size];
    case 'cursor':
      return [page.cursor, page.size];
  }
}
