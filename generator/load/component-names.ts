/** Names in `components` for the definitions of other files. */

/** A definition that needs a name. */
export interface Nameless {
  /** The section of `components`. */
  readonly section: string;
  /** Folders and file without its ending, from the description's folder, then the key in the file if there is one. */
  readonly segments: readonly string[];
}

/**
 * The last segment, where only one definition is called that; else as many segments before it as it takes, as in
 * `admin_Row`. Neither the order of the definitions nor how they were found counts, so a new file changes no name but those
 * that it clashes with.
 *
 * @param taken the names of the description itself, by section; they stay as they are
 */
export function nameComponents<T extends Nameless>(
  definitions: readonly T[],
  taken: (section: string) => ReadonlySet<string>,
): Map<T, { readonly name: string; readonly wanted: string }> {
  const names = new Map<T, { readonly name: string; readonly wanted: string }>();
  for (const section of new Set(definitions.map((definition) => definition.section))) {
    const inSection = definitions.filter((definition) => definition.section === section);
    const lengths = chooseLengths(inSection, taken(section));
    const used = new Set(taken(section));
    const inOrder = [...inSection].sort((left, right) => compareSegments(left.segments, right.segments));
    for (const definition of inOrder) {
      const name = findFree(joinLast(definition, lengths.get(definition) ?? 1), used);
      used.add(name);
      names.set(definition, { name, wanted: joinLast(definition, 1) });
    }
  }
  return names;
}

/** How many segments each name takes: one more for all that share a name, until none do. */
function chooseLengths<T extends Nameless>(
  definitions: readonly T[],
  taken: ReadonlySet<string>,
): Map<T, number> {
  const lengths = new Map(definitions.map((definition) => [definition, 1]));
  for (let grown = true; grown;) {
    grown = false;
    const byName = new Map<string, T[]>();
    for (const definition of definitions) {
      const name = joinLast(definition, lengths.get(definition) ?? 1);
      const others = byName.get(name) ?? [];
      others.push(definition);
      byName.set(name, others);
    }
    for (const [name, sharing] of byName) {
      if (sharing.length === 1 && !taken.has(name)) continue;
      for (const definition of sharing) {
        const length = lengths.get(definition) ?? 1;
        if (length === definition.segments.length) continue;
        lengths.set(definition, length + 1);
        grown = true;
      }
    }
  }
  return lengths;
}

function joinLast({ segments }: Nameless, length: number): string {
  return segments.slice(-length).join('_');
}

function findFree(name: string, used: ReadonlySet<string>): string {
  let free = name;
  for (let count = 2; used.has(free); count += 1) free = `${name}_${count}`;
  return free;
}

function compareSegments(left: readonly string[], right: readonly string[]): number {
  const [one, other] = [left.join('/'), right.join('/')];
  return one < other ? -1 : Number(one > other);
}
