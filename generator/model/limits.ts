import type { PaceExtension } from './extension-types.js';
import type { Plan } from './plan.js';
import { findSmallest } from './schema-lookup.js';
import type { Deletion } from './types.js';

/** How much one request may carry. A plan without any bound on the number of ids is an error. */
export function readLimits(plan: Plan, maxItems: number | null): Deletion['limits'] {
  const { maxIds, maxBytes, maxUrlBytes, slowStart } = plan.extension.limits ?? {};
  const bound = maxIds ?? slowStart?.to ?? maxItems;
  if (bound === null) {
    const message = 'Nothing says how many ids one request may carry.';
    plan.report('limit-missing', plan.extension.limits === undefined ? [] : ['limits'], message);
  }
  checkOrder(plan, ['limits', 'maxIds'], {
    lower: maxIds,
    upper: maxItems,
    called: 'maxItems of the schema',
  });
  checkOrder(plan, ['limits', 'slowStart', 'to'], {
    lower: slowStart?.to,
    upper: maxIds ?? maxItems,
    called: maxIds === undefined ? 'maxItems of the schema' : 'maxIds',
  });
  checkOrder(plan, ['limits', 'slowStart', 'from'], {
    lower: slowStart?.from,
    upper: slowStart?.to,
    called: 'slowStart.to',
  });
  return {
    maxIds: bound ?? 1,
    maxBytes: maxBytes ?? null,
    maxUrlBytes: maxUrlBytes ?? null,
    slowStart: slowStart ?? null,
  };
}

/** How fast: as the plan says, else the connection, else between two and eight requests at once. */
export function readPace(plan: Plan, fallback: PaceExtension | null): Deletion['pace'] {
  const given = plan.extension.pace ?? fallback;
  const { initial, max } = given?.concurrency ?? { initial: 2, max: 8 };
  if (plan.extension.pace !== undefined) {
    const at = ['pace', 'concurrency', 'initial'];
    checkOrder(plan, at, { lower: initial, upper: max, called: 'concurrency.max' });
  }
  return { concurrency: { initial, max }, requestsPerSecond: given?.requestsPerSecond ?? null };
}

/** Where the reason goes, and how long it may be. */
export function readReason(plan: Plan): Deletion['reason'] {
  const { reason } = plan.extension;
  if (reason === undefined) return null;
  const { maxLength, ...placement } = reason;
  const schema = plan.requirePlacement(plan.owner, placement, ['reason']);
  const upper = schema === null ? null : findSmallest(schema, 'maxLength');
  checkOrder(plan, ['reason', 'maxLength'], { lower: maxLength, upper, called: 'maxLength of the schema' });
  return { ...placement, maxLength };
}

interface Order {
  readonly lower: number | null | undefined;
  readonly upper: number | null | undefined;
  /** What the upper number is. */
  readonly called: string;
}

/** Reports a number that is above another. */
export function checkOrder(
  plan: Plan,
  at: readonly (string | number)[],
  { lower, upper, called }: Order,
): void {
  if (typeof lower !== 'number' || typeof upper !== 'number' || lower <= upper) return;
  plan.report('limit-exceeded', at, `${lower} is more than ${called}, which is ${upper}.`);
}
