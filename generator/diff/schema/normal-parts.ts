import type { JsonObject, JsonValue } from '../../load/document.js';
import { elementsOf, isObject, joinPointer, memberOf, splitPointer, type Side, type Spot } from '../side.js';
import { boundInteger, noLimits, uniteLimits, type Limits } from './limits.js';
import type { Normal, NormalProperty } from './normal.js';
import { canonicalText, schemaText } from './canonical.js';
import { intersectTypes, missingTypes, typesOfValues, type TypeName } from './type-sets.js';
import type { Union } from './unions.js';

/** Keywords whose meaning is only compared as equal or not. */
const conditionKeywords = [
  'not',
  'if',
  'dependentSchemas',
  'dependentRequired',
  'contains',
  'propertyNames',
  'unevaluatedProperties',
  'unevaluatedItems',
  'contentEncoding',
  'contentMediaType',
  'contentSchema',
  '$dynamicRef',
];

/** What means nothing without the other keyword, and is one condition with it. */
const companions: ReadonlyMap<string, readonly string[]> = new Map([
  ['if', ['then', 'else']],
  ['contains', ['minContains', 'maxContains']],
]);

/** What the schemas of one place say together, gathered one after the other. */
export class NormalParts {
  never = false;
  nullable = false;
  readonly unions: Union[] = [];
  #types: Set<TypeName> | null = null;
  #implied: Set<TypeName> | null = null;
  #values: Map<string, JsonValue> | null = null;
  #limits: Limits = noLimits;
  readonly #patterns = new Set<string>();
  #format: string | null = null;
  readonly #properties = new Map<string, Spot[]>();
  readonly #required = new Set<string>();
  #others: Spot[] | 'any' | 'none' = 'any';
  readonly #patternProperties = new Map<string, Spot[]>();
  #prefix: Spot[][] = [];
  #items: Spot[] | null = null;
  #discriminator: string | null = null;
  #objectPointer: string | null = null;
  readonly #conditions = new Map<string, string>();
  readonly #xml = new Set<string>();
  #preset: JsonValue | undefined;
  #deprecated = false;

  addTypes(types: Set<TypeName> | null): void {
    if (types === null) return;
    this.#types = this.#types === null ? types : intersectTypes(this.#types, types);
  }

  addImplied(types: Set<TypeName> | null): void {
    if (types !== null) this.#implied = new Set([...(this.#implied ?? []), ...types]);
  }

  /** `enum` and `const`. In OpenAPI 3.0 `nullable` holds for a list that leaves null out, as everyone writes it. */
  addValues(schema: JsonObject, is30: boolean): void {
    const given = schema['const'] === undefined ? schema['enum'] : [schema['const']];
    if (!Array.isArray(given)) return;
    if (is30 && schema['nullable'] === true) this.addListed([...given, null]);
    else this.addListed(given);
  }

  addListed(values: readonly JsonValue[]): void {
    const listed = new Map(values.map((value) => [canonicalText(value), value]));
    const known = this.#values;
    this.#values = known === null ? listed : new Map([...known].filter(([key]) => listed.has(key)));
  }

  addLimits(limits: Limits): void {
    this.#limits = uniteLimits(this.#limits, limits);
  }

  addTexts(schema: JsonObject): void {
    const { pattern, format } = schema;
    if (typeof pattern === 'string') this.#patterns.add(pattern);
    if (typeof format === 'string') this.#format ??= format;
    if (schema['default'] !== undefined) this.#preset ??= schema['default'];
    if (schema['deprecated'] === true) this.#deprecated = true;
    const { discriminator } = schema;
    if (isObject(discriminator) && typeof discriminator['propertyName'] === 'string') {
      this.#discriminator ??= discriminator['propertyName'];
    }
  }

