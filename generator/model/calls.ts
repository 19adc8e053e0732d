import type { CallExtension } from './extension-types.js';
import type { ReadOperation } from './operations.js';
import type { ClaimKeys, Claims } from './claims.js';
import type { Plan } from './plan.js';
import { findEnum, findSmallest, type Lookup } from './schema-lookup.js';
import { adviseSpelling } from './suggestion.js';
import type { CallTemplate, Placement } from './types.js';

/** A checked request of another operation. */
export interface ReadCall {
  readonly template: CallTemplate;
  readonly operation: ReadOperation;
}

/**
 * Checks that the operation exists, that every value has its place, and that nothing required is left out.
 *
 * @param filled places that the engine fills by itself, such as the id or the page
 * @returns null when there is no such operation, which was reported.
 */
export function readCall(
  plan: Plan,
  call: CallExtension,
  { at, filled }: { readonly at: ClaimKeys; readonly filled: readonly Placement[] },
): ReadCall | null {
  const operation = findOperation(plan, call.operation);
  if (operation === null) {
    const known = plan.operations.map((each) => each.operationId ?? each.operation.name);
    const message = `The description has no operation ${call.operation}.`;
    plan.report('operation-unknown', [...at, 'operation'], message, adviseSpelling(call.operation, known));
    return null;
  }
  const { bind = [], set = [] } = call;
  for (const [index, { target, ...placement }] of bind.entries()) {
    plan.requireTarget(target, [...at, 'bind', index, 'target']);
    plan.requirePlacement(operation, placement, [...at, 'bind', index]);
  }
  readConstants(plan, operation, { set, at: [...at, 'set'] });
  plan.checkFilled(operation, [...filled, ...bind, ...set], at);
  return { template: { operation: operation.operation.name, bind, set }, operation };
}

/** Checks the constants of a request: their places, and that the schema allows them. */
export function readConstants(
  plan: Plan,
  operation: ReadOperation,
  { set, at }: { readonly set: CallTemplate['set']; readonly at: ClaimKeys },
): void {
  for (const [index, { value, ...placement }] of set.entries()) {
    const schema = plan.requirePlacement(operation, placement, [...at, index]);
    if (schema === null) continue;
    const allowed = findEnum(schema);
    if (typeof value === 'string' && allowed?.includes(value) === false) {
      const message = `${placement.at} cannot be ${JSON.stringify(value)}.`;
      plan.report('value-unknown', [...at, index, 'value'], message, adviseSpelling(value, allowed));
    }
    if (typeof value === 'number') checkMaximum(plan, schema, { value, at: [...at, index, 'value'] });
  }
}

/** Reports a number above the schema's maximum. */
export function checkMaximum(
  claims: Claims,
  schema: Lookup,
  { value, at }: { readonly value: number; readonly at: ClaimKeys },
): void {
  const maximum = findSmallest(schema, 'maximum');
  if (maximum === null || value <= maximum) return;
  claims.report('limit-exceeded', at, `${value} is more than the maximum of the description, ${maximum}.`);
}

/** By operationId, else by the name that the package gives it. */
function findOperation(plan: Plan, name: string): ReadOperation | null {
  return (
    plan.operations.find(({ operationId }) => operationId === name) ??
    plan.operations.find(({ operation }) => operation.name === name) ??
    null
  );
}
