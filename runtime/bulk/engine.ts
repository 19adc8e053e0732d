/** One run: reads, sends, waits and settles, and knows when all of that is over. */
import type { RowsweepError } from '../errors.js';
import { closeAccount, inputErrorOf } from './settle/account.js';
import { Approval, stopForGuard } from './send/approval.js';
import type { RunContext, SettledItems, Subject } from './context.js';
import { Dispatch } from './send/dispatch.js';
import { configurationError } from './errors.js';
import { isBeyond } from './send/failure-limit.js';
import { sizeOf } from './input/intake.js';
import { Ledger } from './settle/ledger.js';
import { lastWork } from './last-work.js';
import type { Settings } from './settings.js';
import { Outcomes } from './settle/outcomes.js';
import type { Pack } from './input/packer.js';
import { planSoFar, readPlan } from './input/plan.js';
import { ProgressMeter } from './telemetry/progress.js';
import type { RunRecorder, RunStart } from './recorder.js';
import { resumeJob, settleLost, unsentSettlement } from './journal/resumed.js';
import { makeRunId, type RunEngine } from './run.js';
import { createContext } from './setup.js';
import type { Chunk, Source, SourceSink } from './input/source.js';
import type { DeletionOutcome, DeletionPlan, DeletionSummary, Ids, OutcomeFilter } from './types.js';
import { abortRun, watchRun } from './watch.js';

/** Most outcomes that wait for a slow reader before sending stops. */
const MOST_WAITING_OUTCOMES = 20_000;

/** What a run is made of. */
export interface EngineParts {
  readonly subject: Subject;
  readonly settings: Settings;
  /** The input, where all of it is to be sent. */
  readonly ids: Ids | undefined;
  /** Ids in the input, when it says so. */
  readonly total?: number | undefined;
  readonly recorders: readonly RunRecorder[];
  readonly makeSource: (context: RunContext, sink: SourceSink) => Source;
}

/** What goes on behind a `DeletionRun`: one loop that every change sets off. */
export class Engine implements RunEngine {
  readonly runId: string;
  readonly meter: ProgressMeter;
  readonly done: Promise<DeletionSummary>;
  readonly #context: RunContext;
  readonly #ids: Ids | undefined;
  readonly #source: Source;
  readonly #dispatch: Dispatch;
  readonly #ledger: Ledger;
  readonly #outcomes: Outcomes;
  readonly #approval: Approval;
  readonly #startedAtMs: number;
  #inputOpen = true;
  #ending = false;
  #over = false;
  #inputError: RowsweepError | undefined;
  #resolve: (summary: DeletionSummary) => void = ignore;
  #reject: (error: Error) => void = ignore;

