/**
 * The model: everything that a generated package says, decided and named, as plain data. `JSON.stringify(api)` loses
 * nothing. There are no optional fields: null means deliberately none. What a value looks like in TypeScript is a
 * `Shape`.
 */
import type { JsonValue } from '../load/document.js';
import type { Deletion, Pagination } from './deletion-types.js';
import type { NamedSchema, Shape } from './shape-types.js';

export type {
  CallTemplate,
  Deletion,
  Filter,
  FilterOperator,
  FilterPlacement,
  IdFormat,
  Job,
  Pagination,
  Placement,
  ReadBack,
} from './deletion-types.js';
export type { Direction, NamedSchema, Property, Shape } from './shape-types.js';

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
    | { readonly option: string; readonly kind: 'authorization'; readonly scheme: string }
    | { readonly option: string; readonly kind: 'header' | 'query' | 'cookie'; readonly name: string }
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
  /** `basic`: a name and a password. `credential`: one secret. `header`: a text that is none. */
  readonly kind: 'credential' | 'basic' | 'header';
  readonly required: boolean;
  readonly doc: string | null;
  /** The environment variable that examples read. */
  readonly env: string | null;
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
  /** Where the description has it. */
  readonly pointer: string;
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
  /**
   * Alternatives, each a list of options of the connection that are sent together; an empty list: nothing is sent. No
   * alternative at all: the same.
   */
  readonly security: readonly (readonly string[])[];
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
  readonly pagination: OperationPagination | null;
  /** In the order of `Part`. */
  readonly uses: readonly Part[];
}

/** How a list is walked through, from `x-rowsweep-pagination`. */
export interface OperationPagination {
  /** Of the constant that walks: `listPetsPages`. */
  readonly name: string;
  readonly rule: Pagination;
  /** JSON Pointer to the array of items in the answer. */
  readonly items: string;
  /** Of one item. */
  readonly item: Shape;
}

/** What a definition can need of the runtime beyond what every call needs; each is a constant of the runtime's door. */
export type Part =
  | 'pathParameters'
  | 'queryParameters'
  | 'headerParameters'
  | 'cookieParameters'
  | 'jsonBody'
  | 'formBody'
  | 'multipartBody'
  | 'textBody'
  | 'binaryBody'
  | 'selectorGuard'
  | 'envelopeVerdict'
  | 'binaryAnswer'
  | 'eventStream'
  | 'jsonLines';

export type ParameterStyle =
  'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject' | 'simple' | 'label' | 'matrix';

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  /** Of a parameter that is declared with `content` instead of a style; null for all others. */
  readonly mediaType: string | null;
  readonly deprecated: boolean;
  readonly doc: string | null;
  readonly shape: Shape;
}

export interface Body {
  readonly required: boolean;
  readonly doc: string | null;
  /** The JSON one first, the others in the description's order; never empty. */
  readonly contents: readonly BodyContent[];
}

/** A body in one media type. */
export interface BodyContent {
  /** As the description writes it; it may be a range such as `image/*`. */
  readonly mediaType: string;
  readonly encoding: 'json' | 'form' | 'multipart' | 'text' | 'binary';
  readonly shape: Shape;
  /** How properties are written where the description says so; only of `form` and `multipart`. */
  readonly parts: readonly BodyPart[];
}

/** One property of a form or a multipart body (OpenAPI 3.1, Encoding Object). */
export interface BodyPart {
  readonly name: string;
  /** Null: what the kind of the value implies. */
  readonly contentType: string | null;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly allowReserved: boolean;
}

/** A declared 2xx answer. */
export interface Answer {
  /** `200`, `2XX`, or `default` where nothing else says what success looks like. */
  readonly status: string;
  /** Empty: no body. */
  readonly contents: readonly AnswerContent[];
  /** The data of its Server-Sent Events is text; else it is JSON. */
  readonly textEvents: boolean;
  readonly doc: string | null;
  readonly undocumented: string | null;
}

/** The body of an answer in one media type. */
export interface AnswerContent {
  /** As the description writes it. */
  readonly mediaType: string;
  /** `events`: Server-Sent Events; `lines`: one JSON text a line or record. Of these, `shape` is one element. */
  readonly encoding: 'json' | 'text' | 'binary' | 'events' | 'lines';
  readonly shape: Shape;
}

/** A declared answer that is not 2xx. */
export interface ErrorAnswer {
  /** A number, a range from `1XX` to `5XX`, or `default`: every status that nothing else covers. */
  readonly status: number | ErrorStatusRange | 'default';
  readonly contents: readonly AnswerContent[];
  /** What the error holds of the body, whatever its media type: text where it is not JSON. Null: no body. */
  readonly shape: Shape | null;
  readonly doc: string | null;
  /** Where the answer is known from, when the vendor's description does not have it. */
  readonly undocumented: string | null;
}

export type ErrorStatusRange = '1XX' | '3XX' | '4XX' | '5XX';
