/** Reads a description and the files that it refers to; a reader of its own, which shares no code with the generator's. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { escapePointer, isObject, objectOf, textOf, type Json } from './json.js';

/** A value and where it stands. */
export interface Spot {
  readonly file: string;
  /** JSON Pointer from the root of the file. */
  readonly pointer: string;
  readonly value: unknown;
}

const LONGEST_CHAIN = 200;

export class Documents {
  readonly root: Spot;
  /** `3.0`, `3.1`. */
  readonly version: string;
  readonly #files = new Map<string, unknown>();
  #ids: ReadonlyMap<string, Spot> | null = null;

  constructor(file: string) {
    this.root = this.#spot(resolve(file), '');
    this.version = (textOf(objectOf(this.root.value)['openapi']) ?? '').split('.').slice(0, 2).join('.');
  }

  /** What stands below a spot; its value is undefined where there is nothing. */
  at(spot: Spot, ...keys: readonly (string | number)[]): Spot {
    let { pointer, value } = spot;
    for (const key of keys) {
      pointer = `${pointer}/${escapePointer(String(key))}`;
      value = Array.isArray(value) ? (value as unknown[])[Number(key)] : objectOf(value)[String(key)];
    }
    return { file: spot.file, pointer, value };
  }

  /** The spot that is meant once all references are followed. Throws when one leads nowhere. */
  follow(spot: Spot): Spot {
    let current = spot;
    for (let step = 0; step < LONGEST_CHAIN; step += 1) {
      const reference = isObject(current.value) ? textOf(current.value['$ref']) : null;
      if (reference === null) return current;
      current = this.resolve(reference, current);
    }
    throw new Error(`${spot.pointer} is a chain of references without an end`);
  }

  /** What a reference means when it is said at a spot. */
  resolve(reference: string, from: Spot): Spot {
    const [address = '', fragment = ''] = reference.split('#');
    const found = /^https?:/.test(address)
      ? this.#byId(address)
      : this.#spot(address === '' ? from.file : resolve(dirname(from.file), decodeURIComponent(address)), '');
    const keys = decodeURIComponent(fragment).split('/').slice(1);
    const target = this.at(found, ...keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')));
    if (target.value === undefined)
      throw new Error(`${from.pointer} refers to ${reference}, which is not there`);
    return target;
  }

  /** Every `$id` of the root file (JSON Schema 2020-12, section 8.2.1). */
  #byId(id: string): Spot {
    this.#ids ??= new Map(listIds(this.root).map((spot) => [String(objectOf(spot.value)['$id']), spot]));
    const spot = this.#ids.get(id);
    if (spot === undefined) throw new Error(`nothing here has the $id ${id}`);
    return spot;
  }

  #spot(file: string, pointer: string): Spot {
    let value = this.#files.get(file);
    if (value === undefined) {
      value = readDocument(file);
      this.#files.set(file, value);
    }
    return { file, pointer, value };
  }
}

function listIds(root: Spot): Spot[] {
  const found: Spot[] = [];
  const left: Spot[] = [root];
  for (let spot = left.pop(); spot !== undefined; spot = left.pop()) {
    const { file, pointer, value } = spot;
    if (isObject(value) && textOf(value['$id']) !== null) found.push(spot);
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, child] of Object.entries(value as Json)) {
      left.push({ file, pointer: `${pointer}/${escapePointer(key)}`, value: child });
    }
  }
  return found;
}

function readDocument(file: string): unknown {
  // Some files begin with a byte order mark.
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  if (file.endsWith('.json')) return JSON.parse(text) as unknown;
  return parse(text, { merge: true, maxAliasCount: -1, uniqueKeys: false, logLevel: 'error' }) as unknown;
}
