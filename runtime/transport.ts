import { findStream } from './answer/judge.js';
import { disown, errorOfThrown, redirectOf, type Sending } from './failure.js';
import { notify } from './hooks.js';
import { readBody } from './receive.js';
import { limitTime, type Limited, type TimeLimit } from './timeout.js';

/** A request in the form in which it goes over the wire; it may be sent more than once. */
export interface Outgoing extends TimeLimit {
  readonly url: string;
  /** The first of a name counts, and a credential before them all. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** `name=value`, encoded. */
  readonly cookies: readonly string[];
  readonly body: BodyInit | null;
}

/** An answer: with its whole body, or with the many values that it consists of. */
export interface Received {
  readonly response: Response;
  /** Nothing of a stream. */
  readonly bytes: Uint8Array;
  readonly stream: AsyncIterable<unknown> | undefined;
}

const NOTHING = /* @__PURE__ */ new Uint8Array();

/**
 * Sends one request: credentials and headers on, time and size bounded, hooks told. Rejects with a `RowsweepError` when
 * there is no answer; one that says that the call failed is an answer. `whole`: a stream is taken in like any other.
 */
export async function transmit(sending: Sending, outgoing: Outgoing, how?: 'whole'): Promise<Received> {
  const { definition, attempt, state } = sending;
  const { name: operation, method, path } = definition;
  const { onRequest, onResponse } = state.hooks;
  const event = { provider: state.provider.name, operation, method, path, attempt };
  const startedAt = onResponse === undefined ? 0 : state.clock.now();
  let status: number | undefined;
  if (onRequest !== undefined) notify(onRequest, event);
  try {
    const received = await limitTime(sending, outgoing, async (limited): Promise<Received> => {
      const response = await send(sending, outgoing, limited);
      // A `fetch` that ignores its signal may answer when nobody waits for it any more.
      if (limited.signal.aborted) letGo(response);
      limited.signal.throwIfAborted();
      const stream = how === 'whole' ? undefined : findStream(sending, response, outgoing);
      return { response, stream, bytes: stream ? NOTHING : await readBody(sending, response, limited) };
    });
    status = received.response.status;
    return received;
  } catch (thrown) {
    throw errorOfThrown(sending, thrown);
  } finally {
    if (onResponse !== undefined) {
      notify(onResponse, { ...event, status, durationMs: state.clock.now() - startedAt });
    }
  }
}

async function send(sending: Sending, outgoing: Outgoing, { signal }: Limited): Promise<Response> {
  const { state, definition, used } = sending;
  const { method } = definition;
  const headers: [name: string, value: string][] = [];
  const cookies = [...outgoing.cookies];
  const query: string[] = [];
  for (const option of sending.security) {
    const source = state.credentials.get(option);
    if (source === undefined) continue;
    // A function that gives a credential is asked for each request.
    let text = used.get(source) ?? source.read();
    if (typeof text !== 'string') text = await text;
    used.set(source, text);
    source.put({ headers, cookies, query }, text);
  }
  const url = addQuery(outgoing.url, query);
  for (const [name, value] of outgoing.headers) {
    const key = name.toLowerCase();
    if (!headers.some((header) => header[0] === key)) headers.push([key, value]);
  }
  // One of the caller's own is joined by the platform, as cookies are.
  if (cookies.length > 0) headers.push(['cookie', cookies.join('; ')]);

  const init = { method, headers, body: outgoing.body, signal, redirect: 'manual' as const };
  const fetchOnce = async (target: string): Promise<Response> => {
    // A credential that comes after the caller was told that nothing was sent must not send it after all.
    signal.throwIfAborted();
    sending.wasSent = true;
    // Looked up when it is called, so that a platform's that is replaced later is the one used.
    try {
      return await (state.fetch ?? globalThis.fetch)(target, init);
    } catch (thrown) {
      throw disown(thrown);
    }
  };
  let current = url;
  let response = await fetchOnce(current);
  const isRead = method === 'GET' || method === 'HEAD';
  // A `fetch` of the caller's own may follow a redirect although it was told not to.
  if (response.redirected && !isRead) {
    letGo(response);
    throw redirectOf(sending, response);
  }
  for (let count = 0; isRead && count < MOST_REDIRECTS; count += 1) {
    const target = readRedirect(response, current);
    if (target === undefined) break;
    letGo(response);
    // RFC 9110, section 10.2.2: the next location is relative to this one.
    current = target;
    response = await fetchOnce(current);
  }
  return response;
}

/** Ends an answer that nobody will read: unread, it would hold its connection. */
function letGo({ body }: Response): void {
  body?.cancel().catch(() => undefined);
}

/** A credential in the query stands behind what the call gives. */
function addQuery(url: string, query: readonly string[]): string {
  return query.length === 0 ? url : `${url}${url.includes('?') ? '&' : '?'}${query.join('&')}`;
}

const REDIRECTS = [301, 302, 303, 307, 308];
const MOST_REDIRECTS = 3;

/**
 * Where a redirect of a read leads: within the origin of the request alone, and without credentials in the URL, which
 * the platform refuses. Every other redirect is handed on, and becomes an error: a redirected deletion might be
 * repeated elsewhere, as another method, or not at all.
 */
function readRedirect({ status, headers }: Response, url: string): string | undefined {
  const location = REDIRECTS.includes(status) ? headers.get('location') : null;
  if (location === null || !URL.canParse(location, url)) return undefined;
  const target = new URL(location, url);
  const isBare = target.username === '' && target.password === '';
  return isBare && target.origin === new URL(url).origin ? target.href : undefined;
}
