/** What a generated client adds to a call, measured where the network costs nothing. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleFile } from './bundle.js';
import type { Call } from './descriptions.js';
import { runNode } from './process-run.js';
import type { CallCost } from './results.js';
import { median } from './statistics.js';

/** What a worker is told. */
export interface CallTask {
  /** The URL of a module that exports `call()`. */
  readonly bundle: string;
  readonly call: Call;
  readonly calls: number;
  readonly batches: number;
}

/** What a worker prints: microseconds a call, batch by batch. */
export interface CallTimes {
  readonly microseconds: readonly number[];
}

/** A program that `measureBundle` has made. */
export interface Callee {
  readonly tool: string;
  readonly folder: string;
}

const calls = 10_000;
const batches = 3;
const limitSeconds = 180;

/** Calls every program in turn, a fresh process each and every round. */
export async function measureCalls(
  callees: readonly Callee[],
  options: {
    readonly description: string;
    readonly call: Call;
    readonly rounds: number;
    readonly say: (text: string) => void;
  },
): Promise<CallCost[]> {
  const { description, call, rounds, say } = options;
  const entries = callees.map(({ tool, folder }) => ({
    tool,
    folder,
    microseconds: [] as (number | null)[],
    failure: null as string | null,
  }));
  for (let round = 1; round <= rounds; round += 1) {
    for (const entry of entries) {
      if (entry.failure !== null) continue;
      say(`round ${round}: calling with ${entry.tool}`);
      const bundle = pathToFileURL(bundleFile(entry.folder)).href;
      const task: CallTask = { bundle, call, calls, batches };
      const worker = join(import.meta.dirname, 'call-worker.js');
      const run = await runNode({
        args: [worker, JSON.stringify(task)],
        folder: entry.folder,
        limitSeconds,
      });
      entry.failure = run.failure;
      entry.microseconds.push(run.failure === null ? median(readTimes(run.output)) : null);
    }
  }
  return entries.map(({ tool, microseconds, failure }) => ({ description, tool, microseconds, failure }));
}

function readTimes(output: string): readonly number[] {
  return (JSON.parse(output) as CallTimes).microseconds;
}
