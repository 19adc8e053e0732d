/**
 * Keeps what V8 made of the large packages that we load, so that the next start does not compile them again. Node 22
 * does it itself. Whatever goes wrong here only means that there is no cache; `ROWSWEEP_NO_CACHE=1` turns it off.
 */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { constants, Script } from 'node:vm';

/** Smaller modules are compiled faster than a cache of them is read. */
const minLength = 100_000;

/** Turns the cache on for modules that are loaded from now on. True when there is one. */
export function enableCompileCache(env: NodeJS.ProcessEnv = process.env): boolean {
  if ((env['ROWSWEEP_NO_CACHE'] ?? '') !== '') return false;
  try {
    const folder = chooseFolder(env);
    if (folder === null) return false;
    // Since Node 22.1.
    const node: {
      readonly builtinModules: unknown;
      readonly enableCompileCache?: (folder: string) => unknown;
    } = Module;
    if (node.enableCompileCache === undefined) patchLoader(folder);
    else node.enableCompileCache(folder);
    return true;
  } catch {
    return false;
  }
}

function chooseFolder(env: NodeJS.ProcessEnv): string | null {
  // XDG Base Directory Specification: a path that is empty or relative is ignored.
  const given = [env['XDG_CACHE_HOME'], env['LOCALAPPDATA']].find(
    (folder) => folder !== undefined && isAbsolute(folder),
  );
  const base = given ?? join(homedir(), '.cache');
  const shared = join(tmpdir(), `rowsweep-${process.getuid?.() ?? 'cache'}`);
  return [join(base, 'rowsweep'), shared].find(preparePrivateFolder) ?? null;
}

/**
 * Makes the folder if need be. Whether it is a real one that nobody else can write to or read: what lies in it is run
 * as code, and among the temporary files of a system anybody may have made it before us.
 */
export function preparePrivateFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const entry = lstatSync(folder);
    const user = process.getuid?.();
    return entry.isDirectory() && (user === undefined || (entry.uid === user && (entry.mode & 0o077) === 0));
  } catch {
    return false;
  }
}

/** Compiles one module, or takes what is kept of it. */
export interface CompileCache {
  /** Throws SyntaxError as compiling does. */
  compile(code: string, file: string): Script;
  /** Keeps what was compiled since the cache was opened. To be called last, when V8 knows which functions are used. */
  save(): void;
}

/** Opens the cache in a folder that `preparePrivateFolder` accepts. */
export function openCompileCache(folder: string): CompileCache {
  const compiled: { readonly script: Script; readonly entry: Entry }[] = [];
  return {
    compile: (code, filename) => {
      const entry = findEntry(folder, { code, filename });
      const cachedData = entry && readEntry(entry);
      const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
      const options = { filename, importModuleDynamically };
      const script = new Script(code, cachedData === null ? options : { ...options, cachedData });
      if (entry !== null && (cachedData === null || script.cachedDataRejected === true)) {
        compiled.push({ script, entry });
      }
      return script;
    },
    save: () => {
      for (const { script, entry } of compiled.splice(0)) writeEntry(entry, script.createCachedData());
    },
  };
}

/** Where a module is kept, and the text that tells that it is still the same module. */
interface Entry {
  readonly path: string;
  readonly identity: string;
}

function findEntry(
  folder: string,
  { code, filename }: { readonly code: string; readonly filename: string },
): Entry | null {
  const { v8 } = process.versions;
  const engine = [process.version, v8, process.platform, process.arch, ...process.execArgv].join(' ');
  const name = createHash('sha256').update(`${engine}\n${filename}`).digest('hex');
  try {
    const { size, mtimeMs } = statSync(filename);
    return { path: join(folder, `${name}.v8`), identity: `${size} ${mtimeMs} ${code.length}` };
  } catch {
    return null;
  }
}

/** A file: its digest, a line end, what it is kept for, a line end, and V8's bytes. The digest is of all after it. */
function readEntry({ path, identity }: Entry): Buffer | null {
  try {
    const bytes = readFileSync(path);
    const content = bytes.subarray(65);
    const start = Buffer.from(`${identity}\n`);
    if (!content.subarray(0, start.length).equals(start)) return null;
    return bytes.toString('latin1', 0, 64) === digest(content) ? content.subarray(start.length) : null;
  } catch {
    return null;
  }
}

function writeEntry({ path, identity }: Entry, data: Buffer): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const content = Buffer.concat([Buffer.from(`${identity}\n`), data]);
    writeFileSync(temporary, Buffer.concat([Buffer.from(`${digest(content)}\n`), content]), {
      flag: 'wx',
      mode: 0o600,
    });
    renameSync(temporary, path);
  } catch {
    rmSync(temporary, { force: true });
  }
}

function digest(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

type Compile = (this: NodeJS.Module, code: string, filename: string, ...rest: readonly unknown[]) => unknown;

/** Node 20 asks this method to run a CommonJS module, be it required or imported. */
function patchLoader(folder: string): void {
  const prototype: { readonly require: unknown; _compile?: Compile } = Module.prototype;
  const original = prototype._compile;
  if (original === undefined) return;
  const cache = openCompileCache(folder);
  prototype._compile = function (code, filename, ...rest) {
    const isScript = code.length >= minLength && !rest.includes('module') && !rest.includes(true);
    const run = isScript ? compileModule(cache, code, filename) : null;
    if (run === null) return original.call(this, code, filename, ...rest);
    return run.call(this.exports, this.exports, createRequire(filename), this, filename, dirname(filename));
  };
  process.on('exit', () => {
    cache.save();
  });
}

/** Called with `exports`, `require`, `module`, `__filename` and `__dirname`. */
type ModuleFunction = (...parameters: readonly unknown[]) => unknown;

/** Null when it does not compile: then Node's own loader knows what it is, or says what is wrong with it. */
function compileModule(cache: CompileCache, code: string, filename: string): ModuleFunction | null {
  try {
    const script = cache.compile(Module.wrap(code.replace(/^#!.*/, '')), filename);
    return script.runInThisContext() as ModuleFunction;
  } catch {
    return null;
  }
}
