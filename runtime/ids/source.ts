import { kindOf } from '../refusal.js';
import { optionError } from './options.js';

/**
 * Text to read ids from: the text itself, its bytes (UTF-8), or pieces of either, cut anywhere. Pieces are joined as they
 * are: an array of lines without line breaks is one long line.
 */
export type IdSource =
  | string
  | Uint8Array
  | Iterable<string | Uint8Array>
  | AsyncIterable<string | Uint8Array>
  | ReadableStream<string | Uint8Array>;

/** A source while it is read. */
export interface OpenSource {
  /** The next piece, whatever it is; undefined at the end. Rejects with what the source throws. */
  readonly next: () => Promise<unknown>;
  /** Lets the source go; it may be called at any time. */
  readonly close: () => Promise<void>;
}

/** True for a source that gives the same text each time that it is opened. */
export function isLasting(source: IdSource): boolean {
  return typeof source === 'string' || source instanceof Uint8Array || Array.isArray(source);
}

/** Throws `CONFIGURATION` for what is no source. */
export function checkSource(source: unknown): void {
  if (typeof source === 'string') return;
  if (typeof source === 'object' && source !== null) {
    if (source instanceof Uint8Array || isStream(source)) return;
    if (Symbol.asyncIterator in source || Symbol.iterator in source) return;
  }
  throw optionError(`the source wants text, bytes, an iterable of them or a stream; got ${kindOf(source)}.`);
}

/** Opens a source that `checkSource` let pass. */
export function openSource(source: IdSource): OpenSource {
  if (typeof source === 'string' || source instanceof Uint8Array) return openIterable([source]);
  return isStream(source) ? openStream(source) : openIterable(source);
}

function isStream(source: object): source is ReadableStream<string | Uint8Array> {
  return typeof Reflect.get(source, 'getReader') === 'function';
}

/** By its reader and not by its iterator, because `cancel` also ends a read that waits. */
function openStream(stream: ReadableStream<string | Uint8Array>): OpenSource {
  const reader = stream.getReader();
  return {
    next: async () => {
      const result = await reader.read();
      return result.done ? undefined : result.value;
    },
    close: () => reader.cancel(),
  };
}

function openIterable(
  iterable: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): OpenSource {
  const iterator =
    Symbol.asyncIterator in iterable ? iterable[Symbol.asyncIterator]() : iterable[Symbol.iterator]();
  return {
    next: async () => {
      const result = await iterator.next();
      return result.done === true ? undefined : result.value;
    },
    close: async () => {
      await iterator.return?.();
    },
  };
}
