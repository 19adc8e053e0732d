/** Which operation of yesterday is which of today: by method and path, however the path's parameters are called. */
import { childOf, isObject, joinPointer, memberOf, type Side, type Spot } from '../side.js';

/** An operation of a description. */
export interface FoundOperation {
  /** The public name, or method and path where the generator makes none of it. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly spot: Spot;
  readonly pathItem: Spot;
  /** Null: the description gives it none. */
  readonly operationId: string | null;
}

/** What stayed, what is gone and what is new, in the description's order. */
export interface PairedOperations {
  readonly both: readonly { readonly old: FoundOperation; readonly now: FoundOperation }[];
  readonly removed: readonly FoundOperation[];
  readonly added: readonly FoundOperation[];
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** Every operation under `paths`, or under `webhooks`. */
export function findOperations(side: Side, holder: Spot | null, key: string): FoundOperation[] {
  return [...side.members(holder, key)].flatMap(([path, pathItem]) => findInItem(side, path, pathItem));
}

/** The operations of one path item. */
export function findInItem(side: Side, path: string, pathItem: Spot): FoundOperation[] {
  if (!isObject(pathItem.value)) return [];
  const item = pathItem.value;
  return Object.keys(item)
    .filter((method) => methods.includes(method))
    .flatMap((method) => {
      const spot = childOf(pathItem, method);
      if (spot === null || !isObject(spot.value)) return [];
      const operationId = memberOf(spot, 'operationId');
      // The generator knows an operation by where its path stands, not by where a reference leads.
      const pointer = joinPointer('', 'paths', path, method);
      return [
        {
          name: side.nameOf(pointer) ?? side.nameOf(spot.pointer) ?? `${method.toUpperCase()} ${path}`,
          method,
          path,
          spot,
          pathItem,
          operationId: typeof operationId === 'string' ? operationId : null,
        },
      ];
    });
}

/**
 * Pairs by method and path as they are written, then by what a server sees of them, then by `operationId`, because an
 * operation that moved is not another one.
 */
export function pairOperations(
  old: readonly FoundOperation[],
  now: readonly FoundOperation[],
): PairedOperations {
  const left = new Set(now);
  const found = new Map<FoundOperation, FoundOperation>();
  const isSame = (one: FoundOperation, other: FoundOperation): boolean =>
    one.name === other.name || (one.operationId !== null && one.operationId === other.operationId);
  pairBy(old, { left, found }, ({ method, path }) => `${method} ${path}`);
  pairBy(old, { left, found }, keyOf);
  for (const operation of old) {
    if (found.has(operation)) continue;
    const other = [...left].find((each) => isSame(operation, each));
    if (other === undefined) continue;
    left.delete(other);
    found.set(operation, other);
  }
  return {
    both: old.flatMap((operation) => {
      const other = found.get(operation);
      return other === undefined ? [] : [{ old: operation, now: other }];
    }),
    removed: old.filter((operation) => !found.has(operation)),
    added: [...left],
  };
}

interface Pairing {
  readonly left: Set<FoundOperation>;
  readonly found: Map<FoundOperation, FoundOperation>;
}

function pairBy(
  old: readonly FoundOperation[],
  { left, found }: Pairing,
  keyOfOne: (operation: FoundOperation) => string,
): void {
  const byKey = new Map([...left].map((operation) => [keyOfOne(operation), operation]));
  for (const operation of old) {
    const other = found.has(operation) ? undefined : byKey.get(keyOfOne(operation));
    if (other === undefined || !left.delete(other)) continue;
    found.set(operation, other);
  }
}

/** The names of path parameters, in the order of the path. */
export function templateNames(path: string): string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? '');
}

/** What a server sees: method and path, whatever the parameters are called. */
export function keyOf({ method, path }: Pick<FoundOperation, 'method' | 'path'>): string {
  return `${method} ${path.replaceAll(/\{[^{}]*\}/g, '{}')}`;
}
