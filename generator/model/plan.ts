import { Claims, type ClaimKeys } from './claims.js';
import type { DeletionExtension, TargetFieldExtension } from './extension-types.js';
import { joinPointer } from './json-pointer.js';
import type { ReadOperation } from './operations.js';
import { findRequired } from './schema-lookup.js';
import type { Source } from './source.js';
import { adviseSpelling } from './suggestion.js';
import type { Placement } from './types.js';

/** One x-rowsweep-deletion while it is checked: it knows where it stands and what it may refer to. */
export class Plan extends Claims {
  readonly extension: DeletionExtension;
  /** The operation that deletes. */
  readonly owner: ReadOperation;
  readonly operations: readonly ReadOperation[];

  constructor(
    source: Source,
    { extension, owner }: { readonly extension: DeletionExtension; readonly owner: ReadOperation },
    operations: readonly ReadOperation[],
  ) {
    super(source, joinPointer(owner.spot.pointer, 'x-rowsweep-deletion'));
    this.extension = extension;
    this.owner = owner;
    this.operations = operations;
  }

  /** The field of the target, or undefined when that was reported. */
  requireTarget(name: string, at: ClaimKeys): TargetFieldExtension | undefined {
    const field = this.extension.target.find((each) => each.name === name);
    if (field !== undefined) return field;
    const names = this.extension.target.map((each) => each.name);
    this.report('target-unknown', at, `The target has no field ${name}.`, adviseSpelling(name, names));
    return undefined;
  }

  /** Reports parameters and members of the body that are required and that nothing fills. */
  checkFilled(operation: ReadOperation, filled: readonly Placement[], at: ClaimKeys): void {
    const { name } = operation.operation;
    for (const { parameter } of operation.parameters) {
      const { in: place } = parameter;
      const isFilled = filled.some((each) => each.in === place && each.at === parameter.name);
      if (!parameter.required || isFilled) continue;
      this.report('input-unfilled', at, `Nothing fills the ${place} parameter ${parameter.name} of ${name}.`);
    }
    const intoBody = filled.filter((each) => each.in === 'body');
    const mustSend = operation.operation.body?.required === true || intoBody.length > 0;
    const core = mustSend ? operation.bodyCore() : null;
    const required = core === null ? [] : findRequired(core);
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
