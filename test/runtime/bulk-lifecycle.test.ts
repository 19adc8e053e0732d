import { describe, expect, it } from 'vitest';
import type { DeletionEvent, Progress } from '../../runtime/bulk/telemetry/events.js';
import type { DeletionRun } from '../../runtime/bulk/types.js';
import { Stops } from '../../runtime/bulk/stops.js';
import { bench, ids, statuses } from './bulk-bench.js';
import { nextTurn } from './fake-clock.js';
import { errorOf, errorThrownBy } from './workbench.js';

const slow = { rows: ids(10_000), latencyMs: 1000, concurrency: { initial: 2, max: 2 } };

async function turns(count = 30): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
}

/** What Node would print as an unhandled rejection while `act` goes on. */
async function unhandledDuring(act: () => Promise<void>): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  const note = (reason: unknown): void => {
    seen.push(reason);
  };
  process.on('unhandledRejection', note);
  try {
    await act();
    await turns();
  } finally {
    process.off('unhandledRejection', note);
  }
  return seen;
}

describe('an abort', () => {
  it('before the start reads nothing', async () => {
    const { run, seen } = bench(slow);
    const { summary, error } = await run(ids(10), { signal: AbortSignal.abort() });
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({ state: 'aborted', requested: 0 });
    expect(seen).toEqual([]);
  });

  it('with drain lets what is in flight settle, and sends nothing more', async () => {
    const { run, clock, deletions, rows } = bench(slow);
    const controller = new AbortController();
    void clock.sleep(500).then(() => {
      controller.abort();
    });
    const { summary } = await run(ids(10_000), { signal: controller.signal });
    expect(deletions()).toHaveLength(2);
    expect(summary).toMatchObject({ state: 'aborted', durationMs: 1000, byStatus: { deleted: 200 } });
    expect(rows.size).toBe(9800);
    expect(() => {
      summary.throwIfNotGone();
    }).toThrow();
  });

  it('with cancel cuts what is in flight: nobody knows', async () => {
    const { run, clock } = bench(slow);
    const controller = new AbortController();
    void clock.sleep(500).then(() => {
      controller.abort('enough');
    });
    const { summary } = await run(ids(10_000), { signal: controller.signal, onAbort: 'cancel' });
    expect(summary).toMatchObject({ state: 'aborted', durationMs: 500, byStatus: { unknown: 200 } });
    expect(summary.warnings).toMatchObject([{ code: 'aborted', message: 'Aborted: enough' }]);
  });

  it('ends a wait for a repeat at once, and every id has an outcome', async () => {
    const { run, clock } = bench({
      rows: ids(50),
      fault: () => ({ kind: 'answer', status: 429, headers: { 'retry-after': '600' } }),
    });
    const controller = new AbortController();
    void clock.sleep(100).then(() => {
      controller.abort();
    });
    const { summary, outcomes } = await run(ids(50), { signal: controller.signal });
    expect(summary).toMatchObject({ state: 'aborted', durationMs: 100, byStatus: { failed: 50 } });
    expect(outcomes[0]?.error?.code).toBe('RATE_LIMITED');
  });

  it('ends the wait for jobs, which stay pending', async () => {
    const { run, clock } = bench({ reports: 'job', rows: ids(5), advance: () => undefined });
    const controller = new AbortController();
    void clock.sleep(5_000).then(() => {
      controller.abort();
    });
    const { summary } = await run(ids(5), { signal: controller.signal });
    expect(summary).toMatchObject({ state: 'aborted', durationMs: 5_000, byStatus: { pending: 5 } });
  });

  it('does not wait for an input that says nothing', async () => {
    const { deleter, clock } = bench({ rows: ids(5) });
    let isReturned = false;
    const silent: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => undefined),
        return: () => {
          isReturned = true;
          return Promise.reject(new Error('late'));
        },
      }),
    };
    const run = deleter.deleteMany(silent);
    await turns();
    expect(await clock.drive(run.abort())).toMatchObject({ state: 'aborted', requested: 0 });
    expect(isReturned).toBe(true);
  });

  it('by the run itself never rejects, also after a fatal error', async () => {
    const { deleter, clock } = bench({ fault: () => ({ kind: 'answer', status: 401 }) });
    const run = deleter.deleteMany(ids(5));
    await clock.drive(errorOf(Promise.resolve(run)));
    expect(await run.abort()).toMatchObject({ state: 'stopped' });
  });

  it('leaves no listener on the signal', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...given: Parameters<typeof add>) => {
      listeners += 1;
      add(...given);
    };
    signal.removeEventListener = (...given: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...given);
    };
    const { run } = bench({ rows: ids(1000) });
    await run(ids(1000), { signal });
    await turns(2);
    expect(listeners).toBe(0);
  });
});

