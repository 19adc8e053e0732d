/** What the runtime adds to a program that is bundled: minified by rolldown, gzip at its highest level. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { repository } from './folders.js';

/** The part of rolldown's interface that is used here: https://rolldown.rs/reference/ */
interface Rolldown {
  readonly rolldown: (options: {
    readonly input: string;
    readonly platform: 'browser' | 'node';
    readonly logLevel: 'silent';
  }) => Promise<{
    generate(options: {
      readonly format: 'esm';
      readonly minify: true;
    }): Promise<{ readonly output: readonly { readonly type: string; readonly code?: string }[] }>;
  }>;
}

/** One program and what it weighs. */
export interface Size {
  readonly name: string;
  readonly gzipBytes: number;
  /** What is loaded only when it is used, in files of their own. */
  readonly lazyGzipBytes: number;
}

const programs: readonly (readonly [name: string, platform: 'browser' | 'node', text: string])[] = [
  ['core: connect and bulk', 'browser', `export { connect, bulk } from '@rowsweep/runtime/v1';`],
  [
    'with jobs and reads',
    'browser',
    `export { connect, bulk, deletionJobs, rowReads } from '@rowsweep/runtime/v1';`,
  ],
  ['with filters', 'browser', `export { connect, bulk, bulkWithFilter } from '@rowsweep/runtime/v1';`],
  ['with sweep', 'browser', `export { connect, bulk, sweep } from '@rowsweep/runtime/v1';`],
  [
    'with a journal',
    'node',
    `export { connect, bulk } from '@rowsweep/runtime/v1'; export * from '@rowsweep/runtime/journal';`,
  ],
  [
    'with an audit trail',
    'node',
    `export { connect, bulk } from '@rowsweep/runtime/v1'; export { openAuditFile } from '@rowsweep/runtime/audit';`,
  ],
  [
    'with all of these',
    'node',
    `export { connect, bulkWithFilter, deletionJobs, rowReads, sweep } from '@rowsweep/runtime/v1';
     export * from '@rowsweep/runtime/journal'; export * from '@rowsweep/runtime/audit';`,
  ],
  ['connect alone', 'browser', `export { connect } from '@rowsweep/runtime/v1';`],
  ['@rowsweep/runtime/ids', 'browser', `export * from '@rowsweep/runtime/ids';`],
  ['@rowsweep/runtime/journal', 'node', `export * from '@rowsweep/runtime/journal';`],
  ['@rowsweep/runtime/audit', 'node', `export * from '@rowsweep/runtime/audit';`],
  ['@rowsweep/runtime/keep-alive', 'node', `export * from '@rowsweep/runtime/keep-alive';`],
];

/** Bundles each program. `folder` must be where modules resolve as they do in this repository. */
export async function measureSizes(folder: string): Promise<readonly Size[]> {
  const fromRoot = createRequire(join(repository, 'package.json'));
  // The bundler that comes with vite, so that nothing more is installed.
  const fromVite = createRequire(fromRoot.resolve('vite'));
  const { rolldown } = (await import(pathToFileURL(fromVite.resolve('rolldown')).href)) as Rolldown;
  mkdirSync(folder, { recursive: true });
  const sizes: Size[] = [];
  for (const [index, [name, platform, text]] of programs.entries()) {
    const input = join(folder, `program-${index}.mjs`);
    writeFileSync(input, text);
    const { output } = await (
      await rolldown({ input, platform, logLevel: 'silent' })
    ).generate({ format: 'esm', minify: true });
    const [first = 0, ...lazy] = output.map(({ code = '' }) => gzipSync(code, { level: 9 }).length);
    sizes.push({ name, gzipBytes: first, lazyGzipBytes: lazy.reduce((sum, bytes) => sum + bytes, 0) });
  }
  return sizes;
}
