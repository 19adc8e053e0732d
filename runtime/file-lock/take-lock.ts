/// <reference types="node" />
/** One writer for one file: a file beside it that says who. */
import { link, mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
  /** When the process began, as the system counts: its threads share that, one that got its id later has another. */
  readonly born: string | null;
}

/** A lock that is gone, or was left by a process that is gone, is tried for again. */
const MOST_TRIES = 20;
/** Another process is taking the same lock over, which takes less. */
const TAKEOVER_WAIT_MS = 20;

/**
 * Takes the lock of a file, `<file>.lock`; gives its release. Rejects, saying which file to remove when, while another
 * process has it, or when that cannot be found out because it is on another host; and with what the file system says.
 * What a process on this host left behind is taken over, by one of however many see it.
 */
export async function takeLock(file: string): Promise<() => Promise<void>> {
  const path = `${resolve(file)}.lock`;
  const owner: Owner = { pid: process.pid, host: hostname(), token: randomUUID(), born: await readBirth() };
  const text = JSON.stringify(owner);
  const own = `${path}.${owner.token}`;
  try {
    await writeFile(own, text, { mode: 0o600, flag: 'wx' });
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      // A link appears with its content, or not at all.
      if (await linked(own, path)) {
        return async () => {
          if ((await textOf(path)) === text) await rm(path, { force: true });
        };
      }
      await removeIfLeft(path);
    }
    throw new Error(
      `its lock cannot be taken over. When no process is at it, remove ${path}.takeover, if it is there`,
    );
  } finally {
    await rm(own, { force: true }).catch(() => undefined);
  }
}

/** False: somebody has it. */
async function linked(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function removeIfLeft(path: string): Promise<void> {
  const text = await textOf(path);
  if (text === undefined) return;
  const owner = ownerOf(text);
  if (owner === undefined || (await isAlive(owner))) {
    const who = owner === undefined ? 'somebody' : `process ${owner.pid} on ${owner.host}`;
    throw new Error(`it is in use by ${who}. When that is certainly over, remove ${path}`);
  }
  await removeLeft(path, text);
}

/** Of several that see the same dead owner, one at a time may remove its lock, and only as long as it is that lock. */
async function removeLeft(path: string, text: string): Promise<void> {
  const guard = `${path}.takeover`;
  try {
    await mkdir(guard);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    await sleep(TAKEOVER_WAIT_MS);
    return;
  }
  try {
    if ((await textOf(path)) === text) await rm(path, { force: true });
  } finally {
    await rmdir(guard);
  }
}

async function isAlive({ pid, host, born }: Owner): Promise<boolean> {
  if (host !== hostname()) return true;
  // A process that was restarted in a container often has the id of the one before.
  if (pid === process.pid) return born === null || born === ((await readBirth()) ?? born);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function ownerOf(text: string): Owner | undefined {
  try {
    const { pid, host, token, born } = JSON.parse(text) as Partial<Owner>;
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid)) return undefined;
    if (typeof host !== 'string' || typeof token !== 'string') return undefined;
    return { pid, host, token, born: typeof born === 'string' ? born : null };
  } catch {
    return undefined;
  }
}

/**
 * When this process began, in ticks since the system did (proc_pid_stat(5), starttime): unlike the time of day, nobody sets
 * that. Null where the system does not say it; then a process with this id counts as this one.
 */
async function readBirth(): Promise<string | null> {
  try {
    const stat = await readFile('/proc/self/stat', 'utf8');
    // The name of the program, in parentheses, may hold anything; behind it come the fields from the third on.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, 'code') : undefined;
}
