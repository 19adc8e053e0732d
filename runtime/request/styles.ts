import type { ParameterStyle } from '../definition.js';
import { isJson, essenceOf } from '../media.js';
import { isBlank, Refusal } from '../refusal.js';
import { textIn, textOf, writeJson } from './encoding.js';

/** How one value of a query, a form or a multipart body is written. */
export interface Styling {
  readonly name: string;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  /** What becomes of a text, and of the separator between two. */
  readonly encode: (text: string) => string;
  /** What a message calls the value. */
  readonly where: string;
}

type Field = readonly [name: string, value: string];

/**
 * The fields that a value becomes (OpenAPI 3.1, Style Values; RFC 6570, section 3.2.8): values encoded, names not. The
 * separator of `style: form, explode: false` is a bare comma.
 *
 * Values that are null or undefined are left out of objects; a list or object with nothing in it is refused rather
 * than left out, because a condition that silently vanishes selects more. So is what the style cannot say.
 */
export function writeStyled(styling: Styling, value: unknown): readonly Field[] {
  const { name, style, explode, encode, where } = styling;
  if (style === 'deepObject') return writeDeep(styling, name, value);
  if (typeof value !== 'object' || value === null || value instanceof Date) {
    return [[name, encode(textOf(value, where))]];
  }
  const separator = style === 'spaceDelimited' ? encode(' ') : style === 'pipeDelimited' ? encode('|') : ',';
  if (Array.isArray(value)) {
    const texts = assertSome(value, where).map((item, at) => encode(textOf(item, `${where}[${at}]`)));
    return explode ? texts.map((text) => [name, text]) : [[name, texts.join(separator)]];
  }
  const fields = readFields(value, where).map(([key, field]): Field => [
    key,
    encode(textOf(field, `${where}.${key}`)),
  ]);
  if (explode) return fields;
  return [[name, fields.flatMap(([key, text]) => [encode(key), text]).join(separator)]];
}

interface DeepStyling extends Styling {
  /** Within a list that has indexes: every list has them from there on. */
  readonly isIndexed?: boolean;
}

/**
 * `style: deepObject`: `filter[a][b]=c`. The specification leaves lists open (OpenAPI 3.1, Style Values: "n/a").
 *
 * Of a list of single values each element repeats the key, `filter[tags]=a&filter[tags]=b`, as Swagger UI and most
 * clients write it; one by itself has brackets, `ids[]=a&ids[]=b`, without which it would be `style: form`. A list
 * that holds an object or another list has indexes, `lines[0][amount]=1&lines[0][tags][0]=a`, and so has every list
 * in it: a repeated key would not say which fields belong together. So Rack, PHP and `qs` read it.
 */
function writeDeep(styling: DeepStyling, key: string, value: unknown): readonly Field[] {
  const { encode, name, where, isIndexed } = styling;
  const text = textIn(value);
  if (text !== undefined) return [[key, encode(text)]];
  if (typeof value !== 'object' || value === null) return [[key, encode(textOf(value, where))]];
  if (Array.isArray(value)) {
    const items = assertSome(value, where);
    const hasIndexes = isIndexed === true || items.some((item) => textIn(item) === undefined);
    const plainKey = key === name ? `${name}[]` : key;
    return items.flatMap((item, at) =>
      writeDeep(
        { ...styling, where: `${where}[${at}]`, isIndexed: hasIndexes },
        hasIndexes ? `${key}[${at}]` : plainKey,
        item,
      ),
    );
  }
  return readFields(value, where).flatMap(([field, inner]) =>
    writeDeep({ ...styling, where: `${where}.${field}` }, `${key}[${field}]`, inner),
  );
}

/** The elements of a list; throws a `Refusal` where there is none. A hole is one. */
export function assertSome(list: readonly unknown[], where: string): readonly unknown[] {
  if (list.length > 0) return Array.from(list);
  throw new Refusal('INPUT', `${where} is an empty list; leave it out instead.`);
}

/** The properties of an object that are something. */
export function presentIn(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, field]) => field !== undefined && field !== null);
}

function readFields(value: object, where: string): readonly (readonly [string, unknown])[] {
  const fields = presentIn(value);
  if (fields.length === 0) throw new Refusal('INPUT', `${where} is an empty object; leave it out instead.`);
  if (fields.some(([key]) => isBlank(key))) throw new Refusal('INPUT', `${where} has a blank key.`);
  return fields;
}

/** The text of a parameter that is declared with `content`: JSON, or as it is. */
export function writeContent(value: unknown, mediaType: string, where: string): string {
  return isJson(essenceOf(mediaType)) ? writeJson(value, where) : textOf(value, where);
}

/** The texts of a value for `style: simple`, `label` and `matrix`: of a list its items, of an object key and value. */
export function listTexts(
  value: unknown,
  {
    explode,
    where,
    write,
  }: Pick<Styling, 'explode' | 'where'> & { readonly write: (value: unknown) => string },
): readonly string[] {
  if (Array.isArray(value)) return (value as readonly unknown[]).map(write);
  if (typeof value !== 'object' || value === null || value instanceof Date) return [write(value)];
  return readFields(value, where).flatMap(([key, field]) =>
    explode ? [`${write(key)}=${write(field)}`] : [write(key), write(field)],
  );
}
