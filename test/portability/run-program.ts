/** Runs a program to its end, or until it is told to stop. */
import { spawn, type ChildProcess } from 'node:child_process';

/** What to run. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly limitMs: number;
}

const keptCharacters = 16 << 20;

/**
 * What it printed to standard output. Rejects when it fails, and when it is stopped at its limit. It does not outlive an
 * exit of this process.
 */
export function runProgram(command: Command): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = startProgram(command);
    const stop = (): void => {
      stopProgram(child);
    };
    process.once('exit', stop);
    let output = '';
    let problems = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-keptCharacters);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      problems = (problems + text).slice(-keptCharacters);
    });
    let isLate = false;
    const limit = setTimeout(() => {
      isLate = true;
      stop();
    }, command.limitMs);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      process.off('exit', stop);
      if (code === 0) resolve(output);
      else {
        const ending = isLate
          ? `stopped after ${command.limitMs / 1000} s`
          : `exit ${String(code ?? signal)}`;
        // What went wrong stands at the beginning; what follows is where, and how to ask for help.
        reject(new Error(`${ending}: ${`${problems}${output}`.trim().slice(0, 1_000)}`));
      }
    });
  });
}

/** Starts it in a process group of its own, so that what it starts is stopped with it; with a pipe at 3 as well. */
export function startProgram({ program, args, folder }: Command): ChildProcess {
  return spawn(program, args, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1', NODE_OPTIONS: '' },
  });
}

/** Stops it with all that it started; nothing happens when it has ended. */
export function stopProgram({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended in this very moment.
  }
}
