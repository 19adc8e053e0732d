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

/** Small steps of growth and full tables: less than 20 bytes for a UUID, and as much again until outgrown tables are freed. */
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
const FIRST_PLACES = 64;

/** A set of 128-bit numbers in one array, 16 bytes a place. It takes the number in `words`. */
class WordTable {
  readonly #mostFull: number;
  readonly #growth: number;
  #places = FIRST_PLACES;
  #table = new Int32Array(FIRST_PLACES * WORDS);
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
    if (isZero()) return this.#hasZero;
    return this.#find() < 0;
  }

  /** False: it was there. */
  add(): boolean {
    if (isZero()) {
      if (this.#hasZero) return false;
      this.#hasZero = true;
      this.#count += 1;
      return true;
    }
    const place = this.#find();
    if (place < 0) return false;
    this.#put(place);
    this.#count += 1;
    if (this.#count > this.#places * this.#mostFull) this.#grow();
    return true;
  }

  /** Keeps its size, because it will be as full again. */
  clear(): void {
    this.#table.fill(0);
    this.#hasZero = false;
    this.#count = 0;
  }

  /** Where the number would go; -1 where it is. */
  #find(): number {
    const table = this.#table;
    const { a, b, c, d, hash } = words;
    const end = table.length;
    for (let at = Math.floor((hash / 2 ** 32) * this.#places) * WORDS; ;) {
      const w = table[at];
      const x = table[at + 1];
      const y = table[at + 2];
      const z = table[at + 3];
      if (w === a && x === b && y === c && z === d) return -1;
      if (w === 0 && x === 0 && y === 0 && z === 0) return at;
      at += WORDS;
      if (at === end) at = 0;
    }
  }

  #put(at: number): void {
    this.#table[at] = words.a;
    this.#table[at + 1] = words.b;
    this.#table[at + 2] = words.c;
    this.#table[at + 3] = words.d;
  }

  #grow(): void {
    const old = this.#table;
    const kept = { ...words };
    this.#places = Math.ceil(this.#places * this.#growth);
    this.#table = new Int32Array(this.#places * WORDS);
    for (let at = 0; at < old.length; at += WORDS) {
      words.a = old[at] ?? 0;
      words.b = old[at + 1] ?? 0;
      words.c = old[at + 2] ?? 0;
      words.d = old[at + 3] ?? 0;
      if (isZero()) continue;
      words.hash = mix(words.a, words.b, words.c, words.d);
      this.#put(this.#find());
    }
    Object.assign(words, kept);
  }
}

function isZero(): boolean {
  return (words.a | words.b | words.c | words.d) === 0;
}
