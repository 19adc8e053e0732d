import { describe, expect, it } from 'vitest';
import type { DeletionEvent } from '../../runtime/bulk/telemetry/events.js';
import { createRandom } from '../../sandbox/ids.js';
import { bench, ids, statuses, type Fault } from './bulk-bench.js';

const once =
  (fault: Fault) =>
  (index: number): Fault | undefined =>
    index === 0 ? fault : undefined;
const always = (fault: Fault) => (): Fault => fault;
const status = (code: number, headers?: object): Fault => ({
  kind: 'answer',
  status: code,
  ...(headers === undefined ? {} : { headers }),
});
const oneLane = { concurrency: { initial: 1, max: 1 } };

describe('a failure without effect', () => {
  it.each<[string, Fault]>([
    ['a refused connection', { kind: 'refused' }],
    ['429', status(429)],
    ['409', status(409)],
  ])('%s is repeated, and takes nothing from the claim', async (_name, fault) => {
    const { run } = bench({ fault: once(fault), rows: ['a'] });
    const result = await run(['a', 'b']);
    expect(statuses(result)).toEqual(['deleted', 'notFound']);
    expect(result.summary.requests).toMatchObject({ sent: 2, retried: 1 });
    expect(result.outcomes[0]?.attempts).toBe(2);
  });

  it('is `failed` when it does not end', async () => {
    const result = await bench({ fault: always({ kind: 'refused' }), rows: ['a'] }).run(['a']);
    expect(result.outcomes).toMatchObject([
      { status: 'failed', evidence: 'none', attempts: 5, error: { code: 'CONNECTION', effect: 'none' } },
    ]);
  });
});

describe('a lost answer', () => {
  it.each<[string, Fault]>([
    ['cut after the deletion', { kind: 'cut', done: true }],
    ['500 after the deletion', { kind: 'doneThen', status: 500 }],
    ['a body of another shape', { kind: 'doneThen', status: 200, body: { ok: true } }],
  ])('%s: afterwards nothing is called `notFound`', async (_name, fault) => {
    const result = await bench({ fault: once(fault), rows: ['a'] }).run(['a', 'b']);
    expect(statuses(result)).toEqual(['absent', 'absent']);
  });

  it('before the deletion: the repeat deletes, and says so', async () => {
    const result = await bench({ fault: once({ kind: 'cut', done: false }), rows: ['a'] }).run(['a', 'b']);
    expect(statuses(result)).toEqual(['deleted', 'absent']);
  });

  it('is `unknown` when no repeat is answered', async () => {
    const { run } = bench({ fault: always({ kind: 'cut', done: true }), rows: ['a'] });
    const { outcomes, summary } = await run(['a']);
    expect(outcomes).toMatchObject([
      { status: 'unknown', evidence: 'none', attempts: 5, error: { effect: 'possible' } },
    ]);
    expect(summary.state).toBe('completedWithFailures');
  });

  it('is repeated only where that is harmless', async () => {
    const { run, deletions } = bench({ fault: always({ kind: 'cut', done: true }), retry: 'never' });
    expect(statuses(await run(['a']))).toEqual(['unknown']);
    expect(deletions()).toHaveLength(1);
  });

  it('stays unknown when the run ends before the repeat', async () => {
    const faults: readonly Fault[] = [{ kind: 'cut', done: true }, status(403)];
    const { run } = bench({ fault: (index) => faults[index], rows: ['a'] });
    expect(statuses(await run(['a']))).toEqual(['unknown']);
  });

  it('one request means one request', async () => {
    const { run, deletions } = bench({ fault: always({ kind: 'cut', done: false }) });
    await run(['a'], { retry: { maxAttempts: 1 } });
    expect(deletions()).toHaveLength(1);
  });
});

