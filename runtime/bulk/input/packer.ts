/** Packs ids into requests, greedily and in order, without writing a request for each id. Pure. */

/** One id on its way. */
export interface Item {
  /** As it is sent and compared. */
  readonly id: string;
  /** As it was given. */
  readonly text: string;
  /** Position in the input. */
  readonly index: number;
  /** Bytes that it takes, without what stands between ids. */
  readonly bytes: number;
  readonly alone: boolean;
}

/** How the size of a request follows from its ids. */
export interface Measure {
  /** What is measured: the encoded body, or the request line. */
  readonly of: 'body' | 'url';
  /** Bytes of a request with one id, without the id. */
  readonly one: number;
  /** The same with several ids. */
  readonly many: number;
  /** Bytes between two ids. */
  readonly between: number;
  /** Bytes of one id. */
  readonly sizeOf: (id: string) => number;
}

/** What one request may carry. */
export interface Bounds {
  readonly maxIds: number;
  /** Of what the measure measures; infinite when no bound is known. */
  readonly maxBytes: number;
}

/** Size of a request with `count` ids that take `idBytes` together. */
export function requestBytes(measure: Measure, count: number, idBytes: number): number {
  return count === 1 ? measure.one + idBytes : measure.many + idBytes + (count - 1) * measure.between;
}

/** True when the id fits into a request of its own. */
export function fitsAlone(measure: Measure, bounds: Bounds, idBytes: number): boolean {
  return requestBytes(measure, 1, idBytes) <= bounds.maxBytes;
}

/** Counts what a request holds so far; it keeps no ids, so counting a million costs nothing. */
export class Fill {
  count = 0;
  idBytes = 0;

  /** True when one more id would pass a bound. */
  overflows(measure: Measure, bounds: Bounds, idBytes: number): boolean {
    return (
      this.count >= bounds.maxIds ||
      requestBytes(measure, this.count + 1, this.idBytes + idBytes) > bounds.maxBytes
    );
  }

  add(idBytes: number): void {
    this.count += 1;
    this.idBytes += idBytes;
  }

  clear(): void {
    this.count = 0;
    this.idBytes = 0;
  }
}

/** Ids of one request, with the size of that request. */
export interface Pack {
  readonly items: readonly Item[];
  readonly bytes: number;
}

/** What most ids seal; made once, not for each of them. */
const NONE: readonly Pack[] = [];

/** The open request. Bounds are read anew for each id, because they may be learned on the way. */
export class Packer {
  readonly #measure: Measure;
  readonly #bounds: () => Bounds;
  readonly #fill = new Fill();
  #items: Item[] = [];

  constructor(measure: Measure, bounds: () => Bounds) {
    this.#measure = measure;
    this.#bounds = bounds;
  }

  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  /** Takes an id that `fitsAlone`; gives the requests that became full by it. An id that goes alone closes nothing. */
  push(item: Item): readonly Pack[] {
    if (item.alone) return [{ items: [item], bytes: requestBytes(this.#measure, 1, item.bytes) }];
    const bounds = this.#bounds();
    const sealed = this.#fill.overflows(this.#measure, bounds, item.bytes) ? this.seal() : NONE;
    this.#items.push(item);
    this.#fill.add(item.bytes);
    return this.#fill.count >= bounds.maxIds ? [...sealed, ...this.seal()] : sealed;
  }

  /** Closes the open request; nothing when it is empty. */
  seal(): readonly Pack[] {
    if (this.#items.length === 0) return NONE;
    const bytes = requestBytes(this.#measure, this.#fill.count, this.#fill.idBytes);
    const pack: Pack = { items: this.#items, bytes };
    this.#items = [];
    this.#fill.clear();
    return [pack];
  }
}

/** Packs a list; every item must fit alone. */
export function packAll(items: readonly Item[], measure: Measure, bounds: Bounds): readonly Pack[] {
  const packer = new Packer(measure, () => bounds);
  return [...items.flatMap((item) => packer.push(item)), ...packer.seal()];
}

/** Counts the requests that a greedy packing needs. */
export class RequestCounter {
  readonly #measure: Measure;
  readonly #bounds: Bounds;
  readonly #fill = new Fill();
  #requests = 0;

  constructor(measure: Measure, bounds: Bounds) {
    this.#measure = measure;
    this.#bounds = bounds;
  }

  get requests(): number {
    return this.#requests;
  }

  add(idBytes: number, alone: boolean): void {
    if (alone) {
      this.#requests += 1;
      return;
    }
    if (this.#fill.count === 0 || this.#fill.overflows(this.#measure, this.#bounds, idBytes)) {
      this.#requests += 1;
      this.#fill.clear();
    }
    this.#fill.add(idBytes);
  }
}
