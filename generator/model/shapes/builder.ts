import type { JsonObject, JsonValue } from '../../load/document.js';
import { isObject, own } from '../source.js';
import type { ObjectShape, Shape } from '../shape-types.js';
import { inside, partOf, type Context } from './context.js';
import type { Tags } from './declarations.js';
import type { Discriminators } from './discriminators.js';
import { dynamicAnchorOf, emptyScope, isTemplate, widenScope } from './dynamic-scope.js';
import type { Graph } from './graph.js';
import { applyWhereItFits, intersectShapes } from './intersections.js';
import {
  enumValues,
  isNullable,
  isPlainReference,
  membersOf,
  namedTypes,
  openBase,
  referenceOf,
  scalarOf,
} from './keywords.js';
import { findMember, leadsBack, mayBeObject, tellMember, type TaggedMember } from './members.js';
import { makeObject, type ObjectTools } from './objects.js';
import { leavesNoRoom } from './other-keys.js';
import { contradict, overlaps, thinOut } from './overlaps.js';
import { boundProduct } from './products.js';
import { alternativesOf, neverShape, nullShape, uniteShapes, unknownShape } from './unions.js';
import { makeEnum, makeSimple, typesOf } from './values.js';
import type { Resource, Unit } from './units.js';

const none: readonly Shape[] = [];

const scalars: Readonly<Record<'string' | 'number' | 'boolean', Shape>> = {
  string: { kind: 'string' },
  number: { kind: 'number' },
  boolean: { kind: 'boolean' },
};

/** Makes shapes of schemas: what each keyword adds, and all of it together. */
export class Builder implements ObjectTools {
  readonly graph: Graph;
  readonly tags: ReadonlyMap<JsonObject, Tags>;
  readonly told: Discriminators['told'];
  readonly #members: Discriminators['members'];
  /** Both forms of every named unit, by their names. */
  readonly #byName = new Map<string, Unit>();

  constructor(graph: Graph, { standing, members, told }: Discriminators) {
    this.graph = graph;
    this.tags = standing;
    this.told = told;
    this.#members = members;
  }

  /** To be told when all names are decided. */
  learnNames(units: readonly Unit[]): void {
    for (const unit of units) {
      if (!unit.named) continue;
      this.#byName.set(unit.answerName, unit);
      this.#byName.set(unit.requestName, unit);
    }
  }

  /** Any schema; a named one by its name. */
  make(schema: JsonValue, context: Context): Shape {
    if (schema === false) return neverShape;
    if (!isObject(schema)) return unknownShape;
    const unit = this.graph.unitOf(schema);
    return unit?.named === true ? this.#refer(unit, context, 'any') : this.write(schema, context);
  }

  /** A schema written out. */
  write(schema: JsonObject, outer: Context): Shape {
    const scalar = scalarOf(schema);
    if (scalar !== null) return scalars[scalar];
    const resource = this.graph.references.enter(schema, outer.resource);
    const scope = widenScope(outer.scope, schema, resource);
    const isSame = resource === outer.resource && scope === outer.scope;
    const context = isSame ? outer : { ...outer, resource, scope };
    const bound = scope.get(dynamicAnchorOf(schema) ?? '');
    if (bound !== undefined) {
      return this.make(bound.schema, { ...context, resource: bound.resource, scope: emptyScope });
    }
    const target = referenceOf(schema) === null ? null : this.graph.follow(schema, resource);
    if (isPlainReference(schema, this.graph.dialect)) {
      return target === null ? unknownShape : this.#refer(target, context, 'any');
    }
    if (saysNever(schema)) return neverShape;
    const { budget } = context;
    if (context.expanding.length > 1) budget.leftInside -= 1;
    if (budget.leftInside <= 0) budget.left = 0;
    const composed = this.#composed(schema, target, context);
    const alternatives = this.#alternatives(schema, context);
    const typed = this.#typed(schema, context, composed.length + alternatives.length > 0);
    const isSimple = composed.length + alternatives.length === 0;
    const shape = isSimple
      ? (typed ?? unknownShape)
      : this.#join({ schema, composed, typed, alternatives }, context);
    return isNullable(schema, this.graph.dialect) ? uniteShapes([shape, nullShape]) : shape;
  }

