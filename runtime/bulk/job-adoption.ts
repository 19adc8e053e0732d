import type { JobBehaviour } from '../behaviour.js';
import { isRowsweepError } from '../errors.js';
import { valueAt } from '../pointer.js';
import type { RunContext } from './context.js';
import type { JobLane } from './jobs.js';
import { readJob, type JobReport } from './reply.js';

/**
 * After a lost answer to a submission: looks for the job that it made. Adopts it only when there can be no mistake: it
 * is the only job on this target from that time which nobody has claimed, and no other submission of this run is open
 * or was ever left without its job. Undefined: send again, which is harmless where the description says so.
 */
export async function adoptListed(
  context: RunContext,
  jobs: JobLane,
  sentAtMs: number,
): Promise<JobReport | undefined> {
  const { shared, subject, stops } = context;
  const { job } = subject.behaviour;
  const adopt = job?.adopt ?? null;
  if (job === null || adopt === null) return undefined;
  const begun = shared.submissions;
  const alone = shared.submitting === 0 && !jobs.hasOrphans && !stops.everything.aborted;
  const found = alone ? await findOurs(context, { job, adopt, jobs, sentAtMs }) : undefined;
  if (found !== undefined && shared.submissions === begun && jobs.claim(found.job.jobId)) return found;
  jobs.hasOrphans = true;
  return undefined;
}

async function findOurs(
  { subject: { behaviour, target } }: RunContext,
  search: {
    readonly job: JobBehaviour;
    readonly adopt: NonNullable<JobBehaviour['adopt']>;
    readonly jobs: JobLane;
    readonly sentAtMs: number;
  },
): Promise<JobReport | undefined> {
  const { job, jobs, sentAtMs } = search;
  const { match, windowMs } = search.adopt;
  let listed: readonly unknown[];
  try {
    listed = await jobs.list();
  } catch (error) {
    if (isRowsweepError(error)) return undefined;
    throw error;
  }
  const candidates = listed.flatMap((value) => {
    if (!match.every(({ at, target: field }) => valueAt(value, at) === target[field])) return [];
    const report = readJob(job, value, behaviour.provider);
    if (report === undefined || jobs.isClaimed(report.job.jobId) || report.widerScope !== undefined)
      return [];
    const created = Date.parse(report.job.createdAt ?? '');
    return Math.abs(created - sentAtMs) <= windowMs ? [report] : [];
  });
  return candidates.length === 1 ? candidates[0] : undefined;
}
