import type { RunContext } from './context.js';
import type { JobReport } from './reply.js';

/** After a lost answer to a submission: the job that it made. Undefined: send again, if that is harmless. */
export function adoptJob({ jobs }: RunContext, sentAtMs: number): Promise<JobReport | undefined> {
  return jobs === null ? Promise.resolve(undefined) : jobs.adopt(sentAtMs);
}
