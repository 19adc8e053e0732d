import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpret, interpretJob, type ImmediateReply } from '../../runtime/bulk/send/interpret.js';
import type { JobReport } from '../../runtime/bulk/send/reply.js';

const ids = ['a', 'b', 'c'];

function read(reply: ImmediateReply, ambiguousAttempts: number, asked = ids) {
  const { verdicts, removed, anomaly } = interpret(asked, reply, { mayBeGone: ambiguousAttempts > 0 });
  return {
    verdicts: verdicts.map(({ status, evidence }) => `${status} ${evidence}`).join(', '),
    removed,
    anomaly: anomaly?.code,
  };
}

describe('a reply that names ids', () => {
  it.each([
    { deleted: ['a', 'b', 'c'], A: 0, says: 'deleted id, deleted id, deleted id', removed: 3 },
    { deleted: ['c', 'a', 'b'], A: 0, says: 'deleted id, deleted id, deleted id', removed: 3 },
    { deleted: ['a', 'b', 'c'], A: 1, says: 'deleted id, deleted id, deleted id', removed: 3 },
    { deleted: ['b'], A: 0, says: 'notFound omission, deleted id, notFound omission', removed: 1 },
    { deleted: ['b', 'b'], A: 0, says: 'notFound omission, deleted id, notFound omission', removed: 1 },
    { deleted: [], A: 0, says: 'notFound omission, notFound omission, notFound omission', removed: 0 },
    { deleted: ['b'], A: 1, says: 'absent omission, deleted id, absent omission', removed: 1 },
    { deleted: [], A: 2, says: 'absent omission, absent omission, absent omission', removed: 0 },
  ])('$deleted after $A ambiguous attempts: $says', ({ deleted, A, says, removed }) => {
    expect(read({ kind: 'ids', deleted }, A)).toEqual({ verdicts: says, removed, anomaly: undefined });
  });

  it('believes nothing about omitted ids when it names one that nobody asked for', () => {
    expect(read({ kind: 'ids', deleted: ['a', 'z'] }, 0)).toEqual({
      verdicts: 'deleted id, unknown none, unknown none',
      removed: 2,
      anomaly: 'foreignId',
    });
    expect(read({ kind: 'ids', deleted: ['a', 'b', 'c', 'z'] }, 0).anomaly).toBe('foreignId');
  });
});

describe('a reply that counts', () => {
  it.each([
    { affected: 3, A: 0, says: 'deleted count', anomaly: undefined },
    { affected: 3, A: 1, says: 'deleted count', anomaly: undefined },
    { affected: 0, A: 0, says: 'notFound count', anomaly: undefined },
    { affected: 0, A: 1, says: 'absent count', anomaly: undefined },
    { affected: 1, A: 0, says: 'absent count', anomaly: undefined },
    { affected: 2, A: 1, says: 'absent count', anomaly: undefined },
    { affected: 4, A: 0, says: 'absent count', anomaly: 'overDelete' },
    { affected: 4, A: 1, says: 'absent count', anomaly: 'overDelete' },
  ])('$affected of 3 after $A ambiguous attempts: $says', ({ affected, A, says, anomaly }) => {
    expect(read({ kind: 'count', affected }, A)).toEqual({
      verdicts: [says, says, says].join(', '),
      removed: affected,
      anomaly,
    });
  });

  it('counts a repeated id once', () => {
    expect(read({ kind: 'count', affected: 2 }, 0, ['a', 'a', 'b']).verdicts).toContain('deleted count');
    expect(read({ kind: 'count', affected: 3 }, 0, ['a', 'a', 'b']).anomaly).toBe('overDelete');
  });
});

describe('a reply for the batch', () => {
  it.each([0, 1])('proves only that the ids are gone, after %d ambiguous attempts', (A) => {
    expect(read({ kind: 'batch' }, A)).toEqual({
      verdicts: 'absent batch, absent batch, absent batch',
      removed: undefined,
      anomaly: undefined,
    });
  });
});

