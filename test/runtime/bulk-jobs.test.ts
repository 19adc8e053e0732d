import { describe, expect, it } from 'vitest';
import type { DeletionEvent } from '../../runtime/bulk/telemetry/events.js';
import { bench, ids, statuses, type BenchOptions, type FakeJob } from './bulk-bench.js';
import { resume } from './journal-runs.js';
import { memoryJournal } from './memory-journal.js';

const jobs = (given: BenchOptions = {}) => bench({ reports: 'job', ...given });
const polls = ({ seen }: ReturnType<typeof bench>) => seen.filter(({ kind }) => kind === 'jobs');

describe('a job', () => {
  it('is waited for, and its ids are absent then', async () => {
    let reads = 0;
    const made = jobs({
      rows: ids(3),
      advance: (job) => {
        reads += 1;
        job.status = reads < 3 ? 'running' : 'succeeded';
      },
    });
    const events: DeletionEvent[] = [];
    const result = await made.run(ids(3), { onEvent: (event) => events.push(event) });
    expect(result.outcomes).toMatchObject(
      ids(3).map(() => ({ status: 'absent', evidence: 'job', job: { provider: 'acme', jobId: 'j1' } })),
    );
    expect(result.summary.requests).toMatchObject({ sent: 1, polls: 3 });
    expect(polls(made).map(({ atMs }) => atMs)).toEqual([1000, 2500, 4750]);
    expect(events.flatMap((event) => (event.type === 'job' ? [event.state] : []))).toEqual([
      'pending',
      'running',
      'succeeded',
    ]);
  });

  it('is left pending with `submitted`', async () => {
    const made = jobs({ rows: ids(3) });
    const { outcomes } = await made.run(ids(3), { wait: 'submitted' });
    expect(outcomes).toMatchObject(ids(3).map(() => ({ status: 'pending', job: { jobId: 'j1' } })));
    expect(polls(made)).toEqual([]);
  });

  it.each<[string, Partial<FakeJob>, string]>([
    ['failed, nothing done', { status: 'failed', failed: 3 }, 'failed'],
    ['failed half-way', { status: 'failed', succeeded: 1, failed: 2 }, 'unknown'],
    ['succeeded in part', { status: 'succeeded', succeeded: 2, failed: 1 }, 'unknown'],
  ])('that %s: %s', async (_name, end, expected) => {
    const { run } = jobs({ rows: ids(3), advance: (job) => Object.assign(job, end) });
    const { outcomes } = await run(ids(3));
    expect(outcomes).toMatchObject(ids(3).map(() => ({ status: expected, error: { code: 'JOB_FAILED' } })));
  });

  it('that the provider tries again has not ended', async () => {
    let reads = 0;
    const { run } = jobs({
      rows: ids(3),
      advance: (job) => {
        reads += 1;
        job.status = reads < 4 ? 'failed' : 'succeeded';
        job.failed = reads < 4 ? 3 : 0;
        job.items = [{ next_attempt_at: reads < 4 ? '2026-01-01T01:00:00Z' : null }];
      },
    });
    expect(statuses(await run(ids(3)))).toEqual(['absent', 'absent', 'absent']);
  });

  it('with a status that nobody knows is waited for, and not longer than asked', async () => {
    const made = jobs({ rows: ids(3), advance: (job) => Object.assign(job, { status: 'resting' }) });
    const { outcomes, summary } = await made.run(ids(3), { timeouts: { jobMs: 120_000 } });
    expect(outcomes).toMatchObject(ids(3).map(() => ({ status: 'pending', job: { jobId: 'j1' } })));
    expect(summary.durationMs).toBe(120_000);
    expect(polls(made).length).toBeLessThan(15);
    expect(() => {
      summary.throwIfNotGone();
    }).toThrow(/not known to be gone/);
  });

  it('about more than was asked stops the run', async () => {
    const made = jobs({
      rows: ids(3),
      limits: { maxIds: 1 },
      concurrency: { initial: 1, max: 1 },
      answer: (body) => ({ ...(body as FakeJob), scope: 'tenant' }),
    });
    const { error, summary } = await made.run(ids(3));
    expect(error).toMatchObject({ code: 'GUARD' });
    expect(summary.warnings).toMatchObject([{ code: 'widerScope' }]);
    expect(made.deletions()).toHaveLength(1);
    expect(summary.byStatus).toMatchObject({ pending: 1, skipped: 2 });
  });
});

