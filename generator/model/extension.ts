/** The x-rowsweep-* extensions: every one in the description is checked, and read only when it fits. */
import type { JsonObject, JsonValue } from '../load/document.js';
import { ExtensionSchema } from './extension-problems.js';
import type {
  ConnectionExtension,
  DeletionExtension,
  EnvelopeExtension,
  ErrorsExtension,
  OperationExtension,
  OperationPaginationExtension,
  PackageExtension,
} from './extension-types.js';
import { joinPointer, splitPointer } from './json-pointer.js';
import { own, type ObjectSpot, type Source, type Spot } from './source.js';
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
  ['x-rowsweep-pagination', ['operation']],
  ['x-rowsweep-undocumented', ['response', 'parameter']],
  ['x-rowsweep-source', null],
]);

/** Reads extensions. A value that does not fit the schema is reported by `check`, and reads as absent. */
export class Extensions {
  readonly #schema: ExtensionSchema;

  constructor(schema: JsonObject) {
    this.#schema = new ExtensionSchema(schema);
  }

  package(root: ObjectSpot): PackageExtension | null {
    return (this.#read(root, 'x-rowsweep-package') as PackageExtension | undefined) ?? null;
  }

  connection(root: ObjectSpot): ConnectionExtension | null {
    return (this.#read(root, 'x-rowsweep-connection') as ConnectionExtension | undefined) ?? null;
  }

  errors(root: ObjectSpot): ErrorsExtension | null {
    return (this.#read(root, 'x-rowsweep-errors') as ErrorsExtension | undefined) ?? null;
  }

  /** Undefined: it says nothing. Null: it says that there is none. */
  envelope(owner: ObjectSpot): EnvelopeExtension | undefined {
    return this.#read(owner, 'x-rowsweep-envelope') as EnvelopeExtension | undefined;
  }

  operation(operation: ObjectSpot): OperationExtension | null {
    return (this.#read(operation, 'x-rowsweep-operation') as OperationExtension | undefined) ?? null;
  }

  deletion(operation: ObjectSpot): DeletionExtension | null {
    return (this.#read(operation, 'x-rowsweep-deletion') as DeletionExtension | undefined) ?? null;
  }

  pagination(operation: ObjectSpot): OperationPaginationExtension | null {
    return (
      (this.#read(operation, 'x-rowsweep-pagination') as OperationPaginationExtension | undefined) ?? null
    );
  }

  /** Undefined: there is none, or it does not fit. What fits its schema is what extension-types.ts says. */
  #read(owner: ObjectSpot, key: string): unknown {
    const value = own(owner.value, key);
    const fits = value !== undefined && this.#schema.findProblems(key, value).length === 0;
    return fits ? value : undefined;
  }

  /** Reports every extension that is unknown, stands in the wrong place or does not fit its definition. */
  check(source: Source): void {
    const stack: Step[] = [{ value: source.root.value, key: '', parent: null }];
    for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
      const { value } = step;
      if (Array.isArray(value)) {
        for (let index = value.length - 1; index >= 0; index -= 1) {
          const item = value[index];
          if (isContainer(item)) stack.push({ value: item, key: index, parent: step });
        }
        continue;
      }
      // Reversed, so that problems come in the description's order.
      const keys = Object.keys(value);
      for (let index = keys.length - 1; index >= 0; index -= 1) {
        const key = keys[index] ?? '';
        const member = value[key];
        if (!key.startsWith(prefix) && isContainer(member)) stack.push({ value: member, key, parent: step });
      }
      for (const key of keys) {
        const member = key.startsWith(prefix) ? value[key] : undefined;
        if (member === undefined) continue;
        this.#checkOne(source, key, { value: member, pointer: joinPointer(pointerOf(step), key) });
      }
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
    for (const problem of this.#schema.findProblems(key, spot.value)) {
      source.report(
        'extension-invalid',
        spot.pointer + problem.pointer,
        `${key}${problem.pointer} ${problem.message}.`,
        problem.help,
      );
    }
  }
}

/** A container of the description on the way through it. Its pointer is put together only when it is asked for. */
interface Step {
  readonly value: JsonObject | JsonValue[];
  readonly key: string | number;
  readonly parent: Step | null;
}

function pointerOf(step: Step): string {
  const keys: (string | number)[] = [];
  for (let current = step; current.parent !== null; current = current.parent) keys.push(current.key);
  return joinPointer('', ...keys.reverse());
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
