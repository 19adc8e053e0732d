/** Journals in files: what a crash, a second process, a full disk or a changed byte does to them. */
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JournalRecord, JournalStore } from '../../runtime/bulk/journal/journal-types.js';
import { openJournal } from '../../runtime/journal/index.js';
import { bench, ids } from './bulk-bench.js';
import { faultsIn, finish } from './journal-runs.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rowsweep-journal-'));
  path = join(folder, 'erase.journal');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Bytes in which each kind of place comes up where a line can be cut off. */
const LAST_LINES = 150;

const intent = (seq: number): JournalRecord => ({ t: 'intent', seq, at: 1 });

async function readAll(store: JournalStore): Promise<readonly JournalRecord[]> {
  const records: JournalRecord[] = [];
  for await (const record of store.read()) records.push(record);
  return records;
}

async function write(records: readonly JournalRecord[]): Promise<void> {
  const store = openJournal(path);
  const release = await store.lock();
  await Promise.all(records.map((record) => store.append(record, false)));
  await release();
}

describe('a journal in a file', () => {
  it('gives back what was written, and only its owner may read it', async () => {
    const records: readonly JournalRecord[] = [
      { t: 'chunk', seq: 0, first: 0, n: 3, hash: 'h', ids: ['a', 'ü\n"]', '\u{1F600}'] },
      intent(0),
      { t: 'done', seq: 0, v: ['deleted/id'], r: 'a3' },
    ];
    await write(records);
    expect(await readAll(openJournal(path))).toEqual(records);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    for (const line of (await readFile(path, 'utf8')).trimEnd().split('\n')) {
      expect(JSON.parse(line)).toEqual([expect.stringMatching(/^[0-9a-f]{8}$/), expect.any(Object)]);
    }
    expect(await readdir(folder)).toEqual(['erase.journal']);
  });

  it('has the order of the calls, however many come at once', async () => {
    const store = openJournal(path);
    const release = await store.lock();
    const writes: Promise<void>[] = [];
    for (let seq = 0; seq < 500; seq += 1) {
      writes.push(store.append(intent(seq), seq % 7 === 0));
      if (seq % 50 === 0) await writes.at(-1);
    }
    await Promise.all(writes);
    await release();
    expect(await readAll(openJournal(path))).toEqual(
      Array.from({ length: 500 }, (_value, seq) => intent(seq)),
    );
  });

  it('loses at most the record that was being written, wherever the file was cut off', async () => {
    const records = Array.from({ length: 60 }, (_value, seq) => intent(seq));
    await write(records);
    const whole = await readFile(path);
    expect(whole.length).toBeGreaterThan(2048);
    for (let cut = whole.length; cut > whole.length - 2048; cut -= 1) {
      await writeFile(path, whole.subarray(0, cut));
      const left = whole.subarray(0, cut).toString().split('\n').length - 1;
      const store = openJournal(path);
      expect((await readAll(store)).length).toBe(left);
      if (cut < whole.length - LAST_LINES) continue;
      const release = await store.lock();
      await store.append(intent(999), false);
      await release();
      expect(await readAll(store)).toEqual([...records.slice(0, left), intent(999)]);
    }
  });

  it('cuts off a last line that is longer than what is read at a time', async () => {
    await write([intent(0)]);
    await writeFile(path, 'x'.repeat(200_000), { flag: 'a' });
    await write([intent(1)]);
    expect(await readAll(openJournal(path))).toEqual([intent(0), intent(1)]);
  });

  it('refuses a line that was changed, by its number, and says what to do', async () => {
    await write([intent(0), intent(1), intent(2)]);
    const text = await readFile(path, 'utf8');
    for (const changed of [
      text.replace('"seq":1', '"seq":7'),
      text.replace('\n', '\n\n'),
      text.replace('\n["', '\n{"'),
    ]) {
      await writeFile(path, changed);
      await expect(readAll(openJournal(path))).rejects.toMatchObject({
        code: 'JOURNAL',
        message: expect.stringMatching(/^Line 2 of the journal .*Restore/) as string,
      });
    }
  });

  it('writes nothing unless it is locked', async () => {
    await expect(openJournal(path).append(intent(0), true)).rejects.toMatchObject({ code: 'JOURNAL' });
    expect(await readAll(openJournal(path))).toEqual([]);
  });
});

describe('the lock of a journal', () => {
  it('keeps a second run out, of this process and of another', async () => {
    const store = openJournal(path);
    const release = await store.lock();
    await expect(openJournal(path).lock()).rejects.toMatchObject({
      code: 'JOURNAL',
      message: expect.stringContaining(`in use by process ${process.pid} on ${hostname()}`) as string,
    });
    await expect(store.lock()).rejects.toMatchObject({ code: 'JOURNAL' });
    await release();
    await (
      await store.lock()
    )();
  });
});

