import type { RowsweepError } from '../errors.js';
import { isRowsweepError } from '../errors.js';
import { kindOf } from '../refusal.js';
import type { IdCollector } from './collector.js';
import { inputError, type Place } from './place.js';
import { checkSource, isLasting, openSource, type IdSource, type OpenSource } from './source.js';
import { Utf8Decoder } from './utf8.js';

/** Turns text into ids. It throws `INPUT` at the first thing that it cannot read, and keeps the ids before that. */
export interface IdParser {
  /** The ids that were found and not taken yet. */
  readonly ids: IdCollector;
  /** Where the text ends that was pushed so far. */
  readonly place: Place;
  /** Takes the next piece of the text, cut anywhere. */
  push(text: string): void;
  /** There is no more text. */
  end(): void;
}

/** UTF-16 units, or bytes, that are read at a stretch: what a source gives at once may be a whole file. */
const PIECE = 2 ** 16;

/** Reads a source with a new parser for each iteration. Throws `CONFIGURATION` for what is no source. */
export function readIds(source: IdSource, parser: () => IdParser): AsyncIterable<string> {
  checkSource(source);
  let mayRead = true;
  return {
    [Symbol.asyncIterator]: () => {
      if (!mayRead) {
        throw inputError(
          { line: 1, column: 1 },
          'the source can be read only once, and it has been read before',
        );
      }
      mayRead = isLasting(source);
      return new IdIterator(new IdPump(openSource(source), parser()));
    },
  };
}

/**
 * Hands out one id at a time of what the pump brings in batches. By hand, because an async generator costs several
 * turns of the event loop's queue for each id.
 */
class IdIterator implements AsyncIterator<string, undefined> {
  readonly #pump: IdPump;
  #batch: readonly string[] = [];
  #at = 0;
  /** Set while someone waits for the next batch: who asks then, waits in line. */
  #waiting: Promise<unknown> | undefined;

  constructor(pump: IdPump) {
    this.#pump = pump;
  }

  next(): Promise<IteratorResult<string, undefined>> {
    const value = this.#batch[this.#at];
    if (value !== undefined && this.#waiting === undefined) {
      this.#at += 1;
      return Promise.resolve({ done: false, value });
    }
    const turn = this.#waiting === undefined ? this.#advance() : this.#waiting.then(() => this.#advance());
    const isOver = (): void => {
      if (this.#waiting === waiting) this.#waiting = undefined;
    };
    const waiting = turn.then(isOver, isOver);
    this.#waiting = waiting;
    return turn;
  }

  async return(): Promise<IteratorResult<string, undefined>> {
    this.#batch = [];
    await this.#pump.close();
    return { done: true, value: undefined };
  }

  async #advance(): Promise<IteratorResult<string, undefined>> {
    if (this.#at >= this.#batch.length) {
      this.#batch = await this.#pump.read();
      this.#at = 0;
    }
    const value = this.#batch[this.#at];
    this.#at += 1;
    return value === undefined ? { done: true, value } : { done: false, value };
  }
}

/** Reads the source piece by piece through the parser. */
class IdPump {
  readonly #source: OpenSource;
  readonly #parser: IdParser;
  readonly #decoder = new Utf8Decoder();
  #chunk: string | Uint8Array = '';
  #offset = 0;
  #hasText = false;
  #isClosed = false;
  /** What is to be thrown when the ids before it have been handed out. */
  #failure: RowsweepError | undefined;

  constructor(source: OpenSource, parser: IdParser) {
    this.#source = source;
    this.#parser = parser;
  }

  /** The next ids; none at the end. Rejects with `INPUT`, and ends then. */
  async read(): Promise<readonly string[]> {
    while (!this.#isClosed) {
      const ids = await this.#readPiece();
      if (ids.length > 0) return ids;
    }
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
    return [];
  }

  /** Reads no more, and lets the source go. */
  async close(): Promise<void> {
    this.#failure = undefined;
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#source.close();
  }

  async #readPiece(): Promise<readonly string[]> {
    let length = 0;
    try {
      const piece = await this.#nextPiece();
      if (this.#isClosed) return [];
      if (piece === undefined) this.#end();
      else length = this.#push(piece);
    } catch (error) {
      if (!isRowsweepError(error)) throw error;
      await this.close().catch(ignoreLateFailure);
      this.#failure = error;
    }
    return this.#parser.ids.take(length);
  }

  async #nextPiece(): Promise<string | Uint8Array | undefined> {
    if (this.#offset >= this.#chunk.length) {
      const chunk = await this.#nextChunk();
      if (chunk === undefined) return undefined;
      this.#chunk = chunk;
      this.#offset = 0;
    }
    const chunk = this.#chunk;
    const [start, end] = [this.#offset, this.#offset + PIECE];
    this.#offset = end;
    if (chunk.length <= PIECE) return chunk;
    return typeof chunk === 'string' ? chunk.slice(start, end) : chunk.subarray(start, end);
  }

  async #nextChunk(): Promise<string | Uint8Array | undefined> {
    let chunk: unknown;
    try {
      chunk = await this.#source.next();
    } catch (cause) {
      throw inputError(this.#parser.place, 'the source failed here', cause);
    }
    if (chunk === undefined || typeof chunk === 'string' || chunk instanceof Uint8Array) return chunk;
    throw inputError(this.#parser.place, `the source gave ${kindOf(chunk)}, where text or bytes are wanted`);
  }

  /** Gives the length of the text. */
  #push(piece: string | Uint8Array): number {
    if (typeof piece === 'string') {
      if (this.#decoder.isWaiting) throw this.#notUtf8();
      return this.#pushText(piece);
    }
    const { text, isWhole } = this.#decoder.decode(piece);
    const length = this.#pushText(text);
    if (!isWhole) throw this.#notUtf8();
    return length;
  }

  #pushText(text: string): number {
    if (text === '') return 0;
    // The mark that some programs write at the start of UTF-8 is no part of the text.
    const isMarked = !this.#hasText && text.startsWith('\uFEFF');
    this.#hasText = true;
    this.#parser.push(isMarked ? text.slice(1) : text);
    return text.length;
  }

  #end(): void {
    this.#isClosed = true;
    if (this.#decoder.isWaiting) throw this.#notUtf8();
    this.#parser.end();
  }

  #notUtf8(): RowsweepError {
    return inputError(this.#parser.place, 'the bytes that follow are not UTF-8');
  }
}

function ignoreLateFailure(): void {
  return undefined;
}
