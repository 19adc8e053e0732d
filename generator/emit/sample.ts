/**
 * Values for examples: they fit the types, and where the description gives an example of a text or a number, they are
 * the description's.
 */
import type { Document, JsonValue } from '../load/document.js';
import type { Api, Deletion, IdFormat, NamedSchema, Operation, Shape } from '../model/types.js';
import { Reference, type Table, type Value } from './code/declarations.js';
import { lacksBoundary } from './request-type.js';

/** Deeper than this, a value is cut off. */
const MAX_DEPTH = 8;

/** Makes the values of one package. */
export class Samples {
  readonly #document: Document;
  readonly #schemas: ReadonlyMap<string, NamedSchema>;
  /** What the last operation that was asked about declares. */
  #last: { readonly pointer: string; readonly parameters: readonly unknown[] } = {
    pointer: '',
    parameters: [],
  };

  constructor({ schemas }: Api, document: Document) {
    this.#document = document;
    this.#schemas = new Map(schemas.map((schema) => [schema.name, schema]));
  }

  /** The request of one call with everything that is required; with a plan, its ids stand where the plan puts them. */
  requestOf(operation: Operation, deletion: Deletion | null): Table {
    const groups = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' } as const;
    const request: Record<string, Value> = {};
    for (const { name, in: place, required, shape } of operation.parameters) {
      if (!required) continue;
      const schema = this.#parameterSchema(operation, place, name);
      const value = this.#valueOf(shape, { schema, name, depth: 0 });
      request[groups[place]] = { ...asTable(request[groups[place]]), [name]: value };
    }
    const [content] = operation.body?.required === true ? operation.body.contents : [];
    if (content !== undefined) {
      if (content.mediaType.includes('*')) request['contentType'] = content.mediaType.replace('*', 'plain');
      if (lacksBoundary(content))
        request['contentType'] = `${content.mediaType.replace('*', 'mixed')}; boundary=example`;
      const schema = this.#at(operation.pointer, ['requestBody', 'content', content.mediaType, 'schema']);
      request['body'] = this.#valueOf(content.shape, { schema, name: 'body', depth: 0 });
    }
    return deletion === null ? request : withIds(request, deletion);
  }

  /** Name of the first property of a body; null where that is no object. */
  firstProperty(shape: Shape | null): string | null {
    const known = shape === null ? null : this.#look(shape);
    return known?.kind === 'object' ? (known.properties[0]?.name ?? null) : null;
  }

  #valueOf(given: Shape, from: Origin): Value {
    const shape = this.#look(given);
    const schema = this.#resolve(from.schema);
    const { name } = from;
    const inner = { ...from, schema, depth: from.depth + 1 };
    switch (shape.kind) {
      case 'literal':
        return shape.value;
      case 'boolean':
        return exampleOf(schema, 'boolean') ?? true;
      case 'number':
        return exampleOf(schema, 'number') ?? numberOf(memberOf(schema, 'minimum')) ?? 1;
      case 'string':
        return exampleOf(schema, 'string') ?? sampleText(schema, name);
      case 'binary':
        return new Reference(`new Blob(['…'])`);
      case 'open':
        return this.#valueOf(shape.of, inner);
      case 'array': {
        const items = { ...inner, schema: memberOf(schema, 'items') };
        return inner.depth > MAX_DEPTH ? [] : [this.#valueOf(shape.items, items)];
      }
      case 'tuple':
        return shape.items
          .filter(({ optional }) => !optional)
          .map((item) => this.#valueOf(item.shape, { ...inner, schema: null }));
      case 'object':
        return this.#objectOf(shape, inner);
      case 'union':
        return this.#valueOf(shape.members.find(({ kind }) => kind !== 'null') ?? { kind: 'null' }, inner);
      case 'intersection':
        return this.#intersectionOf(shape.members, inner);
      default:
        return null;
    }
  }

  #intersectionOf(members: readonly Shape[], from: Origin): Table {
    const tables = members.map((member) => asTable(this.#valueOf(member, from)));
    return Object.fromEntries(tables.flatMap((table) => Object.entries(table)));
  }

  #objectOf({ properties }: Shape & { readonly kind: 'object' }, { schema, depth }: Origin): Table {
    if (depth > MAX_DEPTH) return {};
    const required = properties.filter(({ optional }) => !optional);
    return Object.fromEntries(
      required.map(({ name, shape }) => [
        name,
        this.#valueOf(shape, { schema: memberOf(memberOf(schema, 'properties'), name), name, depth }),
      ]),
    );
  }

  /** What a name stands for. */
  #look(shape: Shape): Shape {
    let current = shape;
    for (let step = 0; current.kind === 'name' && step < MAX_DEPTH; step += 1) {
      current = this.#schemas.get(current.name)?.shape ?? { kind: 'unknown' };
    }
    return current;
  }

  #parameterSchema({ pointer }: Operation, place: string, name: string): unknown {
    if (pointer !== this.#last.pointer) {
      const item = pointer.slice(0, pointer.lastIndexOf('/'));
      const lists = [pointer, item].map((owner) => this.#at(owner, ['parameters']));
      const declared = lists.flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
      this.#last = { pointer, parameters: declared.map((each) => this.#resolve(each)) };
    }
    const found = this.#last.parameters.find(
      (each) => memberOf(each, 'in') === place && memberOf(each, 'name') === name,
    );
    return memberOf(found, 'schema');
  }

  #at(pointer: string, keys: readonly string[]): unknown {
    const way = [...keysOf(pointer), ...keys];
    return way.reduce<unknown>((value, key) => memberOf(this.#resolve(value), key), this.#document.value);
  }

  #resolve(value: unknown, depth = 0): unknown {
    const reference = memberOf(value, '$ref');
    if (typeof reference !== 'string' || !reference.startsWith('#/') || depth > MAX_DEPTH) return value;
    const target = keysOf(decodeURIComponent(reference.slice(1))).reduce<unknown>(
      memberOf,
      this.#document.value,
    );
    return this.#resolve(target, depth + 1);
  }
}

