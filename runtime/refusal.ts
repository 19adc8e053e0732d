import { errorFor } from './codes.js';
import type { ErrorCode, OperationDefinition } from './definition.js';
import type { RowsweepError } from './errors.js';

/**
 * A reason not to send a request, without the provider's and the operation's name: `refuseFor` adds them.
 * `GUARD`: it could touch more than was meant. `INPUT`: it cannot be written. `AUTHENTICATION`: there is no credential
 * to send. `CONFIGURATION`: the connection or the generated package cannot do it at all.
 */
export class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

type RefusalCode = Extract<ErrorCode, 'GUARD' | 'INPUT' | 'AUTHENTICATION' | 'CONFIGURATION'>;

/** What a message calls an operation. */
export type Named = Pick<OperationDefinition, 'name' | 'method' | 'path'>;

/**
 * Runs `build`, and turns what it throws into an error of the operation: a `Refusal`, or whatever a getter or a proxy
 * of the caller's throws while it is read. Nothing was sent.
 */
export function refuseFor<T>(provider: string, operation: Named, build: () => T): T {
  try {
    return build();
  } catch (error) {
    const refusal =
      error instanceof Refusal ? error : new Refusal('INPUT', 'the request cannot be read.', error);
    throw refusalError(provider, operation, refusal);
  }
}

/** The error that a refusal becomes, with the names that it does not know itself. */
function refusalError(provider: string, { name, method, path }: Named, refusal: Refusal): RowsweepError {
  return errorFor({
    code: refusal.code,
    provider,
    operation: name,
    request: { method, path },
    attempts: 0,
    message: `${name} was not sent: ${refusal.message}`,
    cause: refusal.cause,
  });
}

/** How a value is called in a message, without showing it: ids and secrets stay out of logs. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
  if (typeof value === 'string') return isBlank(value) ? 'a blank string' : 'a string';
  if (typeof value === 'number') return Number.isFinite(value) ? 'a number' : String(value);
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'an empty object' : 'an object';
  return value === undefined ? 'undefined' : `a ${typeof value}`;
}

/**
 * True for a text without a visible character. White space, control and formatting characters do not count, nor do
 * fillers, variation selectors (Unicode, Default_Ignorable_Code_Point) and the blank of Braille.
 */
export function isBlank(text: string): boolean {
  return /^[\s\p{Cc}\p{Cf}\p{DI}\u2800]*$/u.test(text);
}
