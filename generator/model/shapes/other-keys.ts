import type { JsonObject } from '../../load/document.js';
import { isObject, own } from '../source.js';
import type { Context } from './context.js';
import { walkParts } from './declarations.js';
import type { Graph } from './graph.js';
import { membersOf, requiredNames } from './keywords.js';
import { isHidden } from './objects.js';
import type { Unit } from './units.js';

/**
 * True for an object beside whose type nothing else can declare a property: a table, because TypeScript asks that every
 * property fits its index signature, and an object without any key for this direction, because its index signature is
 * `never`.
 */
export function leavesNoRoom(graph: Graph, { value, resource }: Unit, context: Context): boolean {
  let hasKeys = false;
  let isClosed = false;
  for (const { schema, resource: around } of walkParts(graph, { schema: value, resource })) {
    if (membersOf(schema, 'oneOf').length + membersOf(schema, 'anyOf').length > 0) return false;
    if (isTable(schema)) return true;
    const declared = own(schema, 'properties');
    const properties = isObject(declared) ? declared : {};
    const visible = Object.values(properties).filter(
      (property) => !isHidden(graph, property, { ...context, resource: around }),
    );
    const isAskedFor = [...requiredNames(schema)].some((name) => !Object.hasOwn(properties, name));
    hasKeys ||= visible.length > 0 || isAskedFor;
    isClosed ||= own(schema, 'additionalProperties') === false || Object.keys(properties).length > 0;
  }
  return isClosed && !hasKeys;
}

/** Says what other keys hold, and that it is not just anything. */
function isTable(schema: JsonObject): boolean {
  const others = own(schema, 'additionalProperties') ?? own(schema, 'unevaluatedProperties');
  return [others, own(schema, 'patternProperties')].some(
    (said) => isObject(said) && Object.keys(said).length > 0,
  );
}
