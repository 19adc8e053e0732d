import { kindOf, Refusal } from '../refusal.js';

/** What a call gives, by place. Keys are the names of the definition's parameters. */
export interface CallRequest {
  readonly path?: object;
  readonly query?: object;
  readonly headers?: object;
  readonly cookies?: object;
  readonly body?: unknown;
}

const PLACES = ['path', 'query', 'headers', 'cookies'] as const;

/**
 * A copy of a request's parameters, for which each value is read once: what a getter or a proxy says when it is
 * checked is what is sent. The body is handed on; it is checked after it was written. Throws a `Refusal`.
 */
export function readParts(request: unknown): CallRequest {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) {
    throw new Refusal('INPUT', `the request wants an object; got ${kindOf(request)}.`);
  }
  const known: readonly string[] = [...PLACES, 'body'];
  const unknown = Object.keys(request).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw new Refusal('INPUT', `a request has no part ${unknown}; there is ${known.join(', ')}.`);
  }
  const copies = PLACES.flatMap((place) => {
    const values: unknown = Reflect.get(request, place);
    return values === undefined ? [] : [[place, copyParameters(values, place)] as const];
  });
  return { ...Object.fromEntries(copies), body: Reflect.get(request, 'body') };
}

/** A copy of one place's parameters and, where they are lists or plain objects, of what is in them. */
export function copyParameters(values: unknown, place: string): object {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw new Refusal('INPUT', `the ${place} parameters want an object; got ${kindOf(values)}.`);
  }
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, copyValue(value)]));
}

function copyValue(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from(value as readonly unknown[]);
  return isPlainObject(value) ? { ...value } : value;
}

/** True for an object that is nothing else: no list, map, date or boxed text. */
export function isPlainObject(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && Object.prototype.toString.call(value) === '[object Object]'
  );
}
