/** `npm run portability [-- --only name,name]`: the packed packages wherever JavaScript runs. */
import { help, readOptions } from './options.js';
import { reasonOf } from './programs/plan.js';
import { legend, listFailures, writeTable } from './table.js';
import { tryEnvironment, type Result } from './try-environment.js';
import { openWorkplace } from './workplace.js';

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(help);
    return 0;
  }
  const workplace = await openWorkplace();
  try {
    const results: Result[] = [];
    for (const environment of options.chosen) {
      process.stderr.write(`${environment.title}\n`);
      results.push(...(await tryEnvironment(environment, workplace)));
    }
    const strays = await workplace.listStrays();
    const failures = [...listFailures(results), ...strays];
    if (options.json) {
      const { packages } = workplace;
      process.stdout.write(`${JSON.stringify({ packages, results, strays }, null, 2)}\n`);
    } else {
      const parts = [workplace.packages.join(', '), writeTable(results), legend, failures.join('\n')];
      process.stdout.write(`${parts.filter((part) => part !== '').join('\n\n')}\n`);
    }
    return failures.length > 0 ? 1 : 0;
  } finally {
    await workplace.remove();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exitCode = 2;
}
