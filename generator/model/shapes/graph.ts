import type { JsonObject } from '../../load/document.js';
import { splitPointer } from '../json-pointer.js';
import { asObject, isObject, own, type Source, type Spot } from '../source.js';
import { dynamicAnchorOf, listBindings } from './dynamic-scope.js';
import {
  dialectOf,
  discriminatorOf,
  isBytes,
  openBase,
  referenceOf,
  requiredNames,
  scalarOf,
  type Dialect,
} from './keywords.js';
import { hasDefault, isMarked } from './marks.js';
import { findPositions } from './positions.js';
import { References, type Target } from './references.js';
import { composing, pushAll, within, type Step } from './steps.js';
import { byAnswers, byRequests, reached, Unit, type Resource } from './units.js';

/** Inline schemas that lie deeper than this get a name, so that no walk through one type is deeper. */
const MAX_DEPTH = 40;

const EVERYONE = byRequests | byAnswers;

/** A schema with a discriminator, to be looked at when all schemas are known. */
export interface Discriminated {
  readonly schema: JsonObject;
  readonly unit: Unit;
  readonly resource: Resource | null;
}

/** An object whose properties are looked at. */
interface Parent {
  readonly unit: Unit;
  readonly value: JsonObject;
  readonly properties: JsonObject;
  readonly holders: readonly JsonObject[];
}

/**
 * Every schema that operations and components lead to, walked once, without recursion: which are units of their own,
 * what each leads to, and where operations begin.
 */
export class Graph {
  readonly dialect: Dialect;
  readonly references: References;
  /** In the description's order: components first, then what references and operations led to. */
  readonly units: Unit[] = [];
  readonly discriminated: Discriminated[] = [];
  readonly #byValue = new Map<JsonObject, Unit>();
  readonly #components = new Map<string, Unit>();
  readonly #finals = new Map<Unit, Unit | null>();
  readonly #pending: Unit[] = [];

  constructor(source: Source) {
    this.dialect = dialectOf(source.root.value);
    this.references = new References(source.root.value);
    for (const [key, spot] of source.members(source.root, 'components', 'schemas'))
      this.#addComponent(key, spot);
    for (const { spot, bit } of findPositions(source)) this.#begin(spot, bit);
    for (let unit = this.#pending.pop(); unit !== undefined; unit = this.#pending.pop()) this.#walk(unit);
  }

  /** The unit that begins at exactly this schema. */
  unitOf(schema: JsonObject): Unit | null {
    return this.#byValue.get(schema) ?? null;
  }

  /** Where the reference of a schema leads; null: nowhere, or to something that is no object. */
  follow(schema: JsonObject, around: Resource | null): Unit | null {
    const reference = referenceOf(schema);
    const target = reference === null ? null : this.references.find(reference, around);
    return target !== null && isObject(target.value) ? this.#unitAt(target, target.value) : null;
  }

  /** The end of a chain of schemas that are references and nothing else; null when it has none. */
  finalOf(unit: Unit): Unit | null {
    const seen = new Set<Unit>();
    let current: Unit | null = unit;
    while (current !== null && !this.#finals.has(current) && this.isAlias(current)) {
      if (seen.has(current)) {
        current = null;
        break;
      }
      seen.add(current);
      current = this.follow(current.value, current.resource);
    }
    const final =
      current === null ? null : this.#finals.has(current) ? (this.#finals.get(current) ?? null) : current;
    // The next one who asks does not walk the whole chain again.
    for (const each of seen) this.#finals.set(each, final);
    return final;
  }

  isAlias({ value }: Unit): boolean {
    return this.#isAlias(value);
  }

  #isAlias(value: JsonObject): boolean {
    if (referenceOf(value) === null || listBindings(value).length > 0) return false;
    if (this.dialect.ignoresSiblings) return true;
    return !(['allOf', 'oneOf', 'anyOf', 'properties', 'type', 'enum', 'const', 'required'] as const).some(
      (keyword) => Object.hasOwn(value, keyword),
    );
  }

