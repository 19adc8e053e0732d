/**
 * The nouns of a generated package. A generated package holds no logic: it is these tables, printed, and the
 * runtime reads them. Changing a shape here in an incompatible way means a new door beside `v1.ts`.
 */

import type { Part, ProviderPart } from './part.js';

/** A JSON Pointer (RFC 6901): `''` is the whole document, `/rows/0` the first element of `rows`. */
export type Pointer = string;

/** What JSON can hold. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** The methods that a Path Item Object may have (OpenAPI 3.1). */
export type HttpMethod = 'GET' | 'PUT' | 'POST' | 'DELETE' | 'PATCH' | 'HEAD' | 'OPTIONS' | 'TRACE';

/** One vocabulary for everything that can go wrong, over all providers. */
export type ErrorCode =
  | 'AUTHENTICATION'
  | 'PERMISSION_DENIED'
  | 'TARGET_NOT_FOUND'
  | 'INVALID_REQUEST'
  | 'INVALID_ID'
  | 'RATE_LIMITED'
  | 'QUOTA_EXCEEDED'
  | 'PAYLOAD_TOO_LARGE'
  | 'URI_TOO_LONG'
  | 'CONFLICT'
  | 'SERVER_ERROR'
  | 'PROVIDER_CODE'
  | 'CONNECTION'
  | 'TIMEOUT'
  | 'ABORTED'
  | 'JOB_FAILED'
  | 'JOB_TIMEOUT'
  | 'PROTOCOL_VIOLATION'
  | 'GUARD'
  | 'INPUT'
  | 'JOURNAL'
  | 'CONFIGURATION';

/**
 * Could the request have changed anything at the provider? The one question that a retry and an auditor ask.
 * `none`: certainly not. `possible`: it may have. `done`: it has, but the answer could not be read.
 */
export type Effect = 'none' | 'possible' | 'done';

/** How a value becomes text (OpenAPI 3.1, Style Values). */
export type ParameterStyle =
  'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject' | 'simple' | 'label' | 'matrix';

/**
 * How one parameter is written on the wire (OpenAPI 3.1, Parameter Object). What is left out is as OpenAPI has it where
 * nothing is said.
 */
export interface ParameterDefinition {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  /** Left out: true in a path, where OpenAPI allows nothing else; false in any other place. */
  readonly required?: boolean;
  /** Left out: `form` in a query and in a cookie, `simple` in a path and in a header. */
  readonly style?: ParameterStyle;
  /** Left out: true where the style is `form`, else false. */
  readonly explode?: boolean;
  /** Left out: false. */
  readonly allowReserved?: boolean;
  /** Of a parameter that is declared with `content`: its value is written in this media type, and no style counts. */
  readonly mediaType?: string;
}

/**
 * How one property of a form or of a multipart body is written (OpenAPI 3.1, Encoding Object). What is left out is as
 * OpenAPI has it where nothing is said.
 */
export interface BodyPart {
  readonly name: string;
  /** Left out: what the kind of the value implies; in a form, the style says it. */
  readonly contentType?: string;
  /** Left out: `form`. */
  readonly style?: ParameterStyle;
  /** Left out: true where the style is `form`, else false. */
  readonly explode?: boolean;
  /** Left out: false. */
  readonly allowReserved?: boolean;
}

/** A body in one media type. */
export interface BodyContent {
  /** As the description writes it. It may be a range such as `image/*`; then the caller's `contentType` says which. */
  readonly mediaType: string;
  /**
   * The properties that the description says something about. One that is not here is written as what it is: a file, a
   * text, a list as one after the other, an object as JSON. Left out: it says nothing about any.
   */
  readonly parts?: readonly BodyPart[];
}

/** A declared answer that is a success. */
export interface AnswerDefinition {
  /** `200`, a range such as `2XX`, or `default`: every 2xx that nothing else covers. */
  readonly status: string;
  /** An empty list means no body. */
  readonly mediaTypes: readonly string[];
  /** True: the data of its Server-Sent Events is text by its schema. Else it is JSON, and is parsed. */
  readonly textEvents?: boolean;
}

/**
 * The part of a request that says what is deleted. It is checked before every send, by single calls as well as by
 * the bulk engine: a selector that is empty, blank or ambiguous is refused with `GUARD` and never reaches the wire.
 */
export interface SelectorGuard {
  /** `body`: `at` is a JSON Pointer into the body. `query`: `at` is the name of an object parameter. */
  readonly in: 'body' | 'query';
  readonly at: string;
  /** When the elements are objects: each must have exactly one of these keys, with a value that is not empty. */
  readonly exactlyOneOf: readonly string[] | null;
  /** Those of `exactlyOneOf` whose value is itself an object: it must have exactly one key, with a value not empty. */
  readonly singleKey: readonly string[];
  /** Keys that must not be used as a column, because the provider reads them as something else. */
  readonly reservedKeys: readonly string[];
  /** A regular expression that every key must match, such as what a plain column name looks like. */
  readonly keyPattern: string | null;
  /** A regular expression that every string value must match, such as an operator grammar. */
  readonly valuePattern: string | null;
}

