/// <reference types="node" />
/** Journals in files, for Node. */
import type { JournalStore } from '../bulk/journal/journal-types.js';
import { FileJournal } from './file.js';

export type { JournalOptions, JournalRecord, JournalStore } from '../bulk/journal/journal-types.js';

/**
 * A journal in a file, which is made with the first run that writes to it; only its owner may read it (mode 0600). One
 * line a record, as JSON with a checksum. Beside it stands `<path>.lock` while a run writes: a second process is
 * refused with `JOURNAL`, what a process on the same host left behind when it died is taken over.
 *
 * Half a line at the end, as a crash leaves it, is cut off when the next run begins. A line that was changed is refused
 * with its number. Keep the file on a local disk: neither locks nor syncing can be relied on over a network.
 */
export function openJournal(path: string): JournalStore {
  return new FileJournal(path);
}
