/** Runs one Node program as a whole process and says how long it took and how much memory it held. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Usage } from './usage-report.js';

/** What to run. */
export interface Command {
  /** Arguments of Node: options of Node itself, the program's file, and the program's arguments. */
  readonly args: readonly string[];
  readonly folder: string;
  readonly limitSeconds: number;
}

/** How one process went. */
export interface Run {
  /** From the start of the process to its end. */
  readonly seconds: number;
  /** The peak of its resident memory in MiB, of its largest process; null when none could tell. */
  readonly peakMebibytes: number | null;
  /** Processor time, of all its threads and processes: steadier than the clock where others work too. */
  readonly cpuSeconds: number | null;
  /** Why it is no result: the end of what it printed, or the time limit. Null when it ended with exit code 0. */
  readonly failure: string | null;
  /** What it printed to standard output, the last 4 MiB of it. */
  readonly output: string;
}

const keptCharacters = 4 << 20;
const usageReport = pathToFileURL(join(import.meta.dirname, 'usage-report.js')).href;

/** Never rejects: a program that fails, or is stopped at its limit, is a `Run` with a `failure`. */
export async function runNode({ args, folder, limitSeconds }: Command): Promise<Run> {
  const usage = join(folder, '.usage');
  mkdirSync(usage, { recursive: true });
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: folder,
    // A process group of its own, so that a tool that starts another process is stopped with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_OPTIONS: `--import=${usageReport}`,
      ROWSWEEP_BENCH_USAGE: usage,
      DO_NOT_TRACK: '1',
      REDOCLY_TELEMETRY: 'off',
      REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
      NO_COLOR: '1',
    },
  });
  let output = '';
  let problems = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-keptCharacters);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    problems = (problems + text).slice(-keptCharacters);
  });
  let stopped = false;
  const limit = setTimeout(() => {
    stopped = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, limitSeconds * 1000);
  const ending = await new Promise<{ readonly seconds: number; readonly failure: string | null }>(
    (resolve) => {
      const end = (failure: string | null): void => {
        resolve({ seconds: (performance.now() - began) / 1000, failure });
      };
      child.on('error', (error) => {
        end(error.message);
      });
      child.on('close', (code, signal) => {
        if (stopped) end(`stopped after ${limitSeconds} s`);
        else end(code === 0 ? null : `exit ${String(code ?? signal)}: ${lastWords(problems, output)}`);
      });
    },
  );
  clearTimeout(limit);
  const used = readUsage(usage);
  rmSync(usage, { recursive: true, force: true });
  return { ...ending, ...used, output };
}

function readUsage(folder: string): Pick<Run, 'peakMebibytes' | 'cpuSeconds'> {
  const all = readdirSync(folder).map(
    (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Usage,
  );
  if (all.length === 0) return { peakMebibytes: null, cpuSeconds: null };
  return {
    peakMebibytes: Math.max(...all.map(({ peakKibibytes }) => peakKibibytes)) / 1024,
    cpuSeconds: all.reduce((sum, { cpuMicroseconds }) => sum + cpuMicroseconds, 0) / 1_000_000,
  };
}

/** The line that most likely says what went wrong, short enough for a table. */
function lastWords(problems: string, output: string): string {
  const lines = `${output}\n${problems}`
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('at ') && !line.startsWith('Node.js v'));
  const telling = lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? 'it printed nothing';
  return telling.slice(0, 160);
}
