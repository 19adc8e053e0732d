/** `npm run bench:generate`: reads the command line, runs the bench, prints the tables. */
import { readFileSync } from 'node:fs';
import { openNamed, runBench } from './bench.js';
import { profileOurs } from './cpu-profile.js';
import { large } from './descriptions.js';
import { help, readOptions, type Options } from './options.js';
import { writeProfile, writeReport } from './report.js';
import { readTargets, type Target } from './targets.js';
import { openWorkplace, type Workplace } from './workplace.js';

/** What `--json` prints. */
interface Printed {
  readonly targets: readonly Target[];
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(help);
    return;
  }
  const workplace = openWorkplace(options.ours);
  try {
    process.stdout.write(await work(workplace, options));
  } finally {
    if (options.keep) process.stderr.write(`kept: ${workplace.folder}\n`);
    else workplace.remove();
  }
}

async function work(workplace: Workplace, options: Options): Promise<string> {
  if (options.profile) {
    const [only] = options.descriptions;
    const name = options.descriptions.length === 1 && only !== undefined ? only : large;
    const summary = await profileOurs(workplace, openNamed(workplace, name));
    return options.json ? `${JSON.stringify(summary)}\n` : `${writeProfile(summary)}\n`;
  }
  const began = performance.now();
  const results = await runBench(workplace, options, (text) => {
    process.stderr.write(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${text}\n`);
  });
  const targets = readTargets(results);
  if (options.json) return `${JSON.stringify({ targets, results }, null, 2)}\n`;
  return writeReport(results, targets, options.before === null ? null : readEarlier(options.before));
}

function readEarlier(file: string): readonly Target[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as Printed).targets;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
