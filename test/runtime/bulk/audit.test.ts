import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AuditTrail, readAudit } from '../../../runtime/bulk/audit/audit.js';
import { auditPart } from '../../../runtime/bulk/audit/audit-part.js';
import { chainOf } from '../../../runtime/bulk/audit/audit-chain.js';
import type { AuditEntry, AuditOptions, AuditSink } from '../../../runtime/bulk/audit/audit-types.js';
import {
  verifyAudit,
  type AuditProblem,
  type AuditReport,
} from '../../../runtime/bulk/audit/audit-verify.js';
import { writeCanonical } from '../../../runtime/bulk/audit/canonical.js';
import type { SettledItems } from '../../../runtime/bulk/context.js';
import { readAuditOption } from '../../../runtime/bulk/recorders.js';
import type { DeletionStatus } from '../../../runtime/bulk/types.js';
import { errorThrownBy } from '../workbench.js';
import { often } from '../../properties.js';

const KEY = 'a key of the caller, long enough';
const START = Date.UTC(2026, 10, 22, 10);

interface Kept {
  readonly sink: AuditSink;
  readonly entries: AuditEntry[];
}

function keep(): Kept {
  const entries: AuditEntry[] = [];
  return {
    entries,
    sink: {
      part: auditPart,
      write: (entry) => {
        entries.push(entry);
        return Promise.resolve();
      },
    },
  };
}

function chunk(seq: number, ids: readonly string[], status: DeletionStatus = 'deleted'): SettledItems {
  return {
    items: ids.map((id, index) => ({ id: id.toLowerCase(), text: id, index, bytes: 1, alone: false })),
    settlements: { status, evidence: 'id' },
    chunk: seq,
    attempts: 1,
    requestId: `req-${seq}`,
  };
}

/** A trail of one run or more, each with three chunks. */
async function trail(options: Partial<AuditOptions> = {}, runs = 1): Promise<AuditEntry[]> {
  const { sink, entries } = keep();
  let now = START;
  for (let run = 0; run < runs; run += 1) {
    const audit = new AuditTrail(readAudit('acme', { sink, ...options }), () => (now += 1000));
    const target = 'rows table=t1';
    await audit.begin({ runId: `run-${run}`, provider: 'acme', target, reason: 'DSR-4711', atMs: now });
    await audit.settled(chunk(0, ['A', 'b']));
    await audit.settled({
      ...chunk(1, ['c', 'd', 'e']),
      settlements: [
        { status: 'deleted', evidence: 'id' },
        { status: 'failed', evidence: 'id' },
        { status: 'deleted', evidence: 'id' },
      ],
    });
    await audit.settled(chunk(2, ['f'], 'absent'));
    await audit.end({ state: 'completed', requested: 7, atMs: now });
  }
  return entries;
}

function told({ problems }: AuditReport): readonly (readonly unknown[])[] {
  return problems.map(({ kind, position, n }) => [kind, position, ...(n ?? [])]);
}

