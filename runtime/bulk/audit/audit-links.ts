/** Follows the chain of an audit trail, and says which entries do not belong where they stand. */
import { NO_HASH } from './audit-chain.js';
import type { AuditProblem } from './audit-verify.js';

/** What of an entry binds it to its neighbours. */
export interface Link {
  readonly entry: object;
  readonly position: number;
  readonly n: number;
  readonly prevHash: string;
  /** The hash that the entry says it has, and the one that belongs to what it says. */
  readonly claimed: string;
  readonly actual: string;
}

/** Where a chain has come to. */
interface Head {
  readonly n: number;
  readonly position: number;
  /** A next entry names one of these; none: any will do, because what stood here cannot be read. */
  readonly hashes: readonly string[];
  readonly prevHash: string;
}

/** Entries that fit nowhere yet, and are kept until one follows on them. */
const MOST_STRAYS = 64;

/**
 * The chain is what follows on each other by number and hash. An entry that does not follow is a stray: when the next
 * entries follow on it, the chain goes on there, and what lies between tells what was done.
 */
export class ChainReader {
  readonly #report: (problem: AuditProblem) => void;
  #head: Head = { n: -1, position: -1, hashes: [NO_HASH], prevHash: '' };
  #strays: Head[] = [];
  /** Numbers that are missing so far: first and last of each gap, and the entry after it. */
  #gaps: { first: number; last: number; readonly position: number }[] = [];
  #unreadable = 0;

  constructor(report: (problem: AuditProblem) => void) {
    this.#report = report;
  }

  /** Undefined: there was no entry. */
  get lastHash(): string | undefined {
    return this.#head.hashes.at(-1);
  }

  /** A line that holds no entry: it may stand for one. */
  skip(): void {
    this.#unreadable += 1;
  }

  take(link: Link): void {
    const { n, position, prevHash, claimed, actual } = link;
    const isChanged = claimed !== actual;
    const follows = this.#head.hashes.includes(prevHash);
    const fits = n === this.#head.n + 1;
    if (isChanged) {
      this.#report({
        kind: 'changed',
        position,
        n: [n, n],
        message: `Entry ${n} does not have the hash of what it says.`,
      });
      if (follows || fits) {
        this.#advance({ n: this.#head.n + 1, position, hashes: [actual, claimed], prevHash });
        return;
      }
    }
    const head: Head = { n, position, hashes: isChanged ? [actual, claimed] : [claimed], prevHash };
    if (follows && fits) this.#advance(head);
    else if (this.#stands(n)) this.#advance(head);
    else if (!this.#closesGap(head)) this.#follow(head);
  }

  /** The trail is over. */
  end(): void {
    // What follows on nothing at the end: either the chain goes on there, or it was put there.
    const next = this.#strays.find((stray) => stray.n > this.#head.n && stray.position > this.#head.position);
    if (next !== undefined) this.#jump(next);
    for (const stray of this.#strays) this.#reportAdded(stray);
    for (const { first, last, position: before } of this.#gaps) {
      this.#report({
        kind: 'removed',
        position: before,
        n: [first, last],
        message: first === last ? `Entry ${first} is missing.` : `Entries ${first} to ${last} are missing.`,
      });
    }
  }

  /** True: the entry can stand behind lines that could not be read. */
  #stands(n: number): boolean {
    const between = n - this.#head.n - 1;
    return this.#unreadable > 0 && between >= 1 && between <= this.#unreadable;
  }

  #advance(head: Head): void {
    this.#head = head;
    this.#unreadable = 0;
    // An entry that came too early may follow now.
    const early = this.#strays.find(
      (stray) => stray.n === head.n + 1 && head.hashes.includes(stray.prevHash),
    );
    if (early === undefined) return;
    this.#strays = this.#strays.filter((stray) => stray !== early);
    this.#reportMoved(early);
    this.#advance(early);
  }

  /** An entry of a gap, come later than it should. */
  #closesGap(head: Head): boolean {
    const gap = this.#gaps.find(({ first, last }) => first <= head.n && head.n <= last);
    if (gap === undefined) return false;
    this.#gaps = this.#gaps.flatMap((other) =>
      other !== gap
        ? [other]
        : [
            { ...gap, last: head.n - 1 },
            { ...gap, first: head.n + 1 },
          ].filter(({ first, last }) => first <= last),
    );
    this.#reportMoved(head);
    return true;
  }

  /** A stray: alone, or the second in a row, and then the chain goes on with it. */
  #follow(head: Head): void {
    const before = this.#strays.find(
      (stray) => head.n === stray.n + 1 && stray.hashes.includes(head.prevHash),
    );
    if (before !== undefined) {
      this.#jump(before);
      this.#advance(head);
      return;
    }
    this.#strays.push(head);
    const oldest = this.#strays.length > MOST_STRAYS ? this.#strays.shift() : undefined;
    if (oldest !== undefined) this.#reportAdded(oldest);
  }

  /** The chain goes on at a stray; what lies between was removed, added or changed. */
  #jump(stray: Head): void {
    this.#strays = this.#strays.filter((other) => other !== stray);
    const { n, position } = this.#head;
    if (stray.n > n + 1) this.#gaps.push({ first: n + 1, last: stray.n - 1, position: stray.position });
    else if (stray.n === n + 1) {
      this.#report({
        kind: 'changed',
        position,
        n: [n, n],
        message: `Entry ${n} is not the one that entry ${stray.n} was written after.`,
      });
    } else {
      this.#report({
        kind: 'added',
        position,
        n: [stray.n, n],
        message: `The entries ${stray.n} to ${n} up to line ${position + 1} are not those of the chain that goes on.`,
      });
    }
    this.#head = stray;
  }

  #reportMoved({ n, position }: Head): void {
    this.#report({
      kind: 'moved',
      position,
      n: [n, n],
      message: `Entry ${n} stands in line ${position + 1}, which is not its place.`,
    });
  }

  #reportAdded({ n, position }: Head): void {
    this.#report({
      kind: 'added',
      position,
      n: [n, n],
      message: `Line ${position + 1} (entry ${n}) does not follow on the chain.`,
    });
  }
}
