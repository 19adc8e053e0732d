import type { DeletionOutcome, OutcomeFilter } from '../types.js';

/** Outcomes of one run, handed to whoever reads them. Nothing is kept for a run that nobody reads. */
export class Outcomes {
  readonly #readers = new Set<Reader>();
  readonly #highWater: number;
  readonly #onRoom: () => void;

  /** `onRoom` is called when a reader that was full has room again. */
  constructor(highWater: number, onRoom: () => void) {
    this.#highWater = highWater;
    this.#onRoom = onRoom;
  }

  /** False: nobody reads, so no outcome has to be made. */
  get isWanted(): boolean {
    return this.#readers.size > 0;
  }

  /** True: a reader is behind; send nothing more until it has caught up. */
  get isFull(): boolean {
    // Asked for every id that is read.
    if (this.#readers.size === 0) return false;
    for (const reader of this.#readers) if (reader.length >= this.#highWater) return true;
    return false;
  }

  read(filter: OutcomeFilter): AsyncIterable<DeletionOutcome> {
    const reader = new Reader({
      filter,
      onTaken: (left) => {
        if (left === this.#highWater - 1) this.#onRoom();
      },
      onLeft: () => {
        this.#readers.delete(reader);
        this.#onRoom();
      },
    });
    this.#readers.add(reader);
    return { [Symbol.asyncIterator]: () => reader };
  }

  push(outcome: DeletionOutcome): void {
    for (const reader of this.#readers) reader.push(outcome);
  }

  /** No more outcomes; `error` is thrown to the readers after the last one. */
  end(error: Error | undefined): void {
    for (const reader of this.#readers) reader.end(error);
    this.#readers.clear();
  }
}

/** Shrinking an array from its front is slow when it is long; a part of it is cut off at a time. */
const CUT_AT = 1024;

class Reader implements AsyncIterator<DeletionOutcome> {
  readonly #wanted: ReadonlySet<string> | undefined;
  readonly #onTaken: (left: number) => void;
  readonly #onLeft: () => void;
  #queue: DeletionOutcome[] = [];
  #head = 0;
  #waiting: {
    readonly resolve: (result: IteratorResult<DeletionOutcome>) => void;
    readonly reject: (error: Error) => void;
  }[] = [];
  #ended = false;
  #error: Error | undefined;

  constructor(options: {
    readonly filter: OutcomeFilter;
    readonly onTaken: (left: number) => void;
    readonly onLeft: () => void;
  }) {
    this.#wanted = options.filter.status === undefined ? undefined : new Set(options.filter.status);
    this.#onTaken = options.onTaken;
    this.#onLeft = options.onLeft;
  }

  get length(): number {
    return this.#queue.length - this.#head;
  }

  push(outcome: DeletionOutcome): void {
    if (this.#wanted?.has(outcome.status) === false) return;
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#queue.push(outcome);
    else waiting.resolve({ done: false, value: outcome });
  }

  end(error: Error | undefined): void {
    this.#ended = true;
    this.#error = error;
    for (const { resolve, reject } of this.#waiting.splice(0)) {
      const last = this.#takeError();
      if (last === undefined) resolve({ done: true, value: undefined });
      else reject(last);
    }
  }

  next(): Promise<IteratorResult<DeletionOutcome>> {
    const value = this.#queue[this.#head];
    if (value !== undefined) {
      this.#head += 1;
      if (this.#head >= CUT_AT) {
        this.#queue = this.#queue.slice(this.#head);
        this.#head = 0;
      }
      this.#onTaken(this.length);
      return Promise.resolve({ done: false, value });
    }
    if (this.#ended) {
      const last = this.#takeError();
      return last === undefined ? Promise.resolve({ done: true, value: undefined }) : Promise.reject(last);
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
  }

  return(): Promise<IteratorResult<DeletionOutcome>> {
    this.#queue = [];
    this.#head = 0;
    this.end(undefined);
    this.#onLeft();
    return Promise.resolve({ done: true, value: undefined });
  }

  /** An iterator throws once and is done after that. */
  #takeError(): Error | undefined {
    const error = this.#error;
    this.#error = undefined;
    return error;
  }
}
