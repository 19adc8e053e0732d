import type { OperationDefinition } from '../definition.js';
import { Refusal } from '../refusal.js';
import { encodeValue, textOf } from './encoding.js';
import { assertKnown } from './target.js';

/** A token (RFC 9110, section 5.6.2). */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Visible characters, and spaces within (RFC 9110, section 5.5). No line break can start a header of its own. */
const VALUE = /^[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?$/;

/** True for a text that can be the name of a header. */
export function isHeaderName(name: string): boolean {
  return NAME.test(name);
}

/** True for a text that can be sent as a header's value exactly as it is. */
export function isHeaderValue(value: string): boolean {
  return VALUE.test(value);
}

/** The header and cookie parameters of a request. Throws a `Refusal`; a message never shows a value. */
export function writeHeaders(
  definition: OperationDefinition,
  values: { readonly headers?: object | undefined; readonly cookies?: object | undefined },
): (readonly [name: string, value: string])[] {
  assertKnown(definition, 'header', values.headers);
  assertKnown(definition, 'cookie', values.cookies);
  const headers = definition.parameters
    .filter((parameter) => parameter.in === 'header')
    .flatMap(({ name, explode }) => {
      const text = writeSimple(Reflect.get(values.headers ?? {}, name), explode, `the header ${name}`);
      return text === null ? [] : [[name, assertValue(text, `the header ${name}`)] as const];
    });
  const cookies = definition.parameters
    .filter((parameter) => parameter.in === 'cookie')
    .flatMap(({ name }) => {
      const value: unknown = Reflect.get(values.cookies ?? {}, name) ?? null;
      if (value === null) return [];
      return [`${encodeValue(name)}=${encodeValue(textOf(value, `the cookie ${name}`))}`];
    });
  return cookies.length === 0 ? headers : [...headers, ['Cookie', cookies.join('; ')] as const];
}

function assertValue(text: string, where: string): string {
  if (isHeaderValue(text)) return text;
  throw new Refusal('INPUT', `${where} wants visible Latin-1 text without a line break, and not blank.`);
}

/** `style: simple`: values joined by commas; an object as `key,value` or, exploded, `key=value`. */
function writeSimple(value: unknown, explode: boolean, where: string): string | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map((item) => textOf(item, where)).join(',');
  if (typeof value !== 'object' || value instanceof Date) return textOf(value, where);
  return Object.entries(value)
    .map(([key, field]) => `${key}${explode ? '=' : ','}${textOf(field, where)}`)
    .join(',');
}
