/** How one provider deletes by a filter, as data; see `behaviour.ts` for how it deletes by id. */
import type { DeletionBehaviour } from './behaviour.js';
import type { Pointer } from './definition.js';

/** Where a filter goes in a request. */
export type FilterPlacement =
  | {
      readonly in: 'query';
      /** The object parameter (`style: form`, `explode: true`) whose keys are the columns. */
      readonly at: string;
    }
  | {
      readonly in: 'body';
      /** JSON Pointer to the object of columns, or to the list that holds it. */
      readonly at: Pointer;
      /** Null: the object stands at `at`. Else a list of one element stands there, with the object under this key. */
      readonly item: string | null;
    };

/** Text that cannot be written safely, and why not. */
export interface FilterRefusal {
  /** A regular expression; a value in which it is found is refused. */
  readonly pattern: string;
  /** The end of the sentence that begins with the value. */
  readonly because: string;
}

/** One way to compare a column. */
export interface FilterOperator {
  readonly name: string;
  /** One value, a list of at least one, or a lower and an upper bound. */
  readonly takes: 'one' | 'list' | 'range';
  /** Written before the values: `in.`. */
  readonly prefix: string;
  /** Written between two values; null where there is only one. */
  readonly separator: string | null;
  /** It may match nearly everything: the caller must allow it. */
  readonly broad: boolean;
  /** The column has one of the values: then the rows that are read must show it. */
  readonly equals: boolean;
  /** The provider documents it for reading only: rows can be found with it, but a deletion cannot be sent with it. */
  readonly readOnly: boolean;
  readonly refuse: readonly FilterRefusal[];
}

/** Which columns a filter may name. */
export interface FilterColumns {
  /** The only ones; null: any that `pattern` allows. */
  readonly names: readonly string[] | null;
  /** A regular expression that the whole name must match. */
  readonly pattern: string | null;
  /** Names that the provider reads as something else, in whatever case. */
  readonly reserved: readonly string[];
  /** True: a filter names exactly one column, and its values are unique, so that it matches one row or none. */
  readonly unique: boolean;
}

/** How rows are named by what they hold. How they are listed is `DeletionBehaviour.readBack`, with the filter in it. */
export interface FilterBehaviour {
  /** In the deletion. */
  readonly place: FilterPlacement;
  /** In the read that lists rows. */
  readonly read: FilterPlacement;
  /** JSON Pointer, within a row that was listed, to the object of its columns. */
  readonly values: Pointer;
  /** JSON Pointers, in the answer of the read, to the number of rows that match; none: they are counted by reading them. */
  readonly matches: readonly Pointer[];
  /** The read without a filter lists the whole target. */
  readonly listsAll: boolean;
  readonly columns: FilterColumns;
  /** Null: a column's value is given by itself, and compared for equality. */
  readonly operators: readonly FilterOperator[] | null;
  /** Of every value, whatever the operator. */
  readonly refuse: readonly FilterRefusal[];
}

/** A behaviour that knows filters. */
export interface FilterableBehaviour extends DeletionBehaviour {
  readonly filter: FilterBehaviour;
}
