import {
  appendFile,
  mkdtemp,
  open as openHandle,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
  type FileHandle,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAuditFile, verifyAuditFile, type AuditFile } from '../../../runtime/audit/index.js';
import { AuditTrail } from '../../../runtime/bulk/audit/audit.js';
import { errorOf } from '../workbench.js';

let folder: string;
let path: string;
let open: AuditFile[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
  path = join(folder, 'trail.ndjson');
  open = [];
});
afterEach(async () => {
  for (const file of open) await file.close();
  await rm(folder, { recursive: true });
});

async function openFile(options: Parameters<typeof openAuditFile>[1] = {}): Promise<AuditFile> {
  const file = await openAuditFile(path, options);
  open.push(file);
  return file;
}

/** One run with as many chunks, each with the ids. */
async function writeRun(
  sink: AuditFile,
  runId: string,
  chunks: number,
  ids = ['a', 'b\u2028c'],
): Promise<void> {
  const audit = new AuditTrail({ sink, ids: 'clear' }, () => Date.UTC(2026, 10, 22));
  await audit.begin({ runId, provider: 'acme', target: 't', reason: 'why', atMs: 0 });
  for (let seq = 0; seq < chunks; seq += 1) {
    await audit.settled({
      items: ids.map((id, index) => ({ id, text: id, index, bytes: 1, alone: false })),
      settlements: { status: 'absent', evidence: 'batch' },
      chunk: seq,
      attempts: 1,
      requestId: undefined,
    });
  }
  await audit.end({ state: 'completed', requested: 3, atMs: 0 });
}

