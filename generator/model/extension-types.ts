/** What specs/extension.schema.json lets an overlay write. A value is one of these once the schema has accepted it. */
import type { JsonValue } from '../load/document.js';
import type { Placement } from './types.js';

/** `x-rowsweep-package`. */
export interface PackageExtension {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly homepage?: string;
  readonly scope?: string;
}

/** `pace`, of the connection or of a plan. */
export interface PaceExtension {
  readonly concurrency: { readonly initial: number; readonly max: number };
  readonly requestsPerSecond?: number;
}

/** `x-rowsweep-connection`. */
export interface ConnectionExtension {
  readonly credentials?: readonly {
    readonly option: string;
    readonly scheme: string;
    readonly env?: string;
  }[];
  readonly headers?: readonly {
    readonly option: string;
    readonly header: string;
    readonly required?: boolean;
  }[];
  readonly requestIdHeaders?: readonly string[];
  readonly throttle?: {
    readonly remainingHeader: string;
    readonly resetHeader: string;
    readonly resetUnit: 'epochSeconds' | 'seconds';
  };
  readonly pace?: PaceExtension;
}

/** `x-rowsweep-errors`. */
export interface ErrorsExtension {
  readonly bodies: readonly { readonly message: string; readonly providerCode?: string }[];
  readonly rules?: readonly {
    readonly status?: readonly (number | string)[];
    readonly providerCode?: readonly (string | number)[];
    readonly retryAfter?: 'present' | 'absent';
    readonly code: string;
    readonly effect?: string;
    readonly retryable?: boolean;
    readonly fatal?: boolean;
    readonly source?: string;
  }[];
}

/** `x-rowsweep-envelope`; null says that there is none. */
export type EnvelopeExtension = {
  readonly code: string;
  readonly message?: string;
  readonly ok: JsonValue;
  readonly required?: boolean;
} | null;

/** `selector` of an operation. */
export interface SelectorExtension {
  readonly in: 'body' | 'query';
  readonly at: string;
  readonly exactlyOneOf?: readonly string[];
  readonly singleKey?: readonly string[];
  readonly reservedKeys?: readonly string[];
  readonly keyPattern?: string;
  readonly valuePattern?: string;
}

/** `x-rowsweep-operation`. */
export interface OperationExtension {
  readonly name?: string;
  readonly retry?: 'safe' | 'never';
  readonly source?: string;
  readonly assumed?: boolean;
  readonly selector?: SelectorExtension;
}

/** A request of another operation. */
export interface CallExtension {
  readonly operation: string;
  readonly bind?: readonly (Placement & { readonly target: string })[];
  readonly set?: readonly (Placement & { readonly value: JsonValue })[];
}

/** One field of `target`. */
export interface TargetFieldExtension {
  readonly name: string;
  readonly description?: string;
  readonly default?: string;
  readonly oneOf?: readonly string[];
  readonly pattern?: string;
  readonly bind?: readonly Placement[];
}

/** `ids`: where they go. */
export type IdsExtension =
  | { readonly in: 'body'; readonly at: string; readonly item?: string }
  | {
      readonly in: 'query';
      readonly parameter: string;
      readonly column: string;
      readonly many: { readonly prefix: string; readonly separator: string };
      readonly one: { readonly prefix: string };
      readonly alone?: string;
      readonly refuse?: string;
    };

