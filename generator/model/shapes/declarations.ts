import type { JsonObject, JsonValue } from '../../load/document.js';
import { isObject, own } from '../source.js';
import type { Graph } from './graph.js';
import { enumValues, membersOf, referenceOf, requiredNames } from './keywords.js';
import type { Resource, Unit } from './units.js';

/** The values of a property, by its name, that tell a schema from others. */
export type TagValue = string | number | boolean;
export type Tags = ReadonlyMap<string, readonly TagValue[]>;

/** Where a property is declared. */
export interface Declaration {
  readonly schema: JsonValue;
  readonly resource: Resource | null;
  /** In the schema itself or an inline part of it, not in one that it refers to. */
  readonly isOwn: boolean;
  /** The values that were decided for it, which replace what the schema says. */
  readonly tag: readonly TagValue[] | null;
}

interface Step {
  readonly schema: JsonValue;
  readonly resource: Resource | null;
  readonly isOwn: boolean;
}

/** The first declaration of a property: in the schema, in the parts of its `allOf`, in what these refer to. */
export function findDeclaration(
  graph: Graph,
  from: {
    readonly schema: JsonValue;
    readonly resource: Resource | null;
    readonly tags?: ReadonlyMap<JsonObject, Tags>;
  },
  name: string,
): Declaration | null {
  for (const { schema, resource, isOwn } of walkParts(graph, from)) {
    const properties = own(schema, 'properties');
    const property = isObject(properties) ? own(properties, name) : undefined;
    const tag = from.tags?.get(schema)?.get(name) ?? null;
    if (property !== undefined || tag !== null) return { schema: property ?? true, resource, isOwn, tag };
  }
  return null;
}

/** The declaration that says most about a property: one of the schema's own with its values, else the first. */
export function findTelling(
  graph: Graph,
  from: { readonly schema: JsonValue; readonly resource: Resource | null },
  name: string,
): Declaration | null {
  let first: Declaration | null = null;
  for (const { schema, resource, isOwn } of walkParts(graph, from)) {
    const properties = own(schema, 'properties');
    const property = isObject(properties) ? own(properties, name) : undefined;
    if (property === undefined) continue;
    const found: Declaration = { schema: property, resource, isOwn, tag: null };
    const final = isOwn ? resolveSchema(graph, found) : null;
    if (final !== null && enumValues(final) !== null) return found;
    first ??= found;
  }
  return first;
}

/** The names of all properties that a schema declares, there or in what it is composed of. */
export function findProperties(graph: Graph, { value, resource }: Unit): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { schema } of walkParts(graph, { schema: value, resource })) {
    const properties = own(schema, 'properties');
    if (isObject(properties)) for (const name of Object.keys(properties)) names.add(name);
  }
  return names;
}

/** True when a schema, or what it is composed of, requires a property. */
export function requires(
  graph: Graph,
  from: { readonly schema: JsonValue; readonly resource: Resource | null },
  name: string,
): boolean {
  for (const { schema } of walkParts(graph, from)) if (requiredNames(schema).has(name)) return true;
  return false;
}

/** A line of descent is looked through so far; longer ones are no one's work. */
const MAX_PARTS = 200;

interface Part extends Step {
  readonly schema: JsonObject;
}

/** A schema, the parts of its `allOf`, and what these refer to; each once, without recursion. */
export function* walkParts(
  graph: Graph,
  from: { readonly schema: JsonValue; readonly resource: Resource | null },
): Generator<Part> {
  const seen = new Set<JsonObject>();
  const stack: Step[] = [{ schema: from.schema, resource: from.resource, isOwn: true }];
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const { schema, isOwn } = step;
    if (!isObject(schema) || seen.has(schema)) continue;
    if (seen.size >= MAX_PARTS) return;
    seen.add(schema);
    const resource = graph.references.enter(schema, step.resource);
    yield { schema, resource, isOwn };
    const target = referenceOf(schema) === null ? null : graph.follow(schema, resource);
    if (target !== null) stack.push({ schema: target.value, resource: target.resource, isOwn: false });
    if (target !== null && graph.dialect.ignoresSiblings) continue;
    for (const part of [...membersOf(schema, 'allOf')].reverse())
      stack.push({ schema: part, resource, isOwn });
  }
}

/** The schema at the end of a chain of references; the schema itself when it is none. */
export function resolveSchema(
  graph: Graph,
  { schema, resource }: { readonly schema: JsonValue; readonly resource: Resource | null },
): JsonObject | null {
  if (!isObject(schema)) return null;
  const target = referenceOf(schema) === null ? null : graph.follow(schema, resource);
  return target === null ? schema : (graph.finalOf(target)?.value ?? null);
}
