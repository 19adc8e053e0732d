/** Our own engine, as the tasks want it. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleepMs } from 'node:timers/promises';
import type { DeleteOptions } from '@rowsweep/runtime';
import { openAuditFile } from '@rowsweep/runtime/audit';
import { openJournal } from '@rowsweep/runtime/journal';
import { createKeepAliveFetch } from '@rowsweep/runtime/keep-alive';
import { openDeleter } from './canned.js';
import { readIds } from './ids.js';
import type { Measured, Task } from './task.js';

/** What a tool reports of its run. */
export type Ran = Pick<Measured, 'settled' | 'state' | 'fileBytes'>;

const slowReader = { everyIds: 2000, pauseMs: 5 };
/** Long enough to be taken; it protects nothing here. */
const journalKey = 'a key for measurements';

/** Deletes what the task says, in the way that it says. */
export async function runOurs(task: Task): Promise<Ran> {
  const journal = join(task.folder, `journal-${process.pid}`);
  const trail = join(task.folder, `audit-${process.pid}`);
  const audit = task.audit === true ? await openAuditFile(trail) : undefined;
  const options: DeleteOptions = {
    concurrency: task.concurrency,
    retry: { baseDelayMs: 5 },
    ...(task.dedupe === undefined ? {} : { dedupe: task.dedupe }),
    ...(task.dryRun === undefined ? {} : { dryRun: task.dryRun }),
    ...(task.journal === undefined
      ? {}
      : { journal: { store: openJournal(journal), ids: task.journal, key: journalKey } }),
    ...(audit === undefined ? {} : { audit }),
  };
  const deleter = openDeleter({
    baseUrl: task.url,
    ...(task.transport === 'fetch' ? {} : { fetch: createKeepAliveFetch() }),
  });
  const run = deleter.deleteMany(readIds(task.ids), options);
  let settled = 0;
  if (task.outcomes !== undefined) {
    for await (const outcome of run.outcomes()) {
      if (outcome.status !== 'failed') settled += 1;
      if (task.outcomes === 'slow' && settled % slowReader.everyIds === 0) await sleepMs(slowReader.pauseMs);
    }
  }
  const { state, requested } = await run;
  await audit?.close();
  const file = task.journal === undefined ? (audit === undefined ? undefined : trail) : journal;
  return {
    state,
    settled: task.outcomes === undefined ? requested : settled,
    fileBytes: file === undefined ? 0 : (await stat(file)).size,
  };
}
