import type { JsonObject, JsonValue } from '../../load/document.js';
import type { Side } from '../side.js';

/** Keywords that are for readers. */
const forReaders = new Set(['description', 'title', 'example', 'examples', '$comment', 'externalDocs']);

/** Keywords whose members have names of their own, which are no keywords. */
const nameHolders = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs']);

/** Keywords that hold values as they are. */
const valueHolders = new Set(['const', 'default']);

/** Lists without an order. */
const setHolders = new Set(['required', 'enum', 'type']);

/** The value as JSON whose keys are sorted: equal for equal values. */
export function canonicalText(value: JsonValue): string {
  return print(value, 'value', () => null);
}

/**
 * A schema, or what holds one, as text that is equal for what means the same: without texts for readers, lists without
 * an order sorted, and what its references lead to written behind it, numbered as it is met, because what a component is
 * called means nothing.
 */
export function schemaText(side: Side, schema: JsonValue): string {
  const numbers = new Map<string, number>();
  const pending: JsonValue[] = [schema];
  const refer = (reference: JsonObject): number | null => {
    const target = side.target({ value: reference, pointer: '' });
    if (target === null) return null;
    const known = numbers.get(target.pointer);
    if (known !== undefined) return known;
    numbers.set(target.pointer, pending.length);
    return pending.push(target.value) - 1;
  };
  const texts: string[] = [];
  // The list grows while it is walked.
  for (const each of pending) texts.push(print(each, 'schema', refer));
  return texts.join(' ');
}

/** What the keys of an object are: keywords, names of schemas, names of lists without an order, or nothing special. */
type Kind = 'schema' | 'names' | 'sets' | 'value';

function print(value: JsonValue, kind: Kind, refer: (reference: JsonObject) => number | null): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((each) => print(each, kind, refer)).join(',')}]`;
  const number = kind === 'schema' && value['$ref'] !== undefined ? refer(value) : null;
  const entries = Object.entries(value)
    .filter(([key]) => kind !== 'schema' || !forReaders.has(key))
    .sort(([left], [right]) => (left < right ? -1 : 1));
  const printed = entries.map(([key, each]) => {
    if (key === '$ref' && number !== null) return `"$ref":${number}`;
    const isSet = kind === 'sets' || (kind === 'schema' && setHolders.has(key));
    const text = isSet && Array.isArray(each) ? printSet(each) : print(each, kindBelow(kind, key), refer);
    return `${JSON.stringify(key)}:${text}`;
  });
  return `{${printed.join(',')}}`;
}

function kindBelow(kind: Kind, key: string): Kind {
  if (kind === 'names') return 'schema';
  if (kind !== 'schema') return 'value';
  if (key === 'dependentRequired') return 'sets';
  if (nameHolders.has(key)) return 'names';
  return valueHolders.has(key) || setHolders.has(key) ? 'value' : 'schema';
}

function printSet(values: readonly JsonValue[]): string {
  return `[${values.map(canonicalText).sort().join(',')}]`;
}
