import type { Connection, ConnectionState } from './connection.js';
import type { OperationDefinition } from './definition.js';
import { isRowsweepError, RowsweepError } from './errors.js';
import { sendPrepared } from './exchange.js';
import { checkRetry, OptionProblem } from './options.js';
import { prepare } from './prepare.js';
import { Refusal, refuseFor } from './refusal.js';
import type { CallRequest } from './request/parts.js';
import { retryDelayMs, withRetryOptions, type RetryOptions, type RetryPolicy } from './retry.js';

export { exchange } from './exchange.js';
export type { Answer } from './exchange.js';
export { requestLine } from './prepare.js';
export type { ExchangeOptions } from './prepare.js';
export type { CallRequest } from './request/parts.js';

/** What can be said for one call only. */
export interface CallOptions {
  /** Ends the call, also while it waits to try again; the error has the code `ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** For one request with its whole answer; each attempt has as much. */
  readonly timeoutMs?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Only for an operation that is safe to repeat; the others are sent once. */
  readonly retry?: RetryOptions | undefined;
}

/**
 * What a typed operation does: guards, exchange, retries where the definition is `safe`, then the body. Rejects with
 * a `RowsweepError` whose `attempts` counts the requests that were sent. When an earlier attempt may have reached
 * the provider, the last error's `effect` says so.
 */
export async function call(
  connection: Connection,
  definition: OperationDefinition,
  request: CallRequest = {},
  options: CallOptions = {},
): Promise<unknown> {
  const prepared = prepare(connection, definition, { request, options });
  const { state, signal } = prepared;
  const policy = refuseFor(state.provider.name, definition, () => readPolicy(state, definition, options));
  let isOpen = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await sendPrepared(prepared, attempt)).body;
    } catch (thrown) {
      if (!isRowsweepError(thrown)) throw thrown;
      const error: RowsweepError = isOpen && thrown.effect === 'none' ? withOpenEffect(thrown) : thrown;
      const delayMs: number | null = retryDelayMs(error, policy, { attempt, clock: state.clock });
      if (delayMs === null) throw error;
      isOpen ||= error.effect !== 'none';
      await state.clock.sleep(delayMs, signal);
      if (signal?.aborted === true) throw abortedWaiting(error, signal);
    }
  }
}

function readPolicy(
  state: ConnectionState,
  definition: OperationDefinition,
  options: CallOptions,
): RetryPolicy {
  try {
    const policy = withRetryOptions(state.retry, checkRetry(options.retry));
    return definition.retry === 'safe' ? policy : { ...policy, maxRetries: 0 };
  } catch (error) {
    throw error instanceof OptionProblem ? new Refusal('INPUT', error.message) : error;
  }
}

/** The last attempt changed nothing, but an earlier one may have. */
function withOpenEffect(error: RowsweepError): RowsweepError {
  return new RowsweepError({ ...detailsOf(error), effect: 'possible' });
}

function abortedWaiting(error: RowsweepError, signal: AbortSignal): RowsweepError {
  return new RowsweepError({
    ...detailsOf(error),
    code: 'ABORTED',
    message: `${error.operation ?? 'The call'} was aborted by the caller while it waited to try again.`,
    retryable: false,
    fatal: false,
    cause: signal.reason,
  });
}

function detailsOf(error: RowsweepError): ConstructorParameters<typeof RowsweepError>[0] {
  const { message, cause, ...fields } = error;
  return { ...fields, message, cause };
}
