import type { IdFormatExtension, IdsExtension } from './extension-types.js';
import { joinPointer } from './json-pointer.js';
import type { ReadOperation } from './operations.js';
import { isSpreadObject } from './parameters.js';
import type { Plan } from './plan.js';
import { anything, findSmallest, findText, lookUpElements, type Lookup } from './schema-lookup.js';
import type { Deletion, IdFormat, Placement } from './types.js';

/** The place of the ids, and what the schema says about them. */
export interface ReadIds {
  readonly ids: Deletion['ids'];
  /** The place that the ids fill. */
  readonly placement: Placement;
  /** What one id may be; null when that is not known. */
  readonly id: Lookup | null;
  /** `maxItems` of the array, or null. */
  readonly maxItems: number | null;
}

/** Where the ids go, checked against the body or the parameters of the operation that deletes. */
export function readIds(plan: Plan): ReadIds {
  const { ids } = plan.extension;
  if (ids.in === 'query') {
    plan.requireTarget(ids.column, ['ids', 'column']);
    checkSpreadObject(plan, plan.owner, ids.parameter);
    return {
      ids: {
        in: 'query',
        parameter: ids.parameter,
        column: ids.column,
        many: ids.many,
        one: ids.one,
        alone: ids.alone ?? null,
        refuse: ids.refuse ?? null,
      },
      placement: { in: 'query', at: ids.parameter },
      id: null,
      maxItems: null,
    };
  }
  const array = plan.requirePointer(plan.owner.body(), ids.at, {
    at: ['ids', 'at'],
    into: `The body of ${plan.owner.operation.name}`,
    types: ['array'],
  });
  return {
    ids: { in: 'body', at: ids.at, item: ids.item ?? null },
    placement: { in: 'body', at: ids.at },
    id: array === null ? null : findId(plan, ids, lookUpElements(plan.source, array)),
    maxItems: array === null ? null : findSmallest(array, 'maxItems'),
  };
}

function findId(plan: Plan, ids: IdsExtension & { readonly in: 'body' }, element: Lookup): Lookup | null {
  const into = `An element of ${ids.at}`;
  return ids.item === undefined
    ? plan.requirePointer(element, '', { at: ['ids', 'at'], into, types: ['string'] })
    : plan.requirePointer(element, joinPointer('', ids.item), {
        at: ['ids', 'item'],
        into,
        types: ['string'],
      });
}

/** Reports an operation without the object parameter that ids are written to. */
export function checkSpreadObject(plan: Plan, operation: ReadOperation, name: string): void {
  const found = operation.parameters.find(
    ({ parameter }) => parameter.in === 'query' && parameter.name === name,
  );
  if (found !== undefined && isSpreadObject(plan.source, found)) return;
  const reason =
    found === undefined
      ? `has no query parameter ${name}`
      : `has the query parameter ${name}, but not as an object with style form and explode true`;
  plan.report(
    'parameter-unknown',
    ['ids', 'parameter'],
    `The operation ${operation.operation.name} ${reason}.`,
  );
}

/** What ids look like: as the plan says, else as the schema of the elements does. */
export function readIdFormat(plan: Plan, id: Lookup | null): Deletion['idFormat'] {
  const given = plan.extension.idFormat;
  if (given === undefined) return { chosenBy: null, formats: { default: readSchemaFormat(id ?? anything) } };
  if ('kind' in given) return { chosenBy: null, formats: { default: completeFormat(given) } };
  const { chosenBy, formats } = given;
  checkChoice(plan, chosenBy, Object.keys(formats));
  return {
    chosenBy,
    formats: Object.fromEntries(
      Object.entries(formats).map(([key, format]) => [key, completeFormat(format)]),
    ),
  };
}

function checkChoice(plan: Plan, chosenBy: string, keys: readonly string[]): void {
  const field = plan.requireTarget(chosenBy, ['idFormat', 'chosenBy']);
  if (field === undefined) return;
  if (field.oneOf === undefined) {
    const message = `The field ${chosenBy} chooses a format, so it needs oneOf.`;
    plan.report('target-invalid', ['idFormat', 'chosenBy'], message);
    return;
  }
  for (const value of field.oneOf.filter((each) => !keys.includes(each))) {
    const message = `There is no format for ${chosenBy} ${JSON.stringify(value)}.`;
    plan.report('value-unclaimed', ['idFormat', 'formats'], message);
  }
  for (const key of keys) {
    if (field.oneOf.includes(key)) continue;
    plan.report('value-unknown', ['idFormat', 'formats', key], `The field ${chosenBy} cannot be ${key}.`);
  }
}

function completeFormat({ kind, minLength, maxLength, pattern }: IdFormatExtension): IdFormat {
  return { kind, minLength: minLength ?? 1, maxLength: maxLength ?? null, pattern: pattern ?? null };
}

/** An empty id is never sent, whatever the schema allows. */
function readSchemaFormat(id: Lookup): IdFormat {
  return {
    kind: findText(id, 'format') === 'uuid' ? 'uuid' : 'string',
    minLength: Math.max(1, findSmallest(id, 'minLength') ?? 1),
    maxLength: findSmallest(id, 'maxLength'),
    pattern: readPattern(id),
  };
}

/**
 * A pattern of a schema matches anywhere in the text, one of a plan the whole. A pattern that JavaScript cannot read is
 * left to the provider.
 */
function readPattern(id: Lookup): string | null {
  const pattern = findText(id, 'pattern');
  if (pattern === null || !isPattern(pattern)) return null;
  const whole = /^\^[^|]*(?<!\\)\$$/u.test(pattern);
  return whole ? pattern : `[^]*(?:${pattern})[^]*`;
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
