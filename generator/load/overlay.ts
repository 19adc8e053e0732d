import { createRequire } from 'node:module';
import type * as JsonPath from 'json-p3';
import type { DiagnosticCode, Diagnostics } from '../diagnostics.js';
import type { JsonObject, JsonValue } from './document.js';
import { isObject, nameType } from './json.js';
import { extendPointer } from './pointer.js';
import type { Source } from './source.js';
import { maxDepth } from './source-problem.js';

/** One action of an overlay, checked. */
export interface Action {
  /** Of the action within the overlay. */
  readonly pointer: string;
  readonly target: string;
  readonly query: JsonPath.JSONPathQuery;
  readonly change: { readonly kind: 'remove' } | { readonly kind: 'update'; readonly value: JsonValue };
}

const keysOf = {
  overlay: ['overlay', 'info', 'extends', 'actions'],
  info: ['title', 'version'],
  action: ['target', 'description', 'update', 'remove'],
} as const;

const require = createRequire(import.meta.url);

/** Loaded when there is an overlay. */
function jsonPath(): typeof JsonPath {
  return require('json-p3') as typeof JsonPath;
}

/** True for what a query throws that is wrong, or that cannot be evaluated. */
export function isQueryError(error: unknown): error is Error {
  return error instanceof jsonPath().JSONPathError;
}

/**
 * Checks an OpenAPI Overlay 1.0 document (https://spec.openapis.org/overlay/v1.0.0.html) and gives its actions in
 * order. Null when anything is wrong: half an overlay is never applied.
 */
export function readActions(overlay: Source, diagnostics: Diagnostics): Action[] | null {
  // A `..` reaches everything that a file may hold; the library's own limit is 50 levels.
  const environment = new (jsonPath().JSONPathEnvironment)({ maxRecursionDepth: 2 * maxDepth + 1 });
  const checker = new Checker(overlay, environment, diagnostics);
  const root = overlay.value;
  if (!isObject(root) || !('overlay' in root)) {
    checker.report('overlay-invalid', '', 'An overlay begins with `overlay: 1.0.0`.');
    return null;
  }
  if (typeof root['overlay'] !== 'string' || !/^1\.0\.\d+$/.test(root['overlay'])) {
    checker.report(
      'overlay-invalid',
      '/overlay',
      `The version of an overlay must be a string such as 1.0.0, not ${JSON.stringify(root['overlay'])}.`,
    );
    return null;
  }
  checker.checkKeys(root, '', keysOf.overlay);
  checkInfo(root['info'], checker);
  if ('extends' in root) checker.checkString(root, '', 'extends');
  const actions = readList(root['actions'], checker);
  return checker.failed ? null : actions;
}

function checkInfo(info: JsonValue | undefined, checker: Checker): void {
  if (!isObject(info)) {
    checker.report('overlay-invalid', '/info', 'An overlay needs an `info` with `title` and `version`.');
    return;
  }
  checker.checkKeys(info, '/info', keysOf.info);
  checker.checkString(info, '/info', 'title');
  checker.checkString(info, '/info', 'version');
}

function readList(actions: JsonValue | undefined, checker: Checker): Action[] {
  if (!Array.isArray(actions) || actions.length === 0) {
    checker.report(
      'overlay-invalid',
      '/actions',
      'An overlay needs an array `actions` with at least one action.',
    );
    return [];
  }
  return actions.flatMap((action, index) => {
    const pointer = extendPointer('/actions', index);
    if (!isObject(action)) {
      checker.report('overlay-invalid', pointer, `An action is an object, not ${nameType(action)}.`);
      return [];
    }
    const read = readAction(action, pointer, checker);
    return read === null ? [] : [read];
  });
}

function readAction(action: JsonObject, pointer: string, checker: Checker): Action | null {
  checker.checkKeys(action, pointer, keysOf.action);
  if ('description' in action) checker.checkString(action, pointer, 'description');
  const change = readChange(action, pointer, checker);
  const target = checker.checkString(action, pointer, 'target');
  if (target === null || change === null) return null;
  try {
    return { pointer, target, query: checker.environment.compile(target), change };
  } catch (error) {
    if (!isQueryError(error)) throw error;
    checker.report(
      'overlay-target-invalid',
      `${pointer}/target`,
      `${JSON.stringify(target)} is not a JSONPath query: ${error.message}.`,
    );
    return null;
  }
}

function readChange(action: JsonObject, pointer: string, checker: Checker): Action['change'] | null {
  const { update, remove } = action;
  if (remove !== undefined && typeof remove !== 'boolean') {
    checker.report(
      'overlay-invalid',
      `${pointer}/remove`,
      `\`remove\` is true or false, not ${nameType(remove)}.`,
    );
    return null;
  }
  if (remove === true && update === undefined) return { kind: 'remove' };
  if (remove !== true && update !== undefined) return { kind: 'update', value: update };
  checker.report(
    'overlay-invalid',
    pointer,
    remove === true
      ? 'An action either updates or removes; this one has both `update` and `remove: true`.'
      : 'An action either updates or removes; this one has neither `update` nor `remove: true`.',
  );
  return null;
}

class Checker {
  readonly #overlay: Source;
  readonly #diagnostics: Diagnostics;
  readonly environment: JsonPath.JSONPathEnvironment;
  failed = false;

  constructor(overlay: Source, environment: JsonPath.JSONPathEnvironment, diagnostics: Diagnostics) {
    this.#overlay = overlay;
    this.environment = environment;
    this.#diagnostics = diagnostics;
  }

  report(code: DiagnosticCode, pointer: string, message: string): void {
    this.failed = true;
    this.#diagnostics.report(code, this.#overlay.place(pointer), message);
  }

  checkKeys(object: JsonObject, pointer: string, known: readonly string[]): void {
    for (const key of Object.keys(object)) {
      if (known.includes(key) || key.startsWith('x-')) continue;
      this.report(
        'overlay-invalid',
        extendPointer(pointer, key),
        `The key ${JSON.stringify(key)} is not known here; these are: ${known.join(', ')}.`,
      );
    }
  }

  checkString(object: JsonObject, pointer: string, key: string): string | null {
    const value = Object.hasOwn(object, key) ? object[key] : undefined;
    if (typeof value === 'string') return value;
    this.report(
      'overlay-invalid',
      extendPointer(pointer, key),
      `\`${key}\` must be a string, not ${nameType(value)}.`,
    );
    return null;
  }
}
