/** Every name that a package uses is decided here, in one order, so that the same description gives the same names. */
import { joinPointer } from './json-pointer.js';
import { chooseOperationName, quote, type OperationNames, type OperationToName } from './operation-names.js';
import { reservedClientNames, reservedNames, reservedTypeNames } from './reserved-names.js';
import type { Source } from './source.js';
import { TakenNames } from './taken-names.js';
import { isIdentifier, toPascalCase } from './words.js';

/** A deletion with the name that the overlay chose. */
export interface DeletionToName {
  readonly name: string;
  readonly pointer: string;
  /** It can delete by a filter, and with how many operators. */
  readonly filter: 'none' | 'keys' | 'operators';
}

/** The types of a deletion. */
export interface DeletionTypeNames {
  readonly target: string;
  /** Null: it has no filter. */
  readonly filter: string | null;
  /** Null: its filter has no operators. */
  readonly operators: string | null;
}

/** What the client and its functions are called. */
export interface ClientNames {
  readonly clientType: string;
  readonly optionsType: string;
  readonly createFunction: string;
  readonly connectFunction: string;
}

/** Gives each schema its name. */
export interface SchemaNames {
  /**
   * The name that `key` asks for, or the next free one, which is then reported at `pointer`. It is legal for a type and
   * for a constant; two calls never give the same.
   */
  take(key: string, pointer: string): string;
}

/**
 * Decides all names, in the order in which it is asked: the client's own come first, then the deletions, whose names
 * the overlay chose, then schemas, then operations. Whoever comes later gives way, with a warning.
 */
export class Names implements SchemaNames {
  readonly #source: Source;
  readonly #taken = new TakenNames();

  constructor(source: Source) {
    this.#source = source;
  }

  /** Of the client, after the package's own name. */
  nameClient(packageName: string): ClientNames {
    const stem = toPascalCase(packageName);
    const make = (base: string): ClientNames => ({
      clientType: base,
      optionsType: `${base}Options`,
      createFunction: `create${base}`,
      connectFunction: `connect${base}`,
    });
    const wanted = Object.values(make(stem)) as readonly string[];
    const names = make(wanted.some((name) => reservedClientNames.has(name)) ? `${stem}Client` : stem);
    this.#taken.addOwn(names.clientType, 'type');
    this.#taken.addOwn(names.optionsType, 'type');
    this.#taken.addOwn(names.createFunction, 'value');
    this.#taken.addOwn(names.connectFunction, 'value');
    return names;
  }

  /** The types of the deletions, by their own names, which never change. */
  nameDeletions(deletions: readonly DeletionToName[]): ReadonlyMap<string, DeletionTypeNames> {
    const types = new Map<string, DeletionTypeNames>();
    const taken = this.#taken;
    for (const { name, pointer, filter } of deletions) {
      if (types.has(name)) {
        this.#source.report('deletion-duplicate', pointer, `Another deletion is called ${name}.`);
        continue;
      }
      const values = [name, `${name}Behaviour`];
      const used = values.find((value) => reservedNames.has(value) || taken.has(value));
      if (used !== undefined)
        this.#source.report('name-taken', pointer, `${used} is a name of the package itself.`);
      for (const value of values) taken.addOwn(value, 'value');
      const take = (role: string): string => {
        const wanted = toPascalCase(name) + role;
        const type = taken.take({ wanted, kind: 'type', suffix: 'Input', reserved: reservedClientNames });
        taken.addOwn(type, 'type');
        return type;
      };
      types.set(name, {
        target: take('Target'),
        filter: filter === 'none' ? null : take('Filter'),
        operators: filter === 'operators' ? take('Operators') : null,
      });
    }
    return types;
  }

  take(key: string, pointer: string): string {
    const wanted = isIdentifier(key) ? key : toPascalCase(key);
    const wish = { wanted, kind: 'type', suffix: 'Schema', reserved: reservedTypeNames } as const;
    const byCase = this.#taken.differsByCaseAlone(wish);
    const name = this.#taken.take(wish);
    const complaint = describeChange({ given: key, wanted, name, byCase });
    if (complaint !== null) this.#source.report('name-changed', pointer, `The schema ${complaint}`);
    return name;
  }

