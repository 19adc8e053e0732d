/**
 * What dynamic references lead to (JSON Schema 2020-12, core, section 8.2.3.2). A template refers to an anchor by
 * `$dynamicRef`; a schema that refers to the template says, in its own `$defs`, what stands there. The outermost wins.
 */
import type { JsonObject, JsonValue } from '../../load/document.js';
import { isObject, own } from '../source.js';
import { referenceOf } from './keywords.js';
import type { Resource, Unit } from './units.js';

/** Schemas by the dynamic anchors that they are bound to. */
export type Scope = ReadonlyMap<string, { readonly schema: JsonObject; readonly resource: Resource | null }>;

export const emptyScope: Scope = new Map();

/** The schemas that a schema binds for the one that it refers to, by their anchors. */
export function listBindings(schema: JsonObject): readonly (readonly [anchor: string, schema: JsonObject])[] {
  const definitions = own(schema, '$defs');
  if (!isObject(definitions) || referenceOf(schema) === null) return [];
  return Object.values(definitions).flatMap((each: JsonValue) => {
    const anchor = isObject(each) ? own(each, '$dynamicAnchor') : undefined;
    return isObject(each) && typeof anchor === 'string' ? [[anchor, each] as const] : [];
  });
}

/** The scope in what a schema refers to. */
export function widenScope(scope: Scope, schema: JsonObject, resource: Resource | null): Scope {
  const bindings = listBindings(schema).filter(([anchor]) => !scope.has(anchor));
  if (bindings.length === 0) return scope;
  return new Map([
    ...scope,
    ...bindings.map(([anchor, bound]) => [anchor, { schema: bound, resource }] as const),
  ]);
}

/** The anchor that a schema refers to dynamically; null: none. */
export function dynamicAnchorOf(schema: JsonObject): string | null {
  const reference = schema['$dynamicRef'];
  return typeof reference === 'string' && reference.startsWith('#') ? reference.slice(1) : null;
}

/** A schema whose user says what its dynamic references lead to: it is written out there. */
export function isTemplate({ anchors }: Unit, scope: Scope): boolean {
  return anchors !== null && scope.size > 0 && [...anchors].some((anchor) => scope.has(anchor));
}
