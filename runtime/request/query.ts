import { parametersIn, styleOf } from '../defaults.js';
import type { OperationDefinition, ParameterDefinition } from '../definition.js';
import type { PartOf } from '../part.js';
import { Refusal } from '../refusal.js';
import { encodeAllowingReserved, encodeValue } from './encoding.js';
import type { Draft, Values } from './request.js';
import { writeContent, writeStyled } from './styles.js';

/**
 * Writes the query as the parameters say. A space is `%20`. A comma within a value is `%2C` unless the parameter
 * allows reserved characters. Null is left out.
 */
export const queryParameters: PartOf<'queryParameters'> = { name: 'queryParameters', write: writeQuery };

function writeQuery(draft: Draft, definition: OperationDefinition, values: Values): void {
  const parameters = parametersIn(definition, 'query');
  for (const parameter of parameters) {
    const value = values.get(parameter.name) ?? null;
    if (value === null) continue;
    for (const [name, text] of writeParameter(parameter, value)) {
      if (name !== parameter.name) assertFree(name, parameter, parameters);
      draft.query.push(`${encodeValue(name)}=${text}`);
    }
  }
}

function writeParameter(
  parameter: ParameterDefinition,
  value: unknown,
): readonly (readonly [string, string])[] {
  const where = `the query parameter ${parameter.name}`;
  const { mediaType, name } = parameter;
  const style = styleOf(parameter);
  const encode = style.allowReserved ? encodeAllowingReserved : encodeValue;
  if (mediaType) return [[name, encode(writeContent(value, mediaType, where))]];
  return writeStyled({ ...style, name, encode, where }, value);
}

/** An exploded object's keys stand beside the other parameters: a column called as one of them would be read as it. */
function assertFree(
  key: string,
  { name }: ParameterDefinition,
  parameters: readonly ParameterDefinition[],
): void {
  if (!parameters.some((other) => other.name === key)) return;
  throw new Refusal('GUARD', `the query parameter ${name} has the key ${key}, a parameter of its own.`);
}
