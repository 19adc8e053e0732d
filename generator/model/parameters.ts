import { lookUp, mayBe } from './schema-lookup.js';
import { asObject, childOf, own, textOf, type ObjectSpot, type Source, type Spot } from './source.js';
import { parameterPath } from './type-paths.js';
import type { Parameter, TypePath } from './types.js';

/** A parameter of an operation, and the schema of its value; null when there is none. */
export interface ReadParameter {
  readonly parameter: Parameter;
  readonly schema: Spot | null;
  readonly pointer: string;
}

/** An operation, as far as its parameters are concerned. */
export interface ParameterOwner {
  readonly pathItem: ObjectSpot;
  readonly operation: ObjectSpot;
  readonly path: string;
  readonly type: TypePath;
}

type Place = Parameter['in'];

/** OpenAPI 3.1, Parameter Object: these header parameters are ignored, because other parts of the description say them. */
const ignoredHeaders = new Set(['accept', 'content-type', 'authorization']);

/**
 * The parameters of an operation, in the description's order: those of the path item first, each replaced by the
 * operation's own of the same name and place. Reports placeholders of the path without a parameter, and the reverse.
 */
export function readParameters(source: Source, owner: ParameterOwner): ReadParameter[] {
  const found = new Map<string, ReadParameter>();
  for (const level of [owner.pathItem, owner.operation]) {
    for (const spot of source.elements(level, 'parameters')) {
      const read = readParameter(source, spot, owner.type);
      if (read === null) continue;
      const { name, in: place } = read.parameter;
      if (place === 'header' && ignoredHeaders.has(name.toLowerCase())) continue;
      found.set(`${place} ${name}`, read);
    }
  }
  const parameters = [...found.values()];
  checkTemplate(source, owner, parameters);
  return parameters;
}

function readParameter(source: Source, spot: Spot, operation: TypePath): ReadParameter | null {
  const resolved = source.resolve(spot)?.spot;
  if (resolved === undefined) return null;
  const { value } = resolved;
  const name = own(value, 'name');
  const place = readPlace(own(value, 'in'));
  if (typeof name !== 'string' || place === null) return null;
  const given = textOf(value, 'style');
  const style = given ?? (place === 'path' || place === 'header' ? 'simple' : 'form');
  const explode = own(value, 'explode');
  if (own(value, 'content') !== undefined) {
    const message = `The ${place} parameter ${name} is declared with a media type instead of a style.`;
    source.report('parameter-format-unsupported', resolved.pointer, message);
  }
  return {
    parameter: {
      name,
      in: place,
      required: place === 'path' || own(value, 'required') === true,
      style,
      explode: typeof explode === 'boolean' ? explode : style === 'form',
      allowReserved: place === 'query' && own(value, 'allowReserved') === true,
      doc: describe(spot, resolved),
      type: parameterPath(operation, place, name),
    },
    schema: childOf(resolved, 'schema'),
    pointer: spot.pointer,
  };
}

/** A description beside a reference replaces the one that it refers to (OpenAPI 3.1, Reference Object). */
export function describe(spot: Spot, resolved: ObjectSpot): string | null {
  const beside = asObject(spot);
  return (
    (beside === null ? null : textOf(beside.value, 'description')) ?? textOf(resolved.value, 'description')
  );
}

/** True for a parameter whose value is an object that is written as one `key=value` a member. */
export function isSpreadObject(source: Source, { parameter, schema }: ReadParameter): boolean {
  const { style, explode } = parameter;
  return style === 'form' && explode && mayBe(lookUp(source, schema), 'object');
}

function readPlace(value: unknown): Place | null {
  return value === 'path' || value === 'query' || value === 'header' || value === 'cookie' ? value : null;
}

function checkTemplate(
  source: Source,
  { path, operation }: ParameterOwner,
  all: readonly ReadParameter[],
): void {
  const placeholders = new Set([...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? ''));
  const declared = new Set<string>();
  for (const { parameter, pointer } of all) {
    if (parameter.in !== 'path') continue;
    declared.add(parameter.name);
    if (placeholders.has(parameter.name)) continue;
    const message = `The path ${path} has no placeholder {${parameter.name}}.`;
    source.report('path-parameter-missing', pointer, message);
  }
  for (const name of placeholders) {
    if (declared.has(name)) continue;
    const message = `No path parameter declares the placeholder {${name}} of ${path}.`;
    source.report('path-parameter-missing', operation.pointer, message);
  }
}
