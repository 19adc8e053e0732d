import { compareBehaviour } from './behaviour/behaviour.js';
import { finishDrafts } from './drafts.js';
import type { Finding } from './finding.js';
import { Side, type Comparable } from './side.js';
import { compareTexts } from './types/texts.js';
import { compareTypes } from './types/types.js';
import { compareWire } from './wire/wire.js';

/**
 * What changed from one description to another, in three views: the wire, the types of the generated package, and the
 * behaviour that the runtime is told. Equal meaning gives nothing, whatever it is written like. Heaviest first.
 */
export function compare(old: Comparable, now: Comparable): Finding[] {
  const [before, after] = [new Side(old), new Side(now)];
  const drafts = [
    ...compareWire(before, after),
    ...compareTypes(before, after),
    ...compareBehaviour(before, after),
  ];
  return finishDrafts(drafts.length > 0 ? drafts : compareTexts(before, after), before, after);
}
