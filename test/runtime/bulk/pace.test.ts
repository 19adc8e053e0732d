import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bulk } from '../../../runtime/bulk/bulk.js';
import { Gate } from '../../../runtime/bulk/send/gate.js';
import { Lanes } from '../../../runtime/bulk/send/lanes.js';
import type { DeleteOptions } from '../../../runtime/bulk/options.js';
import { bench, ids, type Bench, type Fault } from '../bulk-bench.js';
import { errorThrownBy, fakeClock } from '../workbench.js';

const at = ({ deletions }: Bench): readonly number[] => deletions().map(({ atMs }) => atMs);
const ten = { limits: { maxIds: 10 }, concurrency: { initial: 4, max: 4 } };

describe('the pace', () => {
  it('of ids: a request leaves when the ids before it are paid for', async () => {
    const made = bench({ ...ten, rows: ids(45) });
    await made.run(ids(45), { rateLimit: { idsPerSecond: 10 } });
    expect(at(made)).toEqual([0, 1000, 2000, 3000, 4000]);
  });

  it('of ids and of requests together is that of the slower', async () => {
    const slowIds = bench({ ...ten, rows: ids(30) });
    await slowIds.run(ids(30), { rateLimit: { idsPerSecond: 5, requestsPerSecond: 10 } });
    expect(at(slowIds)).toEqual([0, 2000, 4000]);
    const slowRequests = bench({ ...ten, rows: ids(30) });
    await slowRequests.run(ids(30), { rateLimit: { idsPerSecond: 1000, requestsPerSecond: 0.5 } });
    expect(at(slowRequests)).toEqual([0, 2000, 4000]);
  });

  it('of the provider holds where only ids are bounded, and null takes it away', async () => {
    const kept = bench({ ...ten, rows: ids(30), requestsPerSecond: 1 });
    await kept.run(ids(30), { rateLimit: { idsPerSecond: 1000 } });
    expect(at(kept)).toEqual([0, 1000, 2000]);
    const lifted = bench({ ...ten, rows: ids(30), requestsPerSecond: 1 });
    await lifted.run(ids(30), { rateLimit: { requestsPerSecond: null } });
    expect(at(lifted)).toEqual([0, 0, 0]);
  });

  it('lets a burst go at once, and holds over a longer time', async () => {
    const made = bench({ ...ten, rows: ids(60) });
    await made.run(ids(60), { rateLimit: { requestsPerSecond: 1, burst: 3 } });
    expect(at(made)).toEqual([0, 0, 0, 1000, 2000, 3000]);
    const byIds = bench({ ...ten, rows: ids(50) });
    await byIds.run(ids(50), { rateLimit: { idsPerSecond: 10, burst: 2 } });
    expect(at(byIds)).toEqual([0, 0, 1000, 2000, 3000]);
  });

  it('of a ramp grows from its start up to its bound', async () => {
    const made = bench({ ...ten, rows: ids(160) });
    await made.run(ids(160), {
      ramp: { initialIdsPerSecond: 10, factor: 2, everyMs: 2000 },
      rateLimit: { idsPerSecond: 40 },
    });
    expect(at(made)).toEqual([
      0, 1000, 2000, 2500, 3000, 3500, 4000, 4250, 4500, 4750, 5000, 5250, 5500, 5750, 6000, 6250,
    ]);
  });

  it('pauses when the provider says that none is left, without being refused first', async () => {
    let left = 2;
    const made = bench({
      ...ten,
      rows: ids(30),
      concurrency: { initial: 1, max: 1 },
      headers: () => ({ 'x-left': String(Math.max(0, (left -= 1))), 'x-reset': '9' }),
    });
    await made.run(ids(30));
    expect(at(made)).toEqual([0, 0, 9000]);
  });

  it.each<[DeleteOptions, RegExp]>([
    [{ rateLimit: { idsPerSecond: 0 } }, /idsPerSecond must be above 0/],
    [{ rateLimit: { idsPerSecond: Number.NaN } }, /idsPerSecond/],
    [{ rateLimit: { requestsPerSecond: -1 } }, /requestsPerSecond/],
    [{ rateLimit: { burst: 0 } }, /burst/],
    [{ rateLimit: { burst: 1.5 } }, /burst/],
    [{ ramp: { initialIdsPerSecond: 0, factor: 2, everyMs: 1 } }, /initialIdsPerSecond/],
    [{ ramp: { initialIdsPerSecond: 1, factor: 1, everyMs: 1 } }, /factor/],
    [{ ramp: { initialIdsPerSecond: 1, factor: 2, everyMs: 0 } }, /everyMs/],
    [{ timeouts: { runMs: -1 } }, /runMs/],
    [{ chunk: { lingerMs: -1 } }, /lingerMs/],
    [{ onFailure: { stopAfter: 0 } }, /onFailure/],
    [{ onFailure: { stopAfter: '101%' } }, /onFailure/],
    [{ onFailure: { stopAfter: '-1%' } }, /onFailure/],
    [{ onFailure: 'never' } as unknown as DeleteOptions, /onFailure/],
    [{ onFailure: null } as unknown as DeleteOptions, /onFailure/],
    [{ sampleSize: 0 }, /sampleSize/],
    [{ verify: 'sample' }, /needs a way to read/],
    [{ dryRun: 'count' }, /needs a way to count/],
    [{ dryRun: 'yes' } as unknown as DeleteOptions, /dryRun/],
    [{ audit: 'file' } as unknown as DeleteOptions, /audit must be/],
    [{ logger: {} as never }, /logger/],
    [{ tracer: {} as never }, /tracer/],
    [{ concurrency: { initial: 2 } } as unknown as DeleteOptions, /concurrency/],
    [{ concurrency: { max: 2 } } as unknown as DeleteOptions, /concurrency/],
    [{ concurrency: { initial: 2, max: undefined } } as unknown as DeleteOptions, /concurrency/],
    [{ concurrency: null } as unknown as DeleteOptions, /concurrency/],
    [{ guards: { maxDeletes: null } } as unknown as DeleteOptions, /maxDeletes/],
    [{ guards: null } as unknown as DeleteOptions, /guards/],
    [{ audit: null } as unknown as DeleteOptions, /audit/],
    [{ guards: { protect: null } } as unknown as DeleteOptions, /protect/],
    [{ guards: { protect: 'r0' } }, /protect/],
    [{ timeouts: { requestMs: -5 } }, /requestMs/],
  ])('%j is refused', (options, message) => {
    const error = errorThrownBy(() => bench().deleter.deleteMany([], options));
    expect(error).toMatchObject({ code: 'CONFIGURATION' });
    expect(error.message).toMatch(message);
  });
});

