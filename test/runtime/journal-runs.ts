/** Runs with a journal that die and go on, and the judge of what they claim. */
import type { ResumeOptions } from '../../runtime/bulk/options.js';
import type {
  JournalOptions,
  JournalRecord,
  JournalStore,
} from '../../runtime/bulk/journal/journal-types.js';
import type { DeletionOutcome, DeletionRun, Ids } from '../../runtime/bulk/types.js';
import { BulkDeletionError } from '../../runtime/bulk/errors.js';
import type { Bench, RunResult } from './bulk-bench.js';
import { memoryJournal, type MemoryJournal } from './memory-journal.js';

/** Reads a run to its end. */
export async function finish(bench: Bench, run: DeletionRun): Promise<RunResult> {
  const read = async (): Promise<RunResult> => {
    const outcomes: DeletionOutcome[] = [];
    let error: BulkDeletionError | undefined;
    try {
      for await (const outcome of run.outcomes()) outcomes.push(outcome);
    } catch (thrown) {
      if (!(thrown instanceof BulkDeletionError)) throw thrown;
      error = thrown;
    }
    outcomes.sort((one, other) => one.index - other.index);
    return { summary: error?.summary ?? (await run), error, outcomes };
  };
  return bench.clock.drive(read());
}

/** Resumes, and reads to the end. */
export function resume(
  bench: Bench,
  journal: JournalStore | JournalOptions,
  options: ResumeOptions = {},
): Promise<RunResult> {
  return finish(bench, bench.deleter.resume(journal, options));
}

/** Runs until the process dies after so many records, or to its end; gives what is left on disk. */
export async function runUntilDead(
  bench: Bench,
  options: {
    readonly ids: Ids;
    readonly diesAfter: number;
    readonly mode?: 'full' | 'hash';
    /** A later run: what is on disk already. */
    readonly records?: readonly JournalRecord[];
    /** A later run has the input too. */
    readonly again?: Ids;
  },
): Promise<MemoryJournal> {
  const { records, diesAfter, mode = 'full' } = options;
  const store = memoryJournal({ diesAfter, ...(records === undefined ? {} : { records }) });
  const journal = { store, ids: mode };
  const run =
    records === undefined
      ? bench.deleter.deleteMany(options.ids, { journal })
      : bench.deleter.resume(journal, options.again === undefined ? {} : { ids: options.again });
  await bench.clock.drive(
    Promise.race([
      store.died,
      run.then(
        () => undefined,
        () => undefined,
      ),
    ]),
  );
  return store;
}

/** What is wrong with the claims of a last run, judged by what happened to the rows. */
export function faultsIn(
  { outcomes, summary }: RunResult,
  truth: { readonly input: readonly string[]; readonly rows: ReadonlySet<string>; readonly bench: Bench },
): readonly string[] {
  const { input, rows, bench } = truth;
  const faults: string[] = [];
  const sum = Object.values(summary.byStatus).reduce((total, count) => total + count, 0);
  if (sum !== input.length || outcomes.length !== input.length) {
    faults.push(`${input.length} ids, ${sum} counted, ${outcomes.length} outcomes`);
  }
  outcomes.forEach((outcome, position) => {
    const { id, index, status, reason, settledAs } = outcome;
    if (index !== position || id !== input[index]) faults.push(`${id} at ${index} is in the wrong place`);
    if (reason === 'duplicate') return;
    const claim = settledAs ?? status;
    const isThere = bench.rows.has(id);
    const isOurs = bench.removed.has(id);
    const isFalse =
      (claim === 'deleted' && !isOurs) ||
      (claim === 'notFound' && rows.has(id)) ||
      (claim === 'absent' && isThere) ||
      ((claim === 'failed' || claim === 'skipped') && isOurs);
    if (isFalse) faults.push(`${id} is said to be ${claim}; there: ${isThere}, removed: ${isOurs}`);
  });
  return faults;
}
