/** A run that has no ids: it counts what matches and, unless it is a dry run, sends the filter itself, once. */
import type { RowsweepError } from '../errors.js';
import { closeAccount, inputErrorOf } from './account.js';
import type { RunContext, Subject } from './context.js';
import { BulkDeletionError } from './errors.js';
import type { Progress } from './events.js';
import { Outcomes } from './outcomes.js';
import { ProgressMeter } from './progress.js';
import type { Settings } from './settings.js';
import { createContext } from './setup.js';
import type { DeletionOutcome, DeletionRun, DeletionSummary, OutcomeFilter } from './types.js';
import { watchRun } from './watch.js';
import { findMatches, type WhereJob } from './where-matches.js';
import { sendFilter } from './where-send.js';

/**
 * What `deleteWhere` gives for `direct` and for a dry run that only counts. There are no outcomes: nobody knows which
 * rows went. Unlike a run over ids it cannot end while its one deletion is on its way, whatever the caller does.
 */
export class DirectRun implements DeletionRun {
  readonly runId: string;
  readonly #context: RunContext;
  readonly #job: WhereJob;
  readonly #meter: ProgressMeter;
  readonly #outcomes = new Outcomes(1, ignore);
  readonly #startedAtMs: number;
  readonly #done: Promise<DeletionSummary>;
  #inFlight = 0;
  #isOver = false;

  constructor(subject: Subject, settings: Settings, job: WhereJob) {
    const { clock } = settings;
    this.runId = `${clock.now().toString(36)}-${Math.floor(clock.random() * 36 ** 8).toString(36)}`;
    this.#startedAtMs = clock.now();
    this.#job = job;
    this.#context = createContext(subject, settings, {
      settle: ignore,
      recorders: [],
      onJobsSettled: ignore,
    });
    this.#meter = new ProgressMeter({
      context: this.#context,
      total: undefined,
      inFlight: () => this.#inFlight,
    });
    this.#done = this.#run();
    const { signal, onAbort } = settings;
    const abort = (reason: unknown, mode: 'drain' | 'cancel'): void => {
      this.#abort(reason, mode);
    };
    watchRun(this.#context, { runId: this.runId, done: this.#done, abort });
    if (signal?.aborted === true) abort(signal.reason, onAbort);
    // Whoever looks at nothing has not forgotten to handle this.
    this.#done.catch(ignore);
  }

  get progress(): Progress {
    return this.#meter.progress;
  }

  outcomes(filter: OutcomeFilter = {}): AsyncIterable<DeletionOutcome> {
    const reader = this.#outcomes.read(filter);
    if (this.#isOver) this.#outcomes.end(undefined);
    return reader;
  }

  async abort(
    reason?: unknown,
    mode: 'drain' | 'cancel' = this.#context.settings.onAbort,
  ): Promise<DeletionSummary> {
    this.#abort(reason, mode);
    try {
      return await this.#done;
    } catch (error) {
      if (error instanceof BulkDeletionError) return error.summary;
      throw error;
    }
  }

  pause(): void {
    this.#context.gate.hold();
  }

  continue(): void {
    this.#context.gate.letGo();
  }

  then<T = DeletionSummary, E = never>(
    onFulfilled?: ((summary: DeletionSummary) => T | PromiseLike<T>) | null,
    onRejected?: ((error: unknown) => E | PromiseLike<E>) | null,
  ): Promise<T | E> {
    return this.#done.then(onFulfilled, onRejected);
  }

  catch<T>(onRejected: (error: unknown) => T | PromiseLike<T>): Promise<DeletionSummary | T> {
    return this.#done.catch(onRejected);
  }

  finally(onFinally: () => void): Promise<DeletionSummary> {
    return this.#done.finally(onFinally);
  }

  #abort(reason: unknown, mode: 'drain' | 'cancel'): void {
    if (this.#isOver) return;
    const { stops, events } = this.#context;
    if (typeof reason === 'string') events.warn({ code: 'aborted', message: `Aborted: ${reason}` });
    stops.abort({ reason: 'aborted', error: undefined, rejects: false }, mode === 'cancel');
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
    this.#meter.finish();
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