/** A body that carries its own verdict: `{ code: 0, message: 'OK' }`. */
export interface EnvelopeRule {
  readonly code: Pointer;
  readonly message: Pointer | null;
  /** The value at `code` that means success. Anything else is an error whatever the HTTP status was. */
  readonly ok: JsonValue;
  /** True: a 2xx answer without `code` is a `PROTOCOL_VIOLATION`. False: such an answer is taken as it is. */
  readonly required: boolean;
}

/** The body of a request. */
export interface BodyDefinition {
  /** Left out: false, so that a call may be made without one. */
  readonly required?: boolean;
  /** The first is sent where the caller names none; the list is never empty. */
  readonly contents: readonly BodyContent[];
}

/**
 * One operation of a description: how a call of it is written and what its answer means. A table of a thousand of them
 * says only what is not plain: a list that is left out is empty.
 */
export interface OperationDefinition {
  /** The operation's name in the package, such as `deleteTableRows`. */
  readonly name: string;
  readonly method: HttpMethod;
  /** The path template as the description has it, such as `/v1/tables/{table_id}/rows`. */
  readonly path: string;
  /** Every parameter that a call gives, in the description's order; headers bound to the connection are not here. */
  readonly parameters?: readonly ParameterDefinition[];
  /** Left out: it has none. */
  readonly body?: BodyDefinition;
  /**
   * Alternatives, each a list of the connection's options whose credentials are sent together. The first whose
   * credentials are all given is taken. An empty one: the operation may be called without any. No alternative at all:
   * none is sent.
   */
  readonly security?: readonly (readonly string[])[];
  /** Names of the options of the connection that this operation sends as headers. */
  readonly connectionHeaders?: readonly string[];
  readonly answers: readonly AnswerDefinition[];
  /** `safe`: repeating the call leaves the same state, so the transport may retry it. Left out: never. */
  readonly retry?: 'safe' | 'never';
  readonly envelope?: EnvelopeRule;
  readonly selector?: SelectorGuard;
  /**
   * The parts of the runtime that the above needs, so that a program carries no other. One that is missing makes every
   * call of the operation a `CONFIGURATION` error.
   */
  readonly uses?: readonly Part[];
}

/** Turns an answer into an error code. All conditions that are not null must hold; the first rule that does wins. */
export interface ErrorRule {
  /** HTTP statuses, or a class of them such as `5XX`. */
  readonly status: readonly (number | '4XX' | '5XX')[] | null;
  /** The provider's own code, compared as text. */
  readonly providerCode: readonly (string | number)[] | null;
  /** Whether the answer says how long to wait. */
  readonly retryAfter: 'present' | 'absent' | null;
  readonly code: ErrorCode;
  /** Overrides what the code implies. */
  readonly effect: Effect | null;
  readonly retryable: boolean | null;
  readonly fatal: boolean | null;
}

/** One way in which the provider writes an error body. The first whose `message` leads to a string is taken. */
export interface ErrorBody {
  readonly message: Pointer;
  readonly providerCode: Pointer | null;
}

/** How one secret is sent. */
export type CredentialDefinition =
  /** In the header `Authorization`, after the scheme. `Basic` takes a name and a password. */
  | (OneCredential & { readonly kind: 'authorization'; readonly scheme: string })
  /** As the header, query parameter or cookie of this name. */
  | (OneCredential & { readonly kind: 'header' | 'query' | 'cookie'; readonly name: string });

interface OneCredential {
  readonly option: string;
  /** True: every operation needs it, so no connection is made without it. */
  readonly required?: boolean;
}

/** What one API description says once for all its operations. */
export interface ProviderDefinition {
  readonly name: string;
  readonly title: string;
  readonly servers: readonly {
    readonly url: string;
    readonly variables: readonly {
      readonly name: string;
      readonly default: string;
      readonly enum: readonly string[] | null;
    }[];
  }[];
  /** How each secret is sent. `option` is the name of the connection's option that holds it. */
  readonly credentials: readonly CredentialDefinition[];
  /** Headers that are given once, when the connection is made. */
  readonly headers: readonly {
    readonly option: string;
    readonly header: string;
    readonly required: boolean;
  }[];
  readonly errors: {
    readonly bodies: readonly ErrorBody[];
    readonly rules: readonly ErrorRule[];
    /** Headers that carry the provider's id of a request, in order of preference. */
    readonly requestIdHeaders: readonly string[];
  };
  readonly throttle: {
    /** Header that says how many requests are left, and the one that says when the count starts anew. */
    readonly remainingHeader: string | null;
    readonly resetHeader: string | null;
    /** `epochSeconds`: a moment. `seconds`: a span from now. */
    readonly resetUnit: 'epochSeconds' | 'seconds';
  };
  /**
   * The parts of the runtime that the above needs, so that a program carries no other. No connection is made where one
   * is missing.
   */
  readonly uses?: readonly ProviderPart[];
}
