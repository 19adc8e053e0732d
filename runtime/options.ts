/**
 * Checks what a caller says once. Every function throws a `Refusal` for an option that cannot be used: what was
 * wanted, and what came. It never shows a value.
 */
import { systemClock, type Clock } from './clock.js';
import { IMPLIED } from './codes.js';
import { CredentialSource } from './credential.js';
import type { ErrorRule, ProviderDefinition } from './definition.js';
import { kindOf, Refusal } from './refusal.js';
import { isHeaderName, isHeaderValue } from './request/headers.js';
import { DEFAULT_RETRY, type RetryOptions, type RetryPolicy } from './retry.js';

type Header = readonly [name: string, value: string];

/**
 * Headers that the transport itself writes, and those that make another request of it: another method, another
 * encoding, or an answer before the body.
 */
const NOT_FOR_CALLERS =
  /^(?:content-(?:length|type|encoding)|host|connection|transfer-encoding|accept|expect|upgrade|x-http-method(?:-override)?|x-method-override)$/i;
/** What is a secret even though it is given as an ordinary header. */
const SECRET_NAME = /auth|cookie|token|secret|passw|credential|session|signature|(?:api|access)[-_]?key/i;
/** The longest timer that platforms keep to. */
const LONGEST_MS = 2 ** 31 - 1;

/** Refuses an option. */
export function refuseOption(name: string, wanted: string, value: unknown): never {
  throw new Refusal('INPUT', `\`${name}\` wants ${wanted}; got ${kindOf(value)}.`);
}

/** An object that holds options, read by name. */
export function readObject(value: unknown, name: string): (key: string) => unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuseOption(name, 'an object', value);
  }
  return (key): unknown => Reflect.get(value, key);
}

/** The source of each credential that is given, by the name of its option. */
export function readCredentials(
  { credentials }: ProviderDefinition,
  options: object,
): ReadonlyMap<string, CredentialSource> {
  const sources = new Map<string, CredentialSource>();
  for (const definition of credentials) {
    const value: unknown = Reflect.get(options, definition.option);
    if (value !== undefined) sources.set(definition.option, new CredentialSource(definition, value));
    else if (definition.required === true) throw new Refusal('INPUT', `\`${definition.option}\` is missing.`);
  }
  return sources;
}

/** The headers that are given once, by the name of their option. */
export function readConnectionHeaders(
  { headers }: ProviderDefinition,
  options: object,
): ReadonlyMap<string, Header> {
  const found = new Map<string, Header>();
  for (const { option, header, required } of headers) {
    const value: unknown = Reflect.get(options, option);
    if (value !== undefined) found.set(option, [header, checkHeader(value, option)]);
    else if (required)
      throw new Refusal('INPUT', `\`${option}\` is missing: it is sent as the header ${header}.`);
  }
  return found;
}

/**
 * Headers of the caller's own. One that the connection or the transport writes itself is refused rather than
 * overwritten without a word.
 */
export function readExtraHeaders(provider: ProviderDefinition, value: unknown): readonly Header[] {
  if (value === undefined) return [];
  readObject(value, 'headers');
  const taken = new Set<string>(provider.headers.map(({ header }) => header.toLowerCase()));
  for (const credential of provider.credentials) {
    const { kind } = credential;
    taken.add(kind === 'header' ? credential.name.toLowerCase() : kind);
  }
  return Object.entries(value as object).map(([name, text]: readonly [string, unknown]) => {
    const key = name.toLowerCase();
    if (!isHeaderName(name)) throw new Refusal('INPUT', '`headers` has a name that no header can have.');
    if (taken.has(key) || NOT_FOR_CALLERS.test(key)) {
      throw new Refusal('INPUT', `\`headers\` has ${name}, which is written for you, or stands there twice.`);
    }
    taken.add(key);
    return [name, checkHeader(text, name)];
  });
}

/** The values among these headers that must not get into a message, and what follows a scheme such as `Bearer`. */
export function secretsOf(headers: Iterable<Header>): string[] {
  return [...headers]
    .filter(([name]) => SECRET_NAME.test(name))
    .flatMap(([, value]) => [value, value.replace(/^\S+\s+/, '')]);
}

