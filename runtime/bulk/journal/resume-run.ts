/** A run that goes on with a journal. */
import { idHasher, type HashIds } from './chunk-hash.js';
import type { Subject } from '../context.js';
import type { EngineParts } from '../engine.js';
import { firstRecord, hashOptions, journalError } from './journal.js';
import { sizeOf } from '../input/intake.js';
import { JournalRecorder } from './journal-recorder.js';
import type { JournalOptions, ResumeMode } from './journal-types.js';
import { Past } from './past.js';
import { recordersOf } from '../recorders.js';
import { ResumedSource } from './resume.js';
import type { Settings } from '../settings.js';
import type { Ids } from '../types.js';

/** What a run needs to go on with a journal. */
export interface ResumeRequest {
  readonly subject: Subject;
  readonly settings: Settings;
  readonly journal: JournalOptions;
  readonly mode: ResumeMode;
  readonly ids: Ids | undefined;
  readonly maxAgeMs: number;
}

/** What a run is made of that goes on with what a journal holds. */
export function resumeRun(request: ResumeRequest): EngineParts {
  const { subject, journal, mode, ids } = request;
  const { store } = journal;
  const hash = idHasher(journal.key);
  let known: Past | undefined;
  // Whoever goes on need not say again why: the journal does, once it was read.
  const settings: Settings = {
    ...request.settings,
    get reason() {
      return reasonOf(request, known);
    },
  };
  let isRead = false;
  const load = async (): Promise<Past | undefined> => {
    if (!isRead) known = await readPast(request, hash);
    isRead = true;
    return known;
  };
  const recorder = new JournalRecorder({
    store,
    ids: () => known?.run.ids ?? journal.ids,
    hash,
    now: () => settings.clock.now(),
    isKnown: (index) => known?.whereabouts(index) !== undefined,
    open: async (run) => {
      if ((await load()) !== undefined) return { t: 'resume', runId: run.runId, how: mode, at: run.atMs };
      return firstRecord(run, journal, await hashOptions(subject, settings, hash));
    },
  });
  return {
    subject,
    settings,
    ids: undefined,
    total: ids === undefined ? undefined : sizeOf(ids),
    recorders: settings.dryRun ? [] : [recorder, ...recordersOf(subject, { ...settings, journal: null })],
    makeSource: (context, sink) =>
      new ResumedSource(context, sink, {
        store,
        mode,
        ids,
        hash,
        past: async () => {
          const past = await load();
          if (past === undefined) return undefined;
          const ageMs = Math.max(0, settings.clock.now() - past.oldestMs(mode));
          context.tally.goesOnWith({ runId: past.run.runId, ageMs });
          return past;
        },
        reopen: (seq, items, left) => {
          recorder.reopen(seq, items, left);
        },
      }),
  };
}

/** Undefined: an earlier run died before it wrote anything, and this one has all ids: it is a new run. */
async function readPast(request: ResumeRequest, hash: HashIds): Promise<Past | undefined> {
  const { subject, settings, journal, mode, ids, maxAgeMs } = request;
  const { behaviour, targetText } = subject;
  const past = await Past.read(journal.store.read(), behaviour.provider);
  if (past === undefined) {
    if (ids !== undefined && mode !== 'reconcile') return undefined;
    throw journalError(subject, 'The journal is empty: there is nothing to go on with.');
  }
  const { run } = past;
  if (run.provider !== behaviour.provider || run.target !== targetText) {
    throw journalError(
      subject,
      `The journal is of ${run.provider}, ${run.target}; this deleter is for ${behaviour.provider}, ${targetText}.`,
    );
  }
  const { dedupe } = settings;
  if (run.options !== (await hashOptions(subject, { dedupe, reason: reasonOf(request, past) }, hash))) {
    throw journalError(
      subject,
      'The journal was begun with another key, `dedupe` or `reason`: give the same again.' +
        (run.ids === 'hash' ? ' A journal without ids holds no reason either.' : ''),
    );
  }
  if (run.ids === 'hash' && ids === undefined) {
    throw journalError(subject, 'The journal holds no ids: give the same input again as `ids`.');
  }
  const ageMs = settings.clock.now() - past.oldestMs(mode);
  if (mode !== 'reconcile' && ageMs > maxAgeMs && isNaturalKey(subject)) {
    throw journalError(
      subject,
      `What is left to be sent is ${Math.floor(ageMs / 3_600_000)} hours old, and a row with the same key may have been ` +
        'made anew since. Raise `maxResumeAgeMs` when that cannot be.',
    );
  }
  return past;
}

/** Why the rows are deleted: as the caller says, else as the journal does. */
function reasonOf({ settings }: ResumeRequest, past: Past | undefined): string | undefined {
  return settings.reason ?? past?.run.reason;
}

/** The caller chose the column: its values may be given to another row later, as those of a UUID never are. */
function isNaturalKey({ behaviour, format }: Subject): boolean {
  return behaviour.ids.in === 'query' && format.kind !== 'uuid';
}
