/** The audit trail of whole runs. */
import { describe, expect, it } from 'vitest';
import { auditPart } from '../../../runtime/bulk/audit/audit-part.js';
import type { AuditEntry, AuditSink } from '../../../runtime/bulk/audit/audit-types.js';
import { verifyAudit } from '../../../runtime/bulk/audit/audit-verify.js';
import { bench, ids, type Fault } from '../bulk-bench.js';
import { nextTurn } from '../fake-clock.js';
import { faultsIn, finish, resume } from '../journal-runs.js';
import { memoryJournal, of } from '../memory-journal.js';

interface Kept {
  readonly sink: AuditSink;
  readonly entries: AuditEntry[];
}

/** A sink that fails at the entry with this number. */
function keep(failAt = -1): Kept {
  const entries: AuditEntry[] = [];
  return {
    entries,
    sink: {
      part: auditPart,
      write: async (entry) => {
        await Promise.resolve();
        if (entries.length === failAt) throw new Error('disk full');
        entries.push(entry);
      },
    },
  };
}

/** Ids without an end, one a turn of the loop. */
async function* endless(): AsyncGenerator<string> {
  for (let number = 0; ; number += 1) {
    if (number % 7 === 0) await nextTurn();
    yield `r${number}`;
  }
}

describe('the audit trail of a run', () => {
  it('has every id that was sent, and adds up', async () => {
    const { sink, entries } = keep();
    const { run } = bench({ rows: ids(450), limits: { maxIds: 100 } });
    const { summary } = await run([...ids(450), 'stranger', 'r1', ''], {
      audit: { sink, actor: 'jane' },
      reason: 'DSR-4711',
    });
    const report = await verifyAudit(entries);
    expect(report).toMatchObject({ ok: true, entries: 7, runs: [{ runId: summary.runId, chunks: 5 }] });
    expect(report.runs[0]?.outcome).toEqual({ deleted: 450, notFound: 1 });
    expect(entries[0]).toMatchObject({
      type: 'run',
      actor: 'jane',
      reason: 'DSR-4711',
      target: summary.target,
    });
    // A repeated id and an empty one were never sent: they are in the number that was read.
    expect(entries.at(-1)).toMatchObject({ type: 'end', state: 'completedWithFailures', requested: 453 });
    const audited = entries.flatMap((entry): readonly string[] =>
      entry.type === 'chunk' && 'length' in entry.ids ? entry.ids : [],
    );
    expect(new Set(audited)).toEqual(new Set([...ids(450), 'stranger']));
  });

  it('says which id of a chunk was refused', async () => {
    const { sink, entries } = keep();
    const refuse = (_index: number, sent: readonly string[]): Fault | undefined =>
      sent.includes('r3') ? { kind: 'answer', status: 400, body: { code: 'bad' } } : undefined;
    const { summary } = await bench({ rows: ids(16), limits: { maxIds: 8 }, fault: refuse }).run(ids(16), {
      audit: sink,
    });
    expect(summary.byStatus).toMatchObject({ deleted: 15, failed: 1 });
    const report = await verifyAudit(entries);
    expect(report).toMatchObject({ ok: true });
    expect(report.runs[0]?.outcome).toEqual({ deleted: 15, failed: 1 });
    const failed = entries.filter((entry) => entry.type === 'chunk' && entry.outcome.failed === 1);
    expect(failed).toMatchObject([{ ids: ['r3'] }]);
  });

  it('holds no id with a key', async () => {
    const { sink, entries } = keep();
    await bench({ rows: ids(30), limits: { maxIds: 10 } }).run(ids(30), {
      audit: { sink, key: 'a key of the caller' },
    });
    expect(entries).toHaveLength(5);
    expect(JSON.stringify(entries)).not.toMatch(/"r\d+"/);
    expect(await verifyAudit(entries)).toMatchObject({ ok: true });
  });

  it('has the jobs of a provider that deletes later', async () => {
    const { sink, entries } = keep();
    const { summary } = await bench({ reports: 'job', rows: ids(250) }).run(ids(250), { audit: sink });
    expect(summary.gone).toBe(250);
    const report = await verifyAudit(entries);
    expect(report).toMatchObject({ ok: true });
    expect(report.runs[0]?.outcome).toEqual({ absent: 250 });
  });

  it('is closed by an abort too', async () => {
    const { sink, entries } = keep();
    const controller = new AbortController();
    const { run } = bench({ rows: ids(400), latencyMs: 10 });
    const { summary } = await run(ids(400), {
      audit: sink,
      signal: controller.signal,
      onEvent: ({ type }) => {
        if (type === 'chunkSettled') controller.abort();
      },
    });
    expect(summary.state).toBe('aborted');
    expect(entries.at(-1)).toMatchObject({ type: 'end', state: 'aborted' });
    expect(await verifyAudit(entries)).toMatchObject({ ok: true });
  });

  it('has what was read and was not sent any more, as skipped', async () => {
    const { sink, entries } = keep();
    // One request is on its way, others wait, and the last that was read is not full.
    const { run, deletions } = bench({
      rows: ids(95),
      limits: { maxIds: 10 },
      latencyMs: 10,
      concurrency: { initial: 1, max: 1 },
      fault: (index) => (index === 1 ? { kind: 'answer', status: 401 } : undefined),
    });
    const { summary, outcomes } = await run(endless(), { audit: sink });
    expect(deletions()).toHaveLength(2);
    expect(summary.byStatus).toMatchObject({ deleted: 10, failed: 10 });
    expect(summary.byStatus.skipped).toBeGreaterThan(10);
    const report = await verifyAudit(entries);
    expect(report).toMatchObject({ ok: true, runs: [{ runId: summary.runId }] });
    const { deleted, failed, skipped } = summary.byStatus;
    expect(report.runs[0]?.outcome).toEqual({ deleted, failed, skipped });
    const told = entries.flatMap((entry) =>
      entry.type === 'chunk' && 'length' in entry.ids ? [[entry.chunk, entry.ids] as const] : [],
    );
    expect(told.flatMap(([, named]) => named).sort()).toEqual(outcomes.map(({ id }) => id).sort());
    expect(new Set(told.map(([chunk]) => chunk))).toEqual(new Set(told.map((_entry, place) => place)));
  });

  it('has what an earlier run may have removed and this one did not send again, as unknown', async () => {
    // One request after the other: the process dies with the answer to the first.
    const store = memoryJournal({ diesAt: ({ t }) => t === 'done' });
    const one = bench({ rows: ids(40), limits: { maxIds: 10 }, latencyMs: 5 });
    const died = one.deleter.deleteMany(ids(40), { journal: store, concurrency: 1 });
    await one.clock.drive(Promise.race([store.died, died]));
    await one.clock.drive(one.clock.sleep(50));
    const { sink, entries } = keep();
    const next = memoryJournal({ records: store.records });
    const run = one.deleter.resume(next, { ids: ids(40), audit: sink });
    run.pause();
    const finished = finish(one, run);
    while (run.progress.read < 40) await nextTurn();
    void run.abort();
    const { summary, outcomes } = await finished;
    const { unknown, skipped } = summary.byStatus;
    expect(unknown).toBeGreaterThanOrEqual(10);
    // The abort kept some from being compared with the journal: they are in the trail, as they are told.
    const unproven = outcomes.filter(({ chunk }) => chunk === -1);
    expect(unproven.length).toBeGreaterThan(0);
    expect(unproven.every(({ status }) => status === 'unknown')).toBe(true);
    const named = entries.flatMap((entry) =>
      entry.type === 'chunk' && entry.chunk === -1 && 'length' in entry.ids ? entry.ids : [],
    );
    expect(named.sort()).toEqual(unproven.map(({ id }) => id).sort());
    const { runs, ok } = await verifyAudit(entries);
    expect(ok).toBe(true);
    expect(runs[0]?.outcome).toEqual({ unknown, ...(skipped === 0 ? {} : { skipped }) });
    expect(unknown + skipped).toBe(summary.requested);
    expect(entries.at(-1)).toMatchObject({ type: 'end', requested: summary.requested });
    // The journal has nothing new of those, and a last run takes all of it up. Ids of runs hold the moment.
    expect(of(next, 'done').every(({ seq }) => seq >= 0)).toBe(true);
    await one.clock.drive(one.clock.sleep(1));
    const last = await resume(one, next, { ids: ids(40), audit: sink });
    expect(faultsIn(last, { input: ids(40), rows: new Set(ids(40)), bench: one })).toEqual([]);
    expect(one.rows.size).toBe(0);
    expect(await verifyAudit(entries)).toMatchObject({ ok: true });
  });

  it('is not there for a dry run', async () => {
    const { sink, entries } = keep();
    await bench({ rows: ids(4) }).run(ids(4), { audit: sink, dryRun: true });
    expect(entries).toEqual([]);
  });

  it('lets nothing be deleted that cannot be written down', async () => {
    const { sink } = keep(0);
    const { run, deletions, rows } = bench({ rows: ids(300) });
    const { summary, error, outcomes } = await run(ids(300), { audit: sink });
    expect(error).toMatchObject({ code: 'JOURNAL', effect: 'none' });
    expect(error?.message).toContain('disk full');
    expect(summary.state).toBe('stopped');
    expect(outcomes.every(({ status }) => status === 'skipped')).toBe(true);
    expect(deletions()).toEqual([]);
    expect(rows.size).toBe(300);
  });

  it.each([1, 2, 3])('a sink that fails at entry %i stops the run, and no id is lost', async (failAt) => {
    const { sink, entries } = keep(failAt);
    const { run, removed, deletions } = bench({ rows: ids(1000), limits: { maxIds: 50 } });
    const { summary, error, outcomes } = await run(ids(1000), { audit: sink, concurrency: 1 });
    expect(error).toMatchObject({ code: 'JOURNAL' });
    expect(deletions()).toHaveLength(failAt);
    expect(outcomes).toHaveLength(summary.requested);
    expect(summary.byStatus.deleted).toBe(removed.size);
    expect((await verifyAudit(entries)).problems.map(({ kind }) => kind)).toEqual(['unclosed']);
  });
});

