/** Values that fit a schema, made from the schema alone: the smallest, and one with everything that may be there. */
import { gatherDemands, Unsampleable, type Demands } from './node.js';
import { isObject, listOf, textOf } from './json.js';
import { sampleNumber, sampleText, type Alphabet } from './sample-text.js';
import type { Schemas } from './schemas.js';
import type { JsonSchema } from './translate.js';

export type Size = 'minimal' | 'full';

export interface Wanted {
  readonly size: Size;
  readonly alphabet: Alphabet;
  /** For a parameter or a field of a form: no null, and nothing empty, which would leave no trace on the wire. */
  readonly isPlain: boolean;
  /** Only a whole body may be an empty object, though its fields may not. */
  readonly isBody?: boolean;
}

export type Found =
  | {
      readonly is: 'value';
      readonly value: unknown;
      /** The schema that it was checked against: the one asked for, or the same loosened. */
      readonly schema: string;
      /** Why the schema had to be loosened; null where it was not. */
      readonly loosened: string | null;
    }
  | { readonly is: 'none'; readonly reason: string };

const TRIES = 8;
const MOST_VALUES = 1_500;
const FULL_DEPTH = 6;

const known = new WeakMap<Schemas, Map<string, Found>>();

/**
 * A value that Ajv accepts. Where the schema contradicts itself to the letter, one that the loosened schema accepts;
 * `none` with the first reason when no candidate is one.
 */
export function findSample(schemas: Schemas, name: string, wanted: Wanted): Found {
  const cache = known.get(schemas) ?? new Map<string, Found>();
  known.set(schemas, cache);
  const key = [name, wanted.size, wanted.alphabet, wanted.isPlain, wanted.isBody].join(' ');
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  let found = findStrictly(schemas, name, wanted);
  if (found.is === 'none') {
    const loose = findStrictly(schemas, schemas.loosen(name), wanted);
    if (loose.is === 'value') found = { ...loose, loosened: found.reason };
  }
  cache.set(key, found);
  return found;
}

/** What had to be read loosely, as `pointer: reason`. */
export function listLoosened(schemas: Schemas): string[] {
  const found = [...(known.get(schemas)?.values() ?? [])].flatMap((one) =>
    one.is === 'value' && one.loosened !== null
      ? [`${schemas.placeOf(one.schema).replace(/^[^#]*#/, '')}: ${one.loosened}`]
      : [],
  );
  return [...new Set(found)];
}

function findStrictly(schemas: Schemas, name: string, wanted: Wanted): Found {
  let reason = '';
  const give = (value: unknown): Found => ({ is: 'value', value, schema: name, loosened: null });
  const other: Size = wanted.size === 'full' ? 'minimal' : 'full';
  for (const size of [wanted.size, other]) {
    for (let variant = 0; variant < TRIES; variant += 1) {
      try {
        const value = new Sampling(schemas, { ...wanted, size }, variant).sample(schemas.get(name));
        const problem = schemas.check(name, value);
        if (problem === null) return give(value);
        reason ||= `Ajv refuses every sample: ${problem}`;
      } catch (error) {
        if (!(error instanceof Unsampleable)) throw error;
        reason ||= error.message;
      }
    }
  }
  const examples = wanted.isPlain ? [] : listExamples(schemas.get(name));
  const valid = examples.find((value) => schemas.check(name, value) === null);
  return valid === undefined ? { is: 'none', reason } : give(valid);
}

function listExamples(schema: JsonSchema): readonly unknown[] {
  const text = typeof schema === 'boolean' ? null : textOf(schema['x-examples']);
  return text === null ? [] : listOf(JSON.parse(text));
}

class Sampling {
  readonly #schemas: Schemas;
  readonly #wanted: Wanted;
  readonly #variant: number;
  #made = 0;
  #choices = 0;

  constructor(schemas: Schemas, wanted: Wanted, variant: number) {
    this.#schemas = schemas;
    this.#wanted = wanted;
    this.#variant = variant;
  }

