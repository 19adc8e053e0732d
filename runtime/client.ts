import type { Connection } from './connection.js';
import type { OperationDefinition } from './definition.js';
import type { Bound } from './operation.js';
import type { RawClient } from './raw-client.js';
import { rawClient } from './raw.js';

/**
 * Everything of a provider in one object: each of `Calls` with the connection already given, under its own name and with
 * its own documentation.
 */
export type ClientOf<Calls extends object, Paths extends object> = {
  readonly [Name in keyof Calls]: Bound<Calls[Name]>;
} & ClientBase<Paths>;

/** What every client has beside its operations. */
export interface ClientBase<Paths extends object> {
  /** For operations that are called as functions, each of which brings only its own code. */
  readonly connection: Connection;
  /**
   * The openapi-fetch client over the same connection, for what the operations do not offer. It answers
   * `{ data, error, response }`; it checks paths and what is to be deleted as everywhere, but it sends once, and does not
   * look for errors inside a 2xx body.
   */
  readonly raw: RawClient<Paths>;
}

/**
 * Makes the client of a package, a `ClientOf` of these modules: binds every function that they export. The type is the one
 * that every client has room for, so that a compiler need not compare a thousand methods.
 */
export function bindClient(connection: Connection, modules: readonly object[]): never {
  const calls = modules.flatMap((module) => Object.entries(module)).filter(isNamedCall);
  const bound = calls.map(([name, call]): [string, unknown] => [
    name,
    (...input: readonly unknown[]) => call(connection, ...input),
  ]);
  const definitions = calls.flatMap(([, call]) => (call.definition === undefined ? [] : [call.definition]));
  const client: ClientBase<object> = {
    ...Object.fromEntries(bound),
    connection,
    // A request is guarded by the first definition of its method and path: where there are two, by that with a selector.
    raw: rawClient(connection, [
      ...definitions.filter(({ selector }) => selector !== undefined),
      ...definitions.filter(({ selector }) => selector === undefined),
    ]),
  };
  return client as never;
}

/** An operation, which has a definition; a paginator or a deletion plan, which has none. */
type Call = ((connection: Connection, ...input: readonly unknown[]) => unknown) & {
  readonly definition?: OperationDefinition;
};

function isNamedCall(entry: [string, unknown]): entry is [string, Call] {
  return typeof entry[1] === 'function';
}
