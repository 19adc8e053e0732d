/** Failures in the shape that the platform's `fetch` gives them: a `TypeError`, and what happened in its `cause`. */

const UNKNOWN = 'UND_ERR_SOCKET';
const LOST = /^(?:ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|HPE_\w+|Z_\w+|UND_ERR_SOCKET)$/;

/** Node's code of what happened on a socket. */
class SocketProblem extends Error {
  override readonly name: string = 'SocketProblem';
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** Nothing of the request was sent. It says so in the words of a connection that never came about. */
class UnsentProblem extends SocketProblem {
  override readonly name: string = 'UnsentProblem';
  readonly syscall = 'connect';
}

/** What a request rejects with that got no answer. */
export function fetchFailed(cause: unknown): TypeError {
  return new TypeError('fetch failed', { cause });
}

/** What a body rejects with whose end did not come. */
export function bodyTerminated(cause: unknown): TypeError {
  return new TypeError('terminated', { cause: asSent(cause) });
}

/** A reason of our own not to send a request. */
export function unsentProblem(code: string, message: string): Error {
  return new UnsentProblem(code, message);
}

/** The error of a request of which nothing was written, as one that says so. */
export function asUnsent(error: unknown): unknown {
  if (readText(error, 'syscall') === 'connect') return error;
  return new UnsentProblem(codeOf(error), messageOf(error), error);
}

/**
 * The error of a request that may have arrived. Only a code that says no more than that is kept: others, such as those of
 * a certificate, would say that the connection never came about. Node hangs what it could not parse on its errors; that
 * is left out too.
 */
export function asSent(error: unknown): Error {
  const code = codeOf(error);
  return LOST.test(code)
    ? new SocketProblem(code, messageOf(error))
    : new SocketProblem(UNKNOWN, `${messageOf(error)} (${code})`);
}

function codeOf(error: unknown): string {
  return readText(error, 'code') ?? UNKNOWN;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'the connection failed';
}

function readText(error: unknown, key: 'code' | 'syscall'): string | undefined {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined;
  return typeof value === 'string' ? value : undefined;
}
