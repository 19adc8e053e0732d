import type { ConnectionState } from './connection.js';
import type { OperationDefinition } from './definition.js';
import { Refusal } from './refusal.js';

/**
 * The options whose credentials an operation sends: the first alternative that the connection has all of, else none
 * where the operation may be called without. Throws a `Refusal` where neither is so.
 */
export function chooseSecurity(
  { credentials }: Pick<ConnectionState, 'credentials'>,
  { security = [] }: Pick<OperationDefinition, 'security'>,
): readonly string[] {
  const given = security.find(
    (options) => options.length > 0 && options.every((option) => credentials.has(option)),
  );
  if (given !== undefined) return given;
  if (security.length === 0 || security.some((options) => options.length === 0)) return [];
  const wanted = security
    .map((options) => options.map((option) => `\`${option}\``).join(' and '))
    .join(', or ');
  throw new Refusal('CONFIGURATION', `the connection was not given ${wanted}.`);
}
