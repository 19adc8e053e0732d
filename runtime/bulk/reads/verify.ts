/** Where the run asks for rows to be read. Where the table has no way to read any, nothing is read and nothing changes. */
import type { Part, RunContext, Settlement } from '../context.js';
import type { Verdict } from '../send/interpret.js';
import type { Presence } from './read-back.js';

/** See `RowReads.before`. */
export async function readBefore(context: RunContext, part: Part): Promise<Presence | undefined> {
  return context.subject.reads?.before(context, part);
}

/**
 * What a count says about single ids, where they were read before. It does so when it agrees with the rows that were
 * there; else somebody else deletes at the same time, and nothing more is claimed than the count allows. After a lost
 * answer the read is out of date.
 */
export function explainCount(
  part: Part,
  claimed: readonly Verdict[],
  affected: number,
  mayBeGone: boolean,
): readonly Verdict[] {
  const { before, items, ambiguous } = part;
  if (before === undefined || ambiguous > 0) return claimed;
  const there = new Set(items.filter(({ id }) => before.get(id) === true).map(({ id }) => id));
  if (there.size !== affected) return claimed;
  const missing: Verdict = { status: mayBeGone ? 'absent' : 'notFound', evidence: 'verified' };
  return items.map(({ id }) => (there.has(id) ? { status: 'deleted', evidence: 'verified' } : missing));
}

/** See `RowReads.verify`. */
export async function verify(
  context: RunContext,
  part: Part,
  settlements: readonly Settlement[],
): Promise<readonly Settlement[]> {
  const { reads } = context.subject;
  return reads === null ? settlements : await reads.verify(context, part, settlements);
}
