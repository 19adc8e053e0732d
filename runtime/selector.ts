import type { SelectorGuard } from './definition.js';
import type { PartOf } from './part.js';
import { valueAt } from './pointer.js';
import { isBlank, kindOf, Refusal } from './refusal.js';
import { isPlainObject, type Values } from './request/request.js';

/** Half of a surrogate pair has no UTF-8 form: servers put `?` or U+FFFD in its place, and that is another id. */
const HALF = /\p{Cs}/u;
/** Printable ASCII, as most ids are: neither blank nor half of anything. */
const VISIBLE = /^[!-~]+$/;

/**
 * Refuses a request whose selector is missing, empty, blank or ambiguous, before anything is sent. `body` is what the
 * receiver will read, parsed from what was written, so no getter, hole or `toJSON` can come between. An element may
 * be a string that is not blank, or a safe integer where the provider's ids are numbers. Messages name positions,
 * never values.
 */
export const selectorGuard: PartOf<'selectorGuard'> = { name: 'selectorGuard', check: guardSelector };

function guardSelector(
  guard: SelectorGuard,
  request: { readonly query: Values; readonly body: unknown },
): void {
  const value = guard.in === 'body' ? valueAt(request.body, guard.at) : request.query.get(guard.at);
  const where = guard.in === 'body' ? `the body's ${guard.at}` : `the query parameter ${guard.at}`;
  if (guard.in === 'query') guardColumns(guard, value, where);
  else if (Array.isArray(value)) guardList(guard, value, where);
  else if (typeof value === 'object' && value !== null) guardObject(guard, value, where);
  else guardValue(guard, value, where);
}

function guardList(guard: SelectorGuard, list: readonly unknown[], where: string): void {
  if (list.length === 0) refuse(`${where} is empty, so nothing would limit the deletion.`);
  for (let index = 0; index < list.length; index += 1) {
    const element = list[index];
    if (guard.exactlyOneOf !== null) {
      guardElement(guard, guard.exactlyOneOf, { element, place: `${where}/${index}` });
    } else {
      const fault = faultOf(guard, element);
      // Only a refusal needs the place, and a list may be long.
      if (fault !== undefined) refuse(`${where}/${index} ${fault}`);
    }
  }
}

/** One of several ways to say what is deleted, as in `{ record_id }` or `{ filter }`: never none, never two. */
function guardElement(
  guard: SelectorGuard,
  keys: readonly string[],
  { element, place }: { readonly element: unknown; readonly place: string },
): void {
  const wanted = keys.join(' or ');
  if (typeof element !== 'object' || element === null || Array.isArray(element)) {
    refuse(`${place} wants an object with ${wanted}; got ${kindOf(element)}.`);
  }
  // What is null counts as given: it is sent.
  const given = keys.filter((key) => Object.hasOwn(element, key));
  const [key] = given;
  if (key === undefined || given.length > 1) {
    refuse(
      `${place} wants exactly one of ${wanted}; got ${given.length === 0 ? 'none' : given.join(' and ')}.`,
    );
  }
  const value: unknown = Reflect.get(element, key);
  if (!guard.singleKey.includes(key)) guardValue(guard, value, `${place}/${key}`);
  else guardCondition(guard, value, `${place}/${key}`);
}

function guardCondition(guard: SelectorGuard, value: unknown, where: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    refuse(`${where} wants an object with one key; got ${kindOf(value)}.`);
  }
  const count = Object.keys(value).length;
  if (count !== 1) refuse(`${where} wants exactly one key; got ${count}.`);
  guardObject(guard, value, where);
}

/** Anything but a plain object would be written as one parameter of that name, and not as columns. */
function guardColumns(guard: SelectorGuard, value: unknown, where: string): void {
  if (!isPlainObject(value)) refuse(`${where} wants an object of columns; got ${kindOf(value)}.`);
  guardObject(guard, value, where);
}

function guardObject(guard: SelectorGuard, value: object, where: string): void {
  const keys = Object.keys(value);
  if (keys.length === 0) refuse(`${where} is empty, so nothing would limit the deletion.`);
  for (const key of keys) {
    if (isBlank(key)) refuse(`${where} has a blank key.`);
    if (HALF.test(key)) refuse(`${where} has a key with half of a surrogate pair.`);
    if (guard.reservedKeys.some((reserved) => reserved.toLowerCase() === key.toLowerCase())) {
      refuse(`${where} uses ${key} as a column, which the provider reads as something else.`);
    }
    if (guard.keyPattern !== null && !new RegExp(guard.keyPattern, 'u').test(key)) {
      refuse(`${where} has a key that does not match ${guard.keyPattern}.`);
    }
    guardValue(guard, Reflect.get(value, key), `${where}/${key}`);
  }
}

function guardValue(guard: SelectorGuard, value: unknown, where: string): void {
  const fault = faultOf(guard, value);
  if (fault !== undefined) refuse(`${where} ${fault}`);
}

/** Why a value must not be sent, in the words that follow its place; undefined: it may. */
function faultOf(guard: SelectorGuard, value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value) && guard.in === 'body') return undefined;
  if (typeof value !== 'string') return `wants a string that is not blank; got ${kindOf(value)}.`;
  if (!VISIBLE.test(value)) {
    if (isBlank(value)) return 'is blank.';
    if (HALF.test(value)) return 'has half of a surrogate pair, which a server reads as something else.';
  }
  if (guard.valuePattern !== null && !new RegExp(guard.valuePattern, 'u').test(value)) {
    return `does not match ${guard.valuePattern}.`;
  }
  return undefined;
}

function refuse(message: string): never {
  throw new Refusal('GUARD', message);
}
