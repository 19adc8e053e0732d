import type { ImportedName } from './declarations.js';

/** The runtime's door for generated code: the only module outside its own package that a generated file imports. */
export const RUNTIME = '@rowsweep/runtime/v1';

/**
 * Collects what a file imports while its text is made: a name is imported because it was used. No import can hide
 * another name of the file, because the model decides all names and leaves the runtime's alone.
 */
export class Imports {
  readonly #modules = new Map<string, Map<string, ImportedName>>();
  readonly #root: string;

  /** @param root what leads from the file to the package's sources: `./` or `../` */
  constructor(root: './' | '../' = './') {
    this.#root = root;
  }

  /** Uses a type of the module, which is the runtime or `./` and a file of the sources; gives its name. */
  type(from: string, name: string): string {
    return this.#use(from, { name, typeOnly: true });
  }

  /** Uses a value of the module; gives its name. */
  value(from: string, name: string): string {
    return this.#use(from, { name, typeOnly: false });
  }

  /** Uses a module of the package as a whole, under a name; gives the name. */
  module(from: string, name: string): string {
    return this.#use(from, { name: `* as ${name}`, typeOnly: false }).slice('* as '.length);
  }

  /** What was used, the runtime first, then the package's own files; names in order of their spelling. */
  list(): { readonly from: string; readonly names: readonly ImportedName[] }[] {
    return [...this.#modules]
      .map(([from, names]) => ({
        from,
        names: [...names.values()].sort((a, b) => compareText(a.name, b.name)),
      }))
      .sort((a, b) => Number(b.from === RUNTIME) - Number(a.from === RUNTIME) || compareText(a.from, b.from));
  }

  #use(module: string, { name, typeOnly }: ImportedName): string {
    const from = module.replace(/^\.\//, this.#root);
    const names = this.#modules.get(from) ?? new Map<string, ImportedName>();
    this.#modules.set(from, names);
    names.set(name, { name, typeOnly: typeOnly && names.get(name)?.typeOnly !== false });
    return name;
  }
}

/** By code units, so that the order is the same on every machine. */
function compareText(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}