describe('a job', () => {
  const base: JobReport = {
    job: { provider: 'acme', jobId: 'j1' },
    state: 'succeeded',
    retrying: false,
    succeeded: 3,
    failed: 0,
    message: undefined,
    widerScope: undefined,
  };

  it.each<{ report: Partial<JobReport>; A: number; says: string | undefined }>([
    { report: { state: 'pending' }, A: 0, says: undefined },
    { report: { state: 'running' }, A: 0, says: undefined },
    { report: { state: undefined }, A: 0, says: undefined },
    { report: {}, A: 0, says: 'absent job' },
    { report: {}, A: 1, says: 'absent job' },
    { report: { succeeded: undefined }, A: 0, says: 'absent job' },
    { report: { failed: undefined }, A: 0, says: 'unknown none' },
    { report: { succeeded: 0, failed: undefined }, A: 0, says: 'unknown none' },
    { report: { succeeded: 2, failed: 1 }, A: 0, says: 'unknown none' },
    { report: { succeeded: 0, failed: 3 }, A: 0, says: 'failed job' },
    { report: { succeeded: 0, failed: 3 }, A: 1, says: 'unknown none' },
    { report: { state: 'failed', succeeded: 0, failed: 3 }, A: 0, says: 'failed job' },
    { report: { state: 'failed', succeeded: 0, failed: 3 }, A: 1, says: 'unknown none' },
    { report: { state: 'failed', succeeded: 1, failed: 2 }, A: 0, says: 'unknown none' },
    { report: { state: 'failed', succeeded: undefined, failed: undefined }, A: 0, says: 'unknown none' },
    { report: { state: 'failed', succeeded: 0, failed: 3, retrying: true }, A: 0, says: undefined },
    { report: { state: 'failed', succeeded: 0, failed: 3, retrying: undefined }, A: 0, says: 'unknown none' },
  ])('$report after $A ambiguous attempts: $says', ({ report, A, says }) => {
    const verdict = interpretJob({ ...base, ...report }, { mayBeGone: A > 0 });
    expect(verdict === undefined ? undefined : `${verdict.status} ${verdict.evidence}`).toBe(says);
  });
});

describe('whatever is asked and answered', () => {
  const someIds = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1 });
  const reply = fc.oneof<fc.Arbitrary<ImmediateReply>[]>(
    fc.record({ kind: fc.constant('batch' as const) }),
    fc.record({ kind: fc.constant('count' as const), affected: fc.nat(10) }),
    fc.record({
      kind: fc.constant('ids' as const),
      deleted: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'y', 'z')),
    }),
  );

  it('gives each id exactly one verdict', () => {
    fc.assert(
      fc.property(someIds, reply, fc.nat(2), (asked, answered, ambiguousAttempts) => {
        expect(interpret(asked, answered, { mayBeGone: ambiguousAttempts > 0 }).verdicts).toHaveLength(
          asked.length,
        );
      }),
    );
  });

  it('says `deleted` only with proof for that id', () => {
    fc.assert(
      fc.property(someIds, reply, fc.nat(2), (asked, answered, ambiguousAttempts) => {
        const { verdicts } = interpret(asked, answered, { mayBeGone: ambiguousAttempts > 0 });
        asked.forEach((id, position) => {
          if (verdicts[position]?.status !== 'deleted') return;
          const isNamed = answered.kind === 'ids' && answered.deleted.includes(id);
          const isCounted = answered.kind === 'count' && answered.affected === asked.length;
          expect(isNamed || isCounted).toBe(true);
        });
      }),
    );
  });

  it('never says `notFound` after an ambiguous attempt', () => {
    fc.assert(
      fc.property(someIds, reply, fc.integer({ min: 1, max: 3 }), (asked, answered, ambiguousAttempts) => {
        const { verdicts } = interpret(asked, answered, { mayBeGone: ambiguousAttempts > 0 });
        expect(verdicts.map(({ status }) => status)).not.toContain('notFound');
      }),
    );
  });

  it('says the same of ids that are known to be distinct', () => {
    // Half of the answers name what was asked for, in its order.
    const asks = someIds.chain((asked) =>
      fc.tuple(
        fc.constant(asked),
        fc.oneof(reply, fc.constant<ImmediateReply>({ kind: 'ids', deleted: asked })),
      ),
    );
    fc.assert(
      fc.property(asks, fc.boolean(), ([asked, answered], mayBeGone) => {
        const distinct = interpret(asked, answered, { mayBeGone, areDistinct: true });
        const any = interpret(asked, answered, { mayBeGone });
        expect(distinct).toEqual(any);
      }),
    );
  });

  it('counts what was reported beyond that', () => {
    const history = { mayBeGone: false };
    const byName = interpret(ids, { kind: 'ids', deleted: ['a', 'y', 'z'] }, history);
    expect(byName.anomaly?.message).toContain('deleted 2 ids that were not in the request');
    const byCount = interpret(ids, { kind: 'count', affected: 5 }, history);
    expect(byCount.anomaly?.message).toContain('removed 5 records for 3 ids');
  });

  it('notices every answer that reports more than was asked', () => {
    fc.assert(
      fc.property(someIds, reply, fc.nat(2), (asked, answered, ambiguousAttempts) => {
        const isTooMuch =
          (answered.kind === 'count' && answered.affected > asked.length) ||
          (answered.kind === 'ids' && answered.deleted.some((id) => !asked.some((one) => one === id)));
        const { anomaly } = interpret(asked, answered, { mayBeGone: ambiguousAttempts > 0 });
        expect(anomaly !== undefined).toBe(isTooMuch);
      }),
    );
  });
});
