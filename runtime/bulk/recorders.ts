import { AuditTrail } from './audit.js';
import type { Subject } from './context.js';
import { newJournal } from './journal.js';
import type { RunRecorder } from './recorder.js';
import type { Settings } from './settings.js';

/** Everything that is to write a run down, in the order in which it is told. A dry run is written down nowhere. */
export function recordersOf(subject: Subject, settings: Settings): readonly RunRecorder[] {
  if (settings.dryRun) return [];
  const { audit, clock, journal } = settings;
  return [
    ...(journal === null ? [] : [newJournal(subject, settings, journal)]),
    ...(audit === undefined ? [] : [new AuditTrail(audit, () => clock.now())]),
  ];
}
