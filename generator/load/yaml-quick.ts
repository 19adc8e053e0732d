import { createRequire } from 'node:module';
import type * as JsYaml from 'js-yaml';
import type { JsonObject, JsonValue } from './document.js';
import { cloneJson, countValues, isObject, setOwn } from './json.js';
import type { Parsed } from './parsed.js';
import { maxAliasValues, maxDepth } from './source-problem.js';
import { YamlPlaces } from './yaml-places.js';
import { readPlainScalar } from './yaml-scalars.js';

const require = createRequire(import.meta.url);

/** Why js-yaml was not enough. `tooDeepAt` is where the nesting became too deep, if that is it. */
export class NotQuick extends Error {
  readonly tooDeepAt: number | null;

  constructor(tooDeepAt: number | null = null) {
    super('The text needs the slower parser.');
    this.tooDeepAt = tooDeepAt;
  }
}

/**
 * Reads YAML with js-yaml's parser, five times as fast as `yaml`. Throws `NotQuick` for everything that is wrong with
 * it, and for what is out of the ordinary: the slower parser decides what it means.
 */
export function readYamlQuickly(text: string): Parsed {
  const library = require('js-yaml') as typeof JsYaml;
  let events: JsYaml.Event[];
  try {
    events = library.parseEvents(text, { maxDepth: maxDepth + 1 });
  } catch (error) {
    if (!(error instanceof library.YAMLException)) throw error;
    throw new NotQuick(error.reason.startsWith('nesting exceeded') ? (error.mark?.position ?? null) : null);
  }
  const reader = new Reader(text, events, library);
  const value = reader.readDocument();
  let places: YamlPlaces | null = null;
  return {
    value,
    find: (pointer) => (places ??= new YamlPlaces(value, reader.marks)).find(pointer),
    positionOf: null,
  };
}

interface Anchor {
  readonly number: number;
  /** Undefined while the value is being read. */
  value: JsonValue | undefined;
}

type Collection = JsYaml.MappingEvent | JsYaml.SequenceEvent;
type Member = Collection | JsYaml.ScalarEvent | JsYaml.AliasEvent;

class Reader {
  readonly marks = {
    offsets: new Array<number>(),
    ends: new Array<number>(),
    aliases: new Map<number, number>(),
    merges: new Map<number, number[]>(),
    keys: new Map<number, string[]>(),
  };
  readonly #text: string;
  readonly #events: readonly JsYaml.Event[];
  readonly #library: typeof JsYaml;
  readonly #anchors = new Map<string, Anchor>();
  #next = 0;
  #aliasValues = 0;

  constructor(text: string, events: readonly JsYaml.Event[], library: typeof JsYaml) {
    this.#text = text;
    this.#events = events;
    this.#library = library;
  }

  readDocument(): JsonValue {
    const { EVENT_ID } = this.#library;
    if (this.#events[0]?.type !== EVENT_ID.DOCUMENT) return null;
    this.#next = 1;
    const member = this.#take();
    if (member === null) return null;
    const value = this.#readValue(member, 0);
    // One document, and its end.
    if (this.#next + 1 !== this.#events.length) throw new NotQuick();
    return value;
  }

  /** The next value; null at the end of its container. */
  #take(): Member | null {
    const { EVENT_ID } = this.#library;
    const event = this.#events[this.#next];
    this.#next += 1;
    if (event === undefined || event.type === EVENT_ID.DOCUMENT) throw new NotQuick();
    return event.type === EVENT_ID.POP ? null : event;
  }

  /** `start`: the offset of the key, where the value has one. */
  #readValue(event: Member, start: number): JsonValue {
    const { marks } = this;
    const number = marks.offsets.length;
    marks.offsets.push(start);
    marks.ends.push(0);
    const value = this.#readMarked(event, number);
    marks.ends[number] = marks.offsets.length;
    return value;
  }

