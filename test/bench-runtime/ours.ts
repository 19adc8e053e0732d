/** Our own engine, as the tasks want it. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleepMs } from 'node:timers/promises';
import type { DeleteOptions, DeletionStatus } from '@rowsweep/runtime';
import { openAuditFile } from '@rowsweep/runtime/audit';
import { openJournal } from '@rowsweep/runtime/journal';
import { createKeepAliveFetch } from '@rowsweep/runtime/keep-alive';
import { openDeleter } from './canned.js';
import { readIds } from './ids.js';
import type { Measured, Task } from './task.js';

/** What a tool reports of its run. */
export type Ran = Pick<Measured, 'settled' | 'state' | 'fileBytes'>;

const slowReader = { everyIds: 2000, pauseMs: 5 };
const goneStatuses: ReadonlySet<DeletionStatus> = new Set(['deleted', 'notFound', 'absent'] as const);
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
  let read = 0;
  let told = 0;
  if (task.outcomes !== undefined) {
    for await (const { status } of run.outcomes()) {
      read += 1;
      if (goneStatuses.has(status)) told += 1;
      if (task.outcomes === 'slow' && read % slowReader.everyIds === 0) await sleepMs(slowReader.pauseMs);
    }
  }
  const { state, requested, gone } = await run;
  if (task.outcomes !== undefined && told !== gone) {
    throw new Error(`${told} of ${read} outcomes say that an id is gone, and the summary says ${gone}.`);
  }
  await audit?.close();
  const file = task.journal === undefined ? (audit === undefined ? undefined : trail) : journal;
  return {
    state,
    settled: task.dryRun === true ? requested : gone,
    fileBytes: file === undefined ? 0 : (await stat(file)).size,
  };
}
