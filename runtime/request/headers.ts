import { parametersIn, styleOf } from '../defaults.js';
import type { OperationDefinition } from '../definition.js';
import type { PartOf } from '../part.js';
import { Refusal } from '../refusal.js';
import { encodeValue, textOf } from './encoding.js';
import type { Draft, Values } from './request.js';
import { listTexts, writeContent, writeStyled } from './styles.js';

/** True for a text that can be the name of a header: a token (RFC 9110, section 5.6.2). */
export function isHeaderName(name: string): boolean {
  return /^[!#$%&'*+\-.^_`|~\w]+$/.test(name);
}

/**
 * True for a text that can be sent as a header's value exactly as it is: visible characters, and spaces within (RFC
 * 9110, section 5.5). No line break can start a header of its own.
 */
export function isHeaderValue(value: string): boolean {
  return /^[!-~\x80-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\xff])?$/.test(value);
}

/** Writes header parameters, `style: simple`. A message never shows a value. */
export const headerParameters: PartOf<'headerParameters'> = {
  name: 'headerParameters',
  write: writeHeaders,
};

function writeHeaders(draft: Draft, definition: OperationDefinition, values: Values): void {
  for (const parameter of parametersIn(definition, 'header')) {
    const { name, mediaType } = parameter;
    const value = values.get(name) ?? null;
    if (value === null) continue;
    const where = `the header ${name}`;
    const text = mediaType
      ? escapeBeyondAscii(writeContent(value, mediaType, where))
      : listTexts(value, {
          explode: styleOf(parameter).explode,
          where,
          write: (one) => textOf(one, where),
        }).join(',');
    if (!isHeaderValue(text)) {
      throw new Refusal('INPUT', `${where} wants visible Latin-1 text without a line break, and not blank.`);
    }
    draft.headers.push([name, text]);
  }
}

/** JSON may write any character as its code, and a header can carry no other form of most. */
function escapeBeyondAscii(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * Writes cookie parameters, `style: form`. An exploded list or object becomes several cookies: the `&` that the style
 * has in a query separates none (OpenAPI 3.1.1, Style Values).
 */
export const cookieParameters: PartOf<'cookieParameters'> = {
  name: 'cookieParameters',
  write: writeCookies,
};

function writeCookies(draft: Draft, definition: OperationDefinition, values: Values): void {
  for (const parameter of parametersIn(definition, 'cookie')) {
    const { name, mediaType } = parameter;
    const value = values.get(name) ?? null;
    if (value === null) continue;
    const where = `the cookie ${name}`;
    const fields = mediaType
      ? ([[name, encodeValue(writeContent(value, mediaType, where))]] as const)
      : writeStyled({ ...styleOf(parameter), name, encode: encodeValue, where }, value);
    for (const [key, text] of fields) draft.cookies.push(`${encodeValue(key)}=${text}`);
  }
}
