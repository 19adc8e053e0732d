/**
 * OpenAPI's schemas as JSON Schema 2020-12, for one direction: what 3.0 says in its own words, and properties that only
 * the server or only the client sends.
 */
import type { Documents, Spot } from './document.js';
import { isObject, listOf, objectOf, textOf, type Json } from './json.js';

/** Who sends the value. */
export type Direction = 'request' | 'answer';

export type JsonSchema = Json | boolean;

/** How a schema is read: which properties are left out, and what its dynamic anchors mean here. */
export interface Reading {
  readonly direction: Direction;
  /** Names that an `allOf` around this schema leaves out. */
  readonly dropped: readonly string[];
  /** Dynamic anchors of the schemas around this one; the outermost wins (JSON Schema 2020-12, section 7.1). */
  readonly anchors: readonly (readonly [name: string, spot: Spot])[];
  /**
   * As readers of descriptions mean it, where the letter admits nothing: parts of an `allOf` do not close the others
   * out, and a member of a `oneOf` may resemble another.
   */
  readonly isLoose: boolean;
}

/** Gives a schema elsewhere a name, under which it can be referred to. */
export type NameSchema = (spot: Spot, reading: Reading) => string;

const COPIED = [
  ...['enum', 'const', 'multipleOf', 'maximum', 'minimum', 'maxLength', 'minLength', 'format', 'maxItems'],
  ...['minItems', 'uniqueItems', 'minContains', 'maxContains', 'maxProperties', 'minProperties'],
  'dependentRequired',
];
const SINGLE = ['items', 'additionalProperties', 'contains', 'propertyNames', 'unevaluatedItems'];
const BESIDE = ['not', 'if', 'then', 'else', 'unevaluatedProperties'];
/** A discriminator says which member is meant, also where others would admit the value as well. */
const MANY_BESIDE = ['allOf', 'anyOf', 'oneOf'];

/** A pattern that JavaScript cannot read is left out: no sample can follow it. Throws for a reference to nothing. */
export function translateSchema(
  documents: Documents,
  spot: Spot,
  { reading, name }: { readonly reading: Reading; readonly name: NameSchema },
): JsonSchema {
  const { value } = spot;
  if (typeof value === 'boolean') return value;
  const raw = objectOf(value);
  const isOld = documents.version === '3.0';
  const anchors = [...reading.anchors, ...listAnchors(documents, spot)];
  const fresh: Reading = { ...reading, dropped: [], anchors };
  const reference = textOf(raw['$ref']);
  const target = reference === null ? null : documents.resolve(reference, spot);
  if (target !== null && isOld) return { $ref: name(target, { ...reading, anchors }) };
  const dropped = [
    ...new Set([...reading.dropped, ...listDropped(documents, spot, reading.direction)]),
  ].sort();
  const same: Reading = { ...fresh, dropped };
  const made: Record<string, unknown> = {};
  if (target !== null) made['$ref'] = name(target, same);
  const dynamic = textOf(raw['$dynamicRef']);
  if (dynamic !== null) {
    const bound = anchors.find(([anchor]) => `#${anchor}` === dynamic);
    if (bound !== undefined) made['$ref'] = name(bound[1], fresh);
  }
  const translate = (child: Spot, how: Reading): JsonSchema =>
    translateSchema(documents, child, { reading: how, name });
  for (const key of COPIED) if (raw[key] !== undefined) made[key] = raw[key];
  for (const key of SINGLE) {
    const isClosing = key === 'additionalProperties' && raw[key] === false;
    if (raw[key] === undefined || (isClosing && reading.isLoose)) continue;
    made[key] = translate(documents.at(spot, key), fresh);
  }
  for (const key of BESIDE) {
    if (raw[key] !== undefined) made[key] = translate(documents.at(spot, key), same);
  }
  const isChoice = reading.isLoose || isObject(raw['discriminator']);
  for (const key of MANY_BESIDE) {
    const members = listOf(raw[key]).map((_, index) => translate(documents.at(spot, key, index), same));
    if (members.length > 0) made[key === 'oneOf' && isChoice ? 'anyOf' : key] = members;
  }
  if (Array.isArray(raw['prefixItems'])) {
    made['prefixItems'] = raw['prefixItems'].map((_, index) =>
      translate(documents.at(spot, 'prefixItems', index), fresh),
    );
  }
  for (const key of ['properties', 'patternProperties', 'dependentSchemas']) {
    if (!isObject(raw[key])) continue;
    const names = Object.keys(raw[key]).filter((one) => !dropped.includes(one) || key !== 'properties');
    made[key] = Object.fromEntries(names.map((one) => [one, translate(documents.at(spot, key, one), fresh)]));
  }
  const required = listOf(raw['required']).filter(
    (one): one is string => typeof one === 'string' && !dropped.includes(one),
  );
  if (required.length > 0) made['required'] = [...new Set(required)];
  const pattern = textOf(raw['pattern']);
  if (pattern !== null && isPattern(pattern)) made['pattern'] = pattern;
  writeTypes(made, raw, isOld);
  writeMarks(made, raw);
  writeDiscriminator(made, { documents, spot });
  return made;
}

