/** The journey in workerd. Its own program is started, not the launcher. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Report } from './programs/plan.js';
import { startProgram, stopProgram } from './run-program.js';
import type { Trip } from './travel-process.js';

/** No flag of compatibility: nothing of Node is there. It may reach this machine. */
const configuration = (file: string): string => `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "journey", worker = .journey),
    (name = "internet", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "journey")],
);

const journey :Workerd.Worker = (
  modules = [(name = "journey", esModule = embed "${file}")],
  compatibilityDate = "2026-01-01",
);
`;

/** Starts a worker, gives it the plan, takes its report, and stops it. */
export async function travelByWorker({ environment, file, folder, plan, limitMs }: Trip): Promise<Report> {
  const name = 'workerd.capnp';
  await writeFile(join(folder, name), configuration(file));
  const args = ['serve', ...environment.args, name, '--control-fd=3'];
  const child = startProgram({ program: environment.path, args, folder, limitMs });
  let problems = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    problems += text;
  });
  try {
    const port = await readPort(child.stdio[3] as Readable, child.once.bind(child));
    const signal = AbortSignal.timeout(limitMs);
    const body = JSON.stringify(plan);
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, signal });
    if (!answer.ok) throw new Error(`status ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Report;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)} ${problems.slice(-1500)}`, {
      cause: error,
    });
  } finally {
    stopProgram(child);
  }
}

/** workerd says on its control pipe, one JSON a line, where it listens. */
function readPort(control: Readable, once: (event: 'exit', end: () => void) => unknown): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    control.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      const port = /"event":"listen","socket":"http","port":(\d+)/.exec(text)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    once('exit', () => {
      reject(new Error('workerd ended before it listened'));
    });
  });
}
