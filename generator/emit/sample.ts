/**
 * Values for examples, taken from the description: they fit the types, and where the vendor gave an example they are
 * the vendor's.
 */
import type { Document } from '../load/document.js';
import type { Deletion, IdFormat, Operation, TypePath } from '../model/types.js';

type Sample = string | number | boolean | null | readonly Sample[] | { readonly [key: string]: Sample };
type Fields = Readonly<Record<string, unknown>>;

/** Deeper than this, a schema that refers to itself is cut off. */
const MAX_DEPTH = 8;

/** The request of one call with everything that is required; with a plan, its ids stand where the plan puts them. */
export function sampleRequest(operation: Operation, deletion: Deletion | null, document: Document): object {
  const groups = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' } as const;
  const request: Record<string, Sample> = {};
  for (const { name, in: place, required, type } of operation.parameters) {
    const key = groups[place];
    const before = asFields(request[key]);
    if (required)
      request[key] = { ...before, [name]: sampleOf(schemaAt(type, document), document, name) } as Sample;
  }
  if (operation.body?.required === true) {
    request['body'] = sampleOf(schemaAt(operation.body.type, document), document, 'body');
  }
  return deletion === null ? request : withIds(request, deletion);
}

function withIds(request: Readonly<Record<string, Sample>>, deletion: Deletion): object {
  const { ids } = deletion;
  const [id = ''] = sampleIds(deletion);
  if (ids.in === 'body') {
    const element = ids.item === null ? id : { [ids.item]: id };
    return { ...request, body: put(request['body'], ids.at.split('/').slice(1), [element]) };
  }
  const column = sampleTarget(deletion)[ids.column] ?? 'id';
  return {
    ...request,
    query: { ...asFields(request['query']), [ids.parameter]: { [column]: ids.one.prefix + id } },
  };
}

function put(container: unknown, [key, ...rest]: readonly string[], value: Sample): Sample {
  if (key === undefined) return value;
  const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
  const fields = asFields(container);
  return { ...fields, [name]: put(fields[name], rest, value) } as Sample;
}

/** A target with every field that has no default. */
export function sampleTarget({ target }: Deletion): Readonly<Record<string, string>> {
  return Object.fromEntries(
    target.flatMap(({ name, default: preset, oneOf, pattern }) =>
      preset === null ? [[name, oneOf?.[0] ?? sampleName(name, pattern)]] : [],
    ),
  );
}

/** Two ids as the plan wants them. */
export function sampleIds({ idFormat, target }: Deletion): string[] {
  const { chosenBy, formats } = idFormat;
  const field = target.find(({ name }) => name === chosenBy);
  const format = formats[field?.default ?? field?.oneOf?.[0] ?? 'default'] ?? Object.values(formats)[0];
  return format === undefined ? [] : [1, 2].map((number) => sampleId(format, number));
}

function sampleId({ kind, minLength, pattern }: IdFormat, number: number): string {
  const digit = String(number);
  const forms = {
    uuid: [
      `${digit.repeat(8)}-${digit.repeat(4)}-4${digit.repeat(3)}-8${digit.repeat(3)}-${digit.repeat(12)}`,
    ],
    integer: [`10${digit}`],
    string: [`id-${digit}`, `10${digit}`, digit.repeat(24), digit.repeat(32)],
  };
  return fitting(forms[kind], pattern).padEnd(minLength, digit);
}

/** A text that says what belongs in its place: `your-table-id`. */
export function sampleName(name: string, pattern: string | null): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s_-]+/);
  return fitting([`your-${words.join('-')}`, `your_${words.join('_')}`, words.join('_'), 'id', '1'], pattern);
}

function fitting(candidates: readonly string[], pattern: string | null): string {
  const expression = pattern === null ? /^/ : new RegExp(`^(?:${pattern})$`, 'u');
  return candidates.find((candidate) => expression.test(candidate)) ?? candidates[0] ?? '';
}

/** Name of the first property of the body that a type path leads to; null where that is no object. */
export function firstProperty(type: TypePath | null, document: Document): string | null {
  if (type === null) return null;
  const schema = asFields(schemaAt(type, document));
  return Object.keys(asFields(schema['properties']))[0] ?? null;
}

/** The schema whose type a type path leads to, itself no reference: two paths to one component give the same object. */
export function schemaAt(type: TypePath, document: Document): unknown {
  const child = (value: unknown, key: string | number): unknown =>
    asFields(resolve(value, document))[String(key)];
  const [root, path, method, kind, place, name] = type;
  const item = child(child(document.value, root), path ?? '');
  // In the types, parameters stand under their place and name; in the description they are lists.
  const parameters = [child(child(item, method ?? ''), 'parameters'), child(item, 'parameters')].flat();
  const parameter = parameters.find((each) => child(each, 'in') === place && child(each, 'name') === name);
  const found = kind === 'parameters' ? parameter : type.reduce<unknown>(child, document.value);
  return resolve(child(found, 'schema') ?? found, document);
}

function resolve(value: unknown, document: Document, depth = 0): unknown {
  const reference = asFields(value)['$ref'];
  if (typeof reference !== 'string' || depth > MAX_DEPTH) return value;
  const keys = reference.split('/').slice(1);
  const found = keys.reduce<unknown>(
    (container, key) =>
      asFields(container)[decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')],
    document.value,
  );
  return resolve(found, document, depth + 1);
}

function sampleOf(given: unknown, document: Document, name: string, depth = 0): Sample {
  const schema = asFields(resolve(given, document));
  const [option] = [schema['oneOf'], schema['anyOf'], schema['allOf']]
    .filter(Array.isArray)
    .flat() as unknown[];
  const type = typeOf(schema);
  const examples = Array.isArray(schema['examples']) ? (schema['examples'] as unknown[]) : [];
  const enumeration = Array.isArray(schema['enum']) ? (schema['enum'] as unknown[]) : [];
  const known = [schema['example'], ...examples, schema['const'], schema['default'], ...enumeration];
  const value = known.find((candidate) => candidate !== undefined && typeof candidate === type);
  if (isPrimitive(value)) return value;
  if (depth > MAX_DEPTH) return null;
  if (type === 'object') return sampleObject(schema, document, depth);
  if (type === 'array') return [sampleOf(schema['items'], document, name, depth + 1)];
  if (type === 'number') return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1;
  if (type === 'boolean') return true;
  return option === undefined ? sampleText(schema, name) : sampleOf(option, document, name, depth + 1);
}

function sampleObject(schema: Fields, document: Document, depth: number): Sample {
  const properties = asFields(schema['properties']);
  const required = Array.isArray(schema['required']) ? (schema['required'] as unknown[]).map(String) : [];
  return Object.fromEntries(
    required.map((key) => [key, sampleOf(properties[key], document, key, depth + 1)]),
  );
}

function sampleText({ format, pattern }: Fields, name: string): string {
  const formats: Fields = {
    uuid: '11111111-1111-4111-8111-111111111111',
    'date-time': '2026-01-01T00:00:00Z',
    date: '2026-01-01',
    email: 'user@example.com',
    uri: 'https://example.com/',
  };
  const text = formats[String(format)];
  return typeof text === 'string' ? text : sampleName(name, typeof pattern === 'string' ? pattern : null);
}

/** What `typeof` says of a value of the schema, or `array`; unknown where the schema does not say. */
function typeOf(schema: Fields): string {
  const types = [schema['type']].flat().map(String);
  const [type = ''] = types.filter((each) => each !== 'null');
  if (type === 'undefined') return 'properties' in schema ? 'object' : 'unknown';
  return type === 'integer' ? 'number' : type;
}

function isPrimitive(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
