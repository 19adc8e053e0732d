import type { NamedSchema, ObjectShape, Property, Shape } from '../model/shape-types.js';

/** What an interface extends, and its own members. */
interface Heritage {
  readonly names: readonly string[];
  readonly own: ObjectShape;
}

const noMembers: ObjectShape = { kind: 'object', properties: [], rest: null };

const MAX_BASES = 200;

/** Knows which schemas an interface can extend: objects without index signatures, and what is made of such. */
export class InterfaceBases {
  readonly #shapes: ReadonlyMap<string, Shape>;
  /** Schemas that are something else, or have an index signature, and all that are made of such. */
  readonly #others = new Set<string>();

  constructor(schemas: readonly NamedSchema[]) {
    this.#shapes = new Map(schemas.map(({ name, shape }) => [name, shape]));
    const users = new Map<string, string[]>();
    for (const [name, shape] of this.#shapes) {
      for (const part of partsOf(shape)) {
        if (part.kind === 'name') add(users, part.name, name);
        else if (part.kind !== 'object' || !isPlainObject(part)) this.#others.add(name);
      }
    }
    const pending = [...this.#others];
    for (let other = pending.pop(); other !== undefined; other = pending.pop()) {
      for (const user of users.get(other) ?? []) {
        if (!this.#others.has(user)) pending.push(user);
        this.#others.add(user);
      }
    }
  }

  /** Of names and at most one object; null for everything that is no interface with bases. */
  findHeritage(shape: Shape): Heritage | null {
    if (shape.kind !== 'intersection') return null;
    const names: string[] = [];
    let own = noMembers;
    for (const part of shape.members) {
      if (part.kind === 'name' && !this.#others.has(part.name)) names.push(part.name);
      else if (part.kind === 'object' && part.rest === null && own === noMembers) own = part;
      else return null;
    }
    const isLegal =
      this.#areDisjoint(names) && own.properties.every((property) => this.#fits(property, names));
    return isLegal ? { names, own } : null;
  }

  /** Two bases of an interface may not declare the same property, unless in exactly the same words. */
  #areDisjoint(names: readonly string[]): boolean {
    if (names.length === 1) return true;
    const found = new Set<string>();
    for (const name of names) {
      for (const { properties } of this.#objectsOf(name)) {
        for (const property of properties) {
          if (found.has(property.name)) return false;
          found.add(property.name);
        }
      }
    }
    return true;
  }

  /** An interface may only narrow what it inherits. */
  #fits(property: Property, names: readonly string[]): boolean {
    for (const name of names) {
      for (const { properties } of this.#objectsOf(name)) {
        const inherited = properties.find((each) => each.name === property.name);
        if (inherited !== undefined && !isNarrower(property, inherited)) return false;
      }
    }
    return true;
  }

  /** The objects that a schema is made of, the nearest first; of a line of descent, as many as anyone writes. */
  *#objectsOf(name: string): Generator<ObjectShape> {
    const seen = new Set<string>();
    const pending = [name];
    for (let next = pending.pop(); next !== undefined && seen.size < MAX_BASES; next = pending.pop()) {
      const shape = seen.has(next) ? undefined : this.#shapes.get(next);
      seen.add(next);
      for (const part of shape === undefined ? [] : partsOf(shape)) {
        if (part.kind === 'name') pending.push(part.name);
        if (part.kind === 'object') yield part;
      }
    }
  }
}

/** True when every value of the first is one of the second, as far as that can be seen at once. */
function isNarrower(own: Property, inherited: Property): boolean {
  if (own.optional && !inherited.optional) return false;
  const wide = alternativesOf(inherited.shape);
  if (wide.some(({ kind }) => kind === 'unknown')) return true;
  const known = new Set(wide.map((shape) => JSON.stringify(shape)));
  return alternativesOf(own.shape).every(
    (shape) =>
      known.has(JSON.stringify(shape)) ||
      (shape.kind === 'literal' && wide.some(({ kind }) => kind === typeof shape.value)),
  );
}

function alternativesOf(shape: Shape): readonly Shape[] {
  if (shape.kind === 'open') return [...alternativesOf(shape.of), { kind: shape.base }];
  return shape.kind === 'union' ? shape.members.flatMap(alternativesOf) : [shape];
}

/** Without members it is `Record<string, never>`. */
function isPlainObject({ properties, rest }: ObjectShape): boolean {
  return rest === null && properties.length > 0;
}

function partsOf(shape: Shape): readonly Shape[] {
  return shape.kind === 'intersection' ? shape.members : [shape];
}

function add(users: Map<string, string[]>, name: string, user: string): void {
  const known = users.get(name);
  if (known === undefined) users.set(name, [user]);
  else known.push(user);
}
