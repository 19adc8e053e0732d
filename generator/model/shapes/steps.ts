/** The steps of a walk through a schema. */
import type { JsonObject, JsonValue } from '../../load/document.js';
import type { Eagerness, Resource } from './units.js';

/** A schema that is still to be walked through. */
export interface Step {
  readonly value: JsonValue;
  readonly passes: number;
  readonly eager: Eagerness;
  readonly depth: number;
  readonly resource: Resource | null;
  /** The objects whose property this is, and its name; or whose alternative or part this is. */
  readonly holders: readonly JsonObject[];
  readonly property: string | null;
}

/** Keywords whose schema holds of what is inside a value. */
export const within: readonly string[] = [
  'additionalProperties',
  'unevaluatedProperties',
  'items',
  'unevaluatedItems',
  'prefixItems',
];

/** Keywords whose schemas hold of the value itself: of all of them, or of one. */
export const composing: ReadonlyMap<string, Eagerness> = new Map([
  ['allOf', 'all'],
  ['oneOf', 'any'],
  ['anyOf', 'any'],
  ['then', 'any'],
  ['else', 'any'],
]);

/** A schema, or all of a list. */
export function pushAll(given: JsonValue | undefined, inner: Step, stack: Step[]): void {
  if (given === undefined) return;
  const { passes, eager, depth, resource, holders, property } = inner;
  for (const value of Array.isArray(given) ? given : [given]) {
    stack.push({ value, passes, eager, depth, resource, holders, property });
  }
}
