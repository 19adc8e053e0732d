/**
 * The model: everything that a generated package says, decided and named, as plain data. `JSON.stringify(api)` loses
 * nothing. There are no optional fields: null means deliberately none. Types of bodies are not here; they come from
 * openapi-typescript and are named by a `TypePath`.
 */
import type { Place } from '../diagnostics.js';
import type { JsonValue } from '../load/document.js';

export interface Api {
  readonly package: PackageInfo;
  /** From the description's `info`. */
  readonly title: string;
  readonly description: string | null;
  readonly apiVersion: string;
  readonly provider: Provider;
  readonly options: readonly ConnectionOption[];
  readonly operations: readonly Operation[];
  readonly schemas: readonly NamedSchema[];
  readonly deletions: readonly Deletion[];
}

export interface PackageInfo {
  /** `@rowsweep/acme` */
  readonly npmName: string;
  /** `acme` */
  readonly name: string;
  /** How people write it: `Acme`. */
  readonly title: string;
  readonly version: string;
  readonly homepage: string | null;
  /** Identifiers: `Acme`, `AcmeOptions`, `createAcme`, `connectAcme`. */
  readonly clientType: string;
  readonly optionsType: string;
  readonly createFunction: string;
  readonly connectFunction: string;
}

/** Printed as the runtime's `ProviderDefinition`, as it is. */
export interface Provider {
  readonly name: string;
  readonly title: string;
  readonly servers: readonly Server[];
  readonly credentials: readonly (
    | { readonly option: string; readonly kind: 'bearer' }
    | { readonly option: string; readonly kind: 'header'; readonly header: string }
  )[];
  readonly headers: readonly {
    readonly option: string;
    readonly header: string;
    readonly required: boolean;
  }[];
  readonly errors: {
    readonly bodies: readonly { readonly message: string; readonly providerCode: string | null }[];
    readonly rules: readonly {
      readonly status: readonly (number | string)[] | null;
      readonly providerCode: readonly (string | number)[] | null;
      readonly retryAfter: 'present' | 'absent' | null;
      readonly code: string;
      readonly effect: string | null;
      readonly retryable: boolean | null;
      readonly fatal: boolean | null;
    }[];
    readonly requestIdHeaders: readonly string[];
  };
  readonly throttle: {
    readonly remainingHeader: string | null;
    readonly resetHeader: string | null;
    readonly resetUnit: 'epochSeconds' | 'seconds';
  };
}

export interface Server {
  readonly url: string;
  readonly variables: readonly {
    readonly name: string;
    readonly default: string;
    readonly enum: readonly string[] | null;
  }[];
}

/** One property of the client's options beyond those that every client has. */
export interface ConnectionOption {
  readonly name: string;
  readonly kind: 'credential' | 'header';
  readonly required: boolean;
  readonly doc: string | null;
  /** The environment variable that examples read. */
  readonly env: string | null;
}

/** A path into openapi-typescript's output: `['paths', '/jobs', 'post']` prints as `paths['/jobs']['post']`. */
export type TypePath = readonly ['paths' | 'components', ...(string | number)[]];

export interface NamedSchema {
  /** Legal, unique, final. */
  readonly name: string;
  readonly type: TypePath;
  readonly doc: string | null;
}

export interface Operation {
  /** Final, legal, unique: `deleteTableRows`. */
  readonly name: string;
  /** `DeleteTableRowsRequest`, `DeleteTableRowsResponse`, `DeleteTableRowsError`. */
  readonly requestType: string;
  readonly responseType: string;
  readonly errorType: string;
  readonly method: string;
  readonly path: string;
  readonly place: Place;
  readonly summary: string | null;
  readonly description: string | null;
  readonly deprecated: boolean;
  /** No document says that it exists. */
  readonly assumed: boolean;
  /** The page that documents it, or the name of the supplied page. */
  readonly source: string | null;
  readonly parameters: readonly Parameter[];
  readonly body: Body | null;
  /** The request needs an argument: a parameter or the body is required. */
  readonly requestRequired: boolean;
  readonly credentials: readonly string[];
  readonly connectionHeaders: readonly string[];
  readonly answers: readonly Answer[];
  readonly errors: readonly ErrorAnswer[];
  readonly retry: 'safe' | 'never';
  readonly envelope: {
    readonly code: string;
    readonly message: string | null;
    readonly ok: JsonValue;
    readonly required: boolean;
  } | null;
  readonly selector: {
    readonly in: 'body' | 'query';
    readonly at: string;
    readonly exactlyOneOf: readonly string[] | null;
    readonly singleKey: readonly string[];
    readonly reservedKeys: readonly string[];
    readonly keyPattern: string | null;
    readonly valuePattern: string | null;
  } | null;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  readonly style: string;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  readonly doc: string | null;
  readonly type: TypePath;
}

export interface Body {
  readonly mediaType: string;
  readonly required: boolean;
  readonly doc: string | null;
  readonly type: TypePath;
}

/** A declared 2xx answer. */
export interface Answer {
  readonly status: string;
  readonly mediaTypes: readonly string[];
  /** Null: no body. */
  readonly type: TypePath | null;
  readonly doc: string | null;
  readonly undocumented: string | null;
}

/** A declared answer that is not 2xx. */
export interface ErrorAnswer {
  readonly status: number;
  readonly type: TypePath | null;
  readonly doc: string | null;
  /** Where the answer is known from, when the vendor's description does not have it. */
  readonly undocumented: string | null;
}

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
  readonly place: Place;
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
  readonly irreversible: boolean;
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
  readonly adopt: {
    readonly match: readonly { readonly at: string; readonly target: string }[];
    readonly windowMs: number;
  } | null;
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
    }
  | {
      readonly kind: 'offset';
      readonly offset: Placement;
      readonly size: Placement;
      readonly maxSize: number;
    }
  | {
      readonly kind: 'cursor';
      readonly cursor: Placement;
      readonly size: Placement;
      readonly next: string;
      readonly truncated: string | null;
      readonly maxSize: number;
    };