describe('a fatal error', () => {
  it.each([401, 403, 404])('%d stops the run after what is in flight', async (code) => {
    const { run, deletions } = bench({ fault: always(status(code)), rows: ids(1000) });
    const { summary, error, outcomes } = await run(ids(1000));
    expect(deletions().length).toBeLessThanOrEqual(2);
    expect(error).toMatchObject({ status: code, effect: 'none' });
    expect(error?.summary).toBe(summary);
    expect(summary.state).toBe('stopped');
    expect(summary.byStatus.failed).toBe(deletions().length * 100);
    expect(
      outcomes.filter((outcome) => outcome.status === 'skipped').every(({ reason }) => reason === 'stopped'),
    ).toBe(true);
    expect(summary.problems).toHaveLength(1);
    expect(summary.problems[0]?.sampleIds).toHaveLength(10);
  });

  it('402 stops too, but can go on later: the run resolves', async () => {
    const { error, summary } = await bench({ fault: always(status(402)) }).run(ids(1000));
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({ state: 'stopped', stoppedBy: { code: 'QUOTA_EXCEEDED' } });
    expect(() => {
      summary.throwIfNotGone();
    }).toThrow(/402/);
  });
});

describe('an outage', () => {
  it.each<[string, Fault]>([
    ['refused connections', { kind: 'refused' }],
    ['503', status(503)],
    ['cuts', { kind: 'cut', done: false }],
  ])('of %s ends the run after a bounded number of requests', async (_name, fault) => {
    const { run, deletions } = bench({ fault: always(fault) });
    const { summary, error } = await run(ids(20_000));
    expect(error).toBeUndefined();
    expect(summary.state).toBe('stopped');
    expect(deletions().length).toBeLessThanOrEqual(110);
    expect(summary.byStatus.skipped).toBeGreaterThan(0);
  });

  it('is not declared for a provider that fails now and then', async () => {
    const { run, rows } = bench({
      rows: ids(10_000),
      fault: (index) => (index % 5 === 4 ? status(500) : undefined),
    });
    const { summary } = await run(ids(10_000));
    expect(summary.state).toBe('completed');
    expect(rows.size).toBe(0);
    expect(summary.requests.sent).toBeLessThanOrEqual(126);
  });

  it.each([0.01, 0.05, 0.2])('costs as many requests as fail: %d of them', async (share) => {
    const faults: readonly Fault[] = [status(503), { kind: 'refused' }, { kind: 'cut', done: false }];
    let sent = 0;
    for (let seed = 1; seed <= 100; seed += 1) {
      const random = createRandom(seed);
      const { run, rows, deletions } = bench({
        rows: ids(200),
        limits: { maxIds: 2 },
        fault: () => (random(1000) < share * 1000 ? faults[random(faults.length)] : undefined),
      });
      const { byStatus } = (await run(ids(200))).summary;
      // Five failures in a row are one too many.
      expect(rows.size).toBe(byStatus.failed + byStatus.unknown);
      expect(byStatus.skipped).toBe(0);
      sent += deletions().length;
    }
    const least = 100 * 100;
    expect(sent / least).toBeGreaterThan(1 + share / 2);
    expect(sent / least).toBeLessThanOrEqual(1 / (1 - share) + 0.01);
  });
});

describe('being told to wait', () => {
  it.each([
    ['0', 0],
    ['1', 1_000],
    ['59', 59_000],
    ['3600', 900_000],
    ['-1', 0],
    ['soon', 0],
  ])('Retry-After: %s holds back every request', async (header, leastMs) => {
    const { run, deletions } = bench({
      rows: ids(400),
      concurrency: { initial: 4, max: 4 },
      fault: once(status(429, { 'retry-after': header })),
      latencyMs: 5,
    });
    const { summary } = await run(ids(400));
    const after = deletions().filter(({ atMs }) => atMs > 0);
    if (header === '3600') {
      expect(after).toEqual([]);
      expect(summary).toMatchObject({ state: 'stopped', stoppedBy: { retryAfterMs: 3_600_000 } });
      return;
    }
    expect(summary.gone).toBe(400);
    for (const { atMs } of after) expect(atMs).toBeGreaterThanOrEqual(leastMs);
  });

  it('by a count that has run out waits for its reset, without a refusal', async () => {
    let left = 2;
    const { run, deletions } = bench({
      ...oneLane,
      rows: ids(400),
      headers: () => ({ 'x-left': String(left-- % 2), 'x-reset': '30' }),
    });
    const { summary } = await run(ids(400));
    expect(deletions().map(({ atMs }) => atMs)).toEqual([0, 30_000, 30_000, 60_000]);
    expect(summary.requests.retried).toBe(0);
  });

  it('halves the requests at the same time', async () => {
    const progress: number[] = [];
    const { run } = bench({
      rows: ids(2000),
      concurrency: { initial: 4, max: 4 },
      fault: (index) => (index < 4 ? status(429, { 'retry-after': '1' }) : undefined),
      latencyMs: 10,
    });
    await run(ids(2000), {
      progressIntervalMs: 0,
      onEvent: (event) => {
        if (event.type === 'progress') progress.push(event.progress.concurrency);
      },
    });
    expect(progress[0]).toBe(2);
    expect(progress.at(-1)).toBe(4);
  });
});