/** An entry with other content and the hash that belongs to it: what somebody would write who knows the form. */
function forge(entry: AuditEntry, changes: object): AuditEntry {
  const forged = { ...entry, ...changes };
  return { ...forged, hash: sha256(writeCanonical({ ...forged, hash: undefined })) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

describe('an entry', () => {
  it('says who, when, why, what, and what became of it', async () => {
    const entries = await trail({ actor: 'jane@example.org' });
    const head = { v: 1, runId: 'run-0', provider: 'acme', target: 'rows table=t1' };
    const why = { actor: 'jane@example.org', reason: 'DSR-4711' };
    expect(entries).toMatchObject([
      { ...head, ...why, type: 'run', n: 0, prevHash: '0'.repeat(64), at: '2026-11-22T10:00:01.000Z' },
      { ...head, ...why, type: 'chunk', n: 1, chunk: 0, ids: ['A', 'b'], outcome: { deleted: 2 } },
      {
        ...head,
        type: 'chunk',
        n: 2,
        requestId: 'req-1',
        outcome: { deleted: 2, failed: 1 },
        statuses: ['deleted', 'failed', 'deleted'],
      },
      { ...head, type: 'chunk', n: 3, outcome: { absent: 1 } },
      {
        ...head,
        type: 'end',
        n: 4,
        state: 'completed',
        chunks: 3,
        requested: 7,
        outcome: { deleted: 4, failed: 1, absent: 1 },
      },
    ]);
    expect(entries[1]).not.toHaveProperty('statuses');
  });

  it('can be computed again by other tools: SHA-256 of its canonical JSON', async () => {
    for (const { hash, ...rest } of await trail()) {
      const keys = Object.keys(rest).sort();
      const text = `{${keys.map((key) => `${JSON.stringify(key)}:${sorted(Reflect.get(rest, key))}`).join(',')}}`;
      expect(sha256(text)).toBe(hash);
    }
  });

  it('holds no id where a digest is asked for, and the digest can be tested with the key', async () => {
    const entries = await trail({ key: KEY });
    const digest = createHmac('sha256', KEY).update('["A","b"]').digest('hex');
    expect(entries[1]).toMatchObject({ ids: { count: 2, digest } });
    expect(JSON.stringify(entries)).not.toMatch(/"(A|b|c|d|e|f)"/);
    expect(await verifyAudit(entries)).toMatchObject({ ok: true });
  });
});

function sorted(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${sorted(Reflect.get(value, key))}`).join(',')}}`;
}

describe('the canonical form', () => {
  it.each([
    // The examples of RFC 8785, sections 3.2.2 and 3.2.3.
    [
      {
        numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 1e-27],
        string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\\"\/',
        literals: [null, true, false],
      },
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    ],
    [
      { '\u20ac': 1, '\r': 2, '1': 3, '\u{1f600}': 4, '\u0080': 5, '\u00f6': 6, '\ufb33': 7 },
      '{"\\r":2,"1":3,"\u0080":5,"ö":6,"€":1,"\u{1f600}":4,"\ufb33":7}',
    ],
    [{ left: undefined, list: [[]], nothing: {} }, '{"list":[[]],"nothing":{}}'],
  ])('of %j', (value, text) => {
    expect(writeCanonical(value)).toBe(text);
  });

  it('does not depend on the order of keys, and is read back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = writeCanonical(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(writeCanonical(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1n, Symbol('x')])('refuses %s', (value) => {
    expect(() => writeCanonical([value])).toThrow(TypeError);
  });
});

