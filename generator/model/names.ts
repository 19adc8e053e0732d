/** Every name that a package uses is decided here, in one order, so that the same description gives the same names. */
import { reservedClientNames, reservedNames, reservedTypeNames } from './reserved-names.js';
import type { ObjectSpot, Source } from './source.js';
import { isIdentifier, toCamelCase, toPascalCase } from './words.js';

interface OperationToName {
  readonly operationId: string | null;
  readonly method: string;
  readonly path: string;
  readonly spot: ObjectSpot;
}

/** A deletion with the name that the overlay chose. */
export interface DeletionToName {
  readonly name: string;
  readonly pointer: string;
}

/** Everything that gets a name, in the description's order. */
/** Every name of a package: legal, unique, final. */
export interface NamesInput {
  readonly packageName: string;
  readonly deletions: readonly DeletionToName[];
  readonly schemas: readonly { readonly key: string; readonly pointer: string }[];
  readonly operations: readonly OperationToName[];
}

interface ClientNames {
  readonly clientType: string;
  readonly optionsType: string;
  readonly createFunction: string;
  readonly connectFunction: string;
}

/** What an operation and its types are called. */
export interface OperationNames {
  readonly name: string;
  readonly requestType: string;
  readonly responseType: string;
  readonly errorType: string;
}

export interface Names {
  readonly client: ClientNames;
  /** By the deletion's own name, which never changes. */
  readonly targetTypes: ReadonlyMap<string, string>;
  /** In the order of the input. */
  readonly schemas: readonly string[];
  readonly operations: readonly OperationNames[];
}

/**
 * Decides all names. The client's own come first, then the deletions, whose names the overlay chose, then schemas,
 * then operations. Whoever comes later gives way, with a warning.
 */
export function decideNames(source: Source, input: NamesInput): Names {
  const taken = new TakenNames();
  const client = nameClient(input.packageName, taken);
  const targetTypes = nameDeletions(source, input.deletions, taken);
  const schemas = input.schemas.map(({ key, pointer }) => {
    const wanted = isIdentifier(key) ? key : toPascalCase(key);
    const name = taken.take({ wanted, kind: 'type', suffix: 'Schema', reserved: reservedTypeNames });
    const complaint = describeChange(key, wanted, name);
    if (complaint !== null) source.report('name-changed', pointer, `The schema ${complaint}`);
    return name;
  });
  const names = input.operations.map((operation) => nameOperation(source, operation, taken));
  const operations = names.map((name, index) => {
    const pointer = input.operations[index]?.spot.pointer ?? '';
    return nameOperationTypes(source, { name, pointer }, taken);
  });
  return { client, targetTypes, schemas, operations };
}

function nameClient(packageName: string, taken: TakenNames): ClientNames {
  const stem = toPascalCase(packageName);
  const make = (base: string): ClientNames => ({
    clientType: base,
    optionsType: `${base}Options`,
    createFunction: `create${base}`,
    connectFunction: `connect${base}`,
  });
  const { clientType, optionsType, createFunction, connectFunction } = make(stem);
  const wanted = [clientType, optionsType, createFunction, connectFunction];
  const clash = wanted.some((name) => reservedClientNames.has(name));
  const names = make(clash ? `${stem}Client` : stem);
  taken.addOwn(names.clientType, 'type');
  taken.addOwn(names.optionsType, 'type');
  taken.addOwn(names.createFunction, 'value');
  taken.addOwn(names.connectFunction, 'value');
  return names;
}

function nameDeletions(
  source: Source,
  deletions: readonly DeletionToName[],
  taken: TakenNames,
): ReadonlyMap<string, string> {
  const targetTypes = new Map<string, string>();
  for (const { name, pointer } of deletions) {
    if (targetTypes.has(name)) {
      source.report('deletion-duplicate', pointer, `Another deletion is called ${name}.`);
      continue;
    }
    const values = [name, `${name}Behaviour`];
    const used = values.find((value) => reservedNames.has(value) || taken.has(value));
    if (used !== undefined) source.report('name-taken', pointer, `${used} is a name of the package itself.`);
    for (const value of values) taken.addOwn(value, 'value');
    const wanted = `${toPascalCase(name)}Target`;
    const type = taken.take({ wanted, kind: 'type', suffix: 'Input', reserved: reservedClientNames });
    taken.addOwn(type, 'type');
    targetTypes.set(name, type);
  }
  return targetTypes;
}