function writeTypes(made: Record<string, unknown>, raw: Json, isOld: boolean): void {
  const types = listOf(typeof raw['type'] === 'string' ? [raw['type']] : raw['type']);
  const isNullable = isOld && raw['nullable'] === true && types.length > 0;
  // `file` and `any` are no types, but some documents have them.
  const known = types.filter((type) => type !== 'file' && type !== 'any');
  if (known.length > 0)
    made['type'] = isNullable ? [...known, 'null'] : known.length === 1 ? known[0] : known;
  for (const [bound, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    if (typeof raw[exclusive] === 'number') made[exclusive] = raw[exclusive];
    if (raw[exclusive] === true && typeof raw[bound] === 'number') {
      made[exclusive] = raw[bound];
      Reflect.deleteProperty(made, bound);
    }
  }
}

/** Bytes in a multipart body or as a whole one (OpenAPI 3.0: `format: binary`; 3.1: a media type without encoding). */
function writeMarks(made: Record<string, unknown>, raw: Json): void {
  const isBytes =
    raw['format'] === 'binary' ||
    raw['type'] === 'file' ||
    (textOf(raw['contentMediaType']) !== null && raw['contentEncoding'] === undefined);
  if (isBytes) made['x-bytes'] = true;
  const examples = [...('example' in raw ? [raw['example']] : []), ...listOf(raw['examples'])];
  // As text: Ajv would take an `$id` in an example for one of a schema.
  if (examples.length > 0) made['x-examples'] = JSON.stringify(examples);
}

function writeDiscriminator(
  made: Record<string, unknown>,
  { documents, spot }: { readonly documents: Documents; readonly spot: Spot },
): void {
  const discriminator = objectOf(objectOf(spot.value)['discriminator']);
  const property = textOf(discriminator['propertyName']);
  if (property === null) return;
  const values: Record<string, string> = {};
  for (const [literal, target] of Object.entries(objectOf(discriminator['mapping']))) {
    const reference = /[#/]|\.(ya?ml|json)$/.test(String(target))
      ? String(target)
      : `#/components/schemas/${String(target)}`;
    try {
      const found = documents.follow(documents.resolve(reference, spot));
      values[`${found.file}#${found.pointer}`] ??= literal;
    } catch {
      // A mapping that leads nowhere says nothing about any member.
    }
  }
  made['x-discriminator'] = { property, values };
}

/** Names of properties that this direction does not have, here or in what is joined to it by `allOf`. */
function listDropped(documents: Documents, spot: Spot, direction: Direction): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const left: Spot[] = [spot];
  for (let current = left.pop(); current !== undefined; current = left.pop()) {
    const key = `${current.file}#${current.pointer}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const raw = objectOf(current.value);
    const here = current;
    const reference = textOf(raw['$ref']);
    if (reference !== null) left.push(documents.resolve(reference, current));
    left.push(...listOf(raw['allOf']).map((_, index) => documents.at(here, 'allOf', index)));
    for (const name of Object.keys(objectOf(raw['properties']))) {
      if (isDropped(documents, documents.at(current, 'properties', name), direction)) found.push(name);
    }
  }
  return found;
}

function isDropped(documents: Documents, property: Spot, direction: Direction): boolean {
  const mark = direction === 'request' ? 'readOnly' : 'writeOnly';
  if (documents.version !== '3.0' && objectOf(property.value)[mark] === true) return true;
  return objectOf(documents.follow(property).value)[mark] === true;
}

function listAnchors(documents: Documents, spot: Spot): [name: string, spot: Spot][] {
  const found: [name: string, spot: Spot][] = [];
  const add = (at: Spot): void => {
    const anchor = textOf(objectOf(at.value)['$dynamicAnchor']);
    if (anchor !== null) found.push([anchor, at]);
  };
  add(spot);
  for (const key of Object.keys(objectOf(objectOf(spot.value)['$defs'])))
    add(documents.at(spot, '$defs', key));
  return found;
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
