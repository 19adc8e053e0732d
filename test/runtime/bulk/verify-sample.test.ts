import { describe, expect, it } from 'vitest';
import { GoneSample, shareRange } from '../../../runtime/bulk/reads/sample.js';
import type { DeleteOptions } from '../../../runtime/bulk/options.js';
import { BulkDeletionError } from '../../../runtime/bulk/errors.js';
import { bench, ids, statuses, type Bench, type BenchOptions, type RunResult } from '../bulk-bench.js';

/** Numbers in [0, 1) that look random and are the same each time (Park and Miller, 1988). */
function seeded(seed: number): () => number {
  let state = seed + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** A provider that acknowledges every batch, and keeps every so many-th row all the same. */
function liar(keepEvery: number, options: BenchOptions = {}): Bench {
  const made = bench({
    reports: 'batch',
    readBack: 'each',
    limits: { maxIds: 500 },
    rows: ids(5000),
    answer: (body, sent) => {
      for (const id of sent) if (Number(id.slice(1)) % keepEvery === 0) made.rows.add(id);
      return body;
    },
    ...options,
  });
  return made;
}

const sampled: DeleteOptions = { verify: 'sample' };

describe('a sample', () => {
  it('finds nothing where nothing is wrong, and costs so many reads', async () => {
    const made = bench({ reports: 'batch', readBack: 'each', rows: ids(5000), limits: { maxIds: 500 } });
    const { summary } = await made.run(ids(5000), sampled);
    expect(summary).toMatchObject({
      state: 'completed',
      warnings: [],
      sample: { chosen: 300, read: 300, stillThere: [] },
      requests: { reads: 300 },
    });
    summary.throwIfNotGone();
  });

  it('may hold an id twice, which was given twice', async () => {
    const made = liar(2, { limits: { maxIds: 2 } });
    const { summary } = await made.run(['r0', 'r1', 'r0', 'r1'], { ...sampled, dedupe: 'off' });
    expect(summary.sample).toEqual({ chosen: 4, read: 4, stillThere: ['r0', 'r0'] });
    expect(summary.warnings).toMatchObject([
      {
        code: 'sampleNotGone',
        message: expect.stringMatching(/^Of 4 .* 2 are still there: between 15/) as string,
      },
    ]);
  });

  it('finds ids that are still there: outcomes stay, the summary does not', async () => {
    const made = liar(10, { random: seeded(7) });
    const anomalies: string[] = [];
    const result = await made.run(ids(5000), {
      ...sampled,
      onEvent: (event) => {
        if (event.type === 'anomaly') anomalies.push(event.code);
      },
    });
    const { summary } = result;
    expect(new Set(statuses(result))).toEqual(new Set(['absent']));
    expect(summary).toMatchObject({ state: 'completedWithFailures', gone: 5000 });
    expect(anomalies).toEqual(['sampleNotGone']);
    const { stillThere, read } = summary.sample ?? { stillThere: [], read: 0 };
    expect(read).toBe(300);
    expect(stillThere.length).toBeGreaterThan(10);
    expect(stillThere.every((id) => made.rows.has(id))).toBe(true);
    expect(summary.warnings).toMatchObject([{ code: 'sampleNotGone' }]);
    expect(summary.warnings[0]?.message).toMatch(/between \d+\.\d % and \d+\.\d % of all such ids/);
    expect(() => {
      summary.throwIfNotGone();
    }).toThrow(BulkDeletionError);
  });

  it('finds a lie of 1 % in 19 of 20 runs', () => {
    let found = 0;
    for (let seed = 0; seed < 60; seed += 1) {
      const sample = new GoneSample(300, seeded(seed * 7919));
      const items = ids(20_000).map((id, index) => ({ id, text: id, index, bytes: 1, alone: false }));
      sample.add({
        items,
        settlements: { status: 'absent', evidence: 'batch' },
        chunk: 0,
        attempts: 1,
        requestId: undefined,
      });
      expect(sample.items).toHaveLength(300);
      // Every hundredth is a lie.
      if (sample.items.some(({ index }) => index % 100 === 0)) found += 1;
    }
    expect(found).toBeGreaterThanOrEqual(54);
  });

  it('gives each id the same chance, whenever it settled', () => {
    const hits = new Array<number>(20).fill(0);
    for (let seed = 0; seed < 2000; seed += 1) {
      const sample = new GoneSample(5, seeded(seed * 104_729));
      for (let chunk = 0; chunk < 4; chunk += 1) {
        sample.add({
          items: ids(5).map((id, place) => ({
            id,
            text: id,
            index: chunk * 5 + place,
            bytes: 1,
            alone: false,
          })),
          settlements: ids(5).map(() => ({ status: 'deleted', evidence: 'id' })),
          chunk,
          attempts: 1,
          requestId: undefined,
        });
      }
      for (const { index } of sample.items) hits[index] = (hits[index] ?? 0) + 1;
    }
    // 500 is expected of each; four standard deviations are 77.
    expect(Math.min(...hits)).toBeGreaterThan(423);
    expect(Math.max(...hits)).toBeLessThan(577);
  });

  it('is of what is said to be gone, and of nothing else', () => {
    const sample = new GoneSample(10, () => 0);
    const items = ids(3).map((id, index) => ({ id, text: id, index, bytes: 1, alone: false }));
    const settled = { items, chunk: 0, attempts: 1, requestId: undefined };
    sample.add({ ...settled, settlements: { status: 'skipped', evidence: 'local' } });
    sample.add({
      ...settled,
      settlements: [
        { status: 'failed', evidence: 'id' },
        { status: 'notFound', evidence: 'id' },
        { status: 'unknown', evidence: 'none' },
      ],
    });
    expect(sample.items.map(({ id }) => id)).toEqual(['r1']);
  });

  it('may be of another size', async () => {
    const { summary } = await liar(2).run(ids(1000), { ...sampled, sampleSize: 40 });
    expect(summary.sample).toMatchObject({ chosen: 40, read: 40 });
    const small = await bench({ readBack: 'each', rows: ids(5) }).run(ids(5), sampled);
    expect(small.summary.sample).toMatchObject({ chosen: 5, read: 5 });
    const none = await bench({ readBack: 'each' }).run([], sampled);
    expect(none.summary).not.toHaveProperty('sample');
  });

  it('says so when it cannot be read, and claims nothing', async () => {
    const made = bench({
      reports: 'batch',
      readBack: 'each',
      rows: ids(100),
      readFault: () => ({ kind: 'answer', status: 403 }),
    });
    const { summary } = await made.run(ids(100), sampled);
    expect(summary).toMatchObject({ state: 'completed', sample: { chosen: 100, read: 0, stillThere: [] } });
    expect(summary.warnings).toMatchObject([{ code: 'sampleUnread' }]);
  });

  it('is not waited for after an abort', async () => {
    const made = liar(2, { latencyMs: 10 });
    const controller = new AbortController();
    const { summary } = await made.run(ids(5000), {
      ...sampled,
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type === 'progress' && event.progress.settled >= 1000) controller.abort();
      },
      progressIntervalMs: 0,
    });
    expect(summary).toMatchObject({ state: 'aborted', sample: { read: 0 } });
    expect(summary.warnings.map(({ code }) => code)).toContain('sampleUnread');
  });

  it('an abort while it is read ends the reading', async () => {
    const made = liar(2, { latencyMs: (index) => (index < 10 ? 1 : 100) });
    const controller = new AbortController();
    const running = made.run(ids(5000), { ...sampled, signal: controller.signal });
    void made.clock.sleep(1000).then(() => {
      controller.abort();
    });
    const { summary } = await running;
    expect(summary.state).toBe('aborted');
    expect(summary.sample?.read ?? 0).toBeLessThan(60);
    expect(made.clock.elapsedMs()).toBeLessThan(1200);
  });

  it.each([
    [0, 300, 0, 0.0126],
    [3, 300, 0.0034, 0.029],
    [300, 300, 0.9874, 1],
  ])('%i hits in %i are between %f and %f of all', (hits, count, least, most) => {
    const [from, to] = shareRange(hits, count);
    expect(from).toBeCloseTo(least, 3);
    expect(to).toBeCloseTo(most, 3);
  });
});

