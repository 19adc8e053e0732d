/** The doors of the runtime that are for Node alone. */
import { join } from 'node:path';
import { createExtruct } from '@rowsweep/extruct';
import { openAuditFile, verifyAuditFile } from '@rowsweep/runtime/audit';
import { openJournal } from '@rowsweep/runtime/journal';
import { createKeepAliveFetch } from '@rowsweep/runtime/keep-alive';
import { check, expectAll } from './doors.js';
import type { Check, Plan } from './plan.js';

/** Deletes through each of the doors. Never rejects. */
export async function checkDoorsOfNode(plan: Plan): Promise<readonly Check[]> {
  return [await checkKeepAlive(plan), await checkJournal(plan), await checkAudit(plan)];
}

function checkKeepAlive({ doors, extruct }: Plan): Promise<Check> {
  return check('/keep-alive', async () => {
    const fetch = createKeepAliveFetch();
    const rows = createExtruct({ ...extruct.options, fetch }).rows(extruct.target);
    const { byStatus } = await rows.deleteMany(doors.keepAlive, { chunk: { maxIds: 1 } });
    await fetch.close();
    expectAll(byStatus.deleted, doors.keepAlive);
  });
}

/** A second run on the journal of the first finds everything done and sends nothing. */
function checkJournal({ doors, extruct, folder }: Plan): Promise<Check> {
  return check('/journal', async () => {
    const path = join(folder, 'journal');
    const rows = createExtruct(extruct.options).rows(extruct.target);
    const { byStatus } = await rows.deleteMany(doors.journal, { journal: openJournal(path) });
    expectAll(byStatus.deleted, doors.journal);
    const again = await rows.resume(openJournal(path));
    if (again.requests.sent !== 0 || again.byStatus.skipped !== doors.journal.length) {
      throw new Error(`resuming sent ${again.requests.sent} and skipped ${again.byStatus.skipped}`);
    }
  });
}

function checkAudit({ doors, extruct, folder }: Plan): Promise<Check> {
  return check('/audit', async () => {
    const path = join(folder, 'audit');
    const audit = await openAuditFile(path);
    const rows = createExtruct(extruct.options).rows(extruct.target);
    const { byStatus } = await rows.deleteMany(doors.audit, { audit });
    const { lastHash } = audit;
    await audit.close();
    expectAll(byStatus.deleted, doors.audit);
    const { ok, problems } = await verifyAuditFile(path, {
      anchors: lastHash === undefined ? [] : [lastHash],
    });
    if (!ok || lastHash === undefined) throw new Error(`the trail: ${JSON.stringify(problems)}`);
  });
}
