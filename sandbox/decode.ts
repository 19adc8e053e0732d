/** Parameters from text to values, as their style and schema say (OpenAPI 3.1, Style Values). */
import { resolveReference, type DescribedParameter, type Description } from './description.js';
import { isRecord } from './message.js';

type Schema = Readonly<Record<string, unknown>>;

/** The types that a schema admits, looking through `$ref` and the combining keywords; empty: any. */
function collectTypes(document: Description, schema: unknown, depth = 0): ReadonlySet<string> {
  const located = resolveReference(document, schema, '');
  const types = new Set<string>();
  if (located === null || depth > 10) return types;
  const { type } = located.value;
  if (typeof type === 'string') types.add(type);
  if (Array.isArray(type)) for (const one of type) if (typeof one === 'string') types.add(one);
  for (const keyword of ['anyOf', 'oneOf', 'allOf']) {
    const branches = located.value[keyword];
    if (!Array.isArray(branches)) continue;
    for (const branch of branches)
      for (const one of collectTypes(document, branch, depth + 1)) types.add(one);
  }
  return types;
}

/** The values that a text may mean, the most specific first. */
function readScalar(text: string, types: ReadonlySet<string>): readonly unknown[] {
  const values: unknown[] = [];
  const isNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text);
  if (isNumber && (types.has('integer') || types.has('number'))) values.push(Number(text));
  if (types.has('boolean') && (text === 'true' || text === 'false')) values.push(text === 'true');
  if (types.has('null') && (text === '' || text === 'null')) values.push(null);
  if (types.has('string') || values.length === 0) values.push(text);
  return values;
}

function readItems(document: Description, schema: Schema, texts: readonly string[]): readonly unknown[] {
  const types = collectTypes(document, schema['items']);
  return texts.map((text) => readScalar(text, types)[0]);
}

const separators: Readonly<Record<string, string>> = { spaceDelimited: ' ', pipeDelimited: '|' };

/**
 * The values that a parameter may have, the most specific first; it fits its schema when any of them does. Null: the
 * parameter was not given. `pairs` are the names and values of the parameter's place (all of the query, one path
 * variable, one header); `claimed` are names that belong to other parameters of the query.
 */
export function decodeParameter(options: {
  readonly document: Description;
  readonly parameter: DescribedParameter;
  readonly pairs: readonly (readonly [string, string])[];
  readonly claimed: ReadonlySet<string>;
}): readonly unknown[] | null {
  const { document, parameter, pairs, claimed } = options;
  const types = collectTypes(document, parameter.schema);
  if (types.has('object') && parameter.in === 'query') {
    return decodeObject(parameter, pairs, claimed);
  }
  const texts = pairs.filter(([name]) => name === parameter.name).map(([, text]) => text);
  const [only] = texts;
  if (only === undefined) return null;
  if (types.has('array')) {
    const schema = resolveReference(document, parameter.schema, '')?.value ?? {};
    const explodes = parameter.style === 'form' && parameter.explode;
    const parts = explodes ? texts : texts.flatMap((text) => text.split(separators[parameter.style] ?? ','));
    return [readItems(document, schema, parts)];
  }
  // A scalar that is given twice has no single value; the list of both never fits a scalar's schema.
  return texts.length > 1 ? [texts] : readScalar(only, types);
}

function decodeObject(
  parameter: DescribedParameter,
  pairs: readonly (readonly [string, string])[],
  claimed: ReadonlySet<string>,
): readonly unknown[] | null {
  const value: Record<string, unknown> = {};
  const put = (key: string, text: string): void => {
    const before: unknown = Object.hasOwn(value, key) ? value[key] : undefined;
    const list: readonly unknown[] = Array.isArray(before) ? before : [before];
    const next = before === undefined ? text : [...list, text];
    Object.defineProperty(value, key, { value: next, enumerable: true, configurable: true, writable: true });
  };
  for (const [name, text] of pairs) {
    if (parameter.style === 'deepObject') {
      const key = /^(.+)\[(.*)\]$/.exec(name);
      if (key?.[1] === parameter.name) put(key[2] ?? '', text);
    } else if (parameter.explode) {
      if (!claimed.has(name)) put(name, text);
    } else if (name === parameter.name) {
      const parts = text.split(',');
      for (let index = 0; index + 1 < parts.length; index += 2)
        put(parts[index] ?? '', parts[index + 1] ?? '');
    }
  }
  return Object.keys(value).length === 0 ? null : [value];
}

/** True when the parameter takes every name of the query that no other parameter has. */
export function takesAnyName(document: Description, parameter: DescribedParameter): boolean {
  return (
    parameter.in === 'query' &&
    parameter.style === 'form' &&
    parameter.explode &&
    collectTypes(document, parameter.schema).has('object')
  );
}

/** Turns a JSON Pointer from Ajv into keys and indexes, by walking the value that it points into. */
export function locate(value: unknown, pointer: string): readonly (string | number)[] {
  let current = value;
  return pointer
    .split('/')
    .slice(1)
    .map((escaped) => {
      const key = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
      const isIndex = Array.isArray(current);
      if (Array.isArray(current)) current = current[Number(key)];
      else current = isRecord(current) ? current[key] : undefined;
      return isIndex ? Number(key) : key;
    });
}
