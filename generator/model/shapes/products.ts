/** Alternatives that hold at once: TypeScript multiplies them, and gives up at 100,000 products (its error 2590). */
import type { JsonValue } from '../../load/document.js';
import { isObject } from '../source.js';
import type { Shape } from '../shape-types.js';
import type { Graph } from './graph.js';
import { membersOf, referenceOf } from './keywords.js';
import { anyObject } from './unions.js';
import type { Resource, Unit } from './units.js';

/** A tenth of what TypeScript takes, because it makes all of them before it looks at one. */
const MOST_PRODUCTS = 10_000;
/** Whose alternatives lie deeper than this counts as one. */
const MAX_DEPTH = 100;

/** What tells how many alternatives a name stands for. */
export interface Named {
  readonly graph: Graph;
  readonly byName: ReadonlyMap<string, Unit>;
}

/**
 * The shape without the alternatives that are too many to be multiplied; their properties may be read and given, but of
 * what type they are is not said.
 */
export function boundProduct(shape: Shape, named: Named): Shape {
  if (shape.kind !== 'intersection') return shape;
  let product = 1;
  const kept = shape.members.filter((member) => {
    const count = countIn(member, named);
    if (product > 1 && product * count > MOST_PRODUCTS) return false;
    product *= count;
    return true;
  });
  return kept.length === shape.members.length ? shape : { ...shape, members: [...kept, anyObject] };
}

function countIn(shape: Shape, named: Named): number {
  switch (shape.kind) {
    case 'name': {
      const unit = named.byName.get(shape.name);
      return unit === undefined ? 1 : countOf(unit, named.graph, 0);
    }
    case 'union':
      return shape.members.reduce((sum, member) => sum + countIn(member, named), 0);
    case 'intersection':
      return shape.members.reduce((product, member) => product * countIn(member, named), 1);
    default:
      return 1;
  }
}

/** Of one description each; a schema that is being counted counts as one, so that no circle is walked. */
const counts = new WeakMap<Unit, number>();

function countOf(unit: Unit, graph: Graph, depth: number): number {
  const known = counts.get(unit);
  if (known !== undefined) return known;
  counts.set(unit, 1);
  // Its own type is bounded as well.
  const count = Math.min(MOST_PRODUCTS, countAt(unit, graph, depth));
  counts.set(unit, count);
  return count;
}

function countAt(
  { value, resource }: { readonly value: JsonValue; readonly resource: Resource | null },
  graph: Graph,
  depth: number,
): number {
  if (!isObject(value) || depth > MAX_DEPTH) return 1;
  const inner = graph.references.enter(value, resource);
  const target = referenceOf(value) === null ? null : graph.follow(value, inner);
  const listed = (keyword: 'allOf' | 'oneOf' | 'anyOf'): readonly number[] =>
    membersOf(value, keyword).map((member) => countAt({ value: member, resource: inner }, graph, depth + 1));
  const sums = [listed('oneOf'), listed('anyOf')].map((each) => each.reduce((sum, count) => sum + count, 0));
  const factors = [target === null ? 1 : countOf(target, graph, depth + 1), ...listed('allOf'), ...sums];
  return factors.reduce((product, count) => product * Math.max(count, 1), 1);
}
