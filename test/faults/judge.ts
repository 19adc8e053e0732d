/**
 * Holds what a run claimed against what the server says really happened: nothing lost, nothing claimed that is not so,
 * nothing deleted that nobody named.
 */
import type { DeletionOutcome, DeletionStatus, DeletionSummary } from '@rowsweep/runtime';
import type { Truth } from '@rowsweep/sandbox';

/** What really became of an id. */
export type Fact = 'removed' | 'neverThere' | 'stillThere';

/** The honesty matrix: what may be said of an id. */
export const honest: Readonly<Record<DeletionStatus, readonly Fact[]>> = {
  deleted: ['removed'],
  notFound: ['neverThere'],
  absent: ['removed', 'neverThere'],
  pending: ['removed', 'neverThere', 'stillThere'],
  failed: ['neverThere', 'stillThere'],
  unknown: ['removed', 'neverThere', 'stillThere'],
  skipped: ['neverThere', 'stillThere'],
};

/** What a run is held against. */
export interface Case {
  /** The ids as they were given. */
  readonly input: readonly string[];
  /** Rows that were meant to go, where no ids were given; by default those of the input. */
  readonly meant?: readonly string[] | undefined;
  /** The table that the run was to delete from. */
  readonly table: string;
  readonly truth: Truth;
  readonly summary: DeletionSummary;
  /** Null: nobody asked for them. */
  readonly outcomes: readonly DeletionOutcome[] | null;
}

/** Everything that is wrong with a run, by kind; all empty when it was honest. */
export interface Verdict {
  readonly lost: readonly string[];
  readonly falsely: readonly string[];
  readonly extra: readonly string[];
}

export function judge(given: Case): Verdict {
  return { lost: findLost(given), falsely: findLies(given), extra: findExtra(given) };
}

/** What really became of the ids of one table. */
export function factsOf({ truth, table }: Pick<Case, 'truth' | 'table'>): (id: string) => Fact {
  const rows = new Map(truth.rows.map((row) => [keyOf(row.table, row.id), row]));
  return (id) => {
    const row = rows.get(keyOf(table, id));
    if (row === undefined) return 'neverThere';
    return row.removedBy === null ? 'stillThere' : 'removed';
  };
}

/** Ids that more than one deletion request carried. */
export function countTwiceSent(truth: Truth): number {
  const carried = new Map<string, number>();
  for (const { ids } of truth.requests) {
    for (const id of new Set(ids)) carried.set(id, (carried.get(id) ?? 0) + 1);
  }
  return [...carried.values()].filter((count) => count > 1).length;
}

function findLost({ input, table, truth, summary, outcomes }: Case): readonly string[] {
  const faults: string[] = [];
  const sent = new Map(truth.requests.flatMap(({ ids }) => ids.map((id) => [keyOf(table, id), id])));
  const sum = Object.values(summary.byStatus).reduce((total, count) => total + count, 0);
  if (sum !== summary.requested) faults.push(`${summary.requested} ids were read, ${sum} are in byStatus`);
  const isWhole = summary.state === 'dryRun' || summary.state.startsWith('completed');
  if (isWhole && summary.requested !== input.length) {
    faults.push(`"${summary.state}" after ${summary.requested} of ${input.length} ids`);
  }
  if (outcomes === null) {
    if (sent.size > summary.requested)
      faults.push(`${summary.requested} ids were read, ${sent.size} were sent`);
    return faults;
  }
  const told = new Set(outcomes.map(({ id }) => keyOf(table, id)));
  for (const [key, id] of sent) if (!told.has(key)) faults.push(`${id} was sent, and has no outcome`);
  if (outcomes.length !== summary.requested) {
    faults.push(`${summary.requested} ids were read, ${outcomes.length} have an outcome`);
  }
  outcomes.forEach(({ id, index }, position) => {
    if (index !== position) faults.push(`outcome ${position} has index ${index}`);
    else if (id !== input[index]) faults.push(`outcome ${index} is of ${id}, not of ${String(input[index])}`);
  });
  for (const [status, count] of Object.entries(summary.byStatus)) {
    const found = outcomes.filter((outcome) => outcome.status === status).length;
    if (found !== count) faults.push(`${count} ids are ${status} by the summary, ${found} by the outcomes`);
  }
  return faults;
}

