/// <reference types="node" />
/** An audit trail in a file, for Node: one entry a line, which other tools can check too. */
import { open, type FileHandle } from 'node:fs/promises';
import { hashOf, NO_HASH } from '../bulk/audit/audit-chain.js';
import { auditPart } from '../bulk/audit/audit-part.js';
import type { AuditEntry, AuditSink, AuditTail } from '../bulk/audit/audit-types.js';
import { verifyAudit, type AuditReport, type VerifyAuditOptions } from '../bulk/audit/audit-verify.js';
import { writeCanonical } from '../bulk/audit/canonical.js';
import { fileError, problemOf } from '../file-lock/failure.js';
import { readLines, readTail } from '../file-lock/read-lines.js';
import { syncFolderOf } from '../file-lock/sync-folder.js';
import { takeLock } from '../file-lock/take-lock.js';

export type { AuditEntry, AuditSink, AuditTail } from '../bulk/audit/audit-types.js';
export type { AuditProblem, AuditReport, VerifyAuditOptions } from '../bulk/audit/audit-verify.js';
export type { AuditRunReport } from '../bulk/audit/audit-runs.js';

/** How a file is opened. */
export interface AuditFileOptions {
  /**
   * What is done with a last line that is not whole, as a loss of power in the middle of a write leaves it. `refuse`
   * (default): the file is not opened. `cut`: it is taken away; no run went on after it, because each waits for its entry.
   */
  readonly tornLine?: 'refuse' | 'cut';
}

/** A sink with an end. */
export interface AuditFile extends AuditSink {
  tail(): Promise<AuditTail | null>;
  /** Of the last entry that is on disk; undefined in an empty file. Keep it elsewhere: see `anchors`. */
  readonly lastHash: string | undefined;
  /** Waits for the last write, and lets the file go. */
  close(): Promise<void>;
}

/**
 * Opens a file for the entries of one process at a time, or makes it, readable by its owner alone. The last two entries of
 * a file that is there are checked, and the chain goes on after them. An entry is on disk when its `write` resolves.
 *
 * Rejects with `JOURNAL` when the end of the file is not that of a trail, when another process has it open (`<path>.lock`
 * says so; what a process on the same host left behind when it died is taken over), or when it cannot be written.
 */
export async function openAuditFile(path: string, options: AuditFileOptions = {}): Promise<AuditFile> {
  return guard(path, async () => {
    const unlock = await takeLock(path);
    let handle: FileHandle | undefined;
    try {
      handle = await open(path, 'a+', 0o600);
      const { tail, size } = await readChecked(handle, options.tornLine ?? 'refuse');
      if (size === 0) await syncFolderOf(path);
      return new File({ path, handle, tail, size, unlock });
    } catch (error) {
      await handle?.close();
      await unlock();
      throw error;
    }
  });
}

/** Checks a whole file; see `verifyAudit`. Rejects with `JOURNAL` only when the file cannot be read. */
export async function verifyAuditFile(path: string, options: VerifyAuditOptions = {}): Promise<AuditReport> {
  return guard(path, async () => {
    const handle = await open(path, 'r');
    try {
      return await verifyAudit(readEntries(handle), options);
    } finally {
      await handle.close();
    }
  });
}

class File implements AuditFile {
  readonly part = auditPart;
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #unlock: () => Promise<void>;
  #tail: AuditTail | null;
  #size: number;
  #last: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(opened: {
    readonly path: string;
    readonly handle: FileHandle;
    readonly tail: AuditTail | null;
    readonly size: number;
    readonly unlock: () => Promise<void>;
  }) {
    this.#path = opened.path;
    this.#handle = opened.handle;
    this.#tail = opened.tail;
    this.#size = opened.size;
    this.#unlock = opened.unlock;
  }

  get lastHash(): string | undefined {
    return this.#tail?.hash;
  }

  tail(): Promise<AuditTail | null> {
    return Promise.resolve(this.#tail);
  }

  write(entry: AuditEntry): Promise<void> {
    if (this.#closed) return Promise.reject(fileError(`${describe(this.#path)}: it was closed`));
    const written = this.#last.then(() => guard(this.#path, () => this.#append(entry)));
    this.#last = written.catch(() => undefined);
    return written;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#last;
    await this.#handle.close();
    await this.#unlock();
  }

  async #append(entry: AuditEntry): Promise<void> {
    const { size } = await this.#handle.stat();
    if (size !== this.#size) throw new Error('somebody else has changed it meanwhile');
    const line = Buffer.from(`${writeCanonical(entry)}\n`);
    await this.#handle.appendFile(line);
    await this.#handle.datasync();
    this.#size += line.length;
    this.#tail = { n: entry.n, hash: entry.hash };
  }
}

async function readChecked(
  handle: FileHandle,
  tornLine: 'refuse' | 'cut',
): Promise<{ readonly tail: AuditTail | null; readonly size: number }> {
  if (!(await handle.stat()).isFile()) throw new Error('it is no file');
  const { lines, wholeBytes, tornBytes } = await readTail(handle, 2);
  if (tornBytes > 0) {
    if (tornLine === 'refuse')
      throw new Error(`its last line is not whole (${tornBytes} bytes of it are there)`);
    await handle.truncate(wholeBytes);
    await handle.datasync();
  }
  return { tail: await linkLast(lines.map(parseLine)), size: wholeBytes };
}

/** Every line as the value that it holds; undefined where it holds none, and for a last line without its end. */
async function* readEntries(handle: FileHandle): AsyncGenerator<unknown, void, undefined> {
  for await (const { bytes, isWhole } of readLines(handle)) yield isWhole ? parseLine(bytes) : undefined;
}

function parseLine(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** Where the chain goes on after the last two entries. */
async function linkLast(values: readonly unknown[]): Promise<AuditTail | null> {
  if (values.length === 0) return null;
  const [before, last] = await Promise.all([
    values.length === 1 ? { n: -1, hash: NO_HASH } : checkEntry(values[0]),
    checkEntry(values.at(-1)),
  ]);
  if (last.n === before.n + 1 && last.prevHash === before.hash) return last;
  throw new Error('its last lines do not follow on each other as those of an audit trail do');
}

async function checkEntry(value: unknown): Promise<AuditTail & { readonly prevHash: unknown }> {
  if (typeof value === 'object' && value !== null) {
    const { n, hash, prevHash } = value as Readonly<Record<string, unknown>>;
    if (typeof n === 'number' && typeof hash === 'string' && (await hashOf(value)) === hash) {
      return { n, hash, prevHash };
    }
  }
  throw new Error('its end is not that of an audit trail');
}

/** Whatever goes wrong with a file, as the one error. */
async function guard<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw problemOf(error, describe(path));
  }
}

function describe(path: string): string {
  return `The audit file ${path} cannot be used`;
}
