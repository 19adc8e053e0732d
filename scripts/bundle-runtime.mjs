// Bundles the runtime: one file for each door that its package.json names, and chunks for what doors share. A hundred
// modules take four times as long to import as one file; what a program does not use falls out of either alike.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const root = fileURLToPath(new URL('../', import.meta.url));
const runtime = join(root, 'runtime');
const built = join(runtime, 'dist');
const { exports: doors, dependencies } = JSON.parse(readFileSync(join(runtime, 'package.json'), 'utf8'));

/** `./dist/journal/index.js` is made from `journal/index.ts`. */
const files = Object.values(doors).flatMap((door) => (typeof door === 'string' ? [] : [door.default]));
const input = Object.fromEntries(
  files.map((file) => {
    const name = relative('dist', file).replace(/\.js$/, '');
    return [name, join(runtime, `${name}.ts`)];
  }),
);

/** What only those import who use it; it may need Node. */
const apart = /^(?:audit|file-lock|ids|journal|keep-alive)[\\/]/;

// The declarations in the same folder are the compiler's.
for (const file of readdirSync(built, { recursive: true })) {
  if (/\.js(\.map)?$/.test(file)) rmSync(join(built, file));
}
await build({
  cwd: root,
  input,
  platform: 'neutral',
  external: [/^node:/, ...Object.keys(dependencies)],
  tsconfig: join(runtime, 'tsconfig.json'),
  logLevel: 'warn',
  output: {
    dir: built,
    format: 'esm',
    sourcemap: true,
    // What people read is in the declarations and, by the source maps, in the sources; bundlers read what has no effect.
    comments: { annotation: true, jsdoc: false, legal: false },
    chunkFileNames: 'chunks/[name].js',
    // Every file more costs a millisecond to import, so what every client needs is one.
    codeSplitting: { groups: [{ name: 'core', test: (id) => !apart.test(relative(runtime, id)) }] },
  },
});
