/** A journal in memory that can die at any record, as a process does. */
import { journalPart } from '../../runtime/bulk/journal/journal-part.js';
import type { JournalRecord, JournalStore } from '../../runtime/bulk/journal/journal-types.js';

export interface MemoryJournal extends JournalStore {
  readonly records: JournalRecord[];
  /** Records that were to be on disk before anything went on. */
  readonly durable: JournalRecord[];
  /** Resolves when the process dies. */
  readonly died: Promise<void>;
}

export interface MemoryJournalOptions {
  /** What earlier runs have written. */
  readonly records?: readonly JournalRecord[];
  /** The process dies when this many records are written; what was to be written then is lost. */
  readonly diesAfter?: number;
  /** Or when this one is to be written. */
  readonly diesAt?: (record: JournalRecord) => boolean;
  /** Thrown for this record, counted from 0. */
  readonly failsAt?: (record: JournalRecord, place: number) => Error | undefined;
}

export function memoryJournal(options: MemoryJournalOptions = {}): MemoryJournal {
  const records = (options.records ?? []).map((record) => structuredClone(record));
  const durable: JournalRecord[] = [];
  const before = records.length;
  let isLocked = false;
  let isDead = false;
  let die = (): void => undefined;
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  return {
    part: journalPart,
    records,
    durable,
    died,
    append: (record, isDurable) => {
      const place = records.length - before;
      const failure = options.failsAt?.(record, place);
      if (failure !== undefined) return Promise.reject(failure);
      // A process that is dead never hears of it.
      isDead ||=
        place >= (options.diesAfter ?? Number.POSITIVE_INFINITY) || options.diesAt?.(record) === true;
      if (isDead) {
        die();
        return new Promise(() => undefined);
      }
      records.push(structuredClone(record));
      if (isDurable) durable.push(record);
      return Promise.resolve();
    },
    read: async function* () {
      await Promise.resolve();
      yield* records;
    },
    lock: () => {
      if (isLocked) return Promise.reject(new Error('locked'));
      isLocked = true;
      return Promise.resolve(() => {
        isLocked = false;
        return Promise.resolve();
      });
    },
  };
}

/** The kinds of its records, in order. */
export function kinds(store: MemoryJournal): readonly string[] {
  return store.records.map(({ t }) => t);
}

/** Its records of one kind. */
export function of<Kind extends JournalRecord['t']>(
  store: MemoryJournal,
  kind: Kind,
): readonly Extract<JournalRecord, { t: Kind }>[] {
  return store.records.filter((record): record is Extract<JournalRecord, { t: Kind }> => record.t === kind);
}
