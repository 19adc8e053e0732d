/** The journey as the script of a page. Its own server hands out the plan, takes the report and passes requests on. */
import { createExtruct, RowsweepError } from '@rowsweep/extruct';
import { check, checkIds } from './doors.js';
import { travel } from './journey.js';
import { reasonOf, type Check, type Plan, type Report } from './plan.js';

/** A provider that allows no other origin: the browser refuses, and that is an error like any other. */
function checkOtherOrigin({ extruct, otherOrigin }: Plan): Promise<Check> {
  return check('cross-origin', async () => {
    const client = createExtruct({ ...extruct.options, baseUrl: otherOrigin, retry: { maxRetries: 0 } });
    const request = { path: { table_id: extruct.target.table_id }, body: { rows: [extruct.kept] } };
    const error: unknown = await client.deleteTableRows(request).catch((thrown: unknown) => thrown);
    if (!(error instanceof RowsweepError)) throw new Error(`no error of ours: ${reasonOf(error)}`);
    if (error.code !== 'CONNECTION') throw new Error(`it is ${error.code}: ${error.message}`);
  });
}

async function main(): Promise<void> {
  const plan = (await (await fetch('/plan')).json()) as Plan;
  const report: Report = {
    visits: await travel(plan),
    checks: [await checkIds(plan), await checkOtherOrigin(plan)],
  };
  await fetch('/report', { method: 'POST', body: JSON.stringify(report) });
}

main().catch((error: unknown) => fetch('/report', { method: 'POST', body: reasonOf(error) }));
