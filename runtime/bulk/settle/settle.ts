/** What becomes of the ids of a request: accepted, refused, lost, or never sent. */
import { RowsweepError } from '../../errors.js';
import type { Part, RunContext, Settlement } from '../context.js';
import { GuardError } from '../errors.js';
import { interpret } from '../send/interpret.js';
import type { Reply } from '../send/reply.js';
import type { SkipReason } from '../types.js';
import { explainCount, verify } from '../reads/verify.js';

/** The provider accepted a request: settles its ids, or gives them to the job lane. */
export async function settleAccepted(
  context: RunContext,
  part: Part,
  { reply, requestId }: { readonly reply: Reply; readonly requestId: string | undefined },
): Promise<void> {
  const { budget, lanes, sizes, settings, shared, tally, jobs, recording } = context;
  budget.refund();
  lanes.succeeded();
  sizes.accepted(part.items.length);
  shared.accepted = true;
  if (reply.kind === 'job') {
    await recording?.job(part, reply.report.job, requestId);
    await jobs?.add(part, reply.report, requestId);
    return;
  }
  const ids = part.items.map(({ id }) => id);
  const mayBeGone = part.ambiguous > 0 || shared.mayRepeat;
  const {
    verdicts: claimed,
    removed,
    anomaly,
  } = interpret(ids, reply, {
    mayBeGone,
    areDistinct: settings.dedupe !== 'off',
  });
  const verdicts = reply.kind === 'count' ? explainCount(part, claimed, reply.affected, mayBeGone) : claimed;
  tally.addRemoved(removed);
  if (anomaly !== undefined) stopForAnomaly(context, part, anomaly);
  const explained = verdicts.some(isUnknown) ? verdicts.map(explain(context)) : verdicts;
  await settlePart(context, part, await verify(context, part, explained), requestId);
}

/** More was deleted than asked for, or something else: the loudest thing that can happen. */
export function stopForAnomaly(
  context: RunContext,
  part: Part,
  { code, message }: { readonly code: string; readonly message: string },
): void {
  const { events, stops, settings, subject } = context;
  events.raise(code, message, part.info);
  if (!settings.stopOnOverDelete) return;
  const error = new GuardError({
    guard: 'overDelete',
    provider: subject.behaviour.provider,
    message,
    effect: 'done',
  });
  stops.stop({ reason: 'guard', error, rejects: true });
}

function isUnknown({ status }: Settlement): boolean {
  return status === 'unknown';
}

/** An `unknown` that an answer gave rise to says why. */
function explain(context: RunContext): (verdict: Settlement) => Settlement {
  let unknown: Settlement | undefined;
  return (verdict) => {
    if (verdict.status !== 'unknown') return verdict;
    unknown ??= {
      ...verdict,
      error: new RowsweepError({
        code: 'PROTOCOL_VIOLATION',
        provider: context.subject.behaviour.provider,
        message: 'The answer names ids that were not asked for, so being left out of it proves nothing.',
        effect: 'possible',
      }),
    };
    return unknown;
  };
}

/**
 * `failed` only when certainly nothing was deleted, by this request and by every one before it; else `unknown`, unless
 * a read settles it.
 */
export async function settleFailed(context: RunContext, part: Part, error: RowsweepError): Promise<void> {
  const { cause } = context.stops;
  const neverLeft =
    error.code === 'ABORTED' && error.effect === 'none' && part.carried === 1 && part.ambiguous === 0;
  if (neverLeft && cause !== undefined) {
    await skip(context, part, cause.reason);
    return;
  }
  const settlement: Settlement =
    error.effect === 'none' && part.ambiguous === 0
      ? { status: 'failed', evidence: error.status === undefined ? 'none' : 'batch', error }
      : { status: 'unknown', evidence: 'none', error };
  const claimed = part.items.map(() => settlement);
  // What refuses deletions for good refuses reads too.
  await settlePart(
    context,
    part,
    error.fatal ? claimed : await verify(context, part, claimed),
    error.requestId,
  );
}

/** A request of an earlier run may have taken effect, and no request of this run has found out. */
export function lostError({ subject }: RunContext): RowsweepError {
  return new RowsweepError({
    code: 'ABORTED',
    provider: subject.behaviour.provider,
    message: 'An earlier run ended after the request had left and before its answer was written down.',
    effect: 'possible',
  });
}

/** The run ended before this part could be sent, or sent again. */
export async function settleUnsent(context: RunContext, part: Part): Promise<void> {
  if (part.lastError !== undefined) {
    await settleFailed(context, part, part.lastError);
    return;
  }
  if (part.ambiguous > 0) {
    await settleFailed(context, part, lostError(context));
    return;
  }
  await skip(context, part, context.stops.cause?.reason ?? 'stopped');
}

async function skip(context: RunContext, part: Part, reason: SkipReason): Promise<void> {
  const settlement: Settlement = { status: 'skipped', evidence: 'local', reason };
  await settlePart(
    context,
    part,
    part.items.map(() => settlement),
    undefined,
  );
}

/** Settles all ids of a part, and tells it. */
export async function settlePart(
  context: RunContext,
  part: Part,
  settlements: readonly Settlement[],
  requestId: string | undefined,
): Promise<void> {
  const { settings, events } = context;
  await context.settle({
    items: part.items,
    settlements,
    chunk: part.info.seq,
    attempts: part.carried,
    requestId,
  });
  const first = settlements[0]?.status ?? 'skipped';
  events.emit({
    type: 'chunkSettled',
    chunk: part.info,
    status: settlements.every(({ status }) => status === first) ? first : 'mixed',
    durationMs: settings.clock.now() - part.startedAt,
    ...(requestId === undefined ? {} : { requestId }),
  });
}
