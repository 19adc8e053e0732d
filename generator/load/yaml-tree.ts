import { createRequire } from 'node:module';
import type { Alias, Document, YAMLMap } from 'yaml';
import type * as Yaml from 'yaml';
import type { JsonObject, JsonValue } from './document.js';
import { cloneJson, countValues, isObject, setOwn } from './json.js';
import type { Found, Parsed } from './parsed.js';
import { extendPointer, splitPointer } from './pointer.js';
import { maxAliasValues, maxDepth, SourceProblem } from './source-problem.js';

const require = createRequire(import.meta.url);

let library: typeof Yaml | null = null;

/** Loaded when a file needs it, which few do. */
function yaml(): typeof Yaml {
  library ??= require('yaml') as typeof Yaml;
  return library;
}

/** Parses YAML 1.2 into JSON, with the place of everything. Throws a `SourceProblem` at the first thing wrong. */
export function readYamlTree(text: string): Parsed {
  const document = readTree(text);
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) {
    if (problem.code === 'RESOURCE_EXHAUSTION') throw tooDeep(problem.pos[0]);
    if (problem.code === 'MULTIPLE_DOCS') {
      throw new SourceProblem('syntax-error', problem.pos[0], 'A second YAML document begins here.');
    }
    const duplicate = problem.code === 'DUPLICATE_KEY';
    throw new SourceProblem(
      duplicate ? 'duplicate-key' : 'syntax-error',
      problem.pos[0],
      duplicate
        ? `The key ${quoteKey(text, problem.pos[0])} stands twice in one object.`
        : `${problem.message}.`,
      problem.code === 'TAB_AS_INDENT' ? 'Indent with spaces.' : undefined,
    );
  }
  const converter = new Converter();
  const value = converter.convert(document.contents, 0);
  return {
    value,
    find: (pointer) => findNode(document.contents, pointer, converter.targets),
    positionOf: null,
  };
}

function readTree(text: string): Document.Parsed {
  // Block nesting shows as indentation. The parser needs memory by its square, so it must not see this at all.
  const indented = /^[ ?-]{1000}/m.exec(text);
  if (indented !== null) throw tooDeep(indented.index);
  try {
    return yaml().parseDocument(text, {
      version: '1.2',
      // Also where a `%YAML 1.1` asks for another: dates and `yes` are texts.
      schema: 'core',
      stringKeys: true,
      prettyErrors: false,
      logLevel: 'error',
    });
  } catch (error) {
    // Flow nesting takes the parser's stack, at some thousand levels.
    if (!(error instanceof RangeError)) throw error;
    throw tooDeep(0);
  }
}

function tooDeep(offset: number): SourceProblem {
  return new SourceProblem('nesting-too-deep', offset, `The nesting is deeper than ${maxDepth} levels.`);
}

/** The key that begins at an offset, as the text has it. */
function quoteKey(text: string, offset: number): string {
  const line = /[^\n]*/.exec(text.slice(offset))?.[0] ?? '';
  const key = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^:]*)/.exec(line)?.[0] ?? line;
  return key.startsWith('"') || key.startsWith("'") ? key : JSON.stringify(key.trim());
}

class Converter {
  /** What each alias stands for, so that places within it can be found. */
  readonly targets = new Map<Alias, unknown>();
  readonly #anchors = new Map<string, { node: unknown; value: JsonValue; count: number }>();
  /** Anchors of values that are being read. */
  readonly #open = new Set<string>();
  #aliasValues = 0;

  convert(node: unknown, depth: number): JsonValue {
    if (yaml().isAlias(node)) return this.#expand(node);
    const anchor =
      yaml().isScalar(node) || yaml().isMap(node) || yaml().isSeq(node) ? node.anchor : undefined;
    if (anchor === undefined) return this.#convertOwn(node, depth);
    this.#open.add(anchor);
    const value = this.#convertOwn(node, depth);
    this.#open.delete(anchor);
    this.#anchors.set(anchor, { node, value, count: countValues(value) });
    return value;
  }

