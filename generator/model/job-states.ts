import type { JobExtension, JobStateName } from './extension-types.js';
import type { Plan } from './plan.js';
import { findEnum, type Lookup } from './schema-lookup.js';
import { adviseSpelling } from './suggestion.js';
import type { Job } from './types.js';

const stateNames: readonly JobStateName[] = ['pending', 'running', 'succeeded', 'failed'];

/** One schema of a job's status, and where it is. */
export interface StatusSchema {
  readonly status: Lookup;
  /** "the answer 202", "the listed job". */
  readonly where: string;
}

/**
 * What each status means. Every status that a schema lists is in exactly one list of the plan, and every status of the
 * plan is in each schema: a status that nobody thought of is found here, not while a job runs.
 */
export function readStates(plan: Plan, job: JobExtension, schemas: readonly StatusSchema[]): Job['states'] {
  const states = new Map<string, JobStateName>();
  for (const state of stateNames) {
    for (const [index, status] of job.states[state].entries()) {
      const at = ['job', 'states', state, index];
      const other = states.get(status);
      if (other !== undefined) plan.report('value-claimed-twice', at, `${status} is already ${other}.`);
      else states.set(status, state);
      for (const { status: schema, where } of schemas) {
        const known = findEnum(schema);
        if (known === null || known.includes(status)) continue;
        const message = `The status of ${where} is never ${status}.`;
        plan.report('value-unknown', at, message, adviseSpelling(status, known));
      }
    }
  }
  const reported = new Set<string>();
  for (const { status: schema, where } of schemas) {
    for (const status of findEnum(schema) ?? []) {
      if (states.has(status) || reported.has(status)) continue;
      reported.add(status);
      const message = `The status of ${where} can be ${status}, and no list has it.`;
      plan.report('value-unclaimed', ['job', 'states'], message);
    }
  }
  return Object.fromEntries(states);
}