describe('a run with a journal in a file', () => {
  it('says what it did in few bytes an id', async () => {
    const given = Array.from(
      { length: 20_000 },
      (_value, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    );
    for (const [mode, most] of [
      ['full', 45],
      ['hash', 1],
    ] as const) {
      const one = bench({ rows: given.slice(1), limits: { maxIds: 1000 } });
      const file = `${path}.${mode}`;
      await finish(one, one.deleter.deleteMany(given, { journal: { store: openJournal(file), ids: mode } }));
      expect((await stat(file)).size / given.length).toBeLessThanOrEqual(most);
      expect((await readFile(file, 'utf8')).includes(given[5] ?? '')).toBe(mode === 'full');
    }
  });

  it('is resumed wherever its file was cut off', async () => {
    const given = ids(60);
    const one = bench({ rows: given, limits: { maxIds: 10 } });
    await finish(one, one.deleter.deleteMany(given, { journal: openJournal(path) }));
    const whole = await readFile(path);
    for (let cut = 0; cut <= whole.length; cut += 61) {
      await writeFile(path, whole.subarray(0, cut));
      const run = one.deleter.resume(openJournal(path), { ids: given });
      const result = await finish(one, run);
      const gone = result.outcomes.filter(
        ({ status, settledAs }) => status !== 'skipped' || settledAs !== undefined,
      );
      expect(gone).toHaveLength(given.length);
      // Nothing was begun: it is a new run, which can be gone on with as any other.
      const isNew = !whole.subarray(0, cut).includes('\n');
      expect(result.summary.resumed === undefined).toBe(isNew);
      const again = await finish(one, one.deleter.resume(openJournal(path)));
      expect(again.summary).toMatchObject({ state: 'completed', byStatus: { skipped: given.length } });
    }
  });

  it('does not begin where the file cannot be made, and loses no id where the disk is full', async () => {
    const one = bench({ rows: ids(30), limits: { maxIds: 10 } });
    const nowhere = openJournal(join(folder, 'missing', 'erase.journal'));
    const refused = await finish(one, one.deleter.deleteMany(ids(30), { journal: nowhere }));
    expect(refused.error).toMatchObject({
      code: 'JOURNAL',
      provider: 'acme',
      message: expect.stringMatching(/^The journal \S+ cannot be locked: ENOENT/) as string,
    });
    expect(refused.summary).toMatchObject({ state: 'stopped', requested: 0 });

    await symlink('/dev/full', path);
    const full = await finish(one, one.deleter.deleteMany(ids(30), { journal: openJournal(path) }));
    expect(full.error).toMatchObject({
      code: 'JOURNAL',
      message: expect.stringContaining('ENOSPC') as string,
    });
    expect(one.deletions()).toEqual([]);
    expect((await readdir(folder)).filter((name) => name.includes('.lock'))).toEqual([]);
  });

  it.each([
    ['a folder', () => folder],
    ['a place where nothing can be written', () => '/proc/erase.journal'],
  ])('does not begin in %s', async (_name, place) => {
    const one = bench({ rows: ids(5) });
    const result = await finish(one, one.deleter.deleteMany(ids(5), { journal: openJournal(place()) }));
    expect(result.error).toMatchObject({ code: 'JOURNAL' });
    expect(one.deletions()).toEqual([]);
  });
});

describe('a changed input', () => {
  it('is refused before anything of it is sent', async () => {
    const one = bench({ rows: ids(60), limits: { maxIds: 10 } });
    const controller = new AbortController();
    const run = one.deleter.deleteMany(ids(60), {
      journal: openJournal(path),
      signal: controller.signal,
      onEvent: ({ type }) => {
        if (type === 'chunkSettled') controller.abort();
      },
    });
    const first = await finish(one, run);
    expect(first.summary.state).toBe('aborted');
    const before = one.deletions().length;
    const changed = ids(60).map((id) => (id === 'r3' ? 'other' : id));
    const result = await finish(one, one.deleter.resume(openJournal(path), { ids: changed }));
    expect(result.error).toMatchObject({
      code: 'JOURNAL',
      message: expect.stringContaining('from number 1 on') as string,
    });
    expect(one.deletions().length).toBe(before);
    const good = await finish(one, one.deleter.resume(openJournal(path), { ids: ids(60) }));
    expect(faultsIn(good, { input: ids(60), rows: new Set(ids(60)), bench: one })).toEqual([]);
    expect(good.summary.state).toBe('completed');
  });
});
