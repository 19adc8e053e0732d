/** The journal of a new run. */
import { errorFor } from '../../codes.js';
import type { RowsweepError } from '../../errors.js';
import { idHasher, type HashIds } from './chunk-hash.js';
import type { Subject } from '../context.js';
import { JournalRecorder } from './journal-recorder.js';
import type { JournalOptions, JournalRecord } from './journal-types.js';
import type { RunRecorder, RunStart } from '../recorder.js';
import type { Settings } from '../settings.js';

/** The recorder of a new run. What it is given must be empty: a journal holds one run and what goes on with it. */
export function newJournal(subject: Subject, settings: Settings, journal: JournalOptions): RunRecorder {
  const hash = idHasher(journal.key);
  return new JournalRecorder({
    store: journal.store,
    ids: () => journal.ids,
    hash,
    now: () => settings.clock.now(),
    isKnown: () => false,
    open: async (run: RunStart): Promise<JournalRecord> => {
      for await (const record of journal.store.read()) {
        const whose = record.t === 'run' ? `run ${record.runId}` : 'another run';
        throw journalError(
          subject,
          `The journal holds ${whose} already: resume that, or take a new journal.`,
        );
      }
      return firstRecord(run, journal, await hashOptions(subject, settings, hash));
    },
  });
}

/** What an empty journal begins with; `options` is what `hashOptions` gives. */
export function firstRecord(
  { runId, provider, target, reason, atMs }: RunStart,
  { ids }: JournalOptions,
  options: string,
): JournalRecord {
  const why = reason === undefined || ids === 'hash' ? {} : { reason };
  return { t: 'run', v: 1, runId, provider, target, options, ids, ...why, at: atMs };
}

/** The options that say which ids are sent, and what is sent with them. */
export function hashOptions(
  { behaviour, format }: Subject,
  settings: Pick<Settings, 'dedupe' | 'reason'>,
  hash: HashIds,
): Promise<string> {
  return hash([behaviour.name, format.kind, settings.dedupe, settings.reason ?? '']);
}

/** A journal that cannot be used for this run. */
export function journalError({ behaviour }: Subject, message: string): RowsweepError {
  return errorFor({ code: 'JOURNAL', provider: behaviour.provider, message, attempts: 0 });
}
