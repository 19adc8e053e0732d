/** A journal in one file, to which only is added. */
import { open, type FileHandle } from 'node:fs/promises';
import { journalPart, type JournalPart } from '../bulk/journal/journal-part.js';
import type { JournalRecord, JournalStore } from '../bulk/journal/journal-types.js';
import { fileError, problemOf } from '../file-lock/failure.js';
import { readLines, readTail } from '../file-lock/read-lines.js';
import { syncFolderOf } from '../file-lock/sync-folder.js';
import { takeLock } from '../file-lock/take-lock.js';
import { readLine, writeLine } from './line.js';

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
    if (this.#file !== undefined) throw fileError(`The journal ${this.#path} is in use by another run.`);
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
      return Promise.reject(fileError(`The journal ${this.#path} must be locked before it is written.`));
    }
    const file = this.#file;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line: writeLine(record), durable, resolve, reject });
      this.#writing ??= this.#write(file);
    });
  }

  async *read(): AsyncGenerator<JournalRecord> {
    const file = await this.#openToRead();
    if (file === undefined) return;
    try {
      // What is written from here on is not read: a run goes on with what stands there already.
      const { size } = await file.stat();
      let number = 0;
      for await (const { bytes, isWhole } of readLines(file, size)) {
        if (!isWhole) return;
        number += 1;
        const record = readLine(bytes.toString('utf8'));
        if (record === undefined) {
          throw fileError(
            `Line ${number} of the journal ${this.#path} was changed after it was written. Restore the file from a ` +
              'copy; what stands behind that line cannot be trusted, so no run goes on from here.',
          );
        }
        yield record;
      }
    } finally {
      await file.close();
    }
  }

  /** Undefined: the file is not there yet. */
  async #openToRead(): Promise<FileHandle | undefined> {
    try {
      return await open(this.#path, 'r');
    } catch (error) {
      if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return undefined;
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
    const { wholeBytes, tornBytes } = await readTail(file, 0);
    if (tornBytes > 0) await file.truncate(wholeBytes);
    if (wholeBytes + tornBytes === 0) await syncFolderOf(path);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}