  /** In the order of the input. All operations get their names before the first of their types does. */
  nameOperations(operations: readonly OperationToName[]): readonly OperationNames[] {
    const names = operations.map((operation) => this.#nameOperation(operation));
    return names.map((name, index) => {
      const operation = operations[index];
      return this.#nameTypes(name, operation?.spot.pointer ?? '', operation?.pages ?? null);
    });
  }

  #nameOperation(operation: OperationToName): string {
    const wish = { kind: 'value', suffix: 'Operation', reserved: reservedNames } as const;
    const alongside = (candidate: string): string[] => [`${candidate}Definition`];
    const { given, wanted, longer, chosen } = chooseOperationName(operation);
    const isFree = longer === null || this.#taken.isFree({ ...wish, wanted, alongside });
    const first = isFree ? wanted : longer;
    const byCase = this.#taken.differsByCaseAlone({ ...wish, wanted });
    const name = this.#taken.take({ ...wish, wanted: first, alongside });
    const { pointer } = operation.spot;
    if (chosen && name !== wanted) {
      const at = joinPointer(pointer, 'x-rowsweep-operation', 'name');
      this.#source.report('name-taken', at, `${wanted} is taken or reserved.`);
      return name;
    }
    const complaint = describeChange({ given, wanted, name, byCase });
    if (complaint !== null) this.#source.report('name-changed', pointer, `The operation ${complaint}`);
    return name;
  }

  #nameTypes(name: string, pointer: string, wantedPages: string | null): OperationNames {
    const stem = toPascalCase(name);
    const full = { kind: 'type', suffix: '', reserved: reservedClientNames } as const;
    const take = (role: string): string => {
      const wanted = stem + role;
      const type = this.#taken.take({
        ...full,
        wanted: this.#taken.has(wanted) ? `${stem}Operation${role}` : wanted,
      });
      if (type !== wanted) {
        const message = `The type ${wanted} is called ${type}, because that name is taken.`;
        this.#source.report('name-changed', pointer, message);
      }
      return type;
    };
    return {
      name,
      requestType: take('Request'),
      responseType: take('Response'),
      errorType: take('Error'),
      pagesName: wantedPages === null ? null : this.#namePages(name, wantedPages, pointer),
    };
  }

  #namePages(operation: string, chosen: string, pointer: string): string {
    const wanted = chosen === '' ? `${operation}Pages` : chosen;
    const name = this.#taken.take({ wanted, kind: 'value', suffix: 'Operation', reserved: reservedNames });
    const at = joinPointer(pointer, 'x-rowsweep-pagination');
    if (name !== wanted && chosen !== '') {
      this.#source.report('name-taken', joinPointer(at, 'name'), `${wanted} is taken or reserved.`);
    } else if (name !== wanted) {
      const message = `The constant ${quote(wanted)} is called ${name}, because ${wanted} is taken or reserved.`;
      this.#source.report('name-changed', at, message);
    }
    return name;
  }
}

interface Change {
  readonly given: string;
  readonly wanted: string;
  readonly name: string;
  /** Only its case tells the wanted name from one in use. */
  readonly byCase: boolean;
}

/** The end of the sentence that tells of a change nobody asked for; null when the name is the expected one. */
function describeChange({ given, wanted, name, byCase }: Change): string | null {
  if (wanted === '') return `${quote(given)} has no letters for a name and is called ${name}.`;
  if (name !== wanted && byCase) {
    return `${quote(given)} is called ${name}, because only case tells ${wanted} from another name.`;
  }
  if (name !== wanted) return `${quote(given)} is called ${name}, because ${wanted} is taken or reserved.`;
  const startsBadly = name.startsWith('_') && !given.startsWith('_');
  return startsBadly ? `${quote(given)} is called ${name}, because a name cannot start so.` : null;
}