describe('where a provider only counts', () => {
  const counting = { reports: 'count', where: 'query', readBack: 'filter' } as const;
  const evidences = ({ outcomes }: RunResult): readonly string[] =>
    outcomes.map(({ status, evidence }) => `${status} ${evidence}`);

  it('reading before deleting says which ids were there', async () => {
    const made = bench({ ...counting, rows: ['r0', 'r2', 'r3'] });
    const result = await made.run(ids(5), { verify: 'all' });
    expect(statuses(result)).toEqual(['deleted', 'notFound', 'deleted', 'deleted', 'notFound']);
    expect(new Set(result.outcomes.map(({ evidence }) => evidence))).toEqual(new Set(['verified']));
    expect(result.summary.recordsRemoved).toBe(3);
    expect(made.seen.map(({ kind }) => kind)).toEqual(['list', 'list', 'delete', 'list']);
  });

  it('nothing is read before without the option, and nothing more is claimed', async () => {
    const made = bench({ ...counting, rows: ['r0', 'r2'] });
    expect(new Set(evidences(await made.run(ids(5))))).toEqual(new Set(['absent count']));
    expect(made.seen.map(({ kind }) => kind)).toEqual(['delete']);
  });

  it('a count that does not agree with what was read is believed as far as it goes', async () => {
    const made = bench({
      ...counting,
      rows: ['r0', 'r2', 'r3'],
      // Somebody else is quicker with one of them.
      fault: () => {
        made.rows.delete('r2');
        return undefined;
      },
    });
    expect(new Set(evidences(await made.run(ids(5), { verify: 'all' })))).toEqual(
      new Set(['absent verified']),
    );
  });

  it('after a lost answer what was read before proves nothing', async () => {
    const made = bench({
      ...counting,
      rows: ['r0', 'r2'],
      fault: (index) => (index === 0 ? { kind: 'cut', done: true } : undefined),
    });
    expect(new Set(statuses(await made.run(ids(4), { verify: 'all' })))).toEqual(new Set(['absent']));
  });

  it('a refusal that changed nothing leaves it valid', async () => {
    const made = bench({
      ...counting,
      rows: ['r0', 'r2'],
      fault: (index) => (index === 0 ? { kind: 'answer', status: 429 } : undefined),
    });
    expect(statuses(await made.run(ids(3), { verify: 'all' }))).toEqual(['deleted', 'notFound', 'deleted']);
    expect(made.seen.map(({ kind }) => kind)).toEqual(['list', 'list', 'delete', 'delete', 'list']);
  });

  it('a repeated id may have been removed by this run', async () => {
    const made = bench({
      ...counting,
      rows: ['r0', 'r1'],
      limits: { maxIds: 2 },
      concurrency: { initial: 1, max: 1 },
    });
    const result = await made.run(['r0', 'r5', 'r0', 'r1'], { verify: 'all', dedupe: 'off' });
    expect(statuses(result)).toEqual(['deleted', 'absent', 'absent', 'deleted']);
  });

  it('a read that fails leaves what the count says', async () => {
    const made = bench({
      ...counting,
      rows: ['r0'],
      readFault: () => ({ kind: 'answer', status: 403 }),
    });
    expect(new Set(evidences(await made.run(ids(3), { verify: 'all' })))).toEqual(new Set(['absent count']));
  });
});
