import type { SettledItems } from '../context.js';
import type { IntakeSink } from './intake.js';
import type { Pack } from './packer.js';
import type { JobRef } from '../types.js';

/** Where a run gets its ids from: an input, or the journal of an earlier run. */
export interface Source {
  /** Reads to the end, or until `close`. Throws what the input throws; what was read by then is told all the same. */
  readAll(): Promise<void>;
  /** Reads nothing more; gives what was read and not yet told. */
  close(): readonly Pack[];
  /** True: it was read to its end, and nothing of it is missing. */
  readonly hasEnded: boolean;
  /** True: an id that was read before may have been read again without anybody noticing. */
  readonly mayRepeat: boolean;
  /** Requests that the ids read so far need at least. */
  readonly minimumRequests: number;
  /** The first ids that can be sent. */
  readonly sample: readonly string[];
}

/** What a source tells. An input knows nothing of earlier runs and tells only what `IntakeSink` has. */
export interface SourceSink extends IntakeSink {
  /** Numbers of chunks below this are taken by earlier runs. */
  readonly resumeAt: (seq: number) => void;
  /** A request that an earlier run began and did not end; it keeps its number. */
  readonly again: (chunk: Chunk) => void;
  /** Ids whose deletion was accepted as a job, and the job has not ended. */
  readonly waiting: (chunk: Chunk, job: JobRef, requestId: string | undefined) => void;
  /** Ids that may not be sent again, and that a read may settle. */
  readonly lost: (chunk: Chunk) => void;
  /** Ids of which nothing is to be written down: the journal says what became of them, or must not have them. */
  readonly restated: (settled: SettledItems) => void;
  /** Ids of a chunk that this run settles without a request: it will not, or may not, send them. */
  readonly unsent: (settled: SettledItems) => void;
}

/** A sealed request's worth of ids. */
export interface Chunk extends Pack {
  readonly seq: number;
  /** What earlier runs did with these ids; undefined: nothing. */
  readonly past?: ChunkHistory;
}

/** What earlier runs did with the ids of a request. */
export interface ChunkHistory {
  /** At least one request may have taken effect without a readable answer. */
  readonly ambiguous: boolean;
}