describe('a run', () => {
  it('can be held and let go', async () => {
    const { deleter, clock, deletions } = bench({ rows: ids(500) });
    const run = deleter.deleteMany(ids(500));
    run.pause();
    await turns();
    expect(deletions()).toEqual([]);
    run.continue();
    expect(await clock.drive(run)).toMatchObject({ gone: 500 });
  });

  it('that is held can be aborted', async () => {
    const { deleter, clock } = bench({ rows: ids(500) });
    const run = deleter.deleteMany(ids(500));
    run.pause();
    await turns();
    expect(await clock.drive(run.abort())).toMatchObject({ state: 'aborted', gone: 0 });
  });

  it('needs nobody to wait for it, and raises nothing then', async () => {
    for (const fault of [undefined, () => ({ kind: 'answer', status: 401 }) as const]) {
      const { deleter, clock, deletions } = bench({
        rows: ids(300),
        ...(fault === undefined ? {} : { fault }),
      });
      const unhandled = await unhandledDuring(async () => {
        deleter.deleteMany(ids(300));
        await turns(100);
      });
      expect(unhandled).toEqual([]);
      expect(deletions().length).toBeGreaterThan(0);
      expect(clock.sleeping()).toBe(0);
    }
  });

  it('raises nothing when its outcomes are read and it is not awaited, but the reader hears of the error', async () => {
    const { deleter } = bench({ fault: () => ({ kind: 'answer', status: 401 }) });
    let heard: unknown;
    const unhandled = await unhandledDuring(async () => {
      try {
        for await (const outcome of deleter.deleteMany(['a']).outcomes())
          expect(outcome.status).toBe('failed');
      } catch (error) {
        heard = error;
      }
    });
    expect(unhandled).toEqual([]);
    expect(heard).toMatchObject({ code: 'AUTHENTICATION', summary: { state: 'stopped' } });
  });

  it('settles only when nothing is in flight any more', async () => {
    const { deleter, clock, deletions } = bench({
      ...slow,
      fault: (index) => (index === 0 ? { kind: 'answer', status: 403 } : undefined),
    });
    const before = { settled: false };
    const run = deleter.deleteMany(ids(1000));
    const rejected = errorOf(Promise.resolve(run)).finally(() => {
      before.settled = true;
    });
    const error = await clock.drive(rejected);
    expect(error).toMatchObject({ status: 403, summary: { byStatus: { failed: 100, deleted: 100 } } });
    const sent = deletions().length;
    await turns();
    expect(deletions()).toHaveLength(sent);
  });

  it('has then, catch and finally like a promise', async () => {
    const { deleter, clock } = bench({ fault: () => ({ kind: 'answer', status: 401 }) });
    let ended = false;
    const run: DeletionRun = deleter.deleteMany(['a']);
    const code = run
      .finally(() => {
        ended = true;
      })
      .catch((error: unknown) => Reflect.get(Object(error), 'code') as unknown);
    expect(await clock.drive(code)).toBe('AUTHENTICATION');
    expect(await run.catch(() => 'caught')).toBe('caught');
    expect(ended).toBe(true);
  });
});

describe('an input that throws', () => {
  it('loses nothing that was read', async () => {
    const { run, rows } = bench({ rows: ids(300) });
    const { error, summary } = await run(
      (function* () {
        yield* ids(250);
        throw new Error('disk gone');
      })(),
    );
    expect(error).toMatchObject({ code: 'INPUT', message: 'The input failed after 250 ids: disk gone' });
    expect(error?.summary).toBe(summary);
    expect(summary).toMatchObject({ state: 'stopped', requested: 250, byStatus: { deleted: 250 } });
    expect(rows.size).toBe(50);
  });
});

describe('an abort between the turn of a request and its sending', () => {
  it.each([
    ['cancel', true, true],
    ['drain', false, false],
  ])('%s: the deletion is cut: %s', async (_mode, cut, isCut) => {
    const stops = new Stops();
    stops.abort({ reason: 'aborted', error: undefined, rejects: false }, cut);
    expect(await stops.watch('deletion', (signal) => Promise.resolve(signal.aborted))).toBe(isCut);
    expect(await stops.watch('read', (signal) => Promise.resolve(signal.aborted))).toBe(true);
  });
});

describe('a guard that throws', () => {
  it('ends the run: the id is not sent, nothing is lost, and the input is let go', async () => {
    const { run, deletions } = bench({ rows: ids(300) });
    let isReturned = false;
    const input = function* (): Generator<string> {
      try {
        yield* ids(300);
      } finally {
        isReturned = true;
      }
    };
    const { error, outcomes } = await run(input(), {
      guards: {
        protect: (id) => {
          if (id === 'r120') throw new Error('list not loaded');
          return false;
        },
      },
    });
    expect(error).toMatchObject({ code: 'INPUT', summary: { requested: 121, byStatus: { deleted: 120 } } });
    expect(outcomes[120]).toMatchObject({ id: 'r120', status: 'skipped', reason: 'guard' });
    expect(deletions().flatMap(({ ids: sent }) => sent)).toHaveLength(120);
    expect(isReturned).toBe(true);
  });
});