describe('options that are undefined', () => {
  it('keep their defaults', async () => {
    const made = bench({
      ...ten,
      rows: ids(20),
      fault: (index) => (index === 0 ? { kind: 'answer', status: 503 } : undefined),
    });
    const { summary } = await made.run(ids(20), {
      retry: { maxAttempts: undefined, budget: { tokens: undefined } },
      guards: { maxDeletes: undefined },
    } as unknown as DeleteOptions);
    expect(summary.byStatus.deleted).toBe(20);
  });
});

describe('guards of a deleter', () => {
  it('hold for a call that sets others', async () => {
    const made = bench({ rows: ids(3) });
    const guards = { protect: ['r0'], maxDeletes: 1 };
    const deleter = bulk(made.connection, made.behaviour, { table: 't1' }, { guards });
    const { byStatus } = await deleter.deleteMany(['r0', 'r1'], { guards: { stopOnOverDelete: true } });
    expect(byStatus).toMatchObject({ deleted: 1, skipped: 1 });
    const more = deleter.deleteMany(['r1', 'r2'], { guards: { protect: [] } });
    await expect(more).rejects.toMatchObject({ code: 'GUARD' });
    expect(made.rows).toEqual(new Set(['r0', 'r2']));
  });

  it.each([{ guards: undefined }, { dryRun: undefined }])('hold for a call with %o', async (options) => {
    const made = bench({ rows: ids(3) });
    const guards = { protect: ['r0'] };
    const deleter = bulk(made.connection, made.behaviour, { table: 't1' }, { guards, dryRun: true });
    const { byStatus } = await deleter.deleteMany(ids(3), options as unknown as DeleteOptions);
    expect(byStatus).toMatchObject({ deleted: 0, skipped: 3 });
    const live = bulk(made.connection, made.behaviour, { table: 't1' }, { guards });
    await live.deleteMany(ids(3), options as unknown as DeleteOptions);
    expect(made.rows).toEqual(new Set(['r0']));
  });
});