function nameOperation(source: Source, operation: OperationToName, taken: TakenNames): string {
  const given = operation.operationId === null ? '' : shortenOperationId(operation);
  const fromId = toCamelCase(given);
  const wanted = fromId === '' ? nameFromPath(operation) : fromId;
  const name = taken.take({
    wanted,
    kind: 'value',
    suffix: 'Operation',
    reserved: reservedNames,
    alongside: (candidate) => [`${candidate}Definition`],
  });
  const complaint = describeChange(given === '' ? wanted : given, wanted, name);
  if (complaint !== null) source.report('name-changed', operation.spot.pointer, `The operation ${complaint}`);
  return name;
}

function nameOperationTypes(
  source: Source,
  { name, pointer }: { readonly name: string; readonly pointer: string },
  taken: TakenNames,
): OperationNames {
  const stem = toPascalCase(name);
  const take = (role: string): string => {
    const wanted = stem + role;
    const full = { wanted, kind: 'type', reserved: reservedClientNames } as const;
    const type = taken.has(wanted)
      ? taken.take({ ...full, wanted: `${stem}Operation${role}`, suffix: '' })
      : taken.take({ ...full, suffix: '' });
    if (type !== wanted)
      source.report(
        'name-changed',
        pointer,
        `The type ${wanted} is called ${type}, because that name is taken.`,
      );
    return type;
  };
  return { name, requestType: take('Request'), responseType: take('Response'), errorType: take('Error') };
}

/** FastAPI makes ids of the function's name, the path and the method; only the first says something. */
function shortenOperationId({ operationId, method, path }: OperationToName): string {
  const id = operationId ?? '';
  const suffix = `${path.replace(/[^\p{L}\p{N}_]/gu, '_')}_${method.toLowerCase()}`;
  return id.length > suffix.length && id.endsWith(suffix) ? id.slice(0, -suffix.length) : id;
}

/** `GET /v1/rows/{row_id}` → `getV1RowsByRowId`. */
function nameFromPath({ method, path }: OperationToName): string {
  const words = path.replaceAll(/\{([^{}]*)\}/g, ' by $1 ');
  const name = toCamelCase(`${method.toLowerCase()} ${words}`);
  return name === method.toLowerCase() ? `${name}Root` : name;
}

/** The end of the sentence that tells of a change nobody asked for; null when the name is the expected one. */
function describeChange(given: string, wanted: string, name: string): string | null {
  if (wanted === '') return `${quote(given)} has no letters for a name and is called ${name}.`;
  if (name !== wanted) return `${quote(given)} is called ${name}, because ${wanted} is taken or reserved.`;
  const startsBadly = name.startsWith('_') && !given.startsWith('_');
  return startsBadly ? `${quote(given)} is called ${name}, because a name cannot start so.` : null;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

type Kind = 'type' | 'value';

interface Wish {
  readonly wanted: string;
  readonly kind: Kind;
  /** Appended when the name is reserved or belongs to another kind. */
  readonly suffix: string;
  readonly reserved: ReadonlySet<string>;
  /** Further names that the name brings with it. */
  readonly alongside?: (candidate: string) => readonly string[];
}

/** All names in use. Exact over all kinds, without regard to case among names of one kind. */
class TakenNames {
  readonly #exact = new Set<string>();
  readonly #folded: Readonly<Record<Kind, Set<string>>> = { type: new Set(), value: new Set() };
  /** The package's own, in lower case: who meets one of these gets a suffix, who meets another name a number. */
  readonly #own = new Set<string>();

  has(name: string): boolean {
    return this.#exact.has(name);
  }

  /** Adds a name of the package itself. */
  addOwn(name: string, kind: Kind): void {
    this.#add(name, kind);
    this.#own.add(name.toLowerCase());
  }

  /** Takes the wanted name, or the first free one after it: with the suffix, then with numbers. */
  take({ wanted, kind, suffix, reserved, alongside }: Wish): string {
    const free = (name: string): boolean =>
      !this.#folded[kind].has(name.toLowerCase()) &&
      [name, ...(alongside?.(name) ?? [])].every((each) => !reserved.has(each) && !this.#exact.has(each));
    const folded = wanted.toLowerCase();
    const isSecond = this.#folded[kind].has(folded) && !this.#own.has(folded) && !reserved.has(wanted);
    const base = wanted === '' ? suffix.toLowerCase() : isSecond ? wanted : wanted + suffix;
    let name = wanted !== '' && free(wanted) ? wanted : base;
    for (let number = 2; !free(name); number += 1) name = `${base}${number}`;
    for (const each of [name, ...(alongside?.(name) ?? [])]) this.#add(each, kind);
    return name;
  }

  #add(name: string, kind: Kind): void {
    this.#exact.add(name);
    this.#folded[kind].add(name.toLowerCase());
  }
}