  addObject(side: Side, spot: Spot): void {
    if (memberOf(spot, 'properties') !== undefined) this.#objectPointer ??= spot.pointer;
    for (const [name, found] of side.schemasUnder(spot, 'properties')) {
      this.#properties.set(name, [...(this.#properties.get(name) ?? []), found]);
    }
    for (const [name, found] of side.schemasUnder(spot, 'patternProperties')) {
      this.#patternProperties.set(name, [...(this.#patternProperties.get(name) ?? []), found]);
    }
    for (const { value } of elementsOf(spot, 'required'))
      if (typeof value === 'string') this.#required.add(value);
    const others = memberOf(spot, 'additionalProperties');
    if (others === false) this.#others = 'none';
    if (!isObject(others) || Object.keys(others).length === 0 || this.#others === 'none') return;
    const found = { value: others, pointer: joinPointer(spot.pointer, 'additionalProperties') };
    this.#others = this.#others === 'any' ? [found] : [...this.#others, found];
  }

  addArray(spot: Spot): void {
    const items = memberOf(spot, 'items');
    if (items !== undefined && items !== true) {
      const found = { value: items, pointer: joinPointer(spot.pointer, 'items') };
      this.#items = [...(this.#items ?? []), found];
    }
    const prefix = elementsOf(spot, 'prefixItems');
    if (prefix.length > this.#prefix.length) this.#prefix = prefix.map((each) => [each]);
  }

  addConditions(side: Side, schema: JsonObject): void {
    for (const keyword of conditionKeywords) {
      const value = schema[keyword];
      if (value === undefined || (keyword.startsWith('unevaluated') && value === true)) continue;
      const together = [keyword, ...(companions.get(keyword) ?? [])].flatMap((key): [string, JsonValue][] => {
        const member = schema[key];
        return member === undefined ? [] : [[key, member]];
      });
      // A condition without a consequence refuses nothing.
      if (keyword === 'if' && together.length === 1) continue;
      const known = this.#conditions.get(keyword);
      const text = schemaText(side, Object.fromEntries(together));
      this.#conditions.set(keyword, known === undefined || known === text ? text : `${known} ${text}`);
    }
  }

  addXml(spot: Spot): void {
    const text = xmlText(spot);
    if (text !== null) this.#xml.add(text);
  }

  finish(pointer: string): Normal {
    const listed = this.#values;
    const types = this.#finishTypes();
    const values = listed === null ? null : new Map([...listed].filter(([, value]) => value !== null));
    const isWhole = types !== null && types.has('integer') && !types.has('number');
    const required = new Set([...this.#required]);
    const properties = new Map<string, NormalProperty>();
    for (const [name, spots] of this.#properties)
      properties.set(name, { spots, required: required.has(name) });
    for (const name of required) {
      if (properties.has(name)) continue;
      const spots = Array.isArray(this.#others) ? this.#others : [];
      properties.set(name, { spots, required: true });
    }
    // Only null is left of the list: it says nothing that the types do not say.
    const isOnlyNull = values !== null && values.size === 0 && types?.has('null') === true;
    return {
      pointer,
      objectPointer: this.#objectPointer ?? pointer,
      never: this.never,
      nullable: this.nullable,
      types,
      values: isOnlyNull ? null : values,
      limits: isWhole ? boundInteger(this.#limits) : this.#limits,
      patterns: [...this.#patterns].sort(),
      format: this.#format,
      properties,
      others: this.#others,
      patternProperties: this.#patternProperties,
      prefix: this.#prefix,
      items: this.#items,
      unions: this.unions,
      discriminator: this.#discriminator,
      conditions: this.#conditions,
      xml: [...this.#xml].join(' and '),
      preset: this.#preset,
      deprecated: this.#deprecated,
    };
  }

  #finishTypes(): Set<TypeName> | null {
    const listed = this.#values === null ? null : typesOfValues(this.#values.values());
    const said = this.#types ?? (listed === null ? this.#implied : null);
    const types =
      listed === null || said === null
        ? (listed ?? said)
        : intersectTypes(listed, addNull(said, this.nullable));
    if (types === null) return null;
    if (missingTypes(new Set(['null']), types).length === 0) return types;
    return this.nullable && (listed === null || listed.has('null')) ? addNull(types, true) : types;
  }
}

/** Without what says what holds anyway (OpenAPI 3.1, XML Object): its own name, and two flags; null: nothing is left. */
function xmlText(spot: Spot): string | null {
  const xml = memberOf(spot, 'xml');
  if (!isObject(xml)) return null;
  const own = splitPointer(spot.pointer).at(-1);
  const entries = Object.entries(xml).filter(
    ([key, value]) => value !== false && (key !== 'name' || value !== own),
  );
  return entries.length === 0 ? null : canonicalText(Object.fromEntries(entries));
}

function addNull(types: ReadonlySet<TypeName>, nullable: boolean): Set<TypeName> {
  return nullable ? new Set([...types, 'null']) : new Set(types);
}
