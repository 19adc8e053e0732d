/** What single keywords of a schema say. OpenAPI 3.0 and 3.1 differ in a few; both are read here and nowhere else. */
import type { JsonObject, JsonValue } from '../../load/document.js';
import { isObject, own } from '../source.js';

/** How a description is to be read. */
export interface Dialect {
  /** OpenAPI 3.0, Reference Object: "any sibling elements of a $ref are ignored". Not so in JSON Schema 2020-12. */
  readonly ignoresSiblings: boolean;
  /** `nullable: true` is a keyword of OpenAPI 3.0 alone. */
  readonly hasNullable: boolean;
}

export function dialectOf(root: JsonObject): Dialect {
  const version = own(root, 'openapi');
  const isOld = typeof version !== 'string' || version.startsWith('3.0');
  return { ignoresSiblings: isOld, hasNullable: isOld };
}

/** The reference of a schema; a dynamic one is read as a plain one. */
export function referenceOf(schema: JsonObject): string | null {
  const plain = schema['$ref'];
  if (typeof plain === 'string') return plain;
  const dynamic = schema['$dynamicRef'];
  return typeof dynamic === 'string' ? dynamic : null;
}

/** Keywords that say nothing about a type. */
const annotations: ReadonlySet<string> = new Set(
  `$ref $dynamicRef $comment $id $schema $anchor $dynamicAnchor $defs title description default example examples
   deprecated readOnly writeOnly externalDocs xml discriminator`.split(/\s+/),
);

/** True when a schema is a reference, with nothing beside it that changes a type. */
export function isPlainReference(schema: JsonObject, dialect: Dialect): boolean {
  if (referenceOf(schema) === null) return false;
  if (dialect.ignoresSiblings) return true;
  for (const keyword in schema) if (!annotations.has(keyword) && !keyword.startsWith('x-')) return false;
  return true;
}

/** Keywords that only narrow a single value, or say nothing about a type. */
const harmless: ReadonlySet<string> = new Set([
  ...[...annotations].filter((keyword) => !keyword.startsWith('$') || keyword === '$comment'),
  ...`minLength maxLength pattern minimum maximum exclusiveMinimum exclusiveMaximum multipleOf`.split(' '),
]);

/**
 * The type of a schema that is a single value and nothing else, as most are; null for all others, which have to be
 * looked at keyword by keyword.
 */
export function scalarOf(schema: JsonObject): 'string' | 'number' | 'boolean' | null {
  let type: JsonValue = null;
  for (const keyword in schema) {
    if (keyword === 'type') type = schema[keyword] ?? null;
    else if (keyword === 'format') {
      if (schema[keyword] === 'binary') return null;
    } else if (!harmless.has(keyword) && !keyword.startsWith('x-')) return null;
  }
  if (type === 'integer') return 'number';
  return type === 'string' || type === 'number' || type === 'boolean' ? type : null;
}

/** The names under `required`; it is a list of texts or nothing. */
export function requiredNames(schema: JsonObject): ReadonlySet<string> {
  const required = own(schema, 'required');
  if (!Array.isArray(required) || required.length === 0) return nothingRequired;
  return new Set(required.filter((name) => typeof name === 'string'));
}

const nothingRequired: ReadonlySet<string> = new Set();

/** The schemas under `allOf`, `oneOf` or `anyOf`. */
export function membersOf(schema: JsonObject, keyword: 'allOf' | 'oneOf' | 'anyOf'): readonly JsonValue[] {
  const members = own(schema, keyword);
  return Array.isArray(members) ? members : [];
}

/** The types that a schema names; null when it names none. */
export function namedTypes(schema: JsonObject): readonly string[] | null {
  const type = own(schema, 'type');
  if (typeof type === 'string') return [type];
  if (!Array.isArray(type)) return null;
  const types = type.filter((each) => typeof each === 'string');
  return types.length === 0 ? null : types;
}

/**
 * True when a schema says that null is one of its values: by `nullable` (OpenAPI 3.0), or by a list of types. That is
 * believed even where a composition or an enum beside it has no null: so descriptions look that were turned from 3.0 into
 * 3.1, and a null that comes unannounced is the worse surprise.
 */
export function isNullable(schema: JsonObject, { hasNullable }: Dialect): boolean {
  if (hasNullable && schema['nullable'] === true) return true;
  const { type } = schema;
  return (
    Array.isArray(type) && type.length > 1 && type.includes('null') && own(schema, 'const') === undefined
  );
}

/** The property that tells the members of a union apart, if the schema says one. */
export function discriminatorOf(schema: JsonObject): { property: string; mapping: JsonObject } | null {
  const discriminator = own(schema, 'discriminator');
  if (!isObject(discriminator)) return null;
  const property = own(discriminator, 'propertyName');
  const mapping = own(discriminator, 'mapping');
  return typeof property === 'string' ? { property, mapping: isObject(mapping) ? mapping : {} } : null;
}

/**
 * The values of an enum, each once. YAML reads `enum: [1, on]` as a number and a claim; where the type says that they
 * are texts, they are. Null when there is no enum.
 */
export function enumValues(schema: JsonObject): readonly JsonValue[] | null {
  const constant = own(schema, 'const');
  const values = constant === undefined ? own(schema, 'enum') : [constant];
  if (!Array.isArray(values) || values.length === 0) return null;
  const types = namedTypes(schema)?.filter((type) => type !== 'null') ?? [];
  const [type] = types;
  return [...new Set(types.length === 1 ? values.map((value) => readAs(value, type)) : values)];
}

function readAs(value: JsonValue, type: string | undefined): JsonValue {
  if (type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
  const isNumeric = type === 'number' || type === 'integer';
  return isNumeric && typeof value === 'string' && isFiniteText(value) ? Number(value) : value;
}

function isFiniteText(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}

/**
 * The base of an enum to which a server may add values: it has several, all texts or all numbers. A single value is a
 * claim of its own, and stays closed.
 */
export function openBase(schema: JsonObject): 'string' | 'number' | null {
  if (own(schema, 'const') !== undefined) return null;
  const values = enumValues(schema)?.filter((value) => value !== null) ?? [];
  if (values.length < 2) return null;
  if (values.every((value) => typeof value === 'string')) return 'string';
  return values.every((value) => typeof value === 'number') ? 'number' : null;
}

/** A text that is bytes where it is not written as JSON. */
export function isBytes(schema: JsonObject): boolean {
  if (schema['format'] === 'binary' || schema['type'] === 'file') return true;
  const mediaType = own(schema, 'contentMediaType');
  const isEncoded = own(schema, 'contentEncoding') !== undefined;
  return typeof mediaType === 'string' && !isEncoded && !/^text\/|json/.test(mediaType);
}
