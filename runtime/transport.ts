import { accepts, declaredFor, findReader } from './answer/judge.js';
import type { CredentialSource } from './credential.js';
import { errorOfThrown, redirectOf, type Sending } from './failure.js';
import { notify } from './hooks.js';
import { essenceOf, isStream } from './media.js';
import type { PartOf } from './part.js';
import { readBody } from './receive.js';
import { encodeValue } from './request/encoding.js';
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

/** An answer: with its whole body, or of many values, with the part that reads them. */
export interface Received {
  readonly response: Response;
  /** Undefined of a stream. */
  readonly bytes: Uint8Array | undefined;
  readonly stream: PartOf<'eventStream' | 'jsonLines'> | undefined;
}

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
      const stream = how === 'whole' ? undefined : findStream(sending, response);
      const bytes = stream === undefined ? await readBody(sending, response, limited) : undefined;
      return { response, bytes, stream };
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
  let { url } = outgoing;
  for (const option of sending.security) {
    const source = state.credentials.get(option);
    if (source === undefined) continue;
    // A function that gives a credential is asked for each request.
    let text = used.get(source) ?? source.read();
    if (typeof text !== 'string') text = await text;
    used.set(source, text);
    url = putCredential(source.definition, text, { url, headers, cookies });
  }
  for (const [name, value] of outgoing.headers) {
    const key = name.toLowerCase();
    if (!headers.some((header) => header[0] === key)) headers.push([key, value]);
  }
  // One of the caller's own is joined by the platform, as cookies are.
  if (cookies.length > 0) headers.push(['cookie', cookies.join('; ')]);

  const init = { method, headers, body: outgoing.body, signal, redirect: 'manual' as const };
  let response = await fetchOnce(sending, url, init);
  const isRead = method === 'GET' || method === 'HEAD';
  // A `fetch` of the caller's own may follow a redirect although it was told not to.
  if (response.redirected && !isRead) throw redirectOf(sending, response);
  for (let count = 0; isRead && count < MOST_REDIRECTS; count += 1) {
    const target = readRedirect(response, url);
    if (target === undefined) break;
    await response.body?.cancel();
    response = await fetchOnce(sending, target, init);
  }
  return response;
}

/** Puts a credential where it belongs; gives the URL with one that stands in the query. */
function putCredential(
  definition: CredentialSource['definition'],
  text: string,
  { url, headers, cookies }: { url: string; headers: [string, string][]; cookies: string[] },
): string {
  if (definition.kind === 'authorization') headers.push(['authorization', `${definition.scheme} ${text}`]);
  else if (definition.kind === 'header') headers.push([definition.name.toLowerCase(), text]);
  else {
    const isPlain = definition.kind === 'cookie' && COOKIE_TEXT.test(text);
    const field = `${encodeValue(definition.name)}=${isPlain ? text : encodeValue(text)}`;
    if (definition.kind === 'query') return `${url}${url.includes('?') ? '&' : '?'}${field}`;
    cookies.push(field);
  }
  return url;
}

/** What a cookie can carry as it is (RFC 6265, section 4.1.1). */
const COOKIE_TEXT = /^[!#-+\--:<-[\]-~]*$/;

/** `fetch` is looked up when it is called, so that a platform's that is replaced later is the one used. */
function fetchOnce(
  sending: Sending,
  url: string,
  init: RequestInit & { readonly signal: AbortSignal },
): Promise<Response> {
  const { fetch } = sending.state;
  const request = fetch === undefined ? undefined : new Request(url, init);
  // A credential that comes after the caller was told that nothing was sent must not send it after all.
  init.signal.throwIfAborted();
  sending.wasSent = true;
  return fetch === undefined || request === undefined ? globalThis.fetch(url, init) : fetch(request);
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

/** The part that reads this answer as it arrives; undefined for one that is taken in as a whole. */
function findStream({ definition }: Sending, { ok, status, headers, body }: Response): Received['stream'] {
  const essence = essenceOf(headers.get('content-type') ?? '');
  const declared = ok && body !== null && isStream(essence) ? declaredFor(definition, status) : undefined;
  if (declared === undefined || !accepts(declared, essence)) return undefined;
  const reader = findReader(definition, essence);
  return reader?.name === 'binaryAnswer' ? undefined : reader;
}
