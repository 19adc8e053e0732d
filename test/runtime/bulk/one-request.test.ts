/** Retries do not stack: whatever a connection is told about its own calls, an attempt of a run is one request. */
import { describe, expect, it } from 'vitest';
import type { DeletionBehaviour } from '../../../runtime/behaviour.js';
import { bulk } from '../../../runtime/bulk/bulk.js';
import type { DeletionEvent } from '../../../runtime/bulk/telemetry/events.js';
import { call } from '../../../runtime/call.js';
import { bench, ids, runAll, type Bench, type BenchOptions, type Fault } from '../bulk-bench.js';
import { errorOf } from '../workbench.js';

const REPEATS = 5;
const patient: BenchOptions = { rows: ids(20), connectionRetry: { maxRetries: REPEATS } };

const faults: readonly (readonly [string, Fault])[] = [
  ['503', { kind: 'answer', status: 503 }],
  ['500', { kind: 'answer', status: 500 }],
  ['409', { kind: 'answer', status: 409 }],
  ['429', { kind: 'answer', status: 429, headers: { 'retry-after': '1' } }],
  ['a connection that is cut', { kind: 'cut', done: false }],
  ['a connection that is refused', { kind: 'refused' }],
];

/** The deletion of the bench, as an operation that calls may repeat. */
function repeatable({ behaviour }: Bench): DeletionBehaviour {
  const { call: deletion } = behaviour;
  return { ...behaviour, call: { ...deletion, operation: { ...deletion.operation, retry: 'safe' } } };
}

describe.each(faults)('%s, on a connection that repeats its calls', (_name, fault) => {
  it('is repeated by a call, so the connection does as it was told', async () => {
    const one = bench({ ...patient, fault: () => fault });
    const sent = call(one.connection, repeatable(one).call.operation, {
      path: { table: 't1' },
      body: { ids: ['r1'] },
    });
    await one.clock.drive(errorOf(sent));
    expect(one.deletions()).toHaveLength(1 + REPEATS);
  });

  it.each([1, 2, 4])('is sent %i times by a run that makes so many attempts', async (maxAttempts) => {
    const one = bench({ ...patient, fault: () => fault });
    const events: DeletionEvent[] = [];
    const deleter = bulk(one.connection, repeatable(one), { table: 't1' });
    const { summary } = await one.clock.drive(
      runAll(deleter, ids(20), {
        retry: { maxAttempts },
        verify: 'off',
        onEvent: (event) => events.push(event),
      }),
    );
    expect(one.deletions()).toHaveLength(maxAttempts);
    expect(summary.requests).toMatchObject({ sent: maxAttempts, retried: maxAttempts - 1 });
    expect(events.filter(({ type }) => type === 'chunkSent')).toHaveLength(maxAttempts);
    expect(events.filter(({ type }) => type === 'retry')).toHaveLength(maxAttempts - 1);
  });
});

it('a read that is told to wait makes everyone wait, whatever its status is', async () => {
  const made = bench({
    rows: ids(40),
    readBack: 'each',
    limits: { maxIds: 10 },
    concurrency: { initial: 2, max: 2 },
    latencyMs: 10,
    readFault: (index) =>
      index === 0 ? { kind: 'answer', status: 500, headers: { 'retry-after': '5' } } : undefined,
  });
  const { summary } = await made.run(ids(40), { verify: 'all' });
  expect(summary.gone).toBe(40);
  const [first] = made.seen.filter(({ kind }) => kind === 'get');
  // What had left before its answer came is on its way.
  const early = made.seen.filter(({ atMs }) => atMs > (first?.atMs ?? 0) + 10 && atMs < 5000);
  expect(early).toEqual([]);
});

it('reads and polls are counted too: none leaves that the summary does not tell', async () => {
  const flaky = (index: number): Fault | undefined =>
    index % 2 === 0 ? { kind: 'answer', status: 503 } : undefined;
  const read = bench({ ...patient, readBack: 'each', fault: flaky, readFault: flaky });
  const readRun = await read.run(ids(20), { verify: 'all', retry: { maxAttempts: 3 } });
  const jobs = bench({ ...patient, reports: 'job', fault: flaky, readFault: flaky });
  const jobRun = await jobs.run(ids(20), {});
  for (const [one, { summary }] of [
    [read, readRun],
    [jobs, jobRun],
  ] as const) {
    const { sent, reads, polls } = summary.requests;
    expect(summary.gone).toBe(20);
    expect(sent + reads + polls).toBe(one.seen.length);
  }
});
