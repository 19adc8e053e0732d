/**
 * The door for people: what one needs by name beside a generated package, to tell errors apart and to read a run.
 * Generated code comes in through `v1.ts`.
 */
export { systemClock } from './clock.js';
export type { Clock } from './clock.js';
export type { CallOptions } from './call.js';
export type {
  BasicCredential,
  ConnectOptions,
  Connection,
  Credential,
  CredentialRequest,
  Fetch,
  UserPassword,
} from './connection.js';
export type { RetryOptions } from './retry.js';
export type { Hooks, RequestEvent, ResponseEvent } from './hooks.js';
export type { Effect, ErrorCode, ErrorRule } from './definition.js';
export { isRowsweepError, RowsweepError } from './errors.js';
export type { ErrorResponse, StatusClass, UndeclaredError } from './errors.js';
export type { ServerSentEvent } from './answer/events.js';
export type { BinaryInput } from './body/bodies.js';
export type { PageOptions, Pages, Paginator } from './paginate.js';
export { isErrorOf } from './operation.js';
export type { Bound, Operation } from './operation.js';
export type { RawClient } from './raw.js';
export type {
  AuditChunkEntry,
  AuditEndEntry,
  AuditEntry,
  AuditIdDigest,
  AuditOptions,
  AuditRunEntry,
  AuditSink,
  AuditTail,
} from './bulk/audit/audit-types.js';
export { auditPart } from './bulk/audit/audit-part.js';
export type { AuditPart } from './bulk/audit/audit-part.js';
export { verifyAudit } from './bulk/audit/audit-verify.js';
export type { AuditProblem, AuditReport, VerifyAuditOptions } from './bulk/audit/audit-verify.js';
export type { AuditRunReport } from './bulk/audit/audit-runs.js';
export { BulkDeletionError, GuardError, SweepError } from './bulk/errors.js';
export type { DeletionEvent, Progress } from './bulk/telemetry/events.js';
export { journalPart } from './bulk/journal/journal-part.js';
export type { JournalPart } from './bulk/journal/journal-part.js';
export type { JournalOptions, JournalRecord, JournalStore } from './bulk/journal/journal-types.js';
export type { DeleteOptions, Guards, ReconcileOptions, ResumeOptions, RetryPolicy } from './bulk/options.js';
export type {
  DeleteWhereOptions,
  FilterByKey,
  FilterDeleter,
  FilterGuards,
  FilterOf,
  FilterOptions,
  FilterValue,
} from './bulk/where/filter-types.js';
export { sweep } from './bulk/sweep/sweep.js';
export type {
  SweepDeleter,
  SweepOptions,
  SweepOutcome,
  SweepReport,
  SweepRun,
  SweepTarget,
  SweepTargetReport,
} from './bulk/sweep/sweep-types.js';
export type { LogDetails, LoggerLike, SpanLike, TracerLike } from './bulk/telemetry/telemetry-types.js';
export { isGone } from './bulk/types.js';
export type {
  BulkDeleter,
  Capabilities,
  ChunkInfo,
  DeletionOutcome,
  DeletionPlan,
  DeletionRun,
  DeletionStatus,
  DeletionSummary,
  Evidence,
  FilterAccount,
  Ids,
  JobRef,
  OutcomeFilter,
  ProblemGroup,
  RawId,
  RequestCounts,
  ResumedAccount,
  SkipReason,
  Warning,
} from './bulk/types.js';
