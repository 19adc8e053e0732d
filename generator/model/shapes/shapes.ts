import type { SchemaNames } from '../names.js';
import type { Direction, NamedSchema, Shape } from '../shape-types.js';
import { splitPointer } from '../json-pointer.js';
import { textOf, type Source, type Spot } from '../source.js';
import { Builder, saysNever } from './builder.js';
import { findCircles, nameLargePlaces } from './circles.js';
import { contextOfUnit, contextOfUse } from './context.js';
import { decideDirections } from './directions.js';
import { findDiscriminators } from './discriminators.js';
import { readEnumMembers } from './enum-members.js';
import { Graph } from './graph.js';
import { unknownShape } from './unions.js';
import type { Unit } from './units.js';

/**
 * The types of a description. The schemas are walked once, when this is made: who reaches which, which of them have a
 * request form that is not their answer form, and what all of them are called. Every step is linear in the size of the
 * description, and none recurses along references.
 */
export class Shapes {
  readonly #builder: Builder;
  readonly #units: readonly Unit[];
  #named: readonly NamedSchema[] | null = null;

  constructor(source: Source, names: SchemaNames) {
    const graph = new Graph(source);
    findCircles(graph.units);
    nameLargePlaces(graph.units);
    const discriminators = findDiscriminators(graph);
    decideDirections(graph, discriminators.told);
    this.#units = sortUnits(graph.units);
    nameUnits(this.#units, names);
    this.#builder = new Builder(graph, discriminators);
    this.#builder.learnNames(this.#units);
  }

  /**
   * The shape of the schema at a place, by its name where it has one. Where there is no schema anything may stand.
   *
   * @param use `binary`: `format: binary` is bytes, as in a multipart body; else it is a text
   */
  of(spot: Spot | null, direction: Direction, use: { readonly binary?: boolean } = {}): Shape {
    if (spot === null) return unknownShape;
    return this.#builder.make(spot.value, contextOfUse(direction, use.binary === true));
  }

  /** The schemas with names, in the description's order; the request form stands behind the answer form. */
  named(): readonly NamedSchema[] {
    this.#named ??= this.#units.flatMap((unit) => this.#describe(unit));
    return this.#named;
  }

  #describe(unit: Unit): NamedSchema[] {
    const { value, answerName, requestName } = unit;
    const facts = {
      doc: textOf(value, 'description') ?? textOf(value, 'title'),
      deprecated: value['deprecated'] === true,
    };
    const values = readEnumMembers(value);
    const direction = unit.isSplit ? 'answer' : unit.direction;
    const first = { ...facts, name: answerName, shape: this.#write(unit, direction), values };
    if (!unit.isSplit) return [first];
    return [first, { ...facts, name: requestName, shape: this.#write(unit, 'request'), values: null }];
  }

  #write(unit: Unit, direction: Direction): Shape {
    const shape = this.#builder.write(unit.value, contextOfUnit(unit, direction));
    // A circle of alternatives leaves nothing where there is nothing else; only a schema that is false means that.
    return shape.kind === 'never' && !saysNever(unit.value) ? unknownShape : shape;
  }
}

/** Places within a component stand behind it, all others at the end. */
function sortUnits(units: readonly Unit[]): readonly Unit[] {
  const named = units.filter((unit) => unit.named);
  const components = named.filter((unit) => isComponent(unit));
  const places = new Map<string, Unit[]>();
  for (const unit of named) {
    if (isComponent(unit)) continue;
    const key = splitPointer(unit.pointer).slice(0, 3).join('/');
    const known = places.get(key);
    if (known === undefined) places.set(key, [unit]);
    else known.push(unit);
  }
  const sorted = components.flatMap((unit) => {
    const key = splitPointer(unit.pointer).join('/');
    const inner = places.get(key) ?? [];
    places.delete(key);
    return [unit, ...inner];
  });
  return [...sorted, ...[...places.values()].flat()];
}

function isComponent({ pointer }: Unit): boolean {
  return /^\/components\/schemas\/[^/]*$/.test(pointer);
}

function nameUnits(units: readonly Unit[], names: SchemaNames): void {
  // All schemas have their names before the first of their request forms gets one.
  for (const unit of units) {
    const name = names.take(unit.key ?? nameOfPlace(unit.pointer), unit.pointer);
    unit.answerName = name;
    unit.requestName = name;
  }
  for (const unit of units) {
    if (unit.isSplit) unit.requestName = names.take(`${unit.answerName}Input`, unit.pointer);
  }
}

/** Steps of a pointer that say what kind of thing comes next, not which. */
const kinds = new Set(
  `components schemas responses requestBodies parameters headers paths content schema properties items
   additionalProperties allOf oneOf anyOf`.split(/\s+/),
);

/** Words for a schema that its place alone tells from others. */
function nameOfPlace(pointer: string): string {
  const keys = splitPointer(pointer);
  const [root, kind, key] = keys;
  if (root === 'components' && kind !== 'schemas' && key !== undefined && keys.includes('content'))
    return key;
  const words = keys.filter((each) => !kinds.has(each));
  return words.length === 0 ? 'schema' : words.join(' ');
}
