/** Which names are in use, and which is the next free one. */

/** What a name stands for. A type and a value never share one. */
export type NameKind = 'type' | 'value';

/** The name that somebody would like. */
export interface Wish {
  readonly wanted: string;
  readonly kind: NameKind;
  /** Appended when the name is reserved or belongs to another kind. */
  readonly suffix: string;
  readonly reserved: ReadonlySet<string>;
  /** Further names that the name brings with it. */
  readonly alongside?: (candidate: string) => readonly string[];
}

/** All names in use. Exact over all kinds, without regard to case among names of one kind. */
export class TakenNames {
  readonly #exact = new Set<string>();
  readonly #folded: Readonly<Record<NameKind, Set<string>>> = { type: new Set(), value: new Set() };
  /** The package's own, in lower case: who meets one of these gets a suffix, who meets another name a number. */
  readonly #own = new Set<string>();
  /** The last number that each base was given, so that a thousand equal names cost no more than a thousand others. */
  readonly #numbers = new Map<string, number>();

  has(name: string): boolean {
    return this.#exact.has(name);
  }

  /** Adds a name of the package itself. */
  addOwn(name: string, kind: NameKind): void {
    this.#add(name, kind);
    this.#own.add(name.toLowerCase());
  }

  /** True when the wanted name, and all that it brings with it, can be taken. */
  isFree({ wanted, kind, reserved, alongside }: Wish): boolean {
    return (
      !this.#folded[kind].has(wanted.toLowerCase()) &&
      [wanted, ...(alongside?.(wanted) ?? [])].every((each) => !reserved.has(each) && !this.#exact.has(each))
    );
  }

  /** True when nothing but the case of its letters tells the wanted name from one in use. */
  differsByCaseAlone({ wanted, kind, reserved }: Pick<Wish, 'wanted' | 'kind' | 'reserved'>): boolean {
    const isInUse = this.#exact.has(wanted) || reserved.has(wanted);
    return !isInUse && this.#folded[kind].has(wanted.toLowerCase());
  }

  /** Takes the wanted name, or the first free one after it: with the suffix, then with numbers. */
  take(wish: Wish): string {
    const { wanted, kind, suffix, reserved, alongside } = wish;
    const free = (name: string): boolean => this.isFree({ ...wish, wanted: name });
    const folded = wanted.toLowerCase();
    const isSecond = this.#folded[kind].has(folded) && !this.#own.has(folded) && !reserved.has(wanted);
    const base = wanted === '' ? suffix.toLowerCase() : isSecond ? wanted : wanted + suffix;
    let name = wanted !== '' && free(wanted) ? wanted : base;
    let number = this.#numbers.get(base) ?? 1;
    while (!free(name)) {
      number += 1;
      name = `${base}${number}`;
    }
    if (number > 1) this.#numbers.set(base, number);
    for (const each of [name, ...(alongside?.(name) ?? [])]) this.#add(each, kind);
    return name;
  }

  #add(name: string, kind: NameKind): void {
    this.#exact.add(name);
    this.#folded[kind].add(name.toLowerCase());
  }
}
