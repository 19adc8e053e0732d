/** Finds the rows that match a filter, and holds them against the guards before anything is deleted. */
import type { CallRequest } from '../../call.js';
import { RowsweepError } from '../../errors.js';
import type { FilterBehaviour } from '../../filter-behaviour.js';
import { valueAt } from '../../pointer.js';
import { Approval } from '../send/approval.js';
import type { RunContext } from '../context.js';
import { GuardError, type GuardName } from '../errors.js';
import type { CheckedFilter } from './filter.js';
import { withFilter } from './filter-request.js';
import { readMatch, type Listing } from './filter-rows.js';
import type { DeleteOptions } from '../options.js';
import { hasRowAt, placePage, walkPages } from '../reads/pages.js';
import { makePlan } from '../input/plan.js';
import { read } from '../reads/read.js';
import { fillTemplate } from '../send/request.js';
import type { WhereSettings } from './where-settings.js';

/** One deletion by filter: what is deleted, and within which bounds. */
export interface WhereJob {
  readonly filter: CheckedFilter;
  readonly rule: FilterBehaviour;
  readonly listing: Listing;
  readonly where: WhereSettings;
  readonly confirm: DeleteOptions['confirm'];
}

/** Ids are kept until all are known: this many, at about 100 bytes each. */
const MOST_MATCHES = 1_000_000;
const SAMPLE = 10;

/** The rows that match, in the order in which they were listed. */
interface Matches {
  readonly ids: readonly string[];
  /** What the guards are asked about: more than were listed, where the filter itself is sent and the provider says so. */
  readonly count: number;
  readonly sample: readonly string[];
}

/**
 * Finds the rows and asks every guard, then the caller. Gives the ids that may go; none where a dry run only counts.
 * All pages are read before anything is deleted, because pages that are numbered shift while rows go away, and because
 * the guards want the whole number. Throws a `GuardError` with nothing deleted, or what made the list unreadable.
 */
export async function findMatches(context: RunContext, job: WhereJob): Promise<readonly string[]> {
  const { tally, events, stops } = context;
  const { where } = job;
  const { ids, count, sample } = await countMatches(context, job);
  if (where.dryRun === true && where.strategy === 'resolve') return ids;
  const counts = { invalid: 0, duplicates: 0, excluded: 0, sample, matches: count, whole: null };
  const plan = makePlan(context.subject, counts);
  if (where.dryRun !== false) {
    events.emit({ type: 'planned', plan });
    tally.openMatches = count;
    return [];
  }
  const approval = new Approval(job.confirm, context);
  const refused = approval.isNeeded ? await approval.ask(() => plan) : undefined;
  if (stops.sending.aborted) return [];
  if (refused !== undefined) stopFor(context, 'confirm', `The confirmation ${refused}.`);
  return ids;
}

/** Reads what matches now, puts it into the account, and asks every guard. Throws as `findMatches` does. */
export async function countMatches(context: RunContext, job: WhereJob): Promise<Matches> {
  const { tally } = context;
  const matches = await readMatches(context, job);
  tally.matches = matches.count;
  tally.filter = { strategy: job.where.strategy, text: job.filter.text, sample: matches.sample };
  await guardMatches(context, job, matches);
  return matches;
}

/** True when at least one row matches now. */
export function matchesAny(context: RunContext, job: WhereJob): Promise<boolean> {
  return hasRowAt(context, job.listing, { request: readRequest(context, job), index: 0 });
}

/** The read that lists what matches, without a page. */
function readRequest({ subject }: RunContext, { listing, rule, filter }: WhereJob): CallRequest {
  return withFilter(fillTemplate(listing.call, subject.target), rule.read, filter);
}

async function readMatches(context: RunContext, job: WhereJob): Promise<Matches> {
  const { listing, rule, where } = job;
  const request = readRequest(context, job);
  const most = Math.min(MOST_MATCHES, where.dryRun === false ? context.settings.maxDeletes : MOST_MATCHES);
  const told =
    rule.matches.length === 0 ? undefined : await countAt(context, listing, { request, at: rule.matches });
  // What is told is cheap: too many are refused without reading them.
  if (told !== undefined && told > most) guardMost(context, { where, count: told, isWhole: true });
  const enough = where.dryRun === 'count' && told !== undefined ? Math.min(told, SAMPLE) : most + 1;
  const ids = await listIds(context, job, { request, enough });
  if (ids.size > most) guardMost(context, { where, count: ids.size, isWhole: false });
  if (told !== undefined && told !== ids.size && ids.size < enough) {
    const message = `The provider says that ${told} rows match, and lists ${ids.size}; some may be left. Run again.`;
    context.events.raise('listShifted', message);
  }
  const goByFilter = where.strategy === 'direct' || where.dryRun === 'count';
  const count = goByFilter ? Math.max(told ?? 0, ids.size) : ids.size;
  const all = [...ids];
  return { ids: all, count, sample: all.slice(0, SAMPLE) };
}

