/** Where a `$ref` leads, and which part of that file is worth a name of its own. */
import type { Keys } from './examination.js';
import { shapes, type Kind } from './shape.js';

/** A `$ref` in two: the file, empty for the one that says it, and the fragment, without its `#`. */
export function splitReference(reference: string): { readonly file: string; readonly fragment: string } {
  const at = reference.indexOf('#');
  return at === -1
    ? { file: reference, fragment: '' }
    : { file: reference.slice(0, at), fragment: reference.slice(at + 1) };
}

/** True for what is fetched and not read: `https://…`, `//host/…`, `urn:…`. A drive of Windows is one letter. */
export function isOnNetwork(file: string): boolean {
  return /^(?:[a-z][a-z\d+.-]+:|\/\/)/i.test(file) && !/^file:/i.test(file);
}

/** A definition, as long as it can be, and what is left of the way to the target. */
export interface Unit {
  readonly keys: Keys;
  readonly kind: Kind;
  readonly rest: Keys;
}

const kindOfSection: ReadonlyMap<string | number, Kind> = new Map(
  (Object.entries(shapes) as [Kind, { readonly section: string | null }][]).flatMap(([kind, { section }]) =>
    section === null ? [] : [[section, kind] as const],
  ),
);

/**
 * The definition that a target is part of: what is in `components` of the other file, under `definitions` or `$defs`, or one
 * of its paths. A reference to a part of it then leads into it, as it would in one file. Where there is none, the target
 * itself is the definition.
 */
export function findUnit(keys: Keys, kind: Kind): Unit {
  const [first, second] = keys;
  if (first === 'components' && keys.length > 3) return cut(keys, 3, kindOfSection.get(second ?? '') ?? kind);
  if ((first === 'paths' || first === 'webhooks') && keys.length > 2) return cut(keys, 2, 'path');
  const definitions = keys.findLastIndex((key) => key === 'definitions' || key === '$defs');
  if (definitions !== -1 && definitions + 2 < keys.length) return cut(keys, definitions + 2, 'schema');
  const keyword = keys.findIndex((key) => schemaKeywords.has(key));
  // `/properties/id` of a file that is one schema, `/Row/properties/id` of one that holds several.
  return keyword === 0 || keyword === 1 ? cut(keys, keyword, 'schema') : { keys, kind, rest: [] };
}

const schemaKeywords: ReadonlySet<string | number> = new Set([
  'properties',
  'patternProperties',
  'additionalProperties',
  'items',
  'prefixItems',
  'allOf',
  'oneOf',
  'anyOf',
]);

function cut(keys: Keys, length: number, kind: Kind): Unit {
  return { keys: keys.slice(0, length), kind, rest: keys.slice(length) };
}
