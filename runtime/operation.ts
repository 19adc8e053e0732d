import { call, type CallOptions, type CallRequest } from './call.js';
import type { Connection } from './connection.js';
import type { OperationDefinition } from './definition.js';
import { isRowsweepError } from './errors.js';

/**
 * One operation of a provider: call it with a connection. `Failure` is what it may throw; see `isErrorOf`. Where the
 * request may be left out, `Request` includes `void`.
 */
export interface Operation<in Request, out Response, out Failure> {
  (connection: Connection, request: Request, options?: CallOptions): Promise<Response>;
  readonly definition: OperationDefinition;
  /** Never set: it only carries the type. */
  readonly '~failure'?: Failure;
}

/** The same operation, paginator or plan, with its connection already given: a method of a client. */
export type Bound<Call> =
  Call extends Operation<infer Request, infer Response, unknown>
    ? BoundOperation<Request, Response>
    : Call extends (connection: Connection, ...input: infer Input) => infer Result
      ? (...input: Input) => Result
      : never;

/** A request that may be left out is optional: `Operation` says so with `void`, which has room for `undefined`. */
type BoundOperation<Request, Response> = undefined extends Request
  ? (request?: Exclude<Request, void>, options?: CallOptions) => Promise<Response>
  : (request: Request, options?: CallOptions) => Promise<Response>;

/**
 * Makes a callable operation of its definition. The type is the one that every operation has room for, so that a compiler
 * need not infer anything, a thousand times: what a request and an answer are, the description says.
 */
export function operation(definition: OperationDefinition): Operation<unknown, never, never> {
  // The request is checked by `call`; the shape of the body is not checked at run time.
  const invoke = (connection: Connection, request: unknown, options?: CallOptions): Promise<never> =>
    call(connection, definition, request as CallRequest | undefined, options) as Promise<never>;
  return Object.assign(invoke, { definition });
}

/** True for an error that this operation threw; it narrows `error` to the union of its declared errors. */
export function isErrorOf<Failure>(
  { definition }: Operation<never, unknown, Failure>,
  error: unknown,
): error is Failure {
  return (
    isRowsweepError(error) &&
    error.operation === definition.name &&
    error.request?.method === definition.method &&
    error.request.path === definition.path
  );
}
