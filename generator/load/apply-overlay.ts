import type { Diagnostics } from '../diagnostics.js';
import type { JsonValue } from './document.js';
import { getAt, getOwn, isObject, nameType } from './json.js';
import { isQueryError, readActions, type Action } from './overlay.js';
import { extendPointer } from './pointer.js';
import type { Resolved } from './resolved.js';
import type { Source } from './source.js';

type Keys = readonly (string | number)[];

/**
 * Applies the actions of an overlay in order. Objects are merged key by key, arrays are appended to, other values are
 * replaced; whatever an action writes remembers its place in the overlay. An action that matches nothing is an error,
 * because that is how a change by the vendor under one of our corrections becomes visible.
 *
 * @returns false when something was reported.
 */
export function applyOverlay(overlay: Source, resolved: Resolved, diagnostics: Diagnostics): boolean {
  const actions = readActions(overlay, diagnostics);
  if (actions === null) return false;
  return actions
    .map((action) => new Application(overlay, resolved, diagnostics).apply(action))
    .every(Boolean);
}

class Application {
  readonly #overlay: Source;
  readonly #resolved: Resolved;
  readonly #diagnostics: Diagnostics;
  #applied = true;

  constructor(overlay: Source, resolved: Resolved, diagnostics: Diagnostics) {
    this.#overlay = overlay;
    this.#resolved = resolved;
    this.#diagnostics = diagnostics;
  }

  apply({ pointer, target, query, change }: Action): boolean {
    const at = `${pointer}/target`;
    let matches: Keys[];
    try {
      matches = query.query(this.#resolved.value).nodes.map((node) => node.location);
    } catch (error) {
      if (!isQueryError(error)) throw error;
      this.#report('overlay-target-invalid', at, `${target} cannot be evaluated: ${error.message}.`);
      return false;
    }
    if (matches.length === 0) {
      this.#report('overlay-target-unmatched', at, `${target} matches nothing in the description.`);
    } else if (change.kind === 'remove') {
      this.#remove(matches, at);
    } else {
      for (const keys of matches) this.#merge(keys, change.value, `${pointer}/update`, true);
    }
    return this.#applied;
  }

  #remove(matches: readonly Keys[], at: string): void {
    if (matches.some((keys) => keys.length === 0)) {
      this.#report('overlay-type-conflict', at, 'The whole description cannot be removed.');
      return;
    }
    // From the last to the first, so that what is still to be removed keeps its place.
    for (const keys of [...matches].sort(compareFromTheEnd)) this.#resolved.remove(keys);
  }

  /** `origin` is the pointer of `update` within the overlay. `isTarget`: the action names this value itself. */
  #merge(keys: Keys, update: JsonValue, origin: string, isTarget: boolean): void {
    const current = getAt(this.#resolved.value, keys);
    if (Array.isArray(current)) {
      if (Array.isArray(update)) {
        update.forEach((item, index) => {
          this.#set([...keys, current.length], item, extendPointer(origin, index));
        });
      } else if (isTarget) {
        // Overlay 1.0, Action Object: for an array, `update` is an entry to append.
        this.#set([...keys, current.length], update, origin);
      } else {
        this.#conflict(current, update, origin);
      }
    } else if (isObject(current)) {
      if (!isObject(update)) {
        this.#conflict(current, update, origin);
        return;
      }
      for (const [key, value] of Object.entries(update)) {
        const from = extendPointer(origin, key);
        if (getOwn(current, key) === undefined) this.#set([...keys, key], value, from);
        else this.#merge([...keys, key], value, from, false);
      }
    } else {
      this.#set(keys, update, origin);
    }
  }

  #set(keys: Keys, value: JsonValue, origin: string): void {
    this.#resolved.set(keys, value, { source: this.#overlay, pointer: origin });
  }

  #conflict(current: JsonValue, update: JsonValue, origin: string): void {
    this.#report(
      'overlay-type-conflict',
      origin,
      `The description has ${nameType(current)} here, and the update has ${nameType(update)}.`,
    );
  }

  #report(
    code: 'overlay-target-invalid' | 'overlay-target-unmatched' | 'overlay-type-conflict',
    pointer: string,
    message: string,
  ): void {
    this.#applied = false;
    this.#diagnostics.report(code, this.#overlay.place(pointer), message);
  }
}

/** Later siblings before earlier ones, and what is inside before what holds it. */
function compareFromTheEnd(left: Keys, right: Keys): number {
  for (const [index, key] of left.entries()) {
    const other = right[index];
    if (other === undefined) return -1;
    if (key === other) continue;
    return typeof key === 'number' && typeof other === 'number'
      ? other - key
      : String(key) < String(other)
        ? 1
        : -1;
  }
  return left.length < right.length ? 1 : 0;
}
