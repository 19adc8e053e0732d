/** How long the import of what generated code needs takes in a new process; prints milliseconds. */
const began = performance.now();
await import('@rowsweep/runtime/v1');
process.stdout.write(JSON.stringify(performance.now() - began));
