/** A run that has no ids: it counts what matches and, unless it is a dry run, sends the filter itself, once. */
import type { RowsweepError } from '../../errors.js';
import { closeAccount, inputErrorOf } from '../settle/account.js';
import type { RunContext, Subject } from '../context.js';
import { Outcomes } from '../settle/outcomes.js';
import { ProgressMeter } from '../telemetry/progress.js';
import type { Settings } from '../settings.js';
import { makeRunId, type RunEngine } from '../run.js';
import { createContext } from '../setup.js';
import type { DeletionOutcome, DeletionSummary, OutcomeFilter } from '../types.js';
import { abortRun, watchRun } from '../watch.js';
import { findMatches, type WhereJob } from './where-matches.js';
import { sendFilter } from './where-send.js';

/**
 * What `deleteWhere` gives for `direct` and for a dry run that only counts. There are no outcomes: nobody knows which
 * rows went. Unlike a run over ids it cannot end while its one deletion is on its way, whatever the caller does.
 */
export class DirectEngine implements RunEngine {
  readonly runId: string;
  readonly meter: ProgressMeter;
  readonly done: Promise<DeletionSummary>;
  readonly #context: RunContext;
  readonly #job: WhereJob;
  readonly #outcomes = new Outcomes(1, ignore);
  readonly #startedAtMs: number;
  #inFlight = 0;
  #isOver = false;

  constructor(subject: Subject, settings: Settings, job: WhereJob) {
    const { clock } = settings;
    this.runId = makeRunId(clock);
    this.#startedAtMs = clock.now();
    this.#job = job;
    this.#context = createContext(subject, settings, {
      settle: ignore,
      recorders: [],
      onJobsSettled: ignore,
    });
    this.meter = new ProgressMeter({
      context: this.#context,
      total: undefined,
      inFlight: () => this.#inFlight,
    });
    this.done = this.#run();
    watchRun(this.#context, this);
    if (settings.signal?.aborted === true) this.abort(settings.signal.reason, settings.onAbort);
    // Whoever looks at nothing has not forgotten to handle this.
    this.done.catch(ignore);
  }

  outcomes(filter: OutcomeFilter): AsyncIterable<DeletionOutcome> {
    const reader = this.#outcomes.read(filter);
    if (this.#isOver) this.#outcomes.end(undefined);
    return reader;
  }

  abort(reason: unknown, mode: 'drain' | 'cancel'): void {
    if (!this.#isOver) abortRun(this.#context, reason, mode);
  }

  hold(): void {
    this.#context.gate.hold();
  }

  letGo(): void {
    this.#context.gate.letGo();
  }

  async #run(): Promise<DeletionSummary> {
    // A reader of outcomes, and an abort in the same tick, come first.
    await Promise.resolve();
    return this.#close(await this.#work());
  }

  async #work(): Promise<RowsweepError | undefined> {
    const context = this.#context;
    const { where } = this.#job;
    try {
      if (context.stops.sending.aborted) return undefined;
      await findMatches(context, this.#job);
      if (where.dryRun !== false || where.strategy !== 'direct') return undefined;
      this.#inFlight = 1;
      await sendFilter(context, this.#job);
      return undefined;
    } catch (error) {
      // What an abort cuts off is no failure.
      return context.stops.everything.aborted ? undefined : inputErrorOf(context, error);
    } finally {
      this.#inFlight = 0;
    }
  }

  #close(failure: RowsweepError | undefined): DeletionSummary {
    this.#isOver = true;
    const { tally } = this.#context;
    if (tally.filter !== undefined && this.#job.where.strategy === 'direct') {
      tally.filter = { status: 'skipped', ...tally.filter };
    }
    this.meter.finish();
    const { summary, raised } = closeAccount(this.#context, {
      runId: this.runId,
      minimumRequests: tally.requests > 0 ? 1 : 0,
      startedAtMs: this.#startedAtMs,
      inputError: failure,
    });
    this.#outcomes.end(raised);
    if (raised !== undefined) throw raised;
    return summary;
  }
}

function ignore(): void {
  return undefined;
}
