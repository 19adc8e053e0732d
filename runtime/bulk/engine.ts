/** One run: reads, sends, waits and settles, and knows when all of that is over. */
import type { RowsweepError } from '../errors.js';
import { closeAccount, inputErrorOf } from './account.js';
import { Approval } from './approval.js';
import { toRowsweepError, type RunContext, type Subject } from './context.js';
import { configurationError, GuardError, type GuardName } from './errors.js';
import { Intake, sizeOf } from './intake.js';
import { Ledger } from './ledger.js';
import type { Settings } from './settings.js';
import { Outcomes } from './outcomes.js';
import type { Pack } from './packer.js';
import { makePlan, readPlan } from './plan.js';
import { ProgressMeter } from './progress.js';
import { sendChunk, type Chunk } from './send.js';
import { createContext } from './setup.js';
import type { DeletionOutcome, DeletionPlan, DeletionSummary, Ids, OutcomeFilter } from './types.js';

/** Most outcomes that wait for a slow reader before sending stops. */
const MOST_WAITING_OUTCOMES = 20_000;

/** What goes on behind a `DeletionRun`: one loop that every change sets off. */
export class Engine {
  readonly runId: string;
  readonly meter: ProgressMeter;
  readonly done: Promise<DeletionSummary>;
  readonly #context: RunContext;
  readonly #ids: Ids;
  readonly #intake: Intake;
  readonly #outcomes: Outcomes;
  readonly #approval: Approval;
  readonly #startedAtMs: number;
  #queue: Chunk[] = [];
  #nextSeq = 0;
  #inFlight = 0;
  #inputOpen = true;
  #makeRoom: (() => void) | undefined;
  #over = false;
  #inputError: RowsweepError | undefined;
  #resolve: (summary: DeletionSummary) => void = ignore;
  #reject: (error: Error) => void = ignore;

