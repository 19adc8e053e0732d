/**
 * The generator: five calls, one way. A description and its overlay become a Document, the Document becomes an Api
 * (the operations, named, and how deletion behaves), the Api becomes files, the files get the one style, and what
 * differs from the disk is written. Every stage collects its problems; nothing here prints.
 */
import { readExtensionSchema, readTemplates, readVersion } from './assets.js';
import { Diagnostics } from './diagnostics.js';
import type { Document } from './load/document.js';
import { load, type LoadInput } from './load/load.js';
import { model } from './model/model.js';
import type { Api } from './model/types.js';
import { write, type Written } from './write/write.js';

/** What a run of the generator is told beyond its input. */
export interface GenerateOptions {
  /**
   * The folder of the package, or a function that names it once the package's name is known. Null means: do not
   * write; the function has reported why.
   */
  readonly directory: string | ((api: Api, diagnostics: Diagnostics) => string | null);
  /** Compare instead of writing; every difference is an error. Default: false. */
  readonly check?: boolean;
}

/** What came of one description. `written` is null when an error stopped the run before anything was written. */
export interface Generated {
  readonly api: Api | null;
  readonly directory: string | null;
  readonly written: Written | null;
  readonly diagnostics: Diagnostics;
}

/**
 * Generates one package. Problems of the input are in `diagnostics`, and then nothing is written.
 *
 * @throws Error when the generator itself is wrong.
 */
export async function generate(input: LoadInput, options: GenerateOptions): Promise<Generated> {
  const { document, api, diagnostics } = inspect(input);
  const directory = api && chooseDirectory(api, options, diagnostics);
  if (document === null || api === null || directory === null || diagnostics.failed) {
    return { api, directory, written: null, diagnostics };
  }
  // Loaded when there is something to print: two compilers and a formatter come with them.
  const [{ emit }, { format }] = await Promise.all([import('./emit/emit.js'), import('./format/format.js')]);
  const files = await format(await emit({ api, document, templates: readTemplates() }));
  const { check = false } = options;
  const target = { directory, check, version: readVersion(), inputs: document.inputs };
  return { api, directory, written: write(files, target, diagnostics), diagnostics };
}

/** What a description says, without making anything of it. */
export interface Inspected {
  readonly document: Document | null;
  readonly api: Api | null;
  readonly diagnostics: Diagnostics;
}

/** The first two calls alone: reads a description and its overlay, and finds what is wrong with them. */
export function inspect(input: LoadInput): Inspected {
  const diagnostics = new Diagnostics();
  const document = load(input, diagnostics);
  const api = document && model(document, diagnostics, readExtensionSchema());
  return { document, api, diagnostics };
}

function chooseDirectory(api: Api, { directory }: GenerateOptions, diagnostics: Diagnostics): string | null {
  return typeof directory === 'string' ? directory : directory(api, diagnostics);
}

export { catalogue, Diagnostics } from './diagnostics.js';
export type { Diagnostic, DiagnosticCode, Place, Severity } from './diagnostics.js';
export type { Document, JsonObject, JsonValue } from './load/document.js';
export type { LoadInput } from './load/load.js';
export type { Api } from './model/types.js';
export type { OutputFile } from './output-file.js';
export type { Change } from './write/compare.js';
export type { Written } from './write/write.js';
