import type { DiagnosticCode } from '../diagnostics.js';
import { joinPointer } from './json-pointer.js';
import type { ReadOperation } from './operations.js';
import { findProperties, followPointer, lookUp, mayBe, type JsonType, type Lookup } from './schema-lookup.js';
import type { Source } from './source.js';
import { adviseSpelling } from './suggestion.js';
import type { Placement } from './types.js';

/** The way to a value of an extension, within it. */
export type ClaimKeys = readonly (string | number)[];

interface Expected {
  /** Where the extension has the pointer. */
  readonly at: ClaimKeys;
  /** What the pointer leads into: "The body", "The answer 200". */
  readonly into: string;
  /** One of these, when given. */
  readonly types?: readonly JsonType[];
}

/** What an extension claims about the description, while it is checked: it knows where it stands. */
export class Claims {
  readonly source: Source;
  /** Of the extension. */
  readonly pointer: string;

  constructor(source: Source, pointer: string) {
    this.source = source;
    this.pointer = pointer;
  }

  report(code: DiagnosticCode, at: ClaimKeys, message: string, help?: string): void {
    this.source.report(code, joinPointer(this.pointer, ...at), message, help);
  }

  /** What a pointer leads to; null when it leads nowhere or to another type, and that was reported. */
  requirePointer(from: Lookup | null, pointer: string, { at, into, types = [] }: Expected): Lookup | null {
    const found = from === null ? null : followPointer(this.source, from, pointer);
    if (found === null) {
      const message =
        from === null ? `${into} is not declared with a body.` : `${into} has nothing at ${pointer}.`;
      const key = pointer.slice(pointer.lastIndexOf('/') + 1);
      const parent =
        from === null ? null : followPointer(this.source, from, pointer.slice(0, -key.length - 1));
      const help = parent === null ? undefined : adviseSpelling(key, findProperties(parent));
      this.report('pointer-nowhere', at, message, help);
      return null;
    }
    if (types.length > 0 && !types.some((type) => mayBe(found, type))) {
      const where = pointer === '' ? 'its root' : pointer;
      this.report(
        'pointer-type',
        at,
        `${into}: what stands at ${where} is not of type ${types.join(' or ')}.`,
      );
      return null;
    }
    return found;
  }

  /** The schema of the place that a value goes to; null when the operation has no such place, and that was reported. */
  requirePlacement(operation: ReadOperation, placement: Placement, at: ClaimKeys): Lookup | null {
    const { name } = operation.operation;
    if (placement.in === 'body') {
      return this.requirePointer(operation.body(), placement.at, {
        at: [...at, 'at'],
        into: `The body of ${name}`,
      });
    }
    const candidates = operation.parameters.filter(({ parameter }) => parameter.in === placement.in);
    const found = candidates.find(({ parameter }) => parameter.name === placement.at);
    if (found !== undefined) return lookUp(this.source, found.schema);
    const message = `The operation ${name} has no ${placement.in} parameter ${placement.at}.`;
    const names = candidates.map(({ parameter }) => parameter.name);
    this.report('parameter-unknown', [...at, 'at'], message, adviseSpelling(placement.at, names));
    return null;
  }
}