function findLies(given: Case): readonly string[] {
  const { input, table, summary, outcomes, truth } = given;
  const faults: string[] = outcomes === null ? [...findWrongCounts(given)] : [];
  const factOf = factsOf(given);
  const keys = input.map((id) => keyOf(table, id));
  const repeated = new Set(keys.filter(isRepeat()));
  const isAgain = isRepeat();
  for (const { id, status: own, reason, settledAs } of outcomes ?? []) {
    const key = keyOf(table, id);
    const isKnown = isAgain(key);
    if (reason === 'duplicate') {
      // The first occurrence of an id speaks for it.
      if (!isKnown) faults.push(`${id} is called a duplicate, and nothing before it is the same`);
      continue;
    }
    if (reason === 'resumed' && settledAs === undefined)
      faults.push(`${id} was settled earlier, and not as what`);
    const status = reason === 'resumed' && settledAs !== undefined ? settledAs : own;
    const fact = factOf(id);
    // Where an id was given twice, one of the two may fail or stay unsent and the other be done.
    if (repeated.has(key) && (status === 'failed' || status === 'skipped')) continue;
    if (!honest[status].includes(fact)) faults.push(`${id} is called ${status} and was ${fact}`);
  }
  const removed = truth.rows.filter(({ removedBy }) => removedBy !== null).length;
  if ((summary.recordsRemoved ?? 0) > removed) {
    faults.push(`recordsRemoved is ${String(summary.recordsRemoved)}, and ${removed} rows are gone`);
  }
  if (summary.state === 'dryRun' && truth.mutations > 0) {
    faults.push(`a dry run sent ${truth.mutations} requests that change something`);
  }
  return faults;
}

/** Where nobody asked for outcomes: more claims of a kind than there are ids of which they can be true. */
function findWrongCounts({ input, table, truth, summary }: Case): readonly string[] {
  const read = input.slice(0, summary.requested);
  const isAgain = isRepeat();
  const firsts = read.filter((id) => !isAgain(keyOf(table, id)));
  const facts = firsts.map(factsOf({ truth, table }));
  return [...new Map(Object.values(honest).map((needed) => [needed.join(' or '), needed]))].flatMap(
    ([text, needed]) => {
      const claimed = Object.entries(summary.byStatus).reduce(
        (sum, [status, count]) =>
          honest[status as DeletionStatus].every((fact) => needed.includes(fact)) ? sum + count : sum,
        0,
      );
      // A second occurrence may be skipped, or fail where the first did not.
      const possible = facts.filter((fact) => needed.includes(fact)).length + read.length - firsts.length;
      return claimed > possible
        ? [`${claimed} ids are called as if ${text}, and ${possible} can have been`]
        : [];
    },
  );
}

/** True of what it was asked about before. */
function isRepeat(): (key: string) => boolean {
  const seen = new Set<string>();
  return (key) => seen.size === seen.add(key).size;
}

function findExtra({ input, meant = input, table, truth }: Case): readonly string[] {
  const named = new Set(meant.map((id) => keyOf(table, id)));
  return truth.rows
    .filter((row) => row.removedBy !== null && !named.has(keyOf(row.table, row.id)))
    .map((row) => `${row.table}/${row.id} is gone by request ${String(row.removedBy)}, and nobody named it`);
}

/** Ids in capitals are the same id where an id is a UUID; no other id of the scenarios differs in that only. */
function keyOf(table: string, id: string): string {
  return `${table}/${id.toLowerCase()}`;
}
