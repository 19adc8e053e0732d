/** What a journal holds, and what can hold one. */
import type { Effect, ErrorCode } from '../../definition.js';
import type { JournalPart } from './journal-part.js';
import type { DeletionSummary } from '../types.js';

/**
 * Which of the ids of a chunk, or of the positions from `first` on: numbers that take turns, how many to pass over and
 * how many to take. `[0, 50, 1, 49]` is all of 100 but the one at position 50. Left out: all.
 */
export type Spans = readonly number[];

/**
 * One record. A journal is a list of them in the order in which things happened; `seq` is the number of a chunk, and
 * times are milliseconds since the epoch.
 */
export type JournalRecord =
  | {
      readonly t: 'run';
      readonly v: 1;
      readonly runId: string;
      readonly provider: string;
      readonly target: string;
      /** Hash of the options that a later run must share. */
      readonly options: string;
      readonly ids: 'full' | 'hash';
      /** Why the rows are deleted; left out where it was not said, and with `hash`: a reason may name somebody too. */
      readonly reason?: string;
      readonly at: number;
    }
  /** A later run takes over. */
  | { readonly t: 'resume'; readonly runId: string; readonly how: ResumeMode; readonly at: number }
  /** A full request's worth of ids. `first` is the position of the first in the input. `repeats`: see `dedupe`. */
  | {
      readonly t: 'chunk';
      readonly seq: number;
      readonly first: number;
      readonly n: number;
      readonly spans?: Spans;
      readonly hash: string;
      readonly ids?: readonly string[];
      readonly repeats?: true;
    }
  /** Ids that never get into a request; `r` says which of `v` each is, as in `done`. */
  | {
      readonly t: 'local';
      readonly first: number;
      readonly n: number;
      readonly spans?: Spans;
      readonly v: readonly string[];
      readonly r: string;
      readonly ids?: readonly string[];
    }
  /** The input was read to its end. */
  | { readonly t: 'input'; readonly read: number }
  /** A request leaves; on disk before it does. */
  | { readonly t: 'intent'; readonly seq: number; readonly part?: Spans; readonly at: number }
  /** It got no good answer. */
  | {
      readonly t: 'attempt';
      readonly seq: number;
      readonly part?: Spans;
      readonly effect: Effect;
      readonly code: ErrorCode;
    }
  /** It was accepted as a job; on disk before that is counted. */
  | {
      readonly t: 'job';
      readonly seq: number;
      readonly part?: Spans;
      readonly jobId: string;
      readonly createdAt?: string;
      readonly requestId?: string;
    }
  /**
   * What became of ids: `v` holds the verdicts, such as `deleted/id`, and `r` one letter for each id, `a` for the first
   * verdict, with a count behind it where it repeats: `a998b2`.
   */
  | {
      readonly t: 'done';
      readonly seq: number;
      readonly part?: Spans;
      readonly v: readonly string[];
      readonly r: string;
      readonly requestId?: string;
    }
  | { readonly t: 'end'; readonly state: DeletionSummary['state']; readonly at: number };

/** What a later run does with the ids of the journal; see `ResumeOptions` and `BulkDeleter.reconcile`. */
export type ResumeMode = 'unfinished' | 'failed' | 'all' | 'reconcile';

/**
 * Where a journal is kept. One run at a time writes to it. `@rowsweep/runtime/journal` keeps one in a file; a database
 * can keep one as well. Whatever these throw ends the run with `JOURNAL` before its next request.
 */
export interface JournalStore {
  /** `journalPart`: how runs use a journal. It comes with the store, so that only those who have one carry it. */
  readonly part: JournalPart;
  /**
   * Adds a record behind all others. Resolves when it will survive the end of this process, and with `durable` also the
   * end of the machine's power. Records are added in the order of the calls.
   */
  append(record: JournalRecord, durable: boolean): Promise<void>;
  /** All records, in order. What a crash has left behind as half a record is left out. */
  read(): AsyncIterable<JournalRecord>;
  /** Takes the journal for one writer, and gives the release. Rejects when another has it. */
  lock(): Promise<() => Promise<void>>;
}

/** A journal, and what of the ids is in it. */
export interface JournalOptions {
  readonly store: JournalStore;
  /**
   * `full`: the ids; a later run can go on without the input, as far as that was read. `hash`: no id, only hashes of the
   * ids of a request; a later run needs the same input again.
   */
  readonly ids: 'full' | 'hash';
  /** Key of the hashes (HMAC-SHA-256), so that nobody without it can try out which ids they are of. */
  readonly key?: string;
}
