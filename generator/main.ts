/**
 * The generator: five calls, one way. A description and its overlay become a Document, the Document becomes an Api
 * (the operations, named, and how deletion behaves), the Api becomes files, the files get a style where one is wanted,
 * and what differs from the disk is written. Every stage collects its problems; nothing here prints. A stage is loaded
 * when its turn comes.
 */
import { readExtensionSchema, readTemplates, readVersion } from './assets.js';
import { Diagnostics } from './diagnostics.js';
import type { Document } from './load/document.js';
import type { LoadInput } from './load/load.js';
import type { Api } from './model/types.js';
import type { OutputFile } from './output-file.js';
import type { Written } from './write/write.js';

/** What a run of the generator is told beyond its input. */
export interface GenerateOptions {
  /**
   * The folder of the package, or a function that names it once the package's name is known. Null means: do not
   * write; the function has reported why.
   */
  readonly directory: string | ((api: Api, diagnostics: Diagnostics) => string | null);
  /** Compare instead of writing; every difference is an error. Default: false. */
  readonly check?: boolean;
  /** Make the files of `src/` alone, and put them into the folder itself. Default: false. */
  readonly sourcesOnly?: boolean;
  /** Format the `.ts` files with the prettier configuration that holds for the folder. Default: false. */
  readonly prettier?: boolean;
  /** The name of the npm package; null: the description's. Default: null. */
  readonly packageName?: string | null;
  /** Is told what begins. */
  readonly onStage?: (stage: Stage) => void;
}

/** What the generator is at. */
export type Stage = 'reading' | 'deciding' | 'printing' | 'formatting' | 'writing';

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
  const { check = false, sourcesOnly = false, prettier = false, packageName = null, onStage } = options;
  const { document, api, diagnostics } = await inspect(input, options);
  const directory = api && chooseDirectory(api, options, diagnostics);
  if (document === null || api === null || directory === null || diagnostics.failed) {
    return { api, directory, written: null, diagnostics };
  }
  onStage?.('printing');
  const { emit } = await import('./emit/emit.js');
  const made = await emit({ api, document, templates: readTemplates() });
  const placed = sourcesOnly ? keepSources(made) : made;
  if (prettier) onStage?.('formatting');
  const files = prettier ? await formatFiles(placed, directory, diagnostics) : placed;
  if (files === null) return { api, directory, written: null, diagnostics };
  onStage?.('writing');
  const { write } = await import('./write/write.js');
  const inputs = packageName === null ? document.inputs : { ...document.inputs, packageName };
  const target = { directory, check, version: readVersion(), inputs };
  return { api, directory, written: write(files, target, diagnostics), diagnostics };
}

/** What a description says, without making anything of it. */
export interface Inspected {
  readonly document: Document | null;
  readonly api: Api | null;
  readonly diagnostics: Diagnostics;
}

/** The first two calls alone: reads a description and its overlay, and finds what is wrong with them. */
export async function inspect(
  input: LoadInput,
  { onStage, packageName = null }: Pick<GenerateOptions, 'onStage' | 'packageName'> = {},
): Promise<Inspected> {
  const diagnostics = new Diagnostics();
  onStage?.('reading');
  const { load } = await import('./load/load.js');
  const document = load(input, diagnostics);
  if (document === null) return { document, api: null, diagnostics };
  onStage?.('deciding');
  const { model } = await import('./model/model.js');
  const api = model(document, diagnostics, readExtensionSchema());
  const named =
    api && packageName !== null ? { ...api, package: { ...api.package, npmName: packageName } } : api;
  return { document, api: named, diagnostics };
}

function chooseDirectory(api: Api, { directory }: GenerateOptions, diagnostics: Diagnostics): string | null {
  return typeof directory === 'string' ? directory : directory(api, diagnostics);
}

/** Null when the prettier of the folder failed, which was reported: its configuration is not ours. */
async function formatFiles(
  files: readonly OutputFile[],
  directory: string,
  diagnostics: Diagnostics,
): Promise<OutputFile[] | null> {
  const { format } = await import('./format/format.js');
  try {
    return await format(files, { directory });
  } catch (error) {
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    const reason = cause instanceof Error ? `${message} ${cause.message}` : message;
    diagnostics.report('format-failed', { file: directory, line: 1, column: 1, pointer: '' }, reason);
    return null;
  }
}

/** The code alone, for a folder of somebody's sources. */
function keepSources(files: readonly OutputFile[]): OutputFile[] {
  return files.flatMap(({ path, text }) =>
    path.startsWith('src/') && path.endsWith('.ts') ? [{ path: path.slice('src/'.length), text }] : [],
  );
}

export { defineConfig, type ClientConfig, type RowsweepConfig } from './config/config.js';
export { catalogue, Diagnostics } from './diagnostics.js';
export type { Diagnostic, DiagnosticCode, Place, Severity } from './diagnostics.js';
export type { Document, JsonObject, JsonValue } from './load/document.js';
export type { LoadInput } from './load/load.js';
export type { Api } from './model/types.js';
export type { OutputFile } from './output-file.js';
export type { Change } from './write/compare.js';
export type { Written } from './write/write.js';
