/** `npm run corpus [-- name …]`: the whole corpus, or the descriptions that are named. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { descriptions, type Description } from './descriptions.js';
import type { Report } from './examine.js';
import { fileOf, install, root } from './install.js';
import { reasonOf } from './json.js';
import { printReport, printSummary } from './print.js';

const execute = promisify(execFile);
/** As many as the machine has cores; each takes at most what the largest description needs. */
const AT_ONCE = 2;
const MOST_MEGABYTES = 6_000;

const help = `Generates a package of each description, compiles it with three compilers and calls all of its operations.

  npm run corpus -- [options] [name …]

      --verbose   every failure, everything skipped, everything loosened
      --help

Names: ${descriptions.map(({ name }) => name).join(', ')}
`;

const { values: flags, positionals: wanted } = readArguments();
if (flags.help) {
  process.stdout.write(help);
  process.exit(0);
}
const unknown = wanted.filter((name) => !descriptions.some((one) => one.name === name));
if (unknown.length > 0) {
  process.stderr.write(`corpus: no description is called ${unknown.join(', ')}\n`);
  process.stderr.write(`corpus: there are ${descriptions.map(({ name }) => name).join(', ')}\n`);
  process.exit(2);
}
const chosen = descriptions.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
install('');
if (chosen.some(({ folder }) => folder === 'large')) install('large');
const missing = chosen.filter((one) => !existsSync(fileOf(one)));
if (missing.length > 0) throw new Error(`the packages do not bring ${missing.map(fileOf).join(', ')}`);

const start = performance.now();
const reports: Report[] = [];
// The largest take longest: they begin first, and the small ones fill what is left.
const left = [...chosen].reverse();
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const report = await examineApart(next);
      reports.push(report);
      process.stdout.write(printReport(report, { isVerbose: flags.verbose }));
    }
  }),
);
process.stdout.write(printSummary(reports, performance.now() - start));
process.exitCode = reports.some(({ failures }) => failures.length > 0) ? 1 : 0;

function readArguments(): { values: { help: boolean; verbose: boolean }; positionals: string[] } {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ options: { help: flag, verbose: flag }, allowPositionals: true });
  } catch (error) {
    process.stderr.write(`corpus: ${reasonOf(error)}\n\n${help}`);
    process.exit(2);
  }
}

async function examineApart(description: Description): Promise<Report> {
  const began = performance.now();
  const script = join(root, 'test/corpus/dist/one.js');
  const command = [`--max-old-space-size=${MOST_MEGABYTES}`, script, description.name, '6.0', '7.0'];
  try {
    const { stdout } = await execute(process.execPath, command, { maxBuffer: 512 << 20 });
    return JSON.parse(stdout) as Report;
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    const [line = reasonOf(error)] = (stderr ?? '').split('\n').filter((one) => /Error|error/.test(one));
    const empty = {
      version: '',
      bytes: 0,
      files: 0,
      operations: 0,
      called: 0,
      calls: 0,
      skipped: [],
      loosened: [],
      compiled: [],
    };
    const ms = performance.now() - began;
    return {
      name: description.name,
      ...empty,
      generateMs: 0,
      ms,
      failures: [`the harness fails: ${line.slice(0, 300)}`],
    };
  }
}
