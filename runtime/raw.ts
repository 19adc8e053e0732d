import createClient, { type Middleware } from 'openapi-fetch';
import { stateOf, type Connection, type ConnectionState } from './connection.js';
import { parametersIn } from './defaults.js';
import type { HttpMethod, OperationDefinition } from './definition.js';
import { startSending } from './exchange.js';
import { violationOf, type Sending } from './failure.js';
import { parseJson } from './json.js';
import { guardHeaders, secretsOf } from './options.js';
import { planFor, type Plan } from './plan.js';
import { guardSelector } from './prepare.js';
import type { RawClient } from './raw-client.js';
import { Refusal, refuseFor } from './refusal.js';
import { readRequest } from './request/request.js';
import { draftRequest, writeUrl } from './request/target.js';
import { transmit } from './transport.js';

export type { RawClient } from './raw-client.js';

/**
 * An openapi-fetch client that answers as openapi-fetch does, `{ data, error, response }`, over this runtime's
 * credentials, headers, timeout and bounds. Paths, queries and selectors are guarded and written as the definitions
 * say; what has no definition is not sent, and neither is a request that a middleware puts in the place of the one
 * that was guarded. It does not retry, and it does not read envelopes. What cannot be sent, answered or parsed
 * rejects with a `RowsweepError`.
 */
export function rawClient<Paths extends object>(
  connection: Connection,
  definitions: readonly OperationDefinition[],
): RawClient<Paths> {
  const state = stateOf(connection);
  /** The requests that were guarded: no other is sent. */
  const guarded = new WeakMap<Request, Guarded>();
  const client = createClient<never>({
    baseUrl: state.baseUrl,
    fetch: (request) => sendGuarded(state, request, guarded.get(request)),
    // Both are written by the guard, which knows the definition.
    pathSerializer: (path) => path,
    querySerializer: () => '',
  });
  client.use({
    onRequest: guardRequests(state, definitions, guarded),
    onResponse: ({ request, response, options }) =>
      options.parseAs === 'json' ? checkJson(response, guarded.get(request)?.sending) : undefined,
  });
  // The same methods; only the type of their requests is worked out otherwise.
  return client as never;
}

/** What a request that was guarded goes out as. */
interface Guarded {
  readonly sending: Sending;
  /** Those of `sending`; what a middleware adds to the headers is known when it is sent. */
  readonly secrets: string[];
  readonly body: ArrayBuffer | null;
  readonly headers: Plan['headers'];
}

/** Registered first, so that what it sees is what the caller gave; what it gives is built anew from what it checked. */
function guardRequests(
  state: ConnectionState,
  definitions: readonly OperationDefinition[],
  guarded: WeakMap<Request, Guarded>,
): NonNullable<Middleware['onRequest']> {
  return async ({ request, schemaPath, params, options }) => {
    const method = request.method as HttpMethod;
    const known = definitions.find((one) => one.method === method && one.path === schemaPath);
    const body = request.body === null ? null : await request.arrayBuffer();
    const secrets: string[] = [];
    const { url, sending, plan } = refuseFor(
      state.provider.name,
      known ?? { name: `${method} ${schemaPath}`, method, path: schemaPath },
      () => {
        if (options.baseUrl !== state.baseUrl) {
          throw new Refusal('GUARD', 'credentials stay under the base URL of the connection.');
        }
        if (known === undefined) {
          throw new Refusal('GUARD', 'the description has no such operation, so nothing says what it does.');
        }
        const plan = planFor(state, known);
        const prepared = { state, definition: known, security: plan.security, secrets };
        return {
          url: guardRequest(state.base, known, { params, body }),
          sending: startSending(prepared, 1),
          plan,
        };
      },
    );
    const { headers, signal } = request;
    const sent = new Request(url, { method, headers, signal, body, redirect: 'manual' });
    guarded.set(sent, { sending, secrets, body, headers: plan.headers });
    return sent;
  };
}

/** The URL to send it to. Throws a `Refusal`. */
function guardRequest(
  base: URL,
  definition: OperationDefinition,
  { params, body }: { readonly params: Parameters; readonly body: ArrayBuffer | null },
): string {
  const { path = {}, query = {} } = params;
  const given = readRequest({ path, query });
  if (body !== null && !definition.body) {
    throw new Refusal('INPUT', 'it has no body, but one was given.');
  }
  // What nobody can read selects nothing.
  guardSelector(definition, given.query, body === null ? undefined : parseJson(body));
  // Headers and cookies are openapi-fetch's own business.
  const parameters = (['path', 'query'] as const).flatMap((place) => parametersIn(definition, place));
  return writeUrl(base, draftRequest({ ...definition, parameters }, given), definition.path).href;
}

interface Parameters {
  readonly path?: object;
  readonly query?: object;
}

async function sendGuarded(
  state: ConnectionState,
  request: Request,
  guarded: Guarded | undefined,
): Promise<Response> {
  if (guarded === undefined) {
    const method = request.method as HttpMethod;
    return refuseFor(state.provider.name, { name: `A ${method}`, method, path: '' }, () => {
      throw new Refusal(
        'GUARD',
        'a middleware put it in the place of the request that was checked; set headers on that one instead.',
      );
    });
  }
  const { sending, secrets } = guarded;
  const { definition } = sending;
  secrets.push(...secretsOf(request.headers));
  refuseFor(state.provider.name, definition, () => {
    guardHeaders(
      request.headers,
      parametersIn(definition, 'header').map(({ name }) => name),
    );
  });
  const { response, bytes } = await transmit(
    sending,
    {
      url: request.url,
      headers: [...request.headers, ...guarded.headers],
      cookies: [],
      body: guarded.body,
      timeoutMs: state.timeoutMs,
      signal: request.signal,
    },
    'whole',
  );
  const { status, statusText, headers } = response;
  // No body at all, or the filtered answer to a redirect that browsers give: neither can be rebuilt.
  if (response.body === null || status === 0) return response;
  return new Response(isNullBodyStatus(status) ? null : Uint8Array.from(bytes), {
    status,
    statusText,
    headers,
  });
}

/** The constructor of `Response` refuses a body with these (Fetch standard, null body status). */
function isNullBodyStatus(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

/** openapi-fetch would reject with the parser's own error. */
async function checkJson(response: Response, sending: Sending | undefined): Promise<undefined> {
  if (!response.ok || sending === undefined) return;
  const text = await response.clone().text();
  if (text === '' || parseJson(text) !== undefined) return;
  const { status, headers } = response;
  throw violationOf(sending, { status, headers }, { body: text, reason: 'a body that is not valid JSON' });
}
