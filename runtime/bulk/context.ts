/** What the parts of one run share. */
import type { DeletionBehaviour, IdFormat } from '../behaviour.js';
import type { Connection } from '../connection.js';
import type { ProviderDefinition } from '../definition.js';
import { isRowsweepError, RowsweepError } from '../errors.js';
import type { DeletionJobs } from './jobs/deletion-jobs.js';
import type { EventSink } from './telemetry/events.js';
import type { Gate } from './send/gate.js';
import type { ParseId } from './input/ids.js';
import type { JobLane } from './jobs/jobs.js';
import type { Lanes } from './send/lanes.js';
import type { Settings } from './settings.js';
import type { Item } from './input/packer.js';
import type { Recording } from './recorder.js';
import type { RequestWriter } from './send/request.js';
import type { RetryBudget } from './send/retry.js';
import type { Sizes } from './input/sizes.js';
import type { RowReads } from './reads/row-reads.js';
import type { GoneSample } from './reads/sample.js';
import type { Stops } from './stops.js';
import type { Tally } from './settle/tally.js';
import type { Target } from './target.js';
import type { Telemetry } from './telemetry/telemetry.js';
import type { Verdict } from './send/interpret.js';
import type { ChunkInfo, DeletionStatus, JobRef, SkipReason } from './types.js';

/** What holds for every run on one target. */
export interface Subject {
  readonly connection: Connection;
  readonly provider: ProviderDefinition;
  readonly behaviour: DeletionBehaviour;
  readonly target: Target;
  readonly targetText: string;
  readonly format: IdFormat;
  readonly parseId: ParseId;
  /** Null where deletions are done at once. */
  readonly jobs: DeletionJobs | null;
  /** Null where rows can neither be read nor counted. */
  readonly reads: RowReads | null;
}

/** What becomes of one id. */
export interface Settlement extends Verdict {
  readonly reason?: SkipReason;
  readonly error?: RowsweepError;
  readonly job?: JobRef;
  /** With `skipped` and `resumed`. */
  readonly settledAs?: DeletionStatus;
}

/** Ids that are settled together. */
export interface SettledItems {
  readonly items: readonly Item[];
  /** One for all, or one for each. */
  readonly settlements: Settlement | readonly Settlement[];
  readonly chunk: number;
  readonly attempts: number;
  readonly requestId: string | undefined;
}

/** One run, as its parts see it: each part takes what it needs from here and holds no state of another. */
export interface RunContext {
  readonly subject: Subject;
  readonly settings: Settings;
  readonly writer: RequestWriter;
  readonly sizes: Sizes;
  readonly gate: Gate;
  readonly budget: RetryBudget;
  readonly lanes: Lanes;
  readonly tally: Tally;
  readonly events: EventSink;
  readonly stops: Stops;
  /** Null where deletions are done at once. */
  readonly jobs: JobLane | null;
  /** Facts that one chunk learns and others use. */
  readonly shared: SharedFacts;
  /** Null where no sample is read back at the end. */
  readonly sample: GoneSample | null;
  /** Null where there is neither a logger nor a tracer. */
  readonly telemetry: Telemetry | null;
  /** Null where the run is written down nowhere. */
  readonly recording: Recording | null;
  /** Writes down what became of ids, and then counts it. Never rejects. */
  readonly settle: (settled: SettledItems) => Promise<void>;
}

/** Facts about the provider and the run that are learned on the way. */
export interface SharedFacts {
  /** The provider accepted a request of this run: so it is not wrong as a whole. */
  accepted: boolean;
  /** Ids may come twice without being noticed: an earlier request of this run may have removed any of them. */
  mayRepeat: boolean;
  /** Chunks in a row in which no request was accepted. */
  failedInARow: number;
  /** Deletion requests whose answer has not come yet. */
  submitting: number;
  /** Deletion requests begun. */
  submissions: number;
  /** Why the run is not all of what it should have been, although nothing stopped it. */
  incomplete?: RowsweepError;
}

/** Ids that travel together, and what has happened to them so far. */
export interface Part {
  readonly info: ChunkInfo;
  readonly items: readonly Item[];
  readonly bytes: number;
  /** Requests with exactly these ids. */
  readonly attempt: number;
  /** Requests that carried these ids, in whatever company. */
  readonly carried: number;
  /** Those of them that may have taken effect although no readable answer came. */
  readonly ambiguous: number;
  readonly lastError: RowsweepError | undefined;
  /** Which of them were there before the first request; undefined: that was not read, or not for all of them. */
  readonly before?: ReadonlyMap<string, boolean> | undefined;
  /**
   * `probe`: one id, sent alone to learn whether the request as a whole is wrong. `rest`: what is left of a refused
   * request beside its probes.
   */
  readonly role: 'plain' | 'probe' | 'rest';
  readonly startedAt: number;
}

/** Any failure as the one error; what is not one already is a fault of ours or of a hook, and may have had effect. */
export function toRowsweepError(error: unknown, provider: string): RowsweepError {
  if (isRowsweepError(error)) return error;
  return new RowsweepError({
    code: 'PROTOCOL_VIOLATION',
    provider,
    message: `A request ended in an unexpected way: ${error instanceof Error ? error.message : String(error)}`,
    effect: 'possible',
    cause: error,
  });
}
