import { stateOf, type Connection, type ConnectionState } from './connection.js';
import { partsOf } from './defaults.js';
import type { OperationDefinition } from './definition.js';
import type { RowsweepError } from './errors.js';
import type { Sendable } from './failure.js';
import { essenceOf, isJson } from './media.js';
import {
  readExtraHeaders,
  readObject,
  readRetry,
  readTimeoutMs,
  refuseOption,
  secretsOf,
} from './options.js';
import { needPart, refuseLack } from './part.js';
import { planFor } from './plan.js';
import { Refusal, refuseFor } from './refusal.js';
import {
  readRequest,
  type CallRequest,
  type ReadRequest,
  type Values,
  type WrittenBody,
} from './request/request.js';
import { draftRequest, writeUrl } from './request/target.js';
import type { RetryOptions, RetryPolicy } from './retry.js';
import type { Outgoing } from './transport.js';

/** What can be said for one request only. */
export interface ExchangeOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Number of this attempt, from 1; it goes into the error and to the hooks. */
  readonly attempt?: number | undefined;
  /** Asked when a 401 has been answered with a new credential: true sends the request once more, as the next attempt. */
  readonly mayRepeat?: ((refused: RowsweepError) => Promise<boolean>) | undefined;
}

/**
 * A request that passed every guard, in the form in which it goes over the wire. It may be sent more than once; what
 * its caller changes meanwhile in the objects it was made of does not change it.
 */
export interface PreparedRequest extends Sendable {
  readonly outgoing: Outgoing;
  readonly retry: RetryPolicy;
}

/** Checks and writes a request; sends nothing. Throws `GUARD`, `INPUT` and `CONFIGURATION`. */
export function prepare(
  connection: Connection,
  definition: OperationDefinition,
  {
    request,
    options,
  }: {
    readonly request: CallRequest;
    readonly options: ExchangeOptions & { readonly retry?: RetryOptions | undefined };
  },
): PreparedRequest {
  const state = stateOf(connection);
  return refuseFor(state.provider.name, definition, () => {
    const plan = planFor(state, definition);
    const given = readRequest(request);
    const body = writeBody(definition, given);
    guardSelector(definition, given.query, definition.selector ? readBack(body, given.body) : null);
    const draft = draftRequest(definition, given);
    const read = readObject(options, 'options');
    const signal = read('signal');
    if (signal !== undefined && !isSignal(signal)) return refuseOption('signal', 'an AbortSignal', signal);
    const extraHeaders = readExtraHeaders(state.provider, read('headers'));
    const type = body?.contentType ?? null;
    return {
      state,
      definition,
      security: plan.security,
      secrets: secretsOf([
        ...extraHeaders,
        ...draft.headers,
        ...draft.cookies.map((cookie) => ['cookie', cookie] as const),
      ]),
      retry: readRetry(read('retry'), state.retry),
      outgoing: {
        url: writeUrl(state.base, draft, definition.path).href,
        headers: [
          ...(type === null ? [] : [['content-type', type] as const]),
          ...draft.headers,
          ...extraHeaders,
          ...plan.headers,
        ],
        cookies: draft.cookies,
        body: body?.content ?? null,
        timeoutMs: readTimeoutMs(read('timeoutMs'), state.timeoutMs),
        signal,
      },
    };
  });
}

/** Throws a `Refusal` for a request that could delete more than it names; `body` is what the receiver will read. */
export function guardSelector(definition: OperationDefinition, query: Values, body: unknown): void {
  const { selector } = definition;
  if (selector) needPart(definition, 'selectorGuard').check(selector, { query, body });
}

/** The body as it goes over the wire; null where there is none. */
function writeBody(definition: OperationDefinition, given: ReadRequest): WrittenBody | null {
  const { body, method } = definition;
  if (given.body === undefined) {
    if (!body?.required) return null;
    throw new Refusal('INPUT', 'the body is missing.');
  }
  if (!body) throw new Refusal('INPUT', 'it has no body, but one was given.');
  if (method === 'GET' || method === 'HEAD') {
    throw new Refusal('INPUT', `${method} cannot carry a body (Fetch standard, Request constructor).`);
  }
  const encoder = partsOf(definition).find((part) => 'choose' in part);
  return encoder === undefined ? refuseLack('its body') : encoder.choose(definition, given);
}

/** What the receiver will read of a body: JSON parsed again, anything else as it was given. */
function readBack(written: WrittenBody | null, given: unknown): unknown {
  if (typeof written?.content !== 'string' || !isJson(essenceOf(written.contentType ?? ''))) return given;
  return JSON.parse(written.content) as unknown;
}

/**
 * `DELETE /path?query HTTP/1.1` as it will be sent: what limits by the length of a URL are measured on. All of it is
 * ASCII, so characters are bytes. A credential in the query counts as the connection knows it; one that a function
 * gives is not known before it is first sent. Throws as `prepare` does for a path or a query that cannot be written.
 */
export function requestLine(
  connection: Connection,
  definition: OperationDefinition,
  request: CallRequest,
): string {
  const state = stateOf(connection);
  const { pathname, search } = refuseFor(state.provider.name, definition, () => {
    const draft = draftRequest(definition, readRequest(request));
    return writeUrl(
      state.base,
      { ...draft, query: [...draft.query, ...knownSecrets(state, definition)] },
      definition.path,
    );
  });
  return `${definition.method} ${pathname}${search} HTTP/1.1`;
}

/** The fields of the query that carry a credential, as far as they are known. */
function knownSecrets(state: ConnectionState, definition: OperationDefinition): readonly string[] {
  const query: string[] = [];
  for (const option of planFor(state, definition).security) {
    state.credentials.get(option)?.put({ query, headers: [], cookies: [] });
  }
  return query;
}

/** By its shape: a signal of another realm, or of a polyfill, is as good. */
function isSignal(value: unknown): value is AbortSignal {
  return typeof value === 'object' && value !== null && 'aborted' in value && 'removeEventListener' in value;
}