  #readMarked(event: Member, number: number): JsonValue {
    const { EVENT_ID } = this.#library;
    if (event.type === EVENT_ID.ALIAS) return this.#expand(event, number);
    // A tag says what a value is; that is not decided here.
    if (event.tagStart !== -1) throw new NotQuick();
    const anchor = event.anchorStart === -1 ? null : this.#openAnchor(event, number);
    const value =
      event.type === EVENT_ID.SCALAR
        ? this.#readScalar(event)
        : event.type === EVENT_ID.MAPPING
          ? this.#readMapping(number, anchor !== null)
          : this.#readSequence();
    if (anchor !== null) anchor.value = value;
    return value;
  }

  #readScalar(event: JsYaml.ScalarEvent): JsonValue {
    const text = this.#library.getScalarValue(this.#text, event);
    if (event.style !== this.#library.SCALAR_STYLE.PLAIN) return text;
    const value = readPlainScalar(text);
    if (value === undefined) throw new NotQuick();
    return value;
  }

  #readSequence(): JsonValue[] {
    const array: JsonValue[] = [];
    for (let event = this.#take(); event !== null; event = this.#take()) {
      array.push(this.#readValue(event, this.#offsetOf(event)));
    }
    return array;
  }

  #readMapping(number: number, keepKeys: boolean): JsonObject {
    const object: JsonObject = {};
    const keys: string[] = [];
    const merged: JsonObject[] = [];
    let isOdd = keepKeys;
    for (let event = this.#take(); event !== null; event = this.#take()) {
      const key = this.#readKey(event);
      const value = this.#take();
      if (value === null) throw new NotQuick();
      keys.push(key);
      if (key === '<<' && this.#isPlain(event)) {
        isOdd = true;
        merged.push(...this.#readMerged(value, number, event));
        continue;
      }
      // An object has keys that look like indexes before all others.
      const first = key.charCodeAt(0);
      if (first >= 0x30 && first <= 0x39) isOdd = true;
      if (Object.hasOwn(object, key)) throw new NotQuick();
      const item = this.#readValue(value, this.#offsetOf(event));
      if (key === '__proto__') setOwn(object, key, item);
      else object[key] = item;
    }
    // What stands in the object itself wins, wherever it stands; then the first of several.
    for (const [key, item] of merged.flatMap((from) => Object.entries(from))) {
      if (!Object.hasOwn(object, key)) setOwn(object, key, item);
    }
    if (isOdd) this.marks.keys.set(number, keys);
    return object;
  }

  #readMerged(event: Member, number: number, key: Member): JsonObject[] {
    const { offsets, merges, keys, ends } = this.marks;
    const from = offsets.length;
    const value = this.#readValue(event, this.#offsetOf(key));
    const objects = (Array.isArray(value) ? value : [value]).filter(isObject);
    if (objects.length !== (Array.isArray(value) ? value.length : 1)) throw new NotQuick();
    if (Array.isArray(value) && this.marks.aliases.has(from)) throw new NotQuick();
    const numbers = merges.get(number) ?? [];
    merges.set(number, numbers);
    for (let at = Array.isArray(value) ? from + 1 : from, index = 0; index < objects.length; index += 1) {
      numbers.push(at);
      if (!this.marks.aliases.has(at) && !keys.has(at)) keys.set(at, Object.keys(objects[index] ?? {}));
      at = ends[at] ?? at;
    }
    return objects;
  }

  /** A key is its text, whatever it would be as a value. */
  #readKey(event: Member): string {
    if (event.type !== this.#library.EVENT_ID.SCALAR) throw new NotQuick();
    if (event.tagStart !== -1 || event.anchorStart !== -1) throw new NotQuick();
    return this.#library.getScalarValue(this.#text, event);
  }

  #isPlain(event: Member): boolean {
    const { EVENT_ID, SCALAR_STYLE } = this.#library;
    return event.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN;
  }

  #openAnchor(event: Collection | JsYaml.ScalarEvent, number: number): Anchor {
    const anchor: Anchor = { number, value: undefined };
    this.#anchors.set(this.#text.slice(event.anchorStart, event.anchorEnd), anchor);
    return anchor;
  }

  #expand(event: JsYaml.AliasEvent, number: number): JsonValue {
    const anchor = this.#anchors.get(this.#text.slice(event.anchorStart, event.anchorEnd));
    if (anchor?.value === undefined) throw new NotQuick();
    this.marks.aliases.set(number, anchor.number);
    this.#aliasValues += countValues(anchor.value);
    if (this.#aliasValues > maxAliasValues) throw new NotQuick();
    return cloneJson(anchor.value);
  }

  /** Of the first character that belongs to the value. */
  #offsetOf(event: Member): number {
    const { EVENT_ID, SCALAR_STYLE } = this.#library;
    if (event.type === EVENT_ID.ALIAS) return event.anchorStart - 1;
    if (event.type !== EVENT_ID.SCALAR) return event.start;
    const { style, valueStart } = event;
    const isQuoted = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
    // Nothing is written where there is an empty value; what stands before it is near.
    if (valueStart === -1) return this.marks.offsets.at(-1) ?? 0;
    if (style === SCALAR_STYLE.LITERAL_BLOCK) return this.#text.lastIndexOf('|', valueStart);
    if (style === SCALAR_STYLE.FOLDED_BLOCK) return this.#text.lastIndexOf('>', valueStart);
    return isQuoted ? valueStart - 1 : valueStart;
  }
}
