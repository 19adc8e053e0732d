/**
 * What a run writes down for those who come after it: a journal from which it can go on, a trail for auditors. Both are
 * recorders, and both are told at the same moments.
 */
import { errorFor } from '../codes.js';
import type { Effect, ErrorCode } from '../definition.js';
import { isRowsweepError, type RowsweepError } from '../errors.js';
import type { Part, SettledItems } from './context.js';
import type { LocalEnd } from './input/intake.js';
import type { Item } from './input/packer.js';
import type { DeletionSummary, JobRef } from './types.js';

/** The start of a run. */
export interface RunStart {
  readonly runId: string;
  readonly provider: string;
  /** The target in words. */
  readonly target: string;
  readonly reason: string | undefined;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

/** How a run ended. */
export interface RunEnd {
  readonly state: DeletionSummary['state'];
  /** Ids read from the input. */
  readonly requested: number;
  readonly atMs: number;
}

/** A full request's worth of ids, before any of them is sent. */
export interface SealedChunk {
  readonly seq: number;
  readonly items: readonly Item[];
  /** Ids may come twice in this run without being noticed. */
  readonly mayRepeat: boolean;
}

/**
 * One place where a run is written down. The run waits for what a method gives before it goes on, so a record stands
 * before what follows it: a method that rejects ends the run with `JOURNAL` before its next request, and is not called
 * again, but for `close`. No id is lost by that. Methods are called in order; one may be called before what an earlier
 * one gave has settled.
 */
export interface RunRecorder {
  /** For people: `journal` or `audit trail`. */
  readonly name: string;
  /** Before anything is read. */
  begin?(run: RunStart): Promise<void>;
  /** A request is full. */
  sealed?(chunk: SealedChunk): Promise<void>;
  /** An id that never gets into a request: invalid, repeated, excluded. */
  endedLocally?(
    id: { readonly text: string; readonly index: number },
    end: LocalEnd,
  ): Promise<void> | undefined;
  /** The input was read to its end. */
  inputEnded?(read: number): Promise<void>;
  /** Before a request leaves. When this resolves, the record must survive the process. */
  intent?(part: Part): Promise<void>;
  /** A request got no good answer. */
  failed?(part: Part, failure: { readonly effect: Effect; readonly code: ErrorCode }): Promise<void>;
  /** A request was accepted as a job, before that is counted. Must survive the process too. */
  job?(part: Part, job: JobRef, requestId: string | undefined): Promise<void>;
  /** What became of ids of one chunk: all of them, or those of a part of it. Before it is counted. */
  settled(settled: SettledItems): Promise<void>;
  /** After the last of all of these, before the run's promise settles. */
  end?(end: RunEnd): Promise<void>;
  /** The last call, whatever happened before. */
  close?(): Promise<void>;
}

/** Records that may wait to be written before the input is read on. */
const MOST_UNWRITTEN = 64;

/** All recorders of a run as one. Its methods never reject. */
export class Recording {
  readonly #provider: string;
  readonly #intact: Set<RunRecorder>;
  readonly #all: readonly RunRecorder[];
  readonly #onFailure: (error: RowsweepError) => void;
  #begun: Promise<void> | undefined;
  #unwritten = 0;
  #whenWritten: (() => void)[] = [];

  /** `onFailure` is told once for each recorder that fails. */
  constructor(options: {
    readonly provider: string;
    readonly recorders: readonly RunRecorder[];
    readonly onFailure: (error: RowsweepError) => void;
  }) {
    this.#provider = options.provider;
    this.#all = options.recorders;
    this.#intact = new Set(options.recorders);
    this.#onFailure = options.onFailure;
  }

  /** True: recording goes on; false: nothing may be sent any more. */
  get isIntact(): boolean {
    return this.#intact.size === this.#all.length;
  }

  /** Undefined: few records wait to be written. */
  backlog(): Promise<void> | undefined {
    if (this.#unwritten < MOST_UNWRITTEN) return undefined;
    return new Promise((resolve) => {
      this.#whenWritten.push(resolve);
    });
  }

  /** Asks for the start before each recorder is told: a journal may be the first to know why the run takes place. */
  begin(start: () => RunStart): Promise<void> {
    this.#begun = this.#begin(start);
    return this.#begun;
  }

  sealed(chunk: SealedChunk): Promise<void> {
    return this.#tellAll((recorder) => recorder.sealed?.(chunk));
  }

  endedLocally(id: { readonly text: string; readonly index: number }, end: LocalEnd): void {
    for (const recorder of this.#intact) {
      if (recorder.endedLocally !== undefined) {
        void this.#tell(recorder, () => recorder.endedLocally?.(id, end));
      }
    }
  }

  inputEnded(read: number): Promise<void> {
    return this.#tellAll((recorder) => recorder.inputEnded?.(read));
  }

  /** False: the request must not leave. */
  async intent(part: Part): Promise<boolean> {
    if (!this.isIntact) return false;
    await this.#tellAll((recorder) => recorder.intent?.(part));
    return this.isIntact;
  }

  failed(part: Part, failure: { readonly effect: Effect; readonly code: ErrorCode }): Promise<void> {
    return this.#tellAll((recorder) => recorder.failed?.(part, failure));
  }

  job(part: Part, job: JobRef, requestId: string | undefined): Promise<void> {
    return this.#tellAll((recorder) => recorder.job?.(part, job, requestId));
  }

  settled(settled: SettledItems): Promise<void> {
    return this.#tellAll((recorder) => recorder.settled(settled));
  }

  async end(end: RunEnd): Promise<void> {
    if (this.#begun === undefined) return;
    // A run can be aborted before it has begun to be written down.
    await this.#begun;
    await this.#tellAll((recorder) => recorder.end?.(end));
    for (const recorder of this.#all) await this.#tell(recorder, () => recorder.close?.());
  }

  async #begin(start: () => RunStart): Promise<void> {
    // One after the other: what the first refuses, the second need not know of.
    for (const recorder of this.#all) {
      if (this.isIntact) await this.#tell(recorder, () => recorder.begin?.(start()));
    }
  }

  async #tellAll(write: (recorder: RunRecorder) => Promise<void> | undefined): Promise<void> {
    await Promise.all([...this.#intact].map((recorder) => this.#tell(recorder, () => write(recorder))));
  }

  async #tell(recorder: RunRecorder, write: () => Promise<void> | undefined): Promise<void> {
    this.#unwritten += 1;
    try {
      await write();
    } catch (error) {
      if (this.#intact.delete(recorder)) this.#onFailure(this.#errorOf(recorder, error));
    }
    this.#unwritten -= 1;
    if (this.#unwritten < MOST_UNWRITTEN) for (const resolve of this.#whenWritten.splice(0)) resolve();
  }

  #errorOf(recorder: RunRecorder, error: unknown): RowsweepError {
    const isOurs = isRowsweepError(error);
    if (isOurs && error.provider === this.#provider) return error;
    const why = error instanceof Error ? error.message : String(error);
    return errorFor({
      code: 'JOURNAL',
      provider: this.#provider,
      // What a file says of itself is whole, but for the provider, which it does not know.
      message: isOurs ? why : `The ${recorder.name} cannot be written: ${why}`,
      attempts: 0,
      cause: error,
    });
  }
}
