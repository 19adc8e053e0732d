/** Runs Stryker on a copy: it writes into the folder in which it works, and so do its tests' tools. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { installFolder, linkModules, repository } from '../bench/workplace.js';
import { runProgram } from '../portability/run-program.js';
import type { MutationReport } from './scores.js';
import type { Subject } from './subjects.js';

const strykerFolder = join(repository, 'test/mutants/stryker');
/** What the subjects and their tests import. */
const copied = ['tsconfig.base.json', 'runtime', 'test/runtime', 'test/properties.ts'];
/** A mutant that hangs is stopped so long after the time that its tests take without it. */
const hangingMs = 5_000;
const limitMs = 30 * 60_000;

/** Plants every fault in a temporary folder, which is removed at the end. Rejects when the tests fail without any. */
export async function plantFaults(subjects: readonly Subject[]): Promise<MutationReport> {
  installFolder(strykerFolder);
  const folder = mkdtempSync(join(tmpdir(), 'rowsweep-mutants-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  try {
    fillFolder(folder, subjects);
    const stryker = join(strykerFolder, 'node_modules/@stryker-mutator/core/bin/stryker.js');
    await runProgram({ program: process.execPath, args: [stryker, 'run'], folder, limitMs });
    return JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as MutationReport;
  } finally {
    remove();
    process.off('exit', remove);
  }
}

function fillFolder(folder: string, subjects: readonly Subject[]): void {
  const isSource = (path: string): boolean => !['dist', 'node_modules'].includes(basename(path));
  for (const path of copied) {
    cpSync(join(repository, path), join(folder, path), { recursive: true, filter: isSource });
  }
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  linkModules(join(repository, 'node_modules'), modules);
  const write = (name: string, text: string): void => {
    writeFileSync(join(folder, name), `${text}\n`);
  };
  write('package.json', '{ "private": true, "type": "module" }');
  const tests = {
    include: [...new Set(subjects.flatMap(({ tests: own }) => own))],
    setupFiles: ['test/properties.ts'],
    testTimeout: 60_000,
  };
  write('vitest.config.js', `export default ${JSON.stringify({ test: tests })};`);
  const settings = {
    testRunner: 'vitest',
    mutate: subjects.map(({ file }) => file),
    // The folder is a copy.
    inPlace: true,
    coverageAnalysis: 'perTest',
    timeoutMS: hangingMs,
    // As many as the tests' own workers.
    concurrency: 2,
    reporters: ['json'],
    jsonReporter: { fileName: 'report.json' },
  };
  write('stryker.config.json', JSON.stringify(settings));
}
