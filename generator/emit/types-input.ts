import { comment } from './code/text.js';
import { isMapOfNames } from './types-keys.js';

/** Keys whose strings openapi-typescript copies into comments, and into nothing else. */
const COMMENTED = new Set(['title', 'summary', 'description', 'format']);

/** Keys whose whole value it copies into comments. */
const SAMPLES = new Set(['default', 'example', 'examples']);

/** Keys whose values become types: they stay as they are. */
const VALUES = new Set(['enum', 'const', 'mapping']);

/** Lists and maps in which openapi-typescript does not expect a schema that is only true or false. */
const OBJECTS_ONLY = new Set(['allOf', 'oneOf', 'anyOf', '$defs']);

/**
 * A copy in which every text that will stand in a comment is safe there, and which has none of what openapi-typescript
 * stumbles over: members that are null, texts that are none, extensions in the place of paths, `required` that is no list, and boolean
 * schemas in lists.
 */
export function prepareDescription(value: unknown, key = ''): unknown {
  if (typeof value !== 'object' || value === null) return prepareScalar(value, key);
  if (VALUES.has(key)) return value;
  const isSample = SAMPLES.has(key);
  if (Array.isArray(value)) {
    const keyOfItems = isSample ? key : OBJECTS_ONLY.has(key) ? 'schema' : '';
    return value.map((item: unknown) => prepareDescription(item, keyOfItems));
  }
  const keyOfItems = isSample ? key : key === '$defs' ? 'schema' : isMapOfNames(key) ? '' : null;
  const entries = Object.entries(value).flatMap(([name, item]: [string, unknown]): [string, unknown][] => {
    if (!isSample && isLeftOut({ name, item, holder: key, siblings: value })) return [];
    return [[name, prepareDescription(item, keyOfItems ?? name)]];
  });
  return Object.fromEntries(entries);
}

function prepareScalar(value: unknown, key: string): unknown {
  if (typeof value === 'boolean' && key === 'schema') return value ? {} : { not: {} };
  if (COMMENTED.has(key)) return comment(String(value));
  return SAMPLES.has(key) && typeof value === 'string' ? comment(value) : value;
}

interface Member {
  readonly name: string;
  readonly item: unknown;
  /** The key of the object that has the member. */
  readonly holder: string;
  readonly siblings: object;
}

function isLeftOut({ name, item, holder, siblings }: Member): boolean {
  if (isMapOfNames(holder)) return name.startsWith('x-') && (holder === 'paths' || holder === 'responses');
  if (item === null) return name !== 'const' && !SAMPLES.has(name);
  if (name.startsWith('x-') || (COMMENTED.has(name) && typeof item === 'object')) return true;
  // Of parameters, headers and bodies it is a claim; of schemas, a list. Before OpenAPI 3 it was a claim there, too.
  return (
    name === 'required' &&
    typeof item === 'boolean' &&
    !['in', 'schema', 'content'].some((other) => other in siblings)
  );
}
