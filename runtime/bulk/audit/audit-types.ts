/** What an audit trail is made of. */
import type { AuditPart } from './audit-part.js';
import type { DeletionStatus, DeletionSummary } from '../types.js';

/** What every entry says. All of it is under the entry's hash. */
interface AuditEntryBase {
  /** Version of the form. */
  readonly v: 1;
  /** Number of the entry in its chain, from 0, without a gap. */
  readonly n: number;
  /** When it was written, in UTC: `2026-11-22T10:00:00.000Z`. */
  readonly at: string;
  readonly runId: string;
  readonly provider: string;
  /** The target in words, such as `rows table_id=t1`. */
  readonly target: string;
  /** The hash of the entry before; 64 zeros in the first. */
  readonly prevHash: string;
  /** SHA-256, in lower-case hexadecimal, of the canonical JSON (RFC 8785) of the entry without this property. */
  readonly hash: string;
}

/** A run begins. It is written before the first request. */
export interface AuditRunEntry extends AuditEntryBase {
  readonly type: 'run';
  /** Who: as the caller says. */
  readonly actor?: string;
  /** Why: as the caller says. */
  readonly reason?: string;
}

/** Ids that were not to be written down: how many, and a keyed digest by which they can be recognised. */
export interface AuditIdDigest {
  readonly count: number;
  /** HMAC-SHA-256 under the caller's key of the canonical JSON of the list of ids, in lower-case hexadecimal. */
  readonly digest: string;
}

/** Ids of one chunk are settled. A chunk that was split, or of which an id was refused, has an entry for each part. */
export interface AuditChunkEntry extends AuditEntryBase {
  readonly type: 'chunk';
  readonly actor?: string;
  readonly reason?: string;
  /** Number of the chunk in its run, from 0; -1 for ids of an input that go on behind a journal, or may not be its own. */
  readonly chunk: number;
  /** As they were given, in the order of the input; or their digest. */
  readonly ids: readonly string[] | AuditIdDigest;
  readonly outcome: Readonly<Partial<Record<DeletionStatus, number>>>;
  /** One for each id, in the same order; left out where all have the same. */
  readonly statuses?: readonly DeletionStatus[];
  /** The provider's own. */
  readonly requestId?: string;
}

/** A run has ended. A run without one was cut off, or its end was taken away. */
export interface AuditEndEntry extends AuditEntryBase {
  readonly type: 'end';
  readonly state: DeletionSummary['state'];
  /** Entries of type `chunk` of this run. */
  readonly chunks: number;
  /** Ids read from the input. */
  readonly requested: number;
  /** The sum of its chunks; ids that never got into a chunk are in `requested` alone. */
  readonly outcome: Readonly<Partial<Record<DeletionStatus, number>>>;
}

/** One entry of an audit trail. */
export type AuditEntry = AuditRunEntry | AuditChunkEntry | AuditEndEntry;

/** Where a chain stands: the next entry has the number after `n`, and `hash` as its `prevHash`. */
export interface AuditTail {
  readonly n: number;
  readonly hash: string;
}

/**
 * Keeps entries. A run waits for each `write` before it goes on; a `write` that rejects stops the run before its next
 * request, and nothing more is written to the sink from here, because nobody knows where its chain stands.
 */
export interface AuditSink {
  /** `auditPart`: how runs use a trail. It comes with the sink, so that only those who have one carry it. */
  readonly part: AuditPart;
  write(entry: AuditEntry): Promise<void>;
  /** The last entry that is kept already, so that a chain goes on; null or no such function: it begins. */
  tail?(): Promise<AuditTail | null>;
}

/** How a run is audited. */
export interface AuditOptions {
  readonly sink: AuditSink;
  /** Who deletes: a name, an address, a ticket. */
  readonly actor?: string;
  /** How ids are written down. Default: `digest` where there is a key, else `clear`. */
  readonly ids?: 'clear' | 'digest';
  /** For `digest`: at least 16 characters. Whoever has it can test whether an id was among those of a chunk. */
  readonly key?: string;
}
