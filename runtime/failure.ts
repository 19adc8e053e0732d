import { classify, readWords, type Verdict } from './classify.js';
import { errorFor, IMPLIED } from './codes.js';
import type { ConnectionState } from './connection.js';
import { CredentialProblem } from './credential.js';
import type { Effect, HttpMethod, OperationDefinition } from './definition.js';
import { readRetryAfterMs } from './delay.js';
import { isRowsweepError, RowsweepError, type ErrorDetails } from './errors.js';
import { readNetworkFailure } from './network.js';
import { BodyProblem } from './policies/body.js';
import { Interruption } from './policies/timeout.js';
import { FollowedRedirect } from './policies/redirect.js';
import { redactBody, redactCause, redactText, writeLine } from './redact.js';
import { Refusal, refusalError } from './refusal.js';

/** What is known about one request, for the error that it may become. */
export interface Sending {
  readonly state: ConnectionState;
  readonly definition: OperationDefinition;
  readonly attempt: number;
  /** Secrets of this request only. */
  readonly secrets: readonly string[];
  /** Set when the request is handed to `fetch`: before that, nothing can have happened at the provider. */
  wasSent: boolean;
}

/** The answer as far as it is known. */
export interface FailedAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it was JSON, else its text. */
  readonly body: unknown;
}

const START_CHARACTERS = 200;

/** The error of an answer that says that the call failed: a status outside 2xx, or an envelope's code. */
export function failureOf(sending: Sending, received: FailedAnswer): RowsweepError {
  const { state, definition } = sending;
  const answer = redactAnswer(sending, received);
  const { status, headers } = answer;
  if (status < 200 || (status >= 300 && status < 400)) return redirectOf(sending, answer);
  const words = readWords(answer.body, definition.envelope, state.provider.errors.bodies);
  const retryAfterMs = readRetryAfterMs({ status, headers }, state.provider.throttle, state.clock.now());
  const verdict = classify({ status, providerCode: words.code, retryAfterMs }, state.errorRules);
  const code = words.code === undefined ? '' : `, code ${words.code}`;
  return build(sending, {
    ...verdict,
    ...describe(sending, answer),
    providerCode: words.code,
    retryAfterMs,
    message: `${definition.name} failed with HTTP ${status}${code}${words.message === undefined ? '.' : `: ${words.message}`}`,
  });
}

/** The error of a 2xx answer that is not what the description promises. */
export function violationOf(sending: Sending, received: FailedAnswer, reason: string): RowsweepError {
  const answer = redactAnswer(sending, received);
  const given = redactText(answer.headers.get('content-type') ?? '', secretsFor(sending));
  const type = writeLine(given, 100) || 'no content type';
  return build(sending, {
    ...IMPLIED.PROTOCOL_VIOLATION,
    // Where only the body can say whether it worked, a body that cannot be read leaves that open.
    effect: sending.definition.envelope === null ? 'done' : 'possible',
    ...describe(sending, answer),
    code: 'PROTOCOL_VIOLATION',
    message: `${sending.definition.name} was answered with HTTP ${answer.status} (${type}) and ${reason}.`,
  });
}

/** The error of whatever was thrown instead of an answer. An error of this runtime stays as it is. */
export function errorOfThrown(sending: Sending, thrown: unknown): RowsweepError {
  if (isRowsweepError(thrown)) return thrown;
  if (thrown instanceof Refusal) {
    return refusalError(sending.state.provider.name, sending.definition, thrown);
  }
  if (thrown instanceof Interruption) return interruptionOf(sending, thrown);
  if (thrown instanceof BodyProblem) return bodyProblemOf(sending, thrown);
  if (thrown instanceof FollowedRedirect) return redirectOf(sending, thrown.answer);
  const { name } = sending.definition;
  if (thrown instanceof CredentialProblem) {
    return build(sending, {
      ...verdictOf('AUTHENTICATION'),
      message: `${name} was not sent: ${thrown.message}`,
      cause: redactCause(thrown.cause, secretsFor(sending)),
    });
  }
  if (!sending.wasSent) {
    const message = `${name} was not sent: the platform refused to build its request.`;
    return build(sending, {
      ...verdictOf('INPUT'),
      message,
      cause: redactCause(thrown, secretsFor(sending)),
    });
  }
  const { reason, ...verdict } = readNetworkFailure(thrown);
  const cause = redactCause(thrown, secretsFor(sending));
  return build(sending, { ...verdict, message: `${name} ${reason}.`, cause });
}

