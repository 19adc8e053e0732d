/** What a deletion by filter takes and gives. */
import type { DeleteOptions, Guards } from '../options.js';
import type { BulkDeleter, DeletionRun } from '../types.js';

/**
 * A value in a filter. A number must be a safe integer, or a fraction that is not written with an exponent; beyond 2^53
 * use text or bigint.
 */
export type FilterValue = string | number | bigint;

/** Exactly one operator of those that there are. */
type ExactlyOne<Operators> = {
  readonly [Name in keyof Operators]: Readonly<Pick<Operators, Name>> &
    Readonly<Partial<Record<Exclude<keyof Operators, Name>, never>>>;
}[keyof Operators];

/** Conditions by the name of their column, one operator each; a row must fulfil all of them. At least one. */
export type FilterOf<Operators, Column extends string = string> = string extends Column
  ? Readonly<Record<string, ExactlyOne<Operators>>>
  : Readonly<Partial<Record<Column, ExactlyOne<Operators>>>>;

/** One column with unique values, and the value that is looked for. Exactly one column. */
export type FilterByKey<Column extends string = string> = string extends Column
  ? Readonly<Record<string, FilterValue>>
  : Readonly<Partial<Record<Column, FilterValue>>>;

/** Rules that protect rows from a filter that matches more than was meant. */
export interface FilterGuards extends Guards {
  /**
   * The largest share of the target that may match, above 0 and up to 1. Default: 0.5 where the provider can tell how
   * much there is and a filter can match many; to give it elsewhere throws `CONFIGURATION`.
   */
  readonly maxFractionOfTarget?: number;
  /** How many rows must match, as a number or as bounds. Any other number ends the run before anything is sent. */
  readonly expectCount?: number | { readonly min: number; readonly max: number };
  /**
   * True: operators that may match nearly everything are allowed, and so are rows that the provider takes for equal
   * although they are written otherwise (`'Bob'` for `'bob'`, `'1abc'` for `1`).
   */
  readonly allowBroadFilter?: boolean;
}

/** How one deletion by filter goes: all that `deleteMany` takes, and the following. */
export interface FilterOptions extends Omit<DeleteOptions, 'dryRun' | 'guards'> {
  /**
   * `resolve` (default): reads the ids that match, all of them before the first is deleted, and deletes those ids, with
   * an outcome for each. `direct`: counts, and then sends the filter itself, once. It is never sent again after an
   * answer that was lost, and nobody knows which rows went; see `FilterAccount`.
   */
  readonly filterStrategy?: 'resolve' | 'direct';
  /**
   * Deletes nothing. `true`: reads all ids that match, each of them is `skipped`. `'count'`: tells how many match and
   * shows a few. A guard that would have ended the run is a warning.
   */
  readonly dryRun?: boolean | 'count';
  readonly guards?: FilterGuards;
}

/** The options, with a bound: a dry run, or the most rows that may go. */
export type DeleteWhereOptions = FilterOptions &
  ({ readonly dryRun: true | 'count' } | { readonly guards: FilterGuards & { readonly maxDeletes: number } });

/** Deletes rows of one target, by id or by what they hold. */
export interface FilterDeleter<Filter> extends BulkDeleter {
  /**
   * Deletes the rows that match the filter. Throws `GUARD` at once, with nothing sent, for a filter that is empty,
   * broad without leave, or cannot be written safely, and `CONFIGURATION` for wrong options. The run rejects with
   * `GUARD` when more rows match than allowed, before the first of them is deleted.
   *
   * Rows that begin to match while the run goes on are left alone with `resolve`; rows that cease to match between being
   * read and being deleted are deleted. What is deleted is what was read, and never more than `guards.maxDeletes`.
   */
  deleteWhere(filter: Filter, options: DeleteWhereOptions): DeletionRun;
}
