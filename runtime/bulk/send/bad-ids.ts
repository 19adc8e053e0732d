import type { BadIdRule } from '../../behaviour.js';
import type { RowsweepError } from '../../errors.js';
import { valueAt } from '../../pointer.js';

/** One id that the provider named as wrong. */
export interface BadId {
  /** Position in the request. */
  readonly position: number;
  readonly message: string;
}

/**
 * What a refusal says about the ids.
 * - `named`: these are wrong, the others may be right.
 * - `missing`: the ids did not arrive; since no request without ids is ever sent, they were dropped on the way.
 * - `whole`: the list as a whole is refused, such as for its length.
 * - `other`: something else in the request is wrong.
 */
export type Refusal =
  | { readonly kind: 'named'; readonly bad: readonly BadId[] }
  | { readonly kind: 'missing' | 'whole' | 'other'; readonly message: string };

const MISSING = /\b(?:missing|required)\b/i;

/** Reads a validation error; undefined when the rule does not apply to it or its list of problems is unreadable. */
export function readRefusal(
  rule: BadIdRule | null,
  error: Pick<RowsweepError, 'status' | 'body' | 'message'>,
  count: number,
): Refusal | undefined {
  if (rule === null || error.status !== rule.status) return undefined;
  const problems = valueAt(error.body, rule.problems);
  if (!Array.isArray(problems) || problems.length === 0) return undefined;
  const bad = new Map<number, BadId>();
  let missing: string | undefined;
  let whole: string | undefined;
  for (const problem of problems as readonly unknown[]) {
    const path = valueAt(problem, rule.path);
    if (!Array.isArray(path)) return undefined;
    const message = messageOf(rule, problem, error.message);
    const position = positionIn(rule, path as readonly unknown[], count);
    if (position !== undefined) bad.set(position, { position, message });
    else if (isPrefix(path as readonly unknown[], rule.prefix)) {
      if (MISSING.test(message)) missing ??= message;
      else if (path.length === rule.prefix.length) whole ??= message;
    }
  }
  if (bad.size > 0) return { kind: 'named', bad: [...bad.values()] };
  if (missing !== undefined) return { kind: 'missing', message: missing };
  if (whole !== undefined) return { kind: 'whole', message: whole };
  return { kind: 'other', message: error.message };
}

function positionIn(rule: BadIdRule, path: readonly unknown[], count: number): number | undefined {
  const { prefix } = rule;
  if (!prefix.every((key, depth) => path[depth] === key)) return undefined;
  const position = path[prefix.length];
  if (typeof position !== 'number' || !Number.isSafeInteger(position)) return undefined;
  return position >= 0 && position < count ? position : undefined;
}

/** The path ends above the list, or at it. */
function isPrefix(path: readonly unknown[], prefix: readonly string[]): boolean {
  return path.length <= prefix.length && path.every((key, depth) => key === prefix[depth]);
}

function messageOf(rule: BadIdRule, problem: unknown, otherwise: string): string {
  const message = rule.message === null ? undefined : valueAt(problem, rule.message);
  return typeof message === 'string' && message !== '' ? message : otherwise;
}
