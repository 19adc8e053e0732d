import { isDeclared } from './answer/declared.js';
import { classify } from './classify.js';
import { errorFor, IMPLIED } from './codes.js';
import type { ConnectionState } from './connection.js';
import type { CredentialSource } from './credential.js';
import type { OperationDefinition } from './definition.js';
import { readRetryAfterMs } from './delay.js';
import { isRowsweepError, RowsweepError, type ErrorDetails } from './errors.js';
import { readNetworkFailure } from './network.js';
import { findPart, type ProviderWords } from './part.js';
import { redactBody, redactCause, redactText, writeLine } from './redact.js';
import { Refusal } from './refusal.js';

/** What holds for each attempt at a request. */
export interface Sendable {
  readonly state: ConnectionState;
  readonly definition: OperationDefinition;
  /** The options whose credentials it sends. */
  readonly security: readonly string[];
  /** Secrets of this request only. */
  readonly secrets: readonly string[];
}

/** What is known about one request, for the error that it may become. */
export interface Sending extends Sendable {
  readonly attempt: number;
  /** The text that each of them gave; one that is here beforehand is sent without asking. */
  readonly used: Map<CredentialSource, string>;
  /** Set when the request is handed to `fetch`: before that, nothing can have happened at the provider. */
  wasSent: boolean;
}

/** The head of an answer. */
export interface Head {
  readonly status: number;
  readonly headers: Headers;
}

const START_CHARACTERS = 200;
const NO_WORDS: ProviderWords = { code: undefined, message: undefined };
const decoder = /* @__PURE__ */ new TextDecoder();

/** The error of an answer that says that the call failed: a status outside 2xx, or an envelope's code. */
export function failureOf(sending: Sending, head: Head, received: unknown): RowsweepError {
  const { state, definition } = sending;
  const { status, headers } = head;
  // Comes before anything is read out of the answer or cut: what is left of half a secret is not found any more.
  const body = redactBody(received, secretsFor(sending));
  if (status < 200 || (status >= 300 && status < 400)) return redirectOf(sending, head, body);
  const { provider, clock, errorRules } = state;
  const words = findPart(provider, 'errorWords');
  const { code: providerCode, message } =
    words?.read(body, definition.envelope, provider.errors.bodies) ?? NO_WORDS;
  const retryAfterMs = readRetryAfterMs({ status, headers }, provider, clock.now());
  const code = providerCode === undefined ? '' : `, code ${providerCode}`;
  return build(sending, {
    ...classify({ status, providerCode, retryAfterMs }, errorRules),
    ...describe(sending, head, body),
    providerCode,
    retryAfterMs,
    message: `failed with HTTP ${status}${code}${message === undefined ? '.' : `: ${message}`}`,
  });
}

/** The error of a 2xx answer that is not what the description promises. */
export function violationOf(
  sending: Sending,
  head: Head,
  { body, reason, cause }: { readonly body: unknown; readonly reason: string; readonly cause?: unknown },
): RowsweepError {
  const secrets = secretsFor(sending);
  const type = writeLine(redactText(head.headers.get('content-type') ?? '', secrets), 100);
  return build(sending, {
    code: 'PROTOCOL_VIOLATION',
    // A page of a proxy or of a login has a 2xx too. And where only the body can say whether it worked, one that cannot be
    // read leaves that open.
    effect: !sending.definition.envelope && isDeclared(sending.definition, head) ? 'done' : 'possible',
    ...describe(sending, head, redactBody(body, secrets)),
    message: `was answered with HTTP ${head.status} (${type || 'no content type'}) and ${reason}.`,
    cause: redactCause(cause, secrets),
  });
}

/** The error of a body that did not arrive as a whole. */
export function bodyProblemOf(
  sending: Sending,
  response: Response,
  problem: { readonly start: Uint8Array; readonly reason: string; readonly cause?: unknown },
): RowsweepError {
  const body = decoder.decode(problem.start);
  return response.ok
    ? violationOf(sending, response, { ...problem, body })
    : failureOf(sending, response, body);
}

