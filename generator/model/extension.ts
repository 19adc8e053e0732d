/** The x-rowsweep-* extensions: every one in the description is checked, and read only when it fits. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { JsonObject, JsonValue } from '../load/document.js';
import { findProblems, type Validators } from './extension-problems.js';
import type {
  ConnectionExtension,
  DeletionExtension,
  EnvelopeExtension,
  ErrorsExtension,
  OperationExtension,
  PackageExtension,
} from './extension-types.js';
import { joinPointer, splitPointer } from './json-pointer.js';
import { isObject, own, type ObjectSpot, type Source, type Spot } from './source.js';
import { adviseSpelling } from './suggestion.js';

const prefix = 'x-rowsweep-';
const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

/** Where an extension may stand. */
type Position = 'root' | 'operation' | 'response' | 'parameter' | 'elsewhere';

const positions: ReadonlyMap<string, readonly Position[] | null> = new Map([
  ['x-rowsweep-package', ['root']],
  ['x-rowsweep-connection', ['root']],
  ['x-rowsweep-errors', ['root']],
  ['x-rowsweep-envelope', ['root', 'operation']],
  ['x-rowsweep-operation', ['operation']],
  ['x-rowsweep-deletion', ['operation']],
  ['x-rowsweep-undocumented', ['response', 'parameter']],
  ['x-rowsweep-source', null],
]);

interface Readers {
  readonly validators: Validators;
  readonly package: ValidateFunction<PackageExtension>;
  readonly connection: ValidateFunction<ConnectionExtension>;
  readonly errors: ValidateFunction<ErrorsExtension>;
  readonly envelope: ValidateFunction<EnvelopeExtension>;
  readonly operation: ValidateFunction<OperationExtension>;
  readonly deletion: ValidateFunction<DeletionExtension>;
}

/** Compiling costs more than the rest of a small run, and a run over many providers has one schema. */
const compiled = new WeakMap<JsonObject, Readers>();

/** Reads extensions. A value that does not fit the schema is reported by `check`, and reads as absent. */
export class Extensions {
  readonly #readers: Readers;

