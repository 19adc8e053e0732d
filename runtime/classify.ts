import { IMPLIED, type Implication } from './codes.js';
import type { EnvelopeRule, ErrorBody, ErrorCode, ErrorRule } from './definition.js';
import { valueAt } from './pointer.js';
import { writeLine } from './redact.js';

/** What an answer says that is not a success. */
export interface Facts {
  readonly status: number;
  readonly providerCode: string | undefined;
  readonly retryAfterMs: number | undefined;
}

/** A code and its consequences. */
export interface Verdict extends Implication {
  readonly code: ErrorCode;
}

/** The first rule that fits decides, else the HTTP status; a rule's null leaves what the code implies. */
export function classify(facts: Facts, rules: readonly ErrorRule[]): Verdict {
  const rule = rules.find((candidate) => fits(candidate, facts));
  if (rule === undefined)
    return { ...verdictOf(codeOfStatus(facts.status)), ...STATUS_OVERRIDES[facts.status] };
  const implied = verdictOf(rule.code);
  return {
    code: rule.code,
    effect: rule.effect ?? implied.effect,
    retryable: rule.retryable ?? implied.retryable,
    fatal: rule.fatal ?? implied.fatal,
  };
}

function verdictOf(code: ErrorCode): Verdict {
  return { code, ...IMPLIED[code] };
}

function fits(rule: ErrorRule, { status, providerCode, retryAfterMs }: Facts): boolean {
  const hundred = status >= 400 && status < 500 ? '4XX' : '5XX';
  const classOf = status >= 400 && status < 600 ? hundred : null;
  return (
    (rule.status === null || rule.status.some((wanted) => wanted === status || wanted === classOf)) &&
    (rule.providerCode === null || rule.providerCode.some((wanted) => String(wanted) === providerCode)) &&
    (rule.retryAfter === null || (rule.retryAfter === 'present') === (retryAfterMs !== undefined))
  );
}

const BY_STATUS: Readonly<Partial<Record<number, ErrorCode>>> = {
  401: 'AUTHENTICATION',
  402: 'QUOTA_EXCEEDED',
  403: 'PERMISSION_DENIED',
  404: 'TARGET_NOT_FOUND',
  407: 'AUTHENTICATION',
  408: 'TIMEOUT',
  409: 'CONFLICT',
  410: 'TARGET_NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  414: 'URI_TOO_LONG',
  423: 'CONFLICT',
  425: 'RATE_LIMITED',
  429: 'RATE_LIMITED',
  431: 'URI_TOO_LONG',
};

/** A method or a protocol version that a server does not know will not be known later either. */
const STATUS_OVERRIDES: Readonly<Partial<Record<number, Partial<Implication>>>> = {
  501: { effect: 'none', retryable: false },
  505: { effect: 'none', retryable: false },
};

function codeOfStatus(status: number): ErrorCode {
  if (status >= 500) return 'SERVER_ERROR';
  if (status >= 400) return BY_STATUS[status] ?? 'INVALID_REQUEST';
  return 'PROVIDER_CODE';
}

const MESSAGE_CHARACTERS = 300;

/** The provider's own words, taken from a body that may be anything. */
export interface ProviderWords {
  readonly message: string | undefined;
  readonly code: string | undefined;
}

/** Reads message and code by the envelope, else by the first form of error body whose message is a string. */
export function readWords(
  body: unknown,
  envelope: EnvelopeRule | null,
  forms: readonly ErrorBody[],
): ProviderWords {
  const form = forms.find(({ message }) => typeof valueAt(body, message) === 'string');
  const codeAt = form?.providerCode ?? null;
  const formCode = codeAt === null ? undefined : codeText(valueAt(body, codeAt));
  const formMessage =
    form === undefined ? undefined : lineOf(valueAt(body, form.message), MESSAGE_CHARACTERS);
  if (envelope === null) return { message: formMessage, code: formCode };
  return {
    message:
      (envelope.message === null ? undefined : lineOf(valueAt(body, envelope.message), MESSAGE_CHARACTERS)) ??
      formMessage,
    code: codeText(valueAt(body, envelope.code)) ?? formCode,
  };
}

function codeText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return lineOf(value, 100);
}

function lineOf(value: unknown, maxCharacters: number): string | undefined {
  const line = typeof value === 'string' ? writeLine(value, maxCharacters) : '';
  return line === '' ? undefined : line;
}
