import { statSync, type Stats } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostics } from '../diagnostics.js';
import { isOnNetwork } from './reference-target.js';
import { readSource, readTextSource, type Source } from './source.js';

/** What a file name in a `$ref` led to. */
export type FoundFile =
  | { readonly kind: 'file'; readonly source: Source }
  /** `message`: why there is none, as the end of a sentence. */
  | { readonly kind: 'missing'; readonly file: string; readonly message: string }
  /** It is there, but what is in it cannot be read; that has been reported. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'network' };

/** The files that a description is made of. Each is read once. */
export class Files {
  readonly #diagnostics: Diagnostics;
  readonly #folder: string;
  /** By the absolute path. */
  readonly #sources = new Map<string, Source | null>();

  constructor(description: Source, diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics;
    this.#folder = dirname(resolve(description.file));
    this.#sources.set(resolve(description.file), description);
  }

  /** The files that were read, the description first, as paths from its folder. */
  list(): (readonly [path: string, source: Source])[] {
    return [...this.#sources].flatMap(([path, source]) =>
      source === null ? [] : [[this.nameOf(path), source] as const],
    );
  }

  /** The path from the description's folder, with `/` on every system. */
  nameOf(file: string): string {
    return relative(this.#folder, resolve(file)).split(sep).join('/');
  }

  /** The file that a `$ref` in `from` names. */
  find(name: string, from: Source): FoundFile {
    if (isOnNetwork(name)) return { kind: 'network' };
    const candidates = listSpellings(name).map((path) =>
      isAbsolute(path) ? path : join(dirname(from.file), path),
    );
    const known = candidates.find((path) => this.#sources.has(resolve(path)));
    const file = known ?? candidates.find((path) => isFile(path)) ?? candidates[0] ?? name;
    const source = known === undefined ? this.#read(file) : this.#sources.get(resolve(known));
    if (source === undefined) return { kind: 'missing', file, message: describeMissing(file) };
    return source === null ? { kind: 'unreadable' } : { kind: 'file', source };
  }

  /** Undefined: there is no such file. Null: it cannot be read. */
  #read(file: string): Source | null | undefined {
    if (!isFile(file)) return undefined;
    const isText = /\.(md|markdown|txt|html?)$/i.test(file);
    const source = isText ? readTextSource(file, this.#diagnostics) : readSource(file, this.#diagnostics);
    this.#sources.set(resolve(file), source);
    return source;
  }
}

/** As a URL says it, as it stands there, and as Windows writes it. */
function listSpellings(name: string): string[] {
  if (/^file:/i.test(name)) {
    try {
      return [fileURLToPath(name)];
    } catch {
      return [name];
    }
  }
  let decoded = name;
  try {
    decoded = decodeURIComponent(name);
  } catch {
    // A percent sign that is only a percent sign.
  }
  return [...new Set([decoded, name, decoded.replaceAll('\\', '/')])];
}

function isFile(path: string): boolean {
  return findEntry(path)?.isFile() === true;
}

function describeMissing(path: string): string {
  return findEntry(path) === undefined ? 'there is no such file' : 'this is not a file';
}

/** Undefined as well for what cannot be a path: too long, or with a null byte in it. */
function findEntry(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