  constructor(schema: JsonObject) {
    const known = compiled.get(schema);
    this.#readers = known ?? compileReaders(schema);
    if (known === undefined) compiled.set(schema, this.#readers);
  }

  package(root: ObjectSpot): PackageExtension | null {
    return read(root, 'x-rowsweep-package', this.#readers.package) ?? null;
  }

  connection(root: ObjectSpot): ConnectionExtension | null {
    return read(root, 'x-rowsweep-connection', this.#readers.connection) ?? null;
  }

  errors(root: ObjectSpot): ErrorsExtension | null {
    return read(root, 'x-rowsweep-errors', this.#readers.errors) ?? null;
  }

  /** Undefined: it says nothing. Null: it says that there is none. */
  envelope(owner: ObjectSpot): EnvelopeExtension | undefined {
    return read(owner, 'x-rowsweep-envelope', this.#readers.envelope);
  }

  operation(operation: ObjectSpot): OperationExtension | null {
    return read(operation, 'x-rowsweep-operation', this.#readers.operation) ?? null;
  }

  deletion(operation: ObjectSpot): DeletionExtension | null {
    return read(operation, 'x-rowsweep-deletion', this.#readers.deletion) ?? null;
  }

  /** Reports every extension that is unknown, stands in the wrong place or does not fit its definition. */
  check(source: Source): void {
    const stack: Spot[] = [source.root];
    for (let spot = stack.pop(); spot !== undefined; spot = stack.pop()) {
      if (Array.isArray(spot.value)) {
        for (let index = spot.value.length - 1; index >= 0; index -= 1) {
          const value = spot.value[index];
          if (isContainer(value)) stack.push({ value, pointer: joinPointer(spot.pointer, index) });
        }
        continue;
      }
      if (!isObject(spot.value)) continue;
      const inner: Spot[] = [];
      for (const [key, value] of Object.entries(spot.value)) {
        const pointer = joinPointer(spot.pointer, key);
        if (key.startsWith(prefix)) this.#checkOne(source, key, { value, pointer });
        else if (isContainer(value)) inner.push({ value, pointer });
      }
      // Reversed, so that problems come in the description's order.
      for (const each of inner.reverse()) stack.push(each);
    }
  }

  #checkOne(source: Source, key: string, spot: Spot): void {
    const allowed = positions.get(key);
    if (allowed === undefined) {
      const help = adviseSpelling(key, positions.keys());
      source.report(
        'extension-unknown',
        spot.pointer,
        `${key} is not an extension that rowsweep knows.`,
        help,
      );
      return;
    }
    if (allowed?.includes(findPosition(spot.pointer)) === false) {
      const message = `${key} has no meaning here; it stands on: ${allowed.join(', ')}.`;
      source.report('extension-misplaced', spot.pointer, message);
      return;
    }
    for (const problem of findProblems(this.#readers.validators, key, spot.value)) {
      source.report(
        'extension-invalid',
        spot.pointer + problem.pointer,
        `${key}${problem.pointer} ${problem.message}.`,
        problem.help,
      );
    }
  }
}

function compileReaders(schema: JsonObject): Readers {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strictTypes: false,
    strictRequired: false,
    allowMatchingProperties: true,
  });
  formats.default(ajv);
  ajv.addSchema(schema, 'rowsweep');
  const pointers = findPointers(schema);
  const validators = new Map<string, ValidateFunction>();
  const compileAt = (pointer: string): ValidateFunction => {
    const validate = validators.get(pointer) ?? ajv.compile({ $ref: `rowsweep#${pointer}` });
    validators.set(pointer, validate);
    return validate;
  };
  const compile = <T>(name: string): ValidateFunction<T> =>
    ajv.compile<T>({ $ref: `rowsweep#/$defs/${prefix}${name}` });
  return {
    validators: {
      at: compileAt,
      alternative: (choice, index) => {
        const pointer = pointers.get(choice);
        return pointer === undefined ? null : compileAt(joinPointer(pointer, index));
      },
    },
    package: compile<PackageExtension>('package'),
    connection: compile<ConnectionExtension>('connection'),
    errors: compile<ErrorsExtension>('errors'),
    envelope: compile<EnvelopeExtension>('envelope'),
    operation: compile<OperationExtension>('operation'),
    deletion: compile<DeletionExtension>('deletion'),
  };
}

/** Where every object and array of the schema stands in it. */
function findPointers(schema: JsonObject): ReadonlyMap<unknown, string> {
  const pointers = new Map<unknown, string>();
  const stack: Spot[] = [{ value: schema, pointer: '' }];
  for (let spot = stack.pop(); spot !== undefined; spot = stack.pop()) {
    const { value, pointer } = spot;
    if (!isContainer(value)) continue;
    pointers.set(value, pointer);
    const members: [string, JsonValue][] = Object.entries(value);
    for (const [key, member] of members) stack.push({ value: member, pointer: joinPointer(pointer, key) });
  }
  return pointers;
}

function read<T>(owner: ObjectSpot, key: string, accepts: ValidateFunction<T>): T | undefined {
  const value: unknown = own(owner.value, key);
  return value !== undefined && accepts(value) ? value : undefined;
}

function isContainer(value: JsonValue | undefined): value is JsonObject | JsonValue[] {
  return typeof value === 'object' && value !== null;
}

/** What the object that holds the extension at `pointer` is. */
function findPosition(pointer: string): Position {
  const keys = splitPointer(pointer).slice(0, -1);
  if (keys.length === 0) return 'root';
  const last = keys.at(-1) ?? '';
  const holder = keys.at(-2) ?? '';
  const inPathItem = keys[0] === 'paths' || (keys[0] === 'components' && keys[1] === 'pathItems');
  const itemDepth = keys[0] === 'paths' ? 2 : 3;
  if (inPathItem && keys.length === itemDepth + 1 && methods.has(last)) return 'operation';
  if (holder === 'responses') return 'response';
  if (holder === 'parameters') return 'parameter';
  return 'elsewhere';
}
