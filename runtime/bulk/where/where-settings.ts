/** The options that only a deletion by filter has, taken out of the others and checked. */
import type { FilterableBehaviour } from '../../filter-behaviour.js';
import { configurationError, GuardError } from '../errors.js';
import type { FilterGuards, FilterOptions } from './filter-types.js';
import type { DeleteOptions } from '../options.js';
import { mergeOptions } from '../settings.js';

/** Those options, with every default filled in. */
export interface WhereSettings {
  readonly strategy: 'resolve' | 'direct';
  readonly dryRun: boolean | 'count';
  readonly allowBroad: boolean;
  /** Null: any number. */
  readonly expected: { readonly min: number; readonly max: number } | null;
  /** Null: any share. */
  readonly maxFraction: number | null;
  /** What is left, for a run over ids. */
  readonly rest: DeleteOptions;
}

/** The share of a target that a filter may match where the caller says nothing. */
const DEFAULT_FRACTION = 0.5;

/**
 * Merges options over the deleter's own, guard by guard. Throws `GUARD` without a bound, `CONFIGURATION` for a value that
 * makes no sense.
 */
export function readWhereOptions(
  behaviour: FilterableBehaviour,
  defaults: DeleteOptions,
  options: FilterOptions,
): WhereSettings {
  const refuse = (message: string): never => {
    throw configurationError(behaviour.provider, `Wrong option: ${message}`);
  };
  const { filterStrategy = 'resolve', dryRun = defaults.dryRun ?? false, guards = {}, ...others } = options;
  const { maxFractionOfTarget, expectCount, allowBroadFilter = false, ...shared } = guards;
  if (!['resolve', 'direct'].includes(filterStrategy)) refuse('filterStrategy must be resolve or direct.');
  if (![true, false, 'count'].includes(dryRun)) refuse("dryRun must be a boolean or 'count'.");
  if (typeof allowBroadFilter !== 'boolean') refuse('guards.allowBroadFilter must be a boolean.');
  const rest = mergeOptions(defaults, { ...others, guards: shared });
  if (filterStrategy === 'direct') checkDirect(behaviour, rest, refuse);
  const { maxDeletes } = rest.guards ?? {};
  if (dryRun === false && !(typeof maxDeletes === 'number' && Number.isFinite(maxDeletes))) {
    throw new GuardError({
      guard: 'maxDeletes',
      provider: behaviour.provider,
      message: 'deleteWhere needs guards.maxDeletes, the most rows that may go, or dryRun.',
      effect: 'none',
    });
  }
  return {
    strategy: filterStrategy,
    dryRun,
    allowBroad: allowBroadFilter,
    expected: readExpected(expectCount, refuse),
    maxFraction: readFraction(behaviour, maxFractionOfTarget, refuse),
    rest: { ...rest, dryRun: dryRun !== false },
  };
}

function checkDirect(
  behaviour: FilterableBehaviour,
  options: DeleteOptions,
  refuse: (message: string) => never,
): void {
  if (behaviour.job !== null) refuse("filterStrategy 'direct' is not for deletions that are jobs.");
  for (const name of ['journal', 'audit'] as const) {
    if (options[name] !== undefined) {
      refuse(`filterStrategy 'direct' knows no ids, so there is nothing to write into ${name}.`);
    }
  }
}

function readExpected(
  given: FilterGuards['expectCount'],
  refuse: (message: string) => never,
): WhereSettings['expected'] {
  if (given === undefined) return null;
  const bounds = typeof given === 'number' ? { min: given, max: given } : given;
  const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
  if (typeof bounds !== 'object' || !isCount(bounds.min) || !isCount(bounds.max) || bounds.min > bounds.max) {
    refuse('guards.expectCount must be a whole number from 0, or { min, max }.');
  }
  return bounds;
}

function readFraction(
  behaviour: FilterableBehaviour,
  given: number | undefined,
  refuse: (message: string) => never,
): number | null {
  const page = behaviour.readBack?.kind === 'each' ? undefined : behaviour.readBack?.page;
  const hasProbe = behaviour.filter.listsAll && page !== undefined && page.kind !== 'cursor';
  const isKnown = behaviour.count !== null || hasProbe;
  if (given === undefined) return isKnown && !behaviour.filter.columns.unique ? DEFAULT_FRACTION : null;
  if (!(given > 0 && given <= 1)) refuse('guards.maxFractionOfTarget must be above 0 and at most 1.');
  if (!isKnown) refuse('guards.maxFractionOfTarget needs a way to count the target, and none is described.');
  return given;
}
