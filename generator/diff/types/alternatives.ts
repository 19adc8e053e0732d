import type { NamedSchema, ObjectShape, Property, Shape } from '../../model/shape-types.js';

/** Types with names, by their name. */
export type Names = ReadonlyMap<string, NamedSchema>;

/** One alternative of a type, its name followed, and the name. */
export interface Alternative {
  readonly shape: Shape;
  readonly name: string | null;
}

/** What a type may be, unions and names that stand for unions taken apart. */
export function alternativesOf(names: Names, shape: Shape): Alternative[] {
  const found: Alternative[] = [];
  const seen = new Set<string>();
  const pending: Alternative[] = [{ shape, name: null }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { shape: current, name } = next;
    if (current.kind === 'union') {
      for (const member of [...current.members].reverse()) pending.push({ shape: member, name: null });
    } else if (current.kind === 'name') {
      const named = names.get(current.name);
      if (named === undefined) found.push(next);
      else if (!seen.has(current.name)) {
        seen.add(current.name);
        pending.push({ shape: named.shape, name: current.name });
      }
    } else if (current.kind !== 'never') {
      found.push({ shape: current, name });
    }
  }
  return found;
}

/** An object, or objects put together, as one; null: something else is part of it. */
export function asObjectShape(names: Names, shape: Shape): ObjectShape | null {
  const properties = new Map<string, Property>();
  let rest: Shape | null = null;
  const seen = new Set<string>();
  const pending: Shape[] = [shape];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'name') {
      const named = names.get(next.name);
      if (named === undefined || seen.has(next.name)) return null;
      seen.add(next.name);
      pending.push(named.shape);
    } else if (next.kind === 'intersection') {
      pending.push(...[...next.members].reverse());
    } else if (next.kind === 'object') {
      rest ??= next.rest;
      for (const property of next.properties) {
        const before = properties.get(property.name);
        const optional = property.optional && (before?.optional ?? true);
        properties.set(property.name, { ...property, optional });
      }
    } else {
      return null;
    }
  }
  return { kind: 'object', properties: [...properties.values()], rest };
}

/** True when every value of the left is one of the right, as far as one step shows. */
export function isCovered(left: Shape, right: Shape): boolean {
  if (right.kind === 'unknown') return true;
  if (left.kind === 'literal') {
    if (right.kind === 'literal') return left.value === right.value;
    const base = right.kind === 'open' ? right.base : right.kind;
    return base === typeof left.value;
  }
  if (left.kind === 'open' || right.kind === 'open') return baseOf(left) === baseOf(right);
  return left.kind === right.kind && isPlain(left);
}

/** Types that have nothing within. */
export function isPlain({ kind }: Shape): boolean {
  return !['array', 'tuple', 'object', 'intersection', 'name', 'literal'].includes(kind);
}

function baseOf(shape: Shape): string {
  return shape.kind === 'open' ? shape.base : shape.kind;
}

/** Which properties an object has, and the values that tell it from others. */
export function signatureOf(
  names: Names,
  shape: Shape,
): { readonly names: ReadonlySet<string>; readonly tags: string } {
  const object = asObjectShape(names, shape);
  if (object === null) return { names: new Set(), tags: '' };
  const tags = object.properties.flatMap(({ name, shape: inner }) =>
    inner.kind === 'literal' ? [`${name}=${String(inner.value)}`] : [],
  );
  return { names: new Set(object.properties.map(({ name }) => name)), tags: tags.sort().join() };
}
