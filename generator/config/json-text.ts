/**
 * Reads JSON that people write: comments and commas after the last item are allowed, as in tsconfig.json. Remembers
 * where each key and value stands, which JSON.parse does not.
 */
import type { ConfigPath } from './config-source.js';

/** What keeps a text from being JSON, and where. */
export class JsonProblem extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

interface Node {
  readonly value: unknown;
  readonly offset: number;
  /** Of an object by key, of an array by index; the offset of the key, or of the item. */
  readonly children: ReadonlyMap<string | number, { readonly keyOffset: number; readonly node: Node }>;
}

/** A parsed text. */
export interface JsonText {
  readonly value: unknown;
  /** The offset of a value or of its key, or of the nearest thing around it that exists. */
  find(path: ConfigPath, of: 'key' | 'value'): number;
}

/** No configuration is nested more deeply; a text that is would only exhaust the stack. */
const maxDepth = 64;

/**
 * Parses the text.
 *
 * @throws JsonProblem when the text is not JSON, has a key twice, or is nested more than 64 levels deep.
 */
export function parseJsonText(text: string): JsonText {
  const root = new Parser(text).parse();
  return { value: root.value, find: (path, of) => findOffset(root, path, of) };
}

function findOffset(root: Node, path: ConfigPath, of: 'key' | 'value'): number {
  let node = root;
  let keyOffset = root.offset;
  for (const part of path) {
    const child = node.children.get(part);
    if (child === undefined) return keyOffset;
    ({ node, keyOffset } = child);
  }
  return of === 'key' ? keyOffset : node.offset;
}

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    if (text.startsWith('\uFEFF')) this.#at = 1;
  }

  parse(): Node {
    const node = this.#parseValue(0);
    this.#skipBlank();
    if (this.#at < this.#text.length) throw this.#fail('Here the text should end.');
    return node;
  }

  #parseValue(depth: number): Node {
    this.#skipBlank();
    if (depth > maxDepth) throw this.#fail('The values are nested too deeply.');
    const character = this.#text[this.#at];
    if (character === '{') return this.#parseObject(depth);
    if (character === '[') return this.#parseArray(depth);
    const offset = this.#at;
    return { value: this.#parseScalar(), offset, children: new Map() };
  }

  #parseObject(depth: number): Node {
    const offset = this.#at;
    const children = new Map<string | number, { keyOffset: number; node: Node }>();
    this.#at += 1;
    while (!this.#take('}')) {
      const keyOffset = this.#at;
      if (this.#text[this.#at] !== '"') throw this.#fail('A key in double quotes, or `}`, is expected here.');
      const key = String(this.#parseScalar());
      if (children.has(key)) {
        throw new JsonProblem(`The key ${JSON.stringify(key)} stands here twice.`, keyOffset);
      }
      if (!this.#take(':')) throw this.#fail('`:` is expected here.');
      children.set(key, { keyOffset, node: this.#parseValue(depth + 1) });
      this.#endItem('}');
    }
    const entries = [...children].map(([key, { node }]) => [key, node.value] as const);
    return { value: Object.fromEntries(entries), offset, children };
  }

  #parseArray(depth: number): Node {
    const offset = this.#at;
    const children = new Map<string | number, { keyOffset: number; node: Node }>();
    this.#at += 1;
    while (!this.#take(']')) {
      const node = this.#parseValue(depth + 1);
      children.set(children.size, { keyOffset: node.offset, node });
      this.#endItem(']');
    }
    return { value: [...children.values()].map(({ node }) => node.value), offset, children };
  }

  /** After an item: a comma, or the end, which is left for the caller. */
  #endItem(end: '}' | ']'): void {
    if (this.#take(',')) return;
    if (this.#text[this.#at] !== end) throw this.#fail(`\`,\` or \`${end}\` is expected here.`);
  }

  #parseScalar(): unknown {
    const pattern = /"(?:[^"\\\u0000-\u001f]|\\.)*"|-?\d[\d.eE+-]*|true|false|null/y;
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw this.#fail('A JSON value is expected here.');
    let value: unknown;
    try {
      value = JSON.parse(found);
    } catch {
      throw this.#fail('This is not a JSON value.');
    }
    this.#at += found.length;
    return value;
  }

  /** Steps over blank and comments, and over the character if it is next. */
  #take(character: string): boolean {
    this.#skipBlank();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    this.#skipBlank();
    return true;
  }

  #skipBlank(): void {
    const pattern = /(?:[ \t\r\n]+|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
    pattern.lastIndex = this.#at;
    this.#at += pattern.exec(this.#text)?.[0].length ?? 0;
  }

  #fail(message: string): JsonProblem {
    return new JsonProblem(this.#at < this.#text.length ? message : 'The text ends too early.', this.#at);
  }
}
