/** What runs do with an audit trail. Only a sink leads here, so a program that has none does not carry it. */
import { AuditTrail, readAudit } from './audit.js';
import type { AuditOptions } from './audit-types.js';
import type { RunRecorder } from '../recorder.js';

/** What runs need of an audit trail beside its sink. There is one: `auditPart`. */
export interface AuditPart {
  /** The options, with defaults; throws `CONFIGURATION` for those that cannot be. */
  readonly read: (provider: string, audit: AuditOptions) => AuditOptions;
  /** Writes one run down; `now` gives milliseconds since the epoch. */
  readonly record: (audit: AuditOptions, now: () => number) => RunRecorder;
}

/** Writes runs into an audit trail. `openAuditFile` has it; a sink of your own says so: `part: auditPart`. */
export const auditPart: AuditPart = {
  read: readAudit,
  record: (audit, now) => new AuditTrail(audit, now),
};
