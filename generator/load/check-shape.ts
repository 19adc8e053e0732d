import type { Diagnostics } from '../diagnostics.js';
import type { Document, JsonValue } from './document.js';
import { getAt, getOwn, isObject, nameType } from './json.js';
import { printPointer, readFragment } from './pointer.js';
import { shapes, type Kind, type Rule } from './shape.js';

type Keys = readonly (string | number)[];

/**
 * Reports each place where the description is not built as OpenAPI says, as far as anything after loading relies on
 * it. A member that is null is taken as left out, as many programs that write descriptions mean it. Every reference
 * must be good already.
 *
 * @returns false when something was reported.
 */
export function checkShape(document: Document, diagnostics: Diagnostics): boolean {
  const before = diagnostics.items.length;
  const walk = new Walk(document, diagnostics);
  walk.checkObject(document.value, 'description', []);
  return diagnostics.items.length === before;
}

class Walk {
  readonly #document: Document;
  readonly #diagnostics: Diagnostics;
  /** Targets of references by kind, so that each is read once and a circle ends. */
  readonly #reached = new Set<string>();

  constructor(document: Document, diagnostics: Diagnostics) {
    this.#document = document;
    this.#diagnostics = diagnostics;
  }

  checkObject(value: JsonValue, kind: Kind, keys: Keys): void {
    if (kind === 'schema' && typeof value === 'boolean') return;
    if (!isObject(value)) {
      this.#report(keys, `be an object, not ${nameType(value)}`);
      return;
    }
    const reference = getOwn(value, '$ref');
    if (reference !== undefined && kind !== 'any') {
      this.#checkReference(reference, kind, keys);
      return;
    }
    const { members, required = [] } = shapes[kind];
    for (const key of required) {
      if ((getOwn(value, key) ?? null) === null) this.#report(keys, `have the member \`${key}\``);
    }
    for (const [key, rule] of Object.entries(members)) {
      const member = getOwn(value, key) ?? null;
      if (member !== null) this.#checkMember(member, rule, [...keys, key]);
    }
    if (kind === 'description') this.#checkPaths(getOwn(value, 'paths'), ['paths']);
    if (kind === 'callback') this.#checkMap(value, 'path', keys);
    if (kind === 'schema') this.#checkNames(getOwn(value, 'required'), [...keys, 'required']);
  }

  #checkMember(value: JsonValue, rule: Rule, keys: Keys): void {
    if (rule.form === 'text') {
      if (typeof value !== 'string') this.#report(keys, `be a string, not ${nameType(value)}`);
    } else if (rule.form === 'word') {
      const isGood = typeof value === 'string' && rule.words.includes(value);
      if (!isGood) this.#report(keys, `be one of ${rule.words.join(', ')}`);
    } else if (rule.form === 'one') {
      this.checkObject(value, rule.kind, keys);
    } else if (rule.form === 'map') {
      this.#checkMap(value, rule.kind, keys);
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => {
        this.checkObject(item, rule.kind, [...keys, index]);
      });
    } else {
      this.#report(keys, `be an array, not ${nameType(value)}`);
    }
  }

  #checkMap(value: JsonValue, kind: Kind, keys: Keys): void {
    if (!isObject(value)) {
      this.#report(keys, `be an object, not ${nameType(value)}`);
      return;
    }
    // Extensions stand among paths, statuses and callbacks; elsewhere, a name may begin like one.
    const isExtensible = kind === 'path' || kind === 'response';
    for (const [key, item] of Object.entries(value)) {
      if (!(isExtensible && key.startsWith('x-'))) this.checkObject(item, kind, [...keys, key]);
    }
  }

  #checkPaths(paths: JsonValue | undefined, keys: Keys): void {
    for (const path of Object.keys(isObject(paths) ? paths : {})) {
      if (!path.startsWith('/') && !path.startsWith('x-')) {
        this.#report([...keys, path], 'begin with `/`, as a path does');
      }
    }
  }

  /** `required: true` on a property is a habit from before OpenAPI 3; it says nothing there, and does no harm. */
  #checkNames(value: JsonValue | undefined, keys: Keys): void {
    if (value === undefined || value === null || typeof value === 'boolean') return;
    const isGood = Array.isArray(value) && value.every((name) => typeof name === 'string');
    if (!isGood) this.#report(keys, 'be an array of strings');
  }

  #checkReference(reference: JsonValue, kind: Kind, keys: Keys): void {
    const target = typeof reference === 'string' ? readFragment(reference) : null;
    if (target === null) {
      this.#report([...keys, '$ref'], `be a string, not ${nameType(reference)}`);
      return;
    }
    const { section } = shapes[kind];
    if (section === undefined) {
      this.#report(keys, 'be written out: OpenAPI has no references to such objects');
      return;
    }
    if (target.length === 3 && target[0] === 'components' && target[1] !== section) {
      this.#report([...keys, '$ref'], `lead to one of components/${section}`);
      return;
    }
    const mark = `${kind} ${printPointer(target)}`;
    if (this.#reached.has(mark)) return;
    this.#reached.add(mark);
    const value = getAt(this.#document.value, target);
    if (value !== undefined) this.checkObject(value, kind, target);
  }

  #report(keys: Keys, wanted: string): void {
    const pointer = printPointer(keys);
    const what = keys.length === 0 ? 'An OpenAPI description' : `\`${String(keys.at(-1))}\``;
    this.#diagnostics.report('structure-invalid', this.#document.place(pointer), `${what} must ${wanted}.`);
  }
}
