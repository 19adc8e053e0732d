/**
 * `npm run update-descriptions`: writes for a pull request what the vendors' pages say now, and what that means for
 * callers (dist/update/report.md). Ends with exit code 1 when something of the report is for a person to settle.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findRoot } from './packages.js';
import { run } from './run.js';
import { updateAll } from './update.js';

const root = findRoot();
const program = join(root, 'generator/bin/rowsweep.js');
const pages = JSON.parse(readFileSync(join(root, 'scripts/release/pages.json'), 'utf8')) as Record<
  string,
  string
>;
const { report, isWhole } = await updateAll(pages, {
  root,
  rowsweep: (...args) => run(process.execPath, [program, ...args], { cwd: root }),
});
mkdirSync(join(root, 'dist/update'), { recursive: true });
writeFileSync(join(root, 'dist/update/report.md'), report);
console.log(report);
if (!isWhole) process.exitCode = 1;
