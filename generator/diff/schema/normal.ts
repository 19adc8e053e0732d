/**
 * What a schema means, whatever it is written like: references followed, `allOf` united, the three ways to say that a
 * value may be null made one, and the limits of OpenAPI 3.0 and 3.1 in one form.
 */
import type { JsonValue } from '../../load/document.js';
import { elementsOf, isObject, type Side, type Spot } from '../side.js';
import { readLimits, type Limits } from './limits.js';
import { NormalParts } from './normal-parts.js';
import { allTypes, implyTypes, readTypes, simplify, type TypeName } from './type-sets.js';
import { readUnion, type Union } from './unions.js';

/** A property, with every schema that speaks of it. */
export interface NormalProperty {
  readonly spots: readonly Spot[];
  readonly required: boolean;
}

/** The meaning of a schema, one level deep. */
export interface Normal {
  /** Where it stands, references followed. */
  readonly pointer: string;
  /** Where its properties stand first; the same where it has none. */
  readonly objectPointer: string;
  /** No value is valid. */
  readonly never: boolean;
  /** Null is one of the alternatives; of types, they say so themselves. */
  readonly nullable: boolean;
  /** Null where no keyword speaks of types. */
  readonly types: ReadonlySet<TypeName> | null;
  /** The values of `enum` and `const` by their JSON text, without null; null: any. */
  readonly values: ReadonlyMap<string, JsonValue> | null;
  readonly limits: Limits;
  readonly patterns: readonly string[];
  readonly format: string | null;
  readonly properties: ReadonlyMap<string, NormalProperty>;
  /** What other keys hold: a schema, anything or nothing. */
  readonly others: readonly Spot[] | 'any' | 'none';
  readonly patternProperties: ReadonlyMap<string, readonly Spot[]>;
  readonly prefix: readonly (readonly Spot[])[];
  /** What elements are; null: anything. */
  readonly items: readonly Spot[] | null;
  readonly unions: readonly Union[];
  /** The property that tells alternatives apart; null: none. */
  readonly discriminator: string | null;
  /** Conditions as text, by their keyword: what they mean is compared only as equal or not. */
  readonly conditions: ReadonlyMap<string, string>;
  /** How it is written as XML, as text; empty: as its name and place say. */
  readonly xml: string;
  /** Of the value when it is left out; undefined: none. */
  readonly preset: JsonValue | undefined;
  readonly deprecated: boolean;
}

/** The meaning of all the schemas together. */
export function normalize(side: Side, spots: readonly Spot[]): Normal {
  const parts = new NormalParts();
  const seen = new Set<JsonValue>();
  // Taken from the end, so that what a schema is composed of is read in the order in which it is written.
  const pending = spots
    .map((spot) => side.resolveSchema(spot))
    .flat()
    .reverse();
  let pointer: string | null = null;
  for (let spot = pending.pop(); spot !== undefined; spot = pending.pop()) {
    pointer ??= spot.pointer;
    const { value } = spot;
    if (value === false) parts.never = true;
    if (!isObject(value) || seen.has(value)) continue;
    seen.add(value);
    const inner: Spot[] = [];
    parts.addTypes(readTypes(value));
    parts.addImplied(implyTypes(value));
    if (side.is30 && value['nullable'] === true) parts.nullable = true;
    parts.addValues(value, side.is30);
    parts.addLimits(readLimits(value));
    parts.addTexts(value);
    parts.addObject(side, spot);
    parts.addArray(spot);
    parts.addConditions(side, value);
    parts.addXml(spot);
    inner.push(...elementsOf(spot, 'allOf'));
    for (const keyword of ['oneOf', 'anyOf'] as const) {
      const union = readUnion(side, spot, keyword);
      if (union === null) continue;
      if (union.nullable) parts.nullable = true;
      if (union.values !== null) parts.addListed(union.values);
      else if (union.types !== null) parts.addTypes(simplify(new Set(union.types)));
      else if (union.only !== null) inner.push(union.only);
      else parts.unions.push(union);
    }
    pending.push(...inner.flatMap((each) => side.resolveSchema(each)).reverse());
  }
  return parts.finish(pointer ?? spots[0]?.pointer ?? '');
}

/** True when anything may stand there. */
export function isAnything(spots: readonly Spot[] | null): boolean {
  return (
    spots === null ||
    spots.every(({ value }) => value === true || (isObject(value) && Object.keys(value).length === 0))
  );
}

/** The types of a normal form as a set, where nothing is said all of them. */
export function typesOf({ types }: Normal): ReadonlySet<TypeName> {
  return types ?? allTypes;
}
