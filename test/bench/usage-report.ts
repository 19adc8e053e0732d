/**
 * Loaded into every Node process that the bench measures (`--import`): leaves the peak of its memory and its processor
 * time in a file named by its process id. A tool that starts another process leaves two files.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What one process used. */
export interface Usage {
  readonly peakKibibytes: number;
  readonly cpuMicroseconds: number;
}

const folder = process.env['ROWSWEEP_BENCH_USAGE'];
if (folder !== undefined) {
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const usage: Usage = { peakKibibytes: maxRSS, cpuMicroseconds: userCPUTime + systemCPUTime };
    writeFileSync(join(folder, String(process.pid)), JSON.stringify(usage));
  });
}