describe('pace', () => {
  it('keeps the requests apart', async () => {
    const { run, deletions } = bench({ rows: ids(500), requestsPerSecond: 2 });
    await run(ids(500));
    expect(deletions().map(({ atMs }) => atMs)).toEqual([0, 500, 1000, 1500, 2000]);
  });

  it('never has more in flight than allowed, and grows by one after each clean round', async () => {
    let inFlight = 0;
    let most = 0;
    const { run } = bench({ rows: ids(5000), concurrency: { initial: 2, max: 4 }, latencyMs: 100 });
    await run(ids(5000), {
      onEvent: (event) => {
        if (event.type === 'chunkSent') most = Math.max(most, ++inFlight);
        if (event.type === 'chunkSettled') inFlight -= 1;
      },
    });
    expect(most).toBe(4);
  });
});

describe('a limit that is smaller than written', () => {
  it('is learned from 413, once', async () => {
    const events: DeletionEvent[] = [];
    const { run, deletions } = bench({
      ...oneLane,
      rows: ids(1000),
      fault: (_index, sent) => (sent.length > 30 ? status(413) : undefined),
    });
    const { summary } = await run(ids(1000), { onEvent: (event) => events.push(event) });
    expect(summary.byStatus.deleted).toBe(1000);
    expect(deletions().filter(({ ids: sent }) => sent.length > 30)).toHaveLength(2);
    expect(events.filter(({ type }) => type === 'limitLearned')).toMatchObject([
      { maxIds: 50 },
      { maxIds: 25 },
    ]);
  });

  it.each([414, 431])('is learned from %d, in bytes of the request line', async (code) => {
    const { run, seen, deletions } = bench({
      ...oneLane,
      where: 'query',
      reports: 'count',
      rows: ids(300),
      fault: (index) => ((seen[index]?.bytes ?? 0) > 200 ? status(code) : undefined),
    });
    const { summary } = await run(ids(300));
    expect(summary.byStatus.deleted).toBe(300);
    expect(deletions().filter(({ bytes }) => bytes > 200).length).toBeLessThanOrEqual(3);
  });

  it('fails an id that is too large alone, and goes on', async () => {
    const long = 'x'.repeat(100);
    const { run } = bench({
      rows: ['a', 'b'],
      fault: (_index, sent) => (sent.includes(long) ? status(413) : undefined),
    });
    const result = await run(['a', long, 'b']);
    expect(statuses(result)).toEqual(['deleted', 'failed', 'deleted']);
    expect(result.outcomes[1]?.error?.code).toBe('PAYLOAD_TOO_LARGE');
  });
});

