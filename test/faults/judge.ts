/**
 * Holds what a run claimed against what the server's rows say: nothing lost, nothing claimed that is not so, nothing
 * deleted that nobody named.
 */
import type { DeletionOutcome, DeletionStatus, DeletionSummary } from '@rowsweep/runtime';
import type { Store } from '@rowsweep/sandbox';

/** What really became of an id. */
export type Truth = 'removed' | 'neverThere' | 'stillThere';

/** The honesty matrix: what may be said of an id. */
export const honest: Readonly<Record<DeletionStatus, readonly Truth[]>> = {
  deleted: ['removed'],
  notFound: ['neverThere'],
  absent: ['removed', 'neverThere'],
  pending: ['removed', 'neverThere', 'stillThere'],
  failed: ['neverThere', 'stillThere'],
  unknown: ['removed', 'neverThere', 'stillThere'],
  skipped: ['neverThere', 'stillThere'],
};

/** Ids of every table of a server, each under its table's name. */
export type Snapshot = ReadonlySet<string>;

export function takeSnapshot(store: Store): Snapshot {
  return new Set(
    store.tables().flatMap((name) =>
      store
        .table(name)
        .ids()
        .map((id) => keyOf(name, id)),
    ),
  );
}

/** Everything that is wrong with a run; empty when it was honest. */
export function judge(given: {
  readonly input: readonly string[];
  /** The table that the run was to delete from. */
  readonly table: string;
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly summary: DeletionSummary;
  readonly outcomes: readonly DeletionOutcome[];
}): readonly string[] {
  return [...findLost(given), ...findLies(given), ...findExtra(given)];
}

type Given = Parameters<typeof judge>[0];

function findLost({ input, summary, outcomes }: Given): readonly string[] {
  const faults: string[] = [];
  const sum = Object.values(summary.byStatus).reduce((total, count) => total + count, 0);
  if (sum !== summary.requested) faults.push(`${summary.requested} ids were read, ${sum} are in byStatus`);
  if (outcomes.length !== summary.requested) {
    faults.push(`${summary.requested} ids were read, ${outcomes.length} have an outcome`);
  }
  outcomes.forEach(({ id, index }, position) => {
    if (index !== position) faults.push(`outcome ${position} has index ${index}`);
    else if (id !== input[index]) faults.push(`outcome ${index} is of ${id}, not of ${String(input[index])}`);
  });
  const isWhole = summary.state === 'dryRun' || summary.state.startsWith('completed');
  if (isWhole && summary.requested !== input.length) {
    faults.push(`"${summary.state}" after ${summary.requested} of ${input.length} ids`);
  }
  return faults;
}

function findLies({ table, before, after, summary, outcomes }: Given): readonly string[] {
  const faults: string[] = [];
  for (const { id, status, reason } of outcomes) {
    // The first occurrence of an id speaks for it.
    if (reason === 'duplicate') continue;
    const key = keyOf(table, id);
    const truth = !before.has(key) ? 'neverThere' : after.has(key) ? 'stillThere' : 'removed';
    if (!honest[status].includes(truth)) faults.push(`${id} is called ${status} and was ${truth}`);
  }
  const removed = [...before].filter((key) => !after.has(key)).length;
  if ((summary.recordsRemoved ?? 0) > removed) {
    faults.push(`recordsRemoved is ${String(summary.recordsRemoved)}, and ${removed} rows are gone`);
  }
  return faults;
}

function findExtra({ input, table, before, after }: Given): readonly string[] {
  const named = new Set(input.map((id) => keyOf(table, id)));
  return [...before]
    .filter((key) => !after.has(key) && !named.has(key))
    .map((key) => `${key} is gone, and nobody named it`);
}

/** Ids in capitals are the same id where an id is a UUID; no other id of the scenarios differs in that only. */
function keyOf(table: string, id: string): string {
  return `${table}/${id.toLowerCase()}`;
}
