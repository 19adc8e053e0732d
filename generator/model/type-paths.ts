/**
 * Where a type stands in the text of openapi-typescript 7.13. It prints an operation under its path and method, statuses
 * as numbers where they are numbers, and each reference as the path of what it refers to. A component that is itself
 * only a reference is printed without its content, so such a chain is cut: the path starts at the component where it
 * ends. What is referred to by its place elsewhere is written out (emit/lift-references.ts), and so has its owner's path.
 */
import { splitPointer } from './json-pointer.js';
import type { Resolved } from './source.js';
import type { TypePath } from './types.js';

/** The path of an operation. */
export function operationPath(path: string, method: string): TypePath {
  return ['paths', path, method.toLowerCase()];
}

/** The path of a parameter of an operation. */
export function parameterPath(operation: TypePath, place: string, name: string): TypePath {
  return [...operation, 'parameters', place, name];
}

/** The path of a component schema. */
export function schemaPath(key: string): TypePath {
  return ['components', 'schemas', key];
}

/** The path of the body of a request or a response in one media type. */
export function contentPath(
  owner: TypePath,
  { references }: Pick<Resolved, 'references'>,
  mediaType: string,
): TypePath {
  const last = references.findLastIndex((reference) => readComponent(reference) !== null);
  const end = last > 0 ? readComponent(references[last] ?? '') : null;
  return [...(end ?? owner), 'content', mediaType];
}

/** Statuses are printed as numbers, `default` and ranges such as `4XX` as texts. */
export function statusKey(status: string): string | number {
  return /^\d{3}$/.test(status) ? Number(status) : status;
}

function readComponent(pointer: string): TypePath | null {
  const [root, ...keys] = splitPointer(pointer);
  return root === 'components' && keys.length === 2 ? [root, ...keys] : null;
}