function checkHeader(value: unknown, name: string): string {
  if (typeof value === 'string' && isHeaderValue(value)) return value;
  return refuseOption(name, 'visible Latin-1 text without a line break or a space at an end', value);
}

/** A whole number in a range, or the value that holds where nothing is said. */
export function readWhole(
  value: unknown,
  name: string,
  range: { readonly from: number; readonly to: number; readonly otherwise: number },
): number {
  if (value === undefined) return range.otherwise;
  if (typeof value === 'number' && Number.isInteger(value) && value >= range.from && value <= range.to) {
    return value;
  }
  return refuseOption(name, `a whole number from ${range.from} to ${range.to}`, value);
}

/** A span in milliseconds that a timer can keep to. */
export function readTimeoutMs(value: unknown, otherwise: number): number {
  return readWhole(value, 'timeoutMs', { from: 1, to: LONGEST_MS, otherwise });
}

/** The policy with the options that are given put over it. */
export function readRetry(value: unknown, policy: RetryPolicy = DEFAULT_RETRY): RetryPolicy {
  if (value === undefined) return policy;
  const read = readObject(value, 'retry');
  const whole = (name: keyof RetryOptions, to: number): number =>
    readWhole(read(name), `retry.${name}`, { from: 0, to, otherwise: policy[name] });
  return {
    maxRetries: whole('maxRetries', 20),
    baseDelayMs: whole('baseDelayMs', LONGEST_MS),
    maxDelayMs: whole('maxDelayMs', LONGEST_MS),
    maxRetryAfterMs: whole('maxRetryAfterMs', Number.MAX_SAFE_INTEGER),
  };
}

/** Refuses what is neither undefined nor a function. */
export function checkFunction(value: unknown, name: string): void {
  if (value !== undefined && typeof value !== 'function') refuseOption(name, 'a function', value);
}

/** The clock that is given, or the system's. */
export function readClock(value: unknown): Clock {
  if (value === undefined) return systemClock;
  const read = readObject(value, 'clock');
  for (const name of ['now', 'sleep', 'random']) {
    if (typeof read(name) !== 'function') refuseOption('clock', 'now, sleep and random', value);
  }
  return value as Clock;
}

/**
 * Copies of the caller's rules. One that could not be applied is refused: a rule is read while an error is made, and
 * must not put another in its place.
 */
export function readErrorRules(value: unknown): readonly ErrorRule[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return refuseOption('errorRules', 'a list of rules', value);
  return Array.from(value as readonly unknown[], (rule, index) => {
    const read = readObject(rule, `errorRules[${index}]`);
    for (const [field, isValid] of RULE_CHECKS) {
      if (!isValid(read(field))) refuseOption(`errorRules[${index}].${field}`, 'another value', read(field));
    }
    return structuredClone(rule as ErrorRule);
  });
}

const isOneOf =
  (...known: readonly unknown[]) =>
  (value: unknown): boolean =>
    value === null || known.includes(value);
const isFlag = isOneOf(true, false);
const RULE_CHECKS: readonly (readonly [keyof ErrorRule, (value: unknown) => boolean])[] = [
  ['status', (value) => isListOrNull(value, (one) => Number.isInteger(one) || isRange(one))],
  ['providerCode', (value) => isListOrNull(value, (one) => typeof one === 'string' || Number.isFinite(one))],
  ['retryAfter', isOneOf('present', 'absent')],
  ['code', (value) => typeof value === 'string' && Object.hasOwn(IMPLIED, value)],
  ['effect', isOneOf('none', 'possible', 'done')],
  ['retryable', isFlag],
  ['fatal', isFlag],
];

function isRange(value: unknown): boolean {
  return value === '4XX' || value === '5XX';
}

function isListOrNull(value: unknown, isElement: (element: unknown) => boolean): boolean {
  return value === null || (Array.isArray(value) && Array.from(value as readonly unknown[]).every(isElement));
}
