/** A journal in one file, to which only is added. */
import { createReadStream } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { journalPart, type JournalPart } from '../bulk/journal-part.js';
import type { JournalRecord, JournalStore } from '../bulk/journal-types.js';
import { takeLock } from '../file-lock/take-lock.js';
import { journalError, problemOf } from './failure.js';
import { readLine, writeLine } from './line.js';

/** Bytes that are read at a time when the last line is looked for. */
const TAIL_BYTES = 64 * 1024;
const NEWLINE = 10;

interface Waiting {
  readonly line: string;
  readonly durable: boolean;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** One file. Records that come together are written, and synced, together. */
export class FileJournal implements JournalStore {
  readonly part: JournalPart = journalPart;
  readonly #path: string;
  #file: FileHandle | undefined;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #broken: Error | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async lock(): Promise<() => Promise<void>> {
    if (this.#file !== undefined) throw journalError(`The journal ${this.#path} is in use by another run.`);
    const release = await takeLock(this.#path).catch((error: unknown) => {
      throw problemOf(error, `The journal ${this.#path} cannot be locked`);
    });
    try {
      this.#file = await openAtEnd(this.#path);
      this.#broken = undefined;
    } catch (error) {
      await release();
      throw problemOf(error, `The journal ${this.#path} cannot be opened for writing`);
    }
    return async () => {
      await this.#writing;
      const file = this.#file;
      this.#file = undefined;
      await file?.close();
      await release();
    };
  }

  append(record: JournalRecord, durable: boolean): Promise<void> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    if (this.#file === undefined) {
      return Promise.reject(journalError(`The journal ${this.#path} must be locked before it is written.`));
    }
    const file = this.#file;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line: writeLine(record), durable, resolve, reject });
      this.#writing ??= this.#write(file);
    });
  }

  async *read(): AsyncGenerator<JournalRecord> {
    const { size } = await this.#size();
    if (size === 0) return;
    let number = 0;
    for await (const line of readLines(this.#path, size)) {
      number += 1;
      const record = readLine(line);
      if (record === undefined) {
        throw journalError(
          `Line ${number} of the journal ${this.#path} was changed after it was written. Restore the file from a ` +
            'copy; what stands behind that line cannot be trusted, so no run goes on from here.',
        );
      }
      yield record;
    }
  }

  async #size(): Promise<{ readonly size: number }> {
    try {
      return await stat(this.#path);
    } catch (error) {
      if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return { size: 0 };
      throw problemOf(error, `The journal ${this.#path} cannot be read`);
    }
  }

  /** Writes what waits, and what comes while it writes. */
  async #write(file: FileHandle): Promise<void> {
    // What comes in the same turn goes into the same write.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        await file.appendFile(group.map(({ line }) => `${line}\n`).join(''));
        if (group.some(({ durable }) => durable)) await file.datasync();
        for (const { resolve } of group) resolve();
      } catch (error) {
        // Half a line may stand at the end now: nothing may be written behind it.
        const broken = problemOf(error, `The journal ${this.#path} cannot be written`);
        this.#broken = broken;
        for (const { reject } of [...group, ...this.#waiting.splice(0)]) reject(broken);
      }
    }
    this.#writing = undefined;
  }
}

/** Opens a file for adding, makes it when it is not there, and cuts off what a crash has left of a last line. */
async function openAtEnd(path: string): Promise<FileHandle> {
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const end = await endOfLastLine(file, size);
    if (end < size) await file.truncate(end);
    if (size === 0) await syncFolder(dirname(path));
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function endOfLastLine(file: FileHandle, size: number): Promise<number> {
  for (let end = size; end > 0; end -= Math.min(end, TAIL_BYTES)) {
    const start = Math.max(0, end - TAIL_BYTES);
    const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
    const at = buffer.lastIndexOf(NEWLINE);
    if (at >= 0) return start + at + 1;
  }
  return 0;
}

/** The name of a new file is on disk only when its folder is. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Whole lines only: what has no end yet is being written, or was never finished. */
async function* readLines(path: string, size: number): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: false });
  let rest = '';
  for await (const bytes of createReadStream(path, { end: size - 1 })) {
    rest += decoder.decode(bytes as Buffer, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
