import type { DiagnosticCode } from '../diagnostics.js';
import type { DeletionExtension, TargetFieldExtension } from './extension-types.js';
import { joinPointer } from './json-pointer.js';
import type { ReadOperation } from './operations.js';
import {
  findProperties,
  findRequired,
  followPointer,
  lookUp,
  mayBe,
  type JsonType,
  type Lookup,
} from './schema-lookup.js';
import type { Source } from './source.js';
import { adviseSpelling } from './suggestion.js';
import type { Placement } from './types.js';

/** The way to a value of the plan, within x-rowsweep-deletion. */
export type PlanKeys = readonly (string | number)[];

interface Expected {
  /** Where the plan has the pointer. */
  readonly at: PlanKeys;
  /** What the pointer leads into: "The body", "The answer 200". */
  readonly into: string;
  /** One of these, when given. */
  readonly types?: readonly JsonType[];
}

/** One x-rowsweep-deletion while it is checked: it knows where it stands and what it may refer to. */
export class Plan {
  readonly source: Source;
  readonly extension: DeletionExtension;
  /** The operation that deletes. */
  readonly owner: ReadOperation;
  readonly operations: readonly ReadOperation[];

  constructor(
    source: Source,
    { extension, owner }: { readonly extension: DeletionExtension; readonly owner: ReadOperation },
    operations: readonly ReadOperation[],
  ) {
    this.source = source;
    this.extension = extension;
    this.owner = owner;
    this.operations = operations;
  }

  get pointer(): string {
    return joinPointer(this.owner.spot.pointer, 'x-rowsweep-deletion');
  }

  report(code: DiagnosticCode, at: PlanKeys, message: string, help?: string): void {
    this.source.report(code, joinPointer(this.pointer, ...at), message, help);
  }

  /** The field of the target, or undefined when that was reported. */
  requireTarget(name: string, at: PlanKeys): TargetFieldExtension | undefined {
    const field = this.extension.target.find((each) => each.name === name);
    if (field !== undefined) return field;
    const names = this.extension.target.map((each) => each.name);
    this.report('target-unknown', at, `The target has no field ${name}.`, adviseSpelling(name, names));
    return undefined;
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
  requirePlacement(operation: ReadOperation, placement: Placement, at: PlanKeys): Lookup | null {
    const { name } = operation.operation;
    if (placement.in === 'body') {
      return this.requirePointer(operation.body, placement.at, {
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

  /** Reports parameters and members of the body that are required and that nothing fills. */
  checkFilled(operation: ReadOperation, filled: readonly Placement[], at: PlanKeys): void {
    const { name } = operation.operation;
    for (const { parameter } of operation.parameters) {
      const { in: place } = parameter;
      const isFilled = filled.some((each) => each.in === place && each.at === parameter.name);
      if (!parameter.required || isFilled) continue;
      this.report('input-unfilled', at, `Nothing fills the ${place} parameter ${parameter.name} of ${name}.`);
    }
    const intoBody = filled.filter((each) => each.in === 'body');
    const mustSend = operation.operation.body?.required === true || intoBody.length > 0;
    const { bodyCore } = operation;
    const required = bodyCore === null || !mustSend ? [] : findRequired(bodyCore);
    for (const property of required) {
      const pointer = joinPointer('', property);
      const isFilled = intoBody.some((each) => each.at === '' || `${each.at}/`.startsWith(`${pointer}/`));
      if (isFilled) continue;
      this.report(
        'input-unfilled',
        at,
        `Nothing fills ${pointer} in the body of ${name}, which requires it.`,
      );
    }
  }
}
