/// <reference types="node" />
/**
 * An optional transport for Node: `fetch` on `node:http` and `node:https`, with connections that are kept open.
 * Give it to a connection as `fetch`.
 */
import { Exchange, type OutgoingRequest } from './exchange.js';
import { fetchFailed, unsentProblem } from './failure.js';
import { readKeepAliveOptions, type KeepAliveOptions } from './options.js';
import { Pool } from './pool.js';

export type { KeepAliveOptions, TlsOptions } from './options.js';

/** The signature of the platform's `fetch`, and an end. */
export interface KeepAliveFetch {
  (input: Request | URL | string, init?: RequestInit): Promise<Response>;
  /**
   * Refuses further requests, closes idle connections, and resolves when every answer that is still under way was read to
   * its end, cancelled or aborted.
   */
  close(): Promise<void>;
}

/**
 * Makes a `fetch` with connections of its own. It differs from the platform's in this:
 *
 * - HTTP/1.1 over `http:` and `https:` only. No proxy, whatever the environment says; no cache, no cookies.
 * - It follows no redirect. With `redirect: 'manual'`, as the runtime asks, one is an answer like any other; without,
 *   it rejects.
 * - The body of a request is taken into memory first, and sent with its length.
 * - It asks for gzip and Brotli, unless the request has an `Accept-Encoding`, and decodes them, and deflate as RFC 9110
 *   means it. A compressed body that is cut off is an error.
 * - The `url` of a response is empty.
 *
 * It rejects as the platform's does: with the signal's reason, or with a `TypeError` whose `cause` has the code of the
 * socket. Where nothing of a request can have left this process, the cause says so as a failed `connect` does
 * (`syscall: 'connect'`). A connection that was kept open and turns out to be closed before anything was written is
 * replaced; as soon as a byte was written, nothing is sent again. Throws `CONFIGURATION` for an option of the wrong kind.
 */
export function createKeepAliveFetch(options: KeepAliveOptions = {}): KeepAliveFetch {
  const pool = new Pool(readKeepAliveOptions(options));
  const send = async (input: Request | URL | string, init?: RequestInit): Promise<Response> => {
    const outgoing = readOutgoing(input, init);
    if (pool.isClosed) throw fetchFailed(unsentProblem('UND_ERR_CLOSED', 'this fetch was closed'));
    return new Exchange(pool, outgoing).run();
  };
  return Object.assign(send, { close: () => pool.close() });
}

/** What is to be sent, as the platform reads it. */
function readOutgoing(input: Request | URL | string, init: RequestInit | undefined): OutgoingRequest {
  if (input instanceof Request) return outgoingOf(init === undefined ? input : new Request(input, init));
  const text = init?.body;
  const isRead = /^(?:get|head)$/i.test(init?.method ?? 'GET');
  if (typeof text !== 'string' || isRead) return outgoingOf(new Request(input, init));
  // A request makes a stream of a text, which would be read again at once, and a signal that follows the one given:
  // each takes a tenth of the exchange.
  const signal = init?.signal instanceof AbortSignal ? init.signal : undefined;
  const request = new Request(input, { ...init, body: null, ...(signal && { signal: null }) });
  if (!request.headers.has('content-type')) request.headers.set('content-type', 'text/plain;charset=UTF-8');
  return { request, text, signal: signal ?? request.signal };
}

function outgoingOf(request: Request): OutgoingRequest {
  return { request, text: undefined, signal: request.signal };
}
