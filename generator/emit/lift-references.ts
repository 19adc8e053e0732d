import { isMapOfNames } from './types-keys.js';

type Json = Readonly<Record<string, unknown>>;

/** Maps and lists in which a reference leads to something else than a schema. */
const HOLDERS = new Set(
  'responses parameters requestBodies headers pathItems paths webhooks callbacks'.split(' '),
);

/** Keys below which a schema's key is what its author calls it. */
const NAMING = new Set(['properties', '$defs', 'definitions', 'schemas']);

/** Keys below which there is no type: data, and objects that openapi-typescript leaves out. */
const UNTYPED = new Set(
  'example examples default const enum mapping links securitySchemes security servers tags'.split(' '),
);

/**
 * A copy in which every reference leads to a component or a path item, for openapi-typescript knows no other way
 * through its own types: `#/paths/~1rows/get/responses/200/content/application~1json/schema` is none. A schema that is
 * named by its place alone becomes a component; anything else is written out where it is needed.
 */
export function liftReferences(description: Json): Json {
  return new Lift(description).run();
}

/** Under which keyword a value stands, or else in which map or list. */
interface Site {
  readonly key: string;
  readonly holder: string;
}

class Lift {
  readonly #description: Json;
  readonly #names: Set<string>;
  /** The names of the components that were made, by the reference. */
  readonly #lifted = new Map<string, string>();
  readonly #schemas: [name: string, schema: unknown][] = [];
  /** References that are being written out: one that leads into itself ends there. */
  readonly #open = new Set<string>();

  constructor(description: Json) {
    this.#description = description;
    this.#names = new Set(Object.keys(recordAt(recordAt(description, 'components'), 'schemas')));
  }

  run(): Json {
    const copy = recordOf(this.#copy(this.#description, { key: '', holder: '' }));
    if (this.#schemas.length === 0) return copy;
    const components = recordAt(copy, 'components');
    const schemas = { ...recordAt(components, 'schemas'), ...Object.fromEntries(this.#schemas) };
    return { ...copy, components: { ...components, schemas } };
  }

  #copy(value: unknown, site: Site): unknown {
    const { key } = site;
    if (typeof value !== 'object' || value === null || UNTYPED.has(key) || key.startsWith('x-')) return value;
    if (Array.isArray(value)) return value.map((item: unknown) => this.#copy(item, { key: '', holder: key }));
    const isMap = isMapOfNames(key);
    const { $ref: reference } = recordOf(value);
    if (!isMap && typeof reference === 'string' && isDeep(reference)) return this.#replace(reference, site);
    const entries = Object.entries(value).map(([name, item]): [string, unknown] => [
      name,
      this.#copy(item, isMap ? { key: '', holder: key } : { key: name, holder: '' }),
    ]);
    return Object.fromEntries(entries);
  }

  #replace(reference: string, site: Site): unknown {
    if (HOLDERS.has(site.holder) || site.key === 'requestBody') {
      if (this.#open.has(reference)) return {};
      this.#open.add(reference);
      const target = this.#copy(this.#find(reference), site);
      this.#open.delete(reference);
      return target;
    }
    const name = this.#lifted.get(reference) ?? this.#lift(reference);
    return { $ref: `#/components/schemas/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` };
  }

  /** The author's own name for it where that is free, else the whole reference. */
  #lift(reference: string): string {
    const [last = '', holder = ''] = keysOf(reference).reverse();
    const isNamed = NAMING.has(holder) && /^[A-Za-z]\w*$/.test(last);
    const name = isNamed && !this.#names.has(last) ? last : reference;
    this.#names.add(name);
    this.#lifted.set(reference, name);
    this.#schemas.push([name, this.#copy(this.#find(reference), { key: '', holder: 'schemas' })]);
    return name;
  }

  #find(reference: string): unknown {
    return keysOf(reference).reduce<unknown>(
      (value, key) => (Array.isArray(value) ? (value as unknown[])[Number(key)] : recordOf(value)[key]),
      this.#description,
    );
  }
}

function isDeep(reference: string): boolean {
  const [root, ...keys] = keysOf(reference);
  return root === 'components' ? keys.length !== 2 : root !== 'paths' || keys.length !== 1;
}

/** The keys that a reference walks along; the loader has checked that it can. */
function keysOf(reference: string): string[] {
  return decodeURIComponent(reference)
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function recordAt(record: Json, key: string): Json {
  return recordOf(Object.hasOwn(record, key) ? record[key] : undefined);
}

function recordOf(value: unknown): Json {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
