/**
 * The door for generated code, version 1. What stands here keeps its name and its shape; an incompatible change gets
 * a door of its own beside this one.
 */
export type { Answer, CallOptions, CallRequest, ExchangeOptions } from './call.js';
export { bindClient } from './client.js';
export type { ClientBase, ClientOf } from './client.js';
export { systemClock } from './clock.js';
export type { Clock } from './clock.js';
export { connect } from './connection.js';
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
export type {
  AnswerDefinition,
  BodyContent,
  BodyDefinition,
  BodyPart,
  CredentialDefinition,
  Effect,
  EnvelopeRule,
  ErrorBody,
  ErrorCode,
  ErrorRule,
  HttpMethod,
  JsonValue,
  OperationDefinition,
  ParameterDefinition,
  ParameterStyle,
  Pointer,
  ProviderDefinition,
  SelectorGuard,
} from './definition.js';
export type {
  AnswerRule,
  BadIdRule,
  CallTemplate,
  CountBehaviour,
  DeletionBehaviour,
  IdFormat,
  IdPlacement,
  JobBehaviour,
  JobState,
  Limits,
  Pace,
  Pagination,
  Placement,
  ReadBack,
  TargetCondition,
  TargetField,
} from './behaviour.js';
export type {
  FilterableBehaviour,
  FilterBehaviour,
  FilterColumns,
  FilterOperator,
  FilterPlacement,
  FilterRefusal,
} from './filter-behaviour.js';
export { isRowsweepError, RowsweepError } from './errors.js';
export type { ErrorDetails, ErrorResponse, HttpStatus, StatusClass, UndeclaredError } from './errors.js';
export { isErrorOf, operation } from './operation.js';
export type { Bound, Operation } from './operation.js';
export { paginate } from './paginate.js';
export type { PageOptions, Pages, PaginationRule, Paginator } from './paginate.js';
export type { DeletionPart, Part, ProviderPart } from './part.js';
export { basicCredential, cookieCredential, headerCredential, queryCredential } from './credential.js';
export { throttleHeaders } from './delay.js';
export { serverVariables } from './server-variables.js';
export { errorWords } from './words.js';
export { envelopeVerdict } from './answer/envelope.js';
export { binaryAnswer } from './answer/bytes.js';
export { eventStream } from './answer/events.js';
export type { ServerSentEvent } from './answer/events.js';
export { jsonLines } from './answer/lines.js';
export { binaryBody, jsonBody, textBody } from './body/bodies.js';
export type { BinaryInput } from './body/bodies.js';
export { formBody } from './body/form.js';
export { multipartBody } from './body/multipart.js';
export { cookieParameters, headerParameters } from './request/headers.js';
export { pathParameters } from './request/path.js';
export { queryParameters } from './request/query.js';
export { selectorGuard } from './selector.js';
export { rawClient } from './raw.js';
export type { RawClient } from './raw.js';
export { bulk } from './bulk/bulk.js';
export { deletionJobs } from './bulk/jobs/deletion-jobs.js';
export { rowReads } from './bulk/reads/row-reads.js';
export { bulkWithFilter } from './bulk/where/where.js';
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
