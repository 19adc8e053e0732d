/** The journey as a worker: the plan is a request's body, the report its answer. */
import { checkIds } from './doors.js';
import { travel } from './journey.js';
import type { Plan, Report } from './plan.js';

interface Worker {
  readonly fetch: (request: Request) => Promise<Response>;
}

const worker: Worker = {
  async fetch(request) {
    const plan = (await request.json()) as Plan;
    const report: Report = { visits: await travel(plan), checks: [await checkIds(plan)] };
    return Response.json(report);
  },
};

export default worker;