describe('verification', () => {
  it('finds nothing in a trail that nobody touched', async () => {
    const report = await verifyAudit(await trail({}, 2));
    expect(report).toMatchObject({ ok: true, entries: 10, problems: [], problemCount: 0 });
    expect(report.runs).toEqual([
      expect.objectContaining({
        runId: 'run-0',
        chunks: 3,
        isClosed: true,
        outcome: { deleted: 4, failed: 1, absent: 1 },
      }),
      expect.objectContaining({ runId: 'run-1', target: 'rows table=t1', isClosed: true }),
    ]);
    expect(await verifyAudit([])).toMatchObject({ ok: true, entries: 0, lastHash: '0'.repeat(64) });
  });

  it('says which entry was changed', async () => {
    const entries = await trail({}, 2);
    const changed = entries.map((entry, index) =>
      index === 3 ? { ...entry, at: '2020-01-01T00:00:00.000Z' } : entry,
    );
    expect(told(await verifyAudit(changed))).toEqual([['changed', 3, 3, 3]]);
  });

  it('says which entry was changed by somebody who wrote its hash anew', async () => {
    const entries = await trail({}, 2);
    const changed = entries.map((entry, index) =>
      index === 3 ? forge(entry, { requestId: 'other' }) : entry,
    );
    expect(told(await verifyAudit(changed))).toEqual([['changed', 3, 3, 3]]);
  });

  it.each(['n', 'hash', 'prevHash'])('finds a changed %s', async (field) => {
    const entries = await trail({}, 2);
    const value = field === 'n' ? 77 : 'f'.repeat(64);
    const changed = entries.map((entry, index) => (index === 3 ? { ...entry, [field]: value } : entry));
    expect((await verifyAudit(changed)).problems).toMatchObject([{ kind: 'changed', position: 3 }]);
  });

  it.each([
    ['the first', 0, 0],
    ['one in the middle', 2, 2],
    ['several', 5, 7],
  ])('says which entries were removed: %s', async (_name, first, last) => {
    const entries = await trail({}, 3);
    const left = entries.filter((_entry, index) => index < first || index > last);
    expect(told(await verifyAudit(left))).toContainEqual(['removed', first, first, last]);
  });

  it('says which entry was added', async () => {
    const entries = await trail({}, 2);
    const copy = [...entries.slice(0, 3), ...entries.slice(2)];
    expect(told(await verifyAudit(copy))).toContainEqual(['added', 3, 2, 2]);
    const third = entries.slice(3, 4);
    const forgery = third.map((entry) => forge(entry, { requestId: 'x' }));
    const forged = [...entries.slice(0, 3), ...forgery, ...entries.slice(3)];
    expect(told(await verifyAudit(forged))).toContainEqual(['added', 3, 3, 3]);
    const stranger = (await trail({ actor: 'other' }))[2];
    const mixed = [...entries.slice(0, 7), stranger, ...entries.slice(7)];
    expect(told(await verifyAudit(mixed))).toContainEqual(['added', 7, 2, 2]);
  });

  it('says which entry was moved', async () => {
    const entries = await trail({}, 2);
    const swapped = entries.map(
      (entry, index) => entries[index === 2 ? 3 : index === 3 ? 2 : index] ?? entry,
    );
    expect(told(await verifyAudit(swapped))).toEqual([['moved', 2, 3, 3]]);
    const late = [
      ...entries.slice(0, 2),
      ...entries.slice(3, 8),
      ...entries.slice(2, 3),
      ...entries.slice(8),
    ];
    expect(told(await verifyAudit(late))).toContainEqual(['moved', 7, 2, 2]);
  });

  it('finds a run whose end was cut off, which the chain alone cannot show', async () => {
    const entries = await trail({}, 2);
    const cut = await verifyAudit(entries.slice(0, -1));
    expect(cut).toMatchObject({ ok: false, problems: [{ kind: 'unclosed', position: 5 }] });
    expect(cut.runs[1]).toMatchObject({ runId: 'run-1', isClosed: false });
    // Cut between two runs, only a hash that was kept elsewhere tells.
    const { lastHash } = await verifyAudit(entries);
    expect(await verifyAudit(entries.slice(0, 5))).toMatchObject({ ok: true });
    expect(await verifyAudit(entries.slice(0, 5), { anchors: [lastHash] })).toMatchObject({
      problems: [{ kind: 'anchor' }],
    });
    expect(await verifyAudit(entries, { anchors: [lastHash] })).toMatchObject({ ok: true });
  });

  it('finds an end that does not agree with its chunks, and ids that are not as many as their outcomes', async () => {
    const [run, one, , , end] = await trail();
    const linked = [run, one, end].map((entry, n) => ({ ...entry, n }));
    expect((await verifyAudit(linked)).problems.map(({ kind }) => kind)).toContain('inconsistent');
    const { sink, entries } = keep();
    const chain = chainOf(sink);
    const head = { runId: 'r', provider: 'acme', target: 't', at: '2026-11-22T10:00:00.000Z' };
    await chain.append({ type: 'run', ...head });
    await chain.append({ type: 'chunk', ...head, chunk: 0, ids: ['a'], outcome: { deleted: 2 } });
    await chain.append({
      type: 'end',
      ...head,
      state: 'completed',
      chunks: 1,
      requested: 2,
      outcome: { deleted: 2 },
    });
    expect(told(await verifyAudit(entries))).toEqual([['inconsistent', 1]]);
  });

  it('calls what is no entry by its line', async () => {
    const entries = await trail();
    for (const junk of [undefined, null, 7, [], {}, { n: 1, hash: 'x' }]) {
      const inserted = [...entries.slice(0, 2), junk, ...entries.slice(2)];
      expect(told(await verifyAudit(inserted))).toEqual([['unreadable', 2]]);
      const replaced = entries.map((entry, index) => (index === 2 ? junk : entry));
      expect(told(await verifyAudit(replaced))).toContainEqual(['unreadable', 2]);
      expect(told(await verifyAudit(replaced)).map(([kind]) => kind)).not.toContain('removed');
    }
  });

  it('finds a run that begins twice, as no run does', async () => {
    const { sink, entries } = keep();
    const first = new AuditTrail({ sink, ids: 'clear' }, () => START);
    const again = new AuditTrail({ sink, ids: 'clear' }, () => START);
    const start = { runId: 'r', provider: 'acme', target: 't', reason: undefined, atMs: START };
    await first.begin(start);
    await first.settled(chunk(0, ['a']));
    await again.begin(start);
    await again.settled(chunk(1, ['b']));
    await again.end({ state: 'completed', requested: 3, atMs: START });
    expect(told(await verifyAudit(entries))).toEqual([
      ['inconsistent', 2],
      ['inconsistent', 4],
    ]);
  });

  it('is never fooled: whatever one does to a trail is found', async () => {
    const entries = await trail({}, 3);
    type Tamper = (list: readonly AuditEntry[], at: number, to: number) => readonly unknown[];
    const tampers: readonly Tamper[] = [
      (list, at) => list.filter((_entry, index) => index !== at),
      (list, at, to) => [...list.slice(0, to), list[at], ...list.slice(to)],
      (list, at, to) => {
        const rest = list.filter((_entry, index) => index !== at);
        return [...rest.slice(0, to), list[at], ...rest.slice(to)];
      },
      (list, at) => list.map((entry, index) => (index === at ? { ...entry, provider: 'evil' } : entry)),
      (list, at) => list.map((entry, index) => (index === at ? forge(entry, { runId: 'evil' }) : entry)),
      (list, at) => list.map((entry, index) => (index === at ? 'torn' : entry)),
    ];
    const index = fc.nat(entries.length - 1);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...tampers), index, index, async (tamper, at, to) => {
        const result = tamper(entries, at, to);
        fc.pre(JSON.stringify(result) !== JSON.stringify(entries));
        expect((await verifyAudit(result)).ok).toBe(false);
      }),
      { numRuns: often(300) },
    );
  });

  it('reports at most a thousand problems, and counts them all', async () => {
    const report = await verifyAudit(Array.from({ length: 1500 }, () => 'no entry'));
    expect(report.problems).toHaveLength(1000);
    expect(report).toMatchObject({ entries: 1500, problemCount: 1500 });
    const kinds = new Set<AuditProblem['kind']>(report.problems.map(({ kind }) => kind));
    expect([...kinds]).toEqual(['unreadable']);
  });
});

