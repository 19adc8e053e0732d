import type { Operation, Parameter } from '../model/types.js';
import { Reference, type Table, type Value } from './code/declarations.js';

/** A parameter that several operations of a file have, under a name of its own. */
interface SharedParameter {
  readonly name: string;
  readonly table: Table;
}

const places = { path: 'Path', query: 'Query', header: 'Header', cookie: 'Cookie' } as const;

/**
 * The parameters of the definitions in one file. What two operations declare alike is written once, before the first of
 * them: the same `owner` and `page` come back hundreds of times in a large description.
 */
export class SharedParameters {
  readonly #counts = new Map<string, number>();
  readonly #shared = new Map<string, SharedParameter>();
  readonly #names = new Set<string>();
  #fresh: SharedParameter[] = [];

  constructor(operations: readonly Operation[]) {
    for (const { parameters } of operations) {
      for (const parameter of parameters) {
        const key = JSON.stringify(tableOf(parameter));
        this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
      }
    }
  }

  /** What stands in the list of an operation's parameters: the table, or the name of the shared one. */
  use(parameter: Parameter): Value {
    const table = tableOf(parameter);
    const key = JSON.stringify(table);
    if ((this.#counts.get(key) ?? 0) < 2) return table;
    const known = this.#shared.get(key) ?? this.#share(key, parameter, table);
    return new Reference(known.name);
  }

  /** Those that were used for the first time since the last call. */
  takeNew(): readonly SharedParameter[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }

  #share(key: string, { name, in: place }: Parameter, table: Table): SharedParameter {
    const words = name.split(/[^A-Za-z\d]+/).filter((word) => word !== '');
    const [first = 'parameter', ...rest] = words;
    const start = /^\d/.test(first) ? `_${first}` : first.charAt(0).toLowerCase() + first.slice(1);
    const stem = start + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
    const wanted = `${stem}${places[place]}`;
    let unique = wanted;
    for (let number = 2; this.#names.has(unique); number += 1) unique = `${wanted}${number}`;
    const shared = { name: unique, table };
    this.#names.add(unique);
    this.#shared.set(key, shared);
    this.#fresh.push(shared);
    return shared;
  }
}

/** The keys of the runtime's type, in its order; what is as OpenAPI has it where nothing is said is left out. */
function tableOf({ name, in: place, required, mediaType, ...written }: Parameter): Table {
  const usualStyle = place === 'query' || place === 'cookie' ? 'form' : 'simple';
  return {
    name,
    in: place,
    ...(required && place !== 'path' ? { required } : {}),
    ...styleTable(written, usualStyle),
    ...(mediaType === null ? {} : { mediaType }),
  };
}

/** How a value is written, as far as it is not the usual way (OpenAPI 3.1, Parameter Object and Encoding Object). */
export function styleTable(
  { style, explode, allowReserved }: Pick<Parameter, 'style' | 'explode' | 'allowReserved'>,
  usualStyle: Parameter['style'],
): Table {
  return {
    ...(style === usualStyle ? {} : { style }),
    ...(explode === (style === 'form') ? {} : { explode }),
    ...(allowReserved ? { allowReserved } : {}),
  };
}
