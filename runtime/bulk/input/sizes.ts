import type { DeletionBehaviour } from '../../behaviour.js';
import type { ErrorCode } from '../../definition.js';
import type { DeletionEvent } from '../telemetry/events.js';
import type { Settings } from '../settings.js';
import { packAll, type Bounds, type Item, type Measure, type Pack } from './packer.js';

/**
 * How much one request may carry now: the provider's limits, lowered by the caller, grown by slow start where a limit
 * is written nowhere, and lowered again by what the provider refused.
 */
export class Sizes {
  /** Limits that are known before anything is sent; an id beyond them is never sent. */
  readonly hard: Bounds;
  readonly #makeMeasure: () => Measure;
  #measure: Measure | undefined;
  #cap: number;
  #current: number;
  #maxBytes: number;
  /** Made anew when one of them has changed: it is asked for with every id. */
  #bounds: Bounds;

  /** `makeMeasure` is called once, when a size is asked for. */
  constructor(behaviour: DeletionBehaviour, makeMeasure: () => Measure, settings: Pick<Settings, 'chunk'>) {
    const { limits, ids } = behaviour;
    const { chunk } = settings;
    const { slowStart } = limits;
    this.#makeMeasure = makeMeasure;
    this.hard = {
      maxIds: least(limits.maxIds, slowStart?.to, chunk.maxIds),
      maxBytes:
        ids.in === 'body'
          ? least(limits.maxBytes, chunk.maxBytes)
          : least(limits.maxUrlBytes, chunk.maxUrlBytes),
    };
    this.#cap = this.hard.maxIds;
    this.#current = least(this.#cap, slowStart?.from);
    this.#maxBytes = this.hard.maxBytes;
    this.#bounds = { maxIds: this.#current, maxBytes: this.#maxBytes };
  }

  get measure(): Measure {
    return (this.#measure ??= this.#makeMeasure());
  }

  get bounds(): Bounds {
    const { maxIds, maxBytes } = this.#bounds;
    if (maxIds !== this.#current || maxBytes !== this.#maxBytes) {
      this.#bounds = { maxIds: this.#current, maxBytes: this.#maxBytes };
    }
    return this.#bounds;
  }

  /** True while slow start has not reached its end: then one request goes at a time, and nothing is packed ahead. */
  get isGrowing(): boolean {
    return this.#current < this.#cap;
  }

  /** A request with `count` ids was accepted: slow start doubles. */
  accepted(count: number): void {
    if (count >= this.#current) this.#current = Math.min(this.#current * 2, this.#cap);
  }

  /** A request was refused for its size: learns half of it, and never goes back there. At least two ids. */
  refused(items: readonly Item[], code: ErrorCode): DeletionEvent {
    const half = Math.ceil(items.length / 2);
    const halves = packAll(items, this.measure, { maxIds: half, maxBytes: Number.POSITIVE_INFINITY });
    const halfBytes = Math.max(...halves.map(({ bytes }) => bytes));
    const byLine = code === 'URI_TOO_LONG' && this.measure.of === 'url';
    const byBody = code === 'PAYLOAD_TOO_LARGE' && this.measure.of === 'body';
    if (byLine || byBody) this.#maxBytes = Math.min(this.#maxBytes, halfBytes);
    if (!byLine) {
      this.#cap = Math.min(this.#cap, half);
      this.#current = Math.min(this.#current, this.#cap);
    }
    return {
      type: 'limitLearned',
      ...(byLine ? { maxUrlBytes: this.#maxBytes } : { maxIds: this.#cap }),
      ...(byBody ? { maxBytes: this.#maxBytes } : {}),
    };
  }

  /** Packs ids anew when they no longer fit into one request; otherwise one pack. */
  repack(items: readonly Item[]): readonly Pack[] {
    return packAll(items, this.measure, this.bounds);
  }

  /** True when a request that was packed earlier is still within what is known now. */
  allows({ items, bytes }: Pack): boolean {
    return items.length === 1 || (items.length <= this.#current && bytes <= this.#maxBytes);
  }
}

function least(...bounds: readonly (number | null | undefined)[]): number {
  return Math.min(...bounds.map((bound) => bound ?? Number.POSITIVE_INFINITY));
}
