/** The journey in a process: Node, Bun, Deno. */
import type { ReadyEnvironment } from './environments.js';
import type { Plan, Report } from './programs/plan.js';
import { runProgram } from './run-program.js';

/** What a journey needs beside its environment. */
export interface Trip {
  readonly environment: ReadyEnvironment;
  /** The program's file, in the folder. */
  readonly file: string;
  readonly folder: string;
  readonly plan: Plan;
  readonly addresses: Readonly<Record<string, string>>;
  readonly limitMs: number;
}

/** Runs the program, and reads the report that it prints. */
export async function travelByProcess(trip: Trip): Promise<Report> {
  const { environment, file, folder, plan, limitMs } = trip;
  const args = [...environment.args, file, JSON.stringify(plan)];
  const output = await runProgram({ program: environment.path, args, folder, limitMs });
  return JSON.parse(output) as Report;
}
