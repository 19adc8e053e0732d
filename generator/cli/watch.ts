/** `--watch`: runs again whenever a file that the last run was made from has changed. */
import { statSync, watch as watchFolder, type FSWatcher } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { countOf, escapeText } from './print.js';
import { findReferredFiles } from './referred-files.js';
import { exitCodes, type ExitCode, type Terminal } from './terminal.js';

/** The state of a file that is not there. */
const missing = '';

/** The state of a file that changed before it was looked at; no file is in it. */
const changedBefore = 'changed';

/** How often the files are looked at where the system reports no changes. */
const pollMs = 500;

/** How long after the first event the files are looked at: editors write in several steps. */
const settleMs = 60;

/** What one run came to. */
interface Outcome {
  /** The files that it was made from, whether they exist or not. */
  readonly files: readonly string[];
}

/** Runs, waits for a change, and runs again, until the signal of the terminal or of the system ends it. */
export async function watch(run: () => Promise<Outcome>, terminal: Terminal): Promise<ExitCode> {
  const end = new AbortController();
  const stop = (): void => {
    end.abort();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  terminal.signal?.addEventListener('abort', stop, { once: true });
  if (terminal.signal?.aborted === true) stop();
  const watched = new WatchedFiles();
  let files: readonly string[] | null = null;
  try {
    while (!end.signal.aborted) {
      const startMs = Date.now();
      watched.note();
      files = await runOnce(run, files, terminal);
      watched.follow(findReferredFiles(files.map((file) => resolve(file))), startMs);
      const what =
        watched.count === 0 ? 'waiting for the files' : `watching ${countOf(watched.count, 'file')}`;
      terminal.err(`${what}; Ctrl+C ends\n`);
      const changed = await watched.waitForChange(end.signal);
      if (changed !== null) terminal.err(`${escapeText(changed)} changed\n`);
    }
  } finally {
    watched.close();
    process.removeListener('SIGINT', stop);
    process.removeListener('SIGTERM', stop);
    terminal.signal?.removeEventListener('abort', stop);
  }
  return exitCodes.fine;
}

/** The files to follow from now on. A command line that was never understood ends the watch before it begins. */
async function runOnce(
  run: () => Promise<Outcome>,
  before: readonly string[] | null,
  terminal: Terminal,
): Promise<readonly string[]> {
  try {
    return (await run()).files;
  } catch (error) {
    if (before === null) throw error;
    terminal.err(`error: ${escapeText(error instanceof Error ? error.message : String(error))}\n`);
    return before;
  }
}

/**
 * Files whose changes are seen. Their folders are watched, not they themselves, since editors put a new file in the
 * place of the old one; an event counts when the file is not what it was before the run.
 */
class WatchedFiles {
  #states = new Map<string, string>();
  readonly #watchers = new Map<string, FSWatcher>();
  #notify: () => void = () => undefined;
  #timer: NodeJS.Timeout | null = null;

  /** How many of the files there are. */
  get count(): number {
    return [...this.#states.values()].filter((state) => state !== missing).length;
  }

  /** Remembers how the files are now: what changes during the run that follows is a change. */
  note(): void {
    for (const file of this.#states.keys()) this.#states.set(file, readState(file));
  }

  /**
   * Follows these files, and no others. One that was not followed before may have changed during the run that named it:
   * what was written since the start of that run is a change.
   */
  follow(files: readonly string[], startMs: number): void {
    this.#states = new Map(files.map((file) => [file, this.#states.get(file) ?? readState(file, startMs)]));
    const folders = new Set(files.map((file) => findFolder(dirname(file))));
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) {
      if (this.#watchers.has(folder)) continue;
      this.#watchFolder(folder);
    }
  }

  #watchFolder(folder: string): void {
    try {
      const watcher = watchFolder(folder, () => {
        this.#notify();
      });
      // A folder that goes away: the next run finds the one above it.
      watcher.on('error', () => {
        watcher.close();
        this.#watchers.delete(folder);
        this.#notify();
      });
      this.#watchers.set(folder, watcher);
    } catch {
      // Systems limit how many folders are watched, and some drives have no events.
      this.#timer ??= setInterval(() => {
        this.#notify();
      }, pollMs);
    }
  }

  /** The name of a file that has changed; null when the signal came first. */
  waitForChange(signal: AbortSignal): Promise<string | null> {
    return new Promise((settle) => {
      let timer: NodeJS.Timeout | undefined;
      const finish = (changed: string | null): void => {
        clearTimeout(timer);
        this.#notify = () => undefined;
        signal.removeEventListener('abort', onAbort);
        settle(changed);
      };
      const onAbort = (): void => {
        finish(null);
      };
      const look = (): void => {
        timer = undefined;
        const changed = this.#findChanged();
        if (changed !== null) finish(basename(changed));
      };
      this.#notify = () => {
        // Not begun anew by each event, or a folder where something always happens would never be looked at.
        timer ??= setTimeout(look, settleMs);
      };
      if (signal.aborted) {
        finish(null);
        return;
      }
      signal.addEventListener('abort', onAbort, { once: true });
      // What changed while the run was busy has made its event already.
      this.#notify();
    });
  }

  #findChanged(): string | null {
    for (const [file, state] of this.#states) if (readState(file) !== state) return file;
    return null;
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
    if (this.#timer !== null) clearInterval(this.#timer);
  }
}

/** What changes when a file is written, replaced, made or deleted. */
function readState(file: string, startMs = Number.POSITIVE_INFINITY): string {
  try {
    const { mtimeMs, ctimeMs, size, ino } = statSync(file);
    // A file that is moved to its place keeps the time when it was written.
    if (Math.max(mtimeMs, ctimeMs) >= startMs) return changedBefore;
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return missing;
  }
}

/** The folder, or the nearest one above it that exists. */
function findFolder(folder: string): string {
  const exists = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  return exists || dirname(folder) === folder ? folder : findFolder(dirname(folder));
}