/** The schema that a value is made for, as far as it is known, and what its place is called. */
interface Origin {
  readonly schema: unknown;
  readonly name: string;
  readonly depth: number;
}

function withIds(request: Table, deletion: Deletion): Table {
  const { ids } = deletion;
  const [id = ''] = sampleIds(deletion);
  if (ids.in === 'body') {
    const element = ids.item === null ? id : { [ids.item]: id };
    return { ...request, body: put(request['body'], keysOf(ids.at), [element]) };
  }
  const column = sampleTarget(deletion)[ids.column];
  const key = typeof column === 'string' ? column : 'id';
  const query = { ...asTable(request['query']), [ids.parameter]: { [key]: ids.one.prefix + id } };
  return { ...request, query };
}

function put(container: Value | undefined, [key, ...rest]: readonly string[], value: Value): Value {
  if (key === undefined) return value;
  const fields = asTable(container);
  return { ...fields, [key]: put(fields[key], rest, value) };
}

/** A target with every field that has no default. */
export function sampleTarget({ target }: Deletion): Table {
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

/** A pattern of a description need not be one that JavaScript knows. */
function fitting(candidates: readonly string[], pattern: string | null): string {
  try {
    const expression = pattern === null ? /^/ : new RegExp(`^(?:${pattern})$`, 'u');
    return candidates.find((candidate) => expression.test(candidate)) ?? candidates[0] ?? '';
  } catch {
    return candidates[0] ?? '';
  }
}

function sampleText(schema: unknown, name: string): string {
  const pattern = memberOf(schema, 'pattern');
  const format = memberOf(schema, 'format');
  const known = typeof format === 'string' ? formats.get(format) : undefined;
  return known ?? sampleName(name, typeof pattern === 'string' ? pattern : null);
}

const formats: ReadonlyMap<string, string> = new Map([
  ['uuid', '11111111-1111-4111-8111-111111111111'],
  ['date-time', '2026-01-01T00:00:00Z'],
  ['date', '2026-01-01'],
  ['email', 'user@example.com'],
  ['uri', 'https://example.com/'],
]);

/** The first value of that type which the description shows. */
function exampleOf<Type extends 'string' | 'number' | 'boolean'>(
  schema: unknown,
  type: Type,
): { string: string; number: number; boolean: boolean }[Type] | null {
  const examples = memberOf(schema, 'examples');
  const known: unknown[] = [
    memberOf(schema, 'example'),
    ...(Array.isArray(examples) ? (examples as unknown[]) : []),
    memberOf(schema, 'default'),
  ];
  const found = known.find((value) => typeof value === type && value !== '');
  return (found ?? null) as { string: string; number: number; boolean: boolean }[Type] | null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function memberOf(value: unknown, key: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, JsonValue>>)[key];
}

function asTable(value: Value | undefined): Table {
  return typeof value === 'object' && value !== null && value.constructor === Object ? (value as Table) : {};
}

/** The keys of a JSON Pointer. */
function keysOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}
