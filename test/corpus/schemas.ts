/** The schemas of a description, each checked by Ajv: the independent judge of every value that goes either way. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Documents, Spot } from './document.js';
import { isObject, textOf } from './json.js';
import { translateSchema, type Direction, type JsonSchema, type Reading } from './translate.js';

export class Schemas {
  readonly #documents: Documents;
  readonly #names = new Map<string, string>();
  readonly #pending = new Map<string, { readonly spot: Spot; readonly reading: Reading }>();
  readonly #made = new Map<string, JsonSchema>();
  readonly #spots = new Map<string, string>();
  readonly #known = new Set<string>();
  readonly #ajv: Ajv2020;

  constructor(documents: Documents) {
    this.#documents = documents;
    // Patterns of descriptions are seldom written for the `u` flag.
    this.#ajv = new Ajv2020({
      strict: false,
      logger: false,
      validateSchema: false,
      unicodeRegExp: false,
      inlineRefs: false,
      addUsedSchema: false,
      code: { optimize: false },
    });
    formats.default(this.#ajv);
    for (const name of ['byte', 'binary', 'password']) this.#ajv.addFormat(name, true);
  }

  /** A name for the schema at a spot, as one side sends it. */
  name(spot: Spot, direction: Direction): string {
    return this.#name(spot, { direction, dropped: [], anchors: [], isLoose: false });
  }

  /** The same schema, read as it was meant: for a description that contradicts itself to the letter. */
  loosen(name: string): string {
    const pending = this.#pending.get(name);
    if (pending === undefined) throw new Error(`no schema is called ${name}`);
    return this.#name(pending.spot, { ...pending.reading, isLoose: true });
  }

  /** The translated schema of a name. */
  get(name: string): JsonSchema {
    const made = this.#made.get(name);
    if (made !== undefined) return made;
    const pending = this.#pending.get(name);
    if (pending === undefined) throw new Error(`no schema is called ${name}`);
    const schema = translateSchema(this.#documents, pending.spot, {
      reading: pending.reading,
      name: (spot, reading) => this.#name(spot, reading),
    });
    this.#made.set(name, schema);
    return schema;
  }

  /** File and pointer of what a name stands for. */
  placeOf(name: string): string {
    return this.#spots.get(name) ?? '';
  }

  /** What is wrong with a value, in one line; null when nothing is. */
  check(name: string, value: unknown): string | null {
    this.#learn(name);
    const validate = this.#ajv.getSchema(name);
    if (validate === undefined) throw new Error(`Ajv does not know ${name}`);
    if (validate(value) === true) return null;
    const [first] = validate.errors ?? [];
    return `${first?.instancePath ?? ''} ${first?.message ?? 'is not valid'} ${JSON.stringify(first?.params ?? {})}`
      .trim()
      .slice(0, 200);
  }

  #name(spot: Spot, reading: Reading): string {
    const place = `${spot.file}#${spot.pointer}`;
    const anchors = reading.anchors.map(([anchor, at]) => `${anchor}=${at.file}#${at.pointer}`).join('&');
    const key = [place, reading.direction, reading.isLoose, reading.dropped.join(','), anchors].join('|');
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = `corpus:/${this.#names.size + 1}`;
    this.#names.set(key, name);
    this.#pending.set(name, { spot, reading });
    this.#spots.set(name, place);
    return name;
  }

  /** Ajv compiles a schema only when all that it refers to is there. */
  #learn(name: string): void {
    const left = [name];
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      if (this.#known.has(next)) continue;
      this.#known.add(next);
      const schema = this.get(next);
      this.#ajv.addSchema(typeof schema === 'boolean' ? (schema ? {} : { not: {} }) : schema, next);
      left.push(...listReferences(schema));
    }
  }
}

function listReferences(schema: unknown): string[] {
  const found: string[] = [];
  const left: unknown[] = [schema];
  for (let value = left.pop(); left.length > 0 || value !== undefined; value = left.pop()) {
    if (isObject(value)) {
      const reference = textOf(value['$ref']);
      if (reference?.startsWith('corpus:/') === true) found.push(reference);
    }
    if (!isNested(value)) continue;
    const parts: readonly unknown[] = Object.values(value);
    left.push(...parts.filter(isNested));
  }
  return found;
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
