/** `npm run bench:runtime`: measures the goals of the runtime, and prints what is met and what is not. */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { installFolder } from '../bench/workplace.js';
import { runBench } from './bench.js';
import { peersFolder } from './folders.js';
import { judgeAll } from './judge.js';
import { help, readOptions } from './options.js';
import { startServer } from './processes.js';
import { writeReport } from './report.js';

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(help);
    return;
  }
  installFolder(peersFolder);
  const folder = mkdtempSync(join(tmpdir(), 'rowsweep-bench-runtime-'));
  const began = performance.now();
  const say = (text: string): void => {
    process.stderr.write(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${text}\n`);
  };
  const server = await startServer();
  try {
    const machine = {
      node: process.version,
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      loadBefore: loadavg()[0],
    };
    const results = await runBench({ server, options, folder, say });
    const verdicts = judgeAll(results);
    if (options.json) {
      process.stdout.write(`${JSON.stringify({ machine, verdicts, results }, null, 2)}\n`);
      return;
    }
    const { node, cpu, cores, loadBefore = 0 } = machine;
    const head = `Node ${node}, ${cores} × ${cpu}, load before: ${loadBefore.toFixed(1)}`;
    process.stdout.write(`${head}\n\n${writeReport(results)}\n`);
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
}
