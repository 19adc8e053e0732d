import { IMPLIED } from './codes.js';
import type { ErrorRule } from './definition.js';
import { OptionProblem } from './options.js';

/**
 * Copies of the caller's rules. Throws an `OptionProblem` for one that could not be applied: a rule is read while an
 * error is made, and must not put another in its place.
 */
export function readErrorRules(value: unknown): readonly ErrorRule[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new OptionProblem('`errorRules` wants a list of rules.');
  return Array.from(value as readonly unknown[], (rule, index) => {
    const wrong = findProblem(rule);
    if (wrong !== undefined) throw new OptionProblem(`\`errorRules\`: rule ${index} has no valid ${wrong}.`);
    return structuredClone(rule as ErrorRule);
  });
}

function findProblem(rule: unknown): string | undefined {
  if (typeof rule !== 'object' || rule === null) return 'fields';
  const wrong = Object.entries(CHECKS).find(([field, isValid]) => !isValid(Reflect.get(rule, field)));
  return wrong?.[0];
}

const CHECKS: Readonly<Record<keyof ErrorRule, (value: unknown) => boolean>> = {
  status: (value) => isListOrNull(value, (one) => one === '4XX' || one === '5XX' || Number.isInteger(one)),
  providerCode: (value) =>
    isListOrNull(
      value,
      (one) => typeof one === 'string' || (typeof one === 'number' && Number.isFinite(one)),
    ),
  retryAfter: (value) => value === null || value === 'present' || value === 'absent',
  code: (value) => typeof value === 'string' && Object.hasOwn(IMPLIED, value),
  effect: (value) => value === null || value === 'none' || value === 'possible' || value === 'done',
  retryable: (value) => value === null || typeof value === 'boolean',
  fatal: (value) => value === null || typeof value === 'boolean',
};

function isListOrNull(value: unknown, isElement: (element: unknown) => boolean): boolean {
  return value === null || (Array.isArray(value) && Array.from(value as readonly unknown[]).every(isElement));
}
