import { answer, run } from './run.js';

const argv = process.argv.slice(2);
// What is only asked loads nothing large.
if (answer(argv) === null) {
  const { enableCompileCache } = await import('./compile-cache.js');
  enableCompileCache();
}
process.exitCode = await run(argv);