  #convertOwn(node: unknown, depth: number): JsonValue {
    if ((yaml().isMap(node) || yaml().isSeq(node)) && depth >= maxDepth) {
      throw tooDeep(offsetOf(node));
    }
    if (yaml().isMap(node)) {
      const object: JsonObject = {};
      const merged: JsonObject[] = [];
      for (const { key, value } of node.items) {
        const item = this.convert(value, depth + 1);
        if (isMergeKey(key)) merged.push(...readMerged(item, offsetOf(key)));
        else setOwn(object, readKey(key), item);
      }
      // What stands in the object itself wins, wherever it stands; then the first of several.
      for (const [key, item] of merged.flatMap((from) => Object.entries(from))) {
        if (!Object.hasOwn(object, key)) setOwn(object, key, item);
      }
      return object;
    }
    if (yaml().isSeq(node)) return node.items.map((item) => this.convert(item, depth + 1));
    if (!yaml().isScalar(node) || node.value === null || node.value === undefined) return null;
    const { value } = node;
    if (typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw new SourceProblem(
      'value-not-json',
      offsetOf(node),
      `JSON has no value ${node.source ?? 'of this kind'}.`,
    );
  }

  #expand(alias: Alias): JsonValue {
    const { source: name } = alias;
    if (this.#open.has(name)) {
      throw new SourceProblem(
        'alias-bomb',
        offsetOf(alias),
        `The alias *${name} stands inside the value that it names.`,
      );
    }
    const anchor = this.#anchors.get(name);
    if (anchor === undefined) {
      throw new SourceProblem(
        'syntax-error',
        offsetOf(alias),
        `There is no anchor &${name} before this alias.`,
      );
    }
    this.targets.set(alias, anchor.node);
    this.#aliasValues += anchor.count;
    if (this.#aliasValues > maxAliasValues) {
      throw new SourceProblem(
        'alias-bomb',
        offsetOf(alias),
        `The aliases up to here expand to more than ${maxAliasValues} values.`,
      );
    }
    return cloneJson(anchor.value);
  }
}

/** `<<` without quotes: YAML 1.2 has dropped it (https://yaml.org/type/merge.html), but descriptions are full of it. */
function isMergeKey(key: unknown): boolean {
  return yaml().isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

function readMerged(value: JsonValue, offset: number): JsonObject[] {
  const values = Array.isArray(value) ? value : [value];
  const objects = values.filter(isObject);
  if (objects.length === values.length) return objects;
  throw new SourceProblem('syntax-error', offset, 'The key << takes an object or an array of objects.');
}

function readKey(key: unknown): string {
  return yaml().isScalar(key) && typeof key.value === 'string' ? key.value : '';
}

function offsetOf(node: unknown): number {
  return yaml().isScalar(node) || yaml().isMap(node) || yaml().isSeq(node) || yaml().isAlias(node)
    ? (node.range?.[0] ?? 0)
    : 0;
}

/** Keys of each object, so that the thousandth place in a large object costs no more than the first. */
const pairsByKey = new WeakMap<YAMLMap, Map<string, YAMLMap['items'][number]>>();

function findNode(root: unknown, pointer: string, targets: ReadonlyMap<Alias, unknown>): Found {
  let node = root;
  let found: Found = { offset: 0, pointer: '' };
  for (const key of splitPointer(pointer)) {
    if (yaml().isAlias(node)) node = targets.get(node);
    if (yaml().isMap(node)) {
      const pair = findPair(node, key, targets);
      if (pair === null) return found;
      found = { offset: offsetOf(pair.key), pointer: extendPointer(found.pointer, key) };
      node = pair.value;
    } else if (yaml().isSeq(node) && /^(0|[1-9]\d*)$/.test(key) && Number(key) < node.items.length) {
      node = node.items[Number(key)];
      found = { offset: offsetOf(node), pointer: extendPointer(found.pointer, key) };
    } else {
      return found;
    }
  }
  return found;
}

/** The pair of a key, in the map itself or in one that is merged into it; null when there is none. */
function findPair(
  map: YAMLMap,
  key: string,
  targets: ReadonlyMap<Alias, unknown>,
): YAMLMap['items'][number] | null {
  const own = indexPairs(map).get(key);
  if (own !== undefined) return own;
  for (const { value } of map.items.filter((pair) => isMergeKey(pair.key))) {
    for (const node of yaml().isSeq(value) ? value.items : [value]) {
      const target = yaml().isAlias(node) ? targets.get(node) : node;
      const found = yaml().isMap(target) ? findPair(target, key, targets) : null;
      if (found !== null) return found;
    }
  }
  return null;
}

function indexPairs(map: YAMLMap): Map<string, YAMLMap['items'][number]> {
  let index = pairsByKey.get(map);
  if (index === undefined) {
    index = new Map(map.items.map((pair) => [readKey(pair.key), pair]));
    pairsByKey.set(map, index);
  }
  return index;
}
