/** Writes down what a run did, for those who have to answer for it. */
import { chainOf, type AuditChain } from './audit-chain.js';
import type { AuditChunkEntry, AuditIdDigest, AuditOptions } from './audit-types.js';
import { hexWriter, writeCanonical } from './canonical.js';
import type { SettledItems } from '../context.js';
import { configurationError } from '../errors.js';
import type { RunEnd, RunRecorder, RunStart } from '../recorder.js';
import { settlementAt } from '../settle/settlement-at.js';
import type { DeletionStatus } from '../types.js';

/** A shorter key could be found by trying. */
const SHORTEST_KEY = 16;

/** The option `audit`, checked and with its defaults; throws `CONFIGURATION`. */
export function readAudit(provider: string, options: AuditOptions): AuditOptions {
  const { sink, actor, key, ids = key === undefined ? 'clear' : 'digest' } = options;
  const fault =
    typeof sink.write !== 'function'
      ? 'audit must be a sink, or an object with one: something with a function write.'
      : ids === 'digest' && (typeof key !== 'string' || key.length < SHORTEST_KEY)
        ? `audit.key must have at least ${SHORTEST_KEY} characters, because audit.ids is digest.`
        : actor !== undefined && (typeof actor !== 'string' || actor.trim() === '')
          ? 'audit.actor must not be blank.'
          : undefined;
  if (fault !== undefined) throw configurationError(provider, `Wrong option: ${fault}`);
  return { ...options, ids };
}

/** Writes the trail of one run. A method rejects with `JOURNAL` when the sink does not keep the entry. */
export class AuditTrail implements RunRecorder {
  readonly name = 'audit trail';
  readonly #chain: AuditChain;
  readonly #now: () => number;
  readonly #actor: { readonly actor?: string };
  readonly #writeIds: (ids: readonly string[]) => Promise<readonly string[] | AuditIdDigest>;
  readonly #outcome: Counts = {};
  #run: Pick<AuditChunkEntry, 'runId' | 'provider' | 'target'> = { runId: '', provider: '', target: '' };
  #why: { readonly actor?: string; readonly reason?: string } = {};
  #chunks = 0;
  /** A run that was aborted before its beginning is not in the trail at all. */
  #stage: 'new' | 'begun' | 'ended' = 'new';

  /** `now` gives milliseconds since the epoch. */
  constructor({ sink, actor, key = '', ids }: AuditOptions, now: () => number) {
    this.#chain = chainOf(sink);
    this.#now = now;
    this.#actor = actor === undefined ? {} : { actor };
    this.#writeIds = ids === 'digest' ? digestWriter(key) : (clear) => Promise.resolve(clear);
  }

  begin({ runId, provider, target, reason }: RunStart): Promise<void> {
    if (this.#stage !== 'new') return Promise.resolve();
    this.#stage = 'begun';
    this.#run = { runId, provider, target };
    this.#why = { ...this.#actor, ...(reason === undefined ? {} : { reason }) };
    return this.#chain.append({ type: 'run', ...this.#head(), ...this.#why });
  }

  async settled({ items, settlements, chunk, requestId }: SettledItems): Promise<void> {
    const statuses = items.map((_item, position) => settlementAt(settlements, position).status);
    const outcome = countEach(statuses);
    this.#chunks += 1;
    for (const [status, count] of listCounts(outcome)) {
      this.#outcome[status] = (this.#outcome[status] ?? 0) + count;
    }
    await this.#chain.append({
      type: 'chunk',
      ...this.#head(),
      ...this.#why,
      chunk,
      ids: await this.#writeIds(items.map(({ text }) => text)),
      outcome,
      ...(listCounts(outcome).length > 1 ? { statuses } : {}),
      ...(requestId === undefined ? {} : { requestId }),
    });
  }

  end({ state, requested }: RunEnd): Promise<void> {
    const isOpen = this.#stage === 'begun';
    this.#stage = 'ended';
    if (!isOpen) return Promise.resolve();
    return this.#chain.append({
      type: 'end',
      ...this.#head(),
      state,
      chunks: this.#chunks,
      requested,
      outcome: this.#outcome,
    });
  }

  #head(): { readonly at: string } & Pick<AuditChunkEntry, 'runId' | 'provider' | 'target'> {
    return { at: new Date(this.#now()).toISOString(), ...this.#run };
  }
}

type Counts = Partial<Record<DeletionStatus, number>>;

function digestWriter(key: string): (ids: readonly string[]) => Promise<AuditIdDigest> {
  const write = hexWriter(key);
  return async (ids) => ({ count: ids.length, digest: await write(writeCanonical(ids)) });
}

function countEach(statuses: readonly DeletionStatus[]): Counts {
  const counts: Counts = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function listCounts(counts: Counts): readonly (readonly [DeletionStatus, number])[] {
  return Object.entries(counts) as readonly (readonly [DeletionStatus, number])[];
}
