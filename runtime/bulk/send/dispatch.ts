/** The requests of one run that are full: they wait here, and leave as soon as they may. */
import { isWithinMaxDeletes, type Approval } from './approval.js';
import { toRowsweepError, type RunContext } from '../context.js';
import type { Outcomes } from '../settle/outcomes.js';
import { sendChunk } from './send.js';
import type { Chunk } from '../input/source.js';

/**
 * Requests that wait for a lane before the input stops. The next one is then always ready; each more than that only
 * keeps ids alive for longer, which an eighth of the CPU time went into.
 */
const MOST_WAITING = 2;

/** Queues full requests, sends what can be sent, and lets the input go on when there is room. */
export class Dispatch {
  readonly #context: RunContext;
  readonly #approval: Approval;
  readonly #outcomes: Outcomes;
  readonly #onAskNeeded: () => void;
  readonly #onChange: () => void;
  #queue: Chunk[] = [];
  #nextSeq = 0;
  #inFlight = 0;
  #awaited = 0;
  #makeRoom: (() => void) | undefined;

  constructor(options: {
    readonly context: RunContext;
    readonly approval: Approval;
    readonly outcomes: Outcomes;
    /** Called when a request is ready and the caller has not yet been asked. */
    readonly onAskNeeded: () => void;
    /** Called after each change, once it has taken place: then `pump` has something to do. */
    readonly onChange: () => void;
  }) {
    this.#context = options.context;
    this.#approval = options.approval;
    this.#outcomes = options.outcomes;
    this.#onAskNeeded = options.onAskNeeded;
    this.#onChange = options.onChange;
  }

  /** Chunks being sent. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** True: one more request would leave now. */
  get isIdle(): boolean {
    const { lanes, sizes } = this.#context;
    return this.#queue.length === 0 && this.#inFlight < (sizes.isGrowing ? 1 : lanes.limit);
  }

  get isBusy(): boolean {
    return this.#queue.length > 0 || this.#inFlight + this.#awaited > 0;
  }

  /** The number of the next new chunk. */
  takeSeq(): number {
    this.#nextSeq += 1;
    return this.#nextSeq - 1;
  }

  /** Numbers below this are taken. */
  skipTo(seq: number): void {
    this.#nextSeq = Math.max(this.#nextSeq, seq);
  }

  add(chunk: Chunk): void {
    this.#queue.push(chunk);
    this.#onChange();
  }

  /** Keeps the run open until this is done; a failure of it is a fault of ours, and ends the run. */
  async keep(work: Promise<void>): Promise<void> {
    this.#awaited += 1;
    try {
      await work;
    } catch (error) {
      const fault = toRowsweepError(error, this.#context.subject.behaviour.provider);
      this.#context.stops.stop({ reason: 'stopped', error: fault, rejects: true });
    }
    this.#awaited -= 1;
    this.#onChange();
  }

  /** Sends what can be sent, and lets the input go on. */
  pump(): void {
    while (this.#canSend()) {
      const chunk = this.#queue.shift();
      if (chunk === undefined) break;
      if (isWithinMaxDeletes(this.#context, chunk.items.length)) void this.#send(chunk);
      else this.#queue.unshift(chunk);
    }
    if (this.#makeRoom !== undefined && this.#hasRoom()) {
      const makeRoom = this.#makeRoom;
      this.#makeRoom = undefined;
      makeRoom();
    }
  }

  /** Undefined: there is room now. */
  room(): Promise<void> | undefined {
    if (this.#hasRoom()) return this.#context.recording?.backlog();
    return new Promise((resolve) => {
      this.#makeRoom = resolve;
    });
  }

  /** Gives up what waits, because nothing more is sent. */
  takeAll(): readonly Chunk[] {
    return this.#queue.splice(0);
  }

  #hasRoom(): boolean {
    const { sizes, stops } = this.#context;
    if (stops.isStopped) return true;
    if (this.#outcomes.isFull) return false;
    if (sizes.isGrowing) return this.#queue.length + this.#inFlight === 0;
    return this.#queue.length < MOST_WAITING;
  }

  #canSend(): boolean {
    const { lanes, sizes, stops } = this.#context;
    if (this.#queue.length === 0 || stops.sending.aborted) return false;
    if (this.#approval.isNeeded) this.#onAskNeeded();
    if (!this.#approval.isGiven || this.#outcomes.isFull) return false;
    return this.#inFlight < (sizes.isGrowing ? 1 : lanes.limit);
  }

  async #send(chunk: Chunk): Promise<void> {
    this.#inFlight += 1;
    this.#context.tally.sent += chunk.items.length;
    await this.keep(
      sendChunk(this.#context, chunk).finally(() => {
        this.#inFlight -= 1;
      }),
    );
  }
}
