import { childOf, elementsOf, memberOf, type Side, type Spot } from '../side.js';

/** A step from a type to one that it is made of. */
export type Step =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'items' }
  /** No step: where the properties stand. */
  | { readonly kind: 'object' }
  | { readonly kind: 'rest' }
  | { readonly kind: 'member'; readonly index: number };

/** Where the schema at a pointer says what a step leads to; the schema's own place when that is not found. */
export function locate(side: Side, pointer: string, step: Step): string {
  const start = side.find(pointer);
  if (start === null) return pointer;
  const seen = new Set<string>();
  const pending: Spot[] = [start];
  for (let spot = pending.shift(); spot !== undefined; spot = pending.shift()) {
    for (const part of side.resolveSchema(spot)) {
      if (seen.has(part.pointer)) continue;
      seen.add(part.pointer);
      const found = stepInto(part, step);
      if (found !== null) return found.pointer;
      for (const keyword of ['allOf', 'oneOf', 'anyOf']) pending.push(...elementsOf(part, keyword));
    }
  }
  return side.resolve(start).pointer;
}

/** Where the schema at a pointer stands, references followed. */
export function settle(side: Side, pointer: string): string {
  const spot = side.find(pointer);
  return spot === null ? pointer : side.resolve(spot).pointer;
}

function stepInto(spot: Spot, step: Step): Spot | null {
  switch (step.kind) {
    case 'object':
      return childOf(spot, 'properties') === null ? null : spot;
    case 'items':
      return childOf(spot, 'items');
    case 'rest':
      return childOf(spot, 'additionalProperties');
    case 'member':
      return elementsOf(spot, 'prefixItems')[step.index] ?? null;
    case 'property': {
      const properties = childOf(spot, 'properties');
      return properties === null ? null : childOf(properties, step.name);
    }
  }
}

/** The schema of a parameter of an operation; null when it is not found. */
export function locateParameter(
  side: Side,
  operation: string,
  { name, in: place }: { readonly name: string; readonly in: string },
): Spot | null {
  const item = operation.slice(0, operation.lastIndexOf('/'));
  for (const pointer of [operation, item]) {
    const holder = side.find(pointer);
    if (holder === null) continue;
    for (const spot of elementsOf(side.resolve(holder), 'parameters').map((each) => side.resolve(each))) {
      if (memberOf(spot, 'name') === name && memberOf(spot, 'in') === place) return spot;
    }
  }
  return null;
}
