/** Deletions that are accepted now and done later: pending, then running, then succeeded or failed. */
import type { RowData } from './row-store.js';

/**
 * How a job ends. `stuck` stays running for ever. `mixed` deletes half of its records and says that an item failed.
 * `retrying` fails, says that it will be tried again, and then succeeds.
 */
export type JobEnd = 'succeeded' | 'failed' | 'stuck' | 'mixed' | 'retrying';

/** A job that differs in more than its end; times are in milliseconds. */
export interface JobCourse {
  readonly end: JobEnd;
  readonly pendingMs?: number | undefined;
  readonly runningMs?: number | undefined;
  /** How long after its start it is missing from the list. */
  readonly hiddenMs?: number | undefined;
  /** How long a job that is `retrying` stays failed. Default 60,000. */
  readonly retryMs?: number | undefined;
}

type JobStatus = 'pending' | 'running' | 'succeeded' | 'failed';

/** One accepted deletion; the times say when it moves on. */
export interface DeletionJob {
  readonly jobId: string;
  readonly datasetId: string;
  readonly recordIds: readonly string[];
  readonly createdAtMs: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** From when on the list shows it. */
  readonly shownAtMs: number;
  /** When a failed attempt is followed by the next one; null: never. */
  readonly nextAttemptAtMs: number | null;
  readonly end: JobEnd;
  /** How many records there were; null until it ended. */
  deletedCount: number | null;
}

/** What the jobs of one tenant are made from. */
export interface DeletionJobsOptions {
  readonly tenantId: string;
  readonly requestedBy: string;
  readonly now: () => number;
  readonly pendingMs: number;
  readonly runningMs: number;
  readonly drawId: () => string;
  /** Removes the records and their future; says how many there were. */
  readonly purge: (job: DeletionJob) => number;
}

/** Jobs move by the clock and take effect, in order, when somebody looks; there is no timer. */
export class DeletionJobs {
  readonly #options: DeletionJobsOptions;
  readonly #jobs = new Map<string, DeletionJob>();
  #open: DeletionJob[] = [];

  constructor(options: DeletionJobsOptions) {
    this.#options = options;
  }

  start(datasetId: string, recordIds: readonly string[], course: JobEnd | JobCourse): DeletionJob {
    const { now, drawId } = this.#options;
    const given: JobCourse = typeof course === 'string' ? { end: course } : course;
    const { end, pendingMs = this.#options.pendingMs, runningMs = this.#options.runningMs } = given;
    const createdAtMs = now();
    const startsAtMs = createdAtMs + pendingMs;
    const endsAtMs = startsAtMs + runningMs;
    const job: DeletionJob = {
      jobId: drawId(),
      datasetId,
      recordIds,
      createdAtMs,
      startsAtMs,
      endsAtMs,
      shownAtMs: createdAtMs + (given.hiddenMs ?? 0),
      nextAttemptAtMs: end === 'retrying' ? endsAtMs + (given.retryMs ?? 60_000) : null,
      end,
      deletedCount: null,
    };
    this.#jobs.set(job.jobId, job);
    this.#open.push(job);
    return job;
  }

  /** Carries out the jobs whose time has come. */
  settle(): void {
    const nowMs = this.#options.now();
    const due = this.#open.filter(
      (job) => job.end !== 'stuck' && (job.nextAttemptAtMs ?? job.endsAtMs) <= nowMs,
    );
    if (due.length === 0) return;
    this.#open = this.#open.filter((job) => !due.includes(job));
    for (const job of due) job.deletedCount = this.#carryOut(job);
  }

  #carryOut(job: DeletionJob): number {
    if (job.end === 'failed') return 0;
    if (job.end !== 'mixed') return this.#options.purge(job);
    return this.#options.purge({ ...job, recordIds: job.recordIds.slice(0, job.recordIds.length >> 1) });
  }

  find(jobId: string): DeletionJob | undefined {
    this.settle();
    return this.#jobs.get(jobId);
  }

  /** The newest first. */
  list(limit: number): readonly DeletionJob[] {
    this.settle();
    const nowMs = this.#options.now();
    const shown = [...this.#jobs.values()].filter(({ shownAtMs }) => shownAtMs <= nowMs);
    return shown.slice(-limit).reverse();
  }

  /** A job as the list shows it: without its items. */
  showSummary(job: DeletionJob): RowData {
    const status = this.#readStatus(job);
    const isHalfDone = job.end === 'mixed' && status === 'succeeded';
    return {
      job_id: job.jobId,
      tenant_id: this.#options.tenantId,
      scope: 'record',
      status,
      requested_by: this.#options.requestedBy,
      target_upload_session_id: null,
      target_source_id: null,
      target_dataset_id: job.datasetId,
      item_total_count: 1 + Number(isHalfDone),
      item_pending_count: Number(status === 'pending'),
      item_running_count: Number(status === 'running'),
      item_succeeded_count: Number(status === 'succeeded'),
      item_failed_count: Number(status === 'failed' || isHalfDone),
      error_message: status === 'failed' ? 'The records could not be deleted.' : null,
      ...this.#showTimes(job, status),
    };
  }

  /** A job as its deletion answers it. One item stands for the whole set of records and names none of them. */
  show(job: DeletionJob): RowData {
    const status = this.#readStatus(job);
    const item = {
      item_id: 1,
      item_type: 'record_set',
      status,
      target: { dataset_id: job.datasetId },
      result: status === 'succeeded' ? { deleted_documents: job.deletedCount } : {},
      error_message: status === 'failed' ? 'The records could not be deleted.' : null,
      attempt_count: Number(status !== 'pending'),
      next_attempt_at:
        status === 'failed' && job.nextAttemptAtMs !== null
          ? new Date(job.nextAttemptAtMs).toISOString()
          : null,
      ...this.#showTimes(job, status),
    };
    return { ...this.showSummary(job), items: [item] };
  }

  #readStatus(job: DeletionJob): JobStatus {
    if (job.deletedCount !== null) return job.end === 'failed' ? 'failed' : 'succeeded';
    const nowMs = this.#options.now();
    if (nowMs < job.startsAtMs) return 'pending';
    return job.nextAttemptAtMs !== null && nowMs >= job.endsAtMs ? 'failed' : 'running';
  }

  #showTimes(job: DeletionJob, status: JobStatus): RowData {
    const hasStarted = status !== 'pending';
    const hasEnded = status === 'succeeded' || status === 'failed';
    const started = new Date(job.startsAtMs).toISOString();
    const created = new Date(job.createdAtMs).toISOString();
    const ended = new Date(job.endsAtMs).toISOString();
    return {
      created_at: created,
      updated_at: hasEnded ? ended : hasStarted ? started : created,
      started_at: hasStarted ? started : null,
      completed_at: hasEnded ? ended : null,
    };
  }
}