describe('outcomes', () => {
  it('are read as slowly as one likes, and nothing runs ahead', async () => {
    const { deleter, deletions } = bench({
      rows: ids(5000),
      limits: { maxIds: 10 },
      concurrency: { initial: 2, max: 2 },
    });
    const outcomes = deleter.deleteMany(ids(5000)).outcomes()[Symbol.asyncIterator]();
    for (let read = 0; read < 100; read += 1) {
      await outcomes.next();
      await turns(4);
      expect(deletions().length * 10).toBeLessThanOrEqual(read + 1 + 40 + 20);
    }
    let rest = 0;
    while ((await outcomes.next()).done !== true) rest += 1;
    expect(rest).toBe(4900);
  });

  it('are not waited for by a reader who left', async () => {
    const { deleter, clock } = bench({ rows: ids(5000), limits: { maxIds: 10 } });
    const run = deleter.deleteMany(ids(5000));
    const reading = (async () => {
      for await (const { status } of run.outcomes()) if (status === 'deleted') break;
    })();
    await clock.drive(reading);
    expect(await clock.drive(run)).toMatchObject({ gone: 5000 });
  });

  it('can be filtered', async () => {
    const { deleter, clock } = bench({ rows: ['a', 'c'] });
    const run = deleter.deleteMany(['a', 'b', 'c', '']);
    const seen: string[] = [];
    const reading = (async () => {
      for await (const { id, status } of run.outcomes({ status: ['failed', 'notFound'] }))
        seen.push(`${id} ${status}`);
    })();
    await clock.drive(reading);
    expect(seen.sort()).toEqual([' failed', 'b notFound']);
  });

  it('cannot be asked for when some are gone already', async () => {
    const { deleter, clock } = bench({ rows: ['a'] });
    const run = deleter.deleteMany(['a']);
    await clock.drive(run);
    expect(errorThrownBy(() => run.outcomes()).code).toBe('CONFIGURATION');
  });

  it('reading ahead is bounded', async () => {
    let read = 0;
    const { deleter, clock } = bench({
      rows: ids(5000),
      latencyMs: 1000,
      limits: { maxIds: 10 },
      concurrency: { initial: 2, max: 2 },
    });
    const run = deleter.deleteMany(
      (function* () {
        for (const id of ids(5000)) {
          read += 1;
          yield id;
        }
      })(),
    );
    await turns();
    // Two in flight, and at most three that wait.
    expect(read).toBeLessThanOrEqual(5 * 10 + 1);
    expect(await clock.drive(run)).toMatchObject({ gone: 5000 });
  });
});

describe('events', () => {
  it('that make the listener throw become a warning', async () => {
    const { run } = bench({ rows: ids(10) });
    const { summary } = await run(ids(10), {
      onEvent: () => {
        throw new Error('oops');
      },
    });
    expect(summary.gone).toBe(10);
    expect(summary.warnings).toMatchObject([{ code: 'listenerFailed' }]);
  });

  it('tell each request and each repeat, and progress never goes back', async () => {
    const events: DeletionEvent[] = [];
    const { run } = bench({
      rows: ids(2000),
      latencyMs: 200,
      fault: (index) => (index === 3 ? { kind: 'answer', status: 500 } : undefined),
    });
    await run(ids(2000), { onEvent: (event) => events.push(event) });
    const count = (type: DeletionEvent['type']): number =>
      events.filter((event) => event.type === type).length;
    expect(count('chunkSent')).toBe(21);
    expect(count('chunkSettled')).toBe(20);
    expect(count('retry')).toBe(1);
    const progress = events.flatMap((event): Progress[] =>
      event.type === 'progress' ? [event.progress] : [],
    );
    for (const [index, now] of progress.entries()) {
      const before = progress[index - 1];
      if (before === undefined) continue;
      for (const key of ['read', 'sent', 'settled', 'gone', 'failed', 'unknown'] as const) {
        expect(now[key]).toBeGreaterThanOrEqual(before[key]);
      }
    }
    expect(progress.at(-1)).toMatchObject({
      read: 2000,
      settled: 2000,
      gone: 2000,
      total: 2000,
      inFlight: 0,
    });
    expect(progress.at(-1)?.idsPerSecond).toBeGreaterThan(0);
  });
});

it('many runs at once do not disturb each other', async () => {
  const { run, rows } = bench({ rows: ids(600) });
  const results = await Promise.all([run(ids(200)), run(ids(200, 'x')), run(ids(600).slice(200))]);
  expect(results.map(statuses).map((all) => [...new Set(all)])).toEqual([
    ['deleted'],
    ['notFound'],
    ['deleted'],
  ]);
  expect(rows.size).toBe(0);
});
