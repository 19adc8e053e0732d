/** Finds the ids that make a provider refuse a request, with few requests. */
import { RowsweepError } from '../../errors.js';
import type { BadId } from './bad-ids.js';
import type { Part, RunContext, Settlement } from '../context.js';
import type { Verdict } from './interpret.js';
import { requestBytes, type Item } from '../input/packer.js';
import type { Chunk } from '../input/source.js';
import type { ChunkInfo } from '../types.js';

/** What one chunk has cost and shown so far. */
export interface ChunkState {
  splitsLeft: number;
  accepted: boolean;
  /** The provider named wrong ids: a refusal that is about ids, not about the request. */
  named: boolean;
  requests: number;
  probed: boolean;
  refusedProbes: number;
}

/** All of a chunk, as it stands before its first request in this run. */
export function firstPart({ seq, items, bytes, past }: Chunk, now: number): Part {
  const info: ChunkInfo = { seq, size: items.length, firstIndex: items[0]?.index ?? 0, bytes };
  return {
    info,
    items,
    bytes,
    attempt: 0,
    carried: 0,
    ambiguous: past?.ambiguous === true ? 1 : 0,
    lastError: undefined,
    role: 'plain',
    startedAt: now,
  };
}

/** A part with some of the ids of another, and its past. */
export function partOf(context: RunContext, parent: Part, items: readonly Item[]): Part {
  const idBytes = items.reduce((sum, item) => sum + item.bytes, 0);
  const bytes = requestBytes(context.sizes.measure, items.length, idBytes);
  return {
    ...parent,
    items,
    bytes,
    attempt: 0,
    role: 'plain',
    info: { ...parent.info, size: items.length, firstIndex: items[0]?.index ?? 0, bytes },
  };
}

/**
 * Splits what was refused. As long as nothing was accepted in the whole run, two single ids are tried first: when both
 * are refused too, the request is wrong as a whole, and splitting it further would only repeat the refusal.
 */
export function bisect(
  context: RunContext,
  state: ChunkState,
  part: Part,
  error: RowsweepError,
): readonly Part[] {
  const { items } = part;
  const first = items.slice(0, 1);
  const last = items.slice(-1);
  const middle = items.slice(1, -1);
  let parts: readonly Part[];
  if (context.shared.accepted || state.probed) parts = halve(context, state, part);
  else {
    state.probed = true;
    state.splitsLeft -= 2;
    parts = [
      { ...partOf(context, part, first), role: 'probe' },
      { ...partOf(context, part, last), role: 'probe' },
      ...(middle.length === 0 ? [] : [{ ...partOf(context, part, middle), role: 'rest' as const }]),
    ];
  }
  context.events.emit({ type: 'split', chunk: part.info, into: parts.length, why: error.code });
  return parts;
}

/** Two parts of the same size. */
export function halve(context: RunContext, state: ChunkState, part: Part): readonly Part[] {
  const half = Math.ceil(part.items.length / 2);
  state.splitsLeft -= 2;
  return [partOf(context, part, part.items.slice(0, half)), partOf(context, part, part.items.slice(half))];
}

/** Settles the ids that the provider named, and keeps the others for one more request. */
export async function dropBad(
  context: RunContext,
  state: ChunkState,
  part: Part,
  refused: { readonly error: RowsweepError; readonly bad: readonly BadId[] },
): Promise<readonly Part[]> {
  state.named = true;
  // A lost request may have deleted the id before, and that may be why it is called wrong now.
  const verdict: Verdict =
    part.ambiguous === 0 ? { status: 'failed', evidence: 'id' } : { status: 'unknown', evidence: 'none' };
  const messages = new Map(refused.bad.map(({ position, message }) => [position, message]));
  const good: Item[] = [];
  const bad: Item[] = [];
  const settlements: Settlement[] = [];
  part.items.forEach((item, position) => {
    const message = messages.get(position);
    if (message === undefined) {
      good.push(item);
      return;
    }
    bad.push(item);
    settlements.push({ ...verdict, error: asInvalidId(refused.error, message) });
  });
  await context.settle({
    items: bad,
    settlements,
    chunk: part.info.seq,
    attempts: part.carried,
    requestId: refused.error.requestId,
  });
  if (good.length === 0) return [];
  state.splitsLeft -= 1;
  context.events.emit({ type: 'split', chunk: part.info, into: 1, why: 'INVALID_ID' });
  return [partOf(context, part, good)];
}

/** A single id was refused where other requests were accepted: it is the id. */
export function blameId(context: RunContext, part: Part, error: RowsweepError): RowsweepError {
  const single = part.items.length === 1 && error.code === 'INVALID_REQUEST';
  return single && context.shared.accepted ? asInvalidId(error, error.message) : error;
}

/** Two probes refused, and nothing ever accepted: the run stops, because every other request would be refused too. */
export function blameRequest(context: RunContext, state: ChunkState, part: Part, error: RowsweepError): void {
  if (part.role !== 'probe' || (error.code !== 'INVALID_REQUEST' && error.code !== 'INVALID_ID')) return;
  state.refusedProbes += 1;
  if (state.refusedProbes < 2 || context.shared.accepted) return;
  context.stops.stop({ reason: 'stopped', error, rejects: true });
}

function asInvalidId(error: RowsweepError, message: string): RowsweepError {
  return new RowsweepError({
    code: 'INVALID_ID',
    provider: error.provider,
    message,
    effect: error.effect,
    operation: error.operation,
    request: error.request,
    status: error.status,
    providerCode: error.providerCode,
    requestId: error.requestId,
    attempts: error.attempts,
    body: error.body,
    cause: error,
  });
}
