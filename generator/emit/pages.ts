import type { Operation, OperationPagination } from '../model/types.js';
import { Call, Reference, toTable, type Declaration, type Type } from './code/declarations.js';
import { RUNTIME, type Imports } from './code/imports.js';
import { comment, identifier } from './code/text.js';
import { shapeType } from './shape-names.js';

/** The constant that walks through the list that an operation answers with; none where nothing says how. */
export function pagesDeclarations(operation: Operation, imports: Imports): Declaration[] {
  const { name, requestType, responseType, requestRequired, pagination } = operation;
  if (pagination === null) return [];
  const options = { name: 'options', type: imports.type(RUNTIME, 'PageOptions'), optional: true };
  const input: Type = {
    kind: 'inputs',
    members: [{ name: 'request', type: requestType, optional: !requestRequired }, options],
  };
  const rule = toTable({ ...pagination.rule, items: pagination.items });
  return [
    {
      kind: 'constant',
      exported: true,
      name: identifier(pagination.name),
      doc: pagesDoc(operation),
      type: {
        kind: 'generic',
        name: imports.type(RUNTIME, 'Paginator'),
        arguments: [input, itemType(pagination, imports), responseType],
      },
      value: new Call(`/* @__PURE__ */ ${imports.value(RUNTIME, 'paginate')}`, [new Reference(name), rule]),
    },
  ];
}

/** The type of one item. */
export function itemType({ item }: OperationPagination, imports: Imports): Type {
  return shapeType(item, imports);
}

/** What a reader must know before a walk. */
export function pagesDoc({ name }: Operation): string {
  return comment(
    `Every item of the list that \`${name}\` answers with, page after page, each asked for when it is read. \`pages()\` of what it returns gives the answers themselves.`,
  );
}