describe('many jobs', () => {
  it('are read with one request, and sending waits when too many are open', async () => {
    let ends = false;
    const made = jobs({
      rows: ids(1000),
      limits: { maxIds: 10 },
      concurrency: { initial: 4, max: 4 },
      job: { maxOpen: 20 },
      latencyMs: 10,
      advance: (job) => {
        if (ends) Object.assign(job, { status: 'succeeded', succeeded: 10 });
      },
    });
    let most = 0;
    const { summary } = await made.run(ids(1000), {
      progressIntervalMs: 0,
      onEvent: (event) => {
        if (event.type === 'job' && event.state === 'pending') {
          most = Math.max(most, made.jobs.filter(({ status }) => status === 'pending').length);
        }
        if (most === 20) ends = true;
      },
    });
    expect(most).toBe(20);
    expect(summary.byStatus.absent).toBe(1000);
    expect(summary.requests.polls).toBeLessThan(20);
  });

  /** No request with more than `fits` ids is accepted, so each chunk of 32 becomes several jobs. */
  const split = (fits: number, given: BenchOptions = {}) =>
    jobs({
      rows: ids(96),
      limits: { maxIds: 32 },
      concurrency: { initial: 3, max: 3 },
      job: { maxOpen: 4 },
      latencyMs: 10,
      fault: (_index, sent) => (sent.length > fits ? { kind: 'answer', status: 413 } : undefined),
      ...given,
    });

  it('do not become too many where chunks are split', async () => {
    let most = 0;
    const made = split(4, {
      // The jobs in front end one after the other, as slowly as they are read.
      advance: (job) => {
        const open = made.jobs.filter(({ status }) => status === 'pending');
        most = Math.max(most, open.length);
        if (job === open[0]) Object.assign(job, { status: 'succeeded', succeeded: job.ids.length });
      },
    });
    const { summary } = await made.run(ids(96), { timeouts: { jobMs: 86_400_000 } });
    expect(summary).toMatchObject({ state: 'completed', byStatus: { absent: 96 } });
    expect(made.jobs.length).toBeGreaterThanOrEqual(24);
    expect(most).toBe(4);
  });

  it('keep what waits for them from being sent, and an abort ends the waiting', async () => {
    const made = split(4, { advance: () => undefined });
    const run = made.deleter.deleteMany(ids(96));
    const ended = made.clock.drive(
      (async () => {
        await made.clock.sleep(60_000);
        expect(made.jobs).toHaveLength(4);
        return run.abort();
      })(),
    );
    const { state, byStatus, gone } = await ended;
    expect({ state, gone }).toEqual({ state: 'aborted', gone: 0 });
    expect(made.jobs).toHaveLength(4);
    expect(byStatus.pending).toBe(made.jobs.reduce((sum, job) => sum + job.ids.length, 0));
  });

  it('that the list does not show stay, or are asked for alone when that is switched on', async () => {
    const hidden = {
      readFault: (_index: number, kind: string) =>
        kind === 'jobs' ? ({ kind: 'answer', status: 200, body: { jobs: [] } } as const) : undefined,
    };
    const off = jobs({ ...hidden, rows: ids(1) });
    expect(statuses(await off.run(ids(1), { timeouts: { jobMs: 60_000 } }))).toEqual(['pending']);
    expect(off.seen.some(({ kind }) => kind === 'job')).toBe(false);
    const on = jobs({ ...hidden, rows: ids(1) });
    expect(statuses(await on.run(ids(1), { singleJobRead: true }))).toEqual(['absent']);
  });
});