  constructor(subject: Subject, settings: Settings, ids: Ids) {
    const { clock } = settings;
    const pump = (): void => {
      this.#pump();
    };
    this.runId = `${clock.now().toString(36)}-${Math.floor(clock.random() * 36 ** 8).toString(36)}`;
    this.#startedAtMs = clock.now();
    this.#ids = ids;
    this.#context = createContext(subject, settings, {
      settle: (settled) => {
        ledger.settle(settled);
      },
      onJobsSettled: pump,
    });
    const { events, sizes, stops, tally } = this.#context;
    this.#approval = new Approval(settings.dryRun ? undefined : settings.confirm, events);
    this.#outcomes = new Outcomes(
      Math.min(MOST_WAITING_OUTCOMES, 2 * settings.concurrency.initial * sizes.hard.maxIds),
      pump,
    );
    const ledger = new Ledger({
      provider: subject.behaviour.provider,
      tally,
      outcomes: this.#outcomes,
      onSettled: (hasFailed) => {
        if (hasFailed && settings.onFailure === 'stop') {
          stops.stop({ reason: 'stopped', error: undefined, rejects: false });
        }
        this.meter.tick();
      },
    });
    this.meter = new ProgressMeter({
      context: this.#context,
      total: sizeOf(ids),
      inFlight: () => this.#inFlight,
    });
    this.#intake = new Intake({
      ids,
      subject,
      settings,
      sizes,
      sink: {
        read: () => {
          tally.read += 1;
        },
        sealed: (packs) => {
          this.#enqueue(packs);
        },
        ended: (id, end) => {
          ledger.settleLocally(id, end);
        },
        room: () => this.#room(),
      },
    });
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
    const onSignal = (): void => {
      this.abort(signal?.reason, onAbort);
    };
    const leaveSignal = (): void => signal?.removeEventListener('abort', onSignal);
    signal?.addEventListener('abort', onSignal, { once: true });
    this.done.then(leaveSignal, leaveSignal);
    queueMicrotask(() => {
      if (signal?.aborted === true) onSignal();
      else void this.#read();
    });
  }

  abort(reason: unknown, mode: 'drain' | 'cancel'): void {
    if (this.#over) return;
    const { stops, events } = this.#context;
    const why = reason instanceof Error ? reason.message : reason;
    const isPlain = reason instanceof Error && reason.name === 'AbortError';
    if (typeof why === 'string' && !isPlain) events.warn({ code: 'aborted', message: `Aborted: ${why}` });
    stops.abort({ reason: 'aborted', error: undefined, rejects: false }, mode === 'cancel');
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

  async #read(): Promise<void> {
    try {
      // With all ids at hand, the caller is asked with the whole plan before anything is read for good.
      if (this.#approval.isNeeded && sizeOf(this.#ids) !== undefined) {
        await this.#askFor(() => readPlan({ ids: this.#ids, ...this.#context }));
      }
      await this.#intake.readAll();
    } catch (error) {
      this.#inputError = inputErrorOf(this.#context, error);
    }
    this.#inputOpen = false;
    this.#pump();
  }

  async #askFor(plan: () => DeletionPlan | Promise<DeletionPlan>): Promise<void> {
    const refused = await this.#approval.ask(plan);
    if (refused !== undefined) this.#stopForGuard('confirm', `The confirmation ${refused}.`);
    this.#pump();
  }

  /** Undefined: there is room now. */
  #room(): Promise<void> | undefined {
    // An id that never gets into a request can stop the run too.
    if (this.#context.stops.sending.aborted) this.#pump();
    if (this.#hasRoom()) return undefined;
    return new Promise((resolve) => {
      this.#makeRoom = resolve;
    });
  }

  #hasRoom(): boolean {
    const { sizes, lanes, stops } = this.#context;
    if (stops.sending.aborted) return true;
    if (this.#outcomes.isFull) return false;
    if (sizes.isGrowing) return this.#queue.length + this.#inFlight === 0;
    return this.#queue.length <= lanes.limit;
  }

  #enqueue(packs: readonly Pack[]): void {
    this.#context.shared.mayRepeat = this.#intake.mayRepeat;
    for (const pack of packs) {
      this.#queue.push({ ...pack, seq: this.#nextSeq });
      this.#nextSeq += 1;
    }
    this.#pump();
  }

  /** Called whenever something changed: sends what can be sent, lets the input go on, and ends the run. */
  #pump(): void {
    if (this.#over) return;
    while (this.#canSend()) {
      const chunk = this.#queue.shift();
      if (chunk === undefined) break;
      if (this.#isWithinGuard(chunk)) void this.#send(chunk);
    }
    if (this.#context.stops.sending.aborted) this.#skipTheRest();
    if (this.#makeRoom !== undefined && this.#hasRoom()) {
      const makeRoom = this.#makeRoom;
      this.#makeRoom = undefined;
      makeRoom();
    }
    const { jobs } = this.#context;
    const isBusy = this.#inputOpen || this.#queue.length > 0 || this.#inFlight > 0;
    if (!isBusy && (jobs === null || jobs.open === 0)) this.#end();
  }

  #canSend(): boolean {
    const { lanes, sizes, jobs, subject, stops } = this.#context;
    if (this.#queue.length === 0 || stops.sending.aborted) return false;
    if (this.#approval.isNeeded) void this.#askFor(() => this.#plan(false));
    if (!this.#approval.isGiven || this.#outcomes.isFull) return false;
    const mostOpen = subject.behaviour.job?.maxOpen ?? Number.POSITIVE_INFINITY;
    return (
      this.#inFlight < (sizes.isGrowing ? 1 : lanes.limit) && this.#inFlight + (jobs?.open ?? 0) < mostOpen
    );
  }

  #isWithinGuard(chunk: Chunk): boolean {
    const { tally, settings } = this.#context;
    const sent = tally.sent + chunk.items.length;
    if (sent <= settings.maxDeletes) return true;
    this.#queue.unshift(chunk);
    this.#stopForGuard(
      'maxDeletes',
      `The next request would bring the ids sent to ${sent}; maxDeletes is ${settings.maxDeletes}.`,
    );
    return false;
  }

  #stopForGuard(guard: GuardName, message: string): void {
    const { provider } = this.#context.subject.behaviour;
    const error = new GuardError({ guard, provider, message, effect: 'none' });
    this.#context.stops.stop({ reason: 'guard', error, rejects: true });
  }

  async #send(chunk: Chunk): Promise<void> {
    this.#inFlight += 1;
    this.#context.tally.sent += chunk.items.length;
    try {
      await sendChunk(this.#context, chunk);
    } catch (error) {
      const fault = toRowsweepError(error, this.#context.subject.behaviour.provider);
      this.#context.stops.stop({ reason: 'stopped', error: fault, rejects: true });
    }
    this.#inFlight -= 1;
    this.#pump();
  }

  /** Nothing more is sent: what was read ends here, and nothing more is read. */
  #skipTheRest(): void {
    const reason = this.#context.stops.cause?.reason ?? 'stopped';
    const left = [...this.#queue, ...this.#intake.close().map((pack) => ({ ...pack, seq: -1 }))];
    this.#queue = [];
    this.#inputOpen = false;
    for (const { items, seq } of left) {
      this.#context.settle({
        items,
        settlements: { status: 'skipped', evidence: 'local', reason },
        chunk: seq,
        attempts: 0,
        requestId: undefined,
      });
    }
  }

  #end(): void {
    this.#over = true;
    const { settings, events } = this.#context;
    if (settings.dryRun) events.emit({ type: 'planned', plan: this.#plan(true) });
    this.meter.finish();
    const { summary, raised } = closeAccount(this.#context, {
      runId: this.runId,
      minimumRequests: this.#intake.minimumRequests,
      startedAtMs: this.#startedAtMs,
      inputError: this.#inputError,
    });
    this.#outcomes.end(raised);
    if (raised === undefined) this.#resolve(summary);
    else this.#reject(raised);
  }

  #plan(isComplete: boolean): DeletionPlan {
    const { tally, subject } = this.#context;
    const { byStatus, duplicates, excluded } = tally;
    const { sample, minimumRequests } = this.#intake;
    const whole = isComplete ? { ids: tally.read, minimumRequests } : null;
    return makePlan(subject, { invalid: byStatus.failed, duplicates, excluded, sample, whole });
  }
}

function ignore(): void {
  return undefined;
}
