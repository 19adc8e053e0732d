import type { Effect, ErrorCode } from './definition.js';

/** What an error is made of; see `RowsweepError` for what each part means. */
export interface ErrorDetails {
  readonly code: ErrorCode;
  readonly provider: string;
  /** One sentence for people; it never holds a header's value or a credential. */
  readonly message: string;
  readonly effect: Effect;
  readonly retryable?: boolean;
  readonly fatal?: boolean;
  /** Name of the operation in the package, and its request as method and path template: no id gets into a log. */
  readonly operation?: string | undefined;
  readonly request?: { readonly method: string; readonly path: string } | undefined;
  readonly status?: number | undefined;
  readonly providerCode?: string | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly attempts?: number;
  readonly body?: unknown;
  readonly cause?: unknown;
}

/**
 * The one error of every provider: what a call throws, and what an outcome of a bulk run carries. Switch on `code`;
 * ask `effect` whether anything may have changed at the provider.
 */
export class RowsweepError extends Error {
  override readonly name: string = 'RowsweepError';
  /** Marks the class across copies of this package. */
  readonly brand = 'rowsweep.error.v1' as const;
  declare readonly code: ErrorCode;
  declare readonly provider: string;
  declare readonly effect: Effect;
  /** Asking again later may help. Whether it is safe is another question: see `effect`. */
  readonly retryable: boolean = false;
  /** Asking for anything else of the same target cannot help either: a bulk run stops. */
  readonly fatal: boolean = false;
  readonly operation: string | undefined;
  readonly request: { readonly method: string; readonly path: string } | undefined;
  /** The HTTP status; undefined when no answer came. */
  readonly status: number | undefined;
  /** The provider's own code, as text: `40000`, `403106`, `semantic_search_capacity_exhausted`. */
  readonly providerCode: string | undefined;
  readonly requestId: string | undefined;
  /** How long the provider asks to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Requests that were sent before this error was given up to the caller. */
  readonly attempts: number = 1;
  /** The answer's body: parsed where it was JSON, else its first characters. Not validated. */
  readonly body: unknown;

  constructor({ message, cause, ...fields }: ErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, fields);
  }
}

/** True for an error of this runtime, also one that another copy of the package made. */
export function isRowsweepError(error: unknown): error is RowsweepError {
  return typeof error === 'object' && error !== null && Reflect.get(error, 'brand') === 'rowsweep.error.v1';
}

/** An error whose status the description declares, with the body that it declares for it. */
export interface ErrorResponse<Status extends number, Body> extends RowsweepError {
  readonly status: Status;
  readonly body: Body;
}

/**
 * An error that the description does not declare for the operation: a status outside `Declared`, or no answer at all.
 * It leaves the declared statuses out, so that `switch (error.status)` narrows `body` to what is declared for each.
 */
export interface UndeclaredError<Declared extends number = never> extends RowsweepError {
  readonly status: Exclude<HttpStatus, Declared> | undefined;
  readonly body: unknown;
}

/**
 * The statuses of a range: `StatusClass<'4XX'>` is 400 to 499, as literals. For an error that is declared for a range,
 * leave out the statuses that are declared by themselves: `Exclude<StatusClass<'4XX'>, 404>`.
 */
export type StatusClass<Range extends `${1 | 2 | 3 | 4 | 5}XX`> = Range extends `${infer Hundreds}XX`
  ? NumberIn<`${Hundreds}${Digit}${Digit}`>
  : never;

/** Every three-digit status of HTTP (RFC 9110, section 15), as a literal: 100 to 599. */
export type HttpStatus = NumberIn<`${1 | 2 | 3 | 4 | 5}${Digit}${Digit}`>;
type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type NumberIn<Text extends string> = Text extends `${infer Value extends number}` ? Value : never;
