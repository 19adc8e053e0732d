import { parametersIn, styleOf } from '../defaults.js';
import type { OperationDefinition } from '../definition.js';
import type { PartOf } from '../part.js';
import { isBlank, kindOf, Refusal } from '../refusal.js';
import { encodeValue, textIn } from './encoding.js';
import type { Draft, Values } from './request.js';
import { listTexts, writeContent } from './styles.js';

/**
 * Fills the path template. Throws a `Refusal` for a value that is missing, empty, blank, not finite, or that would make
 * the path lead elsewhere: `..` as a table would address the table's parent. In the path of a deletion an object is
 * refused as well: where an id was meant, it would name something else.
 */
export const pathParameters: PartOf<'pathParameters'> = { name: 'pathParameters', write: fillPath };

function fillPath(draft: Draft, definition: OperationDefinition, values: Values): void {
  draft.path = definition.path.replace(/\{([^{}]+)\}/g, (_hole, name: string) =>
    writeSegment(definition, name, values.get(name)),
  );
}

function writeSegment(definition: OperationDefinition, name: string, value: unknown): string {
  const { method, selector } = definition;
  // A hole that the description declares nothing for is filled as one that says nothing more.
  const parameter = parametersIn(definition, 'path').find((one) => one.name === name) ?? { name, in: 'path' };
  const where = `the path parameter ${name}`;
  const write = (one: unknown): string => encodeValue(assertText(one, where));
  const isStructure = typeof value === 'object' && value !== null && !(value instanceof Date);
  const isDeletion = method === 'DELETE' || Boolean(selector);
  if (isStructure && (Array.isArray(value) ? value.length === 0 : isDeletion)) refuse(value, where);
  const { mediaType } = parameter;
  if (mediaType) return write(writeContent(value, mediaType, where));
  const { style, explode } = styleOf(parameter);
  const texts = listTexts(value, { explode, where, write });
  // RFC 6570, sections 3.2.5 and 3.2.7: `.a.b`, `;x=a;x=b`, `;key=value`.
  if (style === 'label') return `.${texts.join(explode ? '.' : ',')}`;
  if (style !== 'matrix') return texts.join(',');
  const prefix = `;${encodeValue(name)}=`;
  if (!explode) return prefix + texts.join(',');
  return texts.map((text) => (isStructure && !Array.isArray(value) ? `;${text}` : prefix + text)).join('');
}

/** Where a server that decodes a value before it reads the path sees a segment that steps through the tree. */
const CLIMBS = /(?:^|[\\/]|%2f|%5c)(?:\.|%2e){1,2}(?:$|[\\/]|%2f|%5c)/i;

function assertText(value: unknown, where: string): string {
  const text = textIn(value);
  if (text === undefined) return refuse(value, where);
  if (isBlank(text)) throw new Refusal('GUARD', `${where} wants a text that is not blank.`);
  if (/\p{Cc}/u.test(text)) {
    throw new Refusal('GUARD', `${where} has a control character, at which a server may end it.`);
  }
  if (CLIMBS.test(text)) {
    throw new Refusal('GUARD', `${where} wants a name; \`.\` and \`..\` would lead to another path.`);
  }
  return text;
}

function refuse(value: unknown, where: string): never {
  throw new Refusal('GUARD', `${where} wants a string or a number; got ${kindOf(value)}.`);
}
