import type { Plan } from './plan.js';
import type { CallTemplate, Deletion } from './types.js';

/** The fields of the target, checked against themselves. */
export function readTarget(plan: Plan): Deletion['target'] {
  const seen = new Set<string>();
  return plan.extension.target.map((field, index) => {
    const { name, oneOf = null, pattern = null, default: preset = null, description = null } = field;
    if (seen.has(name)) {
      plan.report(
        'target-invalid',
        ['target', index, 'name'],
        `Another field of the target is called ${name}.`,
      );
    }
    seen.add(name);
    if (preset !== null && oneOf?.includes(preset) === false) {
      const message = `The default of ${name} is not one of: ${oneOf.join(', ')}.`;
      plan.report('target-invalid', ['target', index, 'default'], message);
    }
    if (pattern !== null) {
      const whole = new RegExp(`^(?:${pattern})$`, 'u');
      const refused = [...(preset === null ? [] : [preset]), ...(oneOf ?? [])].find(
        (value) => !whole.test(value),
      );
      if (refused !== undefined) {
        const message = `The pattern of ${name} does not match ${JSON.stringify(refused)}.`;
        plan.report('target-invalid', ['target', index, 'pattern'], message);
      }
    }
    return { name, description, default: preset, oneOf, pattern };
  });
}

/** Where the fields of the target go in the deletion itself. */
export function readBindings(plan: Plan): CallTemplate['bind'] {
  return plan.extension.target.flatMap(({ name, bind = [] }, index) =>
    bind.map((placement, position) => {
      plan.requirePlacement(plan.owner, placement, ['target', index, 'bind', position]);
      return { ...placement, target: name };
    }),
  );
}

/** Reports a condition on a field that the target does not have, or on a value that the field cannot have. */
export function checkCondition(
  plan: Plan,
  condition: { readonly target: string; readonly in: readonly string[] },
  at: readonly (string | number)[],
): void {
  const field = plan.requireTarget(condition.target, [...at, 'target']);
  for (const [index, value] of condition.in.entries()) {
    if (field?.oneOf?.includes(value) !== false) continue;
    plan.report('value-unknown', [...at, 'in', index], `The field ${condition.target} cannot be ${value}.`);
  }
}
