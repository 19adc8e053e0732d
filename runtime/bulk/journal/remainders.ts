/** Sorts the ids of an earlier run's chunk by what is left to do with them. Pure. */
import type { ChunkPast, PastJob } from './chunk-past.js';
import type { Settlement } from '../context.js';
import type { ResumeMode } from './journal-types.js';
import type { Item } from '../input/packer.js';

/** The ids of one chunk, in the order of the input in each group. */
export interface Remainders {
  readonly send: readonly Item[];
  /** Of `send`: an earlier run may have removed at least one of them. */
  readonly mayBeGone: boolean;
  readonly wait: ReadonlyMap<PastJob, readonly Item[]>;
  readonly check: readonly Item[];
  /** Never sent, and not to be sent now. */
  readonly leave: readonly Item[];
  readonly restate: { readonly items: readonly Item[]; readonly settlements: readonly Settlement[] };
}

/** Gives each id of the chunk to one group. `items` are all ids of the chunk, in the order of the input. */
export function sortRemainders(chunk: ChunkPast, items: readonly Item[], mode: ResumeMode): Remainders {
  const send: Item[] = [];
  const check: Item[] = [];
  const leave: Item[] = [];
  const wait = new Map<PastJob, Item[]>();
  const restated: Item[] = [];
  const settlements: Settlement[] = [];
  let mayBeGone = false;
  let remainder = chunk.remainder(0, mode);
  let settlement: Settlement | undefined;
  items.forEach((item, offset) => {
    if (!chunk.isUniform) remainder = chunk.remainder(offset, mode);
    switch (remainder.do) {
      case 'send':
        send.push(item);
        mayBeGone ||= chunk.mayBeGone(offset);
        return;
      case 'wait': {
        const group = wait.get(remainder.job);
        if (group === undefined) wait.set(remainder.job, [item]);
        else group.push(item);
        return;
      }
      case 'check':
        check.push(item);
        return;
      case 'leave':
        leave.push(item);
        return;
      case 'restate':
        if (settlement?.settledAs !== remainder.status) {
          settlement = {
            status: 'skipped',
            evidence: 'local',
            reason: 'resumed',
            settledAs: remainder.status,
          };
        }
        restated.push(item);
        settlements.push(settlement);
    }
  });
  return { send, mayBeGone, wait, check, leave, restate: { items: restated, settlements } };
}
