import { asObject, textOf, type ObjectSpot, type Source } from './source.js';

/** An operation where the description has it, not yet read. */
export interface FoundOperation {
  readonly path: string;
  /** In lower case, as the description writes it. */
  readonly method: string;
  readonly operationId: string | null;
  readonly pathItem: ObjectSpot;
  readonly spot: ObjectSpot;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

/** All operations under `paths`, path by path, methods as each path item orders them. */
export function findOperations(source: Source): readonly FoundOperation[] {
  return source.members(source.root, 'paths').flatMap(([path, spot]) => {
    const pathItem = path.startsWith('/') ? source.resolve(spot)?.spot : undefined;
    if (pathItem === undefined) return [];
    return source.members(pathItem).flatMap(([method, member]) => {
      const operation = methods.some((each) => each === method) ? asObject(member) : null;
      if (operation === null) return [];
      const operationId = textOf(operation.value, 'operationId');
      return [{ path, method, operationId, pathItem, spot: operation }];
    });
  });
}
