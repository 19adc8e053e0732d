/** Turns Ajv's errors, of which one mistake makes many, into one problem a mistake. */
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonValue } from '../load/document.js';
import { joinPointer } from './json-pointer.js';
import { adviseSpelling } from './suggestion.js';

/** The validators of the parts of the extensions' schema. */
export interface Validators {
  /** Of the part that a JSON Pointer leads to. */
  at(pointer: string): ValidateFunction;
  /** Of one alternative of a `oneOf`, which is the array itself; null when it is not part of the schema. */
  alternative(choice: unknown, index: number): ValidateFunction | null;
}

/** One mistake in the value of an extension. */
export interface ExtensionProblem {
  /** Within the extension's value. */
  readonly pointer: string;
  /** What is wrong, as the end of a sentence. */
  readonly message: string;
  readonly help: string | undefined;
}

/** What is wrong with the value of an extension, in the order of its members. Empty: it fits. */
export function findProblems(
  validators: Validators,
  extension: string,
  value: JsonValue,
): ExtensionProblem[] {
  return collectProblems(validators, validators.at(`/$defs/${extension}`), { value, base: '' });
}

/** A value, and where it stands in the extension. */
interface Held {
  readonly value: unknown;
  readonly base: string;
}

function collectProblems(
  validators: Validators,
  accepts: ValidateFunction,
  { value, base }: Held,
): ExtensionProblem[] {
  if (accepts(value)) return [];
  const errors = accepts.errors ?? [];
  const choices = errors.filter(({ keyword }) => keyword === 'oneOf');
  // The errors of the alternatives are asked for again, one alternative at a time.
  const outer = choices.filter(
    (choice) =>
      !choices.some((other) => other !== choice && isWithin(choice.instancePath, other.instancePath)),
  );
  const plain = errors.filter(
    (error) => !outer.some(({ instancePath }) => isAtOrWithin(error.instancePath, instancePath)),
  );
  return [
    ...plain.flatMap((error) => describeError(error, { base, errors: plain })),
    ...outer.flatMap((choice) => describeChoice(validators, base, choice)),
  ];
}

/** Takes the alternative that the author most likely meant: its constants fit, and it has the fewest problems. */
function describeChoice(validators: Validators, base: string, choice: ErrorObject): ExtensionProblem[] {
  const pointer = base + choice.instancePath;
  const alternatives = Array.isArray(choice.schema) ? choice.schema : [];
  const attempts = alternatives.flatMap((_, index) => {
    const accepts = validators.alternative(choice.schema, index);
    const held = { value: choice.data, base: pointer };
    return accepts === null ? [] : [collectProblems(validators, accepts, held)];
  });
  const constants = attempts.map((problems) => problems.find(({ message }) => message.startsWith(constant)));
  const [first] = constants;
  if (first !== undefined && constants.every((problem) => problem?.pointer === first.pointer)) {
    const values = constants.map((problem) => problem?.message.slice(constant.length) ?? '');
    return [{ pointer: first.pointer, message: `must be ${joinChoices(values)}`, help: undefined }];
  }
  const meant = attempts.filter((_, index) => constants[index] === undefined);
  const fewest = meant.toSorted((left, right) => left.length - right.length)[0];
  if (fewest === undefined || fewest.length === 0)
    return [{ pointer, message: 'fits more than one form, or none', help: undefined }];
  return fewest;
}

const constant = 'must be exactly ';

function describeError(
  error: ErrorObject,
  { base, errors }: { readonly base: string; readonly errors: readonly ErrorObject[] },
): ExtensionProblem[] {
  const pointer = base + error.instancePath;
  const problem = (message: string, help?: string): ExtensionProblem[] => [{ pointer, message, help }];
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(error.params['additionalProperty']);
      const known = Object.keys((error.parentSchema?.['properties'] ?? {}) as object);
      return [
        {
          pointer: joinPointer(pointer, key),
          message: 'is not a member that rowsweep knows here',
          help: adviseSpelling(key, known) ?? `Use one of: ${known.join(', ')}.`,
        },
      ];
    }
    case 'required': {
      const partOfChoice = errors.some(
        ({ keyword, schemaPath }) => keyword === 'anyOf' && error.schemaPath.startsWith(`${schemaPath}/`),
      );
      return partOfChoice ? [] : problem(`must have ${String(error.params['missingProperty'])}`);
    }
    case 'anyOf': {
      const needed = errors
        .filter(
          ({ keyword, schemaPath }) => keyword === 'required' && schemaPath.startsWith(error.schemaPath),
        )
        .map(({ params }) => String(params['missingProperty']));
      return problem(needed.length > 0 ? `must have ${joinChoices(needed)}` : 'fits none of its forms');
    }
    case 'const':
      return problem(`${constant}${JSON.stringify(error.params['allowedValue'])}`);
    case 'enum': {
      const allowed: unknown = error.params['allowedValues'];
      const values = Array.isArray(allowed) ? allowed.map((value) => JSON.stringify(value)) : [];
      return problem(`must be ${joinChoices(values)}`);
    }
    case 'if':
      return [];
    case 'false schema':
      return problem('must be absent: it has no meaning together with the members beside it');
    case 'format':
      return problem(
        error.params['format'] === 'regex'
          ? 'must be a regular expression (ECMA-262, flag u)'
          : `must be a ${String(error.params['format'])}`,
      );
    default:
      return problem(error.message ?? 'does not fit the schema');
  }
}

function joinChoices(values: readonly string[]): string {
  const last = values.at(-1) ?? '';
  return values.length < 2 ? last : `${values.slice(0, -1).join(', ')} or ${last}`;
}

function isWithin(pointer: string, container: string): boolean {
  return pointer.startsWith(`${container}/`);
}

function isAtOrWithin(pointer: string, container: string): boolean {
  return pointer === container || isWithin(pointer, container);
}
