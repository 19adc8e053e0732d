import { joinPointer } from './json-pointer.js';
import { listContents } from './media-types.js';
import { lookUp, mayBe } from './schema-lookup.js';
import type { Shapes } from './shapes/shapes.js';
import { asObject, childOf, own, textOf, type ObjectSpot, type Source, type Spot } from './source.js';
import type { Parameter, ParameterStyle } from './types.js';

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
}

type Place = Parameter['in'];

/** OpenAPI 3.1, Parameter Object: these header parameters are ignored, because other parts of the description say them. */
const ignoredHeaders = new Set(['accept', 'content-type', 'authorization']);

/** OpenAPI 3.1, Style Values: what may stand where. The first is the default. */
const stylesOf: Readonly<Record<Place, readonly ParameterStyle[]>> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form'],
};

/**
 * The parameters of an operation, in the description's order: those of the path item first, each replaced by the
 * operation's own of the same name and place. Reports placeholders of the path without a parameter, which become one,
 * and parameters without a placeholder, which are left out.
 */
export function readParameters(source: Source, owner: ParameterOwner, shapes: Shapes): ReadParameter[] {
  const found = new Map<string, ReadParameter>();
  for (const level of [owner.pathItem, owner.operation]) {
    const here = new Set<string>();
    for (const spot of source.elements(level, 'parameters')) {
      const read = readParameter(source, spot, shapes);
      if (read === null) continue;
      const { name, in: place } = read.parameter;
      const folded = place === 'header' ? name.toLowerCase() : name;
      if (place === 'header' && ignoredHeaders.has(folded)) continue;
      const key = `${place} ${folded}`;
      if (here.has(key)) {
        const message = `Another ${place} parameter is called ${name}, too; the last one counts.`;
        source.report('parameter-duplicate', spot.pointer, message);
      }
      here.add(key);
      found.set(key, read);
    }
  }
  return matchTemplate(source, owner, [...found.values()]);
}

function readParameter(source: Source, spot: Spot, shapes: Shapes): ReadParameter | null {
  const resolved = source.resolve(spot)?.spot;
  if (resolved === undefined) return null;
  const { value } = resolved;
  const name = own(value, 'name');
  const place = readPlace(own(value, 'in'));
  if (typeof name !== 'string' || place === null) return null;
  const style = readStyle(source, resolved, place);
  const explode = own(value, 'explode');
  const [content] = own(value, 'content') === undefined ? [] : listContents(source, resolved);
  const schema = content === undefined ? childOf(resolved, 'schema') : content.schema;
  return {
    parameter: {
      name,
      in: place,
      required: place === 'path' || own(value, 'required') === true,
      style,
      explode: typeof explode === 'boolean' ? explode : style === 'form',
      allowReserved: place === 'query' && own(value, 'allowReserved') === true,
      mediaType: content?.mediaType ?? null,
      deprecated: own(value, 'deprecated') === true,
      doc: describe(spot, resolved),
      shape: schema === null ? { kind: 'unknown' } : shapes.of(schema, 'request'),
    },
    schema,
    pointer: spot.pointer,
  };
}

/** As declared where that may stand, else the place's own; the difference is reported. */
function readStyle(source: Source, { value, pointer }: ObjectSpot, place: Place): ParameterStyle {
  const styles = stylesOf[place];
  const given = textOf(value, 'style');
  const style = styles.find((each) => each === given) ?? styles[0] ?? 'simple';
  if (given !== null && given !== style) {
    const message = `A ${place} parameter cannot have the style ${given}; it is written with the style ${style}.`;
    source.report('parameter-format-unsupported', joinPointer(pointer, 'style'), message);
  }
  return style;
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
  const { style, explode, mediaType } = parameter;
  const spreads = style === 'form' && explode && mediaType === null;
  return spreads && mayBe(lookUp(source, schema), 'object');
}

function readPlace(value: unknown): Place | null {
  return value === 'path' || value === 'query' || value === 'header' || value === 'cookie' ? value : null;
}

/** What the runtime refuses in the path of every call; null: nothing. A fragment without placeholders is never sent. */
function findUnusable(path: string): string | null {
  const hole = '\0';
  const [sent = '', fragment = ''] = path.replace(/\{[^{}]+\}/g, hole).split('#', 2);
  if (fragment.includes(hole)) return 'a placeholder in its fragment, which no server sees';
  if (sent.includes('?')) return 'a query';
  if (sent.includes('{')) return 'a brace that encloses no name';
  if (sent.includes('\\')) return 'a backslash';
  if (/[\t\n\r]|[\p{Cc} ]$/u.test(sent.replaceAll(hole, '-'))) return 'white space that a URL loses';
  return /\/(?:\.|%2e){1,2}(?:\/|$)/i.test(sent) ? 'a segment that leads to another path' : null;
}

function matchTemplate(
  source: Source,
  { path, operation }: ParameterOwner,
  all: readonly ReadParameter[],
): ReadParameter[] {
  const unusable = findUnusable(path);
  if (unusable !== null) {
    source.report(
      'path-unusable',
      operation.pointer,
      `The path ${path} has ${unusable}; every call is refused.`,
    );
  }
  const placeholders = new Set([...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name ?? ''));
  const matching = all.filter(({ parameter, pointer }) => {
    if (parameter.in !== 'path' || placeholders.delete(parameter.name)) return true;
    const message = `The path ${path} has no placeholder {${parameter.name}}, so the parameter is left out.`;
    source.report('path-parameter-missing', pointer, message);
    return false;
  });
  const missing = [...placeholders].map((name): ReadParameter => {
    const message = `No path parameter declares the placeholder {${name}} of ${path}; it takes a text.`;
    source.report('path-parameter-missing', operation.pointer, message);
    return {
      parameter: {
        name,
        in: 'path',
        required: true,
        style: 'simple',
        explode: false,
        allowReserved: false,
        mediaType: null,
        deprecated: false,
        doc: null,
        shape: { kind: 'string' },
      },
      schema: null,
      pointer: operation.pointer,
    };
  });
  return [...missing, ...matching];
}