describe('a chain', () => {
  it('is one for all who write to a sink at the same time', async () => {
    const { sink, entries } = keep();
    const trails = [0, 1, 2].map(() => new AuditTrail(readAudit('acme', { sink, key: KEY }), () => START));
    await Promise.all(
      trails.map(async (audit, index) => {
        await audit.begin({
          runId: `r${index}`,
          provider: 'acme',
          target: 't',
          reason: undefined,
          atMs: START,
        });
        await Promise.all([audit.settled(chunk(0, ['a'])), audit.settled(chunk(1, ['b', 'c']))]);
        await audit.end({ state: 'completed', requested: 3, atMs: START });
      }),
    );
    expect(await verifyAudit(entries)).toMatchObject({ ok: true, entries: 12 });
  });

  it('goes on where the sink says that it ended', async () => {
    const before = await trail();
    const { sink, entries } = keep();
    const last = before.at(-1);
    const tail = (): Promise<{ n: number; hash: string }> =>
      Promise.resolve({ n: last?.n ?? -1, hash: last?.hash ?? '' });
    const audit = new AuditTrail({ sink: { ...sink, tail }, ids: 'clear' }, () => START);
    await audit.begin({ runId: 'next', provider: 'acme', target: 't', reason: undefined, atMs: START });
    await audit.end({ state: 'aborted', requested: 3, atMs: START });
    expect(await verifyAudit([...before, ...entries])).toMatchObject({ ok: true, entries: 7 });
  });

  it('takes nothing more after a write that failed: nobody knows where it stands', async () => {
    let calls = 0;
    const sink: AuditSink = {
      part: auditPart,
      write: () => {
        calls += 1;
        return calls === 2 ? Promise.reject(new Error('disk full')) : Promise.resolve();
      },
    };
    const audit = new AuditTrail({ sink, ids: 'clear' }, () => START);
    await audit.begin({ runId: 'r', provider: 'acme', target: 't', reason: undefined, atMs: START });
    await expect(audit.settled(chunk(0, ['a']))).rejects.toThrow('disk full');
    await expect(audit.end({ state: 'stopped', requested: 3, atMs: START })).rejects.toThrow('disk full');
    expect(calls).toBe(2);
  });
});

describe('the option', () => {
  it.each([
    [{}, /must be what .* opens, or have part: auditPart/],
    [{ sink: null }, /must be what .* opens, or have part: auditPart/],
    [{ sink: { write: keep } }, /must be what .* opens, or have part: auditPart/],
    [{ sink: { part: auditPart } }, /must be a sink/],
    [{ sink: keep().sink, ids: 'digest' }, /at least 16 characters/],
    [{ sink: keep().sink, key: 'short' }, /at least 16 characters/],
    [{ sink: keep().sink, actor: ' ' }, /blank/],
  ])('%j is refused', (audit, message) => {
    const error = errorThrownBy(() => readAuditOption('acme', audit as unknown as AuditOptions));
    expect(error).toMatchObject({ code: 'CONFIGURATION', effect: 'none' });
    expect(error.message).toMatch(message);
  });

  it('may be the sink alone, and then ids are in clear', () => {
    const { sink } = keep();
    expect(readAuditOption('acme', sink)).toEqual({ sink, ids: 'clear' });
    expect(readAuditOption('acme', { sink, key: KEY })).toMatchObject({ ids: 'digest' });
  });
});