describe('an audit file', () => {
  it('is for its owner alone, is canonical JSON line by line, and is verified', async () => {
    const file = await openFile();
    expect(file.lastHash).toBeUndefined();
    await writeRun(file, 'one', 3);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const lines = (await readFile(path, 'utf8')).split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[1]).toMatch(
      /^\{"at":"2026-11-22T00:00:00.000Z","chunk":0,"hash":"[0-9a-f]{64}","ids":\["a",/,
    );
    expect(await verifyAuditFile(path)).toMatchObject({ ok: true, entries: 5, lastHash: file.lastHash });
  });

  it('goes on when it is opened again', async () => {
    for (const run of ['one', 'two', 'three']) {
      const file = await openFile();
      await writeRun(file, run, 2);
      await file.close();
    }
    expect(await verifyAuditFile(path)).toMatchObject({ ok: true, entries: 12 });
    expect((await verifyAuditFile(path)).runs.map(({ runId }) => runId)).toEqual(['one', 'two', 'three']);
  });

  it('goes on after lines that are longer than what is read at a time', async () => {
    const long = Array.from({ length: 400 }, (_value, index) => `${index}-${'x'.repeat(500)}`);
    const first = await openFile();
    await writeRun(first, 'long', 2, long);
    await first.close();
    const second = await openFile();
    await writeRun(second, 'next', 1, long);
    expect(await verifyAuditFile(path)).toMatchObject({ ok: true, entries: 7 });
  });

  it('goes on in an empty file, and after a single entry', async () => {
    await writeFile(path, '');
    const first = await openFile();
    const audit = new AuditTrail({ sink: first, ids: 'clear' }, () => 0);
    await audit.begin({ runId: 'r', provider: 'acme', target: 't', reason: undefined, atMs: 0 });
    await first.close();
    const second = await openFile();
    expect(second.lastHash).toBe(first.lastHash);
    await writeRun(second, 'two', 1);
    expect((await verifyAuditFile(path)).problems.map(({ kind }) => kind)).toEqual(['unclosed']);
  });

  it.each([
    ['text', 'no trail at all\n'],
    ['other JSON', '{"a":1}\n{"a":2}\n'],
    ['an entry that was changed', undefined],
  ])('is not opened when its end is %s', async (_name, content) => {
    if (content === undefined) {
      const file = await openFile();
      await writeRun(file, 'one', 1);
      await file.close();
      const text = await readFile(path, 'utf8');
      await writeFile(path, text.replace('"completed"', '"stopped"'));
    } else await writeFile(path, content);
    const before = await readFile(path, 'utf8');
    expect(await errorOf(openAuditFile(path))).toMatchObject({ code: 'JOURNAL', effect: 'none' });
    expect(await readFile(path, 'utf8')).toBe(before);
    // Refusing leaves no lock behind.
    expect((await errorOf(openAuditFile(path))).message).not.toMatch(/in use/);
  });

  it('is not opened with a torn last line, unless that may be cut', async () => {
    const file = await openFile();
    await writeRun(file, 'one', 2);
    await file.close();
    const { size } = await stat(path);
    for (let bytes = 1; bytes <= 40; bytes += 13) {
      await truncate(path, size - bytes);
      expect((await errorOf(openAuditFile(path))).message).toMatch(/last line is not whole/);
      expect((await verifyAuditFile(path)).problems.map(({ kind }) => kind)).toContain('unreadable');
    }
    const cut = await openFile({ tornLine: 'cut' });
    await writeRun(cut, 'two', 1);
    const report = await verifyAuditFile(path);
    expect(report.problems.map(({ kind }) => kind)).toEqual(['unclosed']);
    expect(report.runs).toMatchObject([
      { runId: 'one', isClosed: false },
      { runId: 'two', isClosed: true },
    ]);
  });

  it('belongs to one writer at a time', async () => {
    const first = await openFile();
    expect((await errorOf(openAuditFile(path))).message).toContain(`in use by process ${process.pid}`);
    await first.close();
    await first.close();
    await openFile();
  });

  it('keeps what was being written when it was closed', async () => {
    const file = await openFile();
    const trail = new AuditTrail({ sink: file, ids: 'clear' }, () => 0);
    await trail.begin({ runId: 'r', provider: 'acme', target: 't', reason: undefined, atMs: 0 });
    const head = { v: 1, type: 'run', at: '', runId: 'r', provider: 'acme', target: 't' } as const;
    const written = file.write({ ...head, n: 1, prevHash: file.lastHash ?? '', hash: '' });
    await file.close();
    await written;
    expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(3);
  });

  it('has its name on disk too when it is new', async () => {
    const handle = await openHandle(folder, 'r');
    const sync = vi.spyOn(Object.getPrototypeOf(handle) as FileHandle, 'sync');
    await handle.close();
    await (await openFile()).close();
    expect(sync).toHaveBeenCalledTimes(process.platform === 'win32' ? 0 : 1);
    sync.mockRestore();
  });

  it('refuses to go on when somebody else wrote to it', async () => {
    const file = await openFile();
    const audit = new AuditTrail({ sink: file, ids: 'clear' }, () => 0);
    await audit.begin({ runId: 'r', provider: 'acme', target: 't', reason: undefined, atMs: 0 });
    await appendFile(path, '{}\n');
    await expect(audit.end({ state: 'completed', requested: 3, atMs: 0 })).rejects.toThrow(/somebody else/);
    const last = { n: 0, hash: file.lastHash ?? '' };
    await file.close();
    const head = { v: 1, type: 'run', at: '', runId: 'r', provider: 'acme', target: 't' } as const;
    const late = await errorOf(file.write({ ...head, n: 1, prevHash: last.hash, hash: '' }));
    expect(late).toMatchObject({ code: 'JOURNAL' });
    expect(late.message).toContain('closed');
  });

  it('says what went wrong with a file that is not there, or is none', async () => {
    expect(await errorOf(verifyAuditFile(path))).toMatchObject({ code: 'JOURNAL' });
    expect(await errorOf(openAuditFile(folder))).toMatchObject({ code: 'JOURNAL' });
    expect(await errorOf(openAuditFile(join(path, 'x')))).toMatchObject({ code: 'JOURNAL' });
  });

  it('names lines that were changed by hand', async () => {
    const file = await openFile();
    await writeRun(file, 'one', 3);
    await file.close();
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, [...lines.slice(0, 2), 'torn {', ...lines.slice(3)].join('\n'));
    expect((await verifyAuditFile(path)).problems).toMatchObject([
      { kind: 'unreadable', position: 2 },
      { kind: 'inconsistent', position: 4 },
    ]);
  });
});