describe('one id in two jobs', () => {
  const twice = [...ids(2), 'r0', 'r2'];
  const options = { dedupe: 'off', verify: 'off' } as const;
  /** Each of the two ends in its own way, and the second sooner. */
  const ended = (job: FakeJob): void => {
    if (job.job_id === 'j2') Object.assign(job, { status: 'succeeded', succeeded: 2 });
    else if (job.status === 'pending') job.status = 'running';
    else Object.assign(job, { status: 'failed', succeeded: 1, failed: 1 });
  };
  const told = [
    ['r0', 'unknown', 'j1'],
    ['r1', 'unknown', 'j1'],
    ['r0', 'absent', 'j2'],
    ['r2', 'absent', 'j2'],
  ];
  const made = () => jobs({ rows: ids(3), limits: { maxIds: 2 }, advance: ended });

  it('has the outcome of each job at the place where it was given', async () => {
    const { summary, outcomes } = await made().run(twice, options);
    expect(outcomes.map(({ id, status, job }) => [id, status, job?.jobId])).toEqual(told);
    expect(outcomes.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(summary).toMatchObject({ requested: 4, byStatus: { unknown: 2, absent: 2 } });
  });

  it('has them too in a later run that waits for both', async () => {
    const store = memoryJournal();
    const one = made();
    await one.run(twice, { ...options, journal: store, wait: 'submitted' });
    const { outcomes, summary } = await resume(one, store, options);
    expect(outcomes.map(({ id, status, job }) => [id, status, job?.jobId])).toEqual(told);
    expect(summary).toMatchObject({ requests: { sent: 0 }, byStatus: { unknown: 2, absent: 2 } });
    const last = await resume(one, store, options);
    expect(last.outcomes.map(({ settledAs }) => settledAs)).toEqual([
      'unknown',
      'unknown',
      'absent',
      'absent',
    ]);
  });

  it('has them where the provider has one job for both requests', async () => {
    const one = jobs({
      rows: ids(1),
      limits: { maxIds: 1 },
      answer: (body) => ({ ...(body as FakeJob), job_id: 'j1' }),
    });
    const { outcomes } = await one.run(['r0', 'r0'], options);
    expect(outcomes.map(({ status, job }) => [status, job?.jobId])).toEqual([
      ['absent', 'j1'],
      ['absent', 'j1'],
    ]);
  });
});

describe('a poll that fails', () => {
  it('changes nothing, and is repeated', async () => {
    const made = jobs({
      rows: ids(3),
      readFault: (index) => (index < 3 ? { kind: 'answer', status: 500 } : undefined),
    });
    expect(statuses(await made.run(ids(3)))).toEqual(['absent', 'absent', 'absent']);
    expect(polls(made)).toHaveLength(4);
  });

  it('waits as told', async () => {
    const made = jobs({
      rows: ids(3),
      readFault: (index) =>
        index === 0 ? { kind: 'answer', status: 429, headers: { 'retry-after': '60' } } : undefined,
    });
    await made.run(ids(3));
    expect(polls(made)[1]?.atMs).toBeGreaterThanOrEqual(61_000);
  });

  it('for good leaves the ids pending', async () => {
    const made = jobs({ rows: ids(3), readFault: () => ({ kind: 'answer', status: 403 }) });
    const { summary } = await made.run(ids(3));
    expect(summary.byStatus.pending).toBe(3);
    expect(summary.warnings).toMatchObject([{ code: 'pollRefused' }]);
    expect(polls(made)).toHaveLength(1);
  });
});

describe('a lost receipt', () => {
  // A job names neither ids nor reason, so one in the list that nobody claims may be somebody else's.
  it.each([
    ['after the job began', true],
    ['before the job began', false],
  ])('%s: the ids are sent again, and no job is taken for theirs', async (_name, done) => {
    const made = jobs({
      rows: ids(3),
      fault: (index) => (index === 0 ? { kind: 'cut', done } : undefined),
    });
    const { summary, outcomes } = await made.run(ids(3));
    expect(made.deletions()).toHaveLength(2);
    expect(summary.byStatus.absent).toBe(3);
    expect(outcomes[0]?.job?.jobId).toBe(done ? 'j2' : 'j1');
  });
});
