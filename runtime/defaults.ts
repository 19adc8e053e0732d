/** What a definition leaves out, filled in: each default of a table stands here and nowhere else. */
import type { BodyPart, OperationDefinition, ParameterDefinition } from './definition.js';
import type { Part } from './part.js';

/** How a value is written, with nothing left open. */
export type Style = Required<Pick<ParameterDefinition, 'style' | 'explode' | 'allowReserved'>>;

/** The parameters of one place, in the description's order. */
export function parametersIn(
  { parameters = [] }: Pick<OperationDefinition, 'parameters'>,
  place: ParameterDefinition['in'],
): readonly ParameterDefinition[] {
  return parameters.filter((one) => one.in === place);
}

/** Whether a call has to give it; in a path nothing else is allowed. */
export function isRequired({ in: place, required = place === 'path' }: ParameterDefinition): boolean {
  return required;
}

/** The style of a parameter (OpenAPI 3.1, Parameter Object), or of a part of a body (Encoding Object). */
export function styleOf(one: ParameterDefinition | BodyPart): Style {
  const isSimple = 'in' in one && (one.in === 'path' || one.in === 'header');
  const { style = isSimple ? 'simple' : 'form', explode = style === 'form', allowReserved = false } = one;
  return { style, explode, allowReserved };
}

/** The parts of the runtime that an operation names. */
export function partsOf({ uses = [] }: Pick<OperationDefinition, 'uses'>): readonly Part[] {
  return uses;
}
