/**
 * How one provider deletes, as data. The generator prints a `DeletionBehaviour` from the `x-rowsweep-deletion`
 * extension of the description's overlay; the bulk engine interprets it. There is no other place in which one
 * provider can differ from another.
 */
import type { JsonValue, OperationDefinition, Pointer } from './definition.js';
import type { DeletionPart } from './part.js';

/** Where a value goes in a request: a parameter's name, or a JSON Pointer into the body. */
export interface Placement {
  readonly in: 'path' | 'query' | 'body';
  readonly at: string;
}

/** A request with holes: `set` fills in constants, `bind` the fields of the target that the caller gave. */
export interface CallTemplate {
  readonly operation: OperationDefinition;
  readonly bind: readonly (Placement & { readonly target: string })[];
  readonly set: readonly (Placement & { readonly value: JsonValue })[];
}

/** One thing that the caller says once: which table, which data set, which column holds the id. */
export interface TargetField {
  readonly name: string;
  /** Null: the caller must give it. */
  readonly default: string | null;
  readonly oneOf: readonly string[] | null;
  /** A regular expression that the whole value must match. */
  readonly pattern: string | null;
}

/** Where the ids of one request go. */
export type IdPlacement =
  | {
      readonly in: 'body';
      /** JSON Pointer to the array. */
      readonly at: Pointer;
      /** Null: the array holds the ids. Else it holds objects with the id under this key. */
      readonly item: string | null;
    }
  | {
      readonly in: 'query';
      /** The object parameter (`style: form`, `explode: true`) whose key is the column. */
      readonly parameter: string;
      /** The target field that names the column. */
      readonly column: string;
      /** How several ids are written: `in.` then the ids joined by `,`. */
      readonly many: { readonly prefix: string; readonly separator: string };
      /** How a single id is written: `eq.10`. */
      readonly one: { readonly prefix: string };
      /** A regular expression; an id that matches it cannot stand in a list and is sent alone. */
      readonly alone: string | null;
      /** A regular expression; an id that matches it cannot be sent at all. */
      readonly refuse: string | null;
    };

/** What an id looks like. An id that does not is `failed` with `INVALID_ID` and never reaches the wire. */
export interface IdFormat {
  /** `uuid` is compared in lower case; `integer` is a decimal number without leading zeros or sign `+`. */
  readonly kind: 'string' | 'uuid' | 'integer';
  /** In Unicode code points. */
  readonly minLength: number;
  readonly maxLength: number | null;
  readonly pattern: string | null;
}

/** How much one request may carry. Every bound that is not null holds at once. */
export interface Limits {
  /** Most ids in one request. */
  readonly maxIds: number;
  /** Most bytes of the encoded body. */
  readonly maxBytes: number | null;
  /** Most bytes of the request line: method, target and version, with the spaces between. */
  readonly maxUrlBytes: number | null;
  /** For a limit that is written nowhere: start with `from` ids and double on success up to `to`. */
  readonly slowStart: { readonly from: number; readonly to: number } | null;
}

/** Holds when the target's field has one of the values. */
export interface TargetCondition {
  readonly target: string;
  readonly in: readonly string[];
}

/** What an answer proves. The first rule whose `status` and `when` hold is taken; no rule: `PROTOCOL_VIOLATION`. */
export type AnswerRule = { readonly status: number; readonly when: TargetCondition | null } & (
  | {
      /** The answer lists the ids that were deleted. */
      readonly proves: 'ids';
      readonly at: Pointer;
    }
  | {
      /** The answer says how many records were deleted. */
      readonly proves: 'count';
      readonly at: Pointer;
    }
  | {
      /** The answer acknowledges the batch as a whole. */
      readonly proves: 'batch';
    }
  | {
      /** The answer is a job; see `DeletionBehaviour.job`. */
      readonly proves: 'job';
    }
);

/** How a validation error names the element that was wrong: FastAPI's `detail[].loc = ['body', 'rows', 3]`. */
export interface BadIdRule {
  readonly status: number;
  /** JSON Pointer to the list of problems. */
  readonly problems: Pointer;
  /** JSON Pointer, within a problem, to the path of the element. */
  readonly path: Pointer;
  /** The path up to the index: `['body', 'rows']`. A problem whose path is a prefix of this is about the whole body. */
  readonly prefix: readonly string[];
  /** JSON Pointer, within a problem, to its text. */
  readonly message: Pointer | null;
}

/** How fast the provider may be asked, where the caller says nothing. */
export interface Pace {
  readonly concurrency: { readonly initial: number; readonly max: number };
  /** Null: no bound is known. */
  readonly requestsPerSecond: number | null;
}

