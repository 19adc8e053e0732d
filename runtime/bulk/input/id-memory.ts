/** Remembers which ids were read. Exact: no id is ever taken for another. */
import { readUuid } from './uuid.js';

/** The last 50,000 to 100,000 ids are remembered. */
const WINDOW_HALF = 50_000;
/** Tables that share the ids of a whole run, so that one of them can grow without all of them being copied. */
const SHARDS = 256;

/** A memory that is asked and told at once. */
export interface IdMemory {
  /** True: it was there already. */
  add(id: string): boolean;
  /** True: an id that was added may have been forgotten since. */
  readonly forgets: boolean;
}

/** `window`: the last 50,000 to 100,000 ids; `all`: every one; `off`: none. */
export function openIdMemory(dedupe: 'off' | 'window' | 'all'): IdMemory {
  if (dedupe === 'off') return { add: () => false, forgets: true };
  return dedupe === 'window' ? new Window() : new Everything();
}

/** Two memories that take turns forget the oldest ids without ever searching for them. */
class Window implements IdMemory {
  #before = new Half();
  #now = new Half();
  #forgets = false;

  get forgets(): boolean {
    return this.#forgets;
  }

  add(id: string): boolean {
    const isUuid = readWords(id);
    if (this.#before.has(id, isUuid)) return true;
    if (!this.#now.add(id, isUuid)) return true;
    if (this.#now.count >= WINDOW_HALF) {
      this.#forgets ||= this.#before.count > 0;
      const oldest = this.#before;
      oldest.clear();
      this.#before = this.#now;
      this.#now = oldest;
    }
    return false;
  }
}

/** Half of a window: what is no UUID is kept as it is. */
class Half {
  readonly #uuids = new WordTable(0.8, 2);
  readonly #others = new Set<string>();

  get count(): number {
    return this.#uuids.count + this.#others.size;
  }

  has(id: string, isUuid: boolean): boolean {
    return isUuid ? this.#uuids.has() : this.#others.has(id);
  }

  /** False: it was there. */
  add(id: string, isUuid: boolean): boolean {
    if (isUuid) return this.#uuids.add();
    const { size } = this.#others;
    return this.#others.add(id).size > size;
  }

  clear(): void {
    this.#uuids.clear();
    this.#others.clear();
  }
}

/** Small steps of growth and full tables: less than 20 bytes for a UUID. */
class Everything implements IdMemory {
  readonly forgets = false;
  readonly #uuids = Array.from({ length: SHARDS }, () => new WordTable(0.9, 1.125));
  readonly #others = new Set<string>();

  add(id: string): boolean {
    if (readWords(id)) {
      return this.#uuids[words.hash % SHARDS]?.add() === false;
    }
    const { size } = this.#others;
    return this.#others.add(id).size === size;
  }
}

/** The 128 bits of the UUID that was read last, and a hash of them. */
const words = { a: 0, b: 0, c: 0, d: 0, hash: 0 };
/** So that nobody can prepare ids that all fall into one place. */
const seed = Math.floor(Math.random() * 2 ** 32);

/** False: it is no UUID in its canonical form. */
function readWords(id: string): boolean {
  const uuid = readUuid(id);
  if (uuid === undefined) return false;
  words.a = uuid.a;
  words.b = uuid.b;
  words.c = uuid.c;
  words.d = uuid.d;
  words.hash = mix(words.a, words.b, words.c, words.d);
  return true;
}

/** Spreads every bit over all of them; an unsigned number. */
function mix(a: number, b: number, c: number, d: number): number {
  let hash = seed;
  for (let round = 0; round < 4; round += 1) {
    hash ^= round === 0 ? a : round === 1 ? b : round === 2 ? c : d;
    hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
    hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}

const WORDS = 4;
/** A block has 4,096 places, 64 KiB. */
const BLOCK_BITS = 12;
const BLOCK_PLACES = 1 << BLOCK_BITS;
const BLOCK_WORDS = BLOCK_PLACES * WORDS;
/** Where a table that grows keeps its numbers meanwhile; as large as the largest that grew. */
let aside = new Int32Array(0);

/**
 * A set of 128-bit numbers, 16 bytes a place. It takes the number in `words`. It grows by blocks and throws none away:
 * tables that were outgrown would lie about by the dozen of megabytes before they are collected.
 */
class WordTable {
  readonly #mostFull: number;
  readonly #growth: number;
  readonly #blocks = [new Int32Array(BLOCK_WORDS)];
  /** Zeros mark an empty place, so the one number that is all zeros has no place. */
  #hasZero = false;
  #count = 0;

  constructor(mostFull: number, growth: number) {
    this.#mostFull = mostFull;
    this.#growth = growth;
  }

  get count(): number {
    return this.#count;
  }

  has(): boolean {
    return isZero() ? this.#hasZero : this.#find(false);
  }

  /** False: it was there. */
  add(): boolean {
    if (isZero()) {
      if (this.#hasZero) return false;
      this.#hasZero = true;
    } else {
      if (this.#find(true)) return false;
      if (this.#count >= this.#blocks.length * BLOCK_PLACES * this.#mostFull) this.#grow();
    }
    this.#count += 1;
    return true;
  }

  /** Keeps its size, because it will be as full again. */
  clear(): void {
    for (const block of this.#blocks) block.fill(0);
    this.#hasZero = false;
    this.#count = 0;
  }

  /** True: it is there. If not, `put` puts it there. */
  #find(put: boolean): boolean {
    const blocks = this.#blocks;
    const { a, b, c, d, hash } = words;
    const place = Math.floor((hash / 2 ** 32) * (blocks.length * BLOCK_PLACES));
    let at = (place & (BLOCK_PLACES - 1)) * WORDS;
    for (let number = place >>> BLOCK_BITS; ; number = number + 1 === blocks.length ? 0 : number + 1) {
      const block = blocks[number];
      if (block === undefined) continue;
      for (; at < BLOCK_WORDS; at += WORDS) {
        const w = block[at];
        const x = block[at + 1];
        const y = block[at + 2];
        const z = block[at + 3];
        if (w === a && x === b && y === c && z === d) return true;
        if (w === 0 && x === 0 && y === 0 && z === 0) {
          if (put) {
            block[at] = a;
            block[at + 1] = b;
            block[at + 2] = c;
            block[at + 3] = d;
          }
          return false;
        }
      }
      at = 0;
    }
  }

  #grow(): void {
    const blocks = this.#blocks;
    const size = blocks.length * BLOCK_WORDS;
    if (aside.length < size) aside = new Int32Array(size);
    blocks.forEach((block, number) => {
      aside.set(block, number * BLOCK_WORDS);
      block.fill(0);
    });
    const grown = Math.max(blocks.length + 1, Math.round(blocks.length * this.#growth));
    while (blocks.length < grown) blocks.push(new Int32Array(BLOCK_WORDS));
    for (let at = 0; at < size; at += WORDS) {
      words.a = aside[at] ?? 0;
      words.b = aside[at + 1] ?? 0;
      words.c = aside[at + 2] ?? 0;
      words.d = aside[at + 3] ?? 0;
      if (isZero()) continue;
      words.hash = mix(words.a, words.b, words.c, words.d);
      this.#find(true);
    }
  }
}

function isZero(): boolean {
  return (words.a | words.b | words.c | words.d) === 0;
}
