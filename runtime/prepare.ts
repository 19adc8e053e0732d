import { stateOf, type Connection, type ConnectionState } from './connection.js';
import type { OperationDefinition } from './definition.js';
import { OptionProblem, readExtraHeaders, readTimeoutMs } from './options.js';
import { kindOf, Refusal, refuseFor } from './refusal.js';
import { readBack, writeBody, type WrittenBody } from './request/body.js';
import { writeHeaders } from './request/headers.js';
import { readParts, type CallRequest } from './request/parts.js';
import { writeTarget, type RequestTarget } from './request/target.js';
import { guardSelector } from './selector.js';

/** What can be said for one request only. */
export interface ExchangeOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Number of this attempt, from 1; it goes into the error and to the hooks. */
  readonly attempt?: number | undefined;
}

/**
 * A request that passed every guard, in the form in which it goes over the wire. It may be sent more than once; what
 * its caller changes meanwhile in the objects it was made of does not change it.
 */
export interface PreparedRequest {
  readonly state: ConnectionState;
  readonly definition: OperationDefinition;
  readonly target: RequestTarget;
  readonly body: WrittenBody | null;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly extraHeaders: readonly (readonly [name: string, value: string])[];
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Checks and writes a request; sends nothing. Throws `GUARD` and `INPUT`. */
export function prepare(
  connection: Connection,
  definition: OperationDefinition,
  { request, options }: { readonly request: CallRequest; readonly options: ExchangeOptions },
): PreparedRequest {
  const state = stateOf(connection);
  return refuseFor(state.provider.name, definition, () => {
    const parts = readParts(request);
    const body = writeBody(definition, parts.body);
    if (definition.selector !== null) {
      guardSelector(definition.selector, { query: parts.query, body: readBack(body, parts.body) });
    }
    return {
      state,
      definition,
      target: writeTarget(state.baseUrl, definition, parts),
      body,
      headers: writeHeaders(definition, parts),
      ...readOptions(state, options),
    };
  });
}

/**
 * `DELETE /path?query HTTP/1.1` as it will be sent: what limits by the length of a URL are measured on. All of it is
 * ASCII, so characters are bytes. Throws as `prepare` does for a path or a query that cannot be written.
 */
export function requestLine(
  connection: Connection,
  definition: OperationDefinition,
  request: CallRequest,
): string {
  const { provider, baseUrl } = stateOf(connection);
  const { pathAndQuery } = refuseFor(provider.name, definition, () =>
    writeTarget(baseUrl, definition, request),
  );
  return `${definition.method} ${pathAndQuery} HTTP/1.1`;
}

function readOptions(
  state: ConnectionState,
  options: unknown,
): Pick<PreparedRequest, 'extraHeaders' | 'timeoutMs' | 'signal'> {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new Refusal('INPUT', `the options want an object; got ${kindOf(options)}.`);
  }
  const signal: unknown = Reflect.get(options, 'signal');
  if (signal !== undefined && !isSignal(signal)) {
    throw new Refusal('INPUT', `\`signal\` wants an AbortSignal; got ${kindOf(signal)}.`);
  }
  try {
    return {
      extraHeaders: readExtraHeaders(state.provider, Reflect.get(options, 'headers')),
      timeoutMs: readTimeoutMs(Reflect.get(options, 'timeoutMs'), state.timeoutMs),
      signal,
    };
  } catch (error) {
    throw error instanceof OptionProblem ? new Refusal('INPUT', error.message) : error;
  }
}

/** By its shape: a signal of another realm, or of a polyfill, is as good. */
function isSignal(value: unknown): value is AbortSignal {
  return typeof value === 'object' && value !== null && 'aborted' in value && 'removeEventListener' in value;
}