/** The error of a redirect that is not followed, or that was followed all the same. */
export function redirectOf(sending: Sending, head: Head, body?: unknown): RowsweepError {
  const { status } = head;
  return build(sending, {
    code: 'PROTOCOL_VIOLATION',
    // 307 and 308 ask to send the same again; the others may follow on something that was done.
    effect: status === 307 || status === 308 ? 'none' : 'possible',
    fatal: true,
    ...describe(sending, head, body),
    message: `was redirected (HTTP ${status}); a ${sending.definition.method} is not sent to another place.`,
  });
}

/** The error of a request that was given up before its answer was complete. */
export function interruptionOf(sending: Sending, code: 'TIMEOUT' | 'ABORTED', cause: unknown): RowsweepError {
  const { wasSent } = sending;
  const when = wasSent ? 'the end of waiting for the answer' : 'sending';
  return build(sending, {
    code,
    ...(wasSent ? {} : { effect: 'none' }),
    message: `${code === 'TIMEOUT' ? 'timed out' : 'was aborted by the caller'} before ${when}.`,
    cause,
  });
}

/** The error of a call that was given up after `error`, before it was sent again. */
export function abortedWaiting(error: RowsweepError, cause: unknown): RowsweepError {
  const message = `${error.operation ?? 'The call'} was aborted by the caller while it waited to try again.`;
  return copyError(error, { code: 'ABORTED', message, retryable: false, fatal: false, cause });
}

/** The same error with something else in it. */
export function copyError(error: RowsweepError, changes: Partial<ErrorDetails>): RowsweepError {
  const { message, cause, ...fields } = error;
  return new RowsweepError({ ...fields, message, cause, ...changes });
}

/**
 * What a `fetch` of the caller's own threw, as its cause: an error of this runtime in it is about another request, and says
 * nothing about this one.
 */
export function disown(thrown: unknown): unknown {
  return isRowsweepError(thrown) ? new Error('the given fetch failed', { cause: thrown }) : thrown;
}

/** The error of whatever was thrown instead of an answer. An error of this runtime stays as it is. */
export function errorOfThrown(sending: Sending, thrown: unknown): RowsweepError {
  if (isRowsweepError(thrown)) return thrown;
  const isRefusal = thrown instanceof Refusal;
  const cause = redactCause(isRefusal ? thrown.cause : thrown, secretsFor(sending));
  if (isRefusal || !sending.wasSent) {
    const reason = isRefusal ? thrown.message : 'the platform refused to build its request.';
    const code = isRefusal ? thrown.code : 'INPUT';
    return build(sending, { code, message: `was not sent: ${reason}`, cause });
  }
  const { reason, ...verdict } = readNetworkFailure(thrown);
  return build(sending, { ...verdict, message: `${reason}.`, cause });
}

/** Where several headers carry the provider's id of a request, the first that the description names. */
export function readRequestId(sending: Sending, headers: Headers): string | undefined {
  for (const name of sending.state.provider.errors.requestIdHeaders) {
    const given = headers.get(name);
    const line = given === null ? '' : writeLine(redactText(given, secretsFor(sending)), 200);
    if (line !== '') return line;
  }
  return undefined;
}

/** What the connection knows, which forgets what is long ago; and what this request sent, however long ago that was. */
function secretsFor({ state, secrets, used }: Sending): readonly string[] {
  return [...state.secrets(), ...secrets, ...[...used].flatMap(([source, text]) => source.secretsIn(text))];
}

function describe(
  sending: Sending,
  { status, headers }: Head,
  body: unknown,
): Pick<ErrorDetails, 'status' | 'requestId' | 'body'> {
  return {
    status,
    requestId: readRequestId(sending, headers),
    body: typeof body === 'string' ? body.slice(0, START_CHARACTERS) : body,
  };
}

function build(
  sending: Sending,
  details: Pick<ErrorDetails, 'code' | 'message'> & Partial<ErrorDetails>,
): RowsweepError {
  const { state, definition, attempt, wasSent } = sending;
  const { name, method, path } = definition;
  // A request that only reads changes nothing, whatever became of it (RFC 9110, section 9.2.1).
  const isRead = /^(?:GET|HEAD|OPTIONS|TRACE)$/.test(method);
  return errorFor({
    ...details,
    provider: state.provider.name,
    operation: name,
    request: { method, path },
    attempts: wasSent ? attempt : attempt - 1,
    effect: isRead ? 'none' : (details.effect ?? IMPLIED[details.code].effect),
    message: redactText(`${name} ${details.message}`, secretsFor(sending)),
  });
}
