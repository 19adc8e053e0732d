import { readAnswer } from './answer/judge.js';
import type { Connection } from './connection.js';
import type { CredentialSource } from './credential.js';
import type { OperationDefinition } from './definition.js';
import { readRequestId, type Sendable, type Sending } from './failure.js';
import { prepare, type ExchangeOptions, type PreparedRequest } from './prepare.js';
import type { CallRequest } from './request/request.js';
import { transmit } from './transport.js';

/** A success: a declared 2xx whose body could be read and whose envelope says ok. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /**
   * Parsed JSON, a text, or bytes, as the content type says; of a stream, an `AsyncIterable`; undefined where none is
   * declared. Not validated.
   */
  readonly body: unknown;
  readonly requestId: string | undefined;
}

/**
 * Exactly one HTTP request, no retry. Resolves with a success; everything else rejects with a `RowsweepError`:
 * `GUARD`, `INPUT` and `CONFIGURATION` before anything is sent, then whatever became of the request.
 */
export async function exchange(
  connection: Connection,
  definition: OperationDefinition,
  request: CallRequest,
  options: ExchangeOptions = {},
): Promise<Answer> {
  const prepared = prepare(connection, definition, { request, options });
  const sending = startSending(prepared, options.attempt ?? 1);
  const { response, body } = await sendPrepared(prepared, sending);
  const { status, headers } = response;
  return { status, headers, body, requestId: readRequestId(sending, headers) };
}

/** One attempt at a request; `attempt` counts from 1. Credentials in `used` are sent without asking. */
export function startSending(
  sendable: Sendable,
  attempt: number,
  used?: Map<CredentialSource, string>,
): Sending {
  // Written out: a spread costs as much as half the request's preparation.
  const { state, definition, security, secrets } = sendable;
  return {
    state,
    definition,
    security,
    secrets,
    attempt,
    used: used ?? new Map<CredentialSource, string>(),
    wasSent: false,
  };
}

/** Sends a request that is prepared; gives a success with its body. */
export async function sendPrepared(
  { outgoing }: PreparedRequest,
  sending: Sending,
): Promise<{ readonly response: Response; readonly body: unknown }> {
  const { response, bytes, stream } = await transmit(sending, outgoing);
  return { response, body: stream ?? readAnswer(sending, response, bytes) };
}
