/** The lock that a journal and an audit trail in a file share: one writer at a time, also when one has died. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAuditFile } from '../../runtime/audit/index.js';
import { openJournal } from '../../runtime/journal/index.js';

const ROUNDS = 15;
const CONTENDERS = 8;

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rowsweep-lock-'));
  path = join(folder, 'written');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const leave = (owner: unknown): Promise<void> => writeFile(`${path}.lock`, JSON.stringify(owner));

/** Gives the release. */
type Take = () => Promise<() => Promise<void>>;

describe.each<[string, Take]>([
  ['a journal', () => openJournal(path).lock()],
  [
    'an audit trail',
    async () => {
      const file = await openAuditFile(path);
      return () => file.close();
    },
  ],
])('the lock of %s', (_what, take) => {
  it('is taken over from a process that is gone, by one of many that try at the same time', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    for (let round = 0; round < ROUNDS; round += 1) {
      await leave({ pid, host: hostname(), token: `left ${round}`, born: '0' });
      const taken = await Promise.allSettled(Array.from({ length: CONTENDERS }, take));
      const releases = taken.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      expect(releases).toHaveLength(1);
      await releases[0]?.();
      expect(await readdir(folder)).toEqual(['written']);
    }
  });

  it('is not taken from another thread, or another copy of this package, in the same process', async () => {
    const release = await take();
    // Nor when the clock is set meanwhile.
    const now = Date.now();
    vi.spyOn(Date, 'now').mockReturnValue(now + 3_600_000);
    vi.resetModules();
    const journals = await import('../../runtime/journal/index.js');
    const trails = await import('../../runtime/audit/index.js');
    for (const other of [() => journals.openJournal(path).lock(), () => trails.openAuditFile(path)]) {
      await expect(other()).rejects.toMatchObject({
        code: 'JOURNAL',
        message: expect.stringContaining(`in use by process ${process.pid}`) as string,
      });
    }
    vi.restoreAllMocks();
    await release();
  });

  it('is taken over from an earlier process that had the same id, where the system tells them apart', async () => {
    await leave({ pid: process.pid, host: hostname(), token: 'left', born: '0' });
    if (existsSync('/proc/self/stat')) {
      await (
        await take()
      )();
    } else await expect(take()).rejects.toThrow(`remove ${path}.lock`);
  });

  it.each([
    ['another process that lives', { pid: process.ppid, host: hostname(), token: 'x', born: '0' }],
    ['this process, of which nobody knows when it began', { pid: process.pid, host: hostname(), token: 'x' }],
    ['a process of another host', { pid: 1, host: 'elsewhere', token: 'x', born: '0' }],
    ['nobody can say whom', 'nonsense'],
  ])('is not taken from %s', async (_name, owner) => {
    await leave(owner);
    await expect(take()).rejects.toMatchObject({
      code: 'JOURNAL',
      message: expect.stringContaining(`remove ${path}.lock`) as string,
    });
    expect(await readdir(folder)).toEqual(['written.lock']);
  });

  it('says what to remove where a process died while it took a lock over', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await leave({ pid, host: hostname(), token: 'left', born: '0' });
    await mkdir(`${path}.lock.takeover`);
    await expect(take()).rejects.toMatchObject({
      code: 'JOURNAL',
      message: expect.stringContaining(`remove ${path}.lock.takeover`) as string,
    });
  });
});
