/**
 * The model: everything that a generated package says, decided and named, as plain data. `JSON.stringify(api)` loses
 * nothing. There are no optional fields: null means deliberately none. Types of bodies are not here; they come from
 * openapi-typescript and are named by a `TypePath`.
 */
import type { Place } from '../diagnostics.js';
import type { JsonValue } from '../load/document.js';
import type { Deletion } from './deletion-types.js';

export type {
  CallTemplate,
  Deletion,
  IdFormat,
  Job,
  Pagination,
  Placement,
  ReadBack,
} from './deletion-types.js';

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
