/** The command `rowsweep-sandbox`: runs until SIGINT or SIGTERM; exit code 1 when it cannot start. */
import { runCommand } from './command.js';

runCommand({
  arguments: process.argv.slice(2),
  print: (text) => process.stdout.write(text),
  waitForStop: () =>
    new Promise((resolve) => {
      const stop = (): void => {
        resolve();
      };
      process.once('SIGINT', stop);
      process.once('SIGTERM', stop);
    }),
}).catch((error: unknown) => {
  process.stderr.write(`rowsweep-sandbox: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
