/** The keywords of JSON Schema 2020-12 that look at one value alone. */
import type { JsonObject, JsonValue } from '../load/document.js';
import { isObject, own } from './source.js';

/** How the message of a wrong constant begins. */
export const constant = 'must be exactly ';

/** True for a value of the type, or of one of the types. */
export function isOfType(value: JsonValue, type: JsonValue): boolean {
  return [type].flat().some((each) => isOfOneType(value, each));
}

function isOfOneType(value: JsonValue, type: JsonValue): boolean {
  switch (type) {
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

/** What is wrong with a value by itself, as the end of a sentence; null: nothing. */
export function checkSimple(schema: JsonObject, value: JsonValue): string | null {
  return checkListed(schema, value) ?? checkText(schema, value) ?? checkSize(schema, value);
}

function checkListed(schema: JsonObject, value: JsonValue): string | null {
  const fixed = own(schema, 'const');
  if (fixed !== undefined && fixed !== value) return constant + JSON.stringify(fixed);
  const allowed = own(schema, 'enum');
  if (!Array.isArray(allowed) || allowed.includes(value)) return null;
  const texts = allowed.map((each) => JSON.stringify(each));
  const last = texts.at(-1) ?? '';
  return `must be ${texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} or ${last}`}`;
}

function checkText(schema: JsonObject, value: JsonValue): string | null {
  if (typeof value !== 'string') return null;
  const pattern = own(schema, 'pattern');
  if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value))
    return `must match pattern "${pattern}"`;
  const format = own(schema, 'format');
  if (format === 'regex' && !isPattern(value)) return 'must be a regular expression (ECMA-262, flag u)';
  return format === 'uri' && !isAddress(value) ? 'must be a uri' : null;
}

interface Bound {
  readonly keyword: string;
  readonly measure: (value: JsonValue) => number | null;
  readonly breaks: (measured: number, bound: number) => boolean;
  readonly message: (bound: number) => string;
}

const numberOf = (value: JsonValue): number | null => (typeof value === 'number' ? value : null);
const isBelow = (measured: number, bound: number): boolean => measured < bound;

const bounds: readonly Bound[] = [
  { keyword: 'minimum', measure: numberOf, breaks: isBelow, message: (bound) => `must be >= ${bound}` },
  {
    keyword: 'maximum',
    measure: numberOf,
    breaks: (measured, bound) => measured > bound,
    message: (bound) => `must be <= ${bound}`,
  },
  {
    keyword: 'exclusiveMinimum',
    measure: numberOf,
    breaks: (measured, bound) => measured <= bound,
    message: (bound) => `must be > ${bound}`,
  },
  {
    keyword: 'minLength',
    measure: (value) => (typeof value === 'string' ? Array.from(value).length : null),
    breaks: isBelow,
    message: (bound) => `must NOT have fewer than ${bound} characters`,
  },
  {
    keyword: 'minItems',
    measure: (value) => (Array.isArray(value) ? value.length : null),
    breaks: isBelow,
    message: (bound) => `must NOT have fewer than ${bound} items`,
  },
  {
    keyword: 'minProperties',
    measure: (value) => (isObject(value) ? Object.keys(value).length : null),
    breaks: isBelow,
    message: (bound) => `must NOT have fewer than ${bound} properties`,
  },
];

function checkSize(schema: JsonObject, value: JsonValue): string | null {
  for (const { keyword, measure, breaks, message } of bounds) {
    const bound = own(schema, keyword);
    const measured = typeof bound === 'number' ? measure(value) : null;
    if (typeof bound === 'number' && measured !== null && breaks(measured, bound)) return message(bound);
  }
  return null;
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function isAddress(text: string): boolean {
  return /^[a-z][a-z\d+.-]*:[^\s<>"{}|\\^`]*$/i.test(text) && URL.canParse(text);
}
