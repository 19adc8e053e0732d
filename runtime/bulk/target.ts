import type { DeletionBehaviour, TargetField } from '../behaviour.js';
import { configurationError } from './errors.js';

/** The fields of a target, every one with a value. */
export type Target = Readonly<Record<string, string>>;

/**
 * Checks what the caller said about the target, and fills in defaults. Throws `CONFIGURATION` for a field that is
 * missing, blank, unknown, or not what the description allows.
 */
export function readTarget(behaviour: DeletionBehaviour, given: object): Target {
  const known = new Set(behaviour.target.map((field) => field.name));
  const unknown = Object.keys(given).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw refuse(
      behaviour,
      `has no field ${unknown.map((name) => JSON.stringify(name)).join(', ')}; it has ${[...known].join(', ')}`,
    );
  }
  return Object.fromEntries(
    behaviour.target.map((field) => [field.name, readField(behaviour, field, given)] as const),
  );
}

/** The target in words, for logs and summaries. */
export function describeTarget(behaviour: DeletionBehaviour, target: Target): string {
  const fields = Object.entries(target).map(([name, value]) => `${name}=${value}`);
  return [behaviour.name, ...fields].join(' ');
}

function readField(behaviour: DeletionBehaviour, field: TargetField, given: object): string {
  const own: unknown = Object.hasOwn(given, field.name) ? Reflect.get(given, field.name) : undefined;
  const value = own ?? field.default;
  if (value === null) throw refuse(behaviour, `needs the field ${JSON.stringify(field.name)}`);
  if (typeof value !== 'string') {
    throw refuse(behaviour, `wants text in ${JSON.stringify(field.name)}, not ${typeof value}`);
  }
  if (value.trim() === '') throw refuse(behaviour, `must not have a blank ${JSON.stringify(field.name)}`);
  if (field.oneOf !== null && !field.oneOf.includes(value)) {
    throw refuse(behaviour, `wants ${JSON.stringify(field.name)} to be one of ${field.oneOf.join(', ')}`);
  }
  if (field.pattern !== null && !new RegExp(`^(?:${field.pattern})$`, 'u').test(value)) {
    throw refuse(behaviour, `wants ${JSON.stringify(field.name)} to match ${field.pattern}`);
  }
  return value;
}

function refuse(behaviour: DeletionBehaviour, message: string): Error {
  return configurationError(behaviour.provider, `Wrong target: ${behaviour.name} ${message}.`);
}
