import type { ChunkPast } from './chunk-past.js';
import type { Subject } from '../context.js';
import type { IntakeSink, LocalEnd } from '../input/intake.js';
import { journalError } from './journal.js';
import type { JournalRecord } from './journal-types.js';
import type { Item, Measure } from '../input/packer.js';
import type { Past } from './past.js';
import { readSpans, readVerdicts } from './spans.js';
import type { SkipReason } from '../types.js';

/** What reads ids out of a journal, and where it tells them. */
export interface JournalReading {
  readonly records: AsyncIterable<JournalRecord>;
  readonly past: Past;
  readonly subject: Subject;
  readonly measure: Measure;
  readonly room: () => Promise<void> | undefined;
  readonly isClosed: () => boolean;
  readonly read: IntakeSink['read'];
  readonly ended: IntakeSink['ended'];
  readonly chunk: (chunk: ChunkPast, items: readonly Item[]) => void;
}

const LOCAL_SKIPS: ReadonlySet<string> = new Set<SkipReason>(['dryRun', 'duplicate', 'guard', 'excluded']);

/** Reads the ids that a journal holds, no faster than there is room for them. Throws `JOURNAL` where it holds none. */
export async function readJournal(reading: JournalReading): Promise<void> {
  const { records, past } = reading;
  for await (const record of records) {
    if (record.t !== 'chunk' && record.t !== 'local') continue;
    for (let room = reading.room(); room !== undefined; room = reading.room()) await room;
    if (reading.isClosed()) return;
    if (record.t === 'local') tellLocals(reading, record);
    else {
      const chunk = past.chunk(record.seq);
      if (chunk !== undefined) reading.chunk(chunk, itemsOf(reading, record));
    }
  }
}

function itemsOf(reading: JournalReading, record: Extract<JournalRecord, { t: 'chunk' }>): readonly Item[] {
  const { subject, measure, read } = reading;
  const items = textsOf(reading, record).map(({ text, index }) => {
    const parsed = subject.parseId(text);
    if (!parsed.ok) {
      throw journalError(subject, `The journal holds an id that cannot be sent: ${parsed.message}`);
    }
    const { id, alone } = parsed;
    return { id, text, index, bytes: measure.sizeOf(id), alone };
  });
  // All of them, or none: an id that was read has an outcome.
  items.forEach(read);
  return items;
}

function tellLocals(reading: JournalReading, record: Extract<JournalRecord, { t: 'local' }>): void {
  const verdicts = (readVerdicts(record) ?? []).flatMap(([verdict, count]) =>
    new Array<string>(count).fill(verdict),
  );
  textsOf(reading, record).forEach((id, position) => {
    // A later run has sent it after all: its chunk says what became of it.
    if ((reading.past.whereabouts(id.index) ?? -1) >= 0) return;
    reading.read();
    reading.ended(id, endOf(reading, id.text, verdicts[position] ?? 'invalid'));
  });
}

function endOf({ subject, measure }: JournalReading, text: string, verdict: string): LocalEnd {
  if (LOCAL_SKIPS.has(verdict)) return { kind: 'skipped', reason: verdict as SkipReason };
  if (verdict === 'tooLarge') return { kind: 'tooLarge', of: measure.of };
  const parsed = subject.parseId(text);
  return {
    kind: 'invalid',
    message: parsed.ok ? 'The id was not text, nor a safe integer.' : parsed.message,
  };
}

function textsOf(
  reading: JournalReading,
  record: Extract<JournalRecord, { t: 'chunk' | 'local' }>,
): readonly { readonly text: string; readonly index: number }[] {
  const { ids, first, n, spans } = record;
  if (ids?.length !== n) {
    throw journalError(reading.subject, 'The journal does not hold the ids: give the input again as `ids`.');
  }
  const indexes = readSpans(spans, { from: first, n }).flatMap(([start, end]) =>
    Array.from({ length: end - start }, (_value, offset) => start + offset),
  );
  return ids.map((text, position) => ({ text, index: indexes[position] ?? -1 }));
}
