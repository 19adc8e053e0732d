import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests read the sources, so that a change needs no build; the packed packages have tests of their own.
    alias: [
      { find: /^@rowsweep\/runtime$/, replacement: source('runtime/index.ts') },
      { find: /^@rowsweep\/runtime\/v1$/, replacement: source('runtime/v1.ts') },
      { find: /^@rowsweep\/runtime\/([a-z-]+)$/, replacement: source('runtime/$1/index.ts') },
      { find: /^@rowsweep\/sandbox$/, replacement: source('sandbox/index.ts') },
      { find: /^@rowsweep\/([a-z]+)$/, replacement: source('generated/$1/src/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    // What compares the embedded store with a real database needs one: `npm run test:mysql`.
    exclude: [...configDefaults.exclude, ...(process.env['SANDBOX_MYSQL_URL'] ? [] : ['test/mysql/**'])],
    setupFiles: ['test/properties.ts'],
    reporters: ['default', './test/closing-line.ts'],
    // Fifty times as many cases take fifty times as long.
    testTimeout: process.env['ROWSWEEP_FUZZ'] === undefined ? 60_000 : 3_000_000,
    hookTimeout: 60_000,
    // Two cores: more workers only take turns.
    maxWorkers: 2,
  },
});
