/** `oneOf` and `anyOf`: what is no true choice is taken apart, and what is one keeps its members. */
import type { JsonValue } from '../../load/document.js';
import { elementsOf, isObject, memberOf, type Side, type Spot } from '../side.js';
import { readTypes, type TypeName } from './type-sets.js';

/** A choice. At most one of `values`, `types` and `only` is there; without them `members` are true alternatives. */
export interface Union {
  readonly keyword: 'oneOf' | 'anyOf';
  readonly members: readonly Member[];
  /** One of the alternatives is null. */
  readonly nullable: boolean;
  /** All alternatives are lists of values. */
  readonly values: readonly JsonValue[] | null;
  /** All alternatives are types, and say nothing else. */
  readonly types: readonly TypeName[] | null;
  /** Null aside, there is one alternative. */
  readonly only: Spot | null;
}

/** An alternative. */
export interface Member {
  readonly spot: Spot;
  /** The name of the component that it refers to; null: it is written out. */
  readonly name: string | null;
  /** The values of the discriminator that stand for it. */
  readonly tags: readonly string[];
}

/** Keywords that change nothing of what is valid. */
const silent = new Set([
  'title',
  'description',
  'example',
  'examples',
  'deprecated',
  '$comment',
  'externalDocs',
]);

/** The choice under a keyword of a schema; null where there is none. */
export function readUnion(side: Side, spot: Spot, keyword: Union['keyword']): Union | null {
  const all = elementsOf(spot, keyword);
  if (all.length === 0) return null;
  const mapping = readMapping(spot);
  const kept = all.filter((each) => !isNull(side.resolve(each).value));
  const members = kept.map((each): Member => {
    const reference = memberOf(each, '$ref');
    const name = typeof reference === 'string' ? (reference.split('/').at(-1) ?? null) : null;
    const tags = [...mapping]
      .filter(([, target]) => target === reference || target === name)
      .map(([tag]) => tag);
    return { spot: each, name, tags: tags.sort() };
  });
  const values = members.map((member) => listedValues(side.resolve(member.spot).value));
  const types = members.map((member) => plainTypes(side.resolve(member.spot).value));
  const base = { keyword, members, nullable: kept.length < all.length };
  const nothing = { values: null, types: null, only: null };
  const [only] = kept;
  if (only !== undefined && kept.length === 1) return { ...base, ...nothing, only };
  if (values.every((each) => each !== null)) {
    return { ...base, ...nothing, values: [...values.flat(), ...(base.nullable ? [null] : [])] };
  }
  if (types.every((each) => each !== null)) return { ...base, ...nothing, types: types.flat() };
  return { ...base, ...nothing };
}

/** Values of a discriminator by what they stand for. */
function readMapping(spot: Spot): Map<string, string> {
  const discriminator = memberOf(spot, 'discriminator');
  const mapping = isObject(discriminator) ? discriminator['mapping'] : undefined;
  const entries = isObject(mapping) ? Object.entries(mapping) : [];
  return new Map(
    entries.flatMap(([tag, target]) => (typeof target === 'string' ? [[tag, target] as const] : [])),
  );
}

function isNull(schema: JsonValue): boolean {
  if (!isObject(schema)) return false;
  const { type, enum: values } = schema;
  if (type === 'null' || schema['const'] === null) return true;
  return Array.isArray(values) && values.length === 1 && values[0] === null;
}

function listedValues(schema: JsonValue): readonly JsonValue[] | null {
  if (!isObject(schema)) return null;
  const others = Object.keys(schema).filter((key) => !silent.has(key) && key !== 'type');
  if (others.length !== 1) return null;
  if (schema['const'] !== undefined) return [schema['const']];
  const { enum: values } = schema;
  return Array.isArray(values) ? values : null;
}

function plainTypes(schema: JsonValue): readonly TypeName[] | null {
  if (!isObject(schema)) return null;
  const others = Object.keys(schema).filter((key) => !silent.has(key) && key !== 'type');
  const types = others.length === 0 ? readTypes(schema) : null;
  return types === null ? null : [...types];
}
