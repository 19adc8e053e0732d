/** What a run does with ids that an earlier run has sent. */
import type { RunContext, Settlement } from '../context.js';
import { lostError, settleFailed } from '../settle/settle.js';
import type { Chunk, ChunkHistory } from '../input/source.js';
import { firstPart } from '../send/split.js';
import type { JobRef, SkipReason } from '../types.js';

/** Waits for a job that an earlier run has begun. */
export async function resumeJob(
  context: RunContext,
  chunk: Chunk,
  { job, requestId }: { readonly job: JobRef; readonly requestId: string | undefined },
): Promise<void> {
  const part = { ...firstPart(chunk, context.settings.clock.now()), carried: 1 };
  const report = {
    job,
    state: undefined,
    retrying: undefined,
    succeeded: undefined,
    failed: undefined,
    message: undefined,
    widerScope: undefined,
  };
  await context.jobs?.add(part, report, requestId);
}

/** Ids whose request may have taken effect, and that may not be sent again: `unknown`, unless a read settles it. */
export async function settleLost(context: RunContext, chunk: Chunk): Promise<void> {
  const part = { ...firstPart(chunk, context.settings.clock.now()), ambiguous: 1, carried: 1 };
  await settleFailed(context, part, lostError(context));
}

/** What is said of an id that an earlier run may have removed, and of which this run finds out nothing. */
export function lostSettlement(context: RunContext): Settlement {
  return { status: 'unknown', evidence: 'none', error: lostError(context) };
}

/** What is said of ids that were not sent: not sent at all, or not again, which is another thing. */
export function unsentSettlement(
  context: RunContext,
  past: ChunkHistory | undefined,
  reason: SkipReason,
): Settlement {
  if (past?.ambiguous === true) return lostSettlement(context);
  return { status: 'skipped', evidence: 'local', reason };
}
