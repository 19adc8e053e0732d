/**
 * A process with a journal that kills itself: at a request or at a record, before or after it. What it was told comes
 * as JSON in its first argument; when it gets to its end it prints the outcomes and the summary.
 */
import { stat } from 'node:fs/promises';
import { setTimeout as realMilliseconds } from 'node:timers/promises';
import { BulkDeletionError, type DeleteOptions, type DeletionOutcome } from '@rowsweep/runtime';
import { openJournal, type JournalStore } from '@rowsweep/runtime/journal';
import type { Bench } from '@rowsweep/sandbox';
import { providers } from './providers.js';

/** When the process ends itself; numbers count from 1. */
export interface Kill {
  readonly at: 'request' | 'reply' | 'record' | 'written';
  readonly number: number;
}

/** What the process is told. */
export interface Order {
  readonly bench: Bench;
  readonly journal: string;
  readonly ids: readonly string[];
  readonly hashed: boolean;
  readonly maxIds: number;
  readonly concurrency: number;
  /** Null: it may live. */
  readonly kill: Kill | null;
}

/** What it prints. */
export interface Told {
  readonly outcomes: readonly DeletionOutcome[];
  readonly summary: object;
  readonly error: string | null;
}

/** The longest wait that is really waited. */
const longestWaitMs = 5;

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const seen = { request: 0, reply: 0, record: 0, written: 0 };

function dieAt(at: Kill['at']): void {
  seen[at] += 1;
  if (order.kill?.at === at && order.kill.number === seen[at]) process.kill(process.pid, 'SIGKILL');
}

const file = openJournal(order.journal);
const store: JournalStore = {
  part: file.part,
  lock: () => file.lock(),
  read: () => file.read(),
  append: async (record, durable) => {
    dieAt('record');
    await file.append(record, durable);
    dieAt('written');
  },
};

async function hasRecords(): Promise<boolean> {
  const isThere = await stat(order.journal).then(
    ({ size }) => size > 0,
    () => false,
  );
  if (!isThere) return false;
  const first = await store.read()[Symbol.asyncIterator]().next();
  return first.done !== true;
}

const facts = providers.find(({ name }) => name === order.bench.provider);
if (facts === undefined) throw new Error('No such provider.');
const deleter = facts.deleter({
  bench: order.bench,
  clock: {
    now: () => Date.now(),
    random: () => 0.5,
    sleep: async (ms, signal) => {
      if (signal?.aborted !== true) await realMilliseconds(Math.min(ms, longestWaitMs));
    },
  },
  fetch: async (...given) => {
    dieAt('request');
    const response = await fetch(...given);
    dieAt('reply');
    return response;
  },
});
const options: DeleteOptions = {
  chunk: { maxIds: order.maxIds },
  concurrency: order.concurrency,
  rateLimit: { requestsPerSecond: null },
};
const journal = order.hashed ? { store, ids: 'hash' as const, key: 'a key of the test' } : store;
const run = (await hasRecords())
  ? deleter.resume(journal, { ...options, ids: order.ids })
  : deleter.deleteMany(order.ids, { ...options, journal });

const outcomes: DeletionOutcome[] = [];
let error: string | null = null;
let summary: object = {};
try {
  for await (const outcome of run.outcomes()) outcomes.push(outcome);
  summary = await run;
} catch (thrown) {
  if (!(thrown instanceof BulkDeletionError)) throw thrown;
  error = thrown.message;
  summary = thrown.summary;
}
outcomes.sort((one, other) => one.index - other.index);
const told: Told = {
  outcomes,
  summary,
  error,
};
process.stdout.write(`${JSON.stringify(told)}\n`);
