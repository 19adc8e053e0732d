/** Waits for jobs beside the sending: one read of the list serves all that are open. */
import type { JobBehaviour } from '../../behaviour.js';
import { isRowsweepError, RowsweepError } from '../../errors.js';
import { withPlaced } from '../../placement.js';
import { valueAt } from '../../pointer.js';
import type { Part, RunContext, Settlement } from '../context.js';
import type { JobLaneOptions } from './deletion-jobs.js';
import { Places } from './places.js';
import { interpretJob } from '../send/interpret.js';
import { read } from '../reads/read.js';
import { readJob, type JobReport } from '../send/reply.js';
import { fillTemplate } from '../send/request.js';
import { settlePart, stopForAnomaly } from '../settle/settle.js';
import { verify } from '../reads/verify.js';

interface OpenJob {
  readonly part: Part;
  readonly requestId: string | undefined;
  readonly deadlineMs: number;
  report: JobReport;
}

/** Share of an interval by which a poll may come sooner or later, so that many runs do not poll in step. */
const JITTER = 0.2;
/** Jobs that are asked for one by one after each list. */
const MOST_SINGLE_READS = 10;

/** The open jobs of one run. A poll that fails is repeated and never changes an id. */
export class JobLane {
  /** Each deletion needs one before it leaves. */
  readonly places: Places;
  readonly #behaviour: JobBehaviour;
  readonly #context: () => RunContext;
  readonly #onSettled: () => void;
  readonly #open = new Set<OpenJob>();
  #settling = 0;
  #polling = false;
  #intervalMs: number;

  constructor(options: JobLaneOptions) {
    this.#behaviour = options.behaviour;
    this.#context = options.context;
    this.#onSettled = options.onSettled;
    this.#intervalMs = options.behaviour.poll.initialMs;
    this.places = new Places(options.behaviour.maxOpen, () => this.open);
  }

  /** Jobs that have not ended, or whose ids are being settled. */
  get open(): number {
    return this.#open.size + this.#settling;
  }