describe('the edge of a window', () => {
  const pacing = fc.record({
    requestsPerSecond: fc.option(fc.integer({ min: 1, max: 50 })),
    idsPerSecond: fc.option(fc.integer({ min: 10, max: 5_000 })),
    burst: fc.integer({ min: 1, max: 5 }),
    ramp: fc.constant(null),
  });
  /** Quiet times, such as let a provider that counts in fixed windows begin a new one, and the ids of each request. */
  const arrivals = fc.array(
    fc.record({
      quietMs: fc.constantFrom(0, 0, 0, 999, 1_000, 5_000),
      size: fc.integer({ min: 1, max: 50 }),
    }),
    { minLength: 1, maxLength: 40 },
  );

  it('lets no second burst through: not in any second, wherever it begins', async () => {
    await fc.assert(
      fc.asyncProperty(pacing, arrivals, async (pace, requests) => {
        const clock = fakeClock();
        const gate = new Gate(clock, pace);
        const never = new AbortController().signal;
        const left: { readonly at: number; readonly size: number }[] = [];
        for (const { quietMs, size } of requests) {
          await clock.sleep(quietMs);
          expect(await gate.enter(never, size)).toBe(true);
          left.push({ at: clock.now(), size });
        }
        left.forEach(({ at: since }, place) => {
          // The time of a clock is in fractions, and sums of them are not exact.
          const within = left.slice(place).filter(({ at: when }) => when < since + 1_000 - 1e-3);
          expect(within.length).toBeLessThanOrEqual((pace.requestsPerSecond ?? Infinity) + pace.burst);
          const most = Math.max(...within.map(({ size }) => size));
          const sum = within.reduce((total, { size }) => total + size, 0);
          expect(sum).toBeLessThanOrEqual((pace.idsPerSecond ?? Infinity) + pace.burst * most);
        });
      }),
    );
  }, 3_600_000);

  it('is no edge for eight workers: after a quiet time one request leaves, and the next a whole interval later', async () => {
    const made = bench({ rows: ids(200), limits: { maxIds: 10 }, concurrency: { initial: 8, max: 8 } });
    const quiet = async function* (): AsyncGenerator<string> {
      for (const [place, id] of ids(200).entries()) {
        if (place === 100) await made.clock.sleep(59_900);
        yield id;
      }
    };
    await made.run(quiet(), { rateLimit: { requestsPerSecond: 10 } });
    const left = at(made);
    expect(left).toHaveLength(20);
    left.forEach((when, place) => {
      if (place > 0) expect(when - (left[place - 1] ?? 0)).toBeGreaterThanOrEqual(100);
    });
  });
});

describe('lanes', () => {
  /** Lanes that have seen enough answers of 100 ms to know what is usual. */
  function warm(): Lanes {
    const lanes = new Lanes({ initial: 8, max: 8 });
    for (let count = 0; count < 10; count += 1) lanes.answeredAfter(100, lanes.round);
    return lanes;
  }

  it('are halved by an answer that took three times as long as usual', () => {
    const lanes = warm();
    lanes.answeredAfter(290, lanes.round);
    expect(lanes.limit).toBe(8);
    lanes.answeredAfter(600, lanes.round);
    expect(lanes.limit).toBe(4);
  });

  it('are halved once by a round that is slow as a whole', () => {
    const lanes = warm();
    const { round } = lanes;
    for (let count = 0; count < 8; count += 1) lanes.answeredAfter(900, round);
    expect(lanes.limit).toBe(4);
  });

  it('are not halved by first answers, nor by what a garbage collector takes', () => {
    const first = new Lanes({ initial: 8, max: 8 });
    for (const ms of [5, 900, 5, 900]) first.answeredAfter(ms, first.round);
    expect(first.limit).toBe(8);
    const quick = new Lanes({ initial: 8, max: 8 });
    for (let count = 0; count < 20; count += 1) quick.answeredAfter(2, quick.round);
    quick.answeredAfter(240, quick.round);
    expect(quick.limit).toBe(8);
  });

  /** The fewest lanes that a run had. */
  async function fewest(made: Bench): Promise<number> {
    const seen: number[] = [];
    await made.run(ids(400), {
      onEvent: (event) => {
        if (event.type === 'progress') seen.push(event.progress.concurrency);
      },
      progressIntervalMs: 0,
    });
    return Math.min(...seen);
  }

  it('are halved in a run by a slow answer, and by a 503', async () => {
    const made = { ...ten, rows: ids(400), latencyMs: 100 };
    expect(await fewest(bench(made))).toBe(4);
    expect(await fewest(bench({ ...made, latencyMs: (index) => (index === 20 ? 900 : 100) }))).toBe(2);
    const refuse = (index: number): Fault | undefined =>
      index === 0 ? { kind: 'answer', status: 503 } : undefined;
    expect(await fewest(bench({ ...made, fault: refuse }))).toBe(2);
  });
});

