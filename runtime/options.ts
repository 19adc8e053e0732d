import { systemClock, type Clock } from './clock.js';
import { CredentialSource } from './credential.js';
import type { ProviderDefinition } from './definition.js';
import { isHeaderName, isHeaderValue } from './request/headers.js';
import { isBlank, kindOf } from './refusal.js';
import type { RetryOptions } from './retry.js';

/** An option that cannot be used: what was wanted, and what came. It never shows a value. */
export class OptionProblem extends Error {
  override readonly name: string = 'OptionProblem';
}

type Named = readonly (readonly [name: string, value: string])[];

/** Headers that the transport itself writes. */
const OWN_HEADERS = ['content-length', 'content-type', 'host', 'connection', 'transfer-encoding', 'accept'];
/** Headers that make another request of it: another method, another encoding, or an answer before the body. */
const CHANGING_HEADERS = [
  'x-http-method-override',
  'x-http-method',
  'x-method-override',
  'content-encoding',
  'expect',
  'upgrade',
];
/** What is a secret even though it is given as an ordinary header. */
const SECRET_NAME = /auth|cookie|token|secret|passw|credential|session|signature|(?:api|access)[-_]?key/i;
/** The longest timer that platforms keep to. */
const LONGEST_MS = 2 ** 31 - 1;

/** The source of each credential, by the name of its option. Throws an `OptionProblem` or a `CredentialProblem`. */
export function readCredentials(
  provider: ProviderDefinition,
  options: object,
): ReadonlyMap<string, CredentialSource> {
  return new Map(
    provider.credentials.map(({ option }) => {
      const value: unknown = Reflect.get(options, option);
      if (value === undefined) {
        throw new OptionProblem(`\`${option}\` is missing: a string, or a function that returns one.`);
      }
      return [option, new CredentialSource(option, value)];
    }),
  );
}

/** The headers that are given once, by the name of their option. */
export function readConnectionHeaders(
  provider: ProviderDefinition,
  options: object,
): ReadonlyMap<string, readonly [name: string, value: string]> {
  const found = new Map<string, readonly [string, string]>();
  for (const { option, header, required } of provider.headers) {
    const value: unknown = Reflect.get(options, option);
    if (value === undefined && !required) continue;
    if (value === undefined) {
      throw new OptionProblem(`\`${option}\` is missing: a string, sent as the header ${header}.`);
    }
    found.set(option, [header, checkHeader(value, `\`${option}\``)]);
  }
  return found;
}

/**
 * Headers of the caller's own. One that the connection or the transport writes itself is refused rather than
 * overwritten without a word.
 */
export function readExtraHeaders(provider: ProviderDefinition, value: unknown): Named {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new OptionProblem(`\`headers\` wants an object of strings; got ${kindOf(value)}.`);
  }
  const owned = new Set([
    ...OWN_HEADERS,
    ...provider.headers.map(({ header }) => header.toLowerCase()),
    ...provider.credentials.map((credential) =>
      credential.kind === 'bearer' ? 'authorization' : credential.header.toLowerCase(),
    ),
  ]);
  const seen = new Set<string>();
  return Object.entries(value).map(([name, text]) => {
    const key = name.toLowerCase();
    if (!isHeaderName(name)) throw new OptionProblem('`headers` has a name that no header can have.');
    if (owned.has(key)) {
      throw new OptionProblem(`\`headers\` has ${name}, which the connection writes itself.`);
    }
    if (CHANGING_HEADERS.includes(key)) {
      throw new OptionProblem(`\`headers\` has ${name}, which would make another request of it.`);
    }
    if (seen.has(key)) throw new OptionProblem(`\`headers\` has ${name} twice, in two spellings.`);
    seen.add(key);
    return [name, checkHeader(text, `\`headers\`' ${name}`)] as const;
  });
}

/** The values among these headers that must not get into a message, and what follows a scheme such as `Bearer`. */
export function secretsOf(headers: Named): string[] {
  return headers
    .filter(([name]) => SECRET_NAME.test(name))
    .flatMap(([, value]) => [value, value.replace(/^\S+\s+/, '')]);
}

function checkHeader(value: unknown, where: string): string {
  if (typeof value !== 'string') throw new OptionProblem(`${where} wants a string; got ${kindOf(value)}.`);
  if (isBlank(value)) throw new OptionProblem(`${where} wants a text; got a blank string.`);
  if (isHeaderValue(value)) return value;
  throw new OptionProblem(
    `${where} wants visible Latin-1 text; got a line break, a space at an end, or a character no header can carry.`,
  );
}

/** A whole number in a range, or the value that holds where nothing is said. */
export function readWhole(
  value: unknown,
  where: string,
  range: { readonly from: number; readonly to: number; readonly otherwise: number },
): number {
  if (value === undefined) return range.otherwise;
  if (typeof value === 'number' && Number.isInteger(value) && value >= range.from && value <= range.to) {
    return value;
  }
  throw new OptionProblem(
    `\`${where}\` wants a whole number from ${range.from} to ${range.to}; got ${kindOf(value)}${
      typeof value === 'number' && Number.isFinite(value) ? ` (${value})` : ''
    }.`,
  );
}

/** A span in milliseconds that a timer can keep to. */
export function readTimeoutMs(value: unknown, otherwise: number): number {
  return readWhole(value, 'timeoutMs', { from: 1, to: LONGEST_MS, otherwise });
}

/** Throws unless every retry option is a sensible number. */
export function checkRetry(value: unknown): RetryOptions {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new OptionProblem(`\`retry\` wants an object; got ${kindOf(value)}.`);
  }
  const read = (name: keyof RetryOptions, to: number): number | undefined => {
    const given: unknown = Reflect.get(value, name);
    return given === undefined ? undefined : readWhole(given, `retry.${name}`, { from: 0, to, otherwise: 0 });
  };
  return {
    maxRetries: read('maxRetries', 20),
    baseDelayMs: read('baseDelayMs', LONGEST_MS),
    maxDelayMs: read('maxDelayMs', LONGEST_MS),
    maxRetryAfterMs: read('maxRetryAfterMs', Number.MAX_SAFE_INTEGER),
  };
}

/** Throws unless `value` is undefined or a function. */
export function checkFunction(value: unknown, where: string): void {
  if (value === undefined || typeof value === 'function') return;
  throw new OptionProblem(`\`${where}\` wants a function; got ${kindOf(value)}.`);
}

/** The clock that is given, or the system's. */
export function readClock(value: unknown): Clock {
  if (value === undefined) return systemClock;
  const isClock =
    typeof value === 'object' &&
    value !== null &&
    ['now', 'sleep', 'random'].every((name) => typeof Reflect.get(value, name) === 'function');
  if (!isClock) throw new OptionProblem(`\`clock\` wants now, sleep and random; got ${kindOf(value)}.`);
  return value as Clock;
}
