import { IMPLIED, type Implication } from './codes.js';
import type { ErrorCode, ErrorRule } from './definition.js';

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
  const { status } = facts;
  // A method or a protocol version that a server does not know will not be known later either.
  const isUnknown = status === 501 || status === 505;
  const byStatus = isUnknown ? { effect: 'none' as const, retryable: false } : {};
  const rule: Partial<ErrorRule> = rules.find((candidate) => fits(candidate, facts)) ?? byStatus;
  const { code = codeOfStatus(status) } = rule;
  const implied = IMPLIED[code];
  return {
    code,
    effect: rule.effect ?? implied.effect,
    retryable: rule.retryable ?? implied.retryable,
    fatal: rule.fatal ?? implied.fatal,
  };
}

function fits(rule: ErrorRule, { status, providerCode, retryAfterMs }: Facts): boolean {
  const range = `${Math.floor(status / 100)}XX`;
  return (
    (rule.status === null || rule.status.some((wanted) => wanted === status || wanted === range)) &&
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

function codeOfStatus(status: number): ErrorCode {
  if (status >= 500) return 'SERVER_ERROR';
  if (status >= 400) return BY_STATUS[status] ?? 'INVALID_REQUEST';
  return 'PROVIDER_CODE';
}
