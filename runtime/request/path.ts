import type { OperationDefinition, ParameterDefinition } from '../definition.js';
import { isBlank, kindOf, Refusal } from '../refusal.js';
import { encodeValue, textOf } from './encoding.js';

const HOLE = /\{([^{}]+)\}/g;
const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i;
/** Where a server that decodes a value before it reads the path sees a new segment. */
const SLASH = /[\\/]|%2f|%5c/i;

/**
 * Fills the path template. Throws a `Refusal` for a value that is missing, empty, blank, not finite, a structure, or
 * that would make the path lead elsewhere: `..` as a table would address the table's parent.
 */
export function fillPath(
  definition: Pick<OperationDefinition, 'path' | 'parameters'>,
  values: object,
): string {
  const parameters = definition.parameters.filter(({ in: place }) => place === 'path');
  const path = definition.path.replace(HOLE, (_hole, name: string) => {
    const parameter = parameters.find((candidate) => candidate.name === name);
    return writeSegment(name, Object.hasOwn(values, name) ? Reflect.get(values, name) : undefined, parameter);
  });
  assertSegments(path, definition.path);
  return path;
}

/** Throws unless the filled path has the segments of its template, none of which steps through the tree. */
export function assertSegments(path: string, template: string): void {
  const segments = path.split('/');
  if (segments.some((segment) => DOT_SEGMENT.test(segment))) {
    throw new Refusal('GUARD', `a segment of ${template} would be \`.\` or \`..\` and lead to another path.`);
  }
  if (segments.length !== template.split('/').length || path.includes('{')) {
    throw new Refusal('GUARD', `the path would not have the segments of ${template}.`);
  }
}

function writeSegment(name: string, value: unknown, parameter: ParameterDefinition | undefined): string {
  const where = `the path parameter ${name}`;
  const values: readonly unknown[] = Array.isArray(value) && value.length > 0 ? value : [value];
  // Array.from visits holes too: a hole would be an empty segment.
  const texts = Array.from(values, (item) => encodeValue(writePrimitive(item, where)));
  const separator = parameter?.explode === true ? explodedSeparator(parameter, name) : ',';
  return prefixOf(parameter, name) + texts.join(separator);
}

function writePrimitive(value: unknown, where: string): string {
  const known = ['string', 'number', 'bigint', 'boolean'].includes(typeof value) || value instanceof Date;
  if (!known || (typeof value === 'number' && !Number.isFinite(value))) {
    throw new Refusal('GUARD', `${where} wants a string or a number; got ${kindOf(value)}.`);
  }
  const text = textOf(value, where);
  if (isBlank(text)) throw new Refusal('GUARD', `${where} wants a text that is not blank.`);
  if (/\p{Cc}/u.test(text)) {
    throw new Refusal('GUARD', `${where} has a control character, at which a server may end it.`);
  }
  if (text.split(SLASH).some((segment) => DOT_SEGMENT.test(segment))) {
    throw new Refusal('GUARD', `${where} wants a name; \`.\` and \`..\` would lead to another path.`);
  }
  return text;
}

function prefixOf(parameter: ParameterDefinition | undefined, name: string): string {
  if (parameter?.style === 'label') return '.';
  return parameter?.style === 'matrix' ? `;${encodeValue(name)}=` : '';
}

/** RFC 6570, sections 3.2.5 and 3.2.7: `.a.b` and `;x=a;x=b`. */
function explodedSeparator(parameter: ParameterDefinition, name: string): string {
  if (parameter.style === 'label') return '.';
  return parameter.style === 'matrix' ? `;${encodeValue(name)}=` : ',';
}