  sample(schema: JsonSchema, path: readonly string[] = [], isTop = true): unknown {
    this.#made += 1;
    if (this.#made > MOST_VALUES * 20) throw new Unsampleable('it needs too many values');
    const demands = gatherDemands(this.#schemas, schema, (count) => this.#choose(count));
    const repeats = demands.followed.some((name) => path.filter((one) => one === name).length >= 2);
    if (repeats && path.length > 40) throw new Unsampleable('it contains itself without an end');
    const isSmall =
      this.#wanted.size === 'minimal' || repeats || path.length > FULL_DEPTH || this.#made > MOST_VALUES;
    return this.#build(demands, { path: [...path, demands.followed[0] ?? ''], isSmall, isTop });
  }

  /** Variant 0 takes every first alternative, 1 every second; later ones mix. */
  #choose(count: number): number {
    this.#choices += 1;
    if (this.#variant < 4) return this.#variant % count;
    return (this.#variant * 7 + this.#choices * 5 + this.#variant * this.#choices) % count;
  }

  #build(demands: Demands, at: Place): unknown {
    if (demands.allowed !== null) return this.#pick(demands, demands.allowed);
    const type = this.#typeOf(demands, at);
    const isFull = !at.isSmall;
    if (type === 'null') return null;
    if (type === 'boolean') return isFull;
    if (type === 'number' || type === 'integer') {
      return sampleNumber(demands, { isFull, isInteger: type === 'integer' });
    }
    if (type === 'array') return this.#buildArray(demands, at);
    if (type === 'object') return this.#buildObject(demands, at);
    const { alphabet } = this.#wanted;
    return sampleText(atLeastOne(demands, 'minLength', this.#wanted.isPlain), {
      isFull,
      alphabet,
      variant: this.#variant,
    });
  }

  #pick(demands: Demands, allowed: readonly unknown[]): unknown {
    const fits = (value: unknown): boolean =>
      demands.types === null || [...demands.types].some((type) => isOfType(value, type));
    const usable = allowed.filter((value) => fits(value) && !(this.#wanted.isPlain && isNothing(value)));
    const known = usable.filter((value) => value !== null);
    const values = known.length > 0 ? known : usable;
    if (values.length === 0) throw new Unsampleable('no value of its enum is usable here');
    return values[this.#variant % values.length];
  }

  #typeOf(demands: Demands, at: Place): string {
    const types = [...(demands.types ?? [])];
    const others = types.filter((type) => type !== 'null');
    if (
      types.length > others.length &&
      !this.#wanted.isPlain &&
      (at.isSmall || others.length === 0) &&
      !at.isTop
    ) {
      return 'null';
    }
    if (others.length > 0) return others[this.#variant % others.length] ?? 'string';
    if (types.length > 0) return 'null';
    if (demands.properties.size > 0 || demands.required.size > 0 || demands.additional.length > 0)
      return 'object';
    if (demands.items.length > 0 || demands.prefix.length > 0) return 'array';
    const isNumeric = ['minimum', 'maximum'].some((key) => demands.bounds.has(key));
    return isNumeric ? 'number' : 'string';
  }

  #buildArray(demands: Demands, at: Place): unknown[] {
    const least = Math.max(demands.bounds.get('minItems') ?? 0, this.#wanted.isPlain ? 1 : 0);
    const needed = demands.contains.length > 0 ? Math.max(least, 1) : least;
    const wished = at.isSmall ? needed : Math.max(needed, demands.isUnique ? 1 : 2);
    const most = demands.bounds.get('maxItems') ?? Number.POSITIVE_INFINITY;
    const count = Math.min(Math.max(wished, at.isSmall ? needed : demands.prefix.length), most);
    if (count > 2_000) throw new Unsampleable(`it wants ${count} items`);
    const made: unknown[] = [];
    const seen = new Set<string>();
    for (let index = 0; index < count; index += 1) {
      const own = demands.prefix[index] ?? { allOf: [...demands.items, ...demands.contains] };
      let value = this.sample(own, at.path, false);
      for (let turn = 1; demands.isUnique && seen.has(JSON.stringify(value)) && turn < 6; turn += 1) {
        value = new Sampling(this.#schemas, this.#wanted, this.#variant + turn + index).sample(
          own,
          at.path,
          false,
        );
      }
      if (typeof value === 'string' && seen.has(JSON.stringify(value)) && demands.isUnique)
        value = `${value}${index}`;
      seen.add(JSON.stringify(value));
      made.push(value);
    }
    return made;
  }

  #buildObject(demands: Demands, at: Place): Record<string, unknown> {
    const made: Record<string, unknown> = {};
    const most = demands.bounds.get('maxProperties') ?? Number.POSITIVE_INFINITY;
    const isFilled = this.#wanted.isPlain && !(at.isTop && this.#wanted.isBody === true);
    const least = Math.max(demands.bounds.get('minProperties') ?? 0, isFilled ? 1 : 0);
    const optional = [...demands.properties.keys()].filter((name) => !demands.required.has(name));
    for (const name of demands.required) this.#put(made, name, this.#property(demands, name, at));
    for (const name of optional) {
      if (at.isSmall && Object.keys(made).length >= least) break;
      if (Object.keys(made).length >= most) break;
      try {
        this.#put(made, name, this.#property(demands, name, at));
      } catch (error) {
        if (!(error instanceof Unsampleable)) throw error;
      }
    }
    const extra = demands.additional.filter((schema) => isObject(schema));
    const isOpen = !demands.additional.includes(false);
    for (let turn = 0; turn < 200; turn += 1) {
      const count = Object.keys(made).length;
      const wishes = !at.isSmall && turn === 0 && extra.length > 0 && isOpen;
      if (count >= most || (count >= least && !wishes)) break;
      if (!isOpen) throw new Unsampleable(`it wants ${least} properties and allows fewer`);
      this.#put(made, `extra${turn}`, this.sample({ allOf: extra }, at.path, false));
    }
    return made;
  }

  #property(demands: Demands, name: string, at: Place): unknown {
    const fixed = demands.fixed.get(name);
    if (fixed !== undefined && this.#admits(demands, name, fixed)) return fixed;
    const patterned = demands.patterned
      .filter(([pattern]) => matches(pattern, name))
      .map(([, schema]) => schema);
    const own = demands.properties.get(name) ?? (patterned.length > 0 ? [] : demands.additional);
    const all = [...own, ...patterned];
    const [only] = all;
    return this.sample(all.length === 1 && only !== undefined ? only : { allOf: all }, at.path, false);
  }

  /** A discriminator's value counts only where the property's own enum has it. */
  #admits(demands: Demands, name: string, fixed: string): boolean {
    const own = gatherDemands(this.#schemas, { allOf: demands.properties.get(name) ?? [] }, () => 0);
    return own.allowed?.includes(fixed) !== false;
  }

  /** `__proto__` is a name like any other. */
  #put(made: Record<string, unknown>, name: string, value: unknown): void {
    Object.defineProperty(made, name, { value, enumerable: true, configurable: true, writable: true });
  }
}

interface Place {
  /** The schemas around this value, outermost first. */
  readonly path: readonly string[];
  readonly isSmall: boolean;
  readonly isTop: boolean;
}

function atLeastOne(demands: Demands, key: string, isPlain: boolean): Demands {
  if (!isPlain || (demands.bounds.get(key) ?? 0) > 0) return demands;
  return { ...demands, bounds: new Map(demands.bounds).set(key, 1) };
}

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern).test(name);
  } catch {
    return false;
  }
}

function isNothing(value: unknown): boolean {
  return value === null || value === '' || (typeof value === 'string' && /^\s*$/.test(value));
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  return typeof value === type;
}
