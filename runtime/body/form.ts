import { styleOf } from '../defaults.js';
import type { BodyContent } from '../definition.js';
import type { PartOf } from '../part.js';
import { kindOf, Refusal } from '../refusal.js';
import { encodeAllowingReserved, encodeValue, textIn, textOf, writeJson } from '../request/encoding.js';
import type { WrittenBody } from '../request/request.js';
import { assertSome, presentIn, writeContent, writeStyled } from '../request/styles.js';
import { chooseBody } from './choose.js';

/**
 * `application/x-www-form-urlencoded`: each property as its encoding says, else a text as it is, a list as one after
 * the other, and an object as JSON (OpenAPI 3.1, Encoding Object). A space is `+`. Null is left out.
 */
export const formBody: PartOf<'formBody'> = { name: 'formBody', choose: chooseBody, encode: encodeForm };

function encodeForm(form: unknown, { mediaType, parts = [] }: BodyContent): WrittenBody {
  if (form instanceof URLSearchParams) return { content: form.toString(), contentType: mediaType };
  const fields = readFields(form, 'a form').flatMap(([name, value]) => {
    const where = `the field ${name}`;
    const part = parts.find((one) => one.name === name);
    if (part === undefined) {
      const items: readonly unknown[] = Array.isArray(value) ? assertSome(value, where) : [value];
      return items.map((item) => [name, encode(textIn(item) ?? writeNested(item, where))] as const);
    }
    if (part.contentType) return [[name, encode(writeContent(value, part.contentType, where))] as const];
    const style = styleOf(part);
    return writeStyled(
      { ...style, name, encode: style.allowReserved ? encodeReserved : encode, where },
      value,
    );
  });
  const content = fields.map(([name, text]) => `${encode(name)}=${text}`).join('&');
  return { content, contentType: mediaType };
}

const encode = (text: string): string => encodeValue(text).replaceAll('%20', '+');
const encodeReserved = (text: string): string => encodeAllowingReserved(text).replaceAll('%20', '+');

/** An object or a list as JSON; what is neither is refused as a text would be. */
export function writeNested(value: unknown, where: string): string {
  const isStructure = typeof value === 'object' && value !== null && !(value instanceof Date);
  return isStructure ? writeJson(value, where) : textOf(value, where);
}

/** The properties of a form that are sent. Throws a `Refusal` for what is no object. */
export function readFields(form: unknown, what: string): readonly (readonly [string, unknown])[] {
  if (typeof form !== 'object' || form === null || Array.isArray(form)) {
    throw new Refusal('INPUT', `${what} wants an object; got ${kindOf(form)}.`);
  }
  return presentIn(form);
}