  /** Ids that wait. */
  get waitingIds(): number {
    return [...this.#open].reduce((sum, { part }) => sum + part.items.length, 0);
  }

  /** Takes over ids whose deletion was accepted as a job. */
  async add(part: Part, report: JobReport, requestId: string | undefined): Promise<void> {
    const context = this.#context();
    const { settings, stops, events } = context;
    events.emit({ type: 'job', job: report.job, state: report.state ?? 'pending' });
    const job: OpenJob = {
      part,
      requestId,
      report,
      deadlineMs: settings.clock.now() + settings.jobMs,
    };
    if (report.widerScope !== undefined) {
      this.#stopForScope(job);
      await this.#leave(job);
      return;
    }
    if (interpretJob(report, { mayBeGone: part.ambiguous > 0 }) !== undefined) {
      await this.#settle(job);
      return;
    }
    if (settings.wait === 'submitted' || stops.everything.aborted) {
      await this.#leave(job);
      return;
    }
    this.#open.add(job);
    this.#intervalMs = this.#behaviour.poll.initialMs;
    if (!this.#polling) void this.#poll();
  }

  /** Every job that the provider lists, as it lists them. */
  async #list(): Promise<readonly unknown[]> {
    const context = this.#context();
    const { call, items } = this.#behaviour.list;
    const answer = await read(context, {
      operation: call.operation,
      request: fillTemplate(call, context.subject.target),
      countAs: 'polls',
      maxAttempts: 1,
    });
    const listed = valueAt(answer.body, items);
    if (Array.isArray(listed)) return listed as readonly unknown[];
    throw new RowsweepError({
      code: 'PROTOCOL_VIOLATION',
      provider: context.subject.behaviour.provider,
      message: 'The list of jobs holds no list.',
      effect: 'none',
      retryable: true,
    });
  }

  async #poll(): Promise<void> {
    const { settings, stops } = this.#context();
    const { clock } = settings;
    this.#polling = true;
    while (this.#open.size > 0) {
      const jitter = 1 + JITTER * (2 * clock.random() - 1);
      const deadlineMs = Math.min(...[...this.#open].map((job) => job.deadlineMs));
      await clock.sleep(
        Math.max(0, Math.min(this.#intervalMs * jitter, deadlineMs - clock.now())),
        stops.everything,
      );
      this.#intervalMs = Math.min(this.#intervalMs * this.#behaviour.poll.factor, this.#behaviour.poll.maxMs);
      await this.#pollOnce();
      await this.#leaveLate();
    }
    this.#polling = false;
  }

  async #pollOnce(): Promise<void> {
    const { stops, events, settings } = this.#context();
    if (stops.everything.aborted) return;
    try {
      await this.#askSingly(await this.#takeListed(await this.#list()));
    } catch (error) {
      if (!isRowsweepError(error)) {
        events.warn({ code: 'pollFailed', message: `A poll ended in an unexpected way: ${String(error)}` });
      } else if (isFinal(error, settings.retry.maxRetryAfterMs)) {
        events.warn({ code: 'pollRefused', message: `Jobs cannot be read: ${error.message}` });
        for (const job of [...this.#open]) await this.#letGo(job);
      }
    }
  }

  /** Gives the jobs of which the list does not say enough: it has them not, or they failed and may be tried again. */
  async #takeListed(listed: readonly unknown[]): Promise<readonly OpenJob[]> {
    const { provider } = this.#context().subject.behaviour;
    const reports = new Map<string, JobReport>();
    for (const value of listed) {
      const report = readJob(this.#behaviour, value, provider);
      if (report !== undefined) reports.set(report.job.jobId, report);
    }
    const unclear: OpenJob[] = [];
    for (const job of [...this.#open]) {
      const report = reports.get(job.report.job.jobId);
      const mayRetry = report?.state === 'failed' && report.retrying === undefined;
      if (report === undefined || (mayRetry && this.#singleRead() !== null)) unclear.push(job);
      else await this.#update(job, report);
    }
    return unclear;
  }

  async #askSingly(unclear: readonly OpenJob[]): Promise<void> {
    const context = this.#context();
    const get = this.#singleRead();
    if (get === null) return;
    for (const job of unclear.slice(0, MOST_SINGLE_READS)) {
      const { jobId } = job.report.job;
      const body = await this.#readSingly(context, get, jobId);
      const report = readJob(this.#behaviour, body, context.subject.behaviour.provider);
      if (report?.job.jobId === jobId) await this.#update(job, report);
    }
  }

  /** Null where there is none, or none that the caller vouches for. */
  #singleRead(): JobBehaviour['get'] {
    const { get } = this.#behaviour;
    return get?.assumed === true && !this.#context().settings.singleJobRead ? null : get;
  }

  /** Undefined when it cannot be read: the list decides about jobs, and a job that it does not have waits. */
  async #readSingly(
    context: RunContext,
    { call, id }: NonNullable<JobBehaviour['get']>,
    jobId: string,
  ): Promise<unknown> {
    try {
      const request = withPlaced(fillTemplate(call, context.subject.target), id, jobId);
      const single = { operation: call.operation, request, countAs: 'polls', maxAttempts: 1 } as const;
      return (await read(context, single)).body;
    } catch (error) {
      if (isRowsweepError(error)) return undefined;
      throw error;
    }
  }

  async #update(job: OpenJob, report: JobReport): Promise<void> {
    if (report.state !== undefined && report.state !== job.report.state) {
      this.#context().events.emit({ type: 'job', job: report.job, state: report.state });
    }
    job.report = report;
    if (report.widerScope !== undefined) {
      this.#stopForScope(job);
      await this.#letGo(job);
    } else if (interpretJob(report, { mayBeGone: job.part.ambiguous > 0 }) !== undefined) {
      this.#open.delete(job);
      await this.#settle(job);
    }
  }

  async #settle(job: OpenJob): Promise<void> {
    const { part, report } = job;
    const verdict = interpretJob(report, { mayBeGone: part.ambiguous > 0 });
    if (verdict === undefined) return;
    const settlement: Settlement = {
      ...verdict,
      job: report.job,
      ...(verdict.status === 'absent' ? {} : { error: this.#jobError(report) }),
    };
    await this.#finish(job, (claimed) => verify(this.#context(), part, claimed), settlement);
  }

  /** The run does not wait any longer: the ids stay with their job. */
  async #leave(job: OpenJob): Promise<void> {
    const settlement: Settlement = { status: 'pending', evidence: 'job', job: job.report.job };
    await this.#finish(job, (claimed) => Promise.resolve(claimed), settlement);
  }

  async #finish(
    { part, requestId }: OpenJob,
    check: (claimed: readonly Settlement[]) => Promise<readonly Settlement[]>,
    settlement: Settlement,
  ): Promise<void> {
    const context = this.#context();
    this.#settling += 1;
    context.tally.addRemoved(undefined);
    await settlePart(context, part, await check(part.items.map(() => settlement)), requestId);
    this.#settling -= 1;
    this.places.jobEnded();
    this.#onSettled();
  }

  async #letGo(job: OpenJob): Promise<void> {
    if (this.#open.delete(job)) await this.#leave(job);
  }

  async #leaveLate(): Promise<void> {
    const { settings, stops } = this.#context();
    for (const job of [...this.#open]) {
      if (stops.everything.aborted || settings.clock.now() >= job.deadlineMs) await this.#letGo(job);
    }
  }

  #stopForScope({ part, report }: OpenJob): void {
    stopForAnomaly(this.#context(), part, {
      code: 'widerScope',
      message: `Job ${report.job.jobId} is about "${report.widerScope ?? ''}": more is being deleted than the ids sent.`,
    });
  }

  #jobError(report: JobReport): RowsweepError {
    const { provider } = this.#context().subject.behaviour;
    const { jobId } = report.job;
    return new RowsweepError({
      code: 'JOB_FAILED',
      provider,
      message: report.message ?? `Job ${jobId} ended as "${report.state ?? 'unknown'}".`,
      effect: report.succeeded === 0 ? 'none' : 'possible',
    });
  }
}

/** Asking again would not help, or would come sooner than the provider said. */
function isFinal(error: RowsweepError, maxRetryAfterMs: number): boolean {
  return error.fatal || error.code === 'QUOTA_EXCEEDED' || (error.retryAfterMs ?? 0) > maxRetryAfterMs;
}
