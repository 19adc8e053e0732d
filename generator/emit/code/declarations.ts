/**
 * What a generated file may consist of. The emitters describe a file with these; `print.ts` alone knows which library
 * writes them. Text that stands here is already code: it went through `text.ts`.
 */

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
  readonly type: string;
}

export interface InterfaceDeclaration extends Named {
  readonly kind: 'interface';
  readonly bases: readonly string[];
  readonly members: readonly Member[];
}

export interface AliasDeclaration extends Named {
  readonly kind: 'alias';
  readonly type: string;
}

export interface ConstantDeclaration extends Named {
  readonly kind: 'constant';
  readonly type: string;
  readonly value: string;
}

/** A delegate: its body has no branch. */
export interface FunctionDeclaration extends Named {
  readonly kind: 'function';
  readonly parameters: readonly {
    readonly name: string;
    readonly type: string;
    readonly optional: boolean;
  }[];
  readonly returns: string;
  readonly body: readonly string[];
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
  readonly imports: readonly { readonly from: string; readonly names: readonly ImportedName[] }[];
  readonly declarations: readonly Declaration[];
}