describe('bad ids', () => {
  const isBad = (id: string): boolean => id.startsWith('bad');
  const unnamed = (_index: number, sent: readonly string[]): Fault | undefined =>
    sent.some(isBad) ? status(400) : undefined;
  const named = (_index: number, sent: readonly string[]): Fault | undefined =>
    sent.some(isBad)
      ? {
          kind: 'answer',
          status: 422,
          body: {
            detail: sent.flatMap((id, position) =>
              isBad(id) ? [{ loc: ['body', 'ids', position], msg: `${id}!` }] : [],
            ),
          },
        }
      : undefined;

  it('that are named cost one more request', async () => {
    const input = ids(1000).map((id, index) => (index === 333 || index === 700 ? `bad${index}` : id));
    const { run, deletions } = bench({
      namesBadId: true,
      fault: named,
      rows: ids(1000),
      limits: { maxIds: 1000 },
    });
    const { summary, outcomes } = await run(input);
    expect(summary.byStatus).toMatchObject({ deleted: 998, failed: 2 });
    expect(deletions()).toHaveLength(2);
    expect(outcomes[333]).toMatchObject({
      status: 'failed',
      evidence: 'id',
      attempts: 1,
      error: { code: 'INVALID_ID', message: 'bad333!' },
    });
  });

  it('that are all named fail without stopping anything', async () => {
    const { run } = bench({ namesBadId: true, fault: named, limits: { maxIds: 1 } });
    const { summary } = await run(ids(30, 'bad'));
    expect(summary).toMatchObject({ state: 'completedWithFailures', byStatus: { failed: 30 } });
  });

  it.each([0, 1, 499, 999])('that are not named are found: one at %d', async (place) => {
    const input = ids(1000).map((id, index) => (index === place ? 'bad' : id));
    const { run, deletions } = bench({ fault: unnamed, rows: ids(1000), limits: { maxIds: 1000 } });
    const { summary, outcomes } = await run(input);
    expect(summary.byStatus).toMatchObject({ deleted: 999, failed: 1 });
    expect(outcomes[place]).toMatchObject({ status: 'failed', error: { status: 400 } });
    expect(deletions().length).toBeLessThanOrEqual(1 + 2 * 10 + 2);
  });

  it('that are many are given up as a group, after a bounded number of requests', async () => {
    const input = ids(1000).map((id, index) => (index % 7 === 3 ? `bad${index}` : id));
    const { run, rows, deletions } = bench({ fault: unnamed, rows: ids(1000), limits: { maxIds: 1000 } });
    const { summary, outcomes } = await run(input);
    expect(deletions().length).toBeLessThanOrEqual(1 + 64 + 1);
    expect(summary.state).toBe('completedWithFailures');
    // What failed is still there, and what is gone was deleted.
    for (const { id, status: claimed } of outcomes)
      expect(claimed === 'deleted').toBe(!rows.has(id) && !isBad(id));
  });

  it('are not suspected when the request is wrong as a whole', async () => {
    const { run, deletions } = bench({ ...oneLane, fault: always(status(400)), rows: ids(1000) });
    const { error, summary } = await run(ids(1000));
    expect(deletions()).toHaveLength(3);
    expect(error).toMatchObject({ code: 'INVALID_REQUEST' });
    expect(summary.byStatus.failed).toBe(100);
    expect(summary.byStatus.skipped).toBe(summary.requested - 100);
  });

  it('are not suspected when the provider complains about something else', async () => {
    const body = { detail: [{ loc: ['body', 'reason'], msg: 'too long' }] };
    const { run, deletions } = bench({
      ...oneLane,
      namesBadId: true,
      fault: always({ kind: 'answer', status: 422, body }),
    });
    expect((await run(ids(1000))).error).toMatchObject({ status: 422 });
    expect(deletions()).toHaveLength(1);
  });

  it('are not suspected when the body was dropped on the way', async () => {
    const body = { detail: [{ loc: ['body', 'ids'], msg: 'Field required' }] };
    const { run, deletions } = bench({
      ...oneLane,
      namesBadId: true,
      fault: always({ kind: 'answer', status: 422, body }),
    });
    const { error, summary } = await run(ids(1000));
    expect(error).toMatchObject({ status: 422 });
    expect(summary.warnings).toMatchObject([{ code: 'bodyDropped' }]);
    expect(deletions()).toHaveLength(1);
  });

  it('end the run at the first with onFailure: stop', async () => {
    const { run, deletions } = bench({
      ...oneLane,
      namesBadId: true,
      fault: named,
      rows: ids(1000),
      limits: { maxIds: 10 },
    });
    const { summary } = await run(['bad', ...ids(1000)], { onFailure: 'stop' });
    expect(summary.state).toBe('stopped');
    expect(deletions().length).toBeLessThanOrEqual(2);
  });

  it('of an endless input end it too', async () => {
    const { run } = bench();
    const { summary } = await run(
      (function* () {
        for (;;) yield '';
      })(),
      { onFailure: 'stop' },
    );
    expect(summary).toMatchObject({ state: 'stopped', requested: 1 });
  });
});
