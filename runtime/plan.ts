import { writeAccept } from './answer/judge.js';
import type { ConnectionState } from './connection.js';
import type { OperationDefinition } from './definition.js';
import { Refusal } from './refusal.js';
import { chooseSecurity } from './security.js';

/** What is the same for every request of one operation over one connection. */
export interface Plan {
  /** The options whose credentials are sent. */
  readonly security: readonly string[];
  /** The headers that stand behind a request's own: the connection's, and what may be answered. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** The plan, made at the first request. Throws a `Refusal` for an operation that cannot be called over the connection. */
export function planFor(state: ConnectionState, definition: OperationDefinition): Plan {
  const known = state.plans.get(definition);
  if (known !== undefined) return known;
  if (definition.method === 'TRACE') throw new Refusal('INPUT', 'no platform sends TRACE (Fetch standard).');
  const bound = (definition.connectionHeaders ?? []).flatMap((option) => {
    const header = state.connectionHeaders.get(option);
    return header === undefined ? [] : [header];
  });
  const plan: Plan = {
    security: chooseSecurity(state, definition),
    headers: [...bound, ...state.extraHeaders, ['accept', writeAccept(definition)]],
  };
  state.plans.set(definition, plan);
  return plan;
}
