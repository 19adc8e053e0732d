/** One measurement, in a process of its own: runs the task in its first argument and prints what it measured. */
import { getHeapStatistics } from 'node:v8';
import { runOurs, type Ran } from './ours.js';
import { loadPeer } from './peers.js';
import type { Measured, Task } from './task.js';

const bytesInMiB = 1 << 20;

const task = JSON.parse(process.argv[2] ?? '{}') as Task;
// What a tool loads is loaded before anything is measured.
const run = await load(task);

let peakHeapBytes = 0;
const sampler =
  task.heapSampleMs === undefined
    ? undefined
    : setInterval(() => {
        peakHeapBytes = Math.max(peakHeapBytes, getHeapStatistics().used_heap_size);
      }, task.heapSampleMs);
const cpuBefore = process.cpuUsage();
const began = performance.now();
const ran = await run(task);
const wallMs = performance.now() - began;
const { user, system } = process.cpuUsage(cpuBefore);
clearInterval(sampler);

const measured: Measured = {
  wallMs,
  cpuMs: (user + system) / 1000,
  peakHeapMiB: peakHeapBytes / bytesInMiB,
  peakRssMiB: process.resourceUsage().maxRSS / 1024,
  ...ran,
};
process.stdout.write(JSON.stringify(measured), () => {
  process.exit();
});

async function load({ tool }: Task): Promise<(given: Task) => Promise<Ran>> {
  return tool === 'rowsweep' ? runOurs : loadPeer(tool);
}
