/** The first place where two values of JSON differ: the smallest fact that says what went wrong. */
import { inspect, isDeepStrictEqual } from 'node:util';
import { escapePointer } from './json.js';

/** A pointer and both values, or null where they are equal. */
export function findDifference(expected: unknown, given: unknown): string | null {
  const left: [pointer: string, expected: unknown, given: unknown][] = [['', expected, given]];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [pointer, one, other] = next;
    if (isDeepStrictEqual(one, other)) continue;
    if (!isNested(one) || !isNested(other) || Array.isArray(one) !== Array.isArray(other)) {
      return `at '${pointer}' it is ${show(other)}, not ${show(one)}`;
    }
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
      left.push([`${pointer}/${escapePointer(key)}`, Reflect.get(one, key), Reflect.get(other, key)]);
    }
  }
  return null;
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function show(value: unknown): string {
  return inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY }).slice(0, 80);
}