  /** The reference that stands beside other keywords, and the parts of `allOf`. */
  #composed(schema: JsonObject, target: Unit | null, context: Context): readonly Shape[] {
    const members = membersOf(schema, 'allOf');
    if (target === null && members.length === 0) return none;
    const part = partOf(context, schema, context.resource);
    const shapes = target === null ? [] : [this.#refer(target, part, 'all')];
    for (const member of members) shapes.push(this.#makePart(member, part));
    return shapes.filter(({ kind }) => kind !== 'unknown');
  }

  #makePart(member: JsonValue, part: Context): Shape {
    if (!isObject(member) || !isPlainReference(member, this.graph.dialect)) return this.make(member, part);
    const target = this.graph.follow(member, this.graph.references.enter(member, part.resource));
    return target === null ? unknownShape : this.#refer(target, part, 'all');
  }

  #alternatives(schema: JsonObject, context: Context): readonly Shape[] {
    const then = own(schema, 'then');
    const otherwise = own(schema, 'else');
    // One of the two holds, whatever the condition says of the value.
    const branches = then === undefined || otherwise === undefined ? [] : [then, otherwise];
    const said = [membersOf(schema, 'oneOf'), membersOf(schema, 'anyOf'), branches].filter(
      (members) => members.length > 0 && !leadsBack(this.graph, members, context),
    );
    if (said.length === 0) return none;
    const part = partOf(context, schema, context.resource);
    return said
      .map((members) => uniteShapes(members.map((member) => this.#makeMember(schema, member, part))))
      .filter(({ kind }) => kind !== 'unknown');
  }

  /** A member of a union, with what tells it from the others where it does not say so itself. */
  #makeMember(union: JsonObject, member: JsonValue, part: Context): Shape {
    const shape = this.make(member, part);
    const told = this.tagOf(union, member, part.resource);
    if (told === null || shape.kind === 'unknown' || !mayBeObject(this.graph, told.unit)) return shape;
    const object = tellMember(this, told, part);
    const both = object === null ? null : intersectShapes([shape, object]);
    if (both === null) return shape;
    const settled = alternativesOf(both).map((each) => this.#settle(each, part));
    return uniteShapes(isNullable(told.unit.value, this.graph.dialect) ? [...settled, nullShape] : settled);
  }

  tagOf(union: JsonObject, member: JsonValue, resource: Resource | null): TaggedMember | null {
    const tags = this.#members.get(union);
    return tags === undefined ? null : findMember(this.graph, { tags, member, resource });
  }

  /** What the schema says by itself; null when it says nothing, or no more than its composition does. */
  #typed(schema: JsonObject, context: Context, isComposed: boolean): Shape | null {
    const listed = makeEnum(schema, context);
    if (listed !== null) return listed;
    const inner = inside(context, context.resource);
    const types = typesOf(schema) ?? (this.tags.has(schema) && isComposed ? ['object'] : null);
    if (types === null) return null;
    const shapes = types.map((type) =>
      type === 'object'
        ? makeObject(this, schema, context)
        : makeSimple(schema, type, context, (each) => this.make(each, inner)),
    );
    return uniteShapes(shapes);
  }

  #join(
    {
      schema,
      composed,
      typed,
      alternatives,
    }: {
      readonly schema: JsonObject;
      readonly composed: readonly Shape[];
      readonly typed: Shape | null;
      readonly alternatives: readonly Shape[];
    },
    context: Context,
  ): Shape {
    const own =
      typed?.kind === 'object' && alternatives.length > 0
        ? thinOut(this, { schema, object: typed }, context)
        : typed;
    const said = own === null ? [] : [own];
    const others = [...composed, ...alternatives];
    const isImplied = namedTypes(schema) === null && enumValues(schema) === null;
    const all =
      (isImplied && own !== null ? applyWhereItFits(own, intersectShapes(others)) : null) ??
      intersectShapes([...composed, ...said, ...alternatives]);
    // A contradiction: the composition says more than the type beside it.
    const believed = all ?? intersectShapes(others) ?? unknownShape;
    const named = { graph: this.graph, byName: this.#byName };
    const settled = alternativesOf(believed).map((shape) => this.#settle(shape, context));
    return uniteShapes(settled.map((shape) => boundProduct(shape, named)));
  }

  /** What stands side by side, without contradictions. */
  #settle(shape: Shape, context: Context): Shape {
    if (shape.kind !== 'intersection') return shape;
    const opened = shape.members.map((part) => this.#open(part, context));
    const parts = this.#reconcile(opened, context);
    const objects = parts.filter((part) => part.kind === 'object');
    const settled =
      objects.length === 0 ? parts : parts.flatMap((part) => this.#separate(part, objects, context));
    const isSettled = settled.length === shape.members.length;
    if (isSettled && settled.every((part, at) => part === shape.members[at])) return shape;
    return intersectShapes(settled) ?? shape;
  }

  /** A name beside which nothing can be declared is written out. */
  #open(part: Shape, context: Context): Shape {
    const unit = part.kind === 'name' ? this.#byName.get(part.name) : undefined;
    if (unit === undefined || context.budget.left === 0 || isRecurring(unit, context)) return part;
    return leavesNoRoom(this.graph, unit, context) ? this.#open(this.#expand(unit, context), context) : part;
  }

  /** A name whose properties the objects beside it change is written out, so that nothing contradicts anything. */
  #separate(part: Shape, objects: readonly ObjectShape[], context: Context): readonly Shape[] {
    const shapes = part.kind === 'intersection' ? part.members : [part];
    return shapes.flatMap((shape) => {
      const unit = shape.kind === 'name' ? this.#byName.get(shape.name) : undefined;
      if (unit === undefined || context.budget.left === 0 || isRecurring(unit, context)) return [shape];
      // A name for something else than an object: only one of the two can be meant.
      if (!mayBeObject(this.graph, unit)) return [];
      if (!objects.some((object) => overlaps(this, { unit, object }, context))) return [shape];
      const written = this.#expand(unit, context);
      return this.#separate(written, objects, context);
    });
  }

  /** Names that contradict each other are written out; the last one is believed. */
  #reconcile(parts: readonly Shape[], context: Context): readonly Shape[] {
    const units = parts.flatMap((part) => (part.kind === 'name' ? (this.#byName.get(part.name) ?? []) : []));
    const mayExpand =
      context.budget.left >= units.length && !units.some((unit) => isRecurring(unit, context));
    if (units.length < 2 || !mayExpand) return parts;
    const clashing = new Set<Unit>();
    units.forEach((right, at) => {
      for (const left of units.slice(0, at)) {
        if (contradict(this, { left, right }, context)) clashing.add(left).add(right);
      }
    });
    if (clashing.size === 0) return parts;
    return parts.map((part) => {
      const unit = part.kind === 'name' ? this.#byName.get(part.name) : undefined;
      return unit !== undefined && clashing.has(unit) ? this.#expand(unit, context) : part;
    });
  }

  #expand(unit: Unit, context: Context): Shape {
    const expanding = [...context.expanding, unit];
    context.budget.left -= 1;
    return this.write(unit.value, {
      ...context,
      resource: unit.resource,
      closed: 'no',
      holders: [],
      expanding,
    });
  }

  #refer(unit: Unit, context: Context, via: 'all' | 'any'): Shape {
    if (context.budget.left > 0 && isTemplate(unit, context.scope)) return this.#expand(unit, context);
    if (!unit.named) {
      return this.write(unit.value, { ...context, resource: unit.resource });
    }
    const from = context.eager ? context.unit : null;
    if (from !== null && from.circle !== 0 && unit.circle === from.circle) {
      const inherits = via === 'all' || context.inherits;
      const isOnCircle = inherits || (from.anyCircle !== 0 && unit.anyCircle === from.anyCircle);
      if (isOnCircle)
        return this.#goRound(unit, { ...context, inherits }) ?? (inherits ? unknownShape : neverShape);
    }
    const final = this.graph.isAlias(unit) ? (this.graph.finalOf(unit) ?? unit) : unit;
    // A chain of names that are nothing but other names is as long as its author likes; compilers follow it by recursion.
    const named = context.unit !== null && context.eager && final.named ? final : unit;
    const shape: Shape = { kind: 'name', name: named.nameFor(context.direction) };
    const base = context.direction === 'answer' && context.closed === 'no' ? openBase(final.value) : null;
    return base === null ? shape : { kind: 'open', base, of: shape };
  }

  /** A step on a circle is written out, once; null when it has been. */
  #goRound(unit: Unit, context: Context): Shape | null {
    const isDone = context.budget.left === 0 || context.expanding.includes(unit);
    return isDone ? null : this.#expand(unit, context);
  }
}

/** A schema in itself, in itself: it would go on for ever. */
function isRecurring(unit: Unit, { expanding }: Context): boolean {
  return expanding.indexOf(unit) !== expanding.lastIndexOf(unit);
}

/** True for a schema that nothing fulfils: `not: {}` and `not: true`. */
export function saysNever(schema: JsonObject): boolean {
  const not = own(schema, 'not');
  return not === true || (isObject(not) && Object.keys(not).length === 0);
}
