import { IMPLIED } from './codes.js';
import type { Verdict } from './classify.js';

/** What a failed `fetch` says about the request: whether it can have reached the provider, and whether to try again. */
export interface NetworkFailure extends Verdict {
  readonly code: 'CONNECTION' | 'TIMEOUT' | 'ABORTED';
  /** For the message: it names no host and no value. */
  readonly reason: string;
}

/** The connection was never made, so nothing was sent. */
const NEVER_CONNECTED =
  /^(?:ENOTFOUND|EAI_(?:AGAIN|FAIL|NODATA)|ECONNREFUSED|ConnectionRefused|UND_ERR_CONNECT_TIMEOUT)$/;
const CERTIFICATE =
  /^(?:CERT_|ERR_TLS_|UNABLE_TO_|DEPTH_ZERO_SELF|SELF_SIGNED_CERT|HOSTNAME_MISMATCH|INVALID_CA|ERR_SSL_WRONG_VERSION)/;
const TIMED_OUT = /^(?:UND_ERR_(?:HEADERS|BODY)_TIMEOUT|E(?:SOCKET)?TIMEDOUT)$/;

/**
 * Reads the error of a `fetch` that did not answer. Platforms put the code of the socket into a chain of causes; a
 * code that is unknown counts as `possible`, because a request whose fate is not known may have arrived.
 */
export function readNetworkFailure(error: unknown): NetworkFailure {
  let current = error;
  for (let depth = 0; depth < 8 && typeof current === 'object' && current !== null; depth += 1) {
    const code: unknown = Reflect.get(current, 'code');
    // A DOMException has a number here, which is not the code of a socket.
    if (typeof code === 'string' && /^[\w.-]{1,64}$/.test(code)) {
      return readCode(code, Reflect.get(current, 'syscall') === 'connect');
    }
    // One attempt for each address of a host is an AggregateError; its first error speaks for the others.
    const errors: unknown = Reflect.get(current, 'errors');
    current =
      Reflect.get(current, 'cause') ??
      (Array.isArray(errors) ? (errors as readonly unknown[])[0] : undefined);
  }
  const name = error instanceof Error ? error.name : '';
  if (name === 'TimeoutError') return lost('TIMEOUT', 'timed out');
  if (name === 'AbortError') return lost('ABORTED', 'was aborted by its fetch');
  return lost('CONNECTION', 'got no answer');
}

function readCode(code: string, isConnecting: boolean): NetworkFailure {
  const isRefused = CERTIFICATE.test(code);
  if (isRefused || isConnecting || NEVER_CONNECTED.test(code)) {
    const reason = `could not connect (${code})`;
    return { code: 'CONNECTION', effect: 'none', retryable: !isRefused, fatal: isRefused, reason };
  }
  return TIMED_OUT.test(code)
    ? lost('TIMEOUT', `timed out (${code})`)
    : lost('CONNECTION', `lost its connection (${code})`);
}

function lost(code: NetworkFailure['code'], reason: string): NetworkFailure {
  return { code, ...IMPLIED[code], reason };
}
