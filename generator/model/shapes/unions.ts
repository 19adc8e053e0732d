/** Alternatives: put side by side, each once. */
import type { ObjectShape, Shape } from '../shape-types.js';

export const unknownShape: Shape = { kind: 'unknown' };
export const neverShape: Shape = { kind: 'never' };
export const nullShape: Shape = { kind: 'null' };

/** Some object, of a schema that says nothing more: it adds nothing to what stands beside it. */
export const anyObject: ObjectShape = { kind: 'object', properties: [], rest: unknownShape };

/**
 * One of the shapes. Alternatives of alternatives stand beside the others; a text beside known texts makes these known
 * values of an open enum, which editors can still suggest.
 */
export function uniteShapes(shapes: readonly Shape[]): Shape {
  const [only, other] = shapes;
  if (shapes.length === 1 && only !== undefined) return only;
  // The most frequent union by far, which needs no keys.
  if (shapes.length === 2 && only !== undefined && other?.kind === 'null' && isPlainPart(only)) {
    return { kind: 'union', members: [only, other] };
  }
  const members = new Map<string, Shape>();
  for (const shape of shapes) {
    for (const member of shape.kind === 'union' ? shape.members : [shape]) {
      if (member.kind === 'unknown') return unknownShape;
      if (member.kind !== 'never') members.set(keyOf(member), member);
    }
  }
  absorb(members);
  const list = [...members.values()];
  const [first] = list;
  if (first === undefined) return neverShape;
  return list.length === 1 ? first : { kind: 'union', members: list };
}

function isPlainPart({ kind }: Shape): boolean {
  return kind !== 'union' && kind !== 'null' && kind !== 'unknown' && kind !== 'never';
}

/** What tells two members apart. */
function keyOf(shape: Shape): string {
  switch (shape.kind) {
    case 'name':
      return `name ${shape.name}`;
    case 'literal':
      return `literal ${typeof shape.value} ${shape.value}`;
    case 'unknown':
    case 'never':
    case 'null':
    case 'boolean':
    case 'number':
    case 'string':
      return shape.kind;
    default:
      return JSON.stringify(shape);
  }
}

/** Takes out what another member includes. */
function absorb(members: Map<string, Shape>): void {
  if (members.size < 2) return;
  if (members.has('literal boolean true') && members.has('literal boolean false')) {
    replaceAt(members, 'literal boolean true', { kind: 'boolean' });
  }
  if (members.has('boolean')) {
    members.delete('literal boolean true');
    members.delete('literal boolean false');
  }
  for (const base of ['string', 'number'] as const) {
    const known = [...members].filter(([, shape]) => isKnown(shape, base));
    const isOpen = members.has(base) || known.some(([, shape]) => shape.kind === 'open');
    const [first] = known;
    if (!isOpen || first === undefined || known.length + Number(members.has(base)) < 2) continue;
    const of = uniteShapes(known.map(([, shape]) => (shape.kind === 'open' ? shape.of : shape)));
    members.delete(base);
    for (const [key] of known.slice(1)) members.delete(key);
    replaceAt(members, first[0], { kind: 'open', base, of });
  }
}

function isKnown(shape: Shape, base: 'string' | 'number'): boolean {
  return (
    (shape.kind === 'open' && shape.base === base) ||
    (shape.kind === 'literal' && typeof shape.value === base)
  );
}

/** Keeps the place in the order. */
function replaceAt(members: Map<string, Shape>, key: string, shape: Shape): void {
  const entries = [...members].map(([each, old]): [string, Shape] =>
    each === key ? [keyOf(shape), shape] : [each, old],
  );
  members.clear();
  for (const [each, member] of entries) members.set(each, member);
}

/** The shape without null, and whether it had it. */
export function splitNull(shape: Shape): { readonly shape: Shape; readonly isNullable: boolean } {
  if (shape.kind === 'null') return { shape: neverShape, isNullable: true };
  if (shape.kind !== 'union' || !shape.members.some(({ kind }) => kind === 'null')) {
    return { shape, isNullable: false };
  }
  return { shape: uniteShapes(shape.members.filter(({ kind }) => kind !== 'null')), isNullable: true };
}

/** The members of a union; the shape itself when it is none. */
export function alternativesOf(shape: Shape): readonly Shape[] {
  return shape.kind === 'union' ? shape.members : [shape];
}
