/**
 * Holds the value of an extension against its schema, with those keywords of JSON Schema 2020-12 that the schema of the
 * extensions uses, and gives one problem a mistake. A general validator takes longer to load and to compile that schema
 * than everything else takes in a small run; a test holds the two together.
 */
import type { JsonObject, JsonValue } from '../load/document.js';
import { joinPointer } from './json-pointer.js';
import { checkSimple, constant, isOfType } from './extension-values.js';
import { isObject, own } from './source.js';
import { adviseSpelling } from './suggestion.js';

/** One mistake in the value of an extension. */
export interface ExtensionProblem {
  /** Within the extension's value. */
  readonly pointer: string;
  /** What is wrong, as the end of a sentence. */
  readonly message: string;
  readonly help: string | undefined;
}

/** A value, and where it stands in the extension. */
interface Held {
  readonly value: JsonValue;
  readonly pointer: string;
}

/** The schema of all extensions. */
export class ExtensionSchema {
  readonly #root: JsonObject;

  constructor(root: JsonObject) {
    this.#root = root;
  }

  /** What is wrong with the value of an extension. Empty: it fits. Throws where there is no such extension. */
  findProblems(extension: string, value: JsonValue): ExtensionProblem[] {
    return this.#check(this.#define(extension), { value, pointer: '' });
  }

  #define(name: string): JsonValue {
    const definitions = own(this.#root, '$defs');
    const found = isObject(definitions) ? own(definitions, name) : undefined;
    if (found === undefined) throw new Error(`The schema of the extensions defines no ${name}.`);
    return found;
  }

  #check(schema: JsonValue, held: Held): ExtensionProblem[] {
    if (schema === false) {
      return problemAt(held, 'must be absent: it has no meaning together with the members beside it');
    }
    if (!isObject(schema)) return [];
    const { value, pointer } = held;
    const reference = own(schema, '$ref');
    const referred =
      typeof reference === 'string' ? this.#check(this.#define(reference.replace('#/$defs/', '')), held) : [];
    const type = own(schema, 'type');
    if (type !== undefined && !isOfType(value, type))
      return [...referred, ...problemAt(held, typeMessage(type))];
    const message = checkSimple(schema, value);
    return [
      ...referred,
      ...(message === null ? [] : problemAt(held, message)),
      ...(isObject(value) ? this.#checkMembers(schema, { value, pointer }) : []),
      ...(Array.isArray(value) ? this.#checkItems(schema, { value, pointer }) : []),
      ...this.#checkComposition(schema, held),
    ];
  }

  #checkMembers(
    schema: JsonObject,
    { value, pointer }: { readonly value: JsonObject; readonly pointer: string },
  ): ExtensionProblem[] {
    const given = own(schema, 'properties');
    const properties = isObject(given) ? given : {};
    const required = own(schema, 'required');
    const missing = (Array.isArray(required) ? required.map(String) : []).filter(
      (key) => own(value, key) === undefined,
    );
    const rest = own(schema, 'additionalProperties') ?? true;
    return [
      ...missing.map((key) => ({ pointer, message: `must have ${key}`, help: undefined })),
      ...Object.entries(value).flatMap(([key, member]) => {
        const at = { value: member, pointer: joinPointer(pointer, key) };
        const property = own(properties, key);
        if (property !== undefined) return this.#check(property, at);
        return rest === false ? unknownMember(at, key, Object.keys(properties)) : this.#check(rest, at);
      }),
    ];
  }

  #checkItems(
    schema: JsonObject,
    { value, pointer }: { readonly value: readonly JsonValue[]; readonly pointer: string },
  ): ExtensionProblem[] {
    const items = own(schema, 'items');
    if (items === undefined) return [];
    return value.flatMap((item, index) =>
      this.#check(items, { value: item, pointer: joinPointer(pointer, index) }),
    );
  }

  #checkComposition(schema: JsonObject, held: Held): ExtensionProblem[] {
    const all = listAt(schema, 'allOf').flatMap((part) => this.#check(part, held));
    const condition = own(schema, 'if');
    const holds = condition === undefined || this.#check(condition, held).length === 0;
    const branch = condition === undefined ? undefined : own(schema, holds ? 'then' : 'else');
    return [
      ...all,
      ...(branch === undefined ? [] : this.#check(branch, held)),
      ...this.#checkAnyOf(listAt(schema, 'anyOf'), held),
      ...this.#checkOneOf(listAt(schema, 'oneOf'), held),
    ];
  }

  #checkAnyOf(alternatives: readonly JsonValue[], held: Held): ExtensionProblem[] {
    const attempts = alternatives.map((alternative) => this.#check(alternative, held));
    if (attempts.length === 0 || attempts.some((problems) => problems.length === 0)) return [];
    const prefix = 'must have ';
    const needed = attempts.flatMap((problems) =>
      problems.flatMap(({ message }) => (message.startsWith(prefix) ? [message.slice(prefix.length)] : [])),
    );
    return problemAt(held, needed.length > 0 ? `must have ${joinChoices(needed)}` : 'fits none of its forms');
  }

  /** Takes the alternative that the author most likely meant: its constants fit, and it has the fewest problems. */
  #checkOneOf(alternatives: readonly JsonValue[], held: Held): ExtensionProblem[] {
    if (alternatives.length === 0) return [];
    const attempts = alternatives.map((alternative) => this.#check(alternative, held));
    const fitting = attempts.filter((problems) => problems.length === 0);
    if (fitting.length === 1) return [];
    if (fitting.length > 1) return problemAt(held, 'fits more than one form');
    const constants = attempts.map((problems) =>
      problems.find(({ message }) => message.startsWith(constant)),
    );
    const [first] = constants;
    if (first !== undefined && constants.every((problem) => problem?.pointer === first.pointer)) {
      const values = constants.map((problem) => problem?.message.slice(constant.length) ?? '');
      return [{ pointer: first.pointer, message: `must be ${joinChoices(values)}`, help: undefined }];
    }
    const meant = attempts.filter((_, index) => constants[index] === undefined);
    const [fewest] = meant.toSorted((left, right) => left.length - right.length);
    return fewest ?? problemAt(held, 'fits none of its forms');
  }
}

function problemAt({ pointer }: Held, message: string): ExtensionProblem[] {
  return [{ pointer, message, help: undefined }];
}

function unknownMember({ pointer }: Held, key: string, known: readonly string[]): ExtensionProblem[] {
  const message = 'is not a member that rowsweep knows here';
  return [{ pointer, message, help: adviseSpelling(key, known) ?? `Use one of: ${known.join(', ')}.` }];
}

function typeMessage(type: JsonValue): string {
  return `must be ${[type].flat().map(String).join(' or ')}`;
}

function joinChoices(values: readonly string[]): string {
  const last = values.at(-1) ?? '';
  return values.length < 2 ? last : `${values.slice(0, -1).join(', ')} or ${last}`;
}

function listAt(schema: JsonObject, key: string): readonly JsonValue[] {
  const value = own(schema, key);
  return Array.isArray(value) ? value : [];
}
