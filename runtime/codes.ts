import type { Effect, ErrorCode } from './definition.js';
import { RowsweepError, type ErrorDetails } from './errors.js';

/** What an error code says about the request that met it, unless a rule of the provider says otherwise. */
export interface Implication {
  readonly effect: Effect;
  readonly retryable: boolean;
  readonly fatal: boolean;
}

const FINAL: Implication = { effect: 'none', retryable: false, fatal: true };
const REFUSED: Implication = { effect: 'none', retryable: false, fatal: false };
const LATER: Implication = { effect: 'none', retryable: true, fatal: false };
const LOST: Implication = { effect: 'possible', retryable: true, fatal: false };
const OPEN: Implication = { effect: 'possible', retryable: false, fatal: false };

/** The one table from a code to its consequences. */
export const IMPLIED: Readonly<Record<ErrorCode, Implication>> = {
  AUTHENTICATION: FINAL,
  PERMISSION_DENIED: FINAL,
  TARGET_NOT_FOUND: FINAL,
  INVALID_REQUEST: REFUSED,
  INVALID_ID: REFUSED,
  RATE_LIMITED: LATER,
  QUOTA_EXCEEDED: FINAL,
  PAYLOAD_TOO_LARGE: REFUSED,
  URI_TOO_LONG: REFUSED,
  CONFLICT: LATER,
  SERVER_ERROR: LOST,
  PROVIDER_CODE: OPEN,
  CONNECTION: LOST,
  TIMEOUT: LOST,
  ABORTED: OPEN,
  JOB_FAILED: OPEN,
  JOB_TIMEOUT: OPEN,
  PROTOCOL_VIOLATION: OPEN,
  GUARD: FINAL,
  INPUT: FINAL,
  JOURNAL: FINAL,
  CONFIGURATION: FINAL,
};

/** An error with what its code implies filled in where the details do not say. */
export function errorFor(
  details: Omit<ErrorDetails, 'effect'> & { readonly effect?: ErrorDetails['effect'] },
): RowsweepError {
  return new RowsweepError({ ...IMPLIED[details.code], ...details });
}