describe('a run that goes on with a journal', () => {
  it('goes on with the chain, and both runs are closed', async () => {
    const { sink, entries } = keep();
    const store = memoryJournal();
    const one = bench({
      rows: ids(60),
      limits: { maxIds: 10 },
      concurrency: { initial: 1, max: 1 },
      fault: (index) => (index === 2 ? { kind: 'answer', status: 401 } : undefined),
    });
    const first = await one.run(ids(60), { journal: store, audit: { sink, actor: 'jane' } });
    expect(first.error).toMatchObject({ code: 'AUTHENTICATION' });
    const before = entries.length;
    await one.clock.drive(one.clock.sleep(1));
    const second = await resume(one, store, {
      ids: ids(60),
      replay: 'failed',
      audit: { sink, actor: 'joe' },
    });
    expect(second.summary).toMatchObject({ state: 'completed', resumed: { byStatus: { deleted: 20 } } });
    expect(entries[before]).toMatchObject({
      type: 'run',
      n: before,
      actor: 'joe',
      prevHash: entries[before - 1]?.hash,
    });
    const report = await verifyAudit(entries);
    expect(report).toMatchObject({
      ok: true,
      runs: [
        { runId: first.summary.runId, isClosed: true },
        { runId: second.summary.runId, isClosed: true, outcome: { deleted: 40 } },
      ],
    });
    // Together they say of each row once that it was deleted; the journal has a verdict on every chunk.
    const removed = report.runs.map(({ outcome }) => outcome['deleted'] ?? 0);
    expect(removed).toEqual([20, 40]);
    const chunks = new Set(of(store, 'chunk').map(({ seq }) => seq));
    expect(new Set(of(store, 'done').map(({ seq }) => seq))).toEqual(chunks);
  });

  it('a trail that cannot be written ends it before its first request', async () => {
    const store = memoryJournal();
    const one = bench({ rows: ids(20), limits: { maxIds: 10 } });
    const run = one.deleter.deleteMany(ids(20), { journal: store });
    await one.clock.drive(run.abort());
    const { error, summary } = await resume(one, store, { ids: ids(20), audit: keep(0).sink });
    expect(error).toMatchObject({ code: 'JOURNAL' });
    expect(summary.requests.sent).toBe(0);
    expect(one.rows.size).toBe(20);
  });
});
