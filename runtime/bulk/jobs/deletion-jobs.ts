import type { JobBehaviour } from '../../behaviour.js';
import type { RunContext } from '../context.js';
import { JobLane } from './jobs.js';

/** What the lane of one run needs. */
export interface JobLaneOptions {
  readonly behaviour: JobBehaviour;
  readonly context: () => RunContext;
  /** Called when jobs were settled, so that sending can go on. */
  readonly onSettled: () => void;
}

/** Waits for jobs: the part of the runtime that a table with a `job` names. */
export interface DeletionJobs {
  readonly name: 'deletionJobs';
  readonly open: (options: JobLaneOptions) => JobLane;
}

/** For deletions that are accepted as jobs. */
export const deletionJobs: DeletionJobs = {
  name: 'deletionJobs',
  open: (options) => new JobLane(options),
};
