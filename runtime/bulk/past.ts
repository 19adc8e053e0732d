/** What a journal says: where an earlier run stood when it ended, or was ended. */
import { errorFor } from '../codes.js';
import type { RowsweepError } from '../errors.js';
import { ChunkPast } from './chunk-past.js';
import type { JournalRecord, ResumeMode } from './journal-types.js';
import { readSpans } from './spans.js';

type RunRecord = Extract<JournalRecord, { t: 'run' }>;

/** A stretch of the input of which the journal knows. */
interface Stretch {
  readonly start: number;
  /** Behind the last. */
  readonly end: number;
  /** Number of the chunk; -1: these ids never get into one. */
  readonly seq: number;
}

/** Everything that a journal says, but for the ids themselves. */
export class Past {
  readonly run: RunRecord;
  readonly #chunks = new Map<number, ChunkPast>();
  readonly #stretches: Stretch[] = [];
  #isSorted = true;
  #cursor = 0;
  #nextSeq = 0;
  #inputRead: number | undefined;
  #lastAtMs: number;

  /** Reads a whole journal. Undefined: it is empty. Throws `JOURNAL` for one that this runtime did not write. */
  static async read(records: AsyncIterable<JournalRecord>, provider: string): Promise<Past | undefined> {
    let past: Past | undefined;
    let number = 0;
    for await (const record of records) {
      number += 1;
      if (past === undefined) {
        if (record.t !== 'run') throw unreadable(provider, number);
        past = new Past(record);
      } else if (!past.#take(record)) throw unreadable(provider, number);
    }
    return past;
  }

  private constructor(run: RunRecord) {
    this.run = run;
    this.#lastAtMs = run.at;
  }

  /** Ids of the input, where it was read to its end. */
  get inputRead(): number | undefined {
    return this.#inputRead;
  }

  get nextSeq(): number {
    return this.#nextSeq;
  }

  /** How many chunks there are. */
  get size(): number {
    return this.#chunks.size;
  }

  chunk(seq: number): ChunkPast | undefined {
    return this.#chunks.get(seq);
  }

  /**
   * Which chunk the id at a position of the input is in; -1: in none; undefined: the journal does not know the id.
   * Cheap when asked for in rising order.
   */
  whereabouts(index: number): number | undefined {
    if (!this.#isSorted) {
      this.#stretches.sort((one, other) => one.start - other.start);
      this.#isSorted = true;
      this.#cursor = 0;
    }
    if ((this.#stretches[this.#cursor]?.start ?? 0) > index) this.#cursor = 0;
    for (; this.#cursor < this.#stretches.length; this.#cursor += 1) {
      const stretch = this.#stretches[this.#cursor];
      if (stretch === undefined || index < stretch.start) return undefined;
      if (index < stretch.end) return stretch.seq;
    }
    this.#cursor = Math.max(0, this.#stretches.length - 1);
    return undefined;
  }

  /** When the oldest request left that is sent again; where there is none, when the journal was last written. */
  oldestMs(mode: ResumeMode): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const chunk of this.#chunks.values()) {
      if (chunk.sentAtMs !== undefined && chunk.sentAtMs < oldest && chunk.countToSend(mode) > 0) {
        oldest = chunk.sentAtMs;
      }
    }
    return Number.isFinite(oldest) ? oldest : this.#lastAtMs;
  }

  /** Ids that were sent, and are not sent again. */
  countSent(mode: ResumeMode): number {
    let sum = 0;
    for (const chunk of this.#chunks.values()) {
      if (chunk.sentAtMs !== undefined) sum += chunk.count - chunk.countToSend(mode);
    }
    return sum;
  }

  #take(record: JournalRecord): boolean {
    switch (record.t) {
      case 'run':
        return false;
      case 'resume':
      case 'end':
        this.#lastAtMs = record.at;
        return true;
      case 'input':
        this.#inputRead = record.read;
        return true;
      case 'local':
        this.#cover(record, -1);
        return true;
      case 'chunk':
        if (this.#chunks.has(record.seq)) return false;
        this.#chunks.set(record.seq, new ChunkPast(record));
        this.#nextSeq = Math.max(this.#nextSeq, record.seq + 1);
        this.#cover(record, record.seq);
        return true;
      default:
        return this.#happened(record);
    }
  }

  #happened(record: Extract<JournalRecord, { t: 'intent' | 'attempt' | 'job' | 'done' }>): boolean {
    const chunk = this.#chunks.get(record.seq);
    if (chunk === undefined) return false;
    switch (record.t) {
      case 'intent':
        this.#lastAtMs = record.at;
        chunk.sent(record);
        return true;
      case 'attempt':
        chunk.failed(record);
        return true;
      case 'job':
        chunk.accepted(record, this.run.provider);
        return true;
      case 'done':
        return chunk.settled(record);
    }
  }

  #cover(record: Extract<JournalRecord, { t: 'local' | 'chunk' }>, seq: number): void {
    for (const [start, end] of readSpans(record.spans, { from: record.first, n: record.n })) {
      if (start < (this.#stretches.at(-1)?.end ?? 0)) this.#isSorted = false;
      this.#stretches.push({ start, end, seq });
    }
  }
}

function unreadable(provider: string, number: number): RowsweepError {
  return errorFor({
    code: 'JOURNAL',
    provider,
    message: `Record ${number} of the journal does not follow from those before it. Restore the journal from a copy.`,
    attempts: 0,
  });
}
