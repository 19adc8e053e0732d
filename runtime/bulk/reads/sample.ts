/** Reads back a random part of what is said to be gone. */
import type { RunContext, SettledItems } from '../context.js';
import type { Item } from '../input/packer.js';
import { readPresence } from './read-back.js';
import { settlementAt } from '../settle/settlement-at.js';
import { isGone } from '../types.js';

/** So many ids that are said to be gone, chosen so that each has the same chance, however many there are. */
export class GoneSample {
  readonly #size: number;
  readonly #random: () => number;
  readonly #items: Item[] = [];
  #seen = 0;

  /** `random` gives numbers in [0, 1). */
  constructor(size: number, random: () => number) {
    this.#size = size;
    this.#random = random;
  }

  get items(): readonly Item[] {
    return this.#items;
  }

  add({ items, settlements }: SettledItems): void {
    items.forEach((item, position) => {
      const settlement = settlementAt(settlements, position);
      if (!isGone(settlement)) return;
      this.#seen += 1;
      if (this.#items.length < this.#size) {
        this.#items.push(item);
        return;
      }
      // Algorithm R: the newest of n takes the place of a random one with the probability size / n.
      const place = Math.floor(this.#random() * this.#seen);
      if (place < this.#size) this.#items[place] = item;
    });
  }
}

/**
 * Reads the sample back, after everything has settled. Outcomes have been given by then, so what is still there changes
 * what the summary says, and nothing else. Never throws.
 */
export async function checkSample(context: RunContext): Promise<void> {
  const { sample, events, tally, stops } = context;
  if (sample === null || sample.items.length === 0) return;
  const { items } = sample;
  const presence = await readPresence(context, items);
  // One id may be in the sample twice, as it may be in the input.
  const read = items.filter(({ id }) => presence.has(id)).length;
  const stillThere = items.filter(({ id }) => presence.get(id) === true).map(({ text }) => text);
  tally.sample = { chosen: items.length, read, stillThere };
  if (stillThere.length > 0) {
    const [least, most] = shareRange(stillThere.length, read);
    events.raise(
      'sampleNotGone',
      `Of ${read} ids that are said to be gone and were read back, ${stillThere.length} are still there: ` +
        `between ${percent(least)} and ${percent(most)} of all such ids of this run, with a confidence of 95 %.`,
    );
  }
  if (read < items.length) {
    const why = stops.everything.aborted ? 'the run was stopped' : 'they could not be read';
    const message = `${items.length - read} of the ${items.length} ids of the sample were not read back: ${why}.`;
    events.warn({ code: 'sampleUnread', message });
  }
}

/** Wilson's score interval for a share, at 95 %. */
export function shareRange(hits: number, count: number): readonly [least: number, most: number] {
  const z = 1.96;
  const share = hits / count;
  const middle = share + z ** 2 / (2 * count);
  const spread = z * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2));
  const whole = 1 + z ** 2 / count;
  return [Math.max(0, (middle - spread) / whole), Math.min(1, (middle + spread) / whole)];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
