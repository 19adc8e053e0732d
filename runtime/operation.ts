import { call, type CallOptions, type CallRequest } from './call.js';
import type { Connection } from './connection.js';
import type { OperationDefinition } from './definition.js';
import { isRowsweepError } from './errors.js';

/** One operation of a provider: call it with a connection. `Failure` is what it may throw; see `isErrorOf`. */
export interface Operation<Input extends readonly unknown[], Response, Failure> {
  (connection: Connection, ...input: Input): Promise<Response>;
  readonly definition: OperationDefinition;
  /** Never set: it only carries the type. */
  readonly '~failure'?: Failure;
}

/** The same operation, with its connection already given: a method of a client. */
export type Bound<Op> =
  Op extends Operation<infer Input, infer Response, unknown> ? (...input: Input) => Promise<Response> : never;

/** Makes a callable operation of its definition. */
export function operation<
  Input extends readonly [request?: CallRequest, options?: CallOptions],
  Response,
  Failure,
>(definition: OperationDefinition): Operation<Input, Response, Failure> {
  const invoke = async (connection: Connection, ...[request, options]: Input): Promise<Response> => {
    const body = await call(connection, definition, request, options);
    // The description says what the body is; its shape is not checked at run time.
    return body as Response;
  };
  return Object.assign(invoke, { definition });
}

/** True for an error that this operation threw; it narrows `error` to the union of its declared errors. */
export function isErrorOf<Input extends readonly unknown[], Response, Failure>(
  { definition }: Operation<Input, Response, Failure>,
  error: unknown,
): error is Failure {
  return (
    isRowsweepError(error) &&
    error.operation === definition.name &&
    error.request?.method === definition.method &&
    error.request.path === definition.path
  );
}
