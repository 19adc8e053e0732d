/** The journey as a program of Bun or Deno: the plan is its argument, the report its only line. */
import { checkIds } from './doors.js';
import { travel } from './journey.js';
import type { Plan, Report } from './plan.js';

async function main(plan: Plan): Promise<void> {
  const report: Report = { visits: await travel(plan), checks: [await checkIds(plan)] };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

void main(JSON.parse(process.argv[2] ?? '') as Plan);
