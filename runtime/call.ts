import type { Connection } from './connection.js';
import type { CredentialSource } from './credential.js';
import type { OperationDefinition } from './definition.js';
import { isRowsweepError, type RowsweepError } from './errors.js';
import { isRefused, renewCredentials, sendPrepared, startSending } from './exchange.js';
import { abortedWaiting, copyError } from './failure.js';
import { prepare } from './prepare.js';
import type { CallRequest } from './request/request.js';
import { retryDelayMs, type RetryOptions } from './retry.js';

export { exchange } from './exchange.js';
export type { Answer } from './exchange.js';
export { requestLine } from './prepare.js';
export type { ExchangeOptions } from './prepare.js';
export type { CallRequest } from './request/request.js';

/** What can be said for one call only. */
export interface CallOptions {
  /** Ends the call, also while it waits to try again; the error has the code `ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** For one request with its whole answer, each attempt as much; of a stream, for each wait for its next bytes. */
  readonly timeoutMs?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Only for an operation that is safe to repeat; the others are sent once. */
  readonly retry?: RetryOptions | undefined;
}

/**
 * What a typed operation does: guards, exchange, retries where the definition is `safe`, then the body. Rejects with
 * a `RowsweepError` whose `attempts` counts the requests that were sent. When an earlier attempt may have reached
 * the provider, the last error's `effect` says so.
 *
 * A 401 proves that nothing was done. Where a function gives the credential, it is asked once more, and the request is
 * sent again with what is new, whatever the definition says about retries.
 */
export async function call(
  connection: Connection,
  definition: OperationDefinition,
  request: CallRequest = {},
  options: CallOptions = {},
): Promise<unknown> {
  const prepared = prepare(connection, definition, { request, options });
  const { state, outgoing, retry } = prepared;
  const { signal } = outgoing;
  const policy = definition.retry === 'safe' ? retry : { ...retry, maxRetries: 0 };
  let isOpen = false;
  let isRenewed = false;
  let used: Map<CredentialSource, string> | undefined;
  for (let attempt = 1, failures = 0; ; attempt += 1) {
    const sending = startSending(prepared, attempt, used);
    used = undefined;
    try {
      return (await sendPrepared(prepared, sending)).body;
    } catch (thrown) {
      if (!isRowsweepError(thrown)) throw thrown;
      const error: RowsweepError =
        isOpen && thrown.effect === 'none' ? copyError(thrown, { effect: 'possible' }) : thrown;
      if (!isRenewed && isRefused(thrown)) {
        isRenewed = true;
        used = await renewCredentials(sending, outgoing, error);
        if (used !== undefined) continue;
      }
      failures += 1;
      const delayMs = retryDelayMs(error, policy, { attempt: failures, clock: state.clock });
      if (delayMs === null) throw error;
      isOpen ||= error.effect !== 'none';
      await state.clock.sleep(delayMs, signal);
      if (signal?.aborted === true) throw abortedWaiting(error, signal.reason);
    }
  }
}
