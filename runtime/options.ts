/**
 * Checks what a caller says once. Every function throws a `Refusal` for an option that cannot be used: what was
 * wanted, and what came. It never shows a value.
 */
import { LONGEST_TIMER_MS, systemClock, type Clock } from './clock.js';
import { IMPLIED } from './codes.js';
import type { ErrorRule, ProviderDefinition } from './definition.js';
import { kindOf, Refusal } from './refusal.js';
import { isHeaderName, isHeaderValue } from './request/headers.js';
import { DEFAULT_RETRY, type RetryPolicy } from './retry.js';

type Header = readonly [name: string, value: string];

/** Headers that the transport itself writes. */
const WRITTEN_FOR_CALLERS = /^(?:content-(?:length|type)|host|connection|transfer-encoding|accept)$/i;
/** Headers that make another request of it: another method, another encoding, or an answer before the body. */
const MAKES_ANOTHER = /^(?:content-encoding|expect|upgrade|x-(?:http-)?method(?:-override)?)$/i;
/** What is a secret even though it is given as an ordinary header or cookie. */
const SECRET_NAME =
  /auth|cookie|token|secret|passw|credential|sess|\bsid\b|signature|(?:api|access)[-_]?key/i;

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

/** What `read` makes of each option that is given, by its name. One that is required and not given is refused. */
export function readNamed<Definition extends { readonly option: string; readonly required?: boolean }, Value>(
  definitions: readonly Definition[],
  options: object,
  read: (value: unknown, definition: Definition) => Value,
): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  for (const definition of definitions) {
    const { option, required } = definition;
    const value: unknown = Reflect.get(options, option);
    if (value !== undefined) found.set(option, read(value, definition));
    else if (required === true) throw new Refusal('INPUT', `\`${option}\` is missing.`);
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
    if (taken.has(key) || WRITTEN_FOR_CALLERS.test(key) || MAKES_ANOTHER.test(key)) {
      throw new Refusal('INPUT', `\`headers\` has ${name}, which is written for you, or stands there twice.`);
    }
    taken.add(key);
    return [name, checkHeader(text, name)];
  });
}

/** Throws a `Refusal` for a header that makes another request of the one that was checked, unless it is `declared`. */
export function guardHeaders(headers: Iterable<Header>, declared: readonly string[]): void {
  for (const [name] of headers) {
    if (!MAKES_ANOTHER.test(name) || declared.some((one) => one.toLowerCase() === name.toLowerCase()))
      continue;
    throw new Refusal('GUARD', `the header ${name} would make another request of it.`);
  }
}

/**
 * The values among these headers that must not get into a message, and what follows a scheme such as `Bearer`; of
 * cookies those that are secrets by their own name, also as they were before they were encoded.
 */
export function secretsOf(headers: Iterable<Header>): string[] {
  return [...headers]
    .filter(([name]) => SECRET_NAME.test(name))
    .flatMap(([name, value]) => [
      value,
      value.replace(/^\S+\s+/, ''),
      ...(/^cookie$/i.test(name) ? secretsOf(cookiesIn(value)) : []),
    ]);
}

/** Each as it stands there, and as it reads where it is encoded. */
function cookiesIn(line: string): readonly Header[] {
  return line.split(/;\s*/).flatMap((cookie): readonly Header[] => {
    const [, name = '', text = ''] = /^([^=]*)=(.*)$/.exec(cookie) ?? [];
    return [
      [name, text],
      [name, text.replace(/(?:%[\da-f]{2})+/gi, decodeCode)],
    ];
  });
}

function decodeCode(code: string): string {
  try {
    return decodeURIComponent(code);
  } catch {
    return code;
  }
}

/** Refuses a text that could write a header of its own. */
export function checkHeader(value: unknown, name: string): string {
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
  return readWhole(value, 'timeoutMs', { from: 1, to: LONGEST_TIMER_MS, otherwise });
}

/** The policy with the options that are given put over it. */
export function readRetry(value: unknown, policy: RetryPolicy = DEFAULT_RETRY): RetryPolicy {
  if (value === undefined) return policy;
  const read = readObject(value, 'retry');
  const whole = (name: keyof RetryPolicy, to = Number.MAX_SAFE_INTEGER): number =>
    readWhole(read(name), `retry.${name}`, { from: 0, to, otherwise: policy[name] });
  return {
    maxRetries: whole('maxRetries', 20),
    baseDelayMs: whole('baseDelayMs'),
    maxDelayMs: whole('maxDelayMs'),
    maxRetryAfterMs: whole('maxRetryAfterMs'),
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
  for (const name of ['now', 'sleep', 'random']) checkFunction(read(name) ?? null, `clock.${name}`);
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
    const fields = Object.entries(RULE_CHECKS).map(([field, isValid]): [string, unknown] => {
      const given = read(field);
      const isNone = given === null && field !== 'code';
      if (!isNone && !isValid(given)) refuseOption(`errorRules[${index}].${field}`, 'another value', given);
      return [field, Array.isArray(given) ? [...(given as readonly unknown[])] : given];
    });
    return Object.fromEntries(fields) as unknown as ErrorRule;
  });
}

type Check = (value: unknown) => boolean;

const isOneOf =
  (...known: readonly unknown[]): Check =>
  (value) =>
    known.includes(value);
const isListOf =
  (isElement: Check): Check =>
  (value) =>
    // Array.from visits holes too.
    Array.isArray(value) && Array.from(value as readonly unknown[]).every(isElement);
const isRange = isOneOf('4XX', '5XX');
const isFlag = isOneOf(true, false);

/** What each field of a rule may be, beside null where nothing is wanted of it. */
const RULE_CHECKS: Readonly<Record<keyof ErrorRule, Check>> = {
  status: isListOf((one) => Number.isInteger(one) || isRange(one)),
  providerCode: isListOf((one) => typeof one === 'string' || Number.isFinite(one)),
  retryAfter: isOneOf('present', 'absent'),
  code: isOneOf(...Object.keys(IMPLIED)),
  effect: isOneOf('none', 'possible', 'done'),
  retryable: isFlag,
  fatal: isFlag,
};
