/** `npm run mutants [-- --only name,name]`: how many planted faults the tests of the pure heart notice. */
import { help, readOptions } from './options.js';
import { plantFaults } from './plant.js';
import { isMet, readScores, writeScores } from './scores.js';

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(help);
    return 0;
  }
  const { chosen, survivors, json } = options;
  process.stderr.write(`planting faults in ${chosen.length} files; all take some minutes\n`);
  const scores = readScores(await plantFaults(chosen), chosen);
  process.stdout.write(`${json ? JSON.stringify(scores, null, 2) : writeScores(scores, survivors)}\n`);
  return scores.every(isMet) ? 0 : 1;
}

// What has begun is ended, and what was written is removed, when the process exits: not when a signal kills it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(2));
}
try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