/** What an id looks like. */
export interface IdFormatExtension {
  readonly kind: 'string' | 'uuid' | 'integer';
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** What one answer proves. */
export interface AnswerExtension {
  readonly status: number;
  readonly when?: { readonly target: string; readonly in: readonly string[] };
  readonly proves: 'ids' | 'count' | 'batch' | 'job';
  readonly at?: string;
}

interface BadIdExtension {
  readonly status: number;
  readonly problems: string;
  readonly path: string;
  readonly prefix: readonly string[];
  readonly message?: string;
}

/** The four lists of `states`. */
export type JobStateName = 'pending' | 'running' | 'succeeded' | 'failed';

/** `job` of a plan. */
export interface JobExtension {
  readonly id: string;
  readonly status: string;
  readonly states: Readonly<Record<JobStateName, readonly string[]>>;
  readonly message?: string;
  readonly createdAt?: string;
  readonly counts?: { readonly succeeded: string; readonly failed: string };
  readonly retrying?: { readonly items: string; readonly nextAttempt: string };
  readonly scope?: { readonly at: string; readonly expected: readonly string[] };
  readonly list: { readonly call: CallExtension; readonly items: string; readonly maxItems: number };
  readonly get?: { readonly call: CallExtension; readonly id: Placement; readonly assumed?: boolean };
  readonly poll: { readonly initialMs: number; readonly factor: number; readonly maxMs: number };
  readonly maxOpen: number;
}

/** How a list is walked through. */
export type PaginationExtension =
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
      readonly truncated?: string;
      readonly maxSize: number;
    };

/** `x-rowsweep-pagination`. */
export interface OperationPaginationExtension {
  readonly name?: string;
  readonly items: string;
  readonly page: PaginationExtension;
}

/** `readBack` of a plan. */
export type ReadBackExtension =
  | {
      readonly kind: 'each';
      readonly call: CallExtension;
      readonly id: Placement;
      readonly missing: readonly number[];
    }
  | {
      readonly kind: 'filter';
      readonly call: CallExtension;
      readonly items: readonly string[];
      readonly idProperty: { readonly target: string };
      readonly page: PaginationExtension;
    }
  | {
      readonly kind: 'scan';
      readonly call: CallExtension;
      readonly items: readonly string[];
      readonly id: string;
      readonly page: PaginationExtension;
    };

/** Where `filter` puts a filter. */
export interface FilterPlacementExtension {
  readonly in: 'query' | 'body';
  readonly at: string;
  readonly item?: string;
}

interface FilterRefusalExtension {
  readonly pattern: string;
  readonly because: string;
}

/** One of `operators`. */
export interface FilterOperatorExtension {
  readonly name: string;
  readonly description?: string;
  readonly takes: 'one' | 'list' | 'range';
  readonly prefix: string;
  readonly separator?: string;
  readonly broad?: boolean;
  readonly equals?: boolean;
  readonly readOnly?: boolean;
  readonly refuse?: readonly FilterRefusalExtension[];
}

/** `filter` of a plan. */
export interface FilterExtension {
  readonly place: FilterPlacementExtension;
  readonly read: FilterPlacementExtension;
  readonly values?: string;
  readonly matches?: readonly string[];
  readonly listsAll?: boolean;
  readonly columns: {
    readonly names?: readonly string[];
    readonly pattern?: string;
    readonly reserved?: readonly string[];
    readonly unique?: boolean;
  };
  readonly operators?: readonly FilterOperatorExtension[];
  readonly refuse?: readonly FilterRefusalExtension[];
}

/** `x-rowsweep-deletion`. */
export interface DeletionExtension {
  readonly name: string;
  readonly target: readonly TargetFieldExtension[];
  readonly set?: readonly (Placement & { readonly value: JsonValue })[];
  readonly ids: IdsExtension;
  readonly idFormat?:
    | IdFormatExtension
    | { readonly chosenBy: string; readonly formats: Readonly<Record<string, IdFormatExtension>> };
  readonly limits?: {
    readonly maxIds?: number;
    readonly maxBytes?: number;
    readonly maxUrlBytes?: number;
    readonly slowStart?: { readonly from: number; readonly to: number };
  };
  readonly answers: readonly AnswerExtension[];
  readonly badId?: BadIdExtension;
  readonly pace?: PaceExtension;
  readonly retry?: 'safe' | 'never';
  readonly reason?: Placement & { readonly maxLength: number };
  readonly job?: JobExtension;
  readonly readBack?: ReadBackExtension;
  readonly count?: { readonly call: CallExtension; readonly at: readonly string[] };
  readonly filter?: FilterExtension;
  readonly irreversible?: boolean;
}
