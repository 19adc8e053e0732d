import { kindOf, Refusal } from '../refusal.js';

/** What a call gives, by place. Keys are the names of the definition's parameters. */
export interface CallRequest {
  readonly path?: object;
  readonly query?: object;
  readonly headers?: object;
  readonly cookies?: object;
  readonly body?: unknown;
  /** The media type of the body, where the description has several, or a range. */
  readonly contentType?: string;
}

/** The values of one place, by name. Each was read once: what was checked is what is sent. */
export type Values = ReadonlyMap<string, unknown>;

/** A request with every value read. The body is handed on; it is checked after it was written. */
export interface ReadRequest {
  readonly path: Values;
  readonly query: Values;
  readonly header: Values;
  readonly cookie: Values;
  readonly body: unknown;
  readonly contentType: unknown;
}

/** What the parts write a request into. */
export interface Draft {
  path: string;
  /** `name=value`, encoded. */
  readonly query: string[];
  readonly headers: (readonly [name: string, value: string])[];
  /** `name=value`, encoded. */
  readonly cookies: string[];
}

/** What goes over the wire. `contentType` is null where the platform writes it: a form with a boundary. */
export interface WrittenBody {
  readonly content: BodyInit;
  readonly contentType: string | null;
}

const KEYS: readonly string[] = ['path', 'query', 'headers', 'cookies', 'body', 'contentType'];

/**
 * A copy of a request's parameters, for which each value is read once: what a getter or a proxy says when it is
 * checked is what is sent. Throws a `Refusal`.
 */
export function readRequest(request: unknown): ReadRequest {
  assertObject(request, 'the request wants');
  const unknown = Object.keys(request).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) {
    throw new Refusal('INPUT', `a request has no part ${unknown}; there is ${KEYS.join(', ')}.`);
  }
  const read = (key: string): unknown => Reflect.get(request, key);
  return {
    path: readValues(read('path'), 'path'),
    query: readValues(read('query'), 'query'),
    header: readValues(read('headers'), 'headers'),
    cookie: readValues(read('cookies'), 'cookies'),
    body: read('body'),
    contentType: read('contentType'),
  };
}

const NONE: Values = new Map();

/** A copy of one place's parameters and, where they are lists or plain objects, of what is in them. */
export function readValues(given: unknown, place: string): Values {
  if (given === undefined) return NONE;
  assertObject(given, `the ${place} parameters want`);
  const values = new Map<string, unknown>();
  for (const key of Object.keys(given)) {
    const value: unknown = Reflect.get(given, key);
    if (value !== undefined) values.set(key, copyValue(value));
  }
  return values;
}

function copyValue(value: unknown): unknown {
  // Array.from visits holes too: a hole would be an empty value.
  if (Array.isArray(value)) return Array.from(value as readonly unknown[]);
  return isPlainObject(value) ? { ...value } : value;
}

function assertObject(value: unknown, what: string): asserts value is object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new Refusal('INPUT', `${what} an object; got ${kindOf(value)}.`);
}

/** True for an object that is nothing else: no list, map, date or boxed text. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object.prototype.toString.call(value) === '[object Object]';
}
