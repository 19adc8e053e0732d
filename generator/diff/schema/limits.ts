/** Limits of lengths, counts and numbers, in one form for OpenAPI 3.0 and 3.1. */
import type { JsonObject } from '../../load/document.js';

/** A bound of a number; `exclusive`: the limit itself is refused. */
export interface Bound {
  readonly limit: number;
  readonly exclusive: boolean;
}

/** What a schema limits. Absent: no limit. */
export interface Limits {
  readonly minimum: Bound | null;
  readonly maximum: Bound | null;
  readonly multipleOf: number | null;
  readonly uniqueItems: boolean;
  /** `minLength`, `maxItems` and their like. */
  readonly counts: ReadonlyMap<CountKeyword, number>;
}

/** Keywords that count. */
export const countKeywords = [
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
] as const;

/** One of them. */
export type CountKeyword = (typeof countKeywords)[number];

/** No limit at all. */
export const noLimits: Limits = {
  minimum: null,
  maximum: null,
  multipleOf: null,
  uniqueItems: false,
  counts: new Map(),
};

/** What the keywords of one schema object limit. */
export function readLimits(schema: JsonObject): Limits {
  const counts = new Map<CountKeyword, number>();
  for (const keyword of countKeywords) {
    const value = schema[keyword];
    // Nothing is shorter than 0.
    if (typeof value === 'number' && !(keyword.startsWith('min') && value === 0)) counts.set(keyword, value);
  }
  const multiple = schema['multipleOf'];
  return {
    minimum: readBound(schema, 'minimum', 'exclusiveMinimum'),
    maximum: readBound(schema, 'maximum', 'exclusiveMaximum'),
    multipleOf: typeof multiple === 'number' ? multiple : null,
    uniqueItems: schema['uniqueItems'] === true,
    counts,
  };
}

/** The narrower of both in everything. */
export function uniteLimits(left: Limits, right: Limits): Limits {
  const counts = new Map(left.counts);
  for (const [keyword, value] of right.counts) {
    const known = counts.get(keyword);
    const pick = keyword.startsWith('min') ? Math.max : Math.min;
    counts.set(keyword, known === undefined ? value : pick(known, value));
  }
  return {
    minimum: narrower(left.minimum, right.minimum, 1),
    maximum: narrower(left.maximum, right.maximum, -1),
    multipleOf: left.multipleOf ?? right.multipleOf,
    uniqueItems: left.uniqueItems || right.uniqueItems,
    counts,
  };
}

/** An integer above 0 is at least 1. */
export function boundInteger(limits: Limits): Limits {
  return {
    ...limits,
    minimum: includeLimit(limits.minimum, 1),
    maximum: includeLimit(limits.maximum, -1),
  };
}

/** Positive when the right bound lets in less, negative when it lets in more, 0 when both are the same. */
export function compareBounds(left: Bound | null, right: Bound | null, sign: 1 | -1): number {
  if (left === null || right === null) return Number(right !== null) - Number(left !== null);
  return sign * (right.limit - left.limit) || Number(right.exclusive) - Number(left.exclusive);
}

/** OpenAPI 3.0 has a flag beside the limit, JSON Schema 2020-12 a number. */
function readBound(schema: JsonObject, plain: string, exclusive: string): Bound | null {
  const limit = schema[plain];
  const other = schema[exclusive];
  const closed = typeof limit === 'number' ? { limit, exclusive: other === true } : null;
  const open = typeof other === 'number' ? { limit: other, exclusive: true } : null;
  return narrower(closed, open, plain === 'minimum' ? 1 : -1);
}

function narrower(left: Bound | null, right: Bound | null, sign: 1 | -1): Bound | null {
  return compareBounds(left, right, sign) > 0 ? right : left;
}

function includeLimit(bound: Bound | null, step: 1 | -1): Bound | null {
  if (bound?.exclusive !== true || !Number.isInteger(bound.limit)) return bound;
  return { limit: bound.limit + step, exclusive: false };
}
