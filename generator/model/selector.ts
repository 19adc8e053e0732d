/** What a request must name before it may delete. */
import type { DeletionExtension, SelectorExtension } from './extension-types.js';
import { joinPointer } from './json-pointer.js';
import { isSpreadObject, type ReadParameter } from './parameters.js';
import { findProperties, followPointer, lookUpElements, type Lookup } from './schema-lookup.js';
import type { ObjectSpot, Source } from './source.js';
import { adviseSpelling } from './suggestion.js';
import type { Operation } from './types.js';

type Selector = Operation['selector'];

interface SelectorOwner {
  readonly spot: ObjectSpot;
  readonly parameters: readonly ReadParameter[];
  readonly queryNames: readonly string[];
  readonly body: () => Lookup | null;
}

/**
 * As the operation's extension says, else the place of the ids in its deletion, else null. Keys in the query that the
 * provider reads as another parameter are reserved, whoever says so.
 */
export function readSelector(
  source: Source,
  owner: SelectorOwner,
  {
    given,
    deletion,
  }: { readonly given: SelectorExtension | null; readonly deletion: DeletionExtension | null },
): Selector {
  if (given !== null) {
    checkSelector(source, owner, given);
    return {
      in: given.in,
      at: given.at,
      exactlyOneOf: given.exactlyOneOf ?? null,
      singleKey: given.singleKey ?? [],
      reservedKeys:
        given.in === 'query'
          ? reserveSiblings(given.reservedKeys, owner, given.at)
          : (given.reservedKeys ?? []),
      keyPattern: given.keyPattern ?? null,
      valuePattern: given.valuePattern ?? null,
    };
  }
  if (deletion === null) return null;
  const { ids } = deletion;
  const plain = { singleKey: [], reservedKeys: [], keyPattern: null, valuePattern: null };
  if (ids.in === 'query') {
    const reservedKeys = reserveSiblings([], owner, ids.parameter);
    return { in: 'query', at: ids.parameter, exactlyOneOf: null, ...plain, reservedKeys };
  }
  const exactlyOneOf = ids.item === undefined ? null : [ids.item];
  return { in: 'body', at: ids.at, exactlyOneOf, ...plain };
}

/**
 * The names, and those of the query beside the parameter `at`: a key of its object is written as a parameter of its own,
 * and called like one of those it would be read as that one. Names that differ in case are the same.
 */
export function reserveSiblings(
  names: readonly string[] = [],
  { queryNames }: Pick<SelectorOwner, 'queryNames'>,
  at: string,
): readonly string[] {
  const reserved = new Map(names.map((name) => [name.toLowerCase(), name]));
  for (const name of queryNames) {
    const folded = name.toLowerCase();
    if (name !== at && !reserved.has(folded)) reserved.set(folded, name);
  }
  return [...reserved.values()];
}

function checkSelector(
  source: Source,
  { spot, parameters, body }: SelectorOwner,
  given: SelectorExtension,
): void {
  const place = joinPointer(spot.pointer, 'x-rowsweep-operation', 'selector');
  const at = joinPointer(place, 'at');
  if (given.in === 'query') {
    const parameter = parameters.find(
      (each) => each.parameter.in === 'query' && each.parameter.name === given.at,
    );
    if (parameter !== undefined && isSpreadObject(source, parameter)) return;
    const message = `The operation has no object parameter ${given.at} with style form and explode true.`;
    source.report('parameter-unknown', at, message);
    return;
  }
  const lookup = body();
  const selected = lookup === null ? null : followPointer(source, lookup, given.at);
  if (selected === null) {
    source.report('pointer-nowhere', at, `The body has nothing at ${given.at}.`);
    return;
  }
  const element = lookUpElements(source, selected);
  for (const [index, key] of (given.exactlyOneOf ?? []).entries()) {
    if (followPointer(source, element, joinPointer('', key)) !== null) continue;
    const message = `The elements at ${given.at} have no property ${key}.`;
    const help = adviseSpelling(key, findProperties(element));
    source.report('pointer-nowhere', joinPointer(place, 'exactlyOneOf', index), message, help);
  }
}