  constructor({ subject, settings, ids, total, recorders, makeSource }: EngineParts) {
    const { clock } = settings;
    const pump = (): void => {
      this.#pump();
    };
    this.runId = makeRunId(clock);
    this.#startedAtMs = clock.now();
    this.#ids = ids;
    this.#context = createContext(subject, settings, {
      settle: (settled) => {
        this.#ledger.settle(settled);
      },
      recorders,
      onJobsSettled: pump,
    });
    const { events, sizes, stops, tally } = this.#context;
    this.#approval = new Approval(settings.dryRun ? undefined : settings.confirm, this.#context);
    this.#outcomes = new Outcomes(
      Math.min(MOST_WAITING_OUTCOMES, 2 * settings.concurrency.initial * sizes.hard.maxIds),
      pump,
    );
    this.#ledger = new Ledger({
      provider: subject.behaviour.provider,
      tally,
      outcomes: this.#outcomes,
      onSettled: () => {
        if (!stops.isStopped && isBeyond(settings.failureLimit, tally)) {
          events.warn({ code: 'failureLimit', message: 'Stopped: more ids failed than onFailure allows.' });
          stops.stop({ reason: 'stopped', error: undefined, rejects: false });
        }
        this.meter.tick();
      },
    });
    this.#dispatch = new Dispatch({
      context: this.#context,
      approval: this.#approval,
      outcomes: this.#outcomes,
      onAskNeeded: () => void this.#askFor(() => this.#plan(false)),
      onChange: pump,
    });
    this.meter = new ProgressMeter({
      context: this.#context,
      total,
      inFlight: () => this.#dispatch.inFlight,
    });
    this.#source = makeSource(this.#context, this.#sink());
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Whoever only reads the outcomes, or nothing at all, has not forgotten to handle this.
    this.done.catch(ignore);
  }

  /** Begins in the next microtask, so that a reader of outcomes can come first. */
  start(): void {
    const { signal, onAbort } = this.#context.settings;
    watchRun(this.#context, this);
    queueMicrotask(() => {
      if (signal?.aborted === true) this.abort(signal.reason, onAbort);
      else void this.#read();
    });
  }

  abort(reason: unknown, mode: 'drain' | 'cancel'): void {
    if (this.#over) return;
    abortRun(this.#context, reason, mode);
    this.#pump();
  }

  hold(): void {
    this.#context.gate.hold();
  }

  letGo(): void {
    this.#context.gate.letGo();
  }

  outcomes(filter: OutcomeFilter): AsyncIterable<DeletionOutcome> {
    if (this.#context.tally.settled === 0 && !this.#over) return this.#outcomes.read(filter);
    throw configurationError(
      this.#context.subject.behaviour.provider,
      'outcomes() must be called before the first outcome settles: in the tick in which the run is made.',
    );
  }

  #sink(): SourceSink {
    const context = this.#context;
    return {
      read: () => {
        context.tally.read += 1;
      },
      sealed: (packs) => {
        this.#seal(packs);
      },
      ended: (id, end) => {
        context.recording?.endedLocally(id, end);
        this.#ledger.settleLocally(id, end);
      },
      room: () => {
        // An id that never gets into a request can stop the run too.
        if (context.stops.isStopped) this.#pump();
        return this.#dispatch.room();
      },
      isIdle: () => this.#dispatch.isIdle,
      resumeAt: (seq) => {
        this.#dispatch.skipTo(seq);
      },
      again: (chunk) => {
        this.#dispatch.add(chunk);
      },
      waiting: (chunk, job, requestId) => {
        void this.#dispatch.keep(resumeJob(context, chunk, { job, requestId }));
      },
      lost: (chunk) => {
        void this.#dispatch.keep(settleLost(context, chunk));
      },
      restated: (settled) => {
        this.#ledger.settle(settled);
      },
      unsent: (settled) => {
        this.#settleUnsent(settled);
      },
    };
  }

  async #read(): Promise<void> {
    const { recording, stops, tally } = this.#context;
    try {
      await recording?.begin(() => this.#start());
      // With all ids at hand, the caller is asked with the whole plan before anything is read for good.
      const ids = this.#ids;
      if (!stops.isStopped && this.#approval.isNeeded && ids !== undefined && sizeOf(ids) !== undefined) {
        await this.#askFor(() => readPlan({ ids, ...this.#context }));
      }
      await this.#source.readAll();
      if (this.#source.hasEnded) await recording?.inputEnded(tally.read);
    } catch (error) {
      this.#inputError = inputErrorOf(this.#context, error);
    }
    this.#inputOpen = false;
    this.#pump();
  }

  #start(): RunStart {
    const { subject, settings } = this.#context;
    return {
      runId: this.runId,
      provider: subject.behaviour.provider,
      target: subject.targetText,
      reason: settings.reason,
      atMs: this.#startedAtMs,
    };
  }

  async #askFor(plan: () => DeletionPlan | Promise<DeletionPlan>): Promise<void> {
    const refused = await this.#approval.ask(plan);
    if (refused !== undefined) stopForGuard(this.#context, 'confirm', `The confirmation ${refused}.`);
    this.#pump();
  }

  #seal(packs: readonly Pack[]): void {
    for (const pack of packs) this.#dispatch.add(this.#number(pack));
  }

  /** A full request gets its number, and is written down. */
  #number(pack: Pack): Chunk {
    const { recording, shared } = this.#context;
    shared.mayRepeat ||= this.#source.mayRepeat;
    const chunk = { ...pack, seq: this.#dispatch.takeSeq() };
    void recording?.sealed({ ...chunk, mayRepeat: shared.mayRepeat });
    return chunk;
  }

  /** Called whenever something changed: sends what can be sent, lets the input go on, and ends the run. */
  #pump(): void {
    if (this.#ending) return;
    this.#dispatch.pump();
    const { jobs, stops } = this.#context;
    if (stops.sending.aborted) this.#skipTheRest();
    const isBusy = this.#inputOpen || this.#dispatch.isBusy;
    if (!isBusy && (jobs === null || jobs.open === 0)) this.#end();
  }

  /** Nothing more is sent: what was read ends here, and nothing more is read. */
  #skipTheRest(): void {
    const reason = this.#context.stops.cause?.reason ?? 'stopped';
    const open = this.#source.close().map((pack) => this.#number(pack));
    this.#inputOpen = false;
    for (const { items, seq, past } of [...this.#dispatch.takeAll(), ...open]) {
      const settlements = unsentSettlement(this.#context, past, reason);
      this.#settleUnsent({ items, settlements, chunk: seq, attempts: 0, requestId: undefined });
    }
  }

  /** What is never sent is written down like everything else that became of ids: a trail has all that were in a request. */
  #settleUnsent(settled: SettledItems): void {
    void this.#dispatch.keep(this.#context.settle(settled));
  }

  #end(): void {
    this.#ending = true;
    lastWork(this.#context, {
      inputFailed: this.#inputError !== undefined,
      whenDecided: () => {
        this.#over = true;
      },
      whenDone: () => {
        this.#finish();
      },
    });
  }

  #finish(): void {
    this.#over = true;
    const { settings, events } = this.#context;
    if (settings.dryRun) events.emit({ type: 'planned', plan: this.#plan(true) });
    this.meter.finish();
    const { summary, raised } = closeAccount(this.#context, {
      runId: this.runId,
      minimumRequests: this.#source.minimumRequests,
      startedAtMs: this.#startedAtMs,
      inputError: this.#inputError,
    });
    this.#outcomes.end(raised);
    if (raised === undefined) this.#resolve(summary);
    else this.#reject(raised);
  }

  #plan(isComplete: boolean): DeletionPlan {
    return planSoFar(this.#context, this.#source, isComplete);
  }
}

function ignore(): void {
  return undefined;
}
