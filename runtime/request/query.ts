import type { OperationDefinition, ParameterDefinition } from '../definition.js';
import { isBlank, kindOf, Refusal } from '../refusal.js';
import { encodeAllowingReserved, encodeValue, textOf } from './encoding.js';

/**
 * Writes the query, without the question mark, as the parameters say (OpenAPI 3.1, Style Values). A space is `%20`.
 * A comma within a value is `%2C` unless the parameter allows reserved characters; the separator of
 * `style: form, explode: false` is a bare comma.
 *
 * Values that are null or undefined are left out; a list or object with nothing in it is refused rather than left
 * out, because a condition that silently vanishes selects more. So is what the style cannot say.
 */
export function writeQuery(definition: OperationDefinition, values: object): string {
  const parameters = definition.parameters.filter(({ in: place }) => place === 'query');
  return parameters
    .filter(({ name }) => Object.hasOwn(values, name))
    .flatMap((parameter) => {
      const value: unknown = Reflect.get(values, parameter.name);
      return value === undefined || value === null ? [] : writeParameter(parameter, value, parameters);
    })
    .join('&');
}

function writeParameter(
  parameter: ParameterDefinition,
  value: unknown,
  parameters: readonly ParameterDefinition[],
): string[] {
  const where = `the query parameter ${parameter.name}`;
  if (Array.isArray(value)) return writeList(parameter, value, where);
  if (typeof value !== 'object' || value === null || value instanceof Date) {
    return [`${encodeValue(parameter.name)}=${encoderOf(parameter)(textOf(value, where))}`];
  }
  const entries = readFields(value, where);
  if (parameter.style === 'form' && parameter.explode) assertNoCollision(entries, parameter, parameters);
  return writeFields(parameter, entries);
}

function writeList(parameter: ParameterDefinition, list: readonly unknown[], where: string): string[] {
  if (list.length === 0) throw new Refusal('INPUT', `${where} is an empty list; leave it out instead.`);
  if (parameter.style === 'deepObject') {
    throw new Refusal('INPUT', `${where} has style deepObject, which cannot write a list.`);
  }
  const name = encodeValue(parameter.name);
  const encode = encoderOf(parameter);
  // Array.from visits holes too: an array with a hole has a value that is missing.
  const texts = Array.from(list, (item, index) => encode(textOf(item, `${where}[${index}]`)));
  return parameter.explode
    ? texts.map((text) => `${name}=${text}`)
    : [`${name}=${texts.join(SEPARATORS[parameter.style] ?? ',')}`];
}

function writeFields(
  parameter: ParameterDefinition,
  entries: readonly (readonly [string, string])[],
): string[] {
  const name = encodeValue(parameter.name);
  const encode = encoderOf(parameter);
  if (parameter.style === 'deepObject') {
    return entries.map(([key, text]) => `${name}%5B${encodeValue(key)}%5D=${encode(text)}`);
  }
  if (parameter.explode) return entries.map(([key, text]) => `${encodeValue(key)}=${encode(text)}`);
  const separator = SEPARATORS[parameter.style] ?? ',';
  return [`${name}=${entries.flatMap(([key, text]) => [encodeValue(key), encode(text)]).join(separator)}`];
}

const SEPARATORS: Readonly<Partial<Record<ParameterDefinition['style'], string>>> = {
  spaceDelimited: '%20',
  pipeDelimited: '%7C',
};

function encoderOf(parameter: ParameterDefinition): (text: string) => string {
  return parameter.allowReserved ? encodeAllowingReserved : encodeValue;
}

function readFields(value: object, where: string): (readonly [string, string])[] {
  const fields = Object.entries(value).filter(([, field]) => field !== undefined && field !== null);
  if (fields.length === 0) throw new Refusal('INPUT', `${where} is an empty object; leave it out instead.`);
  return fields.map(([key, field]) => {
    if (isBlank(key)) throw new Refusal('INPUT', `${where} has a blank key.`);
    if (typeof field === 'object' && !(field instanceof Date)) {
      throw new Refusal('INPUT', `${where}.${key} is ${kindOf(field)}; a query cannot write it.`);
    }
    return [key, textOf(field, `${where}.${key}`)] as const;
  });
}

/** An exploded object's keys stand beside the other parameters: a column called as one of them would be read as it. */
function assertNoCollision(
  entries: readonly (readonly [string, string])[],
  parameter: ParameterDefinition,
  parameters: readonly ParameterDefinition[],
): void {
  const taken = new Set(parameters.filter((other) => other !== parameter).map(({ name }) => name));
  const key = entries.map(([name]) => name).find((name) => taken.has(name));
  if (key === undefined) return;
  throw new Refusal(
    'GUARD',
    `the query parameter ${parameter.name} has the key ${key}, a parameter of its own.`,
  );
}
