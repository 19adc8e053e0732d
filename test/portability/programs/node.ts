/** The journey as a program of Node: the plan is its argument, the report its only line. */
import { checkDoorsOfNode } from './doors-of-node.js';
import { checkIds } from './doors.js';
import { travel } from './journey.js';
import type { Plan, Report } from './plan.js';

async function main(plan: Plan): Promise<void> {
  const visits = await travel(plan);
  const checks = [await checkIds(plan), ...(await checkDoorsOfNode(plan))];
  const report: Report = { visits, checks };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

void main(JSON.parse(process.argv[2] ?? '') as Plan);
