/** What a property says of itself, there or in the schema that it refers to. */
import type { JsonObject } from '../../load/document.js';
import { own } from '../source.js';
import type { Graph } from './graph.js';
import { referenceOf } from './keywords.js';
import type { Resource } from './units.js';

interface PropertySchema {
  readonly schema: JsonObject;
  readonly resource: Resource | null;
}

/** True for a property that only one side has. */
export function isMarked(graph: Graph, property: PropertySchema, keyword: 'readOnly' | 'writeOnly'): boolean {
  return schemasOf(graph, property).some((schema) => schema[keyword] === true);
}

/** True for a property that the other side fills in. */
export function hasDefault(graph: Graph, property: PropertySchema): boolean {
  return schemasOf(graph, property).some((schema) => own(schema, 'default') !== undefined);
}

/** The schema of the property, as far as it counts, and what it refers to. */
function schemasOf(graph: Graph, { schema, resource }: PropertySchema): readonly JsonObject[] {
  if (referenceOf(schema) === null) return [schema];
  const target = graph.follow(schema, resource);
  const final = target === null ? null : graph.finalOf(target);
  const found = final === null ? [] : [final.value];
  return graph.dialect.ignoresSiblings ? found : [schema, ...found];
}
