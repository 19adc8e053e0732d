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
  readonly #uuids = new WordTable(0.4, 2);
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
const seed = /* @__PURE__ */ chooseSeed();

function chooseSeed(): number {
  return Math.floor(Math.random() * 2 ** 32);
}

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
/** A block has 4,096 places, 68 KiB. */
const BLOCK_BITS = 12;
const BLOCK_PLACES = 1 << BLOCK_BITS;
/** In the mark of every place that is taken; seven bits of the hash stand beside it. */
const TAKEN = 0x80;
/** Where a table that grows keeps its numbers meanwhile; as large as the largest that grew. */
let aside = new Int32Array(0);

/** A part of a table. */
interface Block {
  /** One for each place, 0 where it is empty. They are what is searched: sixteen times less memory than the numbers. */
  readonly marks: Uint8Array;
  /** The number of each place. */
  readonly numbers: Int32Array;
}

/**
 * A set of 128-bit numbers, 17 bytes a place. It takes the number in `words`. It grows by blocks and throws none away:
 * tables that were outgrown would lie about by the dozen of megabytes before they are collected.
 */
class WordTable {
  readonly #mostFull: number;
  readonly #growth: number;
  readonly #blocks = [newBlock()];
  #count = 0;

  constructor(mostFull: number, growth: number) {
    this.#mostFull = mostFull;
    this.#growth = growth;
  }

  get count(): number {
    return this.#count;
  }

  has(): boolean {
    return this.#find(false);
  }

  /** False: it was there. */
  add(): boolean {
    if (this.#find(true)) return false;
    this.#count += 1;
    if (this.#count > this.#blocks.length * BLOCK_PLACES * this.#mostFull) this.#grow();
    return true;
  }

  /** Keeps its size, because it will be as full again. */
  clear(): void {
    for (const { marks } of this.#blocks) marks.fill(0);
    this.#count = 0;
  }

  /** True: it is there. If not, `put` puts it there. */
  #find(put: boolean): boolean {
    const blocks = this.#blocks;
    const { hash } = words;
    // The bits below chose the shard, and the highest choose the place.
    const mark = TAKEN | ((hash >>> 8) & (TAKEN - 1));
    const place = Math.floor((hash / 2 ** 32) * (blocks.length * BLOCK_PLACES));
    let at = place & (BLOCK_PLACES - 1);
    for (let next = place >>> BLOCK_BITS; ; next = next + 1 === blocks.length ? 0 : next + 1) {
      const block = blocks[next];
      if (block === undefined) continue;
      const { marks, numbers } = block;
      for (; at < BLOCK_PLACES; at += 1) {
        const found = marks[at];
        if (found === 0) {
          if (!put) return false;
          marks[at] = mark;
          write(numbers, at * WORDS);
          return false;
        }
        if (found === mark && isWritten(numbers, at * WORDS)) return true;
      }
      at = 0;
    }
  }

  #grow(): void {
    const blocks = this.#blocks;
    const size = this.#count * WORDS;
    if (aside.length < size) aside = new Int32Array(size);
    let end = 0;
    for (const { marks, numbers } of blocks) {
      for (let at = 0; at < BLOCK_PLACES; at += 1) {
        if (marks[at] === 0) continue;
        aside.set(numbers.subarray(at * WORDS, (at + 1) * WORDS), end);
        end += WORDS;
      }
      marks.fill(0);
    }
    const grown = Math.max(blocks.length + 1, Math.round(blocks.length * this.#growth));
    while (blocks.length < grown) blocks.push(newBlock());
    for (let at = 0; at < size; at += WORDS) {
      words.a = aside[at] ?? 0;
      words.b = aside[at + 1] ?? 0;
      words.c = aside[at + 2] ?? 0;
      words.d = aside[at + 3] ?? 0;
      words.hash = mix(words.a, words.b, words.c, words.d);
      this.#find(true);
    }
  }
}

function newBlock(): Block {
  return { marks: new Uint8Array(BLOCK_PLACES), numbers: new Int32Array(BLOCK_PLACES * WORDS) };
}

function isWritten(numbers: Int32Array, at: number): boolean {
  const { a, b, c, d } = words;
  return numbers[at] === a && numbers[at + 1] === b && numbers[at + 2] === c && numbers[at + 3] === d;
}

function write(numbers: Int32Array, at: number): void {
  numbers[at] = words.a;
  numbers[at + 1] = words.b;
  numbers[at + 2] = words.c;
  numbers[at + 3] = words.d;
}