/** Where several headers carry the provider's id of a request, the first that the description names. */
export function readRequestId(state: ConnectionState, headers: Headers): string | undefined {
  return state.provider.errors.requestIdHeaders
    .map((name) => writeLine(redactText(headers.get(name) ?? '', state.secrets()), 200))
    .find((value) => value !== '');
}

function redirectOf(sending: Sending, answer: FailedAnswer): RowsweepError {
  const { name, method } = sending.definition;
  // 307 and 308 ask to send the same again; the others may follow on something that was done.
  const isUntouched = answer.status === 307 || answer.status === 308;
  return build(sending, {
    ...verdictOf('PROTOCOL_VIOLATION'),
    effect: isUntouched ? 'none' : 'possible',
    fatal: true,
    ...describe(sending, answer),
    message: `${name} was redirected (HTTP ${answer.status}); a ${method} is not sent to another place.`,
  });
}

function interruptionOf(sending: Sending, { how, cause }: Interruption): RowsweepError {
  const verdict = verdictOf(how === 'timeout' ? 'TIMEOUT' : 'ABORTED');
  const when = sending.wasSent ? 'waiting for the answer' : 'sending';
  const what = how === 'timeout' ? 'timed out' : 'was aborted by the caller';
  return build(sending, {
    ...verdict,
    effect: sending.wasSent ? verdict.effect : 'none',
    message: `${sending.definition.name} ${what} before ${sending.wasSent ? `the end of ${when}` : when}.`,
    cause,
  });
}

function bodyProblemOf(sending: Sending, problem: BodyProblem): RowsweepError {
  const { response, start } = problem;
  const answer: FailedAnswer = { status: response.status, headers: response.headers, body: start };
  return response.ok ? violationOf(sending, answer, problem.message) : failureOf(sending, answer);
}

function verdictOf(code: Verdict['code']): Verdict {
  return { code, ...IMPLIED[code] };
}

function secretsFor({ state, secrets }: Sending): readonly string[] {
  return [...state.secrets(), ...secrets];
}

/** Comes before anything is read out of the answer or cut: what is left of half a secret is not found any more. */
function redactAnswer(sending: Sending, answer: FailedAnswer): FailedAnswer {
  return { ...answer, body: redactBody(answer.body, secretsFor(sending)) };
}

function describe({ state }: Sending, answer: FailedAnswer): Partial<ErrorDetails> {
  const { body } = answer;
  return {
    status: answer.status,
    requestId: readRequestId(state, answer.headers),
    body: typeof body === 'string' ? body.slice(0, START_CHARACTERS) : body,
  };
}

/** A request that only reads changes nothing, whatever became of it (RFC 9110, section 9.2.1). */
function effectOf(method: HttpMethod, effect: Effect): Effect {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || method === 'TRACE'
    ? 'none'
    : effect;
}

function build(
  sending: Sending,
  details: Omit<ErrorDetails, 'provider' | 'operation' | 'request' | 'attempts'>,
): RowsweepError {
  const { state, definition } = sending;
  return errorFor({
    ...details,
    provider: state.provider.name,
    operation: definition.name,
    request: { method: definition.method, path: definition.path },
    attempts: sending.wasSent ? sending.attempt : sending.attempt - 1,
    effect: effectOf(definition.method, details.effect),
    message: redactText(details.message, secretsFor(sending)),
  });
}