/** How to walk through a list. `first` and `size` are in items or pages as the kind says. */
export type Pagination =
  | {
      readonly kind: 'page';
      readonly page: Placement;
      readonly size: Placement;
      /** Number of the first page. */
      readonly first: number;
      readonly maxSize: number;
      /** Where the answer says whether there is more: a value that is not null, false or empty. */
      readonly more?: Pointer;
      /** Where the answer says how many items there are. */
      readonly total?: Pointer;
    }
  | {
      readonly kind: 'offset';
      readonly offset: Placement;
      readonly size: Placement;
      readonly maxSize: number;
      /** Where the answer says whether there is more: a value that is not null, false or empty. */
      readonly more?: Pointer;
      /** Where the answer says how many items there are. */
      readonly total?: Pointer;
    }
  | {
      readonly kind: 'cursor';
      readonly cursor: Placement;
      readonly size: Placement;
      /** JSON Pointer to the next cursor in the answer; null or missing there: the end. */
      readonly next: Pointer;
      /**
       * JSON Pointer to what the answer says when it cut the list short. A value there that is neither null nor false:
       * the walk is incomplete, and proves nothing about an id that it did not show.
       */
      readonly truncated: Pointer | null;
      readonly maxSize: number;
    };

/** How to ask whether ids are still there. */
export type ReadBack =
  | {
      /** One read an id; a status in `missing` means that it is not there. */
      readonly kind: 'each';
      readonly call: CallTemplate;
      readonly id: Placement;
      readonly missing: readonly number[];
    }
  | {
      /** A list filtered by many ids at once, written as the deletion writes them. */
      readonly kind: 'filter';
      readonly call: CallTemplate;
      /** JSON Pointers to the list, the first that leads to an array is taken. */
      readonly items: readonly Pointer[];
      /** The target field that names the property of an item which holds the id. */
      readonly idProperty: { readonly target: string };
      readonly page: Pagination;
    }
  | {
      /** The whole list, walked page by page; costly, so only on request. */
      readonly kind: 'scan';
      readonly call: CallTemplate;
      readonly items: readonly Pointer[];
      /** JSON Pointer to the id within an item. */
      readonly id: Pointer;
      readonly page: Pagination;
    };

/** How many records the target holds. The first pointer that leads to a number is taken. */
export interface CountBehaviour {
  readonly call: CallTemplate;
  readonly at: readonly Pointer[];
}

/** What a job's status means, whatever the provider calls it. */
export type JobState = 'pending' | 'running' | 'succeeded' | 'failed';

/** A deletion that is accepted now and done later. Pointers are into a job, as answered or as listed. */
export interface JobBehaviour {
  readonly id: Pointer;
  readonly status: Pointer;
  /** Every status that the description knows, and what it means. One that is not here waits; it never spins. */
  readonly states: Readonly<Record<string, JobState>>;
  readonly message: Pointer | null;
  readonly createdAt: Pointer | null;
  readonly counts: { readonly succeeded: Pointer; readonly failed: Pointer } | null;
  /** Elements that the provider will try again: as long as one has a value at `nextAttempt`, `failed` is not the end. */
  readonly retrying: { readonly items: Pointer; readonly nextAttempt: Pointer } | null;
  /** What the job is about. A value outside `expected` means that more was deleted than asked: the run stops. */
  readonly scope: { readonly at: Pointer; readonly expected: readonly string[] } | null;
  /** Serves every open job with one request. */
  readonly list: { readonly call: CallTemplate; readonly items: Pointer; readonly maxItems: number };
  /** Reads one job; `assumed` when no document says so, then it is off unless the caller switches it on. */
  readonly get: { readonly call: CallTemplate; readonly id: Placement; readonly assumed: boolean } | null;
  readonly poll: { readonly initialMs: number; readonly factor: number; readonly maxMs: number };
  /** Most jobs open at once; above it, sending waits. */
  readonly maxOpen: number;
}

/** Everything the engine needs to delete by id at one provider. */
export interface DeletionBehaviour {
  readonly provider: string;
  /** The name of the client's method, such as `rows`. */
  readonly name: string;
  readonly target: readonly TargetField[];
  readonly call: CallTemplate;
  readonly ids: IdPlacement;
  /** The id's format by the value of the target field `chosenBy`; under the key `default` when that is null. */
  readonly idFormat: {
    readonly chosenBy: string | null;
    readonly formats: Readonly<Record<string, IdFormat>>;
  };
  readonly limits: Limits;
  readonly answers: readonly AnswerRule[];
  readonly badId: BadIdRule | null;
  readonly pace: Pace;
  /** `safe`: deleting the same named ids twice leaves the same state, so a lost request may be repeated. */
  readonly retry: 'safe' | 'never';
  /** Where the caller's reason goes, if the provider takes one. */
  readonly reason: (Placement & { readonly maxLength: number }) | null;
  readonly job: JobBehaviour | null;
  readonly readBack: ReadBack | null;
  readonly count: CountBehaviour | null;
  readonly irreversible: boolean;
  /** The parts of the runtime that this needs: `deletionJobs` for `job`, `rowReads` for `readBack` and `count`. */
  readonly uses?: readonly DeletionPart[];
}
