/**
 * A configuration that is a module: `rowsweep.config.ts` or `.js`. TypeScript is turned into JavaScript first, into a
 * file beside it that is deleted again, so that what it imports is found where Node looks for it.
 */
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ts as Compiler } from 'ts-morph';
import type { Diagnostics, Place } from '../diagnostics.js';
import { locate, printPointer, type ConfigSource } from './config-source.js';
import { findInModule } from './module-places.js';

/** A configuration's file as the user named it, and its text. */
export interface ModuleText {
  readonly file: string;
  readonly text: string;
}

/** Runs the module and takes its default export. What is wrong with it is reported, and then there is no source. */
export async function readModule(
  module: ModuleText,
  diagnostics: Diagnostics,
): Promise<{ readonly source: ConfigSource | null; readonly files: readonly string[] }> {
  const { file } = module;
  const script = toScript(module, diagnostics);
  if (script === null) return { source: null, files: [file] };
  const files = [file, ...script.imports];
  try {
    const value = await readDefault(await importScript(resolve(file), script.text));
    if (value !== undefined) return { source: makeSource(module, value), files };
    const help = 'Write `export default defineConfig({ clients: [ … ] })`.';
    diagnostics.report('config-invalid', startOf(file), 'The configuration exports no default.', help);
  } catch (error) {
    diagnostics.report(
      'config-failed',
      startOf(file),
      error instanceof Error ? error.message : String(error),
    );
  }
  return { source: null, files };
}

interface Script {
  readonly text: string;
  /** Files that it imports by a relative path. */
  readonly imports: readonly string[];
}

function toScript({ file, text }: ModuleText, diagnostics: Diagnostics): Script | null {
  const ts = loadCompiler();
  const { outputText, diagnostics: problems = [] } = ts.transpileModule(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      allowJs: true,
    },
  });
  for (const { messageText, start = 0 } of problems) {
    const place = { file, ...locate(text, start), pointer: '' };
    diagnostics.report('syntax-error', place, ts.flattenDiagnosticMessageText(messageText, ' '));
  }
  return problems.length > 0 ? null : redirectImports(outputText, file, ts);
}

/**
 * `rowsweep` is this generator, also where none is installed beside the configuration. A file of the user's own is
 * read anew when it has changed, which is what the number behind the question mark is for.
 */
function redirectImports(text: string, file: string, { preProcessFile }: typeof Compiler): Script {
  const imports: string[] = [];
  let redirected = '';
  let copiedTo = 0;
  for (const { fileName: specifier, pos } of preProcessFile(text, true, true).importedFiles) {
    const target = redirect(specifier, dirname(resolve(file)), imports);
    const end = pos + specifier.length + 2;
    if (target === null) continue;
    redirected += text.slice(copiedTo, pos) + JSON.stringify(target);
    copiedTo = end;
  }
  return { text: redirected + text.slice(copiedTo), imports };
}

function redirect(specifier: string, folder: string, imports: string[]): string | null {
  // From its sources the generator is not a module that Node can import.
  if (specifier === 'rowsweep' && import.meta.url.endsWith('.js')) {
    return new URL('../main.js', import.meta.url).href;
  }
  if (!specifier.startsWith('./') && !specifier.startsWith('../')) return null;
  const file = join(folder, specifier);
  imports.push(file);
  return existsSync(file) ? `${pathToFileURL(file).href}?at=${statSync(file).mtimeMs}` : null;
}

let scriptsRun = 0;

async function importScript(file: string, text: string): Promise<unknown> {
  scriptsRun += 1;
  const name = `.${basename(file, extname(file))}.${process.pid}-${scriptsRun}.mjs`;
  const temporary = join(dirname(file), name);
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    return await import(pathToFileURL(temporary).href);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** The default export; a promise of it is waited for. */
async function readDefault(module: unknown): Promise<unknown> {
  const isModule = typeof module === 'object' && module !== null && 'default' in module;
  return isModule ? await module.default : undefined;
}

function makeSource({ file, text }: ModuleText, value: unknown): ConfigSource {
  return {
    value,
    place: (path, of) => {
      const offset = findInModule(loadCompiler(), text, { path, of });
      return Promise.resolve({ file, ...locate(text, offset), pointer: printPointer(path) });
    },
  };
}

/** Required, not imported: for an import, Node reads all nine megabytes once more to find the names of the exports. */
function loadCompiler(): typeof Compiler {
  const loaded = createRequire(import.meta.url)('ts-morph') as { readonly ts: typeof Compiler };
  return loaded.ts;
}

function startOf(file: string): Place {
  return { file, line: 1, column: 1, pointer: '' };
}
