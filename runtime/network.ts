import type { Effect, ErrorCode } from './definition.js';

/** What a failed `fetch` says about the request: whether it can have reached the provider, and whether to try again. */
export interface NetworkFailure {
  readonly code: Extract<ErrorCode, 'CONNECTION' | 'TIMEOUT' | 'ABORTED'>;
  readonly effect: Effect;
  readonly retryable: boolean;
  readonly fatal: boolean;
  /** For the message: it names no host and no value. */
  readonly reason: string;
}

/** The connection was never made, so nothing was sent. */
const NEVER_CONNECTED = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'ECONNREFUSED',
  'ConnectionRefused',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** The same, when the system call that failed was `connect`. */
const CONNECT_CALL = 'connect';
const CERTIFICATE =
  /^(?:CERT_|ERR_TLS_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_|HOSTNAME_MISMATCH|INVALID_CA|ERR_SSL_WRONG_VERSION_NUMBER)/;
const TIMED_OUT = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
]);

/**
 * Reads the error of a `fetch` that did not answer. Platforms put the code of the socket into a chain of causes; a
 * code that is unknown counts as `possible`, because a request whose fate is not known may have arrived.
 */
export function readNetworkFailure(error: unknown): NetworkFailure {
  for (const { code, syscall } of walkCauses(error)) {
    if (CERTIFICATE.test(code)) return never(code, { retryable: false, fatal: true });
    if (NEVER_CONNECTED.has(code) || syscall === CONNECT_CALL) {
      return never(code, { retryable: true, fatal: false });
    }
    if (TIMED_OUT.has(code)) return lost('TIMEOUT', `timed out (${code})`);
    if (code !== '') return lost('CONNECTION', `lost its connection (${code})`);
  }
  const name = error instanceof Error ? error.name : '';
  if (name === 'TimeoutError') return lost('TIMEOUT', 'timed out');
  if (name === 'AbortError') return { ...lost('ABORTED', 'was aborted by its fetch'), retryable: false };
  return lost('CONNECTION', 'got no answer');
}

function never(code: string, rest: Pick<NetworkFailure, 'retryable' | 'fatal'>): NetworkFailure {
  return { code: 'CONNECTION', effect: 'none', reason: `could not connect (${code})`, ...rest };
}

function lost(code: NetworkFailure['code'], reason: string): NetworkFailure {
  return { code, effect: 'possible', retryable: true, fatal: false, reason };
}

function* walkCauses(error: unknown): Generator<{ readonly code: string; readonly syscall: string }> {
  let current = error;
  for (let depth = 0; depth < 8 && typeof current === 'object' && current !== null; depth += 1) {
    const code: unknown = Reflect.get(current, 'code');
    // A DOMException has a number here, which is not the code of a socket.
    if (typeof code === 'string' && /^[\w.-]{1,64}$/.test(code)) {
      yield { code, syscall: String(Reflect.get(current, 'syscall') ?? '') };
    }
    // One attempt for each address of a host is an AggregateError; its first error speaks for the others.
    current = Reflect.get(current, 'cause') ?? firstOf(Reflect.get(current, 'errors'));
  }
}

function firstOf(errors: unknown): unknown {
  return Array.isArray(errors) ? (errors as readonly unknown[])[0] : undefined;
}
