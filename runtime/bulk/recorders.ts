/** Where a run is written down: what brings the code for it along is the journal, and the sink, that the caller gives. */
import type { AuditOptions, AuditSink } from './audit/audit-types.js';
import type { Subject } from './context.js';
import { configurationError } from './errors.js';
import type { JournalOptions, JournalStore } from './journal/journal-types.js';
import type { RunRecorder } from './recorder.js';
import type { Settings } from './settings.js';

/** Everything that is to write a run down, in the order in which it is told. A dry run is written down nowhere. */
export function recordersOf(subject: Subject, settings: Settings): readonly RunRecorder[] {
  if (settings.dryRun) return [];
  const { audit, clock, journal } = settings;
  return [
    ...(journal === null ? [] : [journal.store.part.record(subject, settings, journal)]),
    ...(audit === undefined ? [] : [audit.sink.part.record(audit, () => clock.now())]),
  ];
}

/** What the caller gave as a journal; throws `CONFIGURATION` for what cannot be one. */
export function readJournalOption(provider: string, given: JournalStore | JournalOptions): JournalOptions {
  const journal: JournalOptions = 'store' in given ? given : { store: given, ids: 'full' };
  needPart(provider, 'journal', journal.store).check(provider, journal);
  return journal;
}

/** What the caller gave as an audit trail, with defaults; throws `CONFIGURATION` for what cannot be one. */
export function readAuditOption(provider: string, given: AuditSink | AuditOptions): AuditOptions {
  const audit: AuditOptions = 'sink' in given ? given : { sink: given };
  return needPart(provider, 'audit', audit.sink).read(provider, audit);
}

/** Types do not keep out a store or a sink that was written without its part. */
function needPart<Part>(
  provider: string,
  name: 'journal' | 'audit',
  given: { readonly part?: Part } | null | undefined,
): Part {
  if (given?.part !== undefined) return given.part;
  const message = `Wrong option: ${name} must be what @rowsweep/runtime/${name} opens, or have part: ${name}Part.`;
  throw configurationError(provider, message);
}
