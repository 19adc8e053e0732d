/** The nouns of a deletion plan: what `x-rowsweep-deletion` says, with every default filled in and every reference checked. */
import type { JsonValue } from '../load/document.js';

export interface Placement {
  readonly in: 'path' | 'query' | 'body';
  readonly at: string;
}

export interface CallTemplate {
  /** Name of an operation of this API; it exists. */
  readonly operation: string;
  readonly bind: readonly (Placement & { readonly target: string })[];
  readonly set: readonly (Placement & { readonly value: JsonValue })[];
}

export interface IdFormat {
  readonly kind: 'string' | 'uuid' | 'integer';
  readonly minLength: number;
  readonly maxLength: number | null;
  readonly pattern: string | null;
}

/** One plan for deleting by id. Printed as the runtime's `DeletionBehaviour`, every reference checked. */
export interface Deletion {
  /** The client's method: `rows`. */
  readonly name: string;
  /** `RowsTarget` */
  readonly targetType: string;
  /** Of the extension. */
  readonly pointer: string;
  readonly operation: string;
  readonly target: readonly {
    readonly name: string;
    readonly description: string | null;
    readonly default: string | null;
    readonly oneOf: readonly string[] | null;
    readonly pattern: string | null;
  }[];
  readonly call: CallTemplate;
  readonly ids:
    | { readonly in: 'body'; readonly at: string; readonly item: string | null }
    | {
        readonly in: 'query';
        readonly parameter: string;
        readonly column: string;
        readonly many: { readonly prefix: string; readonly separator: string };
        readonly one: { readonly prefix: string };
        readonly alone: string | null;
        readonly refuse: string | null;
      };
  readonly idFormat: {
    readonly chosenBy: string | null;
    readonly formats: Readonly<Record<string, IdFormat>>;
  };
  readonly limits: {
    readonly maxIds: number;
    readonly maxBytes: number | null;
    readonly maxUrlBytes: number | null;
    readonly slowStart: { readonly from: number; readonly to: number } | null;
  };
  readonly answers: readonly {
    readonly status: number;
    readonly when: { readonly target: string; readonly in: readonly string[] } | null;
    readonly proves: 'ids' | 'count' | 'batch' | 'job';
    /** With `ids` and `count`. */
    readonly at: string | null;
  }[];
  readonly badId: {
    readonly status: number;
    readonly problems: string;
    readonly path: string;
    readonly prefix: readonly string[];
    readonly message: string | null;
  } | null;
  readonly pace: {
    readonly concurrency: { readonly initial: number; readonly max: number };
    readonly requestsPerSecond: number | null;
  };
  readonly retry: 'safe' | 'never';
  readonly reason: (Placement & { readonly maxLength: number }) | null;
  readonly job: Job | null;
  readonly readBack: ReadBack | null;
  readonly count: { readonly call: CallTemplate; readonly at: readonly string[] } | null;
  readonly filter: Filter | null;
  readonly irreversible: boolean;
}

/** Where a filter goes in a request. */
export type FilterPlacement =
  | { readonly in: 'query'; readonly at: string }
  | { readonly in: 'body'; readonly at: string; readonly item: string | null };

/** A value that cannot be written safely, and why. */
interface FilterRefusal {
  readonly pattern: string;
  readonly because: string;
}

export interface FilterOperator {
  readonly name: string;
  readonly description: string | null;
  readonly takes: 'one' | 'list' | 'range';
  readonly prefix: string;
  readonly separator: string | null;
  readonly broad: boolean;
  readonly equals: boolean;
  readonly readOnly: boolean;
  readonly refuse: readonly FilterRefusal[];
}

/** How rows are deleted by what they hold. Printed as the runtime's `FilterBehaviour`, and as types. */
export interface Filter {
  /** `RowsFilter` */
  readonly type: string;
  /** `RowsOperators`; null where there are none. */
  readonly operatorsType: string | null;
  readonly place: FilterPlacement;
  readonly read: FilterPlacement;
  readonly values: string;
  readonly matches: readonly string[];
  readonly listsAll: boolean;
  readonly columns: {
    readonly names: readonly string[] | null;
    readonly pattern: string | null;
    readonly reserved: readonly string[];
    readonly unique: boolean;
  };
  readonly operators: readonly FilterOperator[] | null;
  readonly refuse: readonly FilterRefusal[];
}

export interface Job {
  readonly id: string;
  readonly status: string;
  readonly states: Readonly<Record<string, 'pending' | 'running' | 'succeeded' | 'failed'>>;
  readonly message: string | null;
  readonly createdAt: string | null;
  readonly counts: { readonly succeeded: string; readonly failed: string } | null;
  readonly retrying: { readonly items: string; readonly nextAttempt: string } | null;
  readonly scope: { readonly at: string; readonly expected: readonly string[] } | null;
  readonly list: { readonly call: CallTemplate; readonly items: string; readonly maxItems: number };
  readonly get: { readonly call: CallTemplate; readonly id: Placement; readonly assumed: boolean } | null;
  readonly poll: { readonly initialMs: number; readonly factor: number; readonly maxMs: number };
  readonly maxOpen: number;
}

export type ReadBack =
  | {
      readonly kind: 'each';
      readonly call: CallTemplate;
      readonly id: Placement;
      readonly missing: readonly number[];
    }
  | {
      readonly kind: 'filter';
      readonly call: CallTemplate;
      readonly items: readonly string[];
      readonly idProperty: { readonly target: string };
      readonly page: Pagination;
    }
  | {
      readonly kind: 'scan';
      readonly call: CallTemplate;
      readonly items: readonly string[];
      readonly id: string;
      readonly page: Pagination;
    };

export type Pagination =
  | {
      readonly kind: 'page';
      readonly page: Placement;
      readonly size: Placement;
      readonly first: number;
      readonly maxSize: number;
      readonly more?: string;
      readonly total?: string;
    }
  | {
      readonly kind: 'offset';
      readonly offset: Placement;
      readonly size: Placement;
      readonly maxSize: number;
      readonly more?: string;
      readonly total?: string;
    }
  | {
      readonly kind: 'cursor';
      readonly cursor: Placement;
      readonly size: Placement;
      readonly next: string;
      readonly truncated: string | null;
      readonly maxSize: number;
    };
