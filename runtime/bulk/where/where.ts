/** Deletion by filter: checks the filter, finds what matches, and deletes it by id or by the filter itself. */
import { stateOf, type Connection } from '../../connection.js';
import type { FilterableBehaviour } from '../../filter-behaviour.js';
import { bulk } from '../bulk.js';
import type { RunContext, Subject } from '../context.js';
import { Engine } from '../engine.js';
import { configurationError, GuardError } from '../errors.js';
import { checkFilter, type CheckedFilter } from './filter.js';
import { checkLine, withFilter } from './filter-request.js';
import type { Listing } from './filter-rows.js';
import type { DeleteWhereOptions, FilterDeleter } from './filter-types.js';
import { Intake } from '../input/intake.js';
import type { DeleteOptions } from '../options.js';
import { placePage } from '../reads/pages.js';
import { recordersOf } from '../recorders.js';
import { fillTemplate } from '../send/request.js';
import { Run } from '../run.js';
import { readOptions } from '../settings.js';
import { createSubject } from '../subject.js';
import type { DeletionRun } from '../types.js';
import { DirectEngine } from './where-direct.js';
import { findMatches, type WhereJob } from './where-matches.js';
import { readWhereOptions, type WhereSettings } from './where-settings.js';

/**
 * Makes a deleter for one target, by id and by filter. Throws `CONFIGURATION` for a target or defaults that cannot be;
 * sends nothing.
 */
export function bulkWithFilter<Filter>(
  connection: Connection,
  behaviour: FilterableBehaviour,
  target: object,
  defaults: DeleteOptions = {},
): FilterDeleter<Filter> {
  const subject = createSubject(connection, behaviour, target);
  const { clock } = stateOf(connection);

  const deleteWhere = (filter: Filter, options: DeleteWhereOptions): DeletionRun => {
    const checked = checkFilter(behaviour.provider, behaviour.filter, filter);
    const where = readWhereOptions(behaviour, defaults, options);
    const { confirm } = where.rest;
    const settings = readOptions(behaviour, where.rest, clock);
    checkOperators(behaviour, checked, where);
    const job: WhereJob = {
      filter: checked,
      rule: behaviour.filter,
      listing: listingOf(behaviour),
      where,
      confirm,
    };
    checkRequests(subject, job, settings);
    if (where.strategy === 'direct' || where.dryRun === 'count') {
      return new Run(new DirectEngine(subject, settings, job), settings.onAbort);
    }
    // The caller is asked when the matches are known, and only once.
    const unasked = { ...settings, confirm: undefined };
    const engine = new Engine({
      subject,
      settings: unasked,
      ids: undefined,
      recorders: recordersOf(subject, unasked),
      makeSource: (context, sink) =>
        new Intake({ ids: resolveIds(context, job), subject, settings: unasked, sizes: context.sizes, sink }),
    });
    engine.start();
    return new Run(engine, settings.onAbort);
  };
  return { ...bulk(connection, behaviour, target, defaults), deleteWhere };
}

/** The ids that match, once all of them are known and every guard has agreed. */
async function* resolveIds(context: RunContext, job: WhereJob): AsyncGenerator<string, void, undefined> {
  let ids: readonly string[];
  try {
    ids = await findMatches(context, job);
  } catch (error) {
    // What an abort cuts off is no failure of the input.
    if (context.stops.sending.aborted) return;
    throw error;
  }
  yield* ids;
}

function listingOf({ provider, readBack }: FilterableBehaviour): Listing {
  if (readBack !== null && readBack.kind !== 'each') return readBack;
  throw configurationError(
    provider,
    'Wrong package: a filter needs a way to list rows, and none is described.',
  );
}

function checkOperators(
  { provider }: FilterableBehaviour,
  { broad, readOnly }: CheckedFilter,
  { allowBroad, strategy }: WhereSettings,
): void {
  if (broad.length > 0 && !allowBroad) {
    throw new GuardError({
      guard: 'broadFilter',
      provider,
      message: `The filter was not sent: ${broad.join(', ')} may match nearly everything. guards.allowBroadFilter allows it.`,
      effect: 'none',
    });
  }
  if (readOnly.length > 0 && strategy === 'direct') {
    throw new GuardError({
      guard: 'unsafeFilter',
      provider,
      message: `The filter was not sent: ${readOnly.join(', ')} is documented for reading only. filterStrategy 'resolve' can use it.`,
      effect: 'none',
    });
  }
}

/** Every request that carries the filter must fit. */
function checkRequests(subject: Subject, job: WhereJob, settings: Parameters<typeof checkLine>[1]): void {
  const { behaviour, target } = subject;
  const { listing, rule, filter, where } = job;
  const list = withFilter(fillTemplate(listing.call, target), rule.read, filter);
  const { maxSize } = listing.page;
  const page = placePage(list, listing.page, { size: maxSize, seen: 999_999 * maxSize, cursor: undefined });
  checkLine(subject, settings, { operation: listing.call.operation, request: page });
  if (where.strategy === 'resolve') return;
  const request = withFilter(fillTemplate(behaviour.call, target), rule.place, filter);
  checkLine(subject, settings, { operation: behaviour.call.operation, request });
}
