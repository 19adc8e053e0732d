/**
 * What a generated file may consist of. The emitters describe a file with these; `print.ts` lays it out. Text that
 * stands here is already code: it went through `text.ts`.
 */
import type { Shape } from '../../model/types.js';

export type Declaration =
  InterfaceDeclaration | AliasDeclaration | ConstantDeclaration | FunctionDeclaration | ExportDeclaration;

/** `doc` is the inside of a comment, as `comment()` gives it; null: none. */
interface Named {
  readonly name: string;
  readonly doc: string | null;
}

export interface Member {
  /** As `propertyName()` gives it. */
  readonly name: string;
  readonly doc: string | null;
  readonly optional: boolean;
  readonly type: Type;
}

export interface InterfaceDeclaration extends Named {
  readonly kind: 'interface';
  readonly base: string | null;
  readonly members: readonly Member[];
}

export interface AliasDeclaration extends Named {
  readonly kind: 'alias';
  readonly type: Type;
}

export interface ConstantDeclaration extends Named {
  readonly kind: 'constant';
  readonly exported: boolean;
  readonly type: Type;
  /** A table is printed with one key a line, however short it is. */
  readonly value: Call | Table;
}

/** A delegate: its body has no branch. */
export interface FunctionDeclaration extends Named {
  readonly kind: 'function';
  readonly parameters: readonly Parameter[];
  readonly returns: string;
  /** Constants that the result is made of. */
  readonly constants: readonly { readonly name: string; readonly value: Value }[];
  readonly result: Call | Table;
}

export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
}

export interface ExportDeclaration {
  readonly kind: 'export';
  readonly from: string;
  readonly typeOnly: boolean;
  /** Null: everything. */
  readonly names: readonly string[] | null;
}

export interface ImportedName {
  readonly name: string;
  readonly typeOnly: boolean;
}

export interface FileDescription {
  /** Read when all declarations have been: a name is imported because one of them uses it. */
  readonly imports: {
    list(): readonly { readonly from: string; readonly names: readonly ImportedName[] }[];
  };
  /** Asked for one by one, so that no more than one of them is in memory. */
  readonly declarations: Iterable<Declaration>;
}

/** A type. A text is one that is never broken into lines, such as a name. */
export type Type =
  | string
  | { readonly kind: 'shape'; readonly shape: Shape }
  /** `name<arguments>` */
  | { readonly kind: 'generic'; readonly name: string; readonly arguments: readonly Type[] }
  /** `[name: type, name?: type]` */
  | { readonly kind: 'inputs'; readonly members: readonly Parameter[] }
  | { readonly kind: 'object'; readonly members: readonly Member[] }
  | { readonly kind: 'union' | 'intersection'; readonly members: readonly Type[] };

/** An expression: what JSON has, and the following in it. */
export type Value = string | number | boolean | null | readonly Value[] | Table | Reference | Call;

export interface Table {
  readonly [key: string]: Value;
}

/** A name that stands as itself: what another file, or the same function, declares. */
export class Reference {
  readonly name: string;

  /** @param name as `identifier()` gives it */
  constructor(name: string) {
    this.name = name;
  }
}

/** A call of a function. */
export class Call {
  /** With its type arguments. */
  readonly callee: string;
  readonly values: readonly Value[];

  constructor(callee: string, values: readonly Value[]) {
    this.callee = callee;
    this.values = values;
  }
}

/**
 * Plain data, with references and calls in it, as a table. Throws for what JSON lacks.
 */
export function toTable(data: object): Table {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, toValue(value)]));
}

function toValue(data: unknown): Value {
  if (data instanceof Reference || data instanceof Call || data === null) return data;
  if (typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean') return data;
  if (Array.isArray(data)) return data.map((item: unknown) => toValue(item));
  if (typeof data === 'object') return toTable(data);
  throw new Error(`Wanted a value that JSON has; got a ${typeof data}.`);
}

/** Where a piece of text begins, and what must follow it in its last line; all in characters. */
export interface Spot {
  /** Of the line that it begins in. */
  readonly indent: number;
  readonly column: number;
  readonly after: number;
}
