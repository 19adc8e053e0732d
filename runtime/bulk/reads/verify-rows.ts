import { RowsweepError } from '../../errors.js';
import type { Part, RunContext, Settlement } from '../context.js';
import { readPresence, type Presence } from './read-back.js';

/**
 * With `verify: 'all'`, where the provider only counts: reads which ids of a part are there before its first request.
 * Undefined where that is not wanted, or where it could not be read for every one of them. Never throws.
 */
export async function readRowsBefore(context: RunContext, part: Part): Promise<Presence | undefined> {
  const { settings, subject, stops } = context;
  if (settings.verify !== 'all' || part.carried > 0) return part.before;
  const { behaviour, target } = subject;
  const isCounted = behaviour.answers.some(
    ({ proves, when }) =>
      proves === 'count' && (when === null || when.in.includes(target[when.target] ?? '')),
  );
  // One id needs no read: its count says it all.
  if (!isCounted || part.items.length === 1 || stops.sending.aborted) return undefined;
  const presence = await readPresence(context, part.items);
  return part.items.every(({ id }) => presence.has(id)) ? presence : undefined;
}

/**
 * Reads ids back where the run wants it, and lets what was read win over what was claimed. Never throws; what cannot
 * be read stays as it was.
 */
export async function verifyRows(
  context: RunContext,
  part: Part,
  settlements: readonly Settlement[],
): Promise<readonly Settlement[]> {
  if (context.settings.verify === 'off') return settlements;
  const doubtful = part.items.filter((_item, position) => {
    const settlement = settlements[position];
    return settlement !== undefined && isDoubtful(context, part, settlement);
  });
  if (doubtful.length === 0 || context.stops.everything.aborted) return settlements;
  const presence = await readPresence(context, doubtful);
  let contradicted = 0;
  const verified = settlements.map((settlement, position) => {
    const item = part.items[position];
    const there = item === undefined ? undefined : presence.get(item.id);
    if (there === undefined || !isDoubtful(context, part, settlement)) return settlement;
    if (!there) return goneNow(settlement);
    if (settlement.status !== 'unknown') contradicted += 1;
    return stillThere(context, settlement);
  });
  if (contradicted > 0) {
    context.events.raise(
      'notGone',
      `The provider reported ids as gone that can still be read; seen first for ${contradicted} of a chunk.`,
      part.info,
    );
  }
  return verified;
}

function isDoubtful(context: RunContext, part: Part, { status, evidence }: Settlement): boolean {
  switch (context.settings.verify) {
    case 'off':
      return false;
    case 'ambiguous':
    case 'sample':
      return status === 'unknown' || (part.ambiguous > 0 && evidence === 'omission');
    case 'all':
      return status !== 'failed' && status !== 'skipped' && status !== 'pending';
  }
}

function goneNow(settlement: Settlement): Settlement {
  // Which request removed it, or whether it ever was there, no read can tell.
  if (settlement.status === 'unknown') return { status: 'absent', evidence: 'verified' };
  return { ...settlement, evidence: 'verified' };
}

/**
 * A read tells what is there now, not what a request that is still on its way, or an answer that came before its
 * deletion, will yet do. So `failed` is said only where the provider itself never spoke of a deletion.
 */
function stillThere(context: RunContext, settlement: Settlement): Settlement {
  const error =
    settlement.error ??
    new RowsweepError({
      code: 'PROTOCOL_VIOLATION',
      provider: context.subject.behaviour.provider,
      message: 'The provider reported an id as gone that can still be read.',
      effect: 'possible',
    });
  return {
    status: settlement.status === 'notFound' ? 'failed' : 'unknown',
    evidence: 'verified',
    error,
  };
}