describe('a limit of time', () => {
  it('stops the run, lets requests in flight settle, and resolves', async () => {
    const { run, clock, removed } = bench({ ...ten, rows: ids(4000), latencyMs: 100 });
    const { summary, error, outcomes } = await run(ids(4000), { timeouts: { runMs: 1050 } });
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({ state: 'stopped', warnings: [{ code: 'runTimeout' }] });
    expect(clock.elapsedMs()).toBe(1100);
    expect(summary.byStatus.deleted).toBe(removed.size);
    expect(removed.size).toBe(440);
    expect(summary.byStatus.unknown).toBe(0);
    expect(outcomes.at(-1)).toMatchObject({ status: 'skipped', reason: 'stopped' });
    expect(() => {
      summary.throwIfNotGone();
    }).toThrow();
  });

  it('leaves nobody to believe that all is gone, although all that was read is', async () => {
    async function* few(): AsyncGenerator<string> {
      yield* ids(10);
      await made.clock.sleep(5000);
      yield 'late';
    }
    const made = bench({ ...ten, rows: [...ids(10), 'late'] });
    const { summary, error } = await made.run(few(), { timeouts: { runMs: 1000 } });
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({
      state: 'stopped',
      requested: 10,
      gone: 10,
      stoppedBy: { code: 'ABORTED' },
    });
    expect(() => {
      summary.throwIfNotGone();
    }).toThrow(/stopped after 1000 ms/);
  });

  it('cuts requests with onAbort cancel', async () => {
    const { run, clock } = bench({ ...ten, rows: ids(400), latencyMs: 1000 });
    const { summary } = await run(ids(400), { timeouts: { runMs: 100 }, onAbort: 'cancel' });
    expect(clock.elapsedMs()).toBe(100);
    expect(summary).toMatchObject({ state: 'stopped', byStatus: { unknown: 40 } });
  });

  it('leaves no timer behind when the run ends sooner', async () => {
    const { run, clock } = bench({ rows: ids(5) });
    const { summary } = await run(ids(5), { timeouts: { runMs: 60_000 } });
    expect(summary).toMatchObject({ state: 'completed', warnings: [] });
    expect(clock.sleeping()).toBe(0);
    expect(clock.elapsedMs()).toBe(0);
  });
});

