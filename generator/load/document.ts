import type { Place } from '../diagnostics.js';

/** What a description is made of. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
/** Keys are the object's own; one may be named `__proto__`. */
export interface JsonObject {
  [key: string]: JsonValue;
}

/**
 * A resolved API description: the description in one piece, with its overlay applied, which still knows where
 * everything came from. Every reference in it is a JSON Pointer within it.
 */
export interface Document {
  /** The description's file as the user named it. */
  readonly file: string;
  readonly overlayFile: string | null;
  /** Never changed after loading. */
  readonly value: JsonObject;
  /**
   * Where the value at a JSON Pointer was written: in the overlay if an action wrote it, else in the description. A
   * pointer that leads nowhere gives the place of the nearest container that exists.
   */
  place(pointer: string): Place;
  /**
   * SHA-256 of each input file by its path from the description's folder, with `/` on every system, for the manifest.
   * The overlay comes first, then the description, then the files that it refers to.
   */
  readonly inputs: Readonly<Record<string, string>>;
}