async function listIds(
  context: RunContext,
  job: WhereJob,
  { request, enough }: { readonly request: CallRequest; readonly enough: number },
): Promise<ReadonlySet<string>> {
  const { subject, events } = context;
  const { listing, where } = job;
  const ids = new Set<string>();
  const mostPages = Math.ceil(MOST_MATCHES / listing.page.maxSize) + 2;
  const pages = walkPages(context, { ...listing, request, mostPages });
  for await (const rows of pages) {
    const before = ids.size;
    for (const row of rows) {
      const { id, looseAt } = readMatch(subject, job, row);
      if (looseAt !== undefined && !where.allowBroad) {
        const message = `A row matches although its ${looseAt} is written otherwise than in the filter: the provider compares loosely. guards.allowBroadFilter lets such rows go.`;
        warnOrStop(context, where, { guard: 'looseMatch', message });
      }
      ids.add(id);
    }
    if (ids.size < before + rows.length) {
      events.raise(
        'listShifted',
        'The list of matching rows changed while it was read; some may be left. Run again.',
      );
      if (ids.size === before) throw repeated(context);
    }
    if (ids.size >= enough) break;
  }
  return ids;
}

function repeated({ subject }: RunContext): RowsweepError {
  return new RowsweepError({
    code: 'PROTOCOL_VIOLATION',
    provider: subject.behaviour.provider,
    message:
      'A page of matching rows holds only rows of the pages before it: the list cannot be walked through.',
    effect: 'none',
    fatal: true,
  });
}

async function guardMatches(
  context: RunContext,
  { where, rule }: WhereJob,
  { count }: Matches,
): Promise<void> {
  const { expected, maxFraction } = where;
  if (rule.columns.unique && count > 1) {
    const message = 'More than one row matches, so the values of that column are not unique.';
    warnOrStop(context, where, { guard: 'unsafeFilter', message });
  }
  guardMost(context, { where, count, isWhole: true });
  if (expected !== null && (count < expected.min || count > expected.max)) {
    const wanted = expected.min === expected.max ? `${expected.min}` : `${expected.min} to ${expected.max}`;
    warnOrStop(context, where, {
      guard: 'expectCount',
      message: `${count} rows match; expected were ${wanted}.`,
    });
  }
  if (maxFraction === null || count === 0 || maxFraction >= 1) return;
  const isEnough = await holdsAtLeast(context, Math.ceil(count / maxFraction));
  if (isEnough === true) return;
  const message =
    isEnough === false
      ? `${count} rows match, which is more than ${maxFraction} of the target. guards.maxFractionOfTarget allows more.`
      : `${count} rows match, and the target could not be counted, so that may be more than ${maxFraction} of it. With guards.maxFractionOfTarget 1 it is not counted.`;
  warnOrStop(context, where, { guard: 'maxFractionOfTarget', message });
}

function guardMost(
  context: RunContext,
  {
    where,
    count,
    isWhole,
  }: { readonly where: WhereSettings; readonly count: number; readonly isWhole: boolean },
): void {
  const most = Math.min(MOST_MATCHES, context.settings.maxDeletes);
  if (count <= most) return;
  const rows = isWhole ? `${count} rows match` : `At least ${count} rows match`;
  const message =
    most === MOST_MATCHES
      ? `${rows}; a filter may match ${MOST_MATCHES}, for all ids are read before the first is deleted.`
      : `${rows}; maxDeletes is ${most}.`;
  // Beyond what can be kept there is no dry run either.
  if (count > MOST_MATCHES && where.dryRun !== 'count') stopFor(context, 'maxDeletes', message);
  warnOrStop(context, where, { guard: 'maxDeletes', message });
}

/**
 * Whether the target holds so many rows: by its count, else by looking at the place where the last of them would be.
 * Undefined: it does not say.
 */
async function holdsAtLeast(context: RunContext, rows: number): Promise<boolean | undefined> {
  const { behaviour, target } = context.subject;
  const { count, readBack } = behaviour;
  if (count !== null) {
    const answer = await read(context, {
      operation: count.call.operation,
      request: fillTemplate(count.call, target),
      countAs: 'reads',
      maxAttempts: context.settings.retry.maxAttempts,
    });
    const total = numberAt(answer.body, count.at);
    return total === undefined ? undefined : total >= rows;
  }
  if (readBack === null || readBack.kind === 'each') return undefined;
  return hasRowAt(context, readBack, { request: fillTemplate(readBack.call, target), index: rows - 1 });
}

async function countAt(
  context: RunContext,
  listing: Listing,
  { request, at }: { readonly request: CallRequest; readonly at: readonly string[] },
): Promise<number | undefined> {
  const answer = await read(context, {
    operation: listing.call.operation,
    request: placePage(request, listing.page, { size: 1, seen: 0, cursor: undefined }),
    countAs: 'reads',
    maxAttempts: context.settings.retry.maxAttempts,
  });
  return numberAt(answer.body, at);
}

function numberAt(document: unknown, pointers: readonly string[]): number | undefined {
  for (const pointer of pointers) {
    const value = valueAt(document, pointer);
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  }
  return undefined;
}

/** A guard that holds: in a dry run it is told, else it ends the run before anything is deleted. */
function warnOrStop(
  context: RunContext,
  where: WhereSettings,
  { guard, message }: { readonly guard: GuardName; readonly message: string },
): void {
  if (where.dryRun === false) stopFor(context, guard, message);
  context.events.warn({ code: guard, message: `A run would be refused: ${message}` });
}

function stopFor({ subject }: RunContext, guard: GuardName, message: string): never {
  throw new GuardError({ guard, provider: subject.behaviour.provider, message, effect: 'none' });
}