describe('a request that is not full', () => {
  /** Gives its ids one by one, with a wait before each. */
  async function* slowly(bench: Bench, waits: readonly number[]): AsyncGenerator<string> {
    for (const [index, ms] of waits.entries()) {
      await bench.clock.sleep(ms);
      yield `r${index}`;
    }
  }

  it('leaves after it has lingered, and not before', async () => {
    const made = bench({ rows: ids(6) });
    await made.run(slowly(made, [0, 10, 10, 500, 10, 500]), { chunk: { lingerMs: 100 } });
    expect(made.deletions().map(({ atMs, ids: sent }) => [atMs, sent.length])).toEqual([
      [100, 3],
      [620, 2],
      [1030, 1],
    ]);
  });

  it('lingers from its first id, however steadily others come', async () => {
    const made = bench({ rows: ids(20) });
    await made.run(
      slowly(
        made,
        Array.from({ length: 20 }, () => 40),
      ),
      { chunk: { lingerMs: 100 } },
    );
    expect(made.deletions()[0]?.atMs).toBe(140);
  });

  it('waits for a lane', async () => {
    const made = bench({ rows: ids(4), latencyMs: 1000, concurrency: { initial: 1, max: 1 } });
    await made.run(slowly(made, [0, 200, 200, 3000]), { chunk: { lingerMs: 100 } });
    const sent = made.deletions().map(({ atMs, ids: of }) => [atMs, of.length]);
    expect(sent).toEqual([
      [100, 1],
      [1100, 2],
      [3400, 1],
    ]);
  });

  it('waits for the end without the option', async () => {
    const made = bench({ rows: ids(3) });
    await made.run(slowly(made, [0, 1000, 1000]));
    expect(made.deletions().map(({ atMs, ids: of }) => [atMs, of.length])).toEqual([[2000, 3]]);
  });

  it.each([0, 1, 7])('no id is lost or sent twice, whatever the timing (%i ms)', async (lingerMs) => {
    const made = bench({ rows: ids(60), latencyMs: 5, limits: { maxIds: 7 } });
    const waits = Array.from({ length: 60 }, (_value, index) => (index * 13) % 11);
    const { outcomes } = await made.run(slowly(made, waits), { chunk: { lingerMs } });
    expect(outcomes.map(({ status }) => status)).toEqual(ids(60).map(() => 'deleted'));
    expect(made.deletions().flatMap(({ ids: sent }) => sent)).toHaveLength(60);
  });

  it('stops lingering when the run is aborted while it waits', async () => {
    const made = bench({ rows: ids(1) });
    const controller = new AbortController();
    async function* stuck(): AsyncGenerator<string> {
      yield 'r0';
      controller.abort();
      await made.clock.sleep(10_000);
    }
    const { summary } = await made.run(stuck(), { chunk: { lingerMs: 50 }, signal: controller.signal });
    expect(summary).toMatchObject({ state: 'aborted', byStatus: { skipped: 1 } });
    expect(made.deletions()).toEqual([]);
  });
});

describe('failures', () => {
  const refused = (part: number) => ({
    ...ten,
    concurrency: { initial: 1, max: 1 },
    rows: ids(1000),
    fault: (index: number) => (index % part === 0 ? ({ kind: 'answer', status: 409 } as const) : undefined),
  });
  const once = { retry: { maxAttempts: 1, maxFailedChunksInARow: 1000 } };

  it('end the run after so many', async () => {
    const { summary } = await bench(refused(1)).run(ids(1000), { ...once, onFailure: { stopAfter: 35 } });
    expect(summary).toMatchObject({ state: 'stopped', byStatus: { failed: 40 } });
    expect(summary.requests.sent).toBe(4);
  });

  it('end the run above a share, from the hundredth settled id on', async () => {
    const half = await bench(refused(2)).run(ids(1000), { ...once, onFailure: { stopAfter: '40%' } });
    expect(half.summary.state).toBe('stopped');
    // Fifty of the first hundred failed, which is judged as soon as a hundred have settled.
    expect(half.summary.byStatus).toMatchObject({ failed: 50, deleted: 50 });
    expect(half.summary.warnings).toMatchObject([{ code: 'failureLimit' }]);
    const early = await bench({
      ...refused(1000),
      rows: ids(1000),
      limits: { maxIds: 90 },
    }).run(ids(1000), { ...once, onFailure: { stopAfter: '1%' } });
    expect(early.summary).toMatchObject({ state: 'stopped', byStatus: { failed: 90, deleted: 90 } });
    const within = await bench(refused(4)).run(ids(1000), { ...once, onFailure: { stopAfter: '35%' } });
    expect(within.summary).toMatchObject({ state: 'completedWithFailures', byStatus: { failed: 250 } });
    const none = await bench({ ...ten, rows: ids(500) }).run(ids(500), { onFailure: { stopAfter: '0%' } });
    expect(none.summary.state).toBe('completed');
  });
});
