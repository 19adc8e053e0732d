import type { Policy } from './policy.js';

/** Adds headers that the request does not have yet. */
export function addHeaders(values: readonly (readonly [name: string, value: string])[]): Policy {
  return (request, next) => {
    for (const [name, value] of values) {
      if (!request.headers.has(name)) request.headers.set(name, value);
    }
    return next(request);
  };
}
