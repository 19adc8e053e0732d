import type { Placement } from './behaviour.js';
import { valueAt, withValueAt } from './pointer.js';
import type { CallRequest } from './request/request.js';

/** A copy of the request with one value put in its place. */
export function withPlaced(request: CallRequest, placement: Placement, value: unknown): CallRequest {
  if (placement.in === 'body') return { ...request, body: withValueAt(request.body, placement.at, value) };
  return { ...request, [placement.in]: { ...request[placement.in], [placement.at]: value } };
}

/** The value that a request has at a place; undefined where it has none. */
export function placedIn(request: CallRequest, { in: place, at }: Placement): unknown {
  if (place === 'body') return valueAt(request.body, at);
  const values = request[place] ?? {};
  return Object.hasOwn(values, at) ? (Reflect.get(values, at) as unknown) : undefined;
}
