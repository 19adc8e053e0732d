/** What a journal says: where an earlier run stood when it ended, or was ended. */
import { errorFor } from '../../codes.js';
import type { RowsweepError } from '../../errors.js';
import { ChunkPast } from './chunk-past.js';
import type { JournalRecord, ResumeMode } from './journal-types.js';
import { readSpans } from './spans.js';
import { Stretches } from './stretches.js';

type RunRecord = Extract<JournalRecord, { t: 'run' }>;

/** Everything that a journal says, but for the ids themselves. */
export class Past {
  readonly run: RunRecord;
  readonly #chunks = new Map<number, ChunkPast>();
  readonly #inChunks = new Stretches();
  readonly #locals = new Stretches();
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
   * An id that was left out at first and sent by a later run is in its chunk. Cheap when asked for in rising order.
   */
  whereabouts(index: number): number | undefined {
    return this.#inChunks.find(index) ?? this.#locals.find(index);
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

  /** True: at least one request has left. */
  get hasSent(): boolean {
    return [...this.#chunks.values()].some(({ sentAtMs }) => sentAtMs !== undefined);
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
        cover(this.#locals, record, -1);
        return true;
      case 'chunk':
        if (this.#chunks.has(record.seq)) return false;
        this.#chunks.set(record.seq, new ChunkPast(record));
        this.#nextSeq = Math.max(this.#nextSeq, record.seq + 1);
        cover(this.#inChunks, record, record.seq);
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
}

function cover(
  stretches: Stretches,
  { first, n, spans }: Extract<JournalRecord, { t: 'local' | 'chunk' }>,
  seq: number,
): void {
  for (const [start, end] of readSpans(spans, { from: first, n })) stretches.add(start, end, seq);
}

function unreadable(provider: string, number: number): RowsweepError {
  return errorFor({
    code: 'JOURNAL',
    provider,
    message: `Record ${number} of the journal does not follow from those before it. Restore the journal from a copy.`,
    attempts: 0,
  });
}
