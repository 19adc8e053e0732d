/** What is weighed of a package that is ready to be published. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listOrphans, measureBundle } from '../../scripts/release/checks.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rowsweep-staged-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function make(name: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, path, '..'), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  }
  return join(folder, name);
}

it('a module that was built and whose source is gone is refused', () => {
  const built = { 'dist/index.d.ts': '', 'dist/a/b.d.ts': '', 'dist/chunks/c.js': '', 'dist/a.hbs': '' };
  const staged = make('staged', built);
  const beside = make('beside', { 'index.ts': '', 'a/b.ts': '' });
  const within = make('within', { 'src/index.ts': '', 'src/a/b.ts': '', 'a.ts': '' });
  expect(listOrphans(staged, beside)).toEqual([]);
  expect(listOrphans(staged, within)).toEqual([]);
  rmSync(join(within, 'src/a/b.ts'));
  expect(listOrphans(staged, within)).toEqual([expect.stringContaining('dist/a/b.d.ts have no source')]);
});

it('the bundle is of what the packed manifest exports, with what that needs', async () => {
  const root = make('tree', {
    'node_modules/dependency/package.json': '{ "name": "dependency", "type": "module", "exports": "./a.js" }',
    'node_modules/dependency/a.js': `export const needed = ${JSON.stringify('ab'.repeat(10))};\n`,
  });
  const staged = (name: string, text: string): string =>
    make(`temporary/staged/${name}`, {
      'package.json': JSON.stringify({ type: 'module', exports: { '.': { default: './dist/main.js' } } }),
      'dist/main.js': text,
      'dist/index.js': 'export const other = 1;\n',
    });
  const places = { root, temporary: join(folder, 'temporary') };
  const small = await measureBundle(staged('small', 'export const x = 1;\n'), places);
  const large = await measureBundle(staged('large', "export { needed } from 'dependency';\n"), places);
  expect(small).toBeGreaterThan(0);
  expect(large).toBeGreaterThan(small);
});