  #addComponent(key: string, { value, pointer }: Spot): void {
    // A schema that is true, false or nonsense, and one that YAML made the same object as another, get a unit, too.
    const isNew = isObject(value) && !this.#byValue.has(value);
    const schema = isNew
      ? value
      : isObject(value)
        ? this.#referTo(value)
        : value === false
          ? { not: {} }
          : {};
    const resource = this.references.enter(schema, null);
    this.#components.set(key, this.#add(new Unit({ value: schema, pointer, key, resource, named: true })));
  }

  #referTo(value: JsonObject): JsonObject {
    return { $ref: `#${this.#byValue.get(value)?.pointer ?? ''}` };
  }

  #add(unit: Unit): Unit {
    this.units.push(unit);
    this.#byValue.set(unit.value, unit);
    this.#pending.push(unit);
    return unit;
  }

  #begin(spot: Spot, bit: number): void {
    const schema = asObject(spot);
    if (schema === null) return;
    const resource = this.references.enter(schema.value, null);
    const target = this.#isAlias(schema.value) ? this.follow(schema.value, resource) : null;
    const unit =
      target ??
      this.unitOf(schema.value) ??
      this.#add(
        new Unit({ value: schema.value, pointer: schema.pointer, key: null, resource, named: false }),
      );
    unit.reach |= bit;
    unit.begins += 1;
  }

  #unitAt({ pointer, resource }: Target, value: JsonObject): Unit {
    const known = this.#byValue.get(value);
    if (known !== undefined) return known;
    const [key, holder] = splitPointer(pointer.replace(/^#/, '/anchors/')).reverse();
    const isNamed = holder === '$defs' || holder === 'definitions' || holder === 'anchors';
    const unit = this.#add(
      new Unit({
        value,
        pointer: pointer.startsWith('#') ? '' : pointer,
        key: isNamed ? (key ?? null) : null,
        resource: this.references.enter(value, resource),
        named: isNamed,
      }),
    );
    this.#reachFromAround(unit);
    return unit;
  }

  /** Whoever reaches the schema around a place reaches the place. */
  #reachFromAround(unit: Unit): void {
    const [root, kind, key] = splitPointer(unit.pointer);
    if (root === 'components' && kind === 'schemas') {
      this.componentAt(key ?? '')?.edges.push({ target: unit, passes: EVERYONE, eager: 'none' });
    } else if (unit.pointer.includes('/responses/')) {
      unit.reach |= reached.answer;
    } else if (/\/(?:parameters|requestBody|requestBodies)\//.test(unit.pointer)) {
      unit.reach |= reached.request;
    }
  }

  /** The component schema of that name. */
  componentAt(key: string): Unit | null {
    return this.#components.get(key) ?? null;
  }

  #walk(unit: Unit): void {
    const start = {
      passes: EVERYONE,
      eager: 'any',
      depth: 0,
      resource: unit.resource,
      property: null,
    } as const;
    const stack: Step[] = [{ ...start, value: unit.value, holders: [] }];
    for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
      const { value } = step;
      if (!isObject(value)) continue;
      unit.size += 1;
      if (value !== unit.value && this.#isElsewhere(unit, value, step)) continue;
      this.#look(unit, value, step, stack);
    }
  }

  /** What is a unit of its own, because a name leads to it or because it lies too deep, is not walked here. */
  #isElsewhere(unit: Unit, value: JsonObject, { passes, eager, depth, resource }: Step): boolean {
    let target = this.#byValue.get(value);
    if (target === undefined && depth > MAX_DEPTH) {
      const { key, pointer } = unit;
      target = this.#add(new Unit({ value, pointer, key: `${key ?? ''} part`, resource, named: true }));
    }
    if (target === undefined) return false;
    unit.edges.push({ target, passes, eager });
    return target.named;
  }

  #look(unit: Unit, value: JsonObject, step: Step, stack: Step[]): void {
    const { passes, eager, depth, holders, property } = step;
    const resource = this.references.enter(value, step.resource);
    if (referenceOf(value) !== null) {
      const target = this.follow(value, resource);
      if (target !== null) {
        target.references += 1;
        unit.edges.push({ target, passes, eager });
        if (!(value === unit.value && this.isAlias(unit))) unit.enums.push({ holders, property, target });
      }
      if (this.dialect.ignoresSiblings && typeof value['$ref'] === 'string') return;
    }
    if (value !== unit.value && openBase(value) !== null)
      unit.enums.push({ holders, property, target: null });
    const anchor = dynamicAnchorOf(value);
    if (anchor !== null) (unit.anchors ??= new Set()).add(anchor);
    if (isBytes(value)) unit.hasBytes = true;
    if (discriminatorOf(value) !== null) this.discriminated.push({ schema: value, unit, resource });
    this.#pushParts(value, resource === step.resource ? step : { ...step, resource }, stack);
    const inner: Step = {
      value: true,
      passes,
      eager: 'none',
      depth: depth + 1,
      resource,
      holders: [],
      property: null,
    };
    const properties = own(value, 'properties');
    if (isObject(properties)) this.#pushProperties({ unit, value, properties, holders }, inner, stack);
    for (const keyword of within) pushAll(own(value, keyword), inner, stack);
    for (const [, bound] of listBindings(value)) pushAll(bound, inner, stack);
    const patterns = own(value, 'patternProperties');
    if (isObject(patterns)) pushAll(Object.values(patterns), inner, stack);
  }

  #pushParts(value: JsonObject, step: Step, stack: Step[]): void {
    for (const keyword in value) {
      const kind = composing.get(keyword);
      if (kind === undefined) continue;
      const parts = value[keyword];
      const eager = step.eager === 'none' ? 'none' : kind;
      const holders = [value, ...step.holders.slice(0, 1)];
      pushAll(parts, { ...step, eager, depth: step.depth + 1, holders }, stack);
    }
  }

  #pushProperties({ unit, value, properties, holders: around }: Parent, inner: Step, stack: Step[]): void {
    const required = requiredNames(value);
    const holders = [value, ...around];
    const { eager, depth, resource } = inner;
    for (const [name, schema] of Object.entries(properties)) {
      if (!isObject(schema)) continue;
      const property = { schema, resource };
      let { passes } = inner;
      if (isMarked(this, property, 'readOnly')) passes &= byAnswers;
      if (isMarked(this, property, 'writeOnly')) passes &= byRequests;
      const isOptionalToSend = required.has(name) && hasDefault(this, property);
      if (passes !== inner.passes || isOptionalToSend) unit.differs = true;
      if (scalarOf(schema) !== null && !this.#byValue.has(schema)) unit.size += 1;
      else if (passes !== 0) {
        stack.push({ value: schema, passes, eager, depth, resource, holders, property: name });
      }
    }
  }
}
