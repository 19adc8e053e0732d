/** Makes programs out of the sources in `programs/`, with the bundler that the repository has. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin, type Rollup } from 'vite';
import type { Way } from './environments.js';

/** What is bundled, and where. */
export interface Bundling {
  /** A folder whose `node_modules` hold the packages. */
  readonly folder: string;
  /** A file in it. */
  readonly entry: string;
  /** `import` and `require`: the packages are left to the environment. `bundle`: they are taken in. */
  readonly way: Way;
}

const left = /^(@rowsweep\/|node:)/;

/** Writes one file beside the entry and gives its name. */
export async function bundleProgram({ folder, entry, way }: Bundling): Promise<string> {
  const [output] = await run(folder, entry, way, []);
  const [chunk, ...more] = output?.output ?? [];
  if (chunk === undefined || more.length > 0) throw new Error(`${entry} did not become one file`);
  const name = `${entry.replace(/^.*\/|\.ts$/g, '')}-${way}.${way === 'require' ? 'cjs' : 'mjs'}`;
  await writeFile(join(folder, name), chunk.code);
  return name;
}

/** Every module that a specifier leads to, used or not, also behind an `import()`. */
export async function listModules(folder: string, specifier: string): Promise<readonly string[]> {
  const entry = `reach-${specifier.replace(/\W/g, '-')}.ts`;
  await writeFile(join(folder, entry), `export * from ${JSON.stringify(specifier)};\n`);
  const modules = new Set<string>();
  await run(folder, entry, 'bundle', [
    {
      name: 'list-modules',
      moduleParsed({ id }) {
        modules.add(id);
      },
    },
  ]);
  return [...modules].sort();
}

async function run(
  folder: string,
  entry: string,
  way: Way,
  plugins: readonly Plugin[],
): Promise<readonly Rollup.RollupOutput[]> {
  const result = await build({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    plugins: [...plugins],
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: { entry: join(folder, entry), formats: [way === 'require' ? 'cjs' : 'es'] },
      rolldownOptions: { external: way === 'bundle' ? [] : [left] },
    },
  });
  if (!Array.isArray(result)) throw new Error('the bundler gave no output');
  return result;
}
