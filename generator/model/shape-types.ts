/**
 * The nouns of types: what a schema of the description looks like in TypeScript, decided, as plain data. JSON Schema's
 * keywords end here; emit prints what stands in a `Shape` and asks nothing.
 */

/** Whom a value is for: a request is written by the caller, an answer by the server. */
export type Direction = 'request' | 'answer';

export type Shape =
  | { readonly kind: 'unknown' | 'never' | 'null' | 'boolean' | 'number' | 'string' }
  /** Bytes: what a caller may give, or what an answer is read into. */
  | { readonly kind: 'binary'; readonly direction: Direction }
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  /** The known values of an enum in an answer; a server may send others. */
  | { readonly kind: 'open'; readonly base: 'string' | 'number'; readonly of: Shape }
  /** A `NamedSchema`, by its final name. */
  | { readonly kind: 'name'; readonly name: string }
  | ArrayShape
  | TupleShape
  | ObjectShape
  | { readonly kind: 'union' | 'intersection'; readonly members: readonly Shape[] };

/**
 * `readonly`: a caller may give one that nobody may change. It is false in every type that an answer uses, also where a
 * request uses the same: an array that was received belongs to the reader, and can be sent back as it is.
 */
export interface ArrayShape {
  readonly kind: 'array';
  readonly items: Shape;
  readonly readonly: boolean;
}

/** `rest`: what may follow; null: nothing. */
export interface TupleShape {
  readonly kind: 'tuple';
  readonly items: readonly TupleItem[];
  readonly rest: Shape | null;
  readonly readonly: boolean;
}

/** `rest`: what other keys hold; null: no index signature. It covers every property's own type. */
export interface ObjectShape {
  readonly kind: 'object';
  readonly properties: readonly Property[];
  readonly rest: Shape | null;
}

export interface TupleItem {
  readonly shape: Shape;
  readonly optional: boolean;
}

export interface Property {
  /** As the wire has it. */
  readonly name: string;
  readonly optional: boolean;
  readonly deprecated: boolean;
  readonly doc: string | null;
  readonly shape: Shape;
}

/** A schema with a name of its own. */
export interface NamedSchema {
  /** Legal, unique, final. */
  readonly name: string;
  readonly doc: string | null;
  readonly deprecated: boolean;
  readonly shape: Shape;
  /** The members of an enum, which also becomes a constant of this name; null for every other schema. */
  readonly values: readonly { readonly key: string; readonly value: string | number }[] | null;
}
