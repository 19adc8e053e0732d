import { readAnswer } from './answer/judge.js';
import type { Connection } from './connection.js';
import type { CredentialSource } from './credential.js';
import type { OperationDefinition } from './definition.js';
import { isRowsweepError, type RowsweepError } from './errors.js';
import { abortedWaiting, readRequestId, type Sendable, type Sending } from './failure.js';
import { prepare, type ExchangeOptions, type PreparedRequest } from './prepare.js';
import type { CallRequest } from './request/request.js';
import { limitTime, type TimeLimit } from './timeout.js';
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
 * Exactly one HTTP request, no retry; one more only where `mayRepeat` allows it. Resolves with a success; everything else rejects with a `RowsweepError`:
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
  const { mayRepeat } = options;
  try {
    return await answerTo(prepared, sending);
  } catch (thrown) {
    if (mayRepeat === undefined || !isRefused(thrown)) throw thrown;
    const used = await renewCredentials(sending, prepared.outgoing, thrown);
    if (used === undefined || !(await mayRepeat(thrown))) throw thrown;
    return answerTo(prepared, startSending(prepared, sending.attempt + 1, used));
  }
}

async function answerTo(prepared: PreparedRequest, sending: Sending): Promise<Answer> {
  const { response, body } = await sendPrepared(prepared, sending);
  const { status, headers } = response;
  return { status, headers, body, requestId: readRequestId(sending, headers) };
}

/** True for a 401 that proves that nothing was done, so that the same may be sent with another credential. */
export function isRefused(thrown: unknown): thrown is RowsweepError {
  return isRowsweepError(thrown) && thrown.status === 401 && thrown.effect === 'none';
}

/**
 * Asks the functions that gave the refused credentials once more, as long as a request may take: one that hangs must not
 * hang the call. Gives what to send instead; undefined when nothing is new. Throws the `ABORTED` that `error` becomes.
 */
export async function renewCredentials(
  sending: Sending,
  limit: TimeLimit,
  error: RowsweepError,
): Promise<Map<CredentialSource, string> | undefined> {
  const used = await limitTime(sending, limit, () => renew(sending)).catch(() => undefined);
  if (limit.signal?.aborted === true) throw abortedWaiting(error, limit.signal.reason);
  return used;
}

/** The credentials that were refused with new ones in their places; undefined when none is new. */
async function renew({ used }: Sending): Promise<Map<CredentialSource, string> | undefined> {
  const renewed = new Map(used);
  let isNew = false;
  for (const [source, refused] of used) {
    const text = await source.renew(refused);
    if (text === undefined) continue;
    renewed.set(source, text);
    isNew = true;
  }
  return isNew ? renewed : undefined;
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
