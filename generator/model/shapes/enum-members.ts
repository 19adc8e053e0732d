/** The names of the members that an enum has as a constant. */
import type { JsonObject } from '../../load/document.js';
import { own } from '../source.js';
import type { NamedSchema } from '../shape-types.js';
import { toPascalCase } from '../words.js';
import { enumValues } from './keywords.js';

/** Signs that are the only difference between two values of many enums, such as `name` and `-name`. */
const signs: readonly (readonly [RegExp, string])[] = [
  [/^-(?=\p{L})/u, 'Minus '],
  [/^\+(?=\p{L})/u, 'Plus '],
  [/^>=$/, 'Greater Or Equal'],
  [/^<=$/, 'Less Or Equal'],
  [/^!=$/, 'Not Equal'],
  [/^==?$/, 'Equal'],
  [/^>$/, 'Greater'],
  [/^<$/, 'Less'],
];

/**
 * The members in the description's order, with keys that are identifiers, each once: from `x-enum-varnames` or
 * `x-enumNames` where the author gives them, else from the values. Null when the schema is no enum of texts or numbers.
 */
export function readEnumMembers(schema: JsonObject): NamedSchema['values'] {
  if (own(schema, 'enum') === undefined || own(schema, 'const') !== undefined) return null;
  const values = enumValues(schema)?.filter((value) => value !== null) ?? [];
  const isNameable = values.every((value) => typeof value === 'string' || typeof value === 'number');
  if (values.length === 0 || !isNameable) return null;
  const given = own(schema, 'x-enum-varnames') ?? own(schema, 'x-enumNames');
  const names = Array.isArray(given) && given.length === values.length ? given : [];
  const taken = new Map<string, number>();
  return values.map((value, index) => {
    const name = names[index];
    const wanted = (typeof name === 'string' ? toPascalCase(name) : '') || nameValue(value);
    return { key: takeKey(wanted, taken), value };
  });
}

function nameValue(value: string | number): string {
  if (typeof value === 'number') return `Value${String(value).replace('-', 'Minus').replace(/\W/g, '_')}`;
  if (value.trim() === '') return 'Empty';
  const spelled = signs.reduce((text, [sign, words]) => text.replace(sign, words), value);
  return toPascalCase(spelled) || 'Value';
}

/** The key, or the key with the first number that makes it another. Numbers go on, so that the search is short. */
function takeKey(wanted: string, taken: Map<string, number>): string {
  let count = taken.get(wanted) ?? 0;
  let key = count === 0 ? wanted : `${wanted}${count + 1}`;
  while (count > 0 && taken.has(key)) {
    count += 1;
    key = `${wanted}${count + 1}`;
  }
  taken.set(wanted, count + 1);
  if (key !== wanted) taken.set(key, 1);
  return key;
}
