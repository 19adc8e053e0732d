import type { Diagnostics } from '../diagnostics.js';
import type { JsonObject, JsonValue } from './document.js';
import type { Keys, ReferenceSite } from './examination.js';
import type { ObjectRule } from './shape.js';
import type { Source } from './source.js';

/** A definition of another file that the description takes in. */
export interface Definition {
  readonly source: Source;
  readonly keys: Keys;
  readonly rule: ObjectRule;
  /** Null: OpenAPI has no references to such objects, so it stands wherever it is wanted. */
  readonly section: string | null;
  readonly value: JsonValue;
  readonly links: Link[];
  /** Where it stands in the description, once that is decided; for what stands wherever it is wanted, the first such place. */
  home: Keys | null;
}

/** A reference, and what it leads to. */
export interface Link {
  readonly site: ReferenceSite;
  readonly from: Source;
  /** Where the holder stands in the description, if that is known beforehand. */
  readonly at: Keys | null;
  /** Null: the description itself. */
  readonly definition: Definition | null;
  /** Within the definition, or the description. */
  readonly rest: Keys;
}

/** The definition at the end of a chain of definitions that are each only a reference to the next. */
export function followLinks(definition: Definition): Definition {
  for (let current = definition; ;) {
    const next = current.links.find(({ site }) => site.holder === current.value)?.definition;
    if (next?.section !== null) return current;
    current = next;
  }
}

/**
 * Where a definition stands because it is part of one that has been put in its place, such as a file with all schemas: null
 * when that is not the place of a component of its section.
 */
export function findHomeWithin(definition: Definition, others: Iterable<Definition>): Keys | null {
  for (const { source, section, keys, home } of others) {
    if (section !== null || home === null || source !== definition.source) continue;
    if (!keys.every((key, index) => definition.keys[index] === key)) continue;
    const [components, inSection, ...name] = [...home, ...definition.keys.slice(keys.length)];
    if (components === 'components' && inSection === definition.section && name.length === 1) {
      return [components, inSection, ...name];
    }
  }
  return null;
}

/** References that would put a value inside itself. */
export function findCircles(definitions: Iterable<Definition>): Link[] {
  const circles: Link[] = [];
  const open = new Set<Definition>();
  const done = new Set<Definition>();
  for (const start of definitions) {
    const stack: { readonly definition: Definition; next: number }[] = [];
    const enter = (definition: Definition): void => {
      open.add(definition);
      stack.push({ definition, next: 0 });
    };
    if (start.section === null && !done.has(start)) enter(start);
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const link = frame.definition.links[frame.next];
      frame.next += 1;
      if (link === undefined) {
        open.delete(frame.definition);
        done.add(frame.definition);
        stack.pop();
      } else if (link.definition?.section === null && link.site.key === '$ref') {
        if (open.has(link.definition)) circles.push(link);
        else if (!done.has(link.definition)) enter(link.definition);
      }
    }
  }
  return circles;
}

/** Sets a member or an element, whatever it is called. */
export function put(holder: JsonObject | JsonValue[], key: string | number, value: JsonValue): void {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

/** True for what has members or elements. */
export function isContainer(value: JsonValue | undefined): value is JsonObject | JsonValue[] {
  return typeof value === 'object' && value !== null;
}

/** How many errors were reported so far. */
export function countErrors({ items }: Diagnostics): number {
  return items.filter(({ severity }) => severity === 'error').length;
}
