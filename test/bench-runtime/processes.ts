/** The processes of the bench: one server for all of it, and a new client for every measurement. */
import { fork, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Seen } from './server.js';
import type { Measured, Task } from './task.js';

/** A server that runs. */
export interface CannedServer {
  readonly url: string;
  /** What it has seen since this was last asked. */
  readonly takeSeen: () => Promise<Seen>;
  readonly close: () => void;
}

/** Starts the server on a free port of the loopback interface. */
export async function startServer(): Promise<CannedServer> {
  const child = fork(join(import.meta.dirname, 'server.js'), { stdio: 'inherit' });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => {
      resolve(Number(message));
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`The server ended with ${String(code)}.`));
    });
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    takeSeen: async () => (await (await fetch(`${url}/seen`)).json()) as Seen,
    close: () => {
      child.disconnect();
    },
  };
}

const longestMs = 300_000;

/** Runs a program of this folder in a process of its own, and gives what it printed as JSON. */
export async function runProgram(
  program: string,
  argument: unknown,
  nodeOptions: readonly string[] = [],
): Promise<unknown> {
  const file = join(import.meta.dirname, program);
  const child = spawn(process.execPath, [...nodeOptions, file, JSON.stringify(argument)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: longestMs,
  });
  let output = '';
  let problems = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (problems += text));
  const code = await new Promise<number | string | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit, signal) => {
      resolve(exit ?? signal);
    });
  });
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}: ${problems.trim().slice(-2000)}`);
  return JSON.parse(output) as unknown;
}

/** Runs one task in a new process. Rejects when the work was not done: whoever stops early is fast. */
export async function measure(task: Task, nodeOptions: readonly string[] = []): Promise<Measured> {
  const measured = (await runProgram('client.js', task, nodeOptions)) as Measured;
  const problem = findUndone(task, measured);
  if (problem !== null) throw new Error(problem);
  return measured;
}

/** What of a task was not done; null: nothing. Of a server that fails now and then an id may be left. */
export function findUndone(
  { tool, url, ids }: Pick<Task, 'tool' | 'url' | 'ids'>,
  { settled, state }: Pick<Measured, 'settled' | 'state'>,
): string | null {
  if (state !== 'dryRun' && !state.startsWith('completed')) return `${tool} at ${url} ended as "${state}".`;
  if (settled === ids || url.endsWith('/failing')) return null;
  return `${tool} at ${url} says that ${settled} of ${ids} ids are gone.`;
}
